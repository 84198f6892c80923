import { expect, test } from "vitest";
import type { DeviceView } from "./contract";
import { filled, frontierMatrix } from "./frontier";

function device(id: string, head: number | null, acknowledged: Record<string, number>): DeviceView {
  return {
    id,
    name: id,
    platform: "",
    appVersion: "",
    isSelf: false,
    standing: "active",
    lastSeenMs: null,
    head,
    acknowledged,
    behind: 0,
    awaited: 0,
  };
}

test("sequence numbers from 0 become counts, and what is missing is how far behind", () => {
  const rows = frontierMatrix([device("a", 9, { a: 9, b: 4 }), device("b", 4, { a: 7, b: 4 })]);
  expect(rows[1]?.cells).toEqual([
    { held: 8, behind: 2, own: false },
    { held: 5, behind: 0, own: true },
  ]);
});

test("a device that never said anything has no cells", () => {
  expect(frontierMatrix([device("a", null, {})])[0]?.cells).toBeNull();
});

test("an announced head that nobody acknowledged yet counts as known", () => {
  const rows = frontierMatrix([device("a", null, { b: 1 }), device("b", 5, { b: 1 })]);
  expect(rows[0]?.cells?.[1]).toEqual({ held: 2, behind: 4, own: false });
});

test("a bar shows that something is missing, however little it is", () => {
  const part = (held: number, behind: number) => filled({ held, behind, own: false });
  expect([part(0, 5), part(5, 0), part(50_000, 1), part(1, 50_000), part(50, 50)]).toEqual([
    0, 100, 92, 8, 50,
  ]);
});
