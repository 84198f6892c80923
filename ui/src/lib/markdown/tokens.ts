import { Lexer, type Token } from "marked";

/** Longer than this is shown as plain text: lexing and laying out would cost more than they give. */
const MOST_CHARS = 20_000;

/**
 * The text as markdown tokens; plain text when it cannot or should not be read as markdown. Where a line ends is kept, as
 * people mean it in a chat, unless the text is `wrapped`.
 */
export function markdownTokens(text: string, { wrapped = false } = {}): Token[] {
  if (text.length > MOST_CHARS) return [plain(text)];
  try {
    return new Lexer({ gfm: true, breaks: !wrapped }).lex(text);
  } catch {
    // Hostile nesting can exhaust the stack.
    return [plain(text)];
  }
}

function plain(text: string): Token {
  return { type: "code", raw: text, text, lang: "" };
}

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  nbsp: "\u00a0",
};

/** The handful of entities that people write in prose. */
export function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** The address when it may be opened at all, spelled out so that look-alike letters show; else `null`. */
export function openableAddress(href: string): string | null {
  try {
    const url = new URL(href);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
