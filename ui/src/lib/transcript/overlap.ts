import type { TurnView } from "../contract";

/** A drive rarely carries a turn from one device to another in less. */
export const OVERLAP_MS = 30_000;

/**
 * How far apart two neighbouring turns of different devices were recorded, in milliseconds, if that is so little that
 * neither device can be counted on to have seen the other's; `null` otherwise.
 *
 * What a device knew when it wrote is no part of what it writes, so that is all that can be told afterwards: devices
 * that sync more slowly may have missed each other for longer, and two that sync at once may have seen everything.
 */
export function overlap(before: TurnView | undefined, turn: TurnView): number | null {
  if (!before || before.deviceId === turn.deviceId) return null;
  const apart = Math.abs(turn.recordedMs - before.recordedMs);
  return apart <= OVERLAP_MS ? apart : null;
}
