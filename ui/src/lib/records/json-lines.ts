/** A line of JSON that has one field a line. */
export interface JsonLine {
  /** The white space at its start. */
  indent: string;
  /** The field's name with its quotes; empty where it has none. */
  name: string;
  /** What parts it from its value. */
  colon: string;
  /** The value, or the bracket that opens or closes one. */
  value: string;
  /** What ends the line. */
  comma: string;
  /** For a line that opens a block: how many lines there are until the one that closes it, which is left out. */
  inside: number;
}

const FIELD = /^( *)(?:("(?:[^"\\]|\\.)*")(: ))?(.*?)(,?)$/s;

/** Reads lines, of which the last may be cut off anywhere. A text between quotes never holds a line break. */
export function jsonLines(text: string): JsonLine[] {
  const lines: JsonLine[] = [];
  const open: number[] = [];
  for (const line of text.split("\n")) {
    const [, indent = "", name = "", colon = "", value = "", comma = ""] = FIELD.exec(line) ?? [];
    if (value === "}" || value === "]") close(lines, open.pop());
    if (value === "{" || value === "[") open.push(lines.length);
    lines.push({ indent, name, colon, value, comma, inside: 0 });
  }
  for (const at of open) close(lines, at);
  return lines;
}

function close(lines: JsonLine[], at: number | undefined): void {
  const line = at === undefined ? undefined : lines[at];
  if (line && at !== undefined) line.inside = lines.length - at - 1;
}

/** The lines that are seen while the blocks that begin at `folded` are folded, each with its number. */
export function seen(lines: JsonLine[], folded: ReadonlySet<number>): [number, JsonLine][] {
  const shown: [number, JsonLine][] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    shown.push([at, line]);
    if (folded.has(at)) at += line.inside;
  }
  return shown;
}
