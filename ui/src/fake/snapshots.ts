import type { DeviceView, PauseLength, Snapshot, StatusKind } from "../lib/contract";
import { STUDIO } from "./ids";
import { howManyRecorded } from "./recorded";
import { recordedSnapshot } from "./recorded-states";

const HOUR = 3_600_000;

/** The recorded state, with the recorded conversations. */
export function normalSnapshot(now: number): Snapshot {
  return { ...recordedSnapshot("normal", now), conversations: howManyRecorded };
}

/** What changes when a person pauses syncing, or goes on. */
export function paused(length: PauseLength | null, now: number): Partial<Snapshot> {
  const { status, paused } = recordedSnapshot(length ? `paused-${length}` : "normal", now);
  return { status, paused };
}

/** A device that just joined: a recorded one by another name. */
export function arrivedDevice(name: string, now: number): DeviceView {
  const [, other] = recordedSnapshot("joining", now).devices;
  if (!other) throw new Error("no other device was recorded");
  return { ...other, id: `device-${name}`, name, platform: "macos", lastSeenMs: now };
}

/** What was recorded in each state of the tray icon. */
const STATES = {
  up_to_date: "up_to_date",
  syncing: "syncing",
  waiting_for_pick_up: "waiting_for_pick_up",
  waiting_for_files: "normal",
  paused: "paused-hour",
  folder_unavailable: "folder_unavailable",
  needs_you: "needs_you",
  error: "error",
} as const satisfies Record<StatusKind, string>;

export function statusSnapshot(now: number, kind: StatusKind): Snapshot {
  return recordedSnapshot(STATES[kind], now);
}

/** The kind that a scenario named `status-<kind>` shows. */
export function statusKindOf(scenario: string): StatusKind | null {
  const kind = scenario.replace(/^status-/, "");
  return scenario !== kind && kind in STATES ? (kind as StatusKind) : null;
}

/** A device that never said anything: nobody knows what it holds. */
const UNHEARD = { standing: "joining", head: null, lastSeenMs: null, acknowledged: {} } as const;

/** Changes are numbered from 0. */
const changesIn = (acknowledged: DeviceView["acknowledged"]) =>
  Object.values(acknowledged).reduce((sum, last) => sum + (last ?? -1) + 1, 0);

/** Twelve devices, some far behind, one that never said anything, and names of all lengths and directions. */
export function manySnapshot(now: number): Snapshot {
  const normal = normalSnapshot(now);
  const [own] = normal.devices;
  if (!own) throw new Error("no device was recorded");
  const names = [
    "Workshop",
    "מחשב הסלון",
    "A laptop with a name that somebody gave much thought to",
    "Pi",
    "build-04",
    "Rosa's desk",
    "NAS",
    "Loaner",
  ];
  const more = names.map((name, at): DeviceView => {
    const id = `device-many-${at}`;
    const heard = { head: at * 40, lastSeenMs: now - at * at * HOUR, behind: at * 200 };
    const acknowledged = { ...own.acknowledged, [STUDIO]: (own.head ?? 0) - at * 200, [id]: at * 40 };
    const device = { ...own, id, name, isSelf: false };
    if (at === 3) return { ...device, ...UNHEARD, behind: changesIn(own.acknowledged) };
    return { ...device, ...heard, acknowledged };
  });
  return { ...normal, devices: [...normal.devices, ...more] };
}

/** Nobody votes: one register on this device decides, so no lease of another device is known. */
export function registerSnapshot(now: number): Snapshot {
  const normal = normalSnapshot(now);
  const known = normal.leases.filter((one) => !one.asking && (one.isOurs || one.holder === null));
  const leases = known.map((one) => ({
    ...one,
    grade: one.grade && ("exclusive" as const),
    wantedHere: false,
    wantedBy: [],
    history: [],
  }));
  return { ...normal, leases, voters: null };
}
