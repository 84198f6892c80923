import type { TurnRole } from "../contract";
import type { SearchFilterKind } from "../contract";
import { count, plural, size } from "../time";

export const roles: Record<TurnRole, string> = { user: "User", assistant: "Assistant", tool: "Tool result" };

export const conversations = {
  search: "Search all turns",
  emptyTitle: "No conversations yet",
  emptyWords: "Everything your agents say on any of your devices appears here, readable offline.",
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
  arguments: "Arguments",
  calls: (name: string) => `Calls ${name}`,
  answers: "answers",
  empty: "(no text)",
  image: (alt: string) => (alt ? `Image not loaded: ${alt}` : "Image not loaded"),
  imageWithin: (type: string, bytes: number) => `${type} image, ${size(bytes)}, not shown`,
  command: "Command",
  edit: "Change",
  writes: "Writes",
  added: "added",
  removed: "removed",
  result: "Result",
  shownWith: (tool: string) => `Result of ${tool}, shown with its call`,
  wholeText: (left: number) => `Show all (${plural(left, "more character", "more characters")})`,
  nextPiece: "Show more",
  readingPiece: "Reading…",
  overlap: (one: string, other: string, apartMs: number) =>
    `${one} and ${other} wrote within ${plural(Math.max(1, Math.round(apartMs / 1_000)), "second", "seconds")} of each other: neither may have seen what the other wrote.`,
  copyTurn: "Copy this turn as Markdown",
  copied: "Copied.",
  menu: "Copy, export, resume",
  goToDate: "Go to a day",
  goToDateField: "Show the turns from this day on",
  copyAll: "Copy as Markdown",
  copyAllWhy: "All turns, as text for people.",
  tooLongToCopy: "This conversation is too long to copy.",
  exportInstead: "Export it to a file instead.",
  exportMarkdown: "Export as Markdown…",
  exportJson: "Export as JSON…",
  exportJsonl: "Export as JSON lines…",
  exporting: (written: number, total: number) => `Exporting: ${count(written)} of ${count(total)} turns…`,
  exported: (turns: number) => `Exported ${plural(turns, "turn", "turns")}.`,
  resume: "Resume here",
  resumeWhy: "Copies the messages as JSON, ready to hand to a model so that it goes on where this ended.",
  resumed: (messages: number) => `Copied ${plural(messages, "message", "messages")}.`,
  resumedHint:
    "Neighbouring turns are joined and tool calls without a result are left out, as model providers want it.",
};

const filterKinds: Record<SearchFilterKind, string> = {
  device: "Device",
  role: "Said by",
  tool: "Tool",
  after: "From",
  before: "Before",
};

export const search = {
  filterKinds,
  results: "Found turns",
  filters: "Filters",
  showFilters: "Filter the search",
  anyDevice: "Any device",
  anyRole: "Anybody",
  toolHint: "Name of a tool",
  remove: (filter: string) => `Remove the filter ${filter}`,
  chip: (kind: SearchFilterKind, value: string) => `${filterKinds[kind]}: ${value}`,
  searching: "Searching…",
  found: (n: number, isMore: boolean) =>
    isMore ? `${count(n)}+ turns found` : `${plural(n, "turn", "turns")} found`,
  nothingFound: (words: string) => `Nothing matches “${words}”.`,
  nothingFoundWhy:
    "Every word has to be in the same turn. Try fewer words, the beginning of one, or another filter.",
  unsearchable: (n: number) =>
    `${plural(n, "turn is", "turns are")} not searchable yet: Baton is still reading ${n === 1 ? "it" : "them"}.`,
  more: "Show more",
  calls: (tools: string) => `calls ${tools}`,
  keys: "Keys",
  keyHints: [
    { keys: "/", does: "search" },
    { keys: "↑ ↓", does: "move" },
    { keys: "Enter", does: "open" },
    { keys: "Esc", does: "back" },
  ],
  tips: "Filters can be typed too:",
  tipExample: 'device:laptop role:user tool:bash after:2026-11-01 "two words"',
};
