import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { atRest, calls, fake, openBrowser } from "./browser.js";
import { recorded } from "./recorded.js";

describe("search", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const open = (options) => browser.open("normal", { hash: "#/conversations", ...options });
  const rows = (page) => page.getByRole("list", { name: "Found turns" }).getByRole("link");
  const field = (page) => page.getByRole("searchbox");
  const isFocused = (locator) => locator.evaluate((node) => node === document.activeElement);

  test("found turns stand with their conversation, their device and the words marked", async () => {
    const { page, complaints, close } = await open();
    await field(page).fill("fencing");
    await rows(page).first().waitFor();
    const first = await rows(page).first().innerText();
    assert.match(first, /nightly report[\s\S]*Assistant · /);
    assert.match(await rows(page).first().locator("mark").first().innerText(), /fencing/i);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("what is found is counted, and its next page is one click away", async () => {
    const { page, complaints, close } = await open();
    const [first, second] = recorded("search").build;
    await field(page).fill("build");
    await page.getByText(`${first.total} turns found`).waitFor();
    assert.equal(await rows(page).count(), first.hits.length);
    await page.getByRole("button", { name: "Show more" }).click();
    await rows(page)
      .nth(first.hits.length + second.hits.length - 1)
      .waitFor();
    assert.equal(await page.getByRole("button", { name: "Show more" }).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("typing asks once it pauses, and only the answer to the newest text is shown", async () => {
    const { page, close } = await open();
    await page.evaluate(() => {
      globalThis.batonFake.delayMs = 120;
    });
    await field(page).pressSequentially("compressed", { delay: 10 });
    await rows(page).first().waitFor();
    assert.ok(((await calls(page)).search ?? 0) <= 3);
    await field(page).fill("");
    await page.getByRole("link", { name: /Lamport/ }).waitFor();
    await atRest(page);
    assert.equal(await rows(page).count(), 0);
    await close();
  });

  test("the keyboard alone searches, opens a turn, and goes back step by step", async () => {
    const { page, close } = await open();
    await page.getByRole("link", { name: /nightly report/ }).waitFor();
    await page.keyboard.press("/");
    assert.ok(await isFocused(field(page)));
    await page.keyboard.type("fencing");
    await rows(page).first().waitFor();
    await page.getByText(`${recorded("search").fencing[0].total} turns found`).waitFor();
    await atRest(page);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.ok(await isFocused(rows(page).nth(1)));
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    const target = page.locator("article[aria-current=true]");
    await target.waitFor();
    assert.match(await target.innerText(), /fencing/i);
    assert.ok(await isFocused(rows(page).first()), "the list keeps the focus");
    await page.keyboard.press("Escape");
    assert.ok(await isFocused(field(page)));
    await page.keyboard.press("Escape");
    assert.equal(await field(page).inputValue(), "");
    await page.keyboard.press("Escape");
    await page.getByText("Choose a conversation").waitFor();
    await close();
  });

  test("another hit of the same conversation brings its own turn into view", async () => {
    const { page, close } = await open();
    await field(page).fill("build");
    for (const at of [0, 8]) {
      await rows(page).nth(at).click();
      const target = page.locator("article[aria-current=true]");
      await target.waitFor();
      await atRest(page);
      const { top, bottom } = await target.evaluate((node) => node.getBoundingClientRect());
      assert.ok(bottom > 60 && top < 680, `from ${top} to ${bottom}`);
    }
    await close();
  });

  test("a filter is set by its control, shown as a chip, and taken away there", async () => {
    const { page, close } = await open();
    await page.getByRole("button", { name: "Filter the search" }).click();
    await field(page).fill("lease");
    await page.getByLabel("Said by").selectOption("tool");
    await page.getByText("Said by: tool").waitFor();
    assert.equal(await field(page).inputValue(), "role:tool lease");
    await page.getByLabel("Device").selectOption("Cabin mini PC");
    await page.getByText("Device: Cabin mini PC").waitFor();
    assert.equal(await field(page).inputValue(), 'device:"Cabin mini PC" role:tool lease');
    await page.getByRole("button", { name: "Remove the filter Said by: tool" }).click();
    await page.getByText("Said by: tool").waitFor({ state: "detached" });
    assert.equal(await field(page).inputValue(), 'device:"Cabin mini PC" lease');
    await rows(page).first().waitFor();
    assert.match(await rows(page).first().innerText(), /Cabin mini PC/);
    await close();
  });

  test("a filter that makes no sense says what there is", async () => {
    const { page, close } = await open();
    await field(page).fill("role:king report");
    await page.getByText("There is no role 'king': it is user, assistant or tool.").waitFor();
    await close();
  });

  test("what a real engine answered is shown: hits, marks, and the turn that a hit leads to", async () => {
    const { page, complaints, close } = await open();
    await page.getByRole("link", { name: /Lamport/ }).waitFor();
    await field(page).fill("fencing role:assistant");
    await page.getByText("Said by: assistant").waitFor();
    assert.equal(await rows(page).count(), recorded("search")["fencing role:assistant"][0].hits.length);
    assert.match(await rows(page).first().locator("mark").first().innerText(), /^fencing/i);
    await rows(page).first().click();
    const target = page.locator("article[aria-current=true]");
    await target.waitFor();
    assert.match(await target.innerText(), /fencing/i);
    await field(page).fill("role:king report");
    await page.getByText("There is no role 'king'").waitFor();
    const unrecorded = await page.evaluate(() => globalThis.batonFake.conversations.unrecorded);
    assert.deepEqual(unrecorded, []);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("nothing found says what to try", async () => {
    const { page, close } = await open();
    await field(page).fill("submarine");
    await page.getByText("Nothing matches “submarine”.").waitFor();
    await page.getByText(/Try fewer words/).waitFor();
    await close();
  });

  test("turns that cannot be found yet are counted, and found once they can", async () => {
    const { page, close } = await open();
    await page.evaluate(() => {
      const { conversations } = globalThis.batonFake;
      const search = conversations.search.bind(conversations);
      globalThis.behind = 7;
      conversations.search = (request) => ({ ...search(request), unsearchable: globalThis.behind });
    });
    await field(page).fill("submarine");
    await page.getByText("7 turns are not searchable yet").waitFor();
    await fake(page, "addTurn", "trip-lisbon", "A yellow submarine.");
    await page.evaluate(() => {
      globalThis.behind = 0;
    });
    await rows(page).first().waitFor();
    await page.getByText("not searchable yet").waitFor({ state: "detached" });
    await close();
  });

  test("a failed search says so and can be tried again", async () => {
    const { page, close } = await open();
    await page.evaluate(() => {
      globalThis.batonFake.failing = "store";
    });
    await field(page).fill("lease");
    const alert = page.getByRole("region", { name: "Conversations" }).getByRole("alert");
    await alert.waitFor();
    await page.evaluate(() => {
      globalThis.batonFake.failing = null;
    });
    await alert.getByRole("button", { name: "Try again" }).click();
    await rows(page).first().waitFor();
    await close();
  });
});
