import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LIST, listed, pagePackages, readTop, rustPackages } from "./packages.js";

describe("the list of packages and their licences", () => {
  const list = readFileSync(LIST, "utf8");

  test("names exactly what the lock files name", () => {
    const wanted = [
      ...rustPackages(readTop("Cargo.lock")),
      ...pagePackages(JSON.parse(readTop("ui/package-lock.json"))),
    ].map(({ name, version }) => `${name} ${version}`);
    const found = listed(list).map(({ name, version }) => `${name} ${version}`);
    // Both ways: what is missing, and what is gone. `cargo xtask licences` writes it anew.
    expect(found).toEqual(wanted);
  });

  test("gives each of them at least one text that is there", () => {
    const texts = new Set([...list.matchAll(/^@text (\d+)$/gm)].map((match) => match[1]));
    const used = [...list.matchAll(/^@texts (.*)$/gm)].map((match) => match[1].split(" "));
    expect(used.length).toBe(listed(list).length);
    expect(used.flat().filter((number) => !texts.has(number))).toEqual([]);
    expect(texts.size).toBe(new Set(used.flat()).size);
  });

  test("a package that a program needs through another one is found, and what only tests need is not", () => {
    const block = (name, dependencies, source) =>
      `[[package]]\nname = "${name}"\nversion = "1.0.0"\n${source ? 'source = "registry"\n' : ""}` +
      `dependencies = [\n${dependencies.map((one) => ` "${one}",\n`).join("")}]\n\n`;
    const lock =
      block("baton-desktop", ["near"]) +
      block("baton-cli", []) +
      block("baton-tests", ["oracle"]) +
      block("near", ["far 1.0.0"], true) +
      block("far", [], true) +
      block("oracle", [], true);
    expect(rustPackages(lock).map(({ name }) => name)).toEqual(["far", "near"]);
  });
});
