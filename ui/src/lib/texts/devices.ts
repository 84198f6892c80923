import type { DeviceStanding } from "../contract";
import type { Cell } from "../frontier";
import { count, plural } from "../time";

export const standings: Record<DeviceStanding, string> = {
  active: "Active",
  joining: "Joining",
  retired: "Retired",
};

export const standingWords: Record<DeviceStanding, string> = {
  active: "Others wait for what it confirms.",
  joining: "It has not said yet what it holds.",
  retired: "Nobody waits for it. It may come back without losing anything.",
};

const platforms: Record<string, string> = { linux: "Linux", macos: "macOS", windows: "Windows" };

/** A name that keeps its own direction inside a sentence. */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** The name of an operating system. */
export const platform = (name: string) => platforms[name] ?? name;

export const devices = {
  intro: "Every device that uses your relay folder, and how much each one has.",
  lastSeen: "Last seen",
  neverSeen: "Never heard from here",
  self: "This device",
  upToDate: "Has everything",
  behind: (n: number) => `${plural(n, "change", "changes")} behind`,
  behindSelf: "Everything known is here",
  awaited: (n: number) => `${plural(n, "change", "changes")} still to arrive from it`,
  wrote: (n: number) => `${plural(n, "change", "changes")} written`,
  wroteNone: "Has written nothing yet",
  aloneTitle: "One device so far",
  aloneWords:
    "Install Baton on another computer and choose the same folder there. Each keeps working while it is offline; they meet in the folder.",
  matrix: "Who has how much of whom",
  matrixWords:
    "Read a row from left to right: how much of each device's changes that row's device has stored safely. A full bar means all of it.",
  matrixHint: "Point at a bar, or walk with the arrow keys, to read what it means.",
  matrixHolder: "Device",
  matrixOf: "of",
  matrixAll: "all",
  matrixNone: "none",
  matrixNothing: "nothing yet",
  matrixUnknown: "It has not said what it holds yet.",
  cellBehind: (n: number) => `${count(n)} behind`,
  explain: (holder: string, of: string, { held, behind, own }: Cell) => {
    const [who, whom] = [isolated(holder), isolated(of)];
    const all = plural(held + behind, "change", "changes");
    if (held + behind === 0) return `${whom} has written nothing yet.`;
    if (own && behind === 0) return `${who} wrote ${all} itself.`;
    if (behind === 0) return `${who} has all ${all} of ${whom}.`;
    if (held === 0) return `${who} has none of the ${all} of ${whom} yet.`;
    return `${who} has ${count(held)} of the ${all} of ${whom}; ${count(behind)} still missing.`;
  },
  explainUnknown: (holder: string) => `${isolated(holder)} has not said yet what it holds.`,
  exchanges: "Last exchanges",
  exchangesWords: "When this device heard from the others since Baton was started, and what came of it.",
  exchangesNone: "None since Baton was started.",
  exchangesMore: "Show more",
  exchange: (received: number, pickedUp: number) => {
    const sent = received > 0 ? `sent ${plural(received, "change", "changes")}` : "";
    const took = pickedUp > 0 ? `picked up ${count(pickedUp)} from here` : "";
    return [sent, took].filter(Boolean).join(" and ") || "said that it is there";
  },
  retire: "Stop waiting for it…",
  retireFor: (name: string) => `Stop waiting for it: ${name}`,
  facts: "Shared state",
  factsWords: "What all of it adds up to, for the curious and for bug reports.",
  stable: "On every device",
  stableWhy:
    "What every active device has stored safely; only this much may ever be tidied away. Bug reports call it the stable frontier.",
  stableNone: "Not known while an active device has never said what it holds.",
  base: "Where the log starts",
  baseWhy:
    "The summary that this device's own log starts from; without one it starts at the very beginning. Bug reports call it the base checkpoint.",
  baseNone: "None: the log starts at the beginning.",
  hash: "Fingerprint",
  hashWhy:
    "A fingerprint of everything held here; the same on two devices means they hold the same. Bug reports call it the state hash.",
  held: "Held here",
  heldWhy: "What your agents have recorded and this device can show without any network.",
  heldValue: (turns: number, conversations: number) =>
    `${plural(turns, "turn", "turns")} in ${plural(conversations, "conversation", "conversations")}`,
};

export const retire = {
  title: (name: string) => `Stop waiting for ${name}?`,
  behind: (n: number) =>
    n === 0
      ? "It has everything, as far as this device knows."
      : `${plural(n, "change", "changes")} that are here have not reached it yet.`,
  awaited: (n: number) =>
    `${plural(n, "change", "changes")} that it announced did not arrive here. They come when it is back.`,
  waits:
    "While a device counts, your other devices keep everything for it: old files stay in the relay folder, and no summary (checkpoint) goes past what it has.",
  after: "Once you stop waiting, they tidy up without it, and it votes no more on who may run an agent.",
  safe: "Nothing of what arrived from it is lost, and nothing on it is deleted. Should it come back, it takes part again by itself and catches up.",
  only: "Do this for a device that is lost, sold or broken. One that is only switched off for a while needs nothing.",
  confirm: "Stop waiting",
  done: (name: string) => `Nothing waits for ${name} any more.`,
};
