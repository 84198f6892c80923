import type { TurnView } from "../lib/contract";
import { CABIN, LAPTOP, NAMES, STUDIO } from "./ids";
import { ASSISTANT, HOSTILE, LONG_RESULT, USER } from "./words";

const DEVICES = [STUDIO, LAPTOP, STUDIO, CABIN];
const EVERY_MS = 47_000;

/** Turn `index` of a conversation of `total`: the same one each time, so that none need be kept. */
export function turnAt(id: string, index: number, total: number, endMs: number): TurnView {
  const device = DEVICES[Math.floor(index / 7) % DEVICES.length] ?? STUDIO;
  const atMs = endMs - (total - 1 - index) * EVERY_MS;
  const base: TurnView = {
    cursor: `${id}@${index}`,
    opId: `op-${id}-${index}`,
    role: "user",
    content: "",
    clippedChars: 0,
    toolCalls: [],
    toolUseId: null,
    atMs,
    // Now and then two devices write at once.
    recordedMs: index % 28 === 7 ? atMs - EVERY_MS + 8_000 : atMs,
    deviceId: device,
    deviceName: NAMES[device] ?? "",
  };
  const step = index % 6;
  const round = Math.floor(index / 6);
  if (step === 0) return { ...base, content: pick(USER, round) };
  if (step === 1)
    return {
      ...base,
      role: "assistant",
      content: "Let me look at that first.",
      toolCalls: [call(index, round)],
    };
  if (step === 2) return { ...base, role: "tool", toolUseId: `call-${index - 1}`, ...result(round) };
  if (step === 3) return { ...base, role: "assistant", content: pick(ASSISTANT, round) };
  if (step === 4) return { ...base, content: round % 4 === 1 ? HOSTILE : "Good. Go on with the next one." };
  return {
    ...base,
    role: "assistant",
    content: `Done: step ${index + 1} of the plan is finished and checked.`,
  };
}

function pick(words: readonly string[], n: number): string {
  return words[n % words.length] ?? "";
}

function call(index: number, round: number) {
  const named = [
    { name: "read_file", arguments: { path: "src/relay/segment.rs", from: 120, to: 180 } },
    {
      name: "edit_file",
      arguments: {
        path: "src/relay/tip.rs",
        old_string: "let least = frontier_min(&tips);\nsend(least)",
        new_string: "let least = stable_frontier(&tips);\nsend(least)",
      },
    },
    { name: "run_command", arguments: { command: "cargo test -p engine relay::", timeout_seconds: 120 } },
    {
      name: "search",
      arguments: {
        query: "frontier acknowledgement",
        filters: { language: ["rust", "toml"], modifiedAfter: "2026-10-01" },
      },
    },
  ];
  return { id: `call-${index}`, ...(named[round % named.length] ?? { name: "read_file", arguments: {} }) };
}

function result(round: number): { content: string; clippedChars: number } {
  if (round % 3 === 0) return { content: LONG_RESULT, clippedChars: 1_028_576 };
  if (round % 3 === 1) return { content: '{"passed": 48, "failed": 0, "seconds": 3.2}', clippedChars: 0 };
  if (round % 4 === 3) {
    const source = { type: "base64", media_type: "image/png", data: "iVBORw0KGgo".repeat(3_000) };
    return { content: JSON.stringify([{ type: "image", source }]), clippedChars: 0 };
  }
  return {
    content:
      "pub fn verify(&self, chain: &Chain) -> Result<Verified, Fork> {\n    chain.links().try_fold(self.head, Head::follow)\n}",
    clippedChars: 0,
  };
}
