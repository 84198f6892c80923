// What a real engine answered about the records of three devices: `src-tauri/src/ipc/recorded/memory.rs`.
import type { RecordHistoryPage, RecordPage, RecordText, RecordView, SurfaceView } from "../lib/contract";
import historiesJson from "./recorded/record_history.json";
import surfacesJson from "./recorded/record_surfaces.json";
import textsJson from "./recorded/record_text.json";
import pagesJson from "./recorded/records.json";
import { afterRecording } from "./recorded-time";

const pages = pagesJson as Record<string, RecordPage[]>;
const histories = historiesJson as unknown as Record<string, RecordHistoryPage>;

export const recordedSurfaces = surfacesJson as SurfaceView[];

/** The pieces of each value, by the place where it is kept. */
export const recordedTexts = textsJson as Record<string, RecordText[]>;

/** All records of a surface, in the engine's order, as if they had been asked for now. */
export function recordedList(surface: string, now: number): RecordView[] {
  return (pages[surface] ?? []).flatMap((page) => page.records.map((one) => afterRecording(one, now)));
}

/** What stood at a record's place. One that was written once was not recorded: it stands there alone. */
export function recordedHistory(surface: string, record: RecordView, now: number): RecordHistoryPage {
  const found = histories[`${surface} ${record.agent} ${record.key}`];
  if (found) return afterRecording(found, now);
  const [any] = Object.values(histories);
  if (!any) throw new Error("no history was recorded");
  return { ...afterRecording(any, now), entries: [{ record, counts: true }] };
}
