import type { ToolCallView } from "./contract";

/** What a call does, as far as its arguments tell. */
export type CallKind =
  | { kind: "command"; command: string; rest: Record<string, unknown> }
  | { kind: "edit"; path: string; lines: DiffLine[]; rest: Record<string, unknown> }
  | { kind: "write"; path: string; content: string; rest: Record<string, unknown> }
  | { kind: "other" };

export interface DiffLine {
  sign: "+" | "-" | " ";
  text: string;
}

/** A result, by the shape of its text. */
export type ResultKind =
  | { kind: "json"; text: string; images: ImageNote[] }
  | { kind: "diff"; lines: DiffLine[] }
  | { kind: "plain" };

/** An image that is not shown. */
export interface ImageNote {
  /** "PNG", "JPEG", … */
  type: string;
  bytes: number;
}

const COMMAND = ["command", "cmd", "script"];
const PATH = ["path", "file_path", "file", "filename"];
const OLD = ["old_string", "old_str", "old_text"];
const NEW = ["new_string", "new_str", "new_text"];
const CONTENT = ["content", "contents", "file_text"];
const PATCH = ["patch", "diff"];

export function callKind(call: ToolCallView): CallKind {
  if (typeof call.arguments !== "object" || call.arguments === null) return { kind: "other" };
  const given = call.arguments as Record<string, unknown>;
  const [path, before, after, patch, content, command] = [PATH, OLD, NEW, PATCH, CONTENT, COMMAND].map(
    (names) => names.find((name) => typeof given[name] === "string"),
  );
  const text = (name: string | undefined) => (name === undefined ? "" : (given[name] as string));
  // What is not shown as what the call does stays among the other arguments.
  const rest = (...shown: (string | undefined)[]) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => !shown.includes(name)));
  if (before !== undefined && after !== undefined) {
    const lines = replacement(text(before), text(after));
    return { kind: "edit", path: text(path), lines, rest: rest(path, before, after) };
  }
  if (patch !== undefined) {
    return { kind: "edit", path: text(path), lines: diffLines(text(patch)), rest: rest(path, patch) };
  }
  if (text(path) !== "" && content !== undefined) {
    return { kind: "write", path: text(path), content: text(content), rest: rest(path, content) };
  }
  return command === undefined
    ? { kind: "other" }
    : { kind: "command", command: text(command), rest: rest(command) };
}

/** A replaced text as a diff: what is the same at both ends stays, the middle goes and comes. */
export function replacement(before: string, after: string): DiffLine[] {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, fresh.length) - start;
  while (end < most && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  const lines = (sign: DiffLine["sign"], texts: string[]) => texts.map((text) => ({ sign, text }));
  return [
    ...lines(" ", old.slice(0, start)),
    ...lines("-", old.slice(start, old.length - end)),
    ...lines("+", fresh.slice(start, fresh.length - end)),
    ...lines(" ", old.slice(old.length - end)),
  ];
}

function diffLines(text: string): DiffLine[] {
  return text.split("\n").map((line) => {
    const sign = line[0];
    const isHead = line.startsWith("+++") || line.startsWith("---");
    return sign !== undefined && "+-".includes(sign) && !isHead
      ? { sign: sign as "+" | "-", text: line.slice(1) }
      : { sign: " ", text: line.startsWith(" ") ? line.slice(1) : line };
  });
}

/** What a result is. Its page may have left out the last `clippedChars` characters of it. */
export function resultKind(text: string, clippedChars = 0): ResultKind {
  if (/^(diff --git |--- \S[^\n]*\n\+\+\+ |@@ -\d)/.test(text))
    return { kind: "diff", lines: diffLines(text) };
  if (!/^\s*[[{]/.test(text)) return { kind: "plain" };
  return jsonKind(text) ?? (clippedChars > 0 ? cutImage(text, clippedChars) : null) ?? { kind: "plain" };
}

function jsonKind(text: string): (ResultKind & { kind: "json" }) | null {
  try {
    const images: ImageNote[] = [];
    const value: unknown = JSON.parse(text);
    return { kind: "json", text: JSON.stringify(withoutImages(value, images), null, 2), images };
  } catch {
    return null;
  }
}

/** JSON that was cut within the data of an image; what is left out counts as its data. */
function cutImage(text: string, clippedChars: number): ResultKind | null {
  const data = text.slice(text.lastIndexOf('"') + 1);
  if (data.length < 64 || !/^[\w+/=:;,.-]+$/.test(data)) return null;
  const result = jsonKind(`${text}"${closing(text)}`);
  const last = result?.images.at(-1);
  if (!result || !last || result.text.includes(data)) return null;
  last.bytes += Math.floor((clippedChars * 3) / 4);
  return result;
}

/** The brackets that are open where a text was cut within a string, closed. */
function closing(text: string): string {
  const open: string[] = [];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/g)) {
    if (piece === "[" || piece === "{") open.unshift(piece === "[" ? "]" : "}");
    else if (piece === "]" || piece === "}") open.shift();
  }
  return open.join("");
}

/** The value with the data of images left out. */
function withoutImages(value: unknown, images: ImageNote[]): unknown {
  if (typeof value === "string") {
    const image = dataImage(value);
    if (!image) return value;
    images.push(image);
    return "…";
  }
  if (Array.isArray(value)) return value.map((one) => withoutImages(one, images));
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  const type = fields.media_type ?? fields.mimeType ?? typeOf(fields.data);
  if (typeof type === "string" && type.startsWith("image/") && typeof fields.data === "string") {
    images.push({ type: nameOf(type), bytes: decodedLength(fields.data) });
    return { ...fields, data: "…" };
  }
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, withoutImages(one, images)]));
}

/** The image that an address carries within itself; `null` if it carries none. */
export function dataImage(address: string): ImageNote | null {
  const found = /^data:(image\/[\w.+-]+)[^,]*,/.exec(address);
  if (!found) return null;
  const data = address.slice(found[0].length);
  const isBase64 = found[0].endsWith(";base64,");
  return { type: nameOf(found[1] ?? ""), bytes: isBase64 ? decodedLength(data) : data.length };
}

/** How the data of images begins, for those that say their type behind it or not at all. */
const BEGINNINGS: Record<string, string> = {
  iVBORw0KGgo: "image/png",
  "/9j/": "image/jpeg",
  R0lGOD: "image/gif",
  UklGR: "image/webp",
};

function typeOf(data: unknown): string | undefined {
  if (typeof data !== "string" || data.length < 64) return undefined;
  return Object.entries(BEGINNINGS).find(([beginning]) => data.startsWith(beginning))?.[1];
}

function nameOf(type: string): string {
  return type.replace("image/", "").replace("+xml", "").toUpperCase();
}

function decodedLength(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}
