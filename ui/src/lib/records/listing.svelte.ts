import type { IpcError, RecordsRequest, RecordView } from "../contract";
import type { Host } from "../host";
import { asIpcError } from "../ipc-error";
import { News } from "../news";

const PAGE = 100;
/** A search asks this often by itself before it asks the person whether to go on. */
const PATIENCE = 20;

/** What is looked for in a kind of records. */
export type Wanted = Pick<RecordsRequest, "surface" | "startsWith" | "contains">;

/** The records that match, as many of them as were asked for. */
export class RecordListing {
  found = $state.raw<RecordView[] | null>(null);
  /** Are there more, or may there be? */
  more = $state(false);
  /** How many records were looked at. */
  examined = $state(0);
  searching = $state(false);
  error = $state.raw<IpcError | null>(null);

  /** Reads again what is shown: a reading under way goes on to its end, or a long one would never come to it. */
  readonly news = new News(() => this.reload());

  #host: Host;
  #wanted: Wanted = { surface: "", startsWith: "", contains: "" };
  #size = PAGE;
  #rounds = PATIENCE;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  async search(wanted: Wanted): Promise<void> {
    if (wanted.surface !== this.#wanted.surface) this.found = null;
    this.#wanted = wanted;
    this.#size = PAGE;
    this.#rounds = PATIENCE;
    await this.reload();
  }

  async showMore(): Promise<void> {
    if ((this.found?.length ?? 0) >= this.#size) this.#size += PAGE;
    this.#rounds += PATIENCE;
    await this.reload();
  }

  /** Reads again what is shown: news may stand anywhere in it. */
  async reload(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.searching = true;
    try {
      await this.#read(() => mine === this.#asked);
      if (mine === this.#asked) this.error = null;
    } catch (thrown) {
      if (mine === this.#asked) this.error = asIpcError(thrown);
    }
    if (mine === this.#asked) this.searching = false;
  }

  async #read(stillWanted: () => boolean): Promise<void> {
    const found: RecordView[] = [];
    let after: string | null = null;
    let examined = 0;
    for (let round = 0; round < this.#rounds && found.length < this.#size; round += 1) {
      const limit = Math.min(PAGE, this.#size - found.length);
      const page = await this.#host.records({ ...this.#wanted, after, limit });
      if (!stillWanted()) return;
      found.push(...page.records);
      examined += page.examined;
      after = page.next;
      this.examined = examined;
      if (after === null) break;
    }
    this.found = found;
    this.more = after !== null;
  }
}
