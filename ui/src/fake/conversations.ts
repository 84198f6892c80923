import type {
  ConversationPage,
  ConversationsRequest,
  ConversationView,
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
import { LAPTOP } from "./ids";
import { recordedConversations, recordedSearch, recordedTurn } from "./recorded";
import { type FoundTurn, search } from "./search";
import { turnAt } from "./turns";
import { TITLES } from "./words";

const LIMIT = 200;
const SEARCHED = 600;
const PIECE = 40_000;
const HOUR = 3_600_000;

/** Conversations whose turns are made when asked for; only turns added later are kept. */
export class FakeConversations {
  #list: ConversationView[];
  #added = new Map<string, TurnView[]>();
  #endMs: number;
  #isRecorded = false;

  constructor(now: number, longest: number) {
    this.#endMs = now - 90_000;
    this.#list = TITLES.map((title, index) => ({
      id: index === TITLES.length - 1 ? "" : `conversation-${index + 1}`,
      title,
      turns: index === 0 ? longest : 12 + index * 37,
      lastActivityMs: this.#endMs - index * index * 5 * HOUR,
    }));
  }

  static none(): FakeConversations {
    const none = new FakeConversations(0, 0);
    none.#list = [];
    return none;
  }

  page({ offset, limit }: ConversationsRequest): ConversationPage {
    const end = offset + Math.min(limit, LIMIT);
    return { conversations: this.#list.slice(offset, end), total: this.#list.length };
  }

  /** What a real engine answered about the demo's conversations. */
  static recorded(): FakeConversations {
    const recorded = new FakeConversations(0, 0);
    recorded.#list = recordedConversations;
    recorded.#isRecorded = true;
    return recorded;
  }

  search(request: SearchRequest): SearchPage {
    const answer = this.#isRecorded && request.from === null ? recordedSearch(request.text) : undefined;
    if (answer) return answer;
    return search(request, this.#newestTurns());
  }

  /** A piece of a turn's whole text; the pieces are small, so that there are some. */
  text({ conversationId, cursor, part, offset }: TurnTextRequest): TurnText {
    const turn = this.#turn(conversationId, indexOf(cursor));
    const call = part.kind === "arguments" ? turn.toolCalls[part.call] : undefined;
    const shown = call ? JSON.stringify(call.arguments, null, 2) : turn.content;
    const text = shown + "\n… and more of it".repeat(Math.ceil(turn.clippedChars / 17));
    const end = Math.min(text.length, offset + PIECE);
    return { text: text.slice(offset, end), next: end < text.length ? end : null };
  }

  resume(conversationId: string): ResumeText {
    const turns = this.turns({ conversationId, from: { at: "end" }, limit: 3 }).turns;
    const messages = turns.map((turn) => ({ role: turn.role, content: turn.content }));
    return { json: JSON.stringify(messages, null, 2), messages: messages.length };
  }

  total(conversationId: string): number {
    return this.#find(conversationId).turns;
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
    const [start, end] = range(from, total, size, (at) => this.#turn(conversationId, at).recordedMs);
    const turns: TurnView[] = [];
    for (let index = start; index < end; index += 1) turns.push(this.#turn(conversationId, index));
    return { title, turns, hasOlder: start > 0, hasNewer: end < total, total, older: start };
  }

  /** Records a turn as if another device had just said it. */
  add(conversationId: string, content: string): void {
    const conversation = this.#find(conversationId);
    const index = conversation.turns;
    const kept = this.#added.get(conversationId) ?? [];
    const turn = turnAt(conversationId, index, index + 1, Date.now());
    const said: TurnView = {
      ...turn,
      role: "assistant",
      content,
      toolCalls: [],
      toolUseId: null,
      deviceId: LAPTOP,
      deviceName: "MacBook",
    };
    this.#added.set(conversationId, [...kept, said]);
    const grown = { ...conversation, turns: index + 1, lastActivityMs: Date.now() };
    this.#list = [grown, ...this.#list.filter((one) => one.id !== conversationId)];
  }

  #turn(id: string, index: number): TurnView {
    const kept = this.#added.get(id) ?? [];
    const made = this.#find(id).turns - kept.length;
    const recorded = this.#isRecorded ? recordedTurn(id, index) : undefined;
    return recorded ?? kept[index - made] ?? turnAt(id, index, made, this.#endMs);
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
  recordedMs: (index: number) => number,
): [number, number] {
  switch (from.at) {
    case "start":
      return [0, Math.min(size, total)];
    case "end":
      return [Math.max(0, total - size), total];
    case "before": {
      const at = indexOf(from.cursor);
      return [Math.max(0, at - size), at];
    }
    case "after": {
      const at = indexOf(from.cursor) + 1;
      return [at, Math.min(total, at + size)];
    }
    case "around":
      return around(indexOf(from.cursor), total, size);
    case "time": {
      // The turns are in the order of their times.
      let [first, end] = [0, total];
      while (first < end) {
        const middle = Math.floor((first + end) / 2);
        if (recordedMs(middle) < from.atMs) first = middle + 1;
        else end = middle;
      }
      return first === total ? [Math.max(0, total - size), total] : around(first, total, size);
    }
  }
}

function around(at: number, total: number, size: number): [number, number] {
  return [Math.max(0, at - size / 2), Math.min(total, at + 1 + size / 2)];
}

function indexOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf("@") + 1));
}
