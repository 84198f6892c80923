// Plays the app around the page. What the page asks goes out as to the real one and is remembered; the fake host of another
// page answers it, so that a command without an answer there fails here.

/** Runs in the page, before anything else. */
function pretend() {
  const asked = [];
  const callbacks = [];
  const listeners = [];
  const plain = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
  Object.assign(globalThis, {
    isTauri: true,
    pretend: {
      asked,
      tell() {
        for (const id of listeners) callbacks[id]({ payload: { revision: 2 } });
      },
    },
    __TAURI_INTERNALS__: {
      transformCallback: (callback) => callbacks.push(callback) - 1,
      invoke: async (command, given) => {
        asked.push([command, plain(given)]);
        if (command !== "plugin:event|listen") return globalThis.answerOfFake(command, plain(given));
        listeners.push(given.handler);
      },
    },
  });
}

/** `sync_now` is `syncNow`. */
const methodOf = (command) => command.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** A page that believes it is in the app; the fake host of `scenario` is behind it. */
export async function openInApp(browser, scenario) {
  const fake = await browser.open(scenario);
  const page = await browser.openBare(pretend, undefined, {
    answerOfFake: (command, given) => {
      const { progress, ...named } = given ?? {};
      const values = [methodOf(command), Object.values(named), progress !== undefined];
      return fake.page.evaluate(([method, values, tells]) => {
        const told = tells ? [() => {}] : [];
        return globalThis.batonFake.host()[method](...values, ...told);
      }, values);
    },
  });
  await fake.page.exposeFunction("changedInFake", () => page.evaluate(() => globalThis.pretend.tell()));
  await fake.page.evaluate(() => globalThis.batonFake.host().onState(() => globalThis.changedInFake()));
  return { page, fake: fake.page, close: () => Promise.all([fake.close(), page.close()]) };
}

/** What went out under a command's name, oldest first. */
export const asked = (page, command) =>
  page.evaluate(
    (name) => globalThis.pretend.asked.filter(([one]) => one === name).map(([, given]) => given),
    command,
  );
