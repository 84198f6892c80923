import { expect, test } from "vitest";
import { decodeEntities, markdownTokens, openableAddress } from "./tokens";

test("markup in a text stays a token of raw text", () => {
  const [token] = markdownTokens('<script>alert("x")</script>');
  expect(token?.type).toBe("html");
  expect(token?.raw).toContain("<script>");
});

test("nesting that would exhaust the stack is shown as plain text", () => {
  const [token] = markdownTokens(">".repeat(19_000));
  expect(token).toBeDefined();
});

test("a text too long to lay out as markdown is plain", () => {
  const tokens = markdownTokens(`${"# heading\n".repeat(3_000)}`);
  expect(tokens).toHaveLength(1);
  expect(tokens[0]?.type).toBe("code");
});

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
  "/relative",
  "not a url",
  "tauri://x",
])("%s cannot be opened", (href) => {
  expect(openableAddress(href)).toBeNull();
});

test("letters that look alike are spelled out in the address that is shown", () => {
  expect(openableAddress("https://аpple.com/")).toBe("https://xn--pple-43d.com/");
});

test("entities are decoded once", () => {
  expect(decodeEntities("a &lt; b &amp;lt; c")).toBe("a < b &lt; c");
});
