import type { SearchFilter, SearchFilterKind } from "../contract";

/** The text without a filter, as it was typed. */
export function withoutFilter(text: string, typed: string): string {
  const isWord = (at: number) => !/\S/.test((text[at - 1] ?? "") + (text[at + typed.length] ?? ""));
  let at = text.indexOf(typed);
  while (at !== -1 && !isWord(at)) at = text.indexOf(typed, at + 1);
  if (at === -1) return text;
  const before = text.slice(0, at).trimEnd();
  const after = text.slice(at + typed.length).trimStart();
  return before !== "" && after !== "" ? `${before} ${after}` : before + after;
}

/** The text with a filter of a kind set to a value; an empty value takes it away. */
export function withFilter(
  text: string,
  filters: readonly SearchFilter[],
  kind: SearchFilterKind,
  value: string,
): string {
  const old = filters.filter((filter) => filter.kind === kind);
  const rest = old.reduce((words, filter) => withoutFilter(words, filter.typed), text).trim();
  const plain = value.replaceAll('"', "").trim();
  if (plain === "") return rest;
  const word = `${kind}:${/\s/.test(plain) ? `"${plain}"` : plain}`;
  return rest === "" ? `${word} ` : `${word} ${rest}`;
}

/** What a filter of a kind is set to; empty when it is not. */
export function filterValue(filters: readonly SearchFilter[], kind: SearchFilterKind): string {
  return filters.findLast((filter) => filter.kind === kind)?.value ?? "";
}
