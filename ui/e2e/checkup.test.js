import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { calls, openBrowser } from "./browser.js";

describe("the check of folder and data", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const visit = (scenario, look) => browser.visit(scenario, { hash: "#/activity" }, look);

  const check = (page) => page.getByRole("button", { name: "Check folder and data" }).click();
  const finding = (page, code) => page.locator(`article[data-code=${code}]`);

  test("nothing is looked at before somebody asks", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("button", { name: "Check folder and data" }).waitFor();
      assert.equal((await calls(page)).examine, undefined);
    });
  });

  test("who is healthy is told so, and what was looked at; there is nothing to repair", async () => {
    await visit("normal", async (page) => {
      await check(page);
      await page.getByText("Everything is healthy.").waitFor();
      assert.equal(await page.locator("article[data-severity=ok]").count(), 4);
      await page.getByText("MacBook: 13 files, 11 kB").waitFor();
      assert.equal(await page.getByRole("button", { name: "Repair…" }).count(), 0);
    });
  });

  test("a finding says how bad it is, what is the case, what to do, and which files it is about", async () => {
    await visit("problems", async (page) => {
      await check(page);
      await page.getByText("Something needs a look.").waitFor();
      const text = await finding(page, "damaged_own_files").innerText();
      assert.match(
        text,
        /Warning[\s\S]*2 damaged files[\s\S]*Nothing is lost[\s\S]*What to do:[\s\S]*2 files/,
      );
      assert.equal(
        await finding(page, "damaged_own_files").locator("code").first().innerText(),
        "baton doctor --repair",
      );
      const copies = finding(page, "conflicted_copies");
      await copies.getByText("53 files").click();
      await copies.getByText("and 3 more").waitFor();
      await copies.getByText(/conflicted copy 10 2026-11-16/).waitFor();
    });
  });

  test("repairing says what it will do before it does it, and what it did", async () => {
    await visit("problems", async (page) => {
      await check(page);
      await page.getByRole("button", { name: "Repair…" }).click();
      const dialog = page.getByRole("dialog");
      assert.match(await dialog.innerText(), /Takes 2 damaged files[\s\S]*Nothing else is touched/);
      await dialog.getByRole("button", { name: "Cancel" }).click();
      assert.equal((await calls(page)).repair, undefined);
      await page.getByRole("button", { name: "Repair…" }).click();
      await page.getByRole("button", { name: "Repair now" }).click();
      await finding(page, "damaged_own_files").getByText("Repaired").waitFor();
      assert.match(await finding(page, "damaged_own_files").innerText(), /Took 2 damaged files out/);
      assert.equal(await page.getByRole("button", { name: "Repair…" }).count(), 0);
      await page.getByRole("button", { name: "Check again" }).click();
      await finding(page, "damaged_own_files").waitFor({ state: "detached" });
      await finding(page, "files_proven").waitFor();
    });
  });

  test("a check that fails says why and offers another try", async () => {
    await visit("error-folder_unavailable", async (page) => {
      await check(page);
      const alert = page.getByRole("region", { name: "Is everything all right?" }).getByRole("alert");
      await alert.waitFor();
      await page.evaluate(() => {
        globalThis.batonFake.failing = null;
      });
      await alert.getByRole("button", { name: "Try again" }).click();
      await page.getByText("Everything is healthy.").waitFor();
    });
  });
});
