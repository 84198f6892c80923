import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "./browser.js";

describe("first start", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  test("a suggested folder shows who uses it and what will be written, and can be chosen", async () => {
    const { page, complaints, close } = await browser.open("first-start");
    const start = page.getByRole("button", { name: "Start syncing" });
    assert.ok(await start.isDisabled());
    await page.getByLabel("Name of this device").fill("Ada's desk");
    await page.getByLabel("Dropbox").check();
    const report = page.locator("[data-kind=relay]");
    await report.waitFor();
    assert.match(await report.innerText(), /MacBook[\s\S]*Cabin mini PC[\s\S]*the segments and the tip/);
    await start.click();
    await page.getByRole("heading", { level: 1, name: "Devices" }).waitFor();
    const sent = await page.evaluate(() => globalThis.batonFake.lastArguments.set_up);
    assert.deepEqual(sent, { relayPath: "/home/ada/Dropbox/Baton", deviceName: "Ada's desk" });
    assert.deepEqual(complaints, []);
    await close();
  });

  test("a folder with other files is refused with a way out", async () => {
    const { page, close } = await browser.open("first-start");
    await page.getByRole("button", { name: "Choose a folder…" }).click();
    await page.locator("[data-kind=foreign]").waitFor();
    assert.ok(await page.getByRole("button", { name: "Start syncing" }).isDisabled());
    await close();
  });

  test("each kind of folder is told apart", async () => {
    const { page, close } = await browser.open("first-start");
    const kinds = {
      empty: "/a",
      relay: "/Dropbox",
      foreign: "/Documents",
      not_writable: "/readonly",
      missing: "/missing",
    };
    for (const [kind, path] of Object.entries(kinds)) {
      await page.getByLabel("Folder path").fill(path);
      await page.locator(`[data-kind=${kind}]`).waitFor();
    }
    await close();
  });

  test("a set-up that fails shows why and can be tried again", async () => {
    const { page, close } = await browser.open("first-start");
    await page.getByLabel("Nextcloud").check();
    await page.locator("[data-kind=empty]").waitFor();
    await page.evaluate(() => {
      globalThis.batonFake.failing = "folder_not_writable";
    });
    await page.getByRole("button", { name: "Start syncing" }).click();
    await page.locator("[role=alert][data-code=folder_not_writable]").waitFor();
    await page.evaluate(() => {
      globalThis.batonFake.failing = null;
    });
    await page.getByRole("button", { name: "Start syncing" }).click();
    await page.getByRole("heading", { level: 1, name: "Devices" }).waitFor();
    await close();
  });
});
