// Writes a picture of every view and state in light and dark: `npm run screenshots -- DIRECTORY`. With `--docs`, those of
// the documentation, and the page that shows them. With names after that, only those: `-- DIRECTORY leases take-over`.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "./browser.js";
import { page as pageOf } from "./screens-page.js";
import { CHAPTERS } from "./screens.js";

const [given, ...only] = process.argv.slice(2);
const forDocs = given === "--docs";
const docs = new URL("../../docs/", import.meta.url).pathname;
const directory = forDocs ? join(docs, "screens") : (given ?? join(tmpdir(), "baton-screenshots"));

/** The day that the recorded answers speak of, so that the same is shown whenever the pictures are taken. */
const AT = "2026-11-22T11:06:40Z";
/** Small enough for a repository: text stays sharp, and a picture takes a third of what PNG would. */
const DOCS = { format: "webp", quality: 48 };
const EDGE = 16;

/** The part of the page to show; all of it unless the screen says otherwise. */
async function clip(page, { of, top }) {
  const { width, height } = page.viewportSize();
  if (!of) return { x: 0, y: 0, width, height: top ?? height, scale: 1 };
  const box = await page.locator(of).boundingBox();
  const [x, y] = [Math.max(0, box.x - EDGE), Math.max(0, box.y - EDGE)];
  return {
    x,
    y,
    width: Math.min(width - x, box.width + 2 * EDGE),
    height: Math.min(height - y, box.height + 2 * EDGE),
    scale: 1,
  };
}

async function take(page, screen) {
  const session = await page.context().newCDPSession(page);
  const format = forDocs ? DOCS : { format: "png" };
  const { data } = await session.send("Page.captureScreenshot", {
    ...format,
    clip: await clip(page, screen),
  });
  return Buffer.from(data, "base64");
}

async function picture(browser, screen, scheme) {
  const { scenario, hash, width, height } = screen;
  const { page, close } = await browser.open(scenario, { hash, width, height, scheme, at: AT });
  await screen.before?.(page);
  if (!screen.isPointed) await page.mouse.move(1, 1);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  const bytes = await take(page, screen);
  await writeFile(join(directory, `${screen.name}-${scheme}.${forDocs ? "webp" : "png"}`), bytes);
  await close();
  return bytes.length;
}

/** A screen has what its chapter says, unless it says otherwise itself. */
const screens = CHAPTERS.flatMap(({ scenario = "normal", hash, screens }) =>
  screens.map((screen) => ({ scenario, hash, ...screen })),
).filter(({ name }) => only.length === 0 || only.includes(name));

await mkdir(directory, { recursive: true });
if (forDocs && only.length === 0) {
  for (const name of await readdir(directory)) if (name.endsWith(".webp")) await rm(join(directory, name));
}
const browser = await openBrowser();
let bytes = 0;
for (const screen of screens) {
  for (const scheme of ["light", "dark"]) bytes += await picture(browser, screen, scheme);
}
await browser.close();
if (forDocs) await writeFile(join(docs, "SCREENS.md"), pageOf(CHAPTERS));
console.log(`${screens.length * 2} pictures, ${(bytes / 1_000_000).toFixed(1)} MB, in ${directory}`);
