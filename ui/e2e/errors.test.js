import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "./browser.js";
import { recorded } from "./recorded.js";

const FAILURES = Object.entries(recorded("errors"));

describe("errors", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const [code, { message, hint }] of FAILURES) {
    test(`a command that fails with ${code} is told as an alert with its message`, async () => {
      const { page, close } = await browser.open(`error-${code}`);
      await page.getByRole("button", { name: "Sync now" }).click();
      const notices = page.getByRole("region", { name: "Notices" });
      const alert = notices.locator(`[role=alert][data-code=${code}]`);
      await alert.waitFor();
      const told = await alert.innerText();
      assert.ok(told.includes(message) && told.includes(hint), told);
      await alert.getByRole("button", { name: "Dismiss" }).click();
      await alert.waitFor({ state: "detached" });
      await close();
    });
  }

  test("a view whose data cannot be read says so and offers another try", async () => {
    const { page, close } = await browser.open("error-store", { hash: "#/activity" });
    const alert = page.locator("main [role=alert][data-code=store]");
    await alert.waitFor();
    await page.evaluate(() => {
      globalThis.batonFake.failing = null;
    });
    await alert.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Received 12 changes from MacBook").waitFor();
    await close();
  });
});
