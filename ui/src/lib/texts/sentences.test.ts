import { expect, test } from "vitest";
import { texts } from ".";

/** What the texts are made of that take more than numbers and names. */
const GIVEN: Record<string, unknown[][]> = {
  explain: [
    { held: 3, behind: 1, own: false },
    { held: 3, behind: 0, own: true },
    { held: 0, behind: 0, own: false },
  ].map((cell) => ["MacBook", "Cabin mini PC", cell]),
  insideIsRelay: [[["MacBook"]], [[]]],
  surface: [
    "knowledge",
    "skill",
    "trajectory",
    "run",
    "intent",
    "declagent",
    "routing",
    "registry:models",
  ].map((tag) => [tag]),
};

/** The texts, each under its path; those that depend on something for one of it and for several. */
function* every(part: unknown, path: string[] = []): Generator<[string, string]> {
  if (typeof part === "string") yield [path.join("."), part];
  else if (typeof part === "function") {
    const given = GIVEN[path.at(-1) ?? ""] ?? [0, 1, 2].map((value) => Array(part.length).fill(value));
    for (const values of given) yield* every(part(...values), path);
  } else if (part && typeof part === "object")
    for (const [key, value] of Object.entries(part)) yield* every(value, [...path, key]);
}

const all = [...every(texts)];
const of = (isMeant: (path: string, text: string) => boolean) =>
  all.filter(([path, text]) => isMeant(path, text));

/** By their names, explanations and what is said below a title. */
const isSentence = (path: string) => /([Ww]ords|Why|intro)(\.\w+)?$/.test(path);
const ENDS = /[.?!:…]$/;

test("what explains is a sentence, and ends like one", () => {
  const sentences = of((path) => isSentence(path));
  expect(sentences.length).toBeGreaterThan(60);
  expect(sentences.filter(([, text]) => text && !ENDS.test(text))).toEqual([]);
});

test("a text of several sentences ends the last one as well", () => {
  expect(of((_, text) => /[a-z”][.?!] \p{Lu}/u.test(text) && !ENDS.test(text))).toEqual([]);
});

test("a label, a title or a word has no full stop", () => {
  const titles = /\.(title|\w+Title|confirm|save|close|cancel|more|next|back|skip|move)$/;
  expect(of((path, text) => titles.test(path) && /\.$/.test(text))).toEqual([]);
});

test("an epoch is not said to count anything: each grant gets a higher number, often by thousands", () => {
  const explained = of((path) => path.endsWith("epochWhy")).map(([, text]) => text);
  expect(explained).toHaveLength(2);
  for (const text of explained) expect(text).not.toMatch(/count|how often|how many/i);
});
