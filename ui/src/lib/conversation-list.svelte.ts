import type { ConversationView, IpcError } from "./contract";
import type { Host } from "./host";
import { asIpcError } from "./ipc-error";
import { News } from "./news";

const PAGE = 100;

/** The conversations, as many pages of them as were asked for. */
export class ConversationListing {
  found = $state.raw<ConversationView[] | null>(null);
  total = $state(0);
  error = $state.raw<IpcError | null>(null);

  /** Reads again what is shown. */
  readonly news = new News(() => this.reload());

  #host: Host;
  #wanted = PAGE;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  async more(): Promise<void> {
    this.#wanted += PAGE;
    await this.reload();
  }

  /** Reads all shown pages again: activity reorders the list. */
  async reload(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const found = new Map<string, ConversationView>();
      let total = 0;
      for (let offset = 0; offset < this.#wanted; offset += PAGE) {
        const page = await this.#host.conversations({ offset, limit: PAGE });
        if (mine !== this.#asked) return;
        for (const one of page.conversations) found.set(one.id, one);
        total = page.total;
        if (offset + PAGE >= total) break;
      }
      this.found = [...found.values()];
      this.total = total;
      this.error = null;
    } catch (thrown) {
      if (mine === this.#asked) this.error = asIpcError(thrown);
    }
  }
}
