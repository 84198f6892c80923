import { describe, expect, test } from "vitest";
import { jsonLines, seen } from "./json-lines";

const text = JSON.stringify({ a: { b: [1, "x { y"], c: {} }, 'q"k: ': "[" }, null, 2);

describe("lines of JSON", () => {
  test("put together again, they are the text", () => {
    const lines = jsonLines(text);
    expect(
      lines.map((line) => line.indent + line.name + line.colon + line.value + line.comma).join("\n"),
    ).toBe(text);
  });

  test("a line that opens a block knows how much is inside", () => {
    const inside = jsonLines(text).map((line) => line.inside);
    expect(inside[0]).toBe(jsonLines(text).length - 2);
    expect(inside[1]).toBe(5);
    expect(inside[2]).toBe(2);
  });

  test("brackets inside a text open nothing, and names keep their quotes", () => {
    const lines = jsonLines(text);
    const last = lines.at(-2);
    expect(last?.name).toBe(JSON.stringify('q"k: '));
    expect(last?.inside).toBe(0);
  });

  test("a folded block leaves its first and its last line", () => {
    const lines = jsonLines(text);
    const shown = seen(lines, new Set([1])).map(([at]) => at);
    expect(shown).toEqual([0, 1, 7, 8, 9]);
    expect(seen(lines, new Set([0])).length).toBe(2);
  });

  test("a text that is cut off ends its open blocks there", () => {
    const lines = jsonLines(text.slice(0, 30));
    expect(lines[0]?.inside).toBe(lines.length - 1);
  });
});

test("a text with line and paragraph separators is shown like any other", () => {
  const [, line] = jsonLines('{\n  "a": "one\u2028two\u2029three"\n}');
  expect(line).toMatchObject({ name: '"a"', value: '"one\u2028two\u2029three"' });
});
