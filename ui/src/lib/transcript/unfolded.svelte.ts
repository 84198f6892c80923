import { SvelteMap, SvelteSet } from "svelte/reactivity";
import type { IpcError, TurnView } from "../contract";
import type { Host } from "../host";
import { asIpcError } from "../ipc-error";

/** What was read of a text beyond what its page has. */
export interface Rest {
  text: string;
  isWhole: boolean;
  isReading: boolean;
  error: IpcError | null;
}

/** At most so many texts are kept beyond what pages have; the longest unfolded one is let go. */
const MOST_KEPT = 4;

/** What the person unfolded in a transcript. Texts that pages cut are read on in pieces, when asked for. */
export class Unfolded {
  #open = new SvelteSet<string>();
  #rest = new SvelteMap<string, Rest>();
  #next = new Map<string, number>();
  #host: Host;
  #conversationId: string;
  #stay: () => void;

  /** `stay` is called before something changes its height. */
  constructor(host: Host, conversationId: string, stay: () => void) {
    this.#host = host;
    this.#conversationId = conversationId;
    this.#stay = stay;
  }

  has(key: string): boolean {
    return this.#open.has(key);
  }

  toggle(key: string): void {
    this.#stay();
    if (!this.#open.delete(key)) this.#open.add(key);
  }

  /** Folds or unfolds a turn's text; the first piece that its page lacks is read at once. */
  async toggleText(turn: TurnView): Promise<void> {
    this.toggle(turn.opId);
    if (!this.has(turn.opId)) {
      this.#rest.delete(turn.opId);
      this.#next.delete(turn.opId);
    } else if (turn.clippedChars > 0) {
      await this.more(turn);
    }
  }

  rest(opId: string): Rest | undefined {
    return this.#rest.get(opId);
  }

  /** Reads the next piece of a turn's text. */
  async more(turn: TurnView): Promise<void> {
    const known = this.#rest.get(turn.opId) ?? { text: "", isWhole: false, isReading: false, error: null };
    if (known.isReading || known.isWhole) return;
    this.#keep(turn.opId, { ...known, isReading: true, error: null });
    try {
      const offset = this.#next.get(turn.opId) ?? new TextEncoder().encode(turn.content).length;
      const { text, next } = await this.#host.turnText({
        conversationId: this.#conversationId,
        cursor: turn.cursor,
        part: { kind: "content" },
        offset,
      });
      if (!this.#rest.has(turn.opId)) return;
      this.#stay();
      this.#next.set(turn.opId, next ?? offset);
      this.#keep(turn.opId, {
        text: known.text + text,
        isWhole: next === null,
        isReading: false,
        error: null,
      });
    } catch (thrown) {
      if (!this.#rest.has(turn.opId)) return;
      this.#keep(turn.opId, { ...known, isReading: false, error: asIpcError(thrown) });
    }
  }

  #keep(opId: string, rest: Rest): void {
    this.#rest.delete(opId);
    this.#rest.set(opId, rest);
    for (const old of [...this.#rest.keys()].slice(0, -MOST_KEPT)) {
      this.#rest.delete(old);
      this.#next.delete(old);
      this.#open.delete(old);
    }
  }
}
