import type {
  ConversationPage,
  ConversationsRequest,
  ConversationView,
  ExportFormat,
  ExportOutcome,
  ExportProgress,
  ResumeText,
  SearchPage,
  SearchRequest,
  TurnPage,
  TurnsRequest,
  TurnText,
  TurnTextRequest,
  TurnView,
} from "../lib/contract";
import { fail } from "./errors";
import {
  recordedConversations,
  recordedExports,
  recordedResume,
  recordedSearch,
  recordedText,
  recordedTurns,
} from "./recorded";
import { type FoundTurn, search } from "./search";
import { repeated, saidNow } from "./turns";

const LIMIT = 200;
const SEARCHED = 600;
/** Far less than the app's pieces, so that there are some. */
const PIECE = 4_000;
/** The one that can be made longer than it was recorded. */
const LONGEST = "conversation-1";

/** The recorded conversations, in pages. What is added later is kept; what a long one repeats is made when asked for. */
export class FakeConversations {
  /** What was searched that was not recorded. */
  readonly unrecorded: string[] = [];
  #list: ConversationView[];
  #added = new Map<string, TurnView[]>();
  #now: number;
  #isLong: boolean;
  #recorded = new Map<string, TurnView[]>();

  constructor(now: number, longest: number | null) {
    this.#now = now;
    this.#isLong = longest !== null;
    const size = (one: ConversationView) => (one.id === LONGEST ? (longest ?? one.turns) : one.turns);
    this.#list = recordedConversations(now).map((one) => ({ ...one, turns: size(one) }));
    for (const { id } of this.#list) this.#recorded.set(id, recordedTurns(id, now));
  }

  static none(): FakeConversations {
    const none = new FakeConversations(0, null);
    none.#list = [];
    return none;
  }

  page({ offset, limit }: ConversationsRequest): ConversationPage {
    const end = offset + Math.min(limit, LIMIT);
    return { conversations: this.#list.slice(offset, end), total: this.#list.length };
  }

  /** As it was recorded, if it was and nothing was said since; else the fake looks itself. */
  search(request: SearchRequest): SearchPage {
    const isAsRecorded = !this.#isLong && this.#list.length > 0 && this.#added.size === 0;
    const answer = isAsRecorded ? recordedSearch(request.text, request.from, this.#now) : undefined;
    if (answer) return answer;
    this.unrecorded.push(request.text);
    return search(request, this.#newestTurns());
  }

  /** A piece of a turn's whole text. What was recorded longer than a page shows it is ASCII: a byte is a character. */
  text({ conversationId, cursor, part, offset }: TurnTextRequest): TurnText {
    const turn = this.#turn(conversationId, this.#indexOf(conversationId, cursor));
    const call = part.kind === "arguments" ? turn.toolCalls[part.call] : undefined;
    const text = call ? JSON.stringify(call.arguments, null, 2) : this.#whole(conversationId, turn);
    const end = Math.min(text.length, offset + PIECE);
    return { text: text.slice(offset, end), next: end < text.length ? end : null };
  }

  #whole(id: string, turn: TurnView): string {
    const recorded = this.#recorded.get(id)?.find((one) => one.content === turn.content);
    return (recorded && recordedText(recorded.cursor)) ?? turn.content;
  }

  resume(conversationId: string): ResumeText {
    this.#find(conversationId);
    return recordedResume;
  }

  export(id: string, format: ExportFormat, tell: (progress: ExportProgress) => void): ExportOutcome {
    const { turns } = this.#find(id);
    const { progress, outcome } = recordedExports[format];
    for (const { written, total } of progress) tell({ written: (written / total) * turns, total: turns });
    return { ...outcome, turns };
  }

  /** As many turns as a search of the fake looks at, the newest of each conversation. */
  *#newestTurns(): Generator<FoundTurn> {
    for (const { id, title, turns } of this.#list) {
      const oldest = Math.max(0, turns - SEARCHED);
      for (let index = turns - 1; index >= oldest; index -= 1) {
        yield { conversationId: id, title, turn: this.#turn(id, index) };
      }
    }
  }

  turns({ conversationId, from, limit }: TurnsRequest): TurnPage {
    const { title, turns: total } = this.#find(conversationId);
    const size = Math.min(limit, LIMIT);
    const turn = (at: number) => this.#turn(conversationId, at);
    const place = (cursor: string) => this.#indexOf(conversationId, cursor);
    const [start, end] = range(from, total, size, turn, place);
    const turns: TurnView[] = [];
    for (let index = start; index < end; index += 1) turns.push(turn(index));
    return { title, turns, hasOlder: start > 0, hasNewer: end < total, total, older: start };
  }

  /** Records a turn as if another device had just said it. */
  add(conversationId: string, content: string): void {
    const conversation = this.#find(conversationId);
    const index = conversation.turns;
    const said = saidNow(this.#recorded.get(conversationId) ?? [], conversationId, index, content);
    this.#added.set(conversationId, [...(this.#added.get(conversationId) ?? []), said]);
    const grown = { ...conversation, turns: index + 1, lastActivityMs: Date.now() };
    this.#list = [grown, ...this.#list.filter((one) => one.id !== conversationId)];
  }

  #turn(id: string, index: number): TurnView {
    const [recorded, kept] = [this.#recorded.get(id) ?? [], this.#added.get(id) ?? []];
    const told = this.#find(id).turns - kept.length;
    const isMade = this.#isLong && id === LONGEST;
    const said = isMade ? repeated(recorded, id, index, told, this.#now) : recorded[index];
    const turn = kept[index - told] ?? said;
    if (!turn) throw fail("bad_request");
    return turn;
  }

  #indexOf(id: string, cursor: string): number {
    const recorded = this.#recorded.get(id)?.findIndex((turn) => turn.cursor === cursor) ?? -1;
    return recorded === -1 ? Number(cursor.slice(cursor.lastIndexOf("@") + 1)) : recorded;
  }

  #find(id: string): ConversationView {
    const found = this.#list.find((one) => one.id === id);
    if (!found) throw fail("bad_request");
    return found;
  }
}

function range(
  from: TurnsRequest["from"],
  total: number,
  size: number,
  turn: (index: number) => TurnView,
  place: (cursor: string) => number,
): [number, number] {
  switch (from.at) {
    case "start":
      return [0, Math.min(size, total)];
    case "end":
      return [Math.max(0, total - size), total];
    case "before": {
      const at = place(from.cursor);
      return [Math.max(0, at - size), at];
    }
    case "after": {
      const at = place(from.cursor) + 1;
      return [at, Math.min(total, at + size)];
    }
    case "around":
      return around(place(from.cursor), total, size);
    case "time": {
      // The turns are in the order of their times.
      let [first, end] = [0, total];
      while (first < end) {
        const middle = Math.floor((first + end) / 2);
        if (turn(middle).recordedMs < from.atMs) first = middle + 1;
        else end = middle;
      }
      return first === total ? [Math.max(0, total - size), total] : around(first, total, size);
    }
  }
}

function around(at: number, total: number, size: number): [number, number] {
  return [Math.max(0, at - size / 2), Math.min(total, at + 1 + size / 2)];
}
