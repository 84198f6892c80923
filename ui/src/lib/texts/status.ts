import type { ErrorCode, ProblemCode, StatusKind } from "../contract";

export const statusKinds: Record<StatusKind, string> = {
  up_to_date: "Up to date",
  syncing: "Syncing",
  waiting_for_pick_up: "Waiting for other devices",
  waiting_for_files: "Waiting for files",
  paused: "Paused",
  folder_unavailable: "Folder unavailable",
  needs_you: "Needs you",
  error: "Error",
};

export const errors: Record<ErrorCode, string> = {
  folder_unavailable: "Folder unavailable",
  folder_not_writable: "Folder cannot be written",
  not_set_up: "Not set up yet",
  lease_pending: "The lease waits for other devices",
  lease_moved_on: "The lease moved on",
  lease_not_held: "The lease is free",
  paused: "Syncing is paused",
  bad_request: "That is not possible",
  store: "The local store failed",
  internal: "Something went wrong",
};

export const problems: Record<ProblemCode, string> = {
  sync_failed: "Syncing failed",
  fork: "Two histories of one device",
  settled_fork: "Two histories of a device that has a new id",
  damaged_file: "A damaged file",
  clock_skew: "A clock is wrong",
  foreign_files: "Files that are not Baton's",
  new_identity: "A fresh start under a new id",
  held_back: "A drive holds files back",
  in_the_cloud: "Files not downloaded yet",
  stuck_lease: "A stuck lease",
  double_run: "Something ran twice",
};
