import { expect, test } from "vitest";
import { hashOf, parseHash, recordHash, takeOverHash, turnHash } from "./route.svelte";

test("every place survives the way through the address", () => {
  for (const id of ["plain", "", "with/slash and #?%", "حالة"]) {
    expect(parseHash(hashOf("conversations", id))).toMatchObject({
      view: "conversations",
      conversationId: id,
    });
    expect(parseHash(turnHash(id, "7@/x"))).toMatchObject({ conversationId: id, cursor: "7@/x" });
    expect(parseHash(takeOverHash(id))).toMatchObject({ view: "leases", agentId: id });
    const record = { agent: id, key: `id:${id}` };
    expect(parseHash(recordHash("registry:a/b", record))).toMatchObject({ surface: "registry:a/b", record });
  }
  expect(parseHash(hashOf("leases"))).toMatchObject({ view: "leases", conversationId: null, agentId: null });
  expect(parseHash(recordHash("skill"))).toMatchObject({ view: "records", surface: "skill", record: null });
});

test("an address that means nothing leads to the devices", () => {
  expect(parseHash("#/nowhere").view).toBe("devices");
  expect(parseHash("").view).toBe("devices");
});

test("a broken escape is taken as it stands", () => {
  expect(parseHash("#/conversations/id/%E0%A4%A").conversationId).toBe("%E0%A4%A");
});
