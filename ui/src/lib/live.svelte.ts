import type { IpcError, Snapshot } from "./contract";
import type { Host } from "./host";
import { asIpcError } from "./ipc-error";

/** The newest snapshot, and a clock that goes on from the moment it was taken. */
export class Live {
  snapshot = $state.raw<Snapshot | null>(null);
  /** Why the newest snapshot could not be pulled. */
  error = $state.raw<IpcError | null>(null);
  /** The backend's clock, now. */
  nowMs = $state(0);

  #host: Host;
  #takenAt = 0;
  #pulling = false;
  #again = false;

  constructor(host: Host) {
    this.#host = host;
  }

  async start(): Promise<void> {
    setInterval(() => this.#tick(), 1_000);
    // A machine that slept may have missed events.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.pull();
    });
    try {
      await this.#host.onState(() => void this.pull());
    } catch (thrown) {
      this.error = asIpcError(thrown);
    }
    await this.pull();
  }

  /** Pulls a snapshot; calls made meanwhile cost one more pull together. */
  async pull(): Promise<void> {
    if (this.#pulling) {
      this.#again = true;
      return;
    }
    this.#pulling = true;
    try {
      do {
        this.#again = false;
        this.#take(await this.#host.snapshot());
      } while (this.#again);
    } catch (thrown) {
      this.error = asIpcError(thrown);
    } finally {
      this.#pulling = false;
    }
  }

  #take(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.error = null;
    this.#takenAt = performance.now();
    this.nowMs = snapshot.nowMs;
  }

  #tick(): void {
    if (!this.snapshot) return;
    this.nowMs = this.snapshot.nowMs + (performance.now() - this.#takenAt);
  }
}
