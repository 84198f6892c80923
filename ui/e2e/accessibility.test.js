import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { atRest, openBrowser, VIEWS } from "./browser.js";

const STATES = [
  ...VIEWS.map((view) => ({ name: `the ${view} view`, scenario: "normal", hash: `#/${view}` })),
  ...VIEWS.map((view) => ({
    name: `the ${view} view with nothing in it`,
    scenario: "empty",
    hash: `#/${view}`,
  })),
  ...VIEWS.map((view) => ({
    name: `the ${view} view in a narrow window`,
    scenario: "normal",
    hash: `#/${view}`,
    width: 640,
  })),
  {
    name: "a transcript",
    scenario: "normal",
    hash: "#/conversations/id/conversation-1",
    before: turns,
    height: 2_400,
  },
  {
    name: "the menu of a transcript",
    scenario: "normal",
    hash: "#/conversations/id/conversation-1",
    before: menu,
  },
  { name: "a search with filters", scenario: "normal", hash: "#/conversations", before: searchFor },
  { name: "a search without hits", scenario: "normal", hash: "#/conversations", before: searchInVain },
  {
    name: "a record with its history",
    scenario: "normal",
    hash: "#/records/declagent//id%3Ainbox-triage",
    before: versions,
    height: 1_400,
  },
  {
    name: "a run that was done twice",
    scenario: "normal",
    hash: "#/records/intent/nightly-report/id%3Arun-2026-11-18",
  },
  { name: "twelve devices", scenario: "many", hash: "#/devices", height: 2_400 },
  { name: "the question whether to stop waiting", scenario: "normal", hash: "#/devices", before: retire },
  { name: "leases unfolded", scenario: "normal", hash: "#/leases", before: histories, height: 2_000 },
  { name: "leases that wait for confirmation", scenario: "joining", hash: "#/leases" },
  { name: "leases of a device that runs no agents", scenario: "viewer", hash: "#/leases" },
  { name: "leases without votes", scenario: "register", hash: "#/leases" },
  { name: "the take-over dialog", scenario: "normal", hash: "#/leases", before: takeOver },
  { name: "the question whether to go on", scenario: "normal", hash: "#/leases", before: goOn },
  { name: "the release dialog", scenario: "normal", hash: "#/leases/take-over/inbox-triage" },
  { name: "a check with findings", scenario: "problems", hash: "#/activity", before: check, height: 2_000 },
  {
    name: "a check in a narrow window",
    scenario: "problems",
    hash: "#/activity",
    before: check,
    width: 640,
  },
  { name: "a healthy check", scenario: "normal", hash: "#/activity", before: check },
  { name: "the repair dialog", scenario: "problems", hash: "#/activity", before: repair },
  { name: "the settings below", scenario: "normal", hash: "#/settings", height: 2_000 },
  { name: "settings that are fixed", scenario: "settings-fixed", hash: "#/settings", height: 2_000 },
  {
    name: "the question where to move",
    scenario: "normal",
    hash: "#/settings",
    before: moveFolder,
    height: 1_100,
  },
  { name: "the report", scenario: "normal", hash: "#/settings", before: report },
  { name: "the guide", scenario: "normal", hash: "#/settings", before: guide },
  { name: "the packages", scenario: "normal", hash: "#/settings", before: packages },
  { name: "first start", scenario: "first-start", hash: "" },
  { name: "the choice of a folder", scenario: "first-start", hash: "", before: folder },
  { name: "the end of the first start", scenario: "first-start", hash: "", before: arrival },
  { name: "the choice of a pause", scenario: "no-tray", hash: "#/devices", before: pauses },
  { name: "the devices view with problems", scenario: "problems", hash: "#/devices" },
  { name: "a failed command", scenario: "error-store", hash: "#/activity", before: failure },
];

async function turns(page) {
  await page.locator("article[data-number]").first().waitFor();
  for (const call of await page.getByRole("button", { name: /Calls / }).all()) await call.click();
}

async function menu(page) {
  await page.getByRole("button", { name: "Copy, export, resume" }).click();
  await page.getByRole("button", { name: "Resume here" }).waitFor();
}

async function searchFor(page) {
  await page.getByRole("button", { name: "Filter the search" }).click();
  await page.getByRole("searchbox").fill("role:assistant device:phone report");
  await page.locator("mark").first().waitFor();
}

async function searchInVain(page) {
  await page.getByRole("searchbox").fill("submarine");
  await page.getByText("Nothing matches").waitFor();
}

async function retire(page) {
  await page.getByRole("button", { name: "Stop waiting for it: Cabin mini PC" }).click();
  await page.getByRole("button", { name: "Stop waiting", exact: true }).waitFor();
}

async function versions(page) {
  await page.locator("summary").nth(1).click();
  await page.locator("details[open] .json").waitFor();
}

async function histories(page) {
  for (const history of await page.locator("summary").all()) await history.click();
}

async function takeOver(page) {
  await page.getByRole("button", { name: "Take over the lease of nightly-report" }).click();
  await page.getByRole("button", { name: "Take over at epoch" }).waitFor();
}

async function goOn(page) {
  await page.getByRole("button", { name: "Go on without it: Cabin mini PC" }).click();
  await page.getByRole("button", { name: "Go on without it" }).last().waitFor();
}

async function check(page) {
  await page.getByRole("button", { name: "Check folder and data" }).click();
  await page.locator("article[data-code]").first().waitFor();
  for (const files of await page.locator("summary").all()) await files.click();
}

async function repair(page) {
  await check(page);
  await page.getByRole("button", { name: "Repair…" }).click();
  await page.getByRole("button", { name: "Repair now" }).waitFor();
}

async function moveFolder(page) {
  await page.getByRole("button", { name: "Move…" }).click();
  await page.getByLabel("Dropbox").check();
  await page.locator("dialog [data-kind]").waitFor();
}

async function report(page) {
  await page.getByRole("button", { name: "Show the report…" }).click();
  await page.getByRole("textbox", { name: "The report" }).waitFor();
}

async function guide(page) {
  await page.getByRole("button", { name: "What Baton is" }).click();
  await page.getByRole("dialog").waitFor();
}

async function packages(page) {
  await page.getByRole("button", { name: "Software it is built from" }).click();
  await page.getByText("adler2").click();
  await page.getByText("Permission is hereby granted").waitFor();
}

async function arrival(page) {
  await folder(page);
  await page.getByRole("button", { name: "Use this folder" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Open Baton" }).waitFor();
}

async function pauses(page) {
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("menu").waitFor();
}

async function folder(page) {
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Dropbox").check();
  await page.locator("[data-kind]").waitFor();
}

async function failure(page) {
  await page.getByRole("button", { name: "Sync now" }).click();
  await page.locator("[role=alert]").nth(1).waitFor();
}

describe("accessibility", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const { name, scenario, before: act, ...options } of STATES) {
    for (const scheme of ["light", "dark"]) {
      test(`axe finds no violation in ${name}, ${scheme}`, async () => {
        const { page, close } = await browser.open(scenario, { ...options, scheme });
        await act?.(page);
        await atRest(page);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run(document, { resultTypes: ["violations"] }),
        );
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`,
        );
        assert.deepEqual(found, []);
        await close();
      });
    }
  }
});
