/** When the recorded answers were given: `NOW_MS` of `src-tauri/src/ipc/recorded/scene.rs`. */
export const RECORDED_MS = 1_795_000_000_000;

/** A recorded answer as it would be given at `now`: every time in it as long ago as it was. */
export function afterRecording<T>(answer: T, now: number): T {
  return moved(answer, now - RECORDED_MS) as T;
}

function moved(value: unknown, byMs: number, name = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => moved(one, byMs));
  if (typeof value === "number") return name.endsWith("Ms") ? value + byMs : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, moved(one, byMs, key)]));
}
