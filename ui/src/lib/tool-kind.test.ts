import { describe, expect, test } from "vitest";
import { callKind, dataImage, replacement, resultKind } from "./tool-kind";

const call = (given: unknown) => ({ id: null, name: "tool", arguments: given });

describe("a tool call", () => {
  test("with a command is a command, and the rest is kept", () => {
    expect(callKind(call({ command: "cargo test", timeout: 5 }))).toEqual({
      kind: "command",
      command: "cargo test",
      rest: { timeout: 5 },
    });
  });

  test("that replaces a text is an edit that shows what went and what came", () => {
    const edit = callKind(
      call({ file_path: "a.rs", old_string: "one\ntwo\nthree", new_string: "one\n2\nthree" }),
    );
    expect(edit).toMatchObject({ kind: "edit", path: "a.rs" });
    expect(replacement("one\ntwo\nthree", "one\n2\nthree")).toEqual([
      { sign: " ", text: "one" },
      { sign: "-", text: "two" },
      { sign: "+", text: "2" },
      { sign: " ", text: "three" },
    ]);
    expect(replacement("a", "a\na")).toEqual([
      { sign: " ", text: "a" },
      { sign: "+", text: "a" },
    ]);
  });

  test("that writes a file is that file, and anything else is its fields", () => {
    expect(callKind(call({ path: "a.md", content: "# A" }))).toMatchObject({ kind: "write", path: "a.md" });
    for (const given of [{ query: "x" }, { path: "a.md" }, "text", null, 7]) {
      expect(callKind(call(given)).kind).toBe("other");
    }
  });
});

test("no argument of a call is lost, whatever else it is called with", () => {
  const path = { path: "/x", content: "text" };
  expect(callKind(call({ command: "view", ...path }))).toEqual({
    kind: "write",
    ...path,
    rest: { command: "view" },
  });
  for (const rest of [{ path: "/x" }, { old_str: "a" }, { content: "y" }]) {
    expect(callKind(call({ command: "view", ...rest }))).toEqual({ kind: "command", command: "view", rest });
  }
});

describe("a result", () => {
  test("of JSON is set out, and the data of images is left out of it", () => {
    const text = JSON.stringify([{ type: "image", source: { media_type: "image/png", data: "AAAAAAA=" } }]);
    const result = resultKind(text);
    expect(result).toMatchObject({ kind: "json", images: [{ type: "PNG", bytes: 5 }] });
    expect(result.kind === "json" && result.text).toContain('"data": "…"');
  });

  test("that only looks like JSON is plain, and a diff is a diff", () => {
    expect(resultKind("{not json").kind).toBe("plain");
    expect(resultKind("plain words").kind).toBe("plain");
    const diff = resultKind("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n same");
    expect(diff.kind === "diff" && diff.lines.map((line) => line.sign).join("")).toBe("   -+ ");
  });
});

test("an image within an address tells its type and size", () => {
  expect(dataImage("data:image/svg+xml;base64,AAAA")).toEqual({ type: "SVG", bytes: 3 });
  expect(dataImage("https://example.org/a.png")).toBeNull();
});

const PICTURE = "iVBORw0KGgoA".repeat(3_000);
const inMessage = [{ type: "image", source: { type: "base64", media_type: "image/png", data: PICTURE } }];
const cut = (value: unknown, at = 20_000) => {
  const text = JSON.stringify(value);
  return resultKind(text.slice(0, at), text.length - at);
};

test("an image that is longer than what a page shows of a text is told by type and size as well", () => {
  const dataFirst = [{ source: { data: PICTURE, media_type: "image/png" }, type: "image" }];
  const inAddress = { image_url: { url: `data:image/png;base64,${PICTURE}` } };
  for (const value of [inMessage, dataFirst, inAddress]) {
    const result = cut(value);
    if (result.kind !== "json") throw new Error(result.kind);
    expect(result.text).not.toContain("iVBOR");
    expect(result.images.map(({ type }) => type)).toEqual(["PNG"]);
    expect(Math.abs((result.images[0]?.bytes ?? 0) - 27_000)).toBeLessThan(50);
  }
});

test("what is cut elsewhere, or is no image, stays as it is", () => {
  expect(cut(inMessage, 12)).toEqual({ kind: "plain" });
  expect(cut(["no picture ".repeat(3_000)])).toEqual({ kind: "plain" });
  expect(cut({ data: "A".repeat(30_000) })).toEqual({ kind: "plain" });
  expect(resultKind(JSON.stringify(inMessage).slice(0, 20_000))).toEqual({ kind: "plain" });
});
