import type { Root, RootContent } from "hast";

/** A piece of code, and what kind of word it is; empty for plain text. */
export interface CodeToken {
  text: string;
  kind: string;
}

/** Longer code stays plain: reading it would hold the page up. */
const MOST_CHARS = 20_000;

const ALIASES: Record<string, string> = {
  js: "javascript",
  jsx: "javascript",
  mjs: "javascript",
  ts: "typescript",
  tsx: "typescript",
  py: "python",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  console: "bash",
  zsh: "bash",
  yml: "yaml",
  toml: "ini",
  html: "xml",
  svg: "xml",
  svelte: "xml",
  vue: "xml",
  md: "markdown",
  patch: "diff",
  golang: "go",
  jsonl: "json",
  h: "cpp",
  c: "cpp",
  cc: "cpp",
  hpp: "cpp",
};

/** The language by the name a person gave it, or by a file's extension. */
export function languageOf(name: string): string {
  const word = name.trim().toLowerCase().split(/\s/)[0] ?? "";
  const extension = word.includes(".") ? word.slice(word.lastIndexOf(".") + 1) : word;
  return ALIASES[extension] ?? extension;
}

/** The code in pieces; `null` when it is too long or the language is not known. Loads what it needs the first time. */
export async function highlight(code: string, language: string): Promise<CodeToken[] | null> {
  if (language === "" || code.length > MOST_CHARS) return null;
  const { grammar } = await import("./grammar");
  if (!grammar.registered(language)) return null;
  const tokens: CodeToken[] = [];
  flatten(grammar.highlight(language, code), "", tokens);
  return tokens;
}

function flatten(node: Root | RootContent, kind: string, tokens: CodeToken[]): void {
  if (node.type === "text") {
    tokens.push({ text: node.value, kind });
  } else if (node.type === "element" || node.type === "root") {
    const inner = node.type === "element" ? kindOf(node.properties.className) || kind : kind;
    for (const child of node.children) flatten(child, inner, tokens);
  }
}

/** Grammars know many kinds of words; people tell a handful of colours apart. */
const KINDS: Record<string, string> = {
  keyword: "keyword",
  built_in: "name",
  type: "name",
  title: "name",
  name: "name",
  section: "name",
  string: "string",
  regexp: "string",
  symbol: "string",
  number: "number",
  literal: "number",
  comment: "comment",
  quote: "comment",
  meta: "comment",
  attr: "attribute",
  attribute: "attribute",
  property: "attribute",
  variable: "attribute",
  addition: "added",
  deletion: "removed",
};

function kindOf(classes: unknown): string {
  const [first] = Array.isArray(classes) ? classes : [];
  return KINDS[String(first ?? "").replace("hljs-", "")] ?? "";
}
