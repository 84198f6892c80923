import { expect, test } from "vitest";
import type { SearchFilter } from "../contract";
import { filterValue, withFilter, withoutFilter } from "./filter-words";

const role: SearchFilter = { kind: "role", value: "user", typed: "role:user", problem: null };

test("a filter is put before the words, so that the last word can go on being typed", () => {
  expect(withFilter("night tra", [], "role", "user")).toBe("role:user night tra");
  expect(withFilter("", [], "device", "Cabin mini PC")).toBe('device:"Cabin mini PC" ');
});

test("setting a filter again replaces it, and nothing takes it away", () => {
  expect(withFilter("night role:user train", [role], "role", "tool")).toBe("role:tool night train");
  expect(withFilter("night role:user train", [role], "role", "")).toBe("night train");
  expect(withFilter("role:user", [role], "role", "")).toBe("");
});

test("a quote in a value cannot end it", () => {
  expect(withFilter("", [], "tool", 'a "b')).toBe('tool:"a b" ');
});

test("a filter that begins like another is not torn apart", () => {
  expect(withoutFilter("tool:bash2 tool:bash", "tool:bash")).toBe("tool:bash2");
  expect(withoutFilter("untool:bash tool:bash night", "tool:bash")).toBe("untool:bash night");
});

test("what is not in the text any more is left alone", () => {
  expect(withoutFilter("night train", "role:user")).toBe("night train");
  expect(filterValue([role], "role")).toBe("user");
  expect(filterValue([role], "tool")).toBe("");
});
