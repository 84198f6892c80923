import type { MoveOutcome, MoveRequest, SettingsPatch, SettingsView, Snapshot } from "../lib/contract";
import { fail } from "./errors";

const FIRST: Omit<SettingsView, "deviceName" | "relayPath"> = {
  relayIsFixed: false,
  dataPath: "/home/ada/.local/share/baton",
  startAtLogin: "off",
  notifications: {
    folderUnavailable: true,
    copiedData: true,
    stuckLease: true,
    silentDevice: true,
    lease: true,
    doubleRun: true,
  },
  silentDays: 14,
  logLevel: "info",
  logLevelIsFixed: false,
  logPath: "/home/ada/.local/share/baton/logs",
  listQuietRounds: false,
  retention: { conversationDays: null, hidden: 0 },
};

/** The settings of the invented device; what is also in the snapshot is read from there. */
export class FakeSettings {
  #chosen = FIRST;

  constructor(scenario: string) {
    if (scenario !== "settings-fixed") return;
    this.#chosen = {
      ...FIRST,
      relayIsFixed: true,
      logLevelIsFixed: true,
      startAtLogin: "unavailable",
      retention: null,
    };
  }

  view(snapshot: Snapshot): SettingsView {
    return { ...this.#chosen, deviceName: snapshot.deviceName, relayPath: snapshot.relayPath };
  }

  change({ retention, startAtLogin, deviceName: _, ...patch }: SettingsPatch): void {
    this.#chosen = { ...this.#chosen, ...patch };
    if (startAtLogin !== undefined) this.#chosen.startAtLogin = startAtLogin ? "on" : "off";
    if (retention === undefined) return;
    const conversationDays = retention.keep === "all" ? null : retention.days;
    this.#chosen.retention = { conversationDays, hidden: conversationDays === null ? 0 : 17 };
  }
}

/** A move that works, unless the folder's name says that it cannot. */
export function move(snapshot: Snapshot, request: MoveRequest): MoveOutcome {
  if (request.path.includes("full")) throw fail("folder_not_writable");
  return { sent: 93_001, received: request.join ? 12 : 0, oldPath: snapshot.relayPath ?? "" };
}
