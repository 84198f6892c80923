import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "./browser.js";
import { recorded } from "./recorded.js";

const { conversations } = recorded("conversations");
const MANY = { hash: "#/conversations/id/conversation-1", height: 2_400 };

describe("conversations", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  test("the list shows titles, turn counts and last activity", async () => {
    const { page, complaints, close } = await browser.open("normal", { hash: "#/conversations" });
    const list = page.getByRole("region", { name: "Conversations" });
    await list.getByRole("link").first().waitFor();
    assert.equal(await list.getByRole("link").count(), conversations.length);
    const first = await list.getByRole("link").first().innerText();
    assert.match(first, /nightly report[\s\S]*minute/);
    assert.ok(first.includes(`${conversations[0].turns} turns`), first);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a conversation without a name can be opened", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/conversations" });
    await page.getByRole("link", { name: /^Remind me: which of the three machines/ }).click();
    await page.getByRole("feed").locator("article").first().waitFor();
    assert.match(page.url(), /#\/conversations\/id\/$/);
    await close();
  });

  test("hostile text is only ever text: no markup, no script, no image, no odd link", async () => {
    const { page, complaints, close } = await browser.open("normal", MANY);
    await page.getByText('<script>alert("hello")</script>').first().waitFor();
    const feed = page.getByRole("feed");
    assert.equal(await feed.locator("script, img, iframe, a").count(), 0);
    assert.ok((await feed.getByText("Image not loaded: pixel").count()) > 0);
    assert.equal(await feed.getByRole("button", { name: "a harmless link" }).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a link shows its whole address and opens only when that is confirmed", async () => {
    const { page, close } = await browser.open("normal", MANY);
    const opened = () => page.evaluate(() => globalThis.batonFake.lastArguments.open_link);
    const link = page.getByRole("button", { name: "your bank" }).first();
    await link.click();
    const dialog = page.getByRole("dialog");
    assert.match(await dialog.innerText(), /https:\/\/bank\.example\.evil\.test\/login/);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    assert.equal(await opened(), undefined);
    await link.click();
    await dialog.getByRole("button", { name: "Open in browser" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await opened(), "https://bank.example.evil.test/login");
    await close();
  });

  test("right-to-left text is set from the right", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/conversations" });
    const title = page.getByText("اكتب لي رسالة قصيرة").first();
    await title.waitFor();
    assert.equal(await title.evaluate((node) => getComputedStyle(node).direction), "rtl");
    await close();
  });

  test("in a narrow window the list gives way to the transcript and comes back", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/conversations", width: 640 });
    await page.getByRole("link", { name: /Lisbon/ }).click();
    await page.getByRole("feed").waitFor();
    assert.ok(!(await page.getByRole("searchbox").isVisible()));
    await page.getByRole("link", { name: "All conversations" }).click();
    await page.getByRole("searchbox").waitFor();
    await close();
  });
});
