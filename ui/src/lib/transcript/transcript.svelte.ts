import type { IpcError, TurnPage, TurnsFrom, TurnView } from "../contract";
import type { Host } from "../host";
import { asIpcError } from "../ipc-error";

export const PAGE = 100;
/** Beyond this many loaded turns the far end is let go; it can be loaded again. */
export const MOST_LOADED = 500;

/** What catching up changed. */
export interface CaughtUp {
  /** How many turns were added at the end. */
  added: number;
  /** The loaded turns were read again: some may have come between others. */
  reread: boolean;
}

/** Where a transcript can be opened. */
export type Opening = Exclude<TurnsFrom, { at: "before" | "after" }>;

export type Direction = "older" | "newer";

/**
 * A sliding window over one conversation: at most `MOST_LOADED` turns, extended by cursor at either end.
 *
 * Adding at one end and dropping at the other happen in two steps with `settle` between them, since a windowed
 * list can keep its reading position over only one change of length at a time.
 */
export class Transcript {
  title = $state("");
  turns = $state.raw<TurnView[]>([]);
  hasOlder = $state(false);
  hasNewer = $state(false);
  total = $state(0);
  /** How many turns are newer than the last loaded one. */
  newerCount = $state(0);
  loading = $state<Direction | "first" | null>(null);
  error = $state.raw<IpcError | null>(null);
  /** The last change was at the start of the list. */
  changedAtStart = $state(false);

  #host: Host;
  #id: string;
  #settle: () => Promise<void>;
  #session = 0;

  constructor(host: Host, conversationId: string, settle: () => Promise<void>) {
    this.#host = host;
    this.#id = conversationId;
    this.#settle = settle;
  }

  /** Number of the first loaded turn, from 1. */
  get firstNumber(): number {
    return Math.max(1, this.total - this.newerCount - this.turns.length + 1);
  }

  async open(from: Opening): Promise<void> {
    this.#session += 1;
    await this.#load("first", from, async (page) => {
      this.changedAtStart = false;
      this.turns = page.turns;
      this.hasOlder = page.hasOlder;
      this.hasNewer = page.hasNewer;
      this.newerCount = Math.max(0, page.total - page.turns.length - (page.older ?? 0));
      this.total = page.total;
    });
  }

  async loadOlder(): Promise<void> {
    const first = this.turns[0];
    if (!this.hasOlder || !first || this.loading) return;
    await this.#load("older", { at: "before", cursor: first.cursor }, async (page) => {
      this.changedAtStart = true;
      this.turns = [...page.turns, ...this.turns];
      this.hasOlder = page.hasOlder;
      await this.#settle();
      this.#letGoOfNewest();
    });
  }

  async loadNewer(): Promise<void> {
    const last = this.turns.at(-1);
    if (!this.hasNewer || !last || this.loading) return;
    await this.#load("newer", { at: "after", cursor: last.cursor }, (page) => this.#append(page));
  }

  /**
   * Catches up with what was recorded meanwhile. Turns another device recorded earlier may belong
   * between loaded ones: then the window is read again.
   */
  async refresh(): Promise<CaughtUp> {
    const last = this.turns.at(-1);
    if (!last) {
      await this.open({ at: "end" });
      return { added: this.turns.length, reread: false };
    }
    const before = this.total;
    const done: CaughtUp = { added: 0, reread: false };
    await this.#load("newer", { at: "after", cursor: last.cursor }, async (page) => {
      if (this.hasNewer) {
        // Reading in the middle: only the counts change, nothing moves under the reader.
        this.newerCount += page.total - before;
        this.total = page.total;
        return;
      }
      done.added = page.turns.length;
      await this.#append(page);
      done.reread = page.total !== before + page.turns.length && !page.hasNewer;
      if (done.reread) await this.#readAgain();
    });
    return done;
  }

  async #append(page: TurnPage): Promise<void> {
    this.changedAtStart = false;
    if (page.turns.length > 0) this.turns = [...this.turns, ...page.turns];
    this.hasNewer = page.hasNewer;
    const stillNewer = this.newerCount + page.total - this.total - page.turns.length;
    this.newerCount = page.hasNewer ? Math.max(1, stillNewer) : 0;
    this.total = page.total;
    await this.#settle();
    this.#letGoOfOldest();
  }

  async #readAgain(): Promise<void> {
    const session = this.#session;
    const wanted = Math.max(PAGE, this.turns.length);
    const page = await this.#page({ at: "end" });
    let turns = page.turns;
    let hasOlder = page.hasOlder;
    while (turns.length < wanted && hasOlder && turns[0]) {
      const older = await this.#page({ at: "before", cursor: turns[0].cursor });
      turns = [...older.turns, ...turns];
      hasOlder = older.hasOlder;
      if (older.turns.length === 0) break;
    }
    if (session !== this.#session) return;
    this.changedAtStart = true;
    this.turns = turns;
    this.hasOlder = hasOlder;
    this.total = page.total;
    await this.#settle();
  }

  #letGoOfNewest(): void {
    const surplus = this.turns.length - MOST_LOADED;
    if (surplus <= 0) return;
    this.changedAtStart = false;
    this.turns = this.turns.slice(0, MOST_LOADED);
    this.newerCount += surplus;
    this.hasNewer = true;
  }

  #letGoOfOldest(): void {
    const surplus = this.turns.length - MOST_LOADED;
    if (surplus <= 0) return;
    this.changedAtStart = true;
    this.turns = this.turns.slice(surplus);
    this.hasOlder = true;
  }

  async #load(
    kind: Direction | "first",
    from: TurnsFrom,
    use: (page: TurnPage) => Promise<void>,
  ): Promise<void> {
    const session = this.#session;
    this.loading = kind;
    try {
      const page = await this.#page(from);
      if (session !== this.#session) return;
      this.title = page.title;
      await use(page);
      this.error = null;
      await this.#settle();
    } catch (thrown) {
      if (session === this.#session) this.error = asIpcError(thrown);
    } finally {
      if (session === this.#session) this.loading = null;
    }
  }

  #page(from: TurnsFrom): Promise<TurnPage> {
    return this.#host.turns({ conversationId: this.#id, from, limit: PAGE });
  }
}
