import type { ActivityKind } from "../contract";

export const activityKinds: Record<ActivityKind, string> = {
  sync: "Sync",
  checkpoint: "Checkpoint",
  lease: "Lease",
  setting: "Setting",
  error: "Error",
};

export const activity = {
  intro: "What Baton did since it was started, newest first.",
  emptyTitle: "Nothing happened yet",
  emptyWords: "Syncs, checkpoints, lease changes and errors are told here in plain words.",
};
