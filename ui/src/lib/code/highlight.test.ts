import { describe, expect, test } from "vitest";
import { highlight, languageOf } from "./highlight";

describe("highlighted code", () => {
  test("is the same text, in pieces of a kind", async () => {
    const code = 'fn main() {\n    // says <script>\n    println!("hello {}", 42);\n}';
    const tokens = await highlight(code, "rust");
    expect(tokens?.map((token) => token.text).join("")).toBe(code);
    expect(tokens).toContainEqual({ text: "fn", kind: "keyword" });
    expect(tokens).toContainEqual({ text: "// says <script>", kind: "comment" });
    expect(tokens).toContainEqual({ text: "42", kind: "number" });
  });

  test("stays plain where the language is not known, or the code very long", async () => {
    expect(await highlight("x", "")).toBeNull();
    expect(await highlight("x", "klingon")).toBeNull();
    expect(await highlight("x".repeat(20_001), "rust")).toBeNull();
  });

  test.each([
    ["rs", "rust"],
    ["src/relay/segment.rs", "rust"],
    ["TypeScript", "typescript"],
    ["sh -x", "bash"],
    ["", ""],
  ])("the language of %s is %s", (name, language) => {
    expect(languageOf(name)).toBe(language);
  });
});
