import { readFileSync } from "node:fs";

/** What a real engine answered, as the fake host has it. */
export function recorded(name) {
  return JSON.parse(readFileSync(new URL(`../src/fake/recorded/${name}.json`, import.meta.url), "utf8"));
}
