import type { Command, ErrorCode, FolderInspection, IpcError, PauseLength, Snapshot } from "../lib/contract";
import type { Host } from "../lib/host";
import { ABOUT, licenceText, packagePage } from "./about";
import { FakeDoctor } from "./checkup";
import { FakeConversations } from "./conversations";
import { ERRORS, fail } from "./errors";
import { inspect, move, SUGGESTIONS } from "./folders";
import * as leaseDesk from "./lease-desk";
import { freed } from "./leases";
import { FakeRecords } from "./records";
import { FakeSettings } from "./settings";
import report from "./recorded/diagnostics.json";
import {
  recordedActivity,
  recordedCheckpoints,
  recordedExchanges,
  recordedPreview,
  recordedSnapshot,
  recordedSync,
} from "./recorded-states";
import {
  arrivedDevice,
  manySnapshot,
  normalSnapshot,
  paused,
  registerSnapshot,
  statusKindOf,
  statusSnapshot,
} from "./snapshots";

const SNAPSHOTS: Record<string, (now: number) => Snapshot> = {
  "first-start": (now) => recordedSnapshot("first-start", now),
  empty: (now) => recordedSnapshot("empty", now),
  problems: (now) => recordedSnapshot("problems", now),
  joining: (now) => recordedSnapshot("joining", now),
  viewer: (now) => recordedSnapshot("viewer", now),
  "no-tray": (now) => recordedSnapshot("no-tray", now),
  register: registerSnapshot,
  many: manySnapshot,
};

/**
 * A host that answers with what a real app answered, for development and tests.
 * Scenarios: `first-start`, `empty`, `normal`, `problems`, `huge`, `lease-moved`, `register`,
 * `joining`, `viewer`, `settings-fixed`, `no-tray`, `status-<kind>`, and `error-<code>`.
 */
export function fakeHost(scenario: string): Host {
  const fake = new FakeHost(scenario);
  // Tests steer the fake from outside the page.
  Object.assign(globalThis, { batonFake: fake });
  return fake.host();
}

class FakeHost {
  /** How often each command was called. */
  calls: Partial<Record<Command, number>> = {};
  lastArguments: Partial<Record<Command, unknown>> = {};
  /** How many commands are not answered yet. */
  pending = 0;
  /** How long a command takes. */
  delayMs = 15;
  failing: ErrorCode | null;
  snapshot: Snapshot;
  conversations: FakeConversations;
  records: FakeRecords;
  doctor: FakeDoctor;
  settings: FakeSettings;
  #leaseMoves: boolean;
  #changed: () => void = () => {};
  #bornAt = Date.now();

