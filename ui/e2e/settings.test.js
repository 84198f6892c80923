import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { calls, fake, openBrowser } from "./browser.js";
import { recorded } from "./recorded.js";

const HASH = "#/settings";
const packages = recorded("packages");

describe("settings", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const visit = (scenario, act) =>
    browser.visit(scenario, { hash: HASH }, async (page) => {
      await page.getByRole("heading", { name: "Relay folder" }).or(page.getByRole("alert")).first().waitFor();
      await act(page);
    });

  const sent = (page, command) => page.evaluate((name) => globalThis.batonFake.lastArguments[name], command);

  /** Waits until the fake was asked for this. */
  async function patched(page, expected) {
    await page.waitForFunction(
      (wanted) => JSON.stringify(globalThis.batonFake.lastArguments.change_settings) === wanted,
      JSON.stringify(expected),
    );
  }

  test("a new name is sent when it is one, and shown in the side bar", async () => {
    await visit("normal", async (page) => {
      const rename = page.getByRole("button", { name: "Rename" });
      const name = page.getByLabel("Name", { exact: true });
      assert.ok(await rename.isDisabled());
      await name.fill("   ");
      assert.ok(await rename.isDisabled());
      await name.fill(" محطة ");
      await page.keyboard.press("Enter");
      await page.getByText("This device is called محطة now.").waitFor();
      await page.getByRole("banner").getByText("محطة").waitFor();
      await patched(page, { deviceName: "محطة" });
    });
  });

  test("a refused change is told, and what holds is shown", async () => {
    await visit("normal", async (page) => {
      await fake(page, "failWith", "store");
      const start = page.getByRole("switch", { name: "Start when I log in" });
      await start.click();
      await page.locator("[role=alert][data-code=store]").first().waitFor();
      assert.equal(await start.isChecked(), false);
    });
  });

  test("each switch changes its own setting alone", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("switch", { name: "Start when I log in" }).click();
      await patched(page, { startAtLogin: true });
      await page.getByText("Baton starts in the tray").waitFor();
      await page.getByRole("switch", { name: "List syncs that changed nothing" }).press("Space");
      await patched(page, { listQuietRounds: true });
      await page.getByRole("switch", { name: "A lease is stuck" }).click();
      await page.waitForFunction(
        () => globalThis.batonFake.lastArguments.change_settings.notifications?.stuckLease === false,
      );
      const { notifications } = await sent(page, "change_settings");
      assert.deepEqual(
        Object.values(notifications).filter((on) => !on),
        [false],
      );
      await page.getByLabel("Write to the log").selectOption("debug");
      await patched(page, { logLevel: "debug" });
    });
  });

  test("two switches in one breath are both kept", async () => {
    await visit("normal", async (page) => {
      const switches = page.getByRole("region", { name: "Notifications" }).getByRole("switch");
      await switches.evaluateAll((found) => {
        for (const one of found.slice(0, 2)) one.click();
      });
      await page.waitForFunction(
        () =>
          Object.values(globalThis.batonFake.lastArguments.change_settings?.notifications ?? {}).filter(
            (on) => !on,
          ).length === 2,
      );
    });
  });

  test("days are taken when they make sense", async () => {
    await visit("normal", async (page) => {
      const days = page.getByLabel("A device is silent after");
      await days.fill("0");
      await days.press("Tab");
      await page.getByText("A whole number from 1 to 365.").waitFor();
      assert.equal((await calls(page)).change_settings, undefined);
      await days.fill("30");
      await days.press("Tab");
      await patched(page, { silentDays: 30 });
    });
  });

  test("retention hides on purpose and says how much", async () => {
    await visit("normal", async (page) => {
      const group = page.getByRole("group", { name: "Conversations to list and find" });
      await group.getByText("This hides, it never deletes.").waitFor();
      await group.getByRole("radio", { name: "Those active within the last 90 days" }).check();
      await patched(page, { retention: { keep: "days", days: 90 } });
      await group.getByText("1 conversation is left out now.").waitFor();
      await group.getByRole("spinbutton").fill("7");
      await group.getByRole("spinbutton").press("Tab");
      await patched(page, { retention: { keep: "days", days: 7 } });
      await group.getByRole("radio", { name: "All of them" }).check();
      await patched(page, { retention: { keep: "all" } });
    });
  });

  test("a move says what will happen, and joins other devices only on purpose", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("button", { name: "Move…" }).click();
      const dialog = page.getByRole("dialog", { name: "Move to another relay folder" });
      const move = dialog.getByRole("button", { name: "Move", exact: true });
      assert.ok(await move.isDisabled());
      await dialog.getByLabel("Dropbox").check();
      await dialog.getByText("It takes in what the devices in the new folder wrote").waitFor();
      assert.ok(await move.isDisabled());
      await dialog.getByLabel("Join the devices in there: Cabin mini PC and MacBook").check();
      await move.click();
      await page.getByText("Wrote 1,204 changes there, received 12 changes.").first().waitFor();
      await page.getByText("/home/ada/Nextcloud/Baton").waitFor();
      assert.equal(await dialog.count(), 0);
      assert.deepEqual(await sent(page, "move_relay"), { path: "/home/ada/Dropbox/Baton", join: true });
    });
  });

  test("a folder that cannot be used is refused before anything happens", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("button", { name: "Move…" }).click();
      const path = page.getByLabel("Folder path");
      const kinds = {
        current: "/home/ada/Nextcloud/Baton",
        nested: "/home/ada/Nextcloud/Baton/inside",
        foreign: "/home/ada/Pictures",
        not_writable: "/home/ada/Public",
      };
      for (const [kind, folder] of Object.entries(kinds)) {
        await path.fill(folder);
        await page.locator(`[data-kind=${kind}]`).waitFor();
        assert.ok(await page.getByRole("button", { name: "Move", exact: true }).isDisabled(), kind);
      }
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      assert.equal((await calls(page)).move_relay, undefined);
    });
  });

  test("a move that fails says so where it was asked for, and can be tried again", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("button", { name: "Move…" }).click();
      await page.getByLabel("Folder path").fill("/home/ada/Archive/Baton");
      await page.locator("[data-kind=empty]").waitFor();
      await page.getByRole("button", { name: "Move", exact: true }).click();
      await page.getByRole("dialog").locator("[role=alert][data-code=folder_not_writable]").waitFor();
      assert.ok(await page.getByRole("button", { name: "Move", exact: true }).isEnabled());
    });
  });

  test("while syncing is paused it says why nothing moves", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("menuitem", { name: "Until I resume" }).click();
      await page.getByText("Resume it to move to another folder.").waitFor();
      assert.ok(await page.getByRole("button", { name: "Move…" }).isDisabled());
    });
  });

  test("what was decided when the app was started says so", async () => {
    await visit("settings-fixed", async (page) => {
      await page.getByText("so it cannot be moved here").waitFor();
      assert.ok(await page.getByRole("button", { name: "Move…" }).isDisabled());
      assert.ok(await page.getByLabel("Write to the log").isDisabled());
      assert.ok(await page.getByRole("switch", { name: "Start when I log in" }).isDisabled());
      await page.getByText("It cannot be shown while this device's data cannot be read.").waitFor();
    });
  });

  test("folders open, and what is elsewhere is linked", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("button", { name: "Open data folder" }).click();
      await page.getByRole("button", { name: "Open folder" }).click();
      await page.waitForFunction(() => globalThis.batonFake.calls.open_relay_folder === 1);
      assert.equal((await calls(page)).open_data_folder, 1);
      await page.getByRole("link", { name: "Check folder and data" }).click();
      await page.getByRole("heading", { level: 1, name: "Activity" }).waitFor();
    });
  });

  test("the report is shown whole before it is saved", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("button", { name: "Show the report…" }).click();
      const report = page.getByRole("textbox", { name: "The report" });
      assert.match(await report.inputValue(), /^Baton diagnostics[\s\S]*worker.rs:\d+\n$/);
      assert.equal((await calls(page)).save_diagnostics, undefined);
      await page.getByRole("button", { name: "Save…" }).click();
      await page.getByText("/home/ada/baton-diagnostics.txt").waitFor();
      assert.equal(await page.getByRole("dialog").count(), 0);
    });
  });

  test("a report that cannot be made or saved says so and can be tried again", async () => {
    await visit("normal", async (page) => {
      await fake(page, "failWith", "internal");
      await page.getByRole("button", { name: "Show the report…" }).click();
      const alert = page.getByRole("dialog").locator("[role=alert][data-code=internal]");
      await alert.waitFor();
      await fake(page, "failWith", null);
      await alert.getByRole("button", { name: "Try again" }).click();
      await page.getByRole("textbox", { name: "The report" }).waitFor();
      await fake(page, "failWith", "internal");
      await page.getByRole("button", { name: "Save…" }).click();
      await alert.waitFor();
      assert.ok(await page.getByRole("button", { name: "Save…" }).isEnabled());
    });
  });

  test("about says what Baton is, and shows the guide and the licence", async () => {
    await visit("normal", async (page) => {
      await page.getByText("Baton 0.1.0 for linux x86_64").waitFor();
      await page.getByRole("button", { name: "What Baton is" }).click();
      const guide = page.getByRole("dialog");
      await guide.locator(".heading", { hasText: "What you see" }).waitFor();
      assert.doesNotMatch(await guide.innerText(), /Image not loaded|\]\(/);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Baton's licence" }).click();
      await page.getByRole("dialog").getByText("Version 2.0, January 2004").waitFor();
    });
  });

  test("the packages come page by page, are searched, and show their licence when it is wanted", async () => {
    await visit("normal", async (page) => {
      await page.getByRole("button", { name: "Software it is built from" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText(`${packages.length} packages`).waitFor();
      assert.equal(await dialog.getByRole("listitem").count(), 100);
      assert.equal((await calls(page)).package_licence, undefined);
      await dialog.getByRole("button", { name: "Show more" }).click();
      await dialog.getByText(packages[199].name, { exact: true }).waitFor();
      await dialog.getByRole("searchbox").fill("AHO-c");
      await dialog.getByText("1 package", { exact: true }).waitFor();
      await dialog.getByText("aho-corasick", { exact: true }).click();
      await dialog.getByText("Permission is hereby granted").waitFor();
      await dialog.getByRole("searchbox").fill("nothing like it");
      await dialog.getByText("No package is called “nothing like it”.").waitFor();
    });
  });

  test("settings that cannot be read say so and can be tried again", async () => {
    await visit("error-store", async (page) => {
      await fake(page, "failWith", null);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByRole("heading", { name: "Notifications" }).waitFor();
    });
  });
});
