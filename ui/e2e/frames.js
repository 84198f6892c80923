// What a transcript shows in each frame while it is scrolled, and a finger that scrolls it.
import assert from "node:assert/strict";

/** Runs in the page: after each frame, which turn is on top, how far it has gone, and whether the middle is empty. */
export function record() {
  const feed = document.querySelector("[role=feed]");
  const seen = [];
  const look = () => {
    const { top, height } = feed.getBoundingClientRect();
    const isShown = (turn) => getComputedStyle(turn).visibility === "visible";
    const turns = [...feed.querySelectorAll("article[data-number]")]
      .filter(isShown)
      .map((turn) => ({ number: Number(turn.dataset.number), at: turn.getBoundingClientRect() }))
      .sort((a, b) => a.number - b.number);
    const first = turns.find((turn) => turn.at.bottom > top + 1);
    const middle = top + height / 2;
    const isBlank = !turns.some(({ at }) => at.top <= middle && at.bottom >= middle);
    const tops = Object.fromEntries(turns.map(({ number, at }) => [number, at.top - top]));
    seen.push({ number: first?.number ?? 0, tops, isBlank });
  };
  // A message comes once the frame is painted: what the list still corrects before that, nobody sees.
  const painted = new MessageChannel();
  painted.port1.onmessage = look;
  const frame = () => {
    painted.port2.postMessage(0);
    requestAnimationFrame(frame);
  };
  frame();
  globalThis.recorded = () => seen.splice(0);
}

export const recorded = (page) => page.evaluate(() => globalThis.recorded());

/** How many pixels the turns moved down between two frames; endless where no turn is in both. */
export function movedDown(one, other) {
  const common = Object.keys(one.tops).find((number) => number in other.tops);
  return common ? other.tops[common] - one.tops[common] : Math.sign(one.number - other.number) * Infinity;
}

/** A single blank is none: the look at it may have come between a script that scrolled and the frame that shows where to. */
export function assertNoBlank(frames) {
  assert.ok(frames.length > 20, `only ${frames.length} frames`);
  assert.deepEqual(frames.filter((frame, at) => frame.isBlank && frames[at + 1]?.isBlank).slice(0, 3), []);
}

/** A finger on the glass. */
export async function finger(page) {
  const session = await page.context().newCDPSession(page);
  const send = (type, touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  return {
    down: (x, y) => send("touchStart", [{ x, y }]),
    to: (x, y) => send("touchMove", [{ x, y }]),
    up: () => send("touchEnd", []),
  };
}