  constructor(scenario: string) {
    const code = scenario.replace(/^error-/, "");
    this.failing = code in ERRORS ? (code as ErrorCode) : null;
    this.#leaseMoves = scenario === "lease-moved";
    const kind = statusKindOf(scenario);
    const make = kind ? (now: number) => statusSnapshot(now, kind) : SNAPSHOTS[scenario];
    this.snapshot = (make ?? normalSnapshot)(this.#bornAt);
    this.settings = new FakeSettings(scenario);
    this.doctor = new FakeDoctor(scenario === "problems");
    const filled = this.snapshot.turns > 0;
    this.records = new FakeRecords(this.#bornAt, filled);
    const longest = scenario === "huge" ? 100_000 : null;
    this.conversations = filled ? new FakeConversations(this.#bornAt, longest) : FakeConversations.none();
  }

  change(part: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...part, revision: this.snapshot.revision + 1 };
    this.#changed();
  }

  /** Every command fails with this from now on; `null` for none. */
  failWith(code: ErrorCode | null): void {
    this.failing = code;
  }

  /** Another device joins. */
  deviceArrives(name: string): void {
    const device = arrivedDevice(name, Date.now());
    this.change({ devices: [...this.snapshot.devices, device] });
  }

  addTurn(conversationId: string, content: string): void {
    this.conversations.add(conversationId, content);
    this.change({ turns: this.snapshot.turns + 1 });
  }

  writeRecord(surface: string, id: string, value: object): void {
    this.records.write(surface, id, value);
    this.change({});
  }

  host(): Host {
    return {
      snapshot: async () => ({ ...this.snapshot, nowMs: Date.now() }),
      conversations: (request) => this.#answer("conversations", () => this.conversations.page(request)),
      search: (request) => this.#answer("search", () => this.conversations.search(request)),
      turnText: (request) => this.#answer("turn_text", () => this.conversations.text(request)),
      resumeText: (id) => this.#answer("resume_text", () => this.conversations.resume(id)),
      exportConversation: (request, progress) =>
        this.#answer("export_conversation", () =>
          this.conversations.export(request.conversationId, request.format, progress),
        ),
      turns: (request) => this.#answer("turns", () => this.conversations.turns(request)),
      recordSurfaces: () => this.#answer("record_surfaces", () => this.records.surfaces()),
      records: (request) => this.#answer("records", () => this.records.page(request)),
      recordHistory: (request) => this.#answer("record_history", () => this.records.history(request)),
      recordText: (request) => this.#answer("record_text", () => this.records.text(request)),
      exchanges: () =>
        this.#answer("exchanges", () => {
          const isAlone = this.snapshot.devices.length < 2;
          return isAlone ? [] : recordedExchanges(this.#bornAt);
        }),
      activity: () =>
        this.#answer("activity", () => (this.snapshot.turns ? recordedActivity(this.#bornAt) : [])),
      syncNow: () => this.#answer("sync_now", () => recordedSync),
      checkpoint: () => this.#answer("checkpoint", () => this.#checkpoint()),
      setPause: (length) => this.#answer("set_pause", () => this.#setPause(length)),
      releasePreview: (agentId) => this.#answer("release_preview", () => this.#preview(agentId)),
      takeOverLease: (agentId, epoch) =>
        this.#answer("take_over_lease", () => this.#takeOver(agentId, epoch)),
      requestLease: (agentId) =>
        this.#answer("request_lease", () => this.change(leaseDesk.requested(this.snapshot, agentId))),
      releaseLease: (agentId, epoch) =>
        this.#answer("release_lease", () => {
          this.lastArguments.release_lease = { agentId, epoch };
          this.change(leaseDesk.released(this.snapshot, agentId));
        }),
      retireDevice: (deviceId) =>
        this.#answer("retire_device", () => this.change(leaseDesk.retired(this.snapshot, deviceId))),
      setExecutor: (executor) =>
        this.#answer("set_executor", () => this.change(leaseDesk.executing(this.snapshot, executor))),
      examine: () => this.#answer("examine", () => this.doctor.examine()),
      repair: () => this.#answer("repair", () => this.doctor.repair()),
      folderSuggestions: () => this.#answer("folder_suggestions", () => SUGGESTIONS),
      inspectFolder: (path): Promise<FolderInspection> =>
        this.#answer("inspect_folder", () => inspect(path, this.snapshot.relayPath)),
      pickFolder: () => this.#answer("pick_folder", () => "/home/ada/Documents/Shared"),
      setUp: (request) =>
        this.#answer("set_up", () => {
          this.lastArguments.set_up = request;
          const next = recordedSnapshot("empty", Date.now());
          this.change({ ...next, relayPath: request.relayPath, deviceName: request.deviceName });
        }),
      settings: () => this.#answer("settings", () => this.settings.view(this.snapshot)),
      changeSettings: (patch) =>
        this.#answer("change_settings", () => {
          this.lastArguments.change_settings = patch;
          this.settings.change(patch);
          if (patch.deviceName !== undefined) this.change({ deviceName: patch.deviceName });
          return this.settings.view(this.snapshot);
        }),
      moveRelay: (request) =>
        this.#answer("move_relay", () => {
          this.lastArguments.move_relay = request;
          const outcome = move(this.snapshot, request);
          this.change({ relayPath: request.path });
          return outcome;
        }),
      diagnostics: () => this.#answer("diagnostics", () => report),
      saveDiagnostics: () => this.#answer("save_diagnostics", () => "/home/ada/baton-diagnostics.txt"),
      about: () => this.#answer("about", () => ABOUT),
      packages: (request) => this.#answer("packages", () => packagePage(request)),
      packageLicence: (text) => this.#answer("package_licence", () => licenceText(text)),
      openDataFolder: () => this.#answer("open_data_folder", () => undefined),
      openRelayFolder: () => this.#answer("open_relay_folder", () => undefined),
      openLink: (url) =>
        this.#answer("open_link", () => {
          this.lastArguments.open_link = url;
        }),
      dismissTrayNote: () => this.#answer("dismiss_tray_note", () => this.change({ trayNote: false })),
      quit: () => this.#answer("quit", () => undefined),
      onState: async (changed) => {
        this.#changed = changed;
      },
    };
  }

  async #answer<T>(command: Command, make: () => T): Promise<T> {
    this.calls[command] = (this.calls[command] ?? 0) + 1;
    this.pending += 1;
    await new Promise((done) => setTimeout(done, this.delayMs));
    this.pending -= 1;
    if (this.failing) throw fail(this.failing) satisfies IpcError;
    return make();
  }

  /** None is made where not all of them have anything yet. */
  #checkpoint() {
    return recordedCheckpoints[this.snapshot.baseCheckpoint ? "published" : "refused"];
  }

  #setPause(length: PauseLength | null): void {
    this.lastArguments.set_pause = length;
    this.change(paused(length, Date.now()));
  }

  #lease(agentId: string) {
    const lease = this.snapshot.leases.find((one) => one.agentId === agentId);
    if (!lease) throw fail("lease_not_held");
    return lease;
  }

  #preview(agentId: string) {
    const preview = recordedPreview(agentId, Date.now());
    if (!preview) throw fail("lease_not_held");
    return { ...preview, lease: this.#lease(agentId) };
  }

  #takeOver(agentId: string, observedEpoch: number): void {
    this.lastArguments.take_over_lease = { agentId, observedEpoch };
    if (this.#leaseMoves) {
      this.#leaseMoves = false;
      this.#replaceLease(agentId, { epoch: observedEpoch + 1 });
      throw fail("lease_moved_on");
    }
    this.#replaceLease(agentId, {
      ...freed(observedEpoch + 1),
      pendingRuns: this.#lease(agentId).pendingRuns,
    });
  }

  #replaceLease(agentId: string, part: object): void {
    const leases = this.snapshot.leases.map((one) => (one.agentId === agentId ? { ...one, ...part } : one));
    this.change({ leases });
  }
}
