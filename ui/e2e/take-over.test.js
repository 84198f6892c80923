import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "./browser.js";

const TAKE_OVER = "Take over the lease of nightly-report";

describe("taking over a lease", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function begin(scenario) {
    const opened = await browser.open(scenario, { hash: "#/leases" });
    await opened.page.getByRole("button", { name: TAKE_OVER }).click();
    const dialog = opened.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Take over at epoch 4,194,305" }).waitFor();
    return { ...opened, dialog };
  }

  const lastCall = (page) => page.evaluate(() => globalThis.batonFake.lastArguments.take_over_lease);

  test("the dialog says who holds it, when that device was last heard from, and what may run twice", async () => {
    const { dialog, close } = await begin("normal");
    const text = await dialog.innerText();
    assert.match(text, /Cabin mini PC holds it, at epoch 4,194,305/);
    assert.match(text, /last heard from 3 days ago/);
    assert.match(text, /These 2 runs may run twice[\s\S]*run-2026-11-19-nightly[\s\S]*run-2026-11-19-mail/);
    await close();
  });

  test("confirming takes the lease over at the epoch that was shown", async () => {
    const { page, dialog, complaints, close } = await begin("normal");
    await dialog.getByRole("button", { name: "Take over at epoch 4,194,305" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await lastCall(page), { agentId: "nightly-report", observedEpoch: 4_194_305 });
    await page
      .getByRole("status")
      .getByText(/was taken over/)
      .waitFor();
    assert.match(await page.getByRole("article", { name: "nightly-report" }).innerText(), /Free/);
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a lease that moved on meanwhile is not taken over but shown anew", async () => {
    const { page, dialog, close } = await begin("lease-moved");
    await dialog.getByRole("button", { name: "Take over at epoch 4,194,305" }).click();
    await dialog.locator("[role=alert][data-code=lease_moved_on]").waitFor();
    const next = dialog.getByRole("button", { name: "Take over at epoch 4,194,306" });
    await next.waitFor();
    await next.click();
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await lastCall(page), { agentId: "nightly-report", observedEpoch: 4_194_306 });
    await close();
  });

  test("Escape leaves everything as it is and gives the focus back", async () => {
    const { page, dialog, close } = await begin("normal");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await lastCall(page), undefined);
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    assert.equal(focused, TAKE_OVER);
    await close();
  });

  test("the address that the tray opens leads to the question, and an answer leads back to the list", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/leases/take-over/nightly-report" });
    const dialog = page.getByRole("dialog", { name: "Take over the lease of nightly-report?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.match(page.url(), /#\/leases$/);
    await page.evaluate(() => {
      location.hash = "#/leases/take-over/nightly-report";
    });
    await dialog.waitFor();
    await close();
  });

  test("the address of a lease that nobody holds says so", async () => {
    const { page, close } = await browser.open("error-lease_not_held", {
      hash: "#/leases/take-over/code-review",
    });
    await page.getByText("Nobody holds this lease any more.").waitFor();
    await close();
  });

  test("the address of an own lease asks whether to release it", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/leases/take-over/inbox-triage" });
    await page.getByRole("dialog", { name: "Release the lease of inbox-triage?" }).waitFor();
    await close();
  });
});
