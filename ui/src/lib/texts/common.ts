import type { View } from "../route.svelte";

export const appName = "Baton";

export const views: Record<View, string> = {
  devices: "Devices",
  leases: "Leases",
  conversations: "Conversations",
  records: "Memory",
  activity: "Activity",
  settings: "Settings",
};

export const common = {
  cancel: "Cancel",
  close: "Close",
  dismiss: "Dismiss",
  tryAgain: "Try again",
  loading: "Loading…",
  showLess: "Show less",
};

export const link = {
  title: "Open this address?",
  words: "The link comes from a conversation. Open it only if you trust where it leads:",
  site: "Site",
  open: "Open in browser",
};
