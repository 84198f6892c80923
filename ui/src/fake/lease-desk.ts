import type { LeaseView, Snapshot } from "../lib/contract";
import { fail } from "./errors";
import { asking, freed, heldHere, past } from "./leases";
import { asExecutor, without } from "./voters";

/** What the commands about leases make of a snapshot. */
export function requested(snapshot: Snapshot, agentId: string): Partial<Snapshot> {
  const now = Date.now();
  const missing = snapshot.voters?.members.filter((one) => !one.isSelf).map((one) => one.deviceId) ?? [];
  return changed(snapshot, agentId, (lease) => ({
    wantedHere: true,
    asking: lease.holder === null ? asking(lease.epoch + 1, missing, snapshot, now) : null,
  }));
}

export function released(snapshot: Snapshot, agentId: string): Partial<Snapshot> {
  const now = Date.now();
  return changed(snapshot, agentId, (lease) => {
    if (!lease.isOurs) return { wantedHere: false, asking: null };
    const earlier = lease.history.filter((one) => one.epoch !== lease.epoch);
    const history = [past(lease.epoch, now - 60_000, "released", now), ...earlier];
    return { ...freed(lease.epoch), history };
  });
}

/** Votes that are not awaited any more may make the majority. */
export function retired(snapshot: Snapshot, deviceId: string): Partial<Snapshot> {
  const voters = snapshot.voters && without(snapshot.voters, deviceId);
  const leases = snapshot.leases.map((lease) => withoutAnswerOf(lease, deviceId));
  const devices = snapshot.devices.map((device) =>
    device.id === deviceId ? { ...device, standing: "retired" as const } : device,
  );
  return { voters, leases, devices };
}

export function executing(snapshot: Snapshot, executor: boolean): Partial<Snapshot> {
  return { voters: snapshot.voters && asExecutor(snapshot.voters, executor) };
}

function withoutAnswerOf(lease: LeaseView, deviceId: string): LeaseView {
  if (!lease.asking) return lease;
  const waitingFor = lease.asking.waitingFor.filter((one) => one.deviceId !== deviceId);
  if (waitingFor.length > 0) return { ...lease, asking: { ...lease.asking, waitingFor } };
  return { ...lease, ...heldHere(lease.asking.epoch, Date.now()) };
}

function changed(snapshot: Snapshot, agentId: string, part: (lease: LeaseView) => Partial<LeaseView>) {
  if (!snapshot.leases.some((one) => one.agentId === agentId)) throw fail("lease_not_held");
  const leases = snapshot.leases.map((one) => (one.agentId === agentId ? { ...one, ...part(one) } : one));
  return { leases };
}
