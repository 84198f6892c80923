import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, standsStill } from "./browser.js";
import { COMMANDS } from "./contract.js";
import { asked, openInApp } from "./pretend-app.js";
import { recorded } from "./recorded.js";

/** The commands that went out so far, as the contract wants them. */
const sent = new Set();

const clicks = (name) => (page) => page.getByRole("button", { name, exact: true }).click();
const follows = (name) => (page) => page.getByRole("link", { name }).first().click();

/** Does something in the page, and expects this command with these arguments to go out because of it. */
async function sends(page, command, given, act) {
  const before = (await asked(page, command)).length;
  await act(page);
  await page.waitForFunction(
    ([name, least]) => globalThis.pretend.asked.filter(([one]) => one === name).length > least,
    [command, before],
  );
  const { progress: _, ...named } = (await asked(page, command)).at(-1) ?? {};
  assert.deepEqual(named, given ?? {}, command);
  sent.add(command);
}

describe("the page in the app", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function inApp(scenario, act) {
    const { page, fake, close } = await openInApp(browser, scenario);
    await page.waitForSelector("main h1, main form");
    await act(page, fake);
    await close();
  }

  test("outside the app, and without the fake, the page says where it belongs", async () => {
    const page = await browser.openBare();
    await page.getByText("This page belongs inside the Baton app.").waitFor();
    await page.close();
  });

  test("everyday commands go out with the name and arguments of the contract", async () => {
    await inApp("no-tray", async (page) => {
      await sends(page, "sync_now", null, clicks("Sync now"));
      await sends(page, "checkpoint", null, clicks("Checkpoint"));
      await clicks("Pause")(page);
      await sends(page, "set_pause", { length: "hour" }, (page) =>
        page.getByRole("menuitem", { name: "For 1 hour" }).click(),
      );
      await sends(page, "set_pause", { length: null }, clicks("Resume"));
      await sends(page, "dismiss_tray_note", null, clicks("Got it"));
      await sends(page, "open_relay_folder", null, clicks("Open relay folder"));
      await sends(page, "snapshot", null, (page) => page.evaluate(() => globalThis.pretend.tell()));
      await follows("Activity")(page);
      await sends(page, "exchanges", null, follows("Devices"));
      await sends(page, "quit", null, clicks("Quit Baton"));
    });
  });

  test("what a person decides about leases goes out with the epoch they saw", async () => {
    await inApp("normal", async (page) => {
      await follows("Leases")(page);
      const agentId = "nightly-report";
      await sends(page, "release_preview", { agentId }, clicks(`Take over the lease of ${agentId}`));
      await sends(
        page,
        "take_over_lease",
        { agentId, observedEpoch: 4_194_305 },
        clicks("Take over at epoch 4,194,305"),
      );
      await sends(
        page,
        "request_lease",
        { agentId: "changelog-writer" },
        clicks("Request hand-over of changelog-writer"),
      );
      const withdrawn = { agentId: "changelog-writer", epoch: 4_194_305 };
      await sends(page, "release_lease", withdrawn, clicks("Withdraw request for changelog-writer"));
      await clicks("Go on without it: Cabin mini PC")(page);
      const cabin = "device-0e7d9a3b-1c58-4f6e-b2aa-94d1f7c6e533";
      await sends(page, "retire_device", { deviceId: cabin }, (page) =>
        page.getByRole("dialog").getByRole("button", { name: "Go on without it" }).click(),
      );
      await sends(page, "set_executor", { executor: false }, (page) =>
        page.getByRole("switch", { name: "This device runs agents" }).click(),
      );
    });
  });

  test("a check looks, and a repair follows only a yes", async () => {
    await inApp("problems", async (page) => {
      await sends(page, "activity", null, follows("Activity"));
      await sends(page, "examine", null, clicks("Check folder and data"));
      await clicks("Repair…")(page);
      assert.deepEqual(await asked(page, "repair"), []);
      await sends(page, "repair", null, clicks("Repair now"));
    });
  });

  test("records are asked for by kind, name and place", async () => {
    await inApp("normal", async (page) => {
      await sends(page, "record_surfaces", null, follows("Memory"));
      const list = { startsWith: "", contains: "", after: null, limit: 100 };
      await sends(page, "records", { request: { surface: "skill", ...list } }, follows(/^Skills/));
      const name = { surface: "skill", agent: "", key: "id:tidy-invoices" };
      const history = { request: { ...name, before: null, limit: 50 } };
      await sends(page, "record_history", history, follows(/tidy-invoices/));
      await page.getByRole("group", { name: "Value" }).waitFor();
      const [text] = await asked(page, "record_text");
      assert.deepEqual(text, { request: { place: text.request.place, start: 0 } });
      sent.add("record_text");
    });
  });

  test("conversations are asked for by page, and taken out whole", async () => {
    await inApp("normal", async (page) => {
      const list = { request: { offset: 0, limit: 100 } };
      await sends(page, "conversations", list, follows("Conversations"));
      const conversationId = "conversation-1";
      const turns = { request: { conversationId, from: { at: "end" }, limit: 100 } };
      await sends(page, "turns", turns, follows(/why the nightly report ran twice/));
      await clicks("Copy, export, resume")(page);
      await sends(page, "resume_text", { conversationId }, clicks(/^Resume here/));
      await clicks("Copy, export, resume")(page);
      const exported = { request: { conversationId, format: "jsonl" } };
      await sends(page, "export_conversation", exported, clicks(/^Export as JSON lines…/));
    });
  });

  test("what was said is searched, shown whole when it is wanted, and its links are opened after a yes", async () => {
    await inApp("normal", async (page) => {
      await follows("Conversations")(page);
      const found = { request: { text: "fencing role:assistant", from: null, limit: 30 } };
      await sends(page, "search", found, (page) =>
        page.getByRole("searchbox").fill("fencing role:assistant"),
      );
      await page.locator("mark").first().click();
      await standsStill(page, 20);
      await page.getByRole("button", { name: "this article" }).last().click();
      const url = "https://example.com/articles/fencing-tokens?from=baton";
      await sends(page, "open_link", { url }, (page) =>
        page.getByRole("dialog").getByRole("button", { name: "Open" }).click(),
      );
      // Nothing can be typed behind an open dialog.
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.getByRole("searchbox").fill("verified");
      await page.locator("mark", { hasText: "verified" }).first().click();
      const long = recorded("turns")["conversation-1"].turns.find((turn) => turn.clippedChars > 0);
      // It goes on where what is shown ends.
      const whole = {
        request: {
          conversationId: "conversation-1",
          cursor: long.cursor,
          part: { kind: "content" },
          offset: long.content.length,
        },
      };
      const card = page.locator("article", { hasText: "relay::pump" });
      await sends(page, "turn_text", whole, () =>
        card
          .getByRole("button", { name: /^Show all/ })
          .first()
          .click(),
      );
    });
  });

  test("settings, diagnostics and what it is built from", async () => {
    await inApp("normal", async (page) => {
      await sends(page, "settings", null, follows("Settings"));
      await sends(page, "change_settings", { patch: { startAtLogin: true } }, (page) =>
        page.getByRole("switch", { name: "Start when I log in" }).click(),
      );
      await sends(page, "open_data_folder", null, clicks("Open data folder"));
      await sends(page, "diagnostics", null, clicks("Show the report…"));
      await sends(page, "save_diagnostics", null, clicks("Save…"));
      const packages = { request: { search: "", offset: 0, limit: 100 } };
      await sends(page, "packages", packages, clicks("Software it is built from"));
      await sends(page, "package_licence", { text: 2 }, (page) => page.getByText("aho-corasick").click());
      await page.keyboard.press("Escape");
      assert.equal((await asked(page, "about")).length, 1);
      sent.add("about");
      await clicks("Move…")(page);
      await page.getByLabel("Dropbox").check();
      await page.getByLabel("Join the devices").check();
      const move = { request: { path: "/home/ada/Dropbox/Baton", join: true } };
      await sends(page, "move_relay", move, clicks("Move"));
    });
  });

  test("the set-up asks about a folder before it uses it", async () => {
    await inApp("first-start", async (page) => {
      await page.getByLabel("Name of this device").fill("Desk");
      await sends(page, "folder_suggestions", null, clicks("Next"));
      await sends(page, "pick_folder", null, clicks("Choose a folder…"));
      const inside = "/home/ada/Documents/Shared/Baton";
      await page.locator("[data-kind=foreign]").waitFor();
      await sends(page, "inspect_folder", { path: inside }, (page) =>
        page.getByRole("button", { name: inside }).click(),
      );
      const request = { relayPath: inside, deviceName: "Desk" };
      await sends(page, "set_up", { request }, clicks("Use this folder"));
    });
  });

  test("the page listens for the state event and then pulls a snapshot", async () => {
    await inApp("normal", async (page, fake) => {
      const [listening] = await asked(page, "plugin:event|listen");
      assert.equal(listening.event, "state");
      await fake.evaluate(() => globalThis.batonFake.change({ deviceName: "New desk" }));
      await page.getByText("New desk").waitFor();
    });
  });

  test("no command of the contract was left out", () => {
    assert.deepEqual(
      COMMANDS.filter((command) => !sent.has(command)),
      [],
    );
  });
});
