import type {
  RecordHistoryEntry,
  RecordHistoryPage,
  RecordHistoryRequest,
  RecordPage,
  RecordsRequest,
  RecordText,
  RecordTextRequest,
  RecordView,
  SurfaceView,
} from "../lib/contract";
import { fail } from "./errors";
import { recordedHistory, recordedList, recordedSurfaces, recordedTexts } from "./recorded-records";

/** How many records are looked at for one answer: fewer than the engine does, so that a search takes several. */
const MOST_EXAMINED = 500;

/** The records that a real engine answered about, and what tests write over them. */
export class FakeRecords {
  #lists = new Map<string, RecordView[]>();
  #past = new Map<RecordView, RecordHistoryEntry[]>();
  #texts = new Map(Object.entries(recordedTexts));
  #now: number;

  constructor(now: number, filled: boolean) {
    this.#now = now;
    if (!filled) return;
    for (const { surface } of recordedSurfaces) this.#lists.set(surface, recordedList(surface, now));
  }

  /** A device without records names no registries. */
  surfaces(): SurfaceView[] {
    return recordedSurfaces
      .filter(({ surface }) => this.#lists.has(surface) || !surface.startsWith("registry:"))
      .map((one) => ({ ...one, records: this.#of(one.surface).length }));
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
      const entered = (surface === "intent" ? one.agent : one.key.replace(/^id:/, "")).startsWith(startsWith);
      const text = `${one.agent} ${one.key} ${this.#whole(one.place)}`.toLowerCase();
      if (entered && text.includes(word)) records.push(one);
    }
    return { records, next: at < all.length ? String(at) : null, examined: at - first };
  }

  history({ surface, agent, key, before, limit }: RecordHistoryRequest): RecordHistoryPage {
    const record = this.#of(surface).find((one) => one.key === key && one.agent === agent);
    if (!record) return { entries: [], next: null, droppedBeforeMs: null };
    const recorded = recordedHistory(surface, record, this.#now);
    const all = this.#past.get(record) ?? recorded.entries;
    const first = before === null ? 0 : Number(before);
    const next = first + limit < all.length ? String(first + limit) : null;
    return { ...recorded, entries: all.slice(first, first + limit), next };
  }

  text({ place, start }: RecordTextRequest): RecordText {
    const pieces = this.#texts.get(place);
    const piece = pieces?.find((one, at) => (pieces[at - 1]?.end ?? 0) === start && one.end >= start);
    if (!piece) throw fail("bad_request");
    return piece;
  }

  /** Writes a record anew, as if another device had. */
  write(surface: string, id: string, value: object): void {
    const records = this.#of(surface);
    const old = records.find((one) => one.key === `id:${id}`);
    if (!old) throw new Error(`nothing of ${surface} was recorded as ${id}`);
    const preview = JSON.stringify(value);
    const place = `written-${this.#texts.size}`;
    const record = { ...old, place, deviceName: "MacBook", atMs: Date.now(), bytes: preview.length, preview };
    const text = JSON.stringify(value, null, 2);
    this.#texts.set(place, [{ text, end: text.length, total: text.length }]);
    const past = this.#past.get(old) ?? recordedHistory(surface, old, this.#now).entries;
    this.#past.set(record, [{ record, counts: true }, ...past.map((entry) => ({ ...entry, counts: false }))]);
    this.#lists.set(
      surface,
      records.map((one) => (one === old ? record : one)),
    );
  }

  #of(surface: string): RecordView[] {
    return this.#lists.get(surface) ?? [];
  }

  #whole(place: string): string {
    return (this.#texts.get(place) ?? []).map((piece) => piece.text).join("");
  }
}
