import type {
  DeviceView,
  PauseLength,
  ProblemView,
  Snapshot,
  StatusKind,
  StatusView,
  VotersView,
} from "../lib/contract";
import { CABIN, CHECKPOINT, LAPTOP, NAMES, PHONEBOX, STATE_HASH, STUDIO } from "./ids";
import { leases, registeredLeases } from "./leases";
import { asExecutor, joiningVoters, voters } from "./voters";
import { TITLES } from "./words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function device(id: string, rest: Partial<DeviceView>): DeviceView {
  return {
    id,
    name: NAMES[id] ?? id,
    platform: "linux",
    appVersion: "0.1.0",
    isSelf: false,
    standing: "active",
    lastSeenMs: null,
    head: null,
    acknowledged: {},
    behind: 0,
    awaited: 0,
    ...rest,
  };
}

function devices(now: number): DeviceView[] {
  return [
    device(STUDIO, {
      isSelf: true,
      lastSeenMs: now,
      head: 48_211,
      acknowledged: { [STUDIO]: 48_211, [LAPTOP]: 31_907, [CABIN]: 12_044, [PHONEBOX]: 801 },
    }),
    device(LAPTOP, {
      platform: "macos",
      lastSeenMs: now - 40_000,
      head: 31_907,
      acknowledged: { [STUDIO]: 48_209, [LAPTOP]: 31_907, [CABIN]: 12_044, [PHONEBOX]: 801 },
      behind: 2,
    }),
    device(CABIN, {
      lastSeenMs: now - 3 * DAY,
      head: 12_051,
      acknowledged: { [STUDIO]: 47_113, [LAPTOP]: 31_560, [CABIN]: 12_051 },
      behind: 2_247,
      awaited: 7,
    }),
    device(PHONEBOX, {
      platform: "windows",
      appVersion: "",
      standing: "retired",
      lastSeenMs: now - 97 * DAY,
      head: 801,
      acknowledged: { [STUDIO]: 20_310, [LAPTOP]: 9_004, [PHONEBOX]: 801 },
      behind: 62_848,
    }),
  ];
}

export function status(now: number): StatusView {
  return {
    kind: "waiting_for_files",
    headline: "Waiting for 7 changes from Cabin mini PC",
    lastSyncedMs: now - 40_000,
    unacknowledged: 2,
    awaited: 7,
  };
}

/** What the app says while a person paused it. */
export function pausedStatus(status: StatusView, length: PauseLength): StatusView {
  const headlines = {
    hour: "Paused until 15:02",
    tomorrow: "Paused until tomorrow, 08:00",
    resumed: "Paused",
  };
  return { ...status, kind: "paused", headline: headlines[length] };
}

/** A device that just joined. */
export function arrivedDevice(name: string, now: number): DeviceView {
  return device(`device-${name}`, { name, platform: "macos", lastSeenMs: now });
}

/** A desktop that shows no tray icons, and a person who does not know it yet. */
export function noTraySnapshot(now: number): Snapshot {
  return { ...normalSnapshot(now), hasTray: false, trayNote: true };
}

export function normalSnapshot(now: number): Snapshot {
  return {
    revision: 1,
    nowMs: now,
    setUp: true,
    status: status(now),
    deviceId: STUDIO,
    deviceName: NAMES[STUDIO] ?? "",
    relayPath: "/home/ada/Nextcloud/Baton",
    stateHash: STATE_HASH,
    baseCheckpoint: CHECKPOINT,
    stableFrontier: { [STUDIO]: 47_113, [LAPTOP]: 31_560, [CABIN]: 12_044 },
    turns: 101_904,
    conversations: TITLES.length,
    devices: devices(now),
    leases: leases(now),
    voters: voters(),
    problems: [],
    paused: false,
    hasTray: true,
    trayNote: false,
  };
}

/** What the app says in each state. */
const HEADLINES: Record<StatusKind, string> = {
  up_to_date: "Up to date, 14:02 · with MacBook and Cabin mini PC",
  syncing: "Syncing… · sending 12 changes",
  waiting_for_pick_up: "12 changes not picked up yet by MacBook",
  waiting_for_files: "Waiting for 7 changes from Cabin mini PC",
  paused: "Paused until 15:02 · 2 changes not sent",
  folder_unavailable: "Folder unavailable",
  needs_you: "Lease of nightly-report ran out during a run",
  error: "Local data cannot be used",
};

