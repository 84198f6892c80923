import { describe, expect, test } from "vitest";
import { ago, countdown, isoStamp, plural, size } from "./time";

const NOW = Date.UTC(2026, 10, 22, 14, 2, 0);

describe("relative times", () => {
  test.each([
    [0, "just now"],
    [-60_000, "just now"],
    [50_000, "1 minute ago"],
    [5 * 60_000, "5 minutes ago"],
    [3 * 3_600_000, "3 hours ago"],
    [2 * 86_400_000, "2 days ago"],
  ])("an age of %d ms reads %s", (age, words) => {
    expect(ago(NOW - age, NOW)).toBe(words);
  });

  test("long ago names the day", () => {
    expect(ago(NOW - 97 * 86_400_000, NOW)).toBe("on 17 Aug 2026");
  });
});

describe("countdowns", () => {
  test.each([
    [252_000, "4:12"],
    [500, "0:01"],
    [0, "0:00"],
    [-9_000, "0:00"],
    [3_723_000, "1:02:03"],
  ])("%d ms left reads %s", (left, words) => {
    expect(countdown(NOW + left, NOW)).toBe(words);
  });
});

test("a time that no calendar has does not break the page", () => {
  expect(isoStamp(Number.MAX_SAFE_INTEGER)).toBe("");
});

test("one is singular, the rest is plural with separators", () => {
  expect(plural(1, "turn", "turns")).toBe("1 turn");
  expect(plural(100_000, "turn", "turns")).toBe("100,000 turns");
});

test("a size is said in its largest unit", () => {
  const sizes = [12, 4_200, 7_204_551, 3_460_000_000, 1_204_000_000_000];
  expect(sizes.map(size)).toEqual(["12 B", "4 kB", "7.2 MB", "3.5 GB", "1,204 GB"]);
});
