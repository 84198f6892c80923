import type {
  SearchFilter,
  SearchFilterKind,
  SearchHit,
  SearchPage,
  SearchRequest,
  TurnView,
} from "../lib/contract";
import { NAMES } from "./ids";

export interface FoundTurn {
  conversationId: string;
  title: string;
  turn: TurnView;
}

const FILTER = /(device|role|tool|after|before):(?:"([^"]*)"|(\S+))/gi;
const MOST = 1_000;
const SNIPPET = 220;

/** Searches the way the engine does, by looking at every turn. */
export function search({ text, from, limit }: SearchRequest, turns: Iterable<FoundTurn>): SearchPage {
  const filters = [...text.matchAll(FILTER)].map(filter);
  const words =
    text
      .replace(FILTER, " ")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const hits: SearchHit[] = [];
  const asked = words.length > 0 || filters.some((one) => one.problem === null);
  for (const found of asked ? turns : []) {
    if (hits.length > MOST) break;
    if (fits(found.turn, words, filters)) hits.push(hit(found, words));
  }
  const start = Number(from ?? 0);
  const end = Math.min(start + limit, MOST);
  return {
    hits: hits.slice(start, end),
    total: Math.min(hits.length, MOST),
    hasUncounted: hits.length > MOST,
    next: end < hits.length ? String(end) : null,
    filters,
    unsearchable: 0,
  };
}

function filter(match: RegExpMatchArray): SearchFilter {
  const kind = (match[1] ?? "").toLowerCase() as SearchFilterKind;
  const value = match[2] ?? match[3] ?? "";
  return { kind, value, typed: match[0], problem: problem(kind, value) };
}

function problem(kind: SearchFilterKind, value: string): string | null {
  const names = Object.values(NAMES);
  const known = names.some((name) => name.toLowerCase().includes(value.toLowerCase()));
  if (kind === "device" && !known) return `No device is called '${value}'. There are: ${names.join(", ")}.`;
  if (kind === "role" && !["user", "assistant", "tool"].includes(value))
    return `There is no role '${value}': it is user, assistant or tool.`;
  if ((kind === "after" || kind === "before") && Number.isNaN(Date.parse(value)))
    return `'${value}' is no day: write it as 2026-11-01.`;
  return null;
}

function said(turn: TurnView): string {
  const calls = turn.toolCalls.map(
    (call) => `${call.name}\n${Object.values(call.arguments as object).join("\n")}`,
  );
  return [turn.content, ...calls].join("\n");
}

function fits(turn: TurnView, words: string[], filters: SearchFilter[]): boolean {
  const spoken =
    said(turn)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const has = (word: string) =>
    spoken.some((one) => one === word || (word.length > 2 && one.startsWith(word)));
  return words.every(has) && filters.every((one) => one.problem !== null || passes(turn, one));
}

function passes(turn: TurnView, { kind, value }: SearchFilter): boolean {
  if (kind === "device") return turn.deviceName.toLowerCase().includes(value.toLowerCase());
  if (kind === "role") return turn.role === value;
  if (kind === "tool") return turn.toolCalls.some((call) => call.name === value);
  return kind === "after" ? turn.atMs >= Date.parse(value) : turn.atMs < Date.parse(value);
}

function hit({ conversationId, title, turn }: FoundTurn, words: string[]): SearchHit {
  const { cursor, opId, role, atMs, deviceName } = turn;
  const tools = turn.toolCalls.map((call) => call.name);
  return {
    conversationId,
    title,
    cursor,
    opId,
    role,
    tools,
    atMs,
    deviceName,
    snippet: snippet(said(turn), words),
  };
}

function snippet(text: string, words: string[]) {
  const plain = text.replace(/\s+/g, " ");
  const pieces = plain.split(/([\p{L}\p{N}]+)/u).map((piece) => ({
    text: piece,
    isMatch: words.some(
      (word) => piece.toLowerCase() === word || (word.length > 2 && piece.toLowerCase().startsWith(word)),
    ),
  }));
  const first = Math.max(0, pieces.findIndex((piece) => piece.isMatch) - 12);
  const shown = pieces.slice(first, first + SNIPPET / 4).filter((piece) => piece.text !== "");
  return first > 0 ? [{ text: "…", isMatch: false }, ...shown] : shown;
}
