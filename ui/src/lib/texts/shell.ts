import type { PauseLength } from "../contract";
import { count, plural } from "../time";

export const shell = {
  noHost: "This page belongs inside the Baton app. Open Baton from the tray.",
  starting: "Starting…",
  skip: "Skip to the content",
  navigation: "Views",
  status: "Status",
  thisDevice: "This device",
  openFolder: "Open relay folder",
  syncNow: "Sync now",
  checkpoint: "Checkpoint",
  checkpointWhy: "Publish a summary that new devices can start from.",
  pause: "Pause",
  pauseWhy: "Pause syncing for a while.",
  pauseFor: "Pause syncing",
  pauseLengths: { hour: "For 1 hour", tomorrow: "Until tomorrow", resumed: "Until I resume" } as Record<
    PauseLength,
    string
  >,
  resume: "Resume",
  problems: "Problems",
  lastSynced: "Synced",
  neverSynced: "Not synced yet",
  unacknowledged: (n: number) => `${plural(n, "change", "changes")} not confirmed yet`,
  awaited: (n: number) => `${count(n)} on the way`,
  notices: "Notices",
  synced: (pushed: number, folded: number) =>
    pushed + folded === 0 ? "Nothing new to sync." : `Sent ${count(pushed)}, received ${count(folded)}.`,
  published: "Checkpoint published.",
  notPublished: "No checkpoint was published.",
  paused: "Syncing is paused.",
  resumed: "Syncing goes on.",
  noTray: "This desktop shows no tray icons.",
  noTrayWords:
    "Baton goes on syncing after you close this window. Start Baton again to bring it back; Quit Baton is at the bottom left.",
  understood: "Got it",
  quit: "Quit Baton",
};
