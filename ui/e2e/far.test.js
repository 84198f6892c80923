import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { atRest, openBrowser, standsStill } from "./browser.js";
import { assertNoBlank, finger, movedDown, record, recorded } from "./frames.js";

const HUGE = { hash: "#/conversations/id/conversation-1", touch: true };
/** A stroke of a finger, as far as the view is high, in steps. */
const STROKE_PX = 475;
const STEPS = 5;
/** A turn that was never laid out has a guessed height: when it gets its own, its neighbours may move by so much. */
const GUESSED_PX = 80;

describe("a long way through 100,000 turns", () => {
  let browser;
  before(async () => {
    browser = await openBrowser({ scrollBars: true });
  });
  after(() => browser.close());

  const feed = (page) => page.getByRole("feed");

  /** A page that is recorded from now on. */
  async function begin(prepare = async () => {}) {
    const { page, complaints, close } = await browser.open("huge", HUGE);
    await page.locator("article[data-number='100000']").waitFor();
    await rest(page);
    await prepare(page);
    await page.evaluate(record);
    const done = async () => {
      assert.deepEqual(complaints, []);
      await close();
    };
    return { page, done };
  }

  const scrollTo = (page, part) =>
    feed(page).evaluate((view, to) => view.scrollTo(0, to * (view.scrollHeight - view.clientHeight)), part);

  /** Pages until as many turns are loaded as are kept: each further page lets go of some at the other end. */
  async function fill(page, part) {
    for (let pages = 1; pages < 5; pages += 1) {
      await scrollTo(page, part);
      await rest(page);
    }
  }

  async function fillFromOldest(page) {
    await page.getByRole("button", { name: "Go to the oldest turn" }).click();
    await page.locator("article[data-number='1']").waitFor();
    await rest(page);
    await fill(page, 1);
  }

  async function rest(page) {
    await page.waitForFunction(
      () => document.querySelector("[role=feed]")?.getAttribute("aria-busy") === "false",
    );
    await atRest(page);
    await standsStill(page, 15);
  }

  /** Strokes over the view; the last one is let go in full swing. */
  async function stroke(page, { times, down }) {
    const { x, y, height } = await feed(page).boundingBox();
    const touch = await finger(page);
    const start = y + (down ? height - 30 : 40);
    for (let time = 0; time < times; time += 1) {
      await touch.down(x + 200, start);
      for (let step = 1; step <= STEPS; step += 1)
        await touch.to(x + 200, start + ((down ? -1 : 1) * step * STROKE_PX) / STEPS);
      await touch.up();
    }
  }

  const WAYS = {
    "up to older turns": { prepare: (page) => fill(page, 0), down: false },
    "down to newer turns": { prepare: fillFromOldest, down: true },
  };
  for (const [way, { prepare, down }] of Object.entries(WAYS)) {
    test(`a finger drags ${way} over several pages, never into a blank, never thrown back`, async () => {
      const { page, done } = await begin(prepare);
      await stroke(page, { times: 14, down });
      await rest(page);
      const frames = await recorded(page);
      assertNoBlank(frames);
      const shown = frames.filter(({ isBlank }) => !isBlank);
      const back = shown.slice(1).map((frame, at) => (down ? 1 : -1) * movedDown(shown[at], frame));
      assert.ok(Math.max(...back) < GUESSED_PX, `thrown back by ${Math.max(...back)} pixels`);
      const gone = Math.abs(frames.at(-1).number - frames[0].number);
      assert.ok(gone > 40, `only ${gone} turns`);
      await done();
    });
  }

  test("a finger that rests while an older page comes in keeps what is under it, however long it takes", async () => {
    const { page, done } = await begin();
    await page.evaluate(() => {
      globalThis.batonFake.delayMs = 1_000;
    });
    const { x, y } = await feed(page).boundingBox();
    const touch = await finger(page);
    const isBusy = () => feed(page).evaluate((view) => view.getAttribute("aria-busy") === "true");
    /** A stroke that ends as soon as a page is asked for, with the finger still down. */
    const strokeUntilBusy = async () => {
      await touch.down(x + 200, y + 40);
      for (let step = 1; step <= STEPS; step += 1) {
        await touch.to(x + 200, y + 40 + step * 90);
        if (await isBusy()) return true;
      }
      await touch.up();
      return false;
    };
    while (!(await strokeUntilBusy()));
    await standsStill(page, 5);
    assert.ok(await isBusy(), "the page came before the finger rested");
    await recorded(page);
    await rest(page);
    const frames = await recorded(page);
    assertNoBlank(frames);
    assert.ok(Math.abs(movedDown(frames[0], frames.at(-1))) < 3, "moved under the finger");
    await done();
  });

  test("who jumps with the scroll bar finds turns at once, and stays where they let go", async () => {
    const { page, done } = await begin();
    for (const part of [0, 1, 0, 0.5, 0, 0.5, 1, 0.2]) {
      await scrollTo(page, part);
      await rest(page);
      const below = await feed(page).evaluate(
        (view) => view.scrollHeight - view.scrollTop - view.clientHeight,
      );
      assert.ok(part === 1 || below > 1_000, `${below} pixels above the end after ${part}`);
    }
    assertNoBlank(await recorded(page));
    await done();
  });

  test("who drags the thumb of the scroll bar up is not taken back to the newest turn, and stays where they let go", async () => {
    const { page, done } = await begin();
    const { x, y, width, height } = await feed(page).boundingBox();
    const bar = x + width - 6;
    await page.mouse.move(bar, y + height - 28);
    await page.mouse.down();
    for (let at = y + height - 28; at > y + 8; at -= 12) await page.mouse.move(bar, at);
    await page.mouse.up();
    await rest(page);
    const frames = await recorded(page);
    assertNoBlank(frames);
    assert.ok(frames[0].number - frames.at(-1).number > 30, `only to ${frames.at(-1).number}`);
    assert.deepEqual(frames.at(-1), frames.at(-10));
    await done();
  });
});
