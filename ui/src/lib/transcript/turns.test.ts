import { expect, test } from "vitest";
import type { TurnView } from "../contract";
import { turnMarkdown } from "./markdown";
import { overlap } from "./overlap";
import { matchResults } from "./results";

function turn(part: Partial<TurnView>): TurnView {
  return {
    cursor: "1",
    opId: "op",
    role: "assistant",
    content: "",
    clippedChars: 0,
    toolCalls: [],
    toolUseId: null,
    atMs: 0,
    recordedMs: 0,
    deviceId: "a",
    deviceName: "Desk",
    ...part,
  };
}

const calling = turn({ opId: "c", toolCalls: [{ id: "1", name: "bash", arguments: { command: "ls" } }] });
const result = turn({ opId: "r", role: "tool", toolUseId: "1", content: "a\n```\nb" });

test("a result stands with the call of its id, and one without a call alone", () => {
  const results = matchResults([calling, result, { ...result, opId: "again" }]);
  expect(results.of(calling, 0)?.opId).toBe("r");
  expect(results.shownWith(result)).toBe("bash");
  expect(results.shownWith({ ...result, opId: "again" })).toBeUndefined();
  expect(matchResults([result, calling]).of(calling, 0)).toBeUndefined();
});

test("turns of two devices within half a minute may have missed each other", () => {
  const before = turn({ recordedMs: 100_000 });
  expect(overlap(before, turn({ deviceId: "b", recordedMs: 112_000 }))).toBe(12_000);
  expect(overlap(before, turn({ deviceId: "b", recordedMs: 131_000 }))).toBeNull();
  expect(overlap(before, turn({ deviceId: "a", recordedMs: 112_000 }))).toBeNull();
  expect(overlap(undefined, before)).toBeNull();
});

test("a turn as Markdown says who and where, and a fence in it cannot end its block", () => {
  expect(turnMarkdown(calling, "now")).toBe(
    '## Assistant\n\n*Desk, now*\n\nCalls `bash`:\n\n```json\n{\n  "command": "ls"\n}\n```\n',
  );
  expect(turnMarkdown(result, "now")).toContain("\n````\na\n```\nb\n````\n");
});
