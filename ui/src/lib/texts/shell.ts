import { count } from "../time";

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
  checkpointWhy: "Publish a summary that new devices can start from",
  pause: "Pause",
  pauseWhy: "Pause or resume syncing",
  resume: "Resume",
  problems: "Problems",
  lastSynced: "Synced",
  neverSynced: "Not synced yet",
  unacknowledged: (n: number) => `${count(n)} not confirmed yet`,
  awaited: (n: number) => `${count(n)} on the way`,
  notices: "Notices",
  synced: (pushed: number, folded: number) =>
    pushed + folded === 0 ? "Nothing new to sync." : `Sent ${count(pushed)}, received ${count(folded)}.`,
  published: "Checkpoint published.",
  notPublished: "No checkpoint was published.",
  paused: "Syncing is paused.",
  resumed: "Syncing goes on.",
};
