import { expect, test } from "vitest";
import { Answer } from "./answer.svelte";

/** Askings that are answered by hand. */
function byHand() {
  const asked: { resolve: (given: string) => void; reject: (why: unknown) => void }[] = [];
  const ask = () => new Promise<string>((resolve, reject) => asked.push({ resolve, reject }));
  return { asked, answer: new Answer(ask) };
}

test("an answer that comes after a newer one is dropped, and so is its failure", async () => {
  const { asked, answer } = byHand();
  const all = [answer.load(), answer.load(), answer.load()];
  asked[2]?.resolve("newest");
  await all[2];
  asked[0]?.resolve("old");
  asked[1]?.reject({ code: "internal", message: "late", hint: "" });
  await Promise.all(all);
  expect([answer.given, answer.error]).toEqual(["newest", null]);
});

test("what a change answers counts before what was asked for earlier", async () => {
  const { asked, answer } = byHand();
  const loaded = answer.load();
  await answer.take(Promise.resolve("changed"));
  asked[0]?.resolve("before");
  await loaded;
  expect(answer.given).toBe("changed");
});

test("a failure is kept until an answer comes, and what was given stays", async () => {
  const { asked, answer } = byHand();
  const first = answer.load();
  asked[0]?.resolve("given");
  await first;
  const second = answer.load();
  asked[1]?.reject({ code: "internal", message: "no", hint: "" });
  await second;
  expect([answer.given, answer.error?.message]).toEqual(["given", "no"]);
  const third = answer.load();
  asked[2]?.resolve("again");
  await third;
  expect([answer.given, answer.error]).toEqual(["again", null]);
});
