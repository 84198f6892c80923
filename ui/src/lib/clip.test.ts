import { expect, test } from "vitest";
import { clip } from "./clip";

test("a short text is left alone", () => {
  expect(clip("two words", 100, 5)).toEqual({ text: "two words", hidden: 0 });
});

test("a text of many lines is cut after the allowed ones", () => {
  expect(clip("1\n2\n3\n4", 100, 2).text).toBe("1\n2");
});

test("a long text is cut between words where one ends near", () => {
  expect(clip("alpha beta gamma delta", 18, 5).text).toBe("alpha beta gamma");
});

test("what is shown and what is hidden add up", () => {
  const text = "x".repeat(5_000);
  const { text: shown, hidden } = clip(text, 1_000, 5);
  expect(shown.length + hidden).toBe(5_000);
});

test("a character of two halves is never cut in two", () => {
  expect(clip("🙏".repeat(50), 33, 5).text).toBe("🙏".repeat(16));
});
