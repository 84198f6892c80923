import type {
  AskingView,
  AwaitedDeviceView,
  LeaseEndView,
  LeaseView,
  PastLeaseView,
  Snapshot,
} from "../lib/contract";
import { NAMES, STUDIO } from "./ids";

const MINUTE = 60_000;

/** A device whose answer is missing. */
function awaited(deviceId: string, { devices }: Snapshot): AwaitedDeviceView {
  const device = devices.find((one) => one.id === deviceId);
  return { deviceId, name: device?.name ?? deviceId, lastSeenMs: device?.lastSeenMs ?? null };
}

export function asking(epoch: number, missing: string[], snapshot: Snapshot, now: number): AskingView {
  return { epoch, sinceMs: now - 50_000, waitingFor: missing.map((id) => awaited(id, snapshot)) };
}

/** A lease of this device that is over. */
export function past(epoch: number, sinceMs: number, end: LeaseEndView, endedMs: number): PastLeaseView {
  return { epoch, holderName: NAMES[STUDIO] ?? "", isOurs: true, sinceMs, end, endedMs };
}

/** What changes in a lease once this device has it. */
export function heldHere(epoch: number, now: number): Partial<LeaseView> {
  const holder = { holder: STUDIO, holderName: NAMES[STUDIO] ?? "", isOurs: true };
  return { ...holder, epoch, expiresAtMs: now + 10 * MINUTE, grade: "voted", asking: null, wantedHere: true };
}

/** What changes in a lease once nobody has it. */
export function freed(epoch: number): Partial<LeaseView> {
  const holder = { holder: null, holderName: "", isOurs: false, expiresAtMs: null, grade: null };
  return { ...holder, epoch, asking: null, wantedHere: false, wantedBy: [], pendingRuns: [], history: [] };
}
