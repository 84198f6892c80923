/** When most of the recorded answers were given: `NOW_MS` of `src-tauri/src/ipc/recorded/scene.rs`. */
const RECORDED_MS = 1_795_000_000_000;

/** A recorded answer as it would be given at `now`: every time in it as long ago as it was. */
export function afterRecording<T>(answer: T, now: number, recordedMs = RECORDED_MS): T {
  return moved(answer, now - recordedMs) as T;
}

function moved(value: unknown, byMs: number, name = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => moved(one, byMs));
  if (typeof value === "number") return name.endsWith("Ms") ? value + byMs : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, moved(one, byMs, key)]));
}
