import { beforeEach, describe, expect, test } from "vitest";
import { FakeConversations } from "../../fake/conversations";
import { fail } from "../../fake/errors";
import type { TurnPage, TurnsRequest } from "../contract";
import type { Host } from "../host";
import { MOST_LOADED, PAGE, Transcript } from "./transcript.svelte";

const ID = "conversation-1";

describe("a transcript", () => {
  let conversations: FakeConversations;
  let asked: TurnsRequest[];
  let answer: (request: TurnsRequest) => TurnPage;
  let transcript: Transcript;

  const numbers = () => transcript.turns.map((turn) => Number(turn.cursor.split("@")[1]));
  const isGapless = () => numbers().every((number, at, all) => at === 0 || number === (all[at - 1] ?? 0) + 1);

  beforeEach(() => {
    conversations = new FakeConversations(Date.now(), 1_000);
    asked = [];
    answer = (request) => conversations.turns(request);
    const turns = async (request: TurnsRequest) => {
      asked.push(request);
      return answer(request);
    };
    transcript = new Transcript({ turns } as unknown as Host, ID, async () => {});
  });

  test("opens at its newest page", async () => {
    await transcript.open({ at: "end" });
    expect(numbers().at(-1)).toBe(999);
    expect(transcript.turns).toHaveLength(PAGE);
    expect(transcript.firstNumber).toBe(901);
    expect(transcript.title).toBe(conversations.page({ offset: 0, limit: 1 }).conversations[0]?.title);
    expect([transcript.hasOlder, transcript.hasNewer]).toEqual([true, false]);
  });

  test("never holds more than its window, whatever the way it is read", async () => {
    await transcript.open({ at: "end" });
    for (let round = 0; round < 9; round += 1) await transcript.loadOlder();
    expect(numbers()[0]).toBe(0);
    expect(transcript.firstNumber).toBe(1);
    expect(transcript.turns).toHaveLength(MOST_LOADED);
    expect(transcript.hasNewer).toBe(true);
    for (let round = 0; round < 9; round += 1) await transcript.loadNewer();
    expect(numbers().at(-1)).toBe(999);
    expect(transcript.turns).toHaveLength(MOST_LOADED);
    expect(transcript.hasNewer).toBe(false);
    expect(transcript.firstNumber).toBe(501);
    expect(isGapless()).toBe(true);
    expect(asked.every((request) => request.limit <= 200)).toBe(true);
  });

  test("a new turn is added at the end", async () => {
    await transcript.open({ at: "end" });
    conversations.add(ID, "news");
    expect(await transcript.refresh()).toEqual({ added: 1, reread: false });
    expect(transcript.turns.at(-1)?.content).toBe("news");
    expect(transcript.firstNumber).toBe(901);
  });

  test("a new turn while reading far above only raises the counts", async () => {
    await transcript.open({ at: "start" });
    conversations.add(ID, "news");
    expect(await transcript.refresh()).toEqual({ added: 0, reread: false });
    expect(transcript.turns).toHaveLength(PAGE);
    expect([transcript.total, transcript.newerCount, transcript.firstNumber]).toEqual([1_001, 901, 1]);
  });

  test("a turn that another device recorded earlier finds its place between the loaded ones", async () => {
    await transcript.open({ at: "end" });
    const earlier = { ...transcript.turns[50], opId: "op-late", content: "recorded offline" };
    answer = (request) => {
      const page = conversations.turns(request);
      const at = page.turns.findIndex((turn) => turn.opId === `op-${ID}-950`);
      if (at >= 0) page.turns.splice(at, 0, earlier as TurnPage["turns"][number]);
      return { ...page, total: page.total + 1 };
    };
    expect((await transcript.refresh()).reread).toBe(true);
    expect(transcript.turns.some((turn) => turn.content === "recorded offline")).toBe(true);
    expect(transcript.total).toBe(1_001);
  });

  test("more news than one page leaves the rest to be loaded", async () => {
    await transcript.open({ at: "end" });
    for (let turn = 0; turn < 250; turn += 1) conversations.add(ID, `news ${turn}`);
    expect(await transcript.refresh()).toEqual({ added: PAGE, reread: false });
    expect([transcript.hasNewer, transcript.newerCount, transcript.firstNumber]).toEqual([true, 150, 901]);
    await transcript.loadNewer();
    await transcript.loadNewer();
    expect(transcript.turns.at(-1)?.content).toBe("news 249");
    expect([transcript.hasNewer, transcript.firstNumber]).toEqual([false, 901]);
  });

  test("a page that cannot be read is told, and the turns that are there stay", async () => {
    await transcript.open({ at: "end" });
    answer = () => {
      throw fail("store");
    };
    await transcript.loadOlder();
    expect(transcript.error?.code).toBe("store");
    expect(transcript.turns).toHaveLength(PAGE);
    expect(transcript.loading).toBeNull();
  });

  test("an answer to a place that was left meanwhile is dropped", async () => {
    const first = transcript.open({ at: "end" });
    await transcript.open({ at: "start" });
    await first;
    expect(numbers()[0]).toBe(0);
  });
});