/** Everything as usual, with this status. */
export function statusSnapshot(now: number, kind: StatusKind): Snapshot {
  const open = { unacknowledged: 0, awaited: 0 };
  const counts: Partial<Record<StatusKind, Partial<StatusView>>> = {
    waiting_for_pick_up: { unacknowledged: 12 },
    waiting_for_files: { awaited: 7 },
  };
  const shown = { ...status(now), ...open, ...counts[kind], kind, headline: HEADLINES[kind] };
  const problem = problems.filter(({ code }) => kind === "folder_unavailable" && code === "sync_failed");
  return { ...normalSnapshot(now), status: shown, problems: problem, paused: kind === "paused" };
}

/** The kind that a scenario named `status-<kind>` shows. */
export function statusKindOf(scenario: string): StatusKind | null {
  const kind = scenario.replace(/^status-/, "");
  return scenario !== kind && kind in HEADLINES ? (kind as StatusKind) : null;
}

/** Twelve devices, some far behind, one that never said anything, and names of all lengths and directions. */
export function manySnapshot(now: number): Snapshot {
  const normal = normalSnapshot(now);
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
  const more = names.map((name, at) =>
    device(`device-many-${at}`, {
      name,
      lastSeenMs: at === 3 ? null : now - at * at * HOUR,
      head: at === 3 ? null : at * 400,
      acknowledged:
        at === 3 ? {} : { [STUDIO]: 48_211 - at * 6_000, [LAPTOP]: 31_907, [`device-many-${at}`]: at * 400 },
      standing: at === 3 ? "joining" : "active",
      behind: at * 6_000,
    }),
  );
  return { ...normal, devices: [...normal.devices, ...more] };
}

/** Nobody votes: one register on this device decides. */
export function registerSnapshot(now: number): Snapshot {
  return { ...normalSnapshot(now), leases: registeredLeases(now), voters: null };
}

/** This device does not vote yet. */
export function joiningSnapshot(now: number): Snapshot {
  return { ...normalSnapshot(now), leases: [], voters: joiningVoters(now) };
}

/** This device runs no agents. */
export function viewerSnapshot(now: number): Snapshot {
  return { ...normalSnapshot(now), voters: asExecutor(voters(), false) };
}

export const problems: ProblemView[] = [
  {
    code: "sync_failed",
    error: "folder_unavailable",
    message: "The relay folder /home/ada/Nextcloud/Baton cannot be reached.",
    hint: "Start Nextcloud or connect the drive; syncing goes on by itself once the folder is back.",
  },
  {
    code: "fork",
    error: null,
    message: "Old ThinkPad wrote two different histories from op 802 on.",
    hint: "It was probably restored from a backup. Retire it under its old id and set it up again.",
  },
  {
    code: "clock_skew",
    error: null,
    message: "The clock of Cabin mini PC is 3 days ahead.",
    hint: "Set its clock. Nothing is lost; its newest turns only sort too late.",
  },
];

export function problemSnapshot(now: number): Snapshot {
  return {
    ...normalSnapshot(now),
    status: {
      kind: "needs_you",
      headline: "Old ThinkPad wrote two different histories from op 802 on",
      lastSyncedMs: now - 2 * HOUR,
      unacknowledged: 31,
      awaited: 7,
    },
    stableFrontier: null,
    problems,
  };
}

function alone(all: VotersView): VotersView {
  return { ...all, members: all.members.filter((member) => member.isSelf) };
}

/** Set up, and nothing recorded yet. */
export function emptySnapshot(now: number): Snapshot {
  const self = device(STUDIO, { isSelf: true, lastSeenMs: now });
  return {
    ...normalSnapshot(now),
    status: {
      kind: "up_to_date",
      headline: "Up to date, 14:02 · no other device yet",
      lastSyncedMs: now,
      unacknowledged: 0,
      awaited: 0,
    },
    baseCheckpoint: null,
    stableFrontier: null,
    turns: 0,
    conversations: 0,
    devices: [self],
    leases: [],
    voters: alone(voters()),
  };
}

export function firstStartSnapshot(now: number): Snapshot {
  return { ...emptySnapshot(now), setUp: false, relayPath: null, deviceName: "ada-studio" };
}
