import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, VIEWS } from "./browser.js";

describe("a small window", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const visit = (scenario, options, look) => browser.visit(scenario, options, look);

  test("problems can be read in a window that is hardly high enough for the status", async () => {
    for (const view of VIEWS) {
      await visit("problems", { hash: `#/${view}`, height: 260 }, async (page) => {
        const problems = page.getByRole("region", { name: "Problems" });
        for (const problem of await problems.getByRole("listitem").all()) {
          await problem.scrollIntoViewIfNeeded();
          const { y, height } = await problem.boundingBox();
          assert.ok(y >= 0 && y + height <= 260, `${view}: at ${y}, ${height} high`);
          // Nothing lies over it, and no frame cuts it off.
          const seen = await problem.evaluate((item) => {
            const { left, top, width, height } = item.getBoundingClientRect();
            const at = (y) => document.elementFromPoint(left + width / 2, y);
            return [top + 2, top + height - 2].every((y) => item.contains(at(y)));
          });
          assert.ok(seen, `${view}: ${await problem.innerText()}`);
        }
      });
    }
  });

  test("every view and the folder can be reached with the mouse in a low window", async () => {
    await visit("problems", { height: 260 }, async (page) => {
      const bar = page.getByRole("banner");
      for (const item of [...(await bar.getByRole("link").all()), bar.getByRole("button")]) {
        await item.scrollIntoViewIfNeeded();
        const { y, height } = await item.boundingBox();
        assert.ok(y >= 0 && y + height <= 260, `${await item.innerText()} at ${y}`);
      }
      // The bar scrolled, not the page: the status beside it stays.
      assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), 260);
    });
  });

  test("while syncing is paused, how to go on is a word to be read, however narrow the window is", async () => {
    for (const width of [980, 640, 420]) {
      await visit("status-paused", { width }, async (page) => {
        const label = page.getByRole("button", { name: "Resume" }).getByText("Resume");
        const { width: wide } = await label.boundingBox();
        assert.ok(wide > 30, `${wide} pixels wide at ${width}`);
        const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(spill <= 0, `spills by ${spill} at ${width}`);
      });
    }
  });

  test("nothing is cut off at 640 pixels", async () => {
    for (const view of VIEWS) {
      await visit("normal", { hash: `#/${view}`, width: 640 }, async (page) => {
        const { scrollWidth, scrollHeight } = await page.evaluate(() => {
          const { scrollWidth, scrollHeight } = document.documentElement;
          return { scrollWidth, scrollHeight };
        });
        assert.deepEqual([scrollWidth, scrollHeight], [640, 680], `${view} spills`);
      });
    }
  });
});
