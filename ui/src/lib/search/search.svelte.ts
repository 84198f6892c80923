import type { IpcError, SearchFilter, SearchHit, SearchPage } from "../contract";
import type { Host } from "../host";
import { asIpcError } from "../ipc-error";

const PAGE = 30;

/** A search as the person types it: the newest answer only, a page at a time. */
export class Search {
  /** What the shown answer answers. */
  answered = $state("");
  hits = $state.raw<SearchHit[] | null>(null);
  filters = $state.raw<SearchFilter[]>([]);
  total = $state(0);
  hasUncounted = $state(false);
  /** Turns that cannot be found yet. */
  unsearchable = $state(0);
  hasMore = $state(false);
  searching = $state(false);
  error = $state.raw<IpcError | null>(null);

  #host: Host;
  #text = "";
  #next: string | null = null;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Searches; the answer to an earlier text is dropped if it comes later. An empty text shows nothing. */
  async find(text: string): Promise<void> {
    this.#text = text;
    if (text.trim() === "") {
      this.#asked += 1;
      this.#clear();
      return;
    }
    await this.#ask(null, (page) => {
      this.hits = page.hits;
    });
  }

  /** The next page, after the shown ones. */
  async more(): Promise<void> {
    if (this.#next === null || this.searching) return;
    await this.#ask(this.#next, (page) => {
      const known = new Set(this.hits?.map((hit) => hit.opId));
      this.hits = [...(this.hits ?? []), ...page.hits.filter((hit) => !known.has(hit.opId))];
    });
  }

  /** Searches again after news, unless further pages are shown: they would be gone. */
  async refresh(): Promise<void> {
    if (this.#text.trim() === "" || this.searching || (this.hits?.length ?? 0) > PAGE) return;
    await this.find(this.#text);
  }

  async #ask(from: string | null, show: (page: SearchPage) => void): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    const text = this.#text;
    this.searching = true;
    try {
      const page = await this.#host.search({ text, from, limit: PAGE });
      if (mine !== this.#asked) return;
      show(page);
      this.#take(text, page);
    } catch (thrown) {
      if (mine === this.#asked) this.error = asIpcError(thrown);
    } finally {
      if (mine === this.#asked) this.searching = false;
    }
  }

  #take(text: string, page: SearchPage): void {
    this.answered = text;
    this.filters = page.filters;
    this.total = page.total;
    this.hasUncounted = page.hasUncounted;
    this.unsearchable = page.unsearchable;
    this.#next = page.next;
    this.hasMore = page.next !== null;
    this.error = null;
  }

  #clear(): void {
    this.answered = "";
    this.hits = null;
    this.filters = [];
    this.unsearchable = 0;
    this.#next = null;
    this.hasMore = false;
    this.searching = false;
    this.error = null;
  }
}
