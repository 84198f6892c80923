import type { SettingsPatch, SettingsView, Snapshot } from "../lib/contract";
import recordedJson from "./recorded/settings.json";

const { first, trimmed } = recordedJson as Record<keyof typeof recordedJson, SettingsView>;

/** The recorded settings; what is also in the snapshot is read from there. */
export class FakeSettings {
  #chosen = first;

  constructor(scenario: string) {
    if (scenario !== "settings-fixed") return;
    this.#chosen = {
      ...first,
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
    const { hidden } = (conversationDays === null ? first : trimmed).retention ?? { hidden: 0 };
    this.#chosen.retention = { conversationDays, hidden };
  }
}
