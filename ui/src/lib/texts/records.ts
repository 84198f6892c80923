import type { RunStatus } from "../contract";
import { count, plural } from "../time";

interface SurfaceWords {
  title: string;
  words: string;
  /** What stands where there is nothing yet. */
  empty: string;
}

const surfaces: Record<string, SurfaceWords> = {
  knowledge: {
    title: "Knowledge",
    words: "Facts your agents noted, so that they need not ask again.",
    empty: "When an agent notes a fact on any of your devices, it appears here.",
  },
  skill: {
    title: "Skills",
    words: "What your agents learned to do.",
    empty: "When an agent learns a skill on any of your devices, it appears here.",
  },
  trajectory: {
    title: "Trajectories",
    words: "How an agent went about a task, step by step.",
    empty: "When an agent writes down how it went about a task, it appears here.",
  },
  run: {
    title: "Runs",
    words: "What your agents did, one entry for each piece of work.",
    empty: "When an agent reports a piece of work, it appears here.",
  },
  intent: {
    title: "Run ledger",
    words: "Which run was begun, done or given up. Your devices look here so that nothing happens twice.",
    empty: "When a run is begun on any of your devices, it is entered here before anything happens.",
  },
  declagent: {
    title: "Agents",
    words: "How each of your agents is set up. The newest version counts.",
    empty: "When an agent is declared on any of your devices, it appears here.",
  },
  routing: {
    title: "Routing",
    words: "Which way requests went, the newest first.",
    empty: "When a request is sent to one model or another, it is noted here.",
  },
};

const runStatuses: Record<RunStatus, string> = {
  pending: "Begun, not ended",
  committed: "Done",
  failed: "Failed",
};

export const records = {
  intro: "Everything your agents carry with them besides conversations.",
  kinds: "Kinds of records",
  surface: (tag: string): SurfaceWords =>
    surfaces[tag] ?? {
      title: tag.replace(/^registry:/, ""),
      words: "A list of settings that your agents share. The newest version of each entry counts.",
      empty: "This list has no entries any more.",
    },
  registry: "List",
  records: (n: number, more: boolean) =>
    more ? `more than ${plural(n, "record", "records")}` : plural(n, "record", "records"),
  count: (n: number, more: boolean) => (more ? `${count(n)}+` : count(n)),

  search: "Search",
  searchIn: (title: string) => `Search in ${title}`,
  how: "Where to search",
  contains: "Anywhere",
  startsWith: { key: "Name starts with", agent: "Agent starts with" },
  nothingFound: (words: string) => `Nothing matches “${words}”.`,
  notYet: (words: string, n: number) => `Nothing matches “${words}” among the first ${count(n)}.`,
  looking: (n: number) => `Looked through ${count(n)} so far…`,
  keepLooking: "Keep looking",
  more: "Show more",
  listed: (n: number, more: boolean) =>
    more ? `The first ${count(n)}; more below` : plural(n, "record", "records"),
  list: "Records",

  pane: "The chosen record",
  choose: "Choose a record",
  chooseWords: "What it holds appears here, with who wrote it and what stood there before.",
  back: "All records",
  gone: "This record is not in the list any more.",
  noKey: "No name of its own",
  by: "Written by",
  when: "When",
  shared: "Shared with",
  personal: "your devices",
  change: "Change",
  changeWhy: "The number of the change that wrote it, for bug reports.",
  agent: "Agent",
  status: "Status",
  epoch: "Epoch",
  epochWhy: "The number of the grant that it ran under: the right to run this agent, given to one device.",
  runStatuses,
  twice: "Done twice",
  twiceWhy: "Two devices report that they finished this run, so what it does may have happened twice.",

  value: "Value",
  fold: (line: string) => `Fold ${line}`,
  unfold: (line: string) => `Unfold ${line}`,
  folded: (n: number) => plural(n, "line", "lines"),
  showMore: (left: number) => `Show more (${plural(left, "character", "characters")} left)`,
  wholeSize: (size: string) => `${size} in all`,

  history: {
    latest: "What stood here before",
    earliest: "What was written here besides",
    ledger: "What was recorded of this run",
  },
  historyWords: {
    latest: "Every version this device still holds, the newest first. The newest counts.",
    earliest:
      "Every version this device still holds, the newest first. Where two devices write the same, the first counts.",
    ledger:
      "Every entry this device still holds, the newest first. That it was done once counts before everything else.",
  },
  counts: "Counts",
  onlyOne: "Nothing else was written here.",
  older: "Show older",
  dropped: "Versions that had been replaced before",
  droppedWhy: "may be gone: a summary took their place (a checkpoint), so that the log stays small.",
};
