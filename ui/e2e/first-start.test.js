import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fake, openBrowser } from "./browser.js";

const focused = (page) => page.evaluate(() => document.activeElement?.textContent ?? "");
const step = (page) => page.locator("[aria-current=step]").innerText();

async function toFolder(page) {
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("heading", { level: 1, name: /Choose the folder/ }).waitFor();
}

describe("first start", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  test("three steps, each reached by keyboard, end with the other device arriving live", async () => {
    const { page, complaints, close } = await browser.open("first-start");
    assert.match(await step(page), /Name/);
    const name = page.getByLabel("Name of this device");
    await name.fill("Ada's desk");
    await name.press("Enter");
    await page.getByRole("heading", { level: 1, name: /Choose the folder/ }).waitFor();
    assert.match(await focused(page), /Choose the folder/);
    assert.match(await step(page), /Folder/);
    assert.ok(await page.getByRole("button", { name: "Use this folder" }).isDisabled());

    await page.getByLabel("Dropbox").focus();
    await page.keyboard.press("Space");
    const report = page.locator("[data-kind=relay]");
    await report.waitFor();
    assert.match(await report.innerText(), /Cabin mini PC[\s\S]*MacBook/);
    await page.getByText("What will be written there").click();
    assert.match(await report.innerText(), /A folder of this device below d/);
    await page.getByRole("button", { name: "Use this folder" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: /Start Baton when you log in/ }).waitFor();
    const sent = await page.evaluate(() => globalThis.batonFake.lastArguments.set_up);
    assert.deepEqual(sent, { relayPath: "/home/ada/Dropbox/Baton", deviceName: "Ada's desk" });

    await page.getByRole("button", { name: "Next" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "You're set" }).waitFor();
    assert.match(await focused(page), /You're set/);
    const patch = await page.evaluate(() => globalThis.batonFake.lastArguments.change_settings);
    assert.deepEqual(patch, { startAtLogin: true });
    await page.getByText("appears here as soon as it has joined").waitFor();
    await page.getByText("/home/ada/Dropbox/Baton").waitFor();

    await fake(page, "deviceArrives", "MacBook");
    const arrived = page.getByRole("listitem").filter({ hasText: "MacBook" });
    await arrived.getByText("Connected").waitFor();
    assert.equal(await page.getByText("appears here as soon as it has joined").count(), 0);
    await page.getByRole("button", { name: "Open Baton" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Devices" }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  test("back keeps what was typed and chosen", async () => {
    const { page, close } = await browser.open("first-start");
    await page.getByLabel("Name of this device").fill("Desk");
    await toFolder(page);
    await page.getByLabel("Nextcloud").check();
    await page.getByRole("button", { name: "Back" }).click();
    assert.equal(await page.getByLabel("Name of this device").inputValue(), "Desk");
    await toFolder(page);
    assert.ok(await page.getByLabel("Nextcloud").isChecked());
    await close();
  });

  test("it can be left for later and taken up again, and skipping writes no setting", async () => {
    const { page, close } = await browser.open("first-start");
    await toFolder(page);
    await page.getByRole("button", { name: "Set up later" }).click();
    await page.getByRole("heading", { level: 1, name: "Baton is not set up yet" }).waitFor();
    await page.getByRole("button", { name: "Go on with the set-up" }).click();
    await page.getByLabel("Nextcloud").check();
    await page.getByRole("button", { name: "Use this folder" }).click();
    await page.getByRole("button", { name: "Skip" }).click();
    await page.getByRole("heading", { level: 1, name: "You're set" }).waitFor();
    const calls = await page.evaluate(() => globalThis.batonFake.calls);
    assert.equal(calls.change_settings, undefined);
    await close();
  });

  test("the cloud folders are listed with their vendor and their free space, where it is known", async () => {
    const { page, close } = await browser.open("first-start");
    await toFolder(page);
    const row = (vendor) => page.locator(".suggestion", { hasText: vendor }).innerText();
    assert.match(await row("Nextcloud"), /\d [GT]B free/);
    assert.match(await row("Dropbox"), /\d [GT]B free/);
    assert.doesNotMatch(await row("Google Drive"), /free/);
    await close();
  });

  test("a folder with other files asks, and offers one inside of it", async () => {
    const { page, close } = await browser.open("first-start");
    await toFolder(page);
    await page.getByRole("button", { name: "Choose a folder…" }).click();
    await page.locator("[data-kind=foreign]").waitFor();
    assert.ok(await page.getByRole("button", { name: "Use this folder" }).isDisabled());
    await page.getByText("Use a new folder inside of it?").waitFor();
    await page.getByRole("button", { name: "/home/ada/Documents/Shared/Baton" }).click();
    await page.locator("[data-kind=missing]").waitFor();
    assert.equal(await page.getByLabel("Folder path").inputValue(), "/home/ada/Documents/Shared/Baton");
    await page.getByLabel("Folder path").fill("/home/ada/Documents/Team");
    await page.getByText("already used by MacBook").waitFor();
    await close();
  });

  test("each kind of folder is told apart", async () => {
    const { page, close } = await browser.open("first-start");
    await toFolder(page);
    const kinds = {
      empty: "/home/ada/Archive/Baton",
      relay: "/home/ada/Dropbox/Baton",
      foreign: "/home/ada/Pictures",
      not_writable: "/home/ada/Public",
      missing: "/home/ada/Google Drive/Baton",
    };
    for (const [kind, path] of Object.entries(kinds)) {
      await page.getByLabel("Folder path").fill(path);
      await page.locator(`[data-kind=${kind}]`).waitFor();
    }
    await close();
  });

  test("a set-up that fails shows why and can be tried again", async () => {
    const { page, close } = await browser.open("first-start");
    await toFolder(page);
    await page.getByLabel("Nextcloud").check();
    await page.locator("[data-kind=empty]").waitFor();
    const failWith = (code) =>
      page.evaluate((failing) => {
        globalThis.batonFake.failing = failing;
      }, code);
    await failWith("folder_not_writable");
    await page.getByRole("button", { name: "Use this folder" }).click();
    await page.locator("[role=alert][data-code=folder_not_writable]").waitFor();
    await failWith(null);
    await page.getByRole("button", { name: "Use this folder" }).click();
    await page.getByRole("heading", { level: 1, name: /Start Baton when you log in/ }).waitFor();
    await close();
  });
});
