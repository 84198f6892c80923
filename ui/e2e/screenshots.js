// Writes a picture of every view and state in light and dark: `npm run screenshots -- DIRECTORY`. With `--docs`, those of
// the documentation, and the page that shows them.
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser, STATUSES } from "./browser.js";

const forDocs = process.argv[2] === "--docs";
const docs = new URL("../../docs/", import.meta.url).pathname;
const directory = forDocs ? join(docs, "screens") : (process.argv[2] ?? join(tmpdir(), "baton-screenshots"));

/** What the documentation shows, and what it says of each. */
const SHOWN = {
  "first-start": "The first start: name the device, choose the folder.",
  devices: "Devices: who takes part, and how far behind each one is.",
  "devices-picture": "Who has how much of whom, and the last exchanges.",
  retire: "What it means to stop waiting for a lost device.",
  leases: "Leases: which device may run which agent, and who votes on it.",
  "take-over": "Taking over a lease: who holds it, and what may run twice.",
  conversations: "Conversations, from all devices in the order they were said.",
  records: "Memory: everything besides conversations.",
  "record-history": "A record, its value, and what stood there before.",
  "run-twice": "A run that two devices report as done.",
  activity: "Activity, and the check of folder and data.",
  check: "What a check found, and what to do about it.",
  settings: "Settings.",
  problems: "What is wrong stands on every view, with what to do.",
  empty: "A device alone, and how to get a second one.",
  "narrow-devices": "A narrow window.",
};

const SHOTS = [
  { name: "devices", scenario: "normal", hash: "#/devices" },
  { name: "devices-scrolled", scenario: "normal", hash: "#/devices", before: scrollDown },
  { name: "devices-picture", scenario: "normal", hash: "#/devices", before: showPicture },
  { name: "devices-many", scenario: "many", hash: "#/devices", height: 2_400 },
  { name: "retire", scenario: "normal", hash: "#/devices", before: openRetire },
  { name: "records", scenario: "normal", hash: "#/records/skill//id%3Atidy-invoices", before: value },
  { name: "records-empty", scenario: "empty", hash: "#/records" },
  {
    name: "record-history",
    scenario: "normal",
    hash: "#/records/declagent//id%3Ainbox-triage",
    before: versions,
    height: 900,
  },
  {
    name: "run-twice",
    scenario: "normal",
    hash: "#/records/intent/nightly-report/id%3Arun-2026-11-18",
    before: value,
  },
  {
    name: "narrow-record",
    scenario: "normal",
    hash: "#/records/skill//id%3Atidy-invoices",
    width: 640,
    before: value,
  },
  { name: "leases", scenario: "normal", hash: "#/leases", before: unfold, height: 1_560 },
  { name: "leases-joining", scenario: "joining", hash: "#/leases" },
  { name: "leases-viewer", scenario: "viewer", hash: "#/leases" },
  { name: "leases-register", scenario: "register", hash: "#/leases" },
  { name: "narrow-leases", scenario: "normal", hash: "#/leases", before: unfold, width: 640, height: 1_900 },
  { name: "leases-below", scenario: "normal", hash: "#/leases", before: scrollDown },
  { name: "take-over", scenario: "normal", hash: "#/leases", before: openTakeOver },
  { name: "go-on", scenario: "normal", hash: "#/leases", before: openGoOn },
  {
    name: "conversations",
    scenario: "huge",
    hash: "#/conversations/id/conversation-1",
    before: waitForTurns,
  },
  {
    name: "tools",
    scenario: "normal",
    hash: "#/conversations/id/conversation-1",
    before: unfoldTools,
    height: 1_500,
  },
  {
    name: "transcript-menu",
    scenario: "normal",
    hash: "#/conversations/id/conversation-1",
    before: openMenu,
  },
  { name: "search", scenario: "normal", hash: "#/conversations", before: openFound },
  { name: "search-filters", scenario: "normal", hash: "#/conversations", before: filterSearch },
  { name: "narrow-search", scenario: "normal", hash: "#/conversations", width: 640, before: filterSearch },
  { name: "search-nothing", scenario: "normal", hash: "#/conversations", before: searchInVain },
  { name: "activity", scenario: "normal", hash: "#/activity" },
  { name: "check", scenario: "problems", hash: "#/activity", before: check, height: 1_300 },
  { name: "check-healthy", scenario: "normal", hash: "#/activity", before: check },
  { name: "repair", scenario: "problems", hash: "#/activity", before: openRepair },
  { name: "settings", scenario: "normal", hash: "#/settings", height: 1_900 },
  { name: "settings-fixed", scenario: "settings-fixed", hash: "#/settings", height: 1_900 },
  { name: "settings-moved", scenario: "normal", hash: "#/settings", before: moved },
  { name: "narrow-settings", scenario: "normal", hash: "#/settings", width: 640, height: 1_900 },
  { name: "report", scenario: "normal", hash: "#/settings", before: openReport },
  { name: "packages", scenario: "normal", hash: "#/settings", before: openPackages },
  { name: "move", scenario: "normal", hash: "#/settings", before: moveFolder, height: 1_100 },
  { name: "first-start", scenario: "first-start", hash: "" },
  { name: "first-start-folder", scenario: "first-start", hash: "", before: chooseFolder },
  { name: "first-start-inside", scenario: "first-start", hash: "", before: chooseInside },
  { name: "first-start-login", scenario: "first-start", hash: "", before: toLogin },
  { name: "first-start-alone", scenario: "first-start", hash: "", before: toArrival },
  { name: "first-start-arrived", scenario: "first-start", hash: "", before: arrive },
  { name: "first-start-later", scenario: "first-start", hash: "", before: later },
  {
    name: "narrow-first-start",
    scenario: "first-start",
    hash: "",
    before: chooseFolder,
    width: 640,
    height: 900,
  },
  { name: "no-tray", scenario: "no-tray", hash: "#/devices" },
  { name: "pause-menu", scenario: "normal", hash: "#/devices", before: openPauses, height: 320 },
  { name: "problems", scenario: "problems", hash: "#/devices" },
  { name: "empty", scenario: "empty", hash: "#/devices" },
  { name: "error", scenario: "error-folder_not_writable", hash: "#/leases", before: failSync },
  { name: "narrow-devices", scenario: "normal", hash: "#/devices", width: 640 },
  {
    name: "narrow-transcript",
    scenario: "normal",
    hash: "#/conversations/id/arabic-letter",
    width: 640,
    before: waitForTurns,
  },
];

