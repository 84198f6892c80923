import type { TurnView } from "../contract";
import type { Host } from "../host";
import { texts } from "../texts";
import { fullStamp } from "../time";

/** The most that is copied; a longer conversation is exported to a file instead. */
const MOST_COPIED_TURNS = 2_000;
const MOST_COPIED_CHARS = 5_000_000;
const PAGE = 200;

/** A turn as Markdown. */
export function turnMarkdown(turn: TurnView, when: string): string {
  const parts = [`## ${texts.roles[turn.role]}`, `*${turn.deviceName}, ${when}*`];
  if (turn.role === "tool") parts.push(fenced("", turn.content));
  else if (turn.content !== "") parts.push(turn.content.trimEnd());
  for (const call of turn.toolCalls) {
    parts.push(`Calls \`${call.name}\`:`, fenced("json", JSON.stringify(call.arguments, null, 2)));
  }
  return `${parts.join("\n\n")}\n`;
}

/** A code block; its fence is longer than any in the text. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n+$/, "")}\n${fence}`;
}

/** A turn whose content is whole. */
async function whole(host: Host, conversationId: string, turn: TurnView): Promise<TurnView> {
  if (turn.clippedChars === 0) return turn;
  let content = "";
  for (let offset: number | null = 0; offset !== null; ) {
    const part = { kind: "content" } as const;
    const piece = await host.turnText({ conversationId, cursor: turn.cursor, part, offset });
    content += piece.text;
    offset = piece.next;
  }
  return { ...turn, content, clippedChars: 0 };
}

/** A turn as Markdown, with all of its text. */
export async function wholeTurnMarkdown(host: Host, conversationId: string, turn: TurnView): Promise<string> {
  return turnMarkdown(await whole(host, conversationId, turn), fullStamp(turn.atMs));
}

/** A conversation as Markdown; `null` when it is too long to be copied. */
export async function conversationMarkdown(
  host: Host,
  conversationId: string,
  title: string,
): Promise<string | null> {
  const parts = [`# ${title}\n`];
  let page = await host.turns({ conversationId, from: { at: "start" }, limit: PAGE });
  if (page.total > MOST_COPIED_TURNS) return null;
  let chars = 0;
  for (;;) {
    for (const turn of page.turns) {
      const part = await wholeTurnMarkdown(host, conversationId, turn);
      chars += part.length;
      if (chars > MOST_COPIED_CHARS) return null;
      parts.push(part);
    }
    const last = page.turns.at(-1);
    if (!page.hasNewer || !last) return parts.join("\n");
    page = await host.turns({ conversationId, from: { at: "after", cursor: last.cursor }, limit: PAGE });
  }
}
