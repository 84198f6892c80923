// What a real app answered in each of its states: `src-tauri/src/ipc/recorded/states.rs`.
import type {
  ActivityEntry,
  CheckpointOutcome,
  ExchangeView,
  ReleasePreview,
  Snapshot,
  SyncOutcome,
} from "../lib/contract";
import activityJson from "./recorded/activity.json";
import checkpointJson from "./recorded/checkpoint.json";
import exchangesJson from "./recorded/exchanges.json";
import previewsJson from "./recorded/release_preview.json";
import snapshotsJson from "./recorded/snapshot.json";
import syncedJson from "./recorded/sync_now.json";
import { afterRecording } from "./recorded-time";

const snapshots = snapshotsJson as unknown as Record<keyof typeof snapshotsJson, Snapshot>;
const previews = previewsJson as unknown as Record<string, ReleasePreview>;

export const recordedCheckpoints = checkpointJson as Record<"published" | "refused", CheckpointOutcome>;
export const recordedSync = syncedJson as SyncOutcome;

/** A state of the app, as if it were in it now. */
export function recordedSnapshot(name: keyof typeof snapshotsJson, now: number): Snapshot {
  return afterRecording(snapshots[name], now, snapshots[name].nowMs);
}

/** What was told before a lease was taken over; only of those that somebody held. */
export function recordedPreview(agentId: string, now: number): ReleasePreview | undefined {
  const found = previews[agentId];
  return found && afterRecording(found, now);
}

export const recordedExchanges = (now: number) => afterRecording(exchangesJson as ExchangeView[], now);
export const recordedActivity = (now: number) => afterRecording(activityJson as ActivityEntry[], now);
