export interface CallField {
  name: string;
  /** The JSON type, in a word. */
  type: string;
  value: string;
}

const MOST_CHARS = 20_000;

/** The arguments of a call, one field each, with their JSON types. */
export function callFields(given: unknown): CallField[] {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return [{ name: "value", type: typeOf(given), value: print(given) }];
  }
  return Object.entries(given).map(([name, value]) => ({ name, type: typeOf(value), value: print(value) }));
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "object" : typeof value;
}

function print(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
  return text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text;
}
