// What a person does before a picture of a state is taken.

const click = (page, name, more) => page.getByRole("button", { name, ...more }).click();
export const waitForDialog = (page) => page.getByRole("dialog").waitFor();

// The first start.

const next = (page) => click(page, "Next");

/** Where it was recorded, the machine had a name that says little. */
export const nameIt = (page) => page.getByLabel("Name of this device").fill("Studio desktop");

async function type(page, path, kind) {
  await toFolder(page);
  await page.getByLabel("Folder path").fill(path);
  await page.locator(`[data-kind=${kind}]`).waitFor();
}

async function toFolder(page) {
  await nameIt(page);
  await next(page);
}

export async function chooseFolder(page) {
  await toFolder(page);
  await page.getByLabel("Dropbox").check();
  await page.locator("[data-kind]").waitFor();
}

export const chooseForeign = (page) => type(page, "/home/ada/Documents", "foreign");
export const chooseTeam = (page) => type(page, "/home/ada/Documents/Team", "foreign");
export const choosePublic = (page) => type(page, "/home/ada/Public", "not_writable");

export async function toLogin(page) {
  await chooseFolder(page);
  await click(page, "Use this folder");
  await page.getByRole("switch").waitFor();
}

export async function toArrival(page) {
  await toLogin(page);
  await next(page);
  await page.getByRole("button", { name: "Open Baton" }).waitFor();
}

export async function arrive(page) {
  await toArrival(page);
  await page.evaluate(() => globalThis.batonFake.deviceArrives("MacBook"));
  await page.getByText("Connected").waitFor();
}

export async function later(page) {
  await click(page, "Set up later");
  await page.getByRole("button", { name: "Go on" }).waitFor();
}

// Status.

export async function openPauses(page) {
  await click(page, "Pause");
  await page.getByRole("menu").waitFor();
}

export async function failSync(page) {
  await click(page, "Sync now");
  await page.getByRole("region", { name: "Notices" }).getByRole("alert").waitFor();
}

// Devices.

export const scrollDown = (page) =>
  page.locator("main").evaluate((main) => main.scrollTo(0, main.scrollHeight));

export async function showPicture(page) {
  await page.locator("main").evaluate((main) => main.scrollTo(0, 420));
  await page.locator("[data-cell='2-0']").hover();
}

export async function openRetire(page) {
  await click(page, "Stop waiting for it: Cabin mini PC");
  await waitForDialog(page);
}

// Leases.

export const unfold = (page) => page.getByText("Its last 3 grants").click();

export async function openTakeOver(page) {
  await click(page, "Take over the lease of nightly-report");
  await page.getByRole("button", { name: "Take over at epoch" }).waitFor();
}

export async function openGoOn(page) {
  await click(page, "Go on without it: Cabin mini PC");
  await waitForDialog(page);
}

// Conversations.

export async function waitForTurns(page) {
  await page.locator("article[data-number]").first().waitFor();
  await page.waitForTimeout(300);
}

export async function unfoldTools(page) {
  await toOldest(page);
  for (const call of await page.getByRole("button", { name: /Calls / }).all()) {
    if ((await call.getAttribute("aria-expanded")) === "false") await call.click();
  }
  await page.getByRole("feed").evaluate((feed) => feed.scrollTo(0, 0));
  await page.waitForTimeout(400);
}

export async function openMenu(page) {
  await waitForTurns(page);
  await click(page, "Copy, export, resume");
}

export async function openDay(page) {
  await waitForTurns(page);
  await click(page, "Go to a day");
}

export async function hearMore(page) {
  await waitForTurns(page);
  await page.getByRole("feed").hover();
  await page.mouse.wheel(0, -900);
  await page.waitForTimeout(300);
  await page.evaluate(() => globalThis.batonFake.addTurn("conversation-1", "Just arrived from the MacBook."));
  await page.getByRole("button", { name: "1 new turn" }).waitFor();
}

export async function toOldest(page) {
  await waitForTurns(page);
  await click(page, "Go to the oldest turn");
  await page.locator("article[data-number='1']").waitFor();
  await page.waitForTimeout(300);
}

export async function openFound(page) {
  await page.getByRole("searchbox").fill("tool:run_command test");
  await page.locator("mark").first().waitFor();
  for (const key of ["ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  await waitForTurns(page);
}

export async function filterSearch(page) {
  await click(page, "Filter the search");
  await page.getByRole("searchbox").fill("role:assistant device:macbook lease");
  await page.locator("mark").first().waitFor();
}

export async function searchInVain(page) {
  await page.getByRole("searchbox").fill("submarine");
  await page.getByText("Nothing matches").waitFor();
}

export async function followLink(page) {
  await waitForTurns(page);
  await page.evaluate(() =>
    globalThis.batonFake.addTurn(
      "conversation-1",
      "It is described [in the manual](https://example.org/manual#leases).",
    ),
  );
  await click(page, "in the manual");
  await waitForDialog(page);
}

// Memory.

export const value = (page) => page.locator(".json").first().waitFor();

export async function versions(page) {
  await page.locator("details summary").nth(1).click();
  await page.locator("details[open] .json").waitFor();
}

export async function seekRecordInVain(page) {
  await page.getByRole("searchbox").fill("submarine");
  await page.getByText("Nothing matches").waitFor();
}

// Activity.

export async function check(page) {
  await click(page, "Check folder and data");
  await page.locator("article[data-code]").first().waitFor();
}

export async function openRepair(page) {
  await check(page);
  await click(page, "Repair…");
  await page.getByRole("button", { name: "Repair now" }).waitFor();
}

export async function repair(page) {
  await openRepair(page);
  await click(page, "Repair now");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("Repaired", { exact: true }).first().scrollIntoViewIfNeeded();
}

// Settings.

export async function moveFolder(page) {
  await click(page, "Move…");
  await page.getByLabel("Dropbox").check();
  await page.getByLabel("Join the devices").check();
}

export async function moved(page) {
  await moveFolder(page);
  await click(page, "Move", { exact: true });
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

export async function openReport(page) {
  await click(page, "Show the report…");
  await page.getByRole("textbox", { name: "The report" }).waitFor();
}

export async function openGuide(page) {
  await click(page, "What Baton is");
  await waitForDialog(page);
}

export async function openPackages(page) {
  await click(page, "Software it is built from");
  await page.getByText("aho-corasick").click();
  await page.getByText("Permission is hereby granted").waitFor();
}
