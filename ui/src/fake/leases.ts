import type { AskingView, AwaitedDeviceView, LeaseEndView, LeaseView, PastLeaseView } from "../lib/contract";
import { CABIN, LAPTOP, NAMES, STUDIO } from "./ids";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A device whose answer is missing. */
export function awaited(deviceId: string, now: number): AwaitedDeviceView {
  const lastSeenMs = deviceId === CABIN ? now - 3 * DAY : now - 40_000;
  return { deviceId, name: NAMES[deviceId] ?? deviceId, lastSeenMs };
}

export function asking(epoch: number, missing: string[], now: number): AskingView {
  return { epoch, sinceMs: now - 50_000, waitingFor: missing.map((id) => awaited(id, now)) };
}

export function past(
  epoch: number,
  holder: string,
  sinceMs: number,
  end: LeaseEndView | null = null,
  endedMs: number | null = null,
): PastLeaseView {
  return { epoch, holderName: NAMES[holder] ?? holder, isOurs: holder === STUDIO, sinceMs, end, endedMs };
}

const FREE = {
  holder: null,
  holderName: "",
  isOurs: false,
  expiresAtMs: null,
  grade: null,
  asking: null,
  wantedHere: false,
  wantedBy: [],
  pendingRuns: [],
  history: [],
} satisfies Partial<LeaseView>;

/** What changes in a lease once this device has it. */
export function heldHere(epoch: number, now: number): Partial<LeaseView> {
  return { ...held(STUDIO, now + 10 * MINUTE), epoch, asking: null, wantedHere: true };
}

export function freed(epoch: number): Partial<LeaseView> {
  return { ...FREE, epoch };
}

function held(holder: string, expiresAtMs: number): Partial<LeaseView> {
  const isOurs = holder === STUDIO;
  return { holder, holderName: NAMES[holder] ?? holder, isOurs, expiresAtMs, grade: "voted" };
}

function lease(agentId: string, epoch: number, rest: Partial<LeaseView> = {}): LeaseView {
  return { ...FREE, agentId, epoch, ...rest };
}

function run(runId: string, epoch: number, sinceMs: number, device: string) {
  return { runId, epoch, sinceMs, deviceName: NAMES[device] ?? device };
}

/** A lease in every state. */
export function leases(now: number): LeaseView[] {
  return [
    lease("changelog-writer", 52, {
      ...held(LAPTOP, now + 7 * MINUTE + 41_000),
      pendingRuns: [run("run-2026-11-22-changelog", 52, now - 2 * MINUTE, LAPTOP)],
      history: [past(52, LAPTOP, now - 2 * MINUTE)],
    }),
    lease("code-review", 1_027, {
      history: [
        past(1_027, LAPTOP, now - 5 * HOUR, "released", now - 4 * HOUR),
        past(1_026, STUDIO, now - DAY, "taken_over", now - 9 * HOUR),
        past(1_025, CABIN, now - 4 * DAY, "lapsed", now - 3 * DAY),
      ],
    }),
    lease("inbox-triage", 214, {
      ...held(STUDIO, now + 4 * MINUTE + 12_000),
      wantedHere: true,
      wantedBy: [NAMES[LAPTOP] ?? ""],
      history: [
        past(214, STUDIO, now - 2 * HOUR),
        past(213, LAPTOP, now - 7 * HOUR, "released", now - 2 * HOUR),
      ],
    }),
    lease("invoice-sorter", 8, {
      wantedHere: true,
      asking: asking(9, [LAPTOP, CABIN], now),
      history: [past(8, CABIN, now - 3 * DAY, "lapsed", now - 2 * DAY)],
    }),
    lease("meeting-prep", 17, {
      ...held(LAPTOP, now + 2 * MINUTE + 5_000),
      wantedHere: true,
      pendingRuns: [run("run-2026-11-22-standup", 17, now - 3 * MINUTE, LAPTOP)],
    }),
    lease("nightly-report", 38, {
      ...held(CABIN, now - 3 * DAY),
      pendingRuns: [
        run("run-2026-11-19-nightly", 38, now - 3 * DAY, CABIN),
        run("run-2026-11-19-mail", 38, now - 3 * DAY + MINUTE, CABIN),
      ],
      history: [past(38, CABIN, now - 3 * DAY - HOUR)],
    }),
  ];
}

/** The same agents where one register decides. */
export function registeredLeases(now: number): LeaseView[] {
  return leases(now)
    .filter((one) => !one.asking && (one.isOurs || one.holder === null))
    .map((one) => ({
      ...one,
      grade: one.grade && "exclusive",
      wantedHere: false,
      wantedBy: [],
      history: [],
    }));
}
