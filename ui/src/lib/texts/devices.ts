import type { DeviceStanding } from "../contract";
import { count, plural } from "../time";

export const standings: Record<DeviceStanding, string> = {
  active: "Active",
  joining: "Joining",
  retired: "Retired",
};

export const standingWords: Record<DeviceStanding, string> = {
  active: "Others wait for what it confirms.",
  joining: "It is still reading what the others wrote.",
  retired: "Nobody waits for it. It may come back without losing anything.",
};

const platforms: Record<string, string> = { linux: "Linux", macos: "macOS", windows: "Windows" };

/** The name of an operating system. */
export const platform = (name: string) => platforms[name] ?? name;

export const devices = {
  intro: "Every device that uses your relay folder, and how much each one has.",
  lastSeen: "Last seen",
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
    "Read a row from left to right: how many changes of each device that row's device has stored safely.",
  matrixHolder: "Device",
  matrixOf: "of",
  matrixNothing: "nothing yet",
  matrixUnknown: "It has not said what it holds yet.",
  cellBehind: (n: number) => `${count(n)} behind`,
  facts: "Shared state",
  factsWords: "What all of it adds up to, for the curious and for bug reports.",
  stable: "Stable frontier",
  stableWhy: "What every active device has stored safely; only this much may ever be tidied away.",
  stableNone: "Not known while an active device has never said what it holds.",
  base: "Base checkpoint",
  baseWhy: "The summary that this device's own log starts from; without one it starts at the very beginning.",
  baseNone: "None: the log starts at the beginning",
  hash: "State hash",
  hashWhy: "A fingerprint of everything held here; the same on two devices means they hold the same.",
  held: "Held here",
  heldWhy: "What your agents have recorded and this device can show without any network.",
  heldValue: (turns: number, conversations: number) =>
    `${plural(turns, "turn", "turns")} in ${plural(conversations, "conversation", "conversations")}`,
};
