import type { TurnRole } from "../contract";
import { count, plural } from "../time";

export const roles: Record<TurnRole, string> = { user: "User", assistant: "Assistant", tool: "Tool result" };

export const conversations = {
  search: "Search conversations",
  emptyTitle: "No conversations yet",
  emptyWords: "Everything your agents say on any of your devices appears here, readable offline.",
  nothingFound: (words: string) => `Nothing matches “${words}”.`,
  untitled: "Untitled",
  unnamed: "Unnamed conversation",
  turns: (n: number) => plural(n, "turn", "turns"),
  total: (n: number) => plural(n, "conversation", "conversations"),
  more: "Show more",
  list: "Conversations",
  choose: "Choose a conversation",
  chooseWords: "Its turns appear here, from all devices in the order they were said.",
  back: "All conversations",
  transcript: "Transcript",
  position: (first: number, total: number) => `Turn ${count(first)} of ${count(total)}`,
  oldest: "Go to the oldest turn",
  newest: "Go to the newest turn",
  fresh: (n: number) => plural(n, "new turn", "new turns"),
  loadingOlder: "Loading older turns…",
  loadingNewer: "Loading newer turns…",
  from: "on",
  arguments: "Arguments",
  calls: (name: string) => `Calls ${name}`,
  answers: "answers",
  clipped: (n: number) =>
    `${plural(n, "character", "characters")} not shown here; the full text is in the store.`,
  noWords: "(no text)",
  image: (alt: string) => (alt ? `Image not loaded: ${alt}` : "Image not loaded"),
};
