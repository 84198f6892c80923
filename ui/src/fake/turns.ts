import type { TurnView } from "../lib/contract";
import { LAPTOP, NAMES } from "./ids";

const EVERY_MS = 47_000;

/**
 * Turn `index` of a conversation of `total` turns that says the recorded ones again and again: a hundred thousand are more
 * than anybody records. The same one each time, so that none need be kept.
 */
export function repeated(
  recorded: TurnView[],
  id: string,
  index: number,
  total: number,
  endMs: number,
): TurnView {
  const atMs = endMs - (total - 1 - index) * EVERY_MS;
  return { ...at(recorded, index), ...named(id, index), atMs, recordedMs: atMs };
}

/** A recorded turn that says something else, now. */
export function saidNow(recorded: TurnView[], id: string, index: number, content: string): TurnView {
  const now = Date.now();
  return {
    ...at(recorded, index),
    ...named(id, index),
    role: "assistant",
    content,
    clippedChars: 0,
    toolCalls: [],
    toolUseId: null,
    atMs: now,
    recordedMs: now,
    deviceId: LAPTOP,
    deviceName: NAMES[LAPTOP] ?? "",
  };
}

function at(recorded: TurnView[], index: number): TurnView {
  const turn = recorded[index % recorded.length];
  if (!turn) throw new Error("no turn was recorded");
  return turn;
}

const named = (id: string, index: number) => ({ cursor: `${id}@${index}`, opId: `op-${id}-${index}` });
