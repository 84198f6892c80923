import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "./browser.js";

/** Plays the app around the page: answers commands by name and remembers what was asked. */
function pretendApp() {
  const asked = [];
  const callbacks = [];
  const lease = {
    agentId: "nightly",
    holder: "device-b",
    holderName: "MacBook",
    isOurs: false,
    epoch: 7,
    expiresAtMs: 1,
    grade: "voted",
    pendingRuns: [],
    asking: null,
    wantedHere: false,
    wantedBy: [],
    history: [],
  };
  const silent = { deviceId: "device-c", name: "Cabin", lastSeenMs: null };
  const free = { ...lease, agentId: "free", holder: null, holderName: "", expiresAtMs: null, grade: null };
  const awaited = { ...free, agentId: "asked", asking: { epoch: 8, sinceMs: 1, waitingFor: [silent] } };
  const own = { ...lease, agentId: "own", holder: "device-a", holderName: "Desk", isOurs: true };
  const checkup = (healthy) => ({
    findings: [
      {
        code: "search_damaged",
        severity: healthy ? "ok" : "warning",
        title: "The search index is damaged",
        detail: "",
        advice: "",
        paths: [],
        morePaths: 0,
        repair: healthy ? null : "Makes it anew.",
        repaired: healthy ? "Made it anew." : null,
      },
    ],
    filesByDevice: [],
    healthy,
  });
  const device = (id, isSelf) => ({
    id,
    name: id,
    platform: "",
    appVersion: "",
    isSelf,
    standing: "active",
    lastSeenMs: null,
    head: 0,
    acknowledged: { [id]: 0 },
    behind: 0,
    awaited: 0,
  });
  const record = {
    place: "7",
    agent: "",
    key: "id:search",
    opId: "op-0",
    deviceName: "Desk",
    atMs: 1,
    org: null,
    bytes: 2,
    preview: "{}",
    run: null,
  };
  const snapshot = {
    revision: 1,
    nowMs: 1_790_000_000_000,
    setUp: true,
    status: {
      kind: "up_to_date",
      headline: "Up to date",
      lastSyncedMs: null,
      pausedUntilMs: null,
      unacknowledged: 0,
      awaited: 0,
    },
    deviceId: "device-a",
    deviceName: "Desk",
    relayPath: "/relay",
    stateHash: "00",
    baseCheckpoint: null,
    stableFrontier: null,
    turns: 0,
    conversations: 0,
    devices: [device("device-a", true), device("device-c", false)],
    leases: [lease, free, awaited, own],
    voters: {
      number: 1,
      members: [{ deviceId: "device-a", name: "Desk", isSelf: true }],
      standing: "voter",
      waitingFor: [],
    },
    problems: [],
    paused: false,
    hasTray: false,
    trayNote: true,
  };
  const answers = {
    snapshot,
    conversations: { conversations: [{ id: "c", title: "Talk", turns: 0, lastActivityMs: 1 }], total: 1 },
    turns: { turns: [], hasOlder: false, hasNewer: false, total: 0, older: 0 },
    search: {
      hits: [],
      total: 0,
      hasUncounted: false,
      next: null,
      filters: [],
      unsearchable: 0,
    },
    record_surfaces: [{ surface: "registry:tools", records: 1, more: false }],
    records: { records: [record], next: null, examined: 1 },
    record_history: { entries: [{ record, counts: true }], next: null, droppedBeforeMs: null },
    record_text: { text: "{}", end: 2, total: 2 },
    exchanges: [],
    activity: [],
    resume_text: { json: "[]", messages: 0 },
    export_conversation: null,
    sync_now: { pushed: 0, folded: 0 },
    checkpoint: { checkpointHash: null, reason: "Nothing new." },
    release_preview: { lease, holderLastSeenMs: null, expired: true },
    folder_suggestions: [],
    inspect_folder: { path: "/relay", kind: "empty", deviceNames: [], willWrite: [], inside: null },
    pick_folder: "/relay",
    examine: checkup(false),
    repair: checkup(true),
  };
  Object.assign(globalThis, {
    isTauri: true,
    pretend: {
      asked,
      snapshot,
      tell() {
        for (const callback of callbacks) callback({ payload: { revision: 2 } });
      },
    },
    __TAURI_INTERNALS__: {
      transformCallback: (callback) => callbacks.push(callback),
      invoke: async (command, given) => {
        asked.push([command, given]);
        return structuredClone(answers[command] ?? null);
      },
    },
  });
}

