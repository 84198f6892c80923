import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { atRest, calls, fake, openBrowser, standsStill } from "./browser.js";

const HUGE = { hash: "#/conversations/id/conversation-1" };
const TURN = "article[data-number]";

describe("a transcript of 100,000 turns", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function begin() {
    const opened = await browser.open("huge", HUGE);
    await opened.page.locator(`${TURN}[data-number="100000"]`).waitFor();
    return opened;
  }

  const feed = (page) => page.getByRole("feed");

  /** The topmost turn in view and how far from the top edge it stands. */
  const anchor = (page) =>
    feed(page).evaluate((scroll) => {
      const edge = scroll.getBoundingClientRect().top;
      const turns = [...scroll.querySelectorAll("article[data-number]")]
        .map((turn) => ({ number: Number(turn.dataset.number), at: turn.getBoundingClientRect() }))
        .sort((a, b) => a.number - b.number);
      const top = turns.find((turn) => turn.at.bottom > edge + 1);
      return { number: top.number, offset: top.at.top - edge };
    });

  const offsetOf = (page, number) =>
    page.evaluate((wanted) => {
      const turn = document.querySelector(`article[data-number="${wanted}"]`);
      const scroll = document.querySelector("[role=feed]");
      return turn ? turn.getBoundingClientRect().top - scroll.getBoundingClientRect().top : null;
    }, number);

  async function settle(page) {
    await page.waitForFunction(
      () => document.querySelector("[role=feed]")?.getAttribute("aria-busy") === "false",
    );
    await atRest(page);
    // What was just loaded is measured turn by turn, and scrolled meanwhile.
    await standsStill(page, 15);
  }

  /** Scrolls up until the page stays there: while the first turns are still measured, it follows the newest one. */
  async function leaveTheEnd(page) {
    await page.evaluate(async () => {
      const scroll = document.querySelector("[role=feed]");
      const isAway = () => document.querySelector("[data-position]").dataset.position !== "100000";
      for (let away = 0; away < 30; away = isAway() ? away + 1 : 0) {
        if (away === 0) scroll.scrollTo(0, scroll.scrollHeight - 3_000);
        await new Promise(requestAnimationFrame);
      }
    });
  }

  test("opens at the newest turn with one page loaded", async () => {
    const { page, complaints, close } = await begin();
    await settle(page);
    const gap = await feed(page).evaluate(
      (scroll) => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight,
    );
    assert.ok(gap < 4, `${gap} pixels from the end`);
    assert.ok((await calls(page)).turns <= 2);
    assert.deepEqual(complaints, []);
    await close();
  });

  /** Rows of the end change their size in every frame, as they do while they are measured for the first time. */
  async function keepMeasuring(page) {
    await page.evaluate(() => {
      let frames = 0;
      const resize = () => {
        frames += 1;
        const rows = [...document.querySelectorAll("article[data-number]")].slice(-3);
        for (const row of rows) row.style.paddingBottom = `${20 + (frames % 2)}px`;
        globalThis.measuring = requestAnimationFrame(resize);
      };
      resize();
    });
  }

  const AWAY = {
    "with the wheel": (page) => page.mouse.wheel(0, -600),
    "with a key": (page) => page.keyboard.press("PageUp"),
  };
  for (const [how, scroll] of Object.entries(AWAY)) {
    test(`who scrolls ${how} while the first turns are measured is not taken back`, async () => {
      const { page, complaints, close } = await begin();
      await keepMeasuring(page);
      await feed(page).hover();
      await feed(page).focus();
      await scroll(page);
      // Nothing but the frames that a pull back would need passes here.
      await page.evaluate(async () => {
        for (let frame = 0; frame < 20; frame += 1) await new Promise(requestAnimationFrame);
        cancelAnimationFrame(globalThis.measuring);
      });
      await settle(page);
      const gap = await feed(page).evaluate((view) => view.scrollHeight - view.scrollTop - view.clientHeight);
      assert.ok(gap > 300, `${gap} pixels from the end`);
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  test("who turns the wheel down at the end still follows it", async () => {
    const { page, close } = await begin();
    await settle(page);
    await feed(page).hover();
    await page.mouse.wheel(0, 300);
    await fake(page, "addTurn", "conversation-1", "Just arrived from the MacBook.");
    await page.getByText("Just arrived from the MacBook.").waitFor();
    await close();
  });

  test("the reading position is kept while older turns are put before it", async () => {
    const { page, close } = await begin();
    await settle(page);
    // Slow enough to look at the turns before the older page is in.
    await page.evaluate(() => {
      globalThis.batonFake.delayMs = 500;
    });
    for (let round = 0; round < 6; round += 1) {
      const { turns } = await calls(page);
      await feed(page).evaluate((scroll) => scroll.scrollTo(0, 300));
      await page.waitForFunction(
        () => document.querySelector("[role=feed]")?.getAttribute("aria-busy") === "true",
      );
      await standsStill(page, 5);
      const before = await anchor(page);
      await settle(page);
      assert.ok((await calls(page)).turns > turns, "no older page was loaded");
      const offset = await offsetOf(page, before.number);
      assert.ok(offset !== null, `turn ${before.number} left the view`);
      assert.ok(Math.abs(offset - before.offset) < 3, `moved by ${offset - before.offset} in round ${round}`);
    }
    await close();
  });

  test("scrolling far back loads a bounded number of pages and keeps the page small", async () => {
    const { page, complaints, close } = await begin();
    await settle(page);
    let deepest = 100_000;
    for (let round = 0; round < 12; round += 1) {
      await feed(page).evaluate((scroll) => scroll.scrollTo(0, 0));
      await settle(page);
      const { number } = await anchor(page);
      assert.ok(number <= deepest);
      deepest = number;
      const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
      assert.ok(nodes < 3_000, `${nodes} nodes`);
    }
    assert.ok(deepest < 99_000, `only came to ${deepest}`);
    const { turns } = await calls(page);
    assert.ok(turns <= 30, `${turns} pages loaded`);
    const loaded = await page.evaluate(() => document.querySelector("[role=feed]").scrollHeight);
    assert.ok(loaded < 400_000, `${loaded} pixels tall`);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("scrolling forward again arrives at the newest turn", async () => {
    const { page, close } = await begin();
    await settle(page);
    for (let round = 0; round < 9; round += 1) {
      await feed(page).evaluate((scroll) => scroll.scrollTo(0, 0));
      await settle(page);
    }
    for (let round = 0; round < 30; round += 1) {
      await feed(page).evaluate((scroll) => scroll.scrollTo(0, scroll.scrollHeight));
      await settle(page);
      if ((await page.locator(`${TURN}[data-number="100000"]`).count()) > 0) break;
    }
    assert.equal(await page.locator(`${TURN}[data-number="100000"]`).count(), 1);
    await close();
  });

  test("the oldest turn is one click away, and so is the newest", async () => {
    const { page, close } = await begin();
    await page.getByRole("button", { name: "Go to the oldest turn" }).click();
    await page.locator(`${TURN}[data-number="1"]`).waitFor();
    await settle(page);
    assert.equal((await anchor(page)).number, 1);
    await page.getByRole("button", { name: "Go to the newest turn" }).click();
    await page.locator(`${TURN}[data-number="100000"]`).waitFor();
    await close();
  });

  test("a new turn comes into view for somebody who reads the newest", async () => {
    const { page, close } = await begin();
    await settle(page);
    await fake(page, "addTurn", "conversation-1", "Just arrived from the MacBook.");
    await page.getByText("Just arrived from the MacBook.").waitFor();
    await settle(page);
    const gap = await feed(page).evaluate(
      (scroll) => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight,
    );
    assert.ok(gap < 4, `${gap} pixels from the end`);
    await close();
  });

  test("a new turn does not move somebody who reads further up, and is announced", async () => {
    const { page, close } = await begin();
    await settle(page);
    await leaveTheEnd(page);
    await settle(page);
    const before = await anchor(page);
    await fake(page, "addTurn", "conversation-1", "Just arrived from the MacBook.");
    await page.getByRole("button", { name: "1 new turn" }).waitFor();
    await settle(page);
    assert.ok(Math.abs((await offsetOf(page, before.number)) - before.offset) < 2);
    await page.getByRole("button", { name: "1 new turn" }).click();
    await page.getByText("Just arrived from the MacBook.").waitFor();
    await close();
  });
});
