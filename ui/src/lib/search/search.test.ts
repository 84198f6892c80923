import { expect, test } from "vitest";
import type { SearchPage, SearchRequest } from "../contract";
import type { Host } from "../host";
import { Search } from "./search.svelte";

function page(opIds: string[], next: string | null = null): SearchPage {
  const hits = opIds.map((opId) => ({
    opId,
    conversationId: "c",
    title: "",
    cursor: opId,
    role: "user" as const,
    tools: [],
    atMs: 0,
    deviceName: "",
    snippet: [],
  }));
  return { hits, total: hits.length, hasUncounted: false, next, filters: [], unsearchable: 0 };
}

/** A host whose answers come when the test says so. */
function slowHost() {
  const asked: { request: SearchRequest; answer: (page: SearchPage) => void }[] = [];
  const search = (request: SearchRequest) =>
    new Promise<SearchPage>((answer) => asked.push({ request, answer }));
  return { asked, host: { search } as unknown as Host };
}

test("the answer to an earlier text is dropped when it comes late", async () => {
  const { asked, host } = slowHost();
  const search = new Search(host);
  const first = search.find("ti");
  const second = search.find("tide");
  asked[1]?.answer(page(["new"]));
  await second;
  asked[0]?.answer(page(["old"]));
  await first;
  expect(search.hits?.map((hit) => hit.opId)).toEqual(["new"]);
  expect(search.answered).toBe("tide");
  expect(search.searching).toBe(false);
});

test("an emptied text shows nothing, even if an answer is on its way", async () => {
  const { asked, host } = slowHost();
  const search = new Search(host);
  const first = search.find("tide");
  await search.find("");
  asked[0]?.answer(page(["late"]));
  await first;
  expect(search.hits).toBeNull();
  expect(search.searching).toBe(false);
});

test("further pages follow the first, and no turn comes twice", async () => {
  const { asked, host } = slowHost();
  const search = new Search(host);
  const first = search.find("tide");
  asked[0]?.answer(page(["a", "b"], "further"));
  await first;
  const more = search.more();
  expect(asked[1]?.request.from).toBe("further");
  asked[1]?.answer(page(["b", "c"]));
  await more;
  expect(search.hits?.map((hit) => hit.opId)).toEqual(["a", "b", "c"]);
  expect(search.hasMore).toBe(false);
});