describe("the page in the app", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const asked = (page, command) =>
    page.evaluate(
      (name) => globalThis.pretend.asked.filter(([one]) => one === name).map(([, given]) => given),
      command,
    );

  test("outside the app, and without the fake, the page says where it belongs", async () => {
    const page = await browser.openBare();
    await page.getByText("This page belongs inside the Baton app.").waitFor();
    await page.close();
  });

  test("every command goes out with the name and arguments of the contract", async () => {
    const page = await browser.openBare(pretendApp);
    await page.getByRole("button", { name: "Sync now" }).click();
    await page.getByRole("button", { name: "Checkpoint" }).click();
    await page.getByText("Nothing new.").waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("menuitem", { name: "For 1 hour" }).click();
    await page.getByRole("button", { name: "Got it" }).click();
    await page.getByRole("button", { name: "Quit Baton" }).click();
    await page.getByRole("button", { name: "Open relay folder" }).click();
    await page.getByRole("link", { name: "Leases" }).click();
    await page.getByRole("button", { name: "Take over the lease of nightly" }).click();
    await page.getByRole("button", { name: "Take over at epoch 7" }).click();
    await page.getByRole("button", { name: "Request hand-over of nightly" }).click();
    await page.getByRole("button", { name: "Run here: free" }).click();
    await page.getByRole("button", { name: "Withdraw request for asked" }).click();
    await page.getByRole("button", { name: "Release own" }).click();
    await page.getByRole("button", { name: "Go on without it: Cabin" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Go on without it" }).click();
    await page.getByRole("switch", { name: "This device runs agents" }).click();
    await page.getByRole("link", { name: "Activity" }).click();
    await page.getByText("Nothing happened yet").waitFor();
    await page.getByRole("button", { name: "Check folder and data" }).click();
    await page.getByRole("button", { name: "Repair…" }).click();
    await page.getByRole("button", { name: "Repair now" }).click();
    await page.getByText("Made it anew.").waitFor();
    await page.getByRole("link", { name: "Memory" }).click();
    await page.getByRole("link", { name: /search/ }).click();
    await page.getByRole("group", { name: "Value" }).waitFor();
    await page.getByRole("link", { name: "Conversations" }).click();
    await page.getByRole("link", { name: "Talk" }).click();
    await page.getByRole("feed").waitFor({ state: "attached" });
    const [records] = await asked(page, "records");
    assert.deepEqual(records.request, {
      surface: "registry:tools",
      startsWith: "",
      contains: "",
      after: null,
      limit: 100,
    });
    assert.deepEqual(await asked(page, "record_text"), [{ request: { place: "7", start: 0 } }]);
    const [history] = await asked(page, "record_history");
    const name = { surface: "registry:tools", agent: "", key: "id:search" };
    assert.deepEqual(history, { request: { ...name, before: null, limit: 50 } });
    assert.deepEqual(await asked(page, "set_pause"), [{ length: "hour" }]);
    assert.deepEqual(await asked(page, "release_preview"), [{ agentId: "nightly" }]);
    assert.deepEqual(await asked(page, "take_over_lease"), [{ agentId: "nightly", observedEpoch: 7 }]);
    assert.deepEqual(await asked(page, "request_lease"), [{ agentId: "nightly" }, { agentId: "free" }]);
    assert.deepEqual(await asked(page, "release_lease"), [
      { agentId: "asked", epoch: 8 },
      { agentId: "own", epoch: 7 },
    ]);
    assert.deepEqual(await asked(page, "retire_device"), [{ deviceId: "device-c" }]);
    assert.deepEqual(await asked(page, "set_executor"), [{ executor: false }]);
    assert.deepEqual(await asked(page, "conversations"), [{ request: { offset: 0, limit: 100 } }]);
    await page.getByRole("searchbox").fill("tide role:user");
    await page.getByText("Nothing matches “tide role:user”.").waitFor();
    assert.deepEqual((await asked(page, "search")).at(-1), {
      request: { text: "tide role:user", from: null, limit: 30 },
    });
    for (const item of ["Resume here", "Export as JSON lines…"]) {
      await page.getByRole("button", { name: "Copy, export, resume" }).click();
      await page.getByRole("button", { name: item }).click();
    }
    await page.waitForFunction(() =>
      globalThis.pretend.asked.some(([name]) => name === "export_conversation"),
    );
    assert.deepEqual(await asked(page, "resume_text"), [{ conversationId: "c" }]);
    const [exported] = await asked(page, "export_conversation");
    assert.deepEqual(exported.request, { conversationId: "c", format: "jsonl" });
    const [turns] = await asked(page, "turns");
    assert.deepEqual(turns, { request: { conversationId: "c", from: { at: "end" }, limit: 100 } });
    for (const command of [
      "snapshot",
      "record_surfaces",
      "exchanges",
      "activity",
      "sync_now",
      "checkpoint",
      "open_relay_folder",
      "examine",
      "repair",
      "dismiss_tray_note",
      "quit",
    ]) {
      assert.ok((await asked(page, command)).length > 0, command);
    }
    await page.close();
  });

  test("the set-up commands go out with the name and arguments of the contract", async () => {
    const page = await browser.openBare(pretendApp);
    await page.evaluate(() => {
      globalThis.pretend.snapshot.setUp = false;
      globalThis.pretend.tell();
    });
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Choose a folder…" }).click();
    await page.getByRole("button", { name: "Use this folder" }).click();
    await page.waitForFunction(() => globalThis.pretend.asked.some(([command]) => command === "set_up"));
    assert.deepEqual(await asked(page, "inspect_folder"), [{ path: "/relay" }]);
    assert.deepEqual(await asked(page, "set_up"), [{ request: { relayPath: "/relay", deviceName: "Desk" } }]);
    assert.equal((await asked(page, "folder_suggestions")).length, 1);
    await page.close();
  });

  test("the page listens for the state event and then pulls a snapshot", async () => {
    const page = await browser.openBare(pretendApp);
    await page.getByText("Desk", { exact: true }).waitFor();
    const [listening] = await asked(page, "plugin:event|listen");
    assert.equal(listening.event, "state");
    await page.evaluate(() => {
      globalThis.pretend.snapshot.deviceName = "New desk";
      globalThis.pretend.tell();
    });
    await page.getByText("New desk").waitFor();
    await page.close();
  });
});
