import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, standsStill } from "./browser.js";
import { recorded } from "./recorded.js";

const LAST = recorded("turns")["conversation-1"].total;
const MANY = { hash: "#/conversations/id/conversation-1", height: 4_200 };

describe("the turns of a transcript", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function begin(options) {
    const opened = await browser.open("normal", { ...MANY, ...options });
    await opened.page.locator(`article[data-number='${LAST}']`).waitFor();
    // Until all turns are measured, the first card is now this one, now that.
    await standsStill(opened.page, 5);
    return opened;
  }

  const menuItem = async (page, name) => {
    await page.getByRole("button", { name: "Copy, export, resume" }).click();
    await page.getByRole("button", { name }).click();
  };
  const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

  test("a command unfolds as code, with its other arguments by type", async () => {
    const { page, complaints, close } = await begin();
    const card = page.locator("[data-kind=command]", { hasText: "cargo test -p report" }).first();
    await card.getByRole("button", { name: /Calls run_command/ }).click();
    assert.match(await card.locator(".arguments pre").first().innerText(), /cargo test -p report/);
    assert.match(await card.getByLabel("Arguments").innerText(), /timeout_seconds\s+number[\s\S]*120/);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a change of a file unfolds as what went and what came", async () => {
    const { page, close } = await begin();
    const card = page.locator("[data-kind=edit]", { hasText: "send/tests.rs" });
    assert.match(await card.innerText(), /src\/report\/send\/tests\.rs[\s\S]*\+2 −1/);
    await card.getByRole("button", { name: /Calls edit_file/ }).click();
    const lines = await card.locator(".arguments pre").first().innerText();
    assert.match(lines, /removed:\s*let sent = sender[\s\S]*added:\s*let lease = scene\.lease/);
    await close();
  });

  test("a result stands with its call, and its own place says so", async () => {
    const { page, close } = await begin();
    const card = page.locator("[data-kind=command]").first();
    assert.ok((await card.locator("pre").count()) > 0);
    await page.getByText("Result of run_command, shown with its call").first().waitFor();
    assert.equal(await page.locator("article.elsewhere pre").count(), 0);
    await close();
  });

  test("code is coloured by its words and stays the same text", async () => {
    const { page, complaints, close } = await begin({ height: 9_000 });
    const keyword = page.locator("article pre .keyword", { hasText: "match" }).first();
    await keyword.waitFor();
    const code = await page
      .locator("article pre", { has: page.locator(".keyword") })
      .first()
      .innerText();
    assert.match(code, /match sync\.fence_check\(&agent, &run, epoch\)\? \{/);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("an image in a result is told by type and size, and its data is not shown", async () => {
    const { page, close } = await begin({ height: 9_000 });
    const image = page.getByText("PNG image, 25 kB, not shown").first();
    await image.waitFor();
    assert.equal(await page.getByText("iVBORw0KGgo").count(), 0);
    await close();
  });

  test("a long result is read on in pieces until it is whole", async () => {
    const { page, close } = await begin();
    const more = page
      .locator("article", { hasText: "relay::pump" })
      .getByRole("button", { name: /^Show all \(/ });
    await more.first().click();
    const next = page.getByRole("button", { name: "Show more" }).first();
    await next.waitFor();
    const asked = () => page.evaluate(() => globalThis.batonFake.calls.turn_text);
    const before = await asked();
    await next.click();
    await page.waitForFunction((was) => globalThis.batonFake.calls.turn_text > was, before);
    await page.getByRole("button", { name: "Show less" }).first().click();
    await more.first().waitFor();
    await close();
  });

  test("where two devices wrote at the same time, it says so", async () => {
    const { page, close } = await begin();
    await page
      .getByText(/ and .* wrote within 8 seconds of each other/)
      .first()
      .waitFor();
    await close();
  });

  test("a day can be gone to", async () => {
    const { page, close } = await begin({ height: 680 });
    const first = await page.evaluate(async () => {
      const from = { at: "start" };
      const page = await globalThis.batonFake
        .host()
        .turns({ conversationId: "conversation-1", from, limit: 1 });
      return page.turns[0].atMs;
    });
    const day = new Date(first);
    const two = (n) => String(n).padStart(2, "0");
    const value = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
    await page.getByRole("button", { name: "Go to a day" }).click();
    await page.getByLabel("Show the turns from this day on").fill(value);
    await page.locator("article[data-number='1']").waitFor();
    await page.getByText(`Turn 1 of ${LAST}`).waitFor();
    await close();
  });

  test("a turn is copied as Markdown", async () => {
    const { page, close } = await begin();
    const turn = page.locator(`article[data-number='${LAST}']`);
    await turn.hover();
    await turn.getByRole("button", { name: "Copy this turn as Markdown" }).click();
    await page.getByText("Copied.").waitFor();
    assert.match(await clipboard(page), /^## Assistant\n\n\*[^*]+\*\n\n\S/);
    await close();
  });

  test("a whole conversation is copied as Markdown", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/conversations/id/dependency-upgrade" });
    await page.locator("article[data-number='70']").waitFor();
    await page.evaluate(() => {
      globalThis.batonFake.delayMs = 0;
    });
    await menuItem(page, /^Copy as Markdown/);
    await page.getByText("Copied.").waitFor();
    const text = await clipboard(page);
    assert.match(text, /^# Upgrade all dependencies of `collector`/);
    assert.equal(text.match(/^## (User|Assistant|Tool result)$/gm).length, 70);
    await close();
  });

  test("a conversation is exported to the chosen file, and the messages to resume from are copied", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/conversations/id/flaky-test" });
    await page.locator("article[data-number='14']").waitFor();
    await menuItem(page, "Export as JSON lines…");
    await page.getByText("Exported 14 turns.").waitFor();
    await page.getByText("/home/ada/flaky-test.jsonl").waitFor();
    await menuItem(page, /^Resume here/);
    const { json, messages } = recorded("resume_text")["flaky-test"];
    await page.getByText(`Copied ${messages} messages.`).waitFor();
    assert.deepEqual(JSON.parse(await clipboard(page)), JSON.parse(json));
    await close();
  });

  test("the menu closes with Esc and gives the focus back", async () => {
    const { page, close } = await begin({ height: 680 });
    const button = page.getByRole("button", { name: "Copy, export, resume" });
    await button.click();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("button", { name: /^Resume here/ }).count(), 0);
    assert.ok(await button.evaluate((node) => node === document.activeElement));
    assert.match(page.url(), /conversation-1$/);
    await close();
  });
});
