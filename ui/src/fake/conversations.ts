import type {
  ConversationPage,
  ConversationsRequest,
  ConversationView,
  TurnPage,
  TurnsRequest,
  TurnView,
} from "../lib/contract";
import { fail } from "./errors";
import { turnAt } from "./turns";
import { TITLES } from "./words";

const LIMIT = 200;
const HOUR = 3_600_000;

/** Conversations whose turns are made when asked for; only turns added later are kept. */
export class FakeConversations {
  #list: ConversationView[];
  #added = new Map<string, TurnView[]>();
  #endMs: number;

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

  page({ search, offset, limit }: ConversationsRequest): ConversationPage {
    const words = search.toLowerCase();
    const found = this.#list.filter((one) => one.title.toLowerCase().includes(words));
    return { conversations: found.slice(offset, offset + Math.min(limit, LIMIT)), total: found.length };
  }

  turns({ conversationId, from, limit }: TurnsRequest): TurnPage {
    const total = this.#find(conversationId).turns;
    const size = Math.min(limit, LIMIT);
    const [start, end] = range(from, total, size);
    const turns: TurnView[] = [];
    for (let index = start; index < end; index += 1) turns.push(this.#turn(conversationId, index));
    return { turns, hasOlder: start > 0, hasNewer: end < total, total };
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
      deviceName: "MacBook",
    };
    this.#added.set(conversationId, [...kept, said]);
    const grown = { ...conversation, turns: index + 1, lastActivityMs: Date.now() };
    this.#list = [grown, ...this.#list.filter((one) => one.id !== conversationId)];
  }

  #turn(id: string, index: number): TurnView {
    const kept = this.#added.get(id) ?? [];
    const made = this.#find(id).turns - kept.length;
    return kept[index - made] ?? turnAt(id, index, made, this.#endMs);
  }

  #find(id: string): ConversationView {
    const found = this.#list.find((one) => one.id === id);
    if (!found) throw fail("bad_request");
    return found;
  }
}

function range(from: TurnsRequest["from"], total: number, size: number): [number, number] {
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
  }
}

function indexOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf("@") + 1));
}
