import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fake, openBrowser } from "./browser.js";

const KNOWLEDGE = "#/records/knowledge";

describe("everything besides conversations", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const visit = (scenario, options, look) => browser.visit(scenario, options, look);

  const list = (page) => page.getByRole("region", { name: "Records" });
  const record = (page, name) => page.getByRole("article", { name });

  test("every kind is named and counted, and the first that holds anything is open", async () => {
    await visit("normal", { hash: "#/records" }, async (page) => {
      const kinds = page.getByRole("navigation", { name: "Kinds of records" });
      await kinds.getByRole("link", { name: /^Knowledge/, current: "page" }).waitFor();
      const text = (await kinds.innerText()).replaceAll("\n", " ");
      for (const kind of ["Knowledge 215", "Skills 2", "Run ledger 4", "Routing 40", "List tools 1"]) {
        assert.ok(text.includes(kind), `${kind} in ${text}`);
      }
      await kinds.getByRole("link", { name: /Run ledger/ }).click();
      await list(page).getByText("nightly-report").first().waitFor();
    });
  });

  test("a kind without records says what will appear there", async () => {
    await visit("empty", { hash: "#/records/skill" }, async (page) => {
      await list(page).getByText("When an agent learns a skill on any of your devices").waitFor();
    });
  });

  test("a list shows a page and more when asked", async () => {
    await visit("normal", { hash: KNOWLEDGE }, async (page) => {
      const rows = list(page).getByRole("listitem");
      await page.getByText("The first 100; more below").waitFor();
      assert.equal(await rows.count(), 100);
      await list(page).getByRole("button", { name: "Show more" }).click();
      await page.getByText("The first 200; more below").waitFor();
    });
  });

  test("a search looks anywhere, or at how a name starts", async () => {
    await visit("normal", { hash: KNOWLEDGE }, async (page) => {
      const field = list(page).getByRole("searchbox");
      const rows = list(page).getByRole("listitem");
      await field.fill("NIGHT TRAIN");
      await page.getByText("1 record", { exact: true }).waitFor();
      assert.match(await rows.first().innerText(), /trip-lisbon/);
      await field.fill("t");
      await list(page).getByLabel("Where to search").selectOption("Name starts with");
      await page.getByText("2 records", { exact: true }).waitFor();
      assert.match(await rows.first().innerText(), /teammate-birthdays/);
      await field.fill("no such thing");
      await page.getByText("Nothing matches “no such thing”.").waitFor();
    });
  });

  test("a record shows who wrote it, when, and its value, of which blocks fold", async () => {
    await visit("normal", { hash: "#/records/skill" }, async (page) => {
      await list(page)
        .getByRole("link", { name: /tidy-invoices/ })
        .click();
      const shown = record(page, "tidy-invoices");
      const value = shown.getByRole("group", { name: "Value" }).first();
      await value.getByText('"rename"').waitFor();
      assert.match(await shown.innerText(), /Written by\s+Studio desktop[\s\S]*Shared with\s+Lighthouse Ltd/);
      await value.getByRole("button", { name: 'Fold "steps"' }).click();
      await value.getByText("lines").waitFor();
      assert.equal(await value.getByText('"rename"').count(), 0);
      await value.getByRole("button", { name: 'Unfold "steps"' }).click();
      await value.getByText('"rename"').waitFor();
    });
  });

  test("a hostile value is text", async () => {
    await visit("normal", { hash: "#/records/registry%3Aprompts//id%3Ahouse-style" }, async (page) => {
      await page.getByText("<img src=x onerror=alert(1)>").first().waitFor();
      assert.equal(await page.locator("main img, main script").count(), 0);
      assert.equal(await record(page, "house-style").getByRole("link").count(), 0);
    });
  });

  test("a register shows its versions, which one counts, and what may be gone", async () => {
    await visit("normal", { hash: "#/records/declagent//id%3Ainbox-triage" }, async (page) => {
      const history = page.getByRole("region", { name: "What stood here before" });
      const versions = history.getByRole("listitem");
      await versions.nth(2).waitFor();
      assert.match(await versions.first().innerText(), /Counts/);
      assert.doesNotMatch(await versions.nth(1).innerText(), /Counts/);
      await versions.nth(1).locator("summary").click();
      await versions.nth(1).getByText('"version"').waitFor();
      assert.match(await versions.nth(1).getByRole("group", { name: "Value" }).innerText(), /"version": 3/);
      assert.match(await history.innerText(), /may be gone: a summary took their place/);
    });
  });

  test("a run that was done twice is marked in the list and explained beside it", async () => {
    await visit("normal", { hash: "#/records/intent" }, async (page) => {
      const row = list(page).getByRole("link", { name: /run-2026-11-18/ });
      assert.match(await row.innerText(), /Done twice/);
      await row.click();
      await page.getByText("what it does may have happened twice").waitFor();
    });
  });

  test("a big value comes in pieces", async () => {
    await visit("normal", { hash: "#/records/trajectory//id%3Amove-house", height: 2_000 }, async (page) => {
      const value = page.getByRole("group", { name: "Value" });
      await value.waitFor();
      const before = await value.locator(".line").count();
      await page.getByRole("button", { name: /Show more \(/ }).click();
      await page.waitForFunction((n) => document.querySelectorAll("[role=group] .line").length > n, before);
    });
  });

  test("what another device writes appears by itself", async () => {
    await visit("normal", { hash: "#/records/declagent//id%3Aplanner" }, async (page) => {
      await record(page, "planner").getByText('"version"').first().waitFor();
      await fake(page, "writeRecord", "declagent", "planner", { id: "planner", model: "tiny" });
      await record(page, "planner").getByText('"tiny"', { exact: true }).waitFor();
      assert.match(await record(page, "planner").innerText(), /Written by\s+MacBook/);
    });
  });

  test("in a narrow window one pane shows at a time", async () => {
    await visit("normal", { hash: "#/records/skill", width: 640 }, async (page) => {
      await list(page)
        .getByRole("link", { name: /tidy-invoices/ })
        .click();
      await record(page, "tidy-invoices").waitFor();
      assert.equal(await list(page).isVisible(), false);
      await page.getByRole("link", { name: "All records" }).click();
      await list(page)
        .getByRole("link", { name: /tidy-invoices/ })
        .waitFor();
    });
  });
});
