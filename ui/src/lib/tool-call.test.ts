import { expect, test } from "vitest";
import { callFields } from "./tool-call";

test("each argument is named with its JSON type", () => {
  expect(callFields({ path: "a.rs", from: 3, deep: { x: [1] }, none: null, list: [] })).toEqual([
    { name: "path", type: "string", value: "a.rs" },
    { name: "from", type: "number", value: "3" },
    { name: "deep", type: "object", value: '{\n  "x": [\n    1\n  ]\n}' },
    { name: "none", type: "null", value: "null" },
    { name: "list", type: "list", value: "[]" },
  ]);
});

test("arguments that are no object are shown as one value", () => {
  expect(callFields("text")).toEqual([{ name: "value", type: "string", value: "text" }]);
});
