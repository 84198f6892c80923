import { expect, test } from "vitest";
import { ruleOf, shownKey, shownPreview } from "./surface";

test("a key is shown as the id it was given", () => {
  expect(shownKey("id:a:b")).toBe("a:b");
  expect(shownKey("h:00ff")).toBe("");
});

test("a preview leaves out the id and nothing else", () => {
  expect(shownPreview({ key: "id:b", preview: '{"a":1,"id":"b"}' })).toBe('{"a":1}');
  expect(shownPreview({ key: 'id:"', preview: '{"id":"\\"","z":"id"}' })).toBe('{"z":"id"}');
  expect(shownPreview({ key: "h:00", preview: '{"id":1}' })).toBe('{"id":1}');
});

test("each kind of records has its rule", () => {
  expect(["skill", "declagent", "registry:x", "intent", "routing"].map(ruleOf)).toEqual([
    "earliest",
    "latest",
    "latest",
    "ledger",
    "each",
  ]);
});
