/** Which of several versions of one record counts. */
export type Rule = "latest" | "earliest" | "ledger" | "each";

/** The rule of a kind of records; with `each`, every entry stands for itself. */
export function ruleOf(surface: string): Rule {
  if (surface === "routing") return "each";
  if (surface === "intent") return "ledger";
  return surface === "declagent" || surface.startsWith("registry:") ? "latest" : "earliest";
}

/** The name a person gave a record; empty where it has none. */
export function shownKey(key: string): string {
  return key.startsWith("id:") ? key.slice("id:".length) : "";
}

/** The start of a value without its id, which stands above it. */
export function shownPreview({ key, preview }: { key: string; preview: string }): string {
  const id = `"id":${JSON.stringify(shownKey(key))}`;
  return preview.replace(`${id},`, "").replace(`,${id}`, "");
}