for (const kind of STATUSES) {
  SHOTS.push({ name: `status-${kind}`, scenario: `status-${kind}`, hash: "#/devices", height: 260 });
}

async function unfoldTools(page) {
  await waitForTurns(page);
  for (const call of await page.getByRole("button", { name: /Calls / }).all()) await call.click();
  await page.waitForTimeout(400);
}

async function openMenu(page) {
  await waitForTurns(page);
  await page.getByRole("button", { name: "Copy, export, resume" }).click();
}

async function openFound(page) {
  await page.getByRole("searchbox").fill("tool:run_command test");
  await page.locator("mark").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await waitForTurns(page);
}

async function filterSearch(page) {
  await page.getByRole("button", { name: "Filter the search" }).click();
  await page.getByRole("searchbox").fill("role:assistant device:macbook lease");
  await page.locator("mark").first().waitFor();
}

async function searchInVain(page) {
  await page.getByRole("searchbox").fill("submarine");
  await page.getByText("Nothing matches").waitFor();
}

async function scrollDown(page) {
  await page.locator("main").evaluate((main) => main.scrollTo(0, main.scrollHeight));
}

async function showPicture(page) {
  await page.locator("main").evaluate((main) => main.scrollTo(0, 420));
  await page.locator("[data-cell='2-0']").hover();
}

async function openRetire(page) {
  await page.getByRole("button", { name: "Stop waiting for it: Cabin mini PC" }).click();
  await page.getByRole("dialog").waitFor();
}

async function value(page) {
  await page.locator(".json").first().waitFor();
}

async function versions(page) {
  await page.locator("details summary").nth(1).click();
  await page.locator("details[open] .json").waitFor();
}

async function unfold(page) {
  await page.getByText("Its last 3 grants").click();
}

