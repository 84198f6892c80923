import type { FolderKind } from "../contract";

export const folderKinds: Record<FolderKind, { title: string; words: string }> = {
  missing: { title: "A new folder", words: "It does not exist yet and will be created." },
  empty: { title: "An empty folder", words: "A good place to begin." },
  relay: { title: "Already used by Baton", words: "This device will join the ones that sync here." },
  foreign: {
    title: "This folder holds other files",
    words: "Baton keeps to a folder of its own. Choose an empty one, or a new one inside it.",
  },
  not_writable: {
    title: "This folder cannot be written",
    words: "Choose another one, or give your user the right to write there.",
  },
  current: {
    title: "Your relay folder already",
    words: "This device syncs here. Choose another one to move.",
  },
  nested: {
    title: "Inside your relay folder",
    words: "That folder is Baton's own, so nothing else belongs in it. Choose one elsewhere.",
  },
};

export const firstStart = {
  title: "Welcome to Baton",
  intro: "Your agents' conversations and state, the same on all your devices.",
  points: [
    "Your devices meet in a folder that your cloud drive already syncs. There is no account and no server.",
    "Everything is kept on this device too, so it all works offline.",
    "A device only ever writes its own files; nothing of yours is changed or deleted.",
  ],
  deviceName: "Name of this device",
  deviceNameWhy: "Your other devices show it by this name.",
  folder: "Relay folder",
  folderWhy: "Choose the same folder on each device.",
  found: "Cloud drives found here",
  noneFound: "No cloud drive was found on this machine. Any folder that your devices share will do.",
  choose: "Choose a folder…",
  path: "Folder path",
  pathHint: "/path/to/a/folder",
  looking: "Looking into the folder…",
  usedBy: "Devices that sync here",
  willWrite: "What will be written there",
  start: "Start syncing",
  starting: "Setting up…",
};
