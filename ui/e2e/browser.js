// Opens the built page in headless Chromium over a fake host.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { serve } from "./serve.js";

const CHROMIUM = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const VIEWS = ["devices", "leases", "conversations", "records", "activity", "settings"];

/** The states of the tray icon, best first. */
export const STATUSES = [
  "up_to_date",
  "syncing",
  "waiting_for_pick_up",
  "waiting_for_files",
  "paused",
  "folder_unavailable",
  "needs_you",
  "error",
];

/** One browser and one server for a file of tests. Scroll bars take no room unless they are asked for. */
export async function openBrowser({ scrollBars = false } = {}) {
  const executablePath = CHROMIUM.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("Chromium was not found; name it in the variable CHROMIUM.");
  const { address, stop } = await serve();
  const ignoreDefaultArgs = scrollBars ? ["--hide-scrollbars"] : [];
  const browser = await chromium.launch({ executablePath, args: FLAGS, ignoreDefaultArgs });

  /**
   * A page in a scenario of the fake host. `complaints` collects errors and what the policy blocked. With `at`, its clock
   * stands there, in Greenwich's time.
   */
  async function open(
    scenario,
    { hash = "", scheme = "light", width = 980, height = 680, touch = false, at = null } = {},
  ) {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width, height },
      reducedMotion: "reduce",
      hasTouch: touch,
      ...(at === null ? {} : { timezoneId: "UTC" }),
    });
    if (at !== null) await context.clock.setFixedTime(at);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    // The app freezes it as well.
    await page.addInitScript(() => Object.freeze(Object.prototype));
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith("data:"))
        complaints.push(request.url());
    });
    await page.goto(`${address}?fake=${scenario}${hash}`);
    await page.waitForSelector("main h1, main form, main [role=alert]", { state: "attached" });
    return { page, complaints, close: () => context.close() };
  }

  /** Looks at a page in a scenario; the page must not complain. */
  async function visit(scenario, options, look) {
    const { page, complaints, close } = await open(scenario, options);
    try {
      await look(page);
      assert.deepEqual(complaints, [], "the page complained");
    } finally {
      await close();
    }
  }

  /** A bare page, with `script` run before the page's own, which may call the functions `exposed`. */
  async function openBare(script, given, exposed = {}) {
    const page = await browser.newPage();
    for (const [name, callback] of Object.entries(exposed)) await page.exposeFunction(name, callback);
    if (script) await page.addInitScript(script, given);
    await page.goto(address);
    return page;
  }

  /** The longest that the page's main thread worked in one go while `act` ran, in milliseconds of its own processor time. */
  async function longestTask(page, act) {
    await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "__metadata"] });
    await act();
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
    const main = traceEvents.filter((event) => event.args?.name === "CrRendererMain").map(threadOf);
    const tasks = traceEvents.filter((event) => event.tdur && main.includes(threadOf(event)));
    return Math.max(0, ...tasks.map((task) => task.tdur / 1_000));
  }

  async function close() {
    await browser.close();
    stop();
  }

  return { open, visit, openBare, longestTask, close };
}

const threadOf = ({ pid, tid }) => `${pid}/${tid}`;

/** Calls a method of the fake host inside the page. */
export function fake(page, method, ...given) {
  return page.evaluate(([name, values]) => globalThis.batonFake[name](...values), [method, given]);
}

/** Waits until every command is answered, and the page had time to show what came and to ask for more. */
export function atRest(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let calm = 0; calm < 3; calm = globalThis.batonFake.pending === 0 ? calm + 1 : 0) await frame();
  });
}

/** Waits until a transcript's view has neither moved nor grown for so many frames: what came in is laid out. */
export function standsStill(page, frames) {
  return page.evaluate(async (wanted) => {
    const feed = document.querySelector("[role=feed]");
    const place = () => `${feed.scrollTop} ${feed.scrollHeight}`;
    for (let calm = 0, last = ""; calm < wanted; calm = place() === last ? calm + 1 : 0) {
      last = place();
      await new Promise(requestAnimationFrame);
    }
  }, frames);
}

export function calls(page) {
  return page.evaluate(() => ({ ...globalThis.batonFake.calls }));
}