async function openTakeOver(page) {
  await page.getByRole("button", { name: "Take over the lease of nightly-report" }).click();
  await page.getByRole("button", { name: "Take over at epoch" }).waitFor();
}

async function openGoOn(page) {
  await page.getByRole("button", { name: "Go on without it: Cabin mini PC" }).click();
  await page.getByRole("dialog").waitFor();
}

async function check(page) {
  await page.getByRole("button", { name: "Check folder and data" }).click();
  await page.locator("article[data-code]").first().waitFor();
}

async function openRepair(page) {
  await check(page);
  await page.getByRole("button", { name: "Repair…" }).click();
  await page.getByRole("button", { name: "Repair now" }).waitFor();
}

async function waitForTurns(page) {
  await page.locator("article[data-number]").first().waitFor();
  await page.waitForTimeout(300);
}

async function next(page) {
  await page.getByRole("button", { name: "Next" }).click();
}

async function chooseInside(page) {
  await next(page);
  await page.getByRole("button", { name: "Choose a folder…" }).click();
  await page.locator("[data-kind=foreign]").waitFor();
}

async function toLogin(page) {
  await chooseFolder(page);
  await page.getByRole("button", { name: "Use this folder" }).click();
  await page.getByRole("switch").waitFor();
}

async function toArrival(page) {
  await toLogin(page);
  await next(page);
  await page.getByRole("button", { name: "Open Baton" }).waitFor();
}

async function arrive(page) {
  await toArrival(page);
  await page.evaluate(() => globalThis.batonFake.deviceArrives("MacBook"));
  await page.getByText("Connected").waitFor();
}

async function later(page) {
  await page.getByRole("button", { name: "Set up later" }).click();
  await page.getByRole("button", { name: "Go on" }).waitFor();
}

async function openPauses(page) {
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("menu").waitFor();
}

async function chooseFolder(page) {
  await next(page);
  await page.getByLabel("Dropbox").check();
  await page.locator("[data-kind]").waitFor();
}

async function moveFolder(page) {
  await page.getByRole("button", { name: "Move…" }).click();
  await page.getByLabel("Dropbox").check();
  await page.getByLabel("Join the devices").check();
}

async function moved(page) {
  await moveFolder(page);
  await page.getByRole("button", { name: "Move", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function openReport(page) {
  await page.getByRole("button", { name: "Show the report…" }).click();
  await page.getByRole("textbox", { name: "The report" }).waitFor();
}

async function openPackages(page) {
  await page.getByRole("button", { name: "Software it is built from" }).click();
  await page.getByText("aho-corasick").click();
  await page.getByText("Permission is hereby granted").waitFor();
}

async function failSync(page) {
  await page.getByRole("button", { name: "Sync now" }).click();
  await page.getByRole("alert").waitFor();
}

/** A picture that a repository can carry: less than half the size. */
async function small(page) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80 });
  return Buffer.from(data, "base64");
}

/** The page that shows the documentation's pictures. */
function page() {
  const parts = Object.entries(SHOWN).map(
    ([name, words]) =>
      `## ${words}\n\n| light | dark |\n| --- | --- |\n| ![${words}](screens/${name}-light.webp) | ![The same in dark](screens/${name}-dark.webp) |`,
  );
  return `# What the window looks like\n\nMade by \`npm run screenshots -- --docs\` in \`ui/\`, with invented data.\n\n${parts.join("\n\n")}\n`;
}

await mkdir(directory, { recursive: true });
const wanted = forDocs ? SHOTS.filter((shot) => shot.name in SHOWN) : SHOTS;
const browser = await openBrowser();
for (const { name, before, scenario, ...options } of wanted) {
  for (const scheme of ["light", "dark"]) {
    const { page, close } = await browser.open(scenario, { ...options, scheme });
    await before?.(page);
    if (forDocs) await writeFile(join(directory, `${name}-${scheme}.webp`), await small(page));
    else await page.screenshot({ path: join(directory, `${name}-${scheme}.png`) });
    await close();
  }
}
await browser.close();
if (forDocs) await writeFile(join(docs, "SCREENS.md"), page());
console.log(`${wanted.length * 2} pictures in ${directory}`);
