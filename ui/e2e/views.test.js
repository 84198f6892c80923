import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { calls, fake, openBrowser, STATUSES, VIEWS } from "./browser.js";

describe("the views", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const visit = (scenario, options, look) => browser.visit(scenario, options, look);

  test("devices shows each device with how far behind it is and when it was last seen", async () => {
    await visit("normal", { hash: "#/devices" }, async (page) => {
      const cabin = page.getByRole("article", { name: "Cabin mini PC" });
      const text = await cabin.innerText();
      assert.match(text, /Active/);
      assert.match(text, /1,254 changes behind/);
      assert.match(text, /Last seen 3 days ago/);
    });
  });

  test("the picture says device by device who has how much of whom", async () => {
    await visit("normal", { hash: "#/devices" }, async (page) => {
      const grid = page.getByRole("grid");
      assert.equal(await grid.getByRole("columnheader").count(), 5);
      const row = grid.getByRole("row", { name: /^MacBook/ });
      assert.match(await row.innerText(), /2 behind/);
      const cell = grid.getByRole("gridcell", { name: /MacBook.* has 1,915 of the 1,917 changes/ });
      await cell.hover();
      await page.locator(".explain", { hasText: /; 2 still missing\.$/ }).waitFor();
    });
  });

  test("the picture is one stop of the Tab key, and arrow keys walk in it", async () => {
    await visit("many", { hash: "#/devices", width: 900, height: 600 }, async (page) => {
      const grid = page.getByRole("grid");
      assert.equal(await grid.locator("[tabindex='0']").count(), 1);
      await grid.locator("[tabindex='0']").focus();
      for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
      const focused = await page.evaluate(
        () => document.activeElement?.querySelector(".only-read-aloud")?.textContent,
      );
      assert.match(focused ?? "", /Studio desktop.* has .* of .*MacBook/);
      assert.equal(await page.locator(".explain").innerText(), focused);
      assert.equal(await grid.getByRole("row").count(), 13);
    });
  });

  test("the last exchanges say who sent and who picked up how much", async () => {
    await visit("normal", { hash: "#/devices" }, async (page) => {
      const list = page.getByRole("region", { name: "Last exchanges" });
      assert.match(await list.getByRole("listitem").first().innerText(), /MacBook sent 1 change/);
      await list.getByRole("button", { name: "Show more" }).click();
      assert.equal(await list.getByRole("listitem").count(), 19);
    });
  });

  test("a lost device is retired from its card, after a word on what that means", async () => {
    await visit("normal", { hash: "#/devices" }, async (page) => {
      const cabin = page.getByRole("article", { name: "Cabin mini PC" });
      await cabin.getByRole("button", { name: "Stop waiting for it: Cabin mini PC" }).click();
      const dialog = page.getByRole("dialog", { name: "Stop waiting for Cabin mini PC?" });
      const words = await dialog.innerText();
      for (const said of [
        "1,254 changes that are here",
        "Nothing of what arrived from it is lost",
        "nightly-report",
      ]) {
        assert.ok(words.includes(said), `${said} in ${words}`);
      }
      await dialog.getByRole("button", { name: "Cancel" }).click();
      assert.equal((await calls(page)).retire_device, undefined);
      await cabin.getByRole("button", { name: "Stop waiting for it: Cabin mini PC" }).click();
      await dialog.getByRole("button", { name: "Stop waiting" }).click();
      await page.getByText("Nothing waits for Cabin mini PC any more.").waitFor();
      assert.match(await cabin.innerText(), /Retired/);
      const retired = page.getByRole("article", { name: "Old ThinkPad" });
      assert.equal(await retired.getByRole("button").count(), 0);
    });
  });

  test("devices explains what the shared state is, and what bug reports call it", async () => {
    await visit("normal", { hash: "#/devices" }, async (page) => {
      const facts = await page.locator("dl").last().innerText();
      for (const term of ["stable frontier", "base checkpoint", "state hash", "state-71ffe711"]) {
        assert.ok(facts.includes(term), term);
      }
    });
  });

  test("a lone device is told how to get a second one", async () => {
    await visit("empty", { hash: "#/devices" }, async (page) => {
      await page.getByText("One device so far").waitFor();
    });
  });

  test("a lease shows holder, epoch, pending runs and a countdown that runs", async () => {
    await visit("normal", { hash: "#/leases" }, async (page) => {
      const lease = page.getByRole("article", { name: "inbox-triage" });
      assert.match(await lease.innerText(), /Studio desktop[\s\S]*4,194,306/);
      const timer = lease.getByRole("timer");
      const first = await timer.innerText();
      await page.waitForFunction((was) => document.querySelector("[role=timer]")?.textContent !== was, first);
      const stuck = page.getByRole("article", { name: "nightly-report" });
      assert.match(await stuck.innerText(), /run-2026-11-19-nightly/);
    });
  });

  test("activity tells what happened in words, newest first", async () => {
    await visit("normal", { hash: "#/activity" }, async (page) => {
      const rows = page.locator("[data-kind]");
      await rows.first().waitFor();
      assert.match(await rows.first().innerText(), /Sent 2 changes/);
      assert.equal(await rows.count(), 29);
    });
  });

  test("every view can be reached with the keyboard alone", async () => {
    await visit("normal", {}, async (page) => {
      const links = page.getByRole("navigation").getByRole("link");
      for (const [index, title] of [
        "Devices",
        "Leases",
        "Conversations",
        "Memory",
        "Activity",
        "Settings",
      ].entries()) {
        await links.nth(index).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { level: 1, name: title }).waitFor({ state: "attached" });
        assert.equal(await page.title(), `${title} · Baton`);
      }
    });
  });

  test("the page follows the backend without being asked", async () => {
    await visit("normal", { hash: "#/devices" }, async (page) => {
      await fake(page, "change", { deviceName: "Renamed desk" });
      await page.getByText("Renamed desk").waitFor();
    });
  });

  test("sync, checkpoint, pause and resume call the backend and say what came of it", async () => {
    await visit("normal", {}, async (page) => {
      await page.getByRole("button", { name: "Sync now" }).click();
      await page.getByText("Sent 3, received 12.").waitFor();
      await page.getByRole("button", { name: "Checkpoint" }).click();
      await page.getByText("Checkpoint published.").waitFor();
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("menuitem", { name: "For 1 hour" }).click();
      await page.locator("[data-status=paused]").waitFor();
      await page.getByText("Paused until 12:06").waitFor();
      await page.getByRole("button", { name: "Resume" }).click();
      await page.locator("[data-status=waiting_for_files]").waitFor();
      assert.equal((await calls(page)).set_pause, 2);
    });
  });

  test("how long to pause is chosen by keyboard, and Escape pauses nothing", async () => {
    await visit("normal", {}, async (page) => {
      const pause = page.getByRole("button", { name: "Pause" });
      const focused = () => page.evaluate(() => document.activeElement?.textContent.trim());
      await pause.press("Enter");
      assert.equal(await focused(), "For 1 hour");
      await page.keyboard.press("Escape");
      assert.equal(await focused(), "Pause");
      assert.equal(await page.getByRole("menu").count(), 0);
      await pause.press("Enter");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByText("Paused until tomorrow, 08:00").waitFor();
      assert.equal(await page.evaluate(() => globalThis.batonFake.lastArguments.set_pause), "tomorrow");
    });
  });

  test("each state of the tray icon has a picture and words of its own", async () => {
    const pictures = new Set();
    for (const kind of STATUSES) {
      await visit(`status-${kind}`, {}, async (page) => {
        const icon = page.locator(`[data-status=${kind}]`);
        await icon.waitFor();
        pictures.add(await icon.locator("svg").innerHTML());
        pictures.add(await page.locator(".headline").innerText());
      });
    }
    assert.equal(pictures.size, 2 * STATUSES.length);
  });

  test("a desktop without tray icons is told once, and Quit is in the window", async () => {
    await visit("no-tray", {}, async (page) => {
      await page.getByText("This desktop shows no tray icons.").waitFor();
      await page.getByRole("button", { name: "Got it" }).click();
      await page.getByText("This desktop shows no tray icons.").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Quit Baton" }).click();
      assert.equal((await calls(page)).quit, 1);
    });
    await visit("normal", {}, async (page) => {
      assert.equal(await page.getByRole("button", { name: "Quit Baton" }).count(), 0);
    });
  });

  test("a checkpoint that was not published says why", async () => {
    await visit("problems", {}, async (page) => {
      await page.getByRole("button", { name: "Checkpoint" }).click();
      await page.getByText("there is nothing yet that every device has").waitFor();
    });
  });

  test("problems stand on every view with what to do about them", async () => {
    for (const view of VIEWS) {
      await visit("problems", { hash: `#/${view}` }, async (page) => {
        const problems = page.getByRole("region", { name: "Problems" });
        assert.equal(await problems.getByRole("listitem").count(), 3);
        assert.match(await problems.innerText(), /Check that the drive is there and its app is running/);
      });
    }
  });
});
