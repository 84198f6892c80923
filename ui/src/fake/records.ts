import type {
  RecordHistoryPage,
  RecordHistoryRequest,
  RecordPage,
  RecordsRequest,
  RecordText,
  RecordTextRequest,
  RecordView,
  RunView,
  SurfaceView,
} from "../lib/contract";
import { fail } from "./errors";

const HOUR = 3_600_000;
/** How much of a value one answer holds, in characters. */
const PIECE = 40_000;
const MOST_EXAMINED = 500;
const MOST_COUNTED = 10_000;

interface Kept {
  surface: string;
  view: RecordView;
  value: unknown;
  /** What was written there before, newest first. */
  past: { view: RecordView; value: unknown }[];
}

/** Records of every kind but conversations, in the order the engine lists them. */
export class FakeRecords {
  #kept: Kept[] = [];
  #places = new Map<string, unknown>();
  #now: number;

  constructor(now: number, filled: boolean) {
    this.#now = now;
    if (filled) this.#fill();
  }

  surfaces(): SurfaceView[] {
    const always = ["knowledge", "skill", "trajectory", "run", "intent", "declagent", "routing"];
    const registries = [...new Set(this.#kept.map((one) => one.surface))].filter((tag) =>
      tag.startsWith("registry:"),
    );
    return [...always, ...registries.sort()].map((surface) => {
      const found = this.#of(surface).length;
      return { surface, records: Math.min(found, MOST_COUNTED), more: found > MOST_COUNTED };
    });
  }

  page({ surface, startsWith, contains, after, limit }: RecordsRequest): RecordPage {
    const all = this.#of(surface);
    const word = contains.toLowerCase();
    const records: RecordView[] = [];
    let at = after === null ? 0 : Number(after);
    const first = at;
    for (; at < all.length && records.length < limit && at - first < MOST_EXAMINED; at += 1) {
      const one = all[at];
      if (!one) break;
      const { key, agent } = one.view;
      const entered = (surface === "intent" ? agent : key.replace(/^id:/, "")).startsWith(startsWith);
      const text = `${agent} ${key} ${JSON.stringify(one.value)}`.toLowerCase();
      if (entered && text.includes(word)) records.push(one.view);
    }
    return { records, next: at < all.length ? String(at) : null, examined: at - first };
  }

  history({ surface, agent, key, before, limit }: RecordHistoryRequest): RecordHistoryPage {
    const kept = this.#of(surface).find((one) => one.view.key === key && one.view.agent === agent);
    const all = kept ? [kept.view, ...kept.past.map((one) => one.view)] : [];
    const first = before === null ? 0 : Number(before);
    const entries = all
      .slice(first, first + limit)
      .map((record, at) => ({ record, counts: first + at === 0 }));
    const next = first + limit < all.length ? String(first + limit) : null;
    return { entries, next, droppedBeforeMs: this.#now - 40 * 24 * HOUR };
  }

  text({ place, start }: RecordTextRequest): RecordText {
    if (!this.#places.has(place)) throw fail("bad_request");
    const whole = JSON.stringify(this.#places.get(place), null, 2);
    const text = whole.slice(start, start + PIECE);
    return { text, end: start + text.length, total: whole.length };
  }

  /** Writes a record, as if another device had. */
  write(surface: string, id: string, value: object): void {
    const before = this.#kept.find((one) => one.surface === surface && one.view.key === `id:${id}`);
    const past = before ? [{ view: before.view, value: before.value }, ...before.past] : [];
    this.#kept = this.#kept.filter((one) => one !== before);
    this.#add(surface, `id:${id}`, value, { deviceName: "MacBook", atMs: Date.now() }, past);
  }

  #of(surface: string): Kept[] {
    const found = this.#kept.filter((one) => one.surface === surface);
    if (surface === "routing") return found.sort((one, other) => other.view.atMs - one.view.atMs);
    const order = (one: Kept) => `${one.view.agent}\n${one.view.key}`;
    return found.sort((one, other) => (order(one) < order(other) ? -1 : 1));
  }

  #view(value: unknown, key: string, part: Partial<RecordView>): RecordView {
    const place = String(this.#places.size + 1);
    this.#places.set(place, value);
    const text = JSON.stringify(value);
    return {
      place,
      agent: "",
      key,
      opId: `op-${place.padStart(32, "0")}`,
      deviceName: "Studio desktop",
      atMs: this.#now - 2 * HOUR,
      org: null,
      bytes: text.length,
      preview: text.slice(0, 240),
      run: null,
      ...part,
    };
  }

  #add(
    surface: string,
    key: string,
    value: unknown,
    part: Partial<RecordView> = {},
    past: Kept["past"] = [],
  ) {
    this.#kept.push({ surface, view: this.#view(value, key, part), value, past });
  }

  #fill(): void {
    const days = (n: number) => this.#now - n * 24 * HOUR;
    for (const [at, [id, text]] of FACTS.entries()) {
      this.#add(
        "knowledge",
        `id:${id}`,
        { id, text, tags: ["home", "travel"].slice(at % 3) },
        { atMs: days(at) },
      );
    }
    for (let at = 0; at < 1_300; at += 1) {
      const id = `note-${String(at).padStart(4, "0")}`;
      const text = `Measured ${at * 17} ms at step ${at}.`;
      this.#add(
        "knowledge",
        `id:${id}`,
        { id, text },
        { atMs: days(3 + at / 40), deviceName: "Cabin mini PC" },
      );
    }
    this.#add("skill", "id:tidy-invoices", SKILL, { atMs: days(12), org: "Lighthouse Ltd" });
    this.#add(
      "skill",
      "h:5d41402abc4b2a76b9719d911017c592",
      { steps: ["look", "ask", "act"] },
      { atMs: days(80) },
    );
    const steps = Array.from({ length: 1_500 }, (_, at) => ({
      step: at,
      tool: "read_file",
      ok: at % 7 !== 0,
    }));
    this.#add("trajectory", "id:move-house", { id: "move-house", steps }, { atMs: days(5) });
    this.#runs();
    for (const [at, id] of ["planner", "inbox-triage", "מתכנן-נסיעות"].entries()) {
      const set = (version: number) => ({
        id,
        model: "large",
        temperature: 0.2,
        limit: { turns: 40 },
        version,
      });
      const past = [3, 2, 1].slice(0, at + 1).map((version) => ({
        view: this.#view(set(version), `id:${id}`, {
          atMs: days(10 + 9 * (4 - version)),
          deviceName: "MacBook",
        }),
        value: set(version),
      }));
      this.#add("declagent", `id:${id}`, set(4), { atMs: days(at + 1) }, past);
    }
    this.#add("registry:tools", "id:web-search", { id: "web-search", on: true, key: "9007199254740993" });
    this.#add("registry:prompts", "id:house-style", { id: "house-style", text: HOSTILE }, { atMs: days(2) });
    for (let at = 0; at < 40; at += 1) {
      const value = { to: at % 3 ? "small" : "large", ms: 120 + at, why: "fits the budget" };
      this.#add("routing", `op:op-${String(at).padStart(32, "0")}`, value, { atMs: this.#now - at * HOUR });
    }
  }

  #runs(): void {
    const run = (agent: string, id: string, state: RunView, hours: number, past: Kept["past"] = []) => {
      const value = { id, agent_id: agent, epoch: state.epoch, status: state.status };
      const part = { agent, run: state, atMs: this.#now - hours * HOUR };
      this.#add("intent", `id:${id}`, value, part, past);
    };
    const begun: RunView = { status: "pending", epoch: 213, committedTwice: false };
    const value = { id: "mail-2026-11-24", agent_id: "inbox-triage", epoch: 213, status: "pending" };
    const part = { agent: "inbox-triage", run: begun, atMs: this.#now - 9 * HOUR };
    const done: RunView = { ...begun, status: "committed" };
    run("inbox-triage", "mail-2026-11-24", done, 8, [
      { view: this.#view(value, `id:${value.id}`, part), value },
    ]);
    run("inbox-triage", "mail-2026-11-25", { ...begun, epoch: 214 }, 1);
    run("nightly-report", "run-2026-11-18", { status: "committed", epoch: 87, committedTwice: true }, 160);
    run("nightly-report", "run-2026-11-19", { status: "failed", epoch: 88, committedTwice: false }, 140);
    this.#add("run", "id:run-2026-11-18", { id: "run-2026-11-18", took_ms: 48_000, lines: 512 });
  }
}

const FACTS: [string, string][] = [
  ["trip-lisbon", "The night train leaves Hendaye at 18:35; the sleeper is cheaper on Tuesdays."],
  ["garden-pump", "The pump needs a 13 A fuse, and the spare ones are in the blue box."],
  ["teammate-birthdays", "Rosa: 3 March. Idris: 19 July. Wen: the last Sunday of November."],
  ["عنوان-المكتب", "المكتب في الطابق الثالث، والمدخل من جهة الحديقة."],
  ["printer", "It only prints after the tray was opened once <script>alert(1)</script>."],
];

const SKILL = {
  id: "tidy-invoices",
  about: "Names each invoice after its sender and month, and asks before it moves one.",
  steps: [
    { tool: "list_files", arguments: { folder: "Downloads", pattern: "*.pdf" } },
    { tool: "read_file", arguments: { pages: [1, 2] } },
    { tool: "rename", arguments: { to: "{month} {sender}.pdf", ask: true } },
  ],
};

const HOSTILE = "<img src=x onerror=alert(1)> [a link](javascript:alert(1)) \u202Egnp.exe";
