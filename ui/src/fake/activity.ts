import type { ActivityEntry, ActivityKind } from "../lib/contract";

const MINUTE = 60_000;

const RECENT: readonly [number, ActivityKind, string, string][] = [
  [0.6, "sync", "Received 12 turns from MacBook", "2 conversations changed"],
  [4, "lease", "This device holds the lease of inbox-triage for another 5 minutes", "epoch 214"],
  [9, "sync", "Sent 3 turns", "MacBook has them; Cabin mini PC was last heard of 3 days ago"],
  [
    31,
    "error",
    "The relay folder could not be reached",
    "/home/ada/Nextcloud/Baton: input/output error. It was back a minute later.",
  ],
  [75, "checkpoint", "Published a checkpoint", "c41e7b90d2f35a68 · 91,518 ops"],
  [76, "sync", "Received 1,204 turns from MacBook", ""],
  [1_500, "setting", "Syncing was resumed", ""],
  [1_543, "setting", "Syncing was paused", ""],
];

export function activityEntries(now: number): ActivityEntry[] {
  return RECENT.map(([minutes, kind, message, detail], index) => ({
    number: RECENT.length - index,
    atMs: now - minutes * MINUTE,
    kind,
    message,
    detail,
  }));
}
