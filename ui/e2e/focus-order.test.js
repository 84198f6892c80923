import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { atRest, openBrowser } from "./browser.js";

const MOST = 120;

/** What a screen reader would call the element that has the focus. */
function focusedName() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const labelled = element.getAttribute("aria-labelledby");
  const label = labelled
    ? document.getElementById(labelled)?.textContent
    : element.getAttribute("aria-label");
  const aloud = element.matches("td") ? element.querySelector(".only-read-aloud")?.textContent : null;
  const own = element.tagName === "MAIN" ? "main" : element.innerText || element.textContent;
  return (label || aloud || element.labels?.[0]?.innerText || own || "").split("\n")[0].trim();
}

/** The names in the order of the Tab key, from the top of the page until it leaves the page. */
async function walk(page, key = "Tab") {
  const names = [];
  for (let step = 0; step < MOST; step += 1) {
    await page.keyboard.press(key);
    const name = await page.evaluate(focusedName);
    if (name === null || (names.length > 0 && name === names[0])) break;
    names.push(name);
  }
  return names;
}

const TOP = ["Pause", "Checkpoint", "Sync now", "main"];
const KINDS = [
  "Knowledge",
  "Skills",
  "Trajectories",
  "Runs",
  "Run ledger",
  "Agents",
  "Routing",
  "List",
  "List",
];

const VIEWS = {
  devices: [
    "Stop waiting for it: Cabin mini PC",
    "Stop waiting for it: MacBook",
    /^.Studio desktop.* wrote 1,917 changes itself/,
    "Show more",
  ],
  leases: [
    "This device runs agents",
    "Run here: code-review",
    "Release inbox-triage",
    "Take over the lease of nightly-report",
  ],
  conversations: ["Search all turns", "Filter the search"],
  records: [...KINDS, "Search in Skills", "Where to search"],
  activity: ["Check folder and data"],
  settings: [
    "Open folder",
    "Move…",
    "Name",
    "Leases",
    "Start when I log in",
    "The relay folder stays unavailable",
    "This device's data is a copy",
    "A lease is stuck",
    "A device is silent",
    "A lease was lost, or another device asks for one",
    "Something ran twice",
    "A device is silent after",
    "All of them",
    "List syncs that changed nothing",
    "Check folder and data",
    "Show the report…",
    "Write to the log",
    "Open data folder",
    "What Baton is",
    "Baton's licence",
    "Software it is built from",
  ],
};

describe("the order of the Tab key", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const [view, expected] of Object.entries(VIEWS)) {
    test(`goes through the ${view} view from top to bottom`, async () => {
      const hash = view === "records" ? "#/records/skill" : `#/${view}`;
      const { page, close } = await browser.open("normal", { hash, width: 1_100, height: 800 });
      await atRest(page);
      const links = await page.getByRole("navigation", { name: "Views" }).getByRole("link").all();
      const views = await Promise.all(links.map(async (link) => (await link.innerText()).split("\n")[0]));
      const names = await walk(page);
      const shell = ["Skip to the content", ...views, "Open relay folder", ...TOP];
      assert.deepEqual(names.slice(0, shell.length), shell);
      const rest = names.slice(shell.length);
      const places = expected.map((one) =>
        rest.findIndex((name) => (typeof one === "string" ? name === one : one.test(name))),
      );
      const sought = JSON.stringify(expected.map(String));
      assert.ok(!places.includes(-1), `${sought} in ${JSON.stringify(rest)}`);
      const distinct = places.filter((place, at) => places.indexOf(place) === at);
      assert.deepEqual(
        distinct,
        [...distinct].sort((one, other) => one - other),
        `the order of ${rest}`,
      );
      await close();
    });
  }

  test("leads out of a dialog only by its own buttons, and back to where it was opened", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/devices" });
    const opener = page.getByRole("button", { name: "Stop waiting for it: Cabin mini PC" });
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    const names = new Set((await walk(page)).filter((name) => name !== ""));
    for (const name of names) assert.ok(["Cancel", "Stop waiting"].includes(name), name);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await page.evaluate(focusedName), "Stop waiting for it: Cabin mini PC");
    await close();
  });

  test("nothing moves for somebody who wants less motion", async () => {
    const { page, close } = await browser.open("normal", { hash: "#/records" });
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll("*")].filter((element) => {
          const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
          const slow = (times) => times.split(",").some((time) => Number.parseFloat(time) > 0.011);
          return slow(transitionDuration) || (animationName !== "none" && slow(animationDuration));
        }).length,
    );
    assert.equal(moving, 0);
    await close();
  });
});
