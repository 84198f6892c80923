// Answers of a real engine, recorded by the tests of `src-tauri/src/ipc/recorded/conversations.rs`.
import type { ConversationPage, SearchPage, TurnPage, TurnView } from "../lib/contract";
import conversationsJson from "./recorded/conversations.json";
import searchJson from "./recorded/search.json";
import turnsJson from "./recorded/turns.json";

const conversations = conversationsJson as ConversationPage;
const pages = turnsJson as unknown as Record<string, TurnPage>;
const searches = searchJson as unknown as Record<string, SearchPage>;

/** Where a recorded turn stands, as the fake's cursors say it. */
const places = new Map<string, string>();
const turns = new Map<string, TurnView[]>();
for (const [id, page] of Object.entries(pages)) {
  const placed = page.turns.map((turn, index) => ({ ...turn, cursor: `${id}@${index}` }));
  for (const turn of placed) places.set(turn.opId, turn.cursor);
  turns.set(id, placed);
}

export const recordedConversations = conversations.conversations;

export function recordedTurn(conversationId: string, index: number): TurnView | undefined {
  return turns.get(conversationId)?.[index];
}

/** The engine's answer to a search, where it was recorded. */
export function recordedSearch(text: string): SearchPage | undefined {
  const found = searches[text];
  if (!found) return undefined;
  const hits = found.hits.map((hit) => ({ ...hit, cursor: places.get(hit.opId) ?? hit.cursor }));
  return { ...found, hits, next: null };
}
