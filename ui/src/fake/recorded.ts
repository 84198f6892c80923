// What a real app answered about conversations: `src-tauri/src/ipc/recorded/conversations.rs`.
import type {
  ConversationPage,
  ConversationView,
  ExportFormat,
  ExportOutcome,
  ExportProgress,
  ResumeText,
  SearchPage,
  TurnPage,
  TurnText,
  TurnView,
} from "../lib/contract";
import conversationsJson from "./recorded/conversations.json";
import exportsJson from "./recorded/export_conversation.json";
import resumesJson from "./recorded/resume_text.json";
import searchJson from "./recorded/search.json";
import textsJson from "./recorded/turn_text.json";
import turnsJson from "./recorded/turns.json";
import { afterRecording } from "./recorded-time";

const conversations = conversationsJson as ConversationPage;
const pages = turnsJson as unknown as Record<string, TurnPage>;
const searches = searchJson as unknown as Record<string, SearchPage[]>;
const texts = textsJson as Record<string, TurnText>;

export const howManyRecorded = conversations.conversations.length;

export function recordedConversations(now: number): ConversationView[] {
  return afterRecording(conversations.conversations, now);
}

export function recordedTurns(conversationId: string, now: number): TurnView[] {
  return afterRecording(pages[conversationId]?.turns ?? [], now);
}

/** The page of a search that follows the page which ended at `from`, where it was recorded. */
export function recordedSearch(text: string, from: string | null, now: number): SearchPage | undefined {
  const found = searches[text] ?? [];
  const before = found.findIndex((page) => page.next === from);
  const page = found[from === null ? 0 : before + 1];
  return page && afterRecording(page, now);
}

/** The whole text of a turn that pages show a part of. */
export function recordedText(cursor: string): string | undefined {
  return texts[cursor]?.text;
}

/** Of one conversation, whichever is asked for. */
export const recordedResume: ResumeText = resumesJson["flaky-test"];

/** What came of writing that conversation to a file, and what was told meanwhile. */
export const recordedExports: Record<ExportFormat, { progress: ExportProgress[]; outcome: ExportOutcome }> =
  exportsJson;
