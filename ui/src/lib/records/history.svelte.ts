import type { IpcError, RecordHistoryEntry, RecordHistoryRequest } from "../contract";
import type { Host } from "../host";
import { asIpcError } from "../ipc-error";
import { News } from "../news";

const PAGE = 50;

/** Everything that is held of what was written at one place, newest first. */
export class RecordHistory {
  entries = $state.raw<RecordHistoryEntry[] | null>(null);
  droppedBeforeMs = $state<number | null>(null);
  more = $state(false);
  error = $state.raw<IpcError | null>(null);

  /** Reads again what is shown. */
  readonly news = new News(() => this.reload());

  #host: Host;
  #of: Pick<RecordHistoryRequest, "surface" | "agent" | "key">;
  #size = PAGE;
  #asked = 0;

  constructor(host: Host, of: Pick<RecordHistoryRequest, "surface" | "agent" | "key">) {
    this.#host = host;
    this.#of = of;
  }

  async showOlder(): Promise<void> {
    this.#size += PAGE;
    await this.reload();
  }

  /** Reads what is shown again, from the newest on. */
  async reload(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const entries: RecordHistoryEntry[] = [];
      let before: string | null = null;
      do {
        const page = await this.#host.recordHistory({ ...this.#of, before, limit: PAGE });
        if (mine !== this.#asked) return;
        entries.push(...page.entries);
        before = page.next;
        this.droppedBeforeMs = page.droppedBeforeMs;
      } while (before !== null && entries.length < this.#size);
      this.entries = entries;
      this.more = before !== null;
      this.error = null;
    } catch (thrown) {
      if (mine === this.#asked) this.error = asIpcError(thrown);
    }
  }
}
