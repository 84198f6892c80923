export interface Clip {
  text: string;
  /** Characters of `text` that were left out. */
  hidden: number;
}

/** The beginning of a long text, cut at a line or a word where one is near. */
export function clip(text: string, mostChars: number, mostLines: number): Clip {
  let end = Math.min(text.length, mostChars);
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) {
    lines += 1;
    if (lines === mostLines) end = at;
  }
  if (end >= text.length) return { text, hidden: 0 };
  const gap = Math.max(text.lastIndexOf("\n", end), text.lastIndexOf(" ", end));
  if (gap > end * 0.8) end = gap;
  // Never between the halves of one character.
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end -= 1;
  return { text: text.slice(0, end), hidden: text.length - end };
}
