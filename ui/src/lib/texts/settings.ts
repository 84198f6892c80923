import type { LogLevelView, NotificationsView } from "../contract";
import { count, plural } from "../time";

export const settings = {
  intro:
    "What Baton does on this device. Every change holds at once; nothing here is sent to other devices but the name.",
  loading: "Reading the settings…",

  folder: "Relay folder",
  folderWhy: "Where your devices leave their changes for each other. All of them use the same folder.",
  folderFixed: "It was given when Baton was started, so it cannot be moved here.",
  folderPaused: "Syncing is paused. Resume it to move to another folder.",
  openFolder: "Open folder",
  move: "Move…",

  device: "This device",
  deviceName: "Name",
  deviceNameWhy: "Your other devices show it by this name after their next sync.",
  rename: "Rename",
  renamed: (name: string) => `This device is called ${name} now.`,
  executor: "Whether this device runs agents is decided where leases are:",
  executorLink: "Leases",

  startTitle: "Start",
  start: "Start when I log in",
  startOn: "Baton starts in the tray, without a window, when you log in.",
  startOff: "Baton starts only when you open it. Until then nothing is sent or received.",
  startUnavailable: "On this system Baton cannot enter itself there. Add it in your system's settings.",

  notifications: "Notifications",
  notificationsWhy: "Only for what needs you. All of it is in the activity too, whatever you choose here.",
  silentDays: "A device is silent after",
  silentDaysUnit: "days without news",

  list: "Lists",
  quiet: "List syncs that changed nothing",
  quietWhy: "Baton looks for changes at least once a minute. Activity then counts the times it found none.",
  retention: "Conversations to list and find",
  retentionAll: "All of them",
  retentionDays: "Those active within the last",
  retentionUnit: "days",
  retentionWhat:
    "This hides, it never deletes. An older conversation is not listed and not found by search on this device; your other devices are not affected, and it comes back with its next turn or when you choose all.",
  retentionHidden: (hidden: number) =>
    hidden === 0
      ? "None is left out now."
      : `${plural(hidden, "conversation is", "conversations are")} left out now.`,
  retentionUnread: "It cannot be shown while this device's data cannot be read.",

  trouble: "When something is wrong",
  checkup: "Check folder and data",
  checkupWhy: "Reads every file and says what to do.",
  diagnostics: "Diagnostics",
  diagnosticsWhy:
    "A report for whoever helps you. No text of a conversation, no name and no path is in it, and you see all of it before it is saved.",
  diagnosticsMake: "Show the report…",
  logLevel: "Write to the log",
  logWhere: "A file a day; the last seven are kept in",
  logFixed: "It was set when Baton was started, and that goes first.",
  dataFolder: "Data folder",
  dataFolderWhy: "What this device holds: its own database, settings and logs.",
  openData: "Open data folder",

  days: (least: number, most: number) => `A whole number from ${count(least)} to ${count(most)}.`,
};

export const logLevels: Record<LogLevelView, string> = {
  error: "Failures only",
  warn: "Failures and warnings",
  info: "Failures, warnings and what happened",
  debug: "Everything, to find a fault",
};

export const notificationKinds: Record<keyof NotificationsView, { title: string; words: string }> = {
  folderUnavailable: {
    title: "The relay folder stays unavailable",
    words: "Its drive is not there, or its app does not run.",
  },
  copiedData: {
    title: "This device's data is a copy",
    words: "A backup was restored, or a copy is in use elsewhere. This device goes on under a new id.",
  },
  stuckLease: {
    title: "A lease is stuck",
    words: "Its time ran out while a run had not reported its end.",
  },
  silentDevice: {
    title: "A device is silent",
    words: "It has not been heard from for the days below, or never since it was first seen.",
  },
  lease: {
    title: "A lease was lost, or another device asks for one",
    words: "What still runs here has to stop, or can be handed over.",
  },
  doubleRun: { title: "Something ran twice", words: "Two devices reported that they did the same run." },
};

export const moveFolder = {
  title: "Move to another relay folder",
  intro: "Choose where your devices shall meet from now on.",
  what: "What will happen",
  steps: (join: boolean) => [
    "This device says goodbye in the folder used so far, and goes on in the new one. All it has is written there anew, from its own data.",
    join
      ? "It takes in what the devices in the new folder wrote, and they take in what it has. That cannot be taken back."
      : "Choose the same new folder on each of your other devices. Until then they and this one do not hear of each other.",
    "The folder used so far is left as it is. Delete it by hand once all your devices have moved.",
    "If the first sync in the new folder fails, this device goes on where it was.",
  ],
  join: (names: string) => `Join the devices in there: ${names}`,
  joinUnknown: "Join the devices in there",
  confirm: "Move",
  moving: "Moving…",
  done: "Moved to the new folder.",
  doneWords: (sent: number, received: number) =>
    received === 0
      ? `Wrote ${plural(sent, "change", "changes")} there.`
      : `Wrote ${plural(sent, "change", "changes")} there, received ${plural(received, "change", "changes")}.`,
  doneOld: "The old folder is left as it is:",
  doneNext: "Choose the new folder on your other devices too. Then you may delete the old one by hand.",
};

export const report = {
  title: "Diagnostics",
  intro: "This is the whole report. It is sent to nobody; save it, and hand it on yourself.",
  making: "Looking at every file…",
  text: "The report",
  save: "Save…",
  saved: "The report was saved.",
};

export const about = {
  title: "About",
  version: (version: string, platform: string) => `Baton ${version} for ${platform}`,
  licence: (name: string) => `Free software under the licence ${name}.`,
  guide: "What Baton is",
  ownLicence: "Baton's licence",
  packages: "Software it is built from",
  packagesWhy:
    "Baton stands on the work of others. Here is every package, with its licence; some are used only while Baton is built.",
  search: "Search packages",
  found: (n: number) => plural(n, "package", "packages"),
  none: (words: string) => `No package is called “${words}”.`,
  more: "Show more",
  text: (name: string) => `Licence of ${name}`,
};
