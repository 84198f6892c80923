import type { FolderKind } from "../contract";
import { size } from "../time";

export const folderKinds: Record<FolderKind, { title: string; words: string }> = {
  missing: { title: "A new folder", words: "It does not exist yet and will be created." },
  empty: { title: "An empty folder", words: "A good place to begin." },
  relay: { title: "Already used by Baton", words: "This device will join the ones that sync here." },
  foreign: {
    title: "This folder holds other files",
    words: "Baton keeps to a folder of its own, so that nothing of yours gets mixed up with it.",
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
  label: "Set-up",
  title: "Welcome to Baton",
  intro: "Your agents' conversations and state, the same on all your devices.",
  points: [
    "Your devices meet in a folder that your cloud drive already syncs. There is no account and no server.",
    "Everything is kept on this device too, so it all works offline.",
    "A device only ever writes its own files; nothing of yours is changed or deleted.",
  ],
  steps: "Steps",
  stepNames: { name: "Name", folder: "Folder", login: "Start at login" },
  stepDone: "Done:",
  next: "Next",
  back: "Back",
  later: "Set up later",
  skip: "Skip",
  deviceName: "Name of this device",
  deviceNameWhy: "Your other devices show it by this name.",
  folder: "Choose the folder your devices share",
  folderWhy:
    "A folder inside a cloud drive, or any other that all your devices can reach. Choose the same one on each of them.",
  found: "Cloud drives found here",
  free: (bytes: number) => `${size(bytes)} free`,
  noneFound: "No cloud drive was found on this machine. Any folder that your devices share will do.",
  choose: "Choose a folder…",
  path: "Folder path",
  pathHint: "/path/to/a/folder",
  looking: "Looking into the folder…",
  usedBy: "Devices that sync here",
  willWrite: "What will be written there",
  insideIsNew: "Use a new folder inside of it?",
  insideIsRelay: (names: string[]) =>
    names.length > 0
      ? `The folder Baton inside of it is already used by ${names.join(", ")}. Use that one?`
      : "The folder Baton inside of it is already used by Baton. Use that one?",
  useInside: "Use",
  useFolder: "Use this folder",
  starting: "Setting up…",
  login: "Start Baton when you log in?",
  loginWhy: "Then your devices stay in step by themselves, and you need not think of it again.",
  loginSwitch: "Start at login",
  loginWords: "Baton waits quietly in the tray. You can change this at any time in the settings.",
  loginUnavailable:
    "This system does not let Baton do that. Add Baton to the programs that start at login by hand.",
  done: "You're set",
  doneNext: "On your other computer, install Baton and choose the same folder:",
  devices: "Your devices",
  thisOne: "this device",
  here: "Connected",
  awaiting: "Your other device appears here as soon as it has joined. You need not wait for it.",
  open: "Open Baton",
  laterTitle: "Baton is not set up yet",
  laterWords:
    "Until it knows the folder that your devices share, nothing is synced, and nothing is written anywhere. You can go on whenever you like.",
  goOn: "Go on with the set-up",
};
