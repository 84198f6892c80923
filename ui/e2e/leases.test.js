import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { calls, fake, openBrowser } from "./browser.js";

describe("leases", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const visit = (scenario, look) => browser.visit(scenario, { hash: "#/leases" }, look);

  const card = (page, agent) => page.getByRole("article", { name: agent });
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const voters = (page) => page.getByRole("region", { name: "Who votes" });
  const argumentsOf = (page, command) =>
    page.evaluate((name) => globalThis.batonFake.lastArguments[name], command);

  test("a lease says in plain words who decided on it and what runs under it", async () => {
    await visit("normal", async (page) => {
      const text = await card(page, "changelog-writer").innerText();
      assert.match(
        text,
        /Held[\s\S]*MacBook[\s\S]*4,194,305[\s\S]*in \d:\d\d[\s\S]*Voted\s+A majority of your devices agreed/,
      );
      assert.match(text, /1 run in progress[\s\S]*run-2026-11-22-changelog/);
    });
  });

  test("where one register decides, that is said, and nobody can be asked", async () => {
    await visit("register", async (page) => {
      await page.getByText("Leases are kept on this device alone.").waitFor();
      assert.match(await card(page, "inbox-triage").innerText(), /Exclusive\s+Kept on this device alone/);
      assert.equal(await page.getByRole("button", { name: /^(Run|Request)/ }).count(), 0);
      assert.equal(await voters(page).count(), 0);
    });
  });

  test("the last grants are folded, and tell who held them, when, and how they ended", async () => {
    await visit("normal", async (page) => {
      const review = card(page, "code-review");
      assert.equal(await review.getByText("taken over by a person").isVisible(), false);
      await review.getByText("Its last 3 grants").click();
      const rows = review.getByRole("listitem");
      assert.match(await rows.nth(0).innerText(), /4,194,308\s+MacBook[\s\S]*from[\s\S]*to[\s\S]*given back/);
      assert.match(
        await rows.nth(1).innerText(),
        /Studio desktop \(this device\)[\s\S]*taken over by a person/,
      );
      assert.match(await rows.nth(2).innerText(), /Cabin mini PC[\s\S]*time ran out/);
    });
  });

  test("asking for what another device holds says that it finishes its run first", async () => {
    await visit("normal", async (page) => {
      await button(page, "Request hand-over of changelog-writer").click();
      await card(page, "changelog-writer").getByText("Asked; MacBook finishes its run first.").waitFor();
      await button(page, "Withdraw request for changelog-writer").click();
      await button(page, "Request hand-over of changelog-writer").waitFor();
      assert.deepEqual(await argumentsOf(page, "release_lease"), {
        agentId: "changelog-writer",
        epoch: 4_194_305,
      });
    });
  });

  test("a free agent is asked for, and the votes that are heard and missing are listed", async () => {
    await visit("normal", async (page) => {
      await button(page, "Run here: code-review").click();
      const review = card(page, "code-review");
      await review.getByText("Asking your devices for epoch 4,194,309").waitFor();
      const text = await review.innerText();
      assert.match(text, /1 of 3 answered[\s\S]*Studio desktop answered/);
      assert.match(text, /Waiting for Cabin mini PC to answer · last heard 3 days ago/);
    });
  });

  test("going on without a device needs a yes, says what may happen, and can complete the vote", async () => {
    await visit("normal", async (page) => {
      await button(page, "Go on without it: Cabin mini PC").click();
      const dialog = page.getByRole("dialog");
      assert.match(
        await dialog.innerText(),
        /last heard from 3 days ago[\s\S]*counts again as soon as it is heard from[\s\S]*still holds the lease of nightly-report/,
      );
      await dialog.getByRole("button", { name: "Cancel" }).click();
      assert.equal((await calls(page)).retire_device, undefined);
      for (const name of ["Cabin mini PC", "MacBook"]) {
        await button(page, `Go on without it: ${name}`).click();
        await dialog.getByRole("button", { name: "Go on without it" }).click();
        await dialog.waitFor({ state: "detached" });
      }
      await card(page, "invoice-sorter").getByText("Held here").waitFor();
      assert.match(await voters(page).innerText(), /Studio desktop[\s\S]*It decides alone/);
    });
  });

  test("a device that cannot be left behind says why and stays", async () => {
    await visit("normal", async (page) => {
      await button(page, "Go on without it: MacBook").click();
      await page.evaluate(() => {
        globalThis.batonFake.failing = "bad_request";
      });
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Go on without it" }).click();
      await dialog.locator("[role=alert][data-code=bad_request]").waitFor();
    });
  });

  test("an own lease that others ask for says so, and is released at once while nothing runs", async () => {
    await visit("normal", async (page) => {
      assert.match(await card(page, "inbox-triage").innerText(), /Asked for by MacBook\./);
      await page.evaluate(() => {
        const { leases } = globalThis.batonFake.snapshot;
        globalThis.batonFake.change({ leases: leases.map((one) => ({ ...one, pendingRuns: [] })) });
      });
      await card(page, "inbox-triage").getByText("1 run in progress").waitFor({ state: "detached" });
      await button(page, "Release inbox-triage").click();
      await card(page, "inbox-triage").getByText("Free").waitFor();
      assert.deepEqual(await argumentsOf(page, "release_lease"), {
        agentId: "inbox-triage",
        epoch: 4_194_306,
      });
    });
  });

  test("releasing during a run is asked about first", async () => {
    await visit("normal", async (page) => {
      await card(page, "inbox-triage").getByText("1 run in progress").waitFor();
      await button(page, "Release inbox-triage").click();
      const dialog = page.getByRole("dialog");
      assert.match(await dialog.innerText(), /run-2026-11-22-inbox[\s\S]*another device may start the agent/);
      assert.equal((await calls(page)).release_lease, undefined);
      await dialog.getByRole("button", { name: "Release anyway" }).click();
      await card(page, "inbox-triage").getByText("Free").waitFor();
    });
  });

  test("who votes is listed, and a device that runs no agents does not", async () => {
    await visit("normal", async (page) => {
      assert.match(
        await voters(page).innerText(),
        /Studio desktop\s+\(this device\)\s+Cabin mini PC\s+MacBook\s+A lease is granted when 2 of these 3/,
      );
      const runsAgents = page.getByRole("switch", { name: "This device runs agents" });
      assert.equal(await runsAgents.isChecked(), true);
      await runsAgents.click();
      await voters(page).getByText("This device runs no agents, so it does not vote.").waitFor();
      assert.equal(await runsAgents.isChecked(), false);
      assert.equal(await button(page, "Run here: code-review").isDisabled(), true);
      await runsAgents.click();
      await voters(page).getByText("(this device)").waitFor();
    });
  });

  test("a switch that fails stays where it was", async () => {
    await visit("error-store", async (page) => {
      const runsAgents = page.getByRole("switch", { name: "This device runs agents" });
      await runsAgents.click();
      await page.locator("[role=alert][data-code=store]").waitFor();
      assert.equal(await runsAgents.isChecked(), true);
    });
  });

  test("a device that joins says whose confirmation it waits for", async () => {
    await visit("joining", async (page) => {
      const text = await voters(page).innerText();
      assert.match(text, /does not vote yet[\s\S]*Waiting for Cabin mini PC to confirm it/);
    });
  });

  test("a lease that is taken away while somebody looks is shown as it is", async () => {
    await visit("normal", async (page) => {
      const leases = await page.evaluate(() =>
        globalThis.batonFake.snapshot.leases.map((one) =>
          one.isOurs ? { ...one, isOurs: false, holder: "x", holderName: "MacBook", epoch: 4_194_307 } : one,
        ),
      );
      await fake(page, "change", { leases });
      await button(page, "Withdraw request for inbox-triage").waitFor();
    });
  });
});
