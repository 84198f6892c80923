import type { FindingSeverity } from "../contract";
import { count, plural, size } from "../time";

export const findingSeverities: Record<FindingSeverity, string> = {
  ok: "Fine",
  note: "Note",
  warning: "Warning",
  error: "Error",
};

export const checkup = {
  title: "Is everything all right?",
  intro: "Reads every file in the relay folder and checks this device's data. Looking changes nothing.",
  look: "Check folder and data",
  again: "Check again",
  looking: "Looking at every file…",
  repairing: "Repairing…",
  verdict: (healthy: boolean) => (healthy ? "Everything is healthy." : "Something needs a look."),
  findings: "Findings",
  advice: "What to do:",
  paths: (n: number) => plural(n, "file", "files"),
  morePaths: (n: number) => `and ${count(n)} more`,
  files: "Files in the relay folder",
  filesOf: (files: number, bytes: number) => `${plural(files, "file", "files")}, ${size(bytes)}`,
  repair: "Repair…",
  repaired: "Repaired",
  repairTitle: "Repair what can be repaired?",
  repairWill: "This will be done:",
  repairSafe:
    "A normal sync may be part of it. Nothing else is touched: no file of another device, and none that is not Baton's. Nothing that was recorded is lost.",
  repairNow: "Repair now",
};
