import type { LeaseEndView, LeaseGrade, VoterStandingView } from "../contract";
import { count, plural } from "../time";

export const leaseGrades: Record<LeaseGrade, { title: string; words: string }> = {
  voted: { title: "Voted", words: "A majority of your devices agreed." },
  exclusive: { title: "Exclusive", words: "Kept on this device alone." },
};

export const leaseEnds: Record<LeaseEndView, string> = {
  released: "given back",
  lapsed: "time ran out",
  taken_over: "taken over by a person",
};

export const voterStandings: Record<VoterStandingView, string> = {
  voter: "",
  joining: "This device does not vote yet: those that do have to confirm it first.",
  away: "This device said that it goes away, so it does not vote until its next sync.",
  viewer: "This device runs no agents, so it does not vote.",
};

export const leases = {
  intro: "A lease is the right of one device to run an agent, so that it never runs twice at once.",
  emptyTitle: "No agent has had a lease yet",
  emptyWords:
    "When an agent starts somewhere, its device takes the lease and shows up here. The other devices then hold back until it is given back or runs out.",
  holder: "Held by",
  nobody: "Nobody",
  here: "this device",
  epoch: "Epoch",
  epochWhy:
    "The number of a grant. Each grant gets a higher one than all before it, often by a great deal; a device that comes with a lower one is refused.",
  expires: "Runs out",
  expiresIn: "in",
  expired: "ran out",
  decided: "Decided by",
  free: "Free",
  held: "Held",
  heldHere: "Held here",
  overdue: "Overdue",
  asked: "Asked for here",
  running: (n: number) => `${plural(n, "run", "runs")} in progress`,
  pending: (n: number) => `${plural(n, "run", "runs")} started and not finished`,
  request: "Request hand-over",
  requestFor: (agent: string) => `Request hand-over of ${agent}`,
  requested: (agent: string) => `Asked for the lease of ${agent}.`,
  runHere: "Run here",
  runHereFor: (agent: string) => `Run here: ${agent}`,
  release: "Release",
  releaseFor: (agent: string) => `Release ${agent}`,
  released: (agent: string) => `The lease of ${agent} was released. The next device to ask gets it.`,
  withdraw: "Withdraw request",
  withdrawFor: (agent: string) => `Withdraw request for ${agent}`,
  withdrawn: (agent: string) => `The lease of ${agent} is not asked for any more.`,
  takeOver: "Take over…",
  takeOverFor: (agent: string) => `Take over the lease of ${agent}`,
  viewerCannot: "This device is set to run no agents.",
  wantedBy: (names: string) => `Asked for by ${names}.`,
  wantedByWhy: "Release it here to hand it over now.",
  finishesFirst: (holder: string) => `Asked; ${holder} finishes its run first.`,
  handsOver: (holder: string) => `Asked; ${holder} hears of it with its next sync.`,
  startsSoon: "Asked; your devices vote on it with the next sync.",
  asking: (epoch: number) => `Asking your devices for epoch ${count(epoch)}`,
  answers: (heard: number, all: number) => `${count(heard)} of ${count(all)} answered`,
  answered: "answered",
  history: (n: number) => (n === 1 ? "Its last grant" : `Its last ${count(n)} grants`),
  historyFrom: "from",
  historyTo: "to",
};

export const voters = {
  title: "Who votes",
  self: "this device",
  why: (n: number) => {
    if (n === 0) return "No device runs agents, so nobody votes and no lease is granted.";
    if (n === 1) return "It decides alone. With three voters, one may be away.";
    if (n === 2) return "A lease is granted when both agree. With a third voter, one may be away.";
    return `A lease is granted when ${count(Math.floor(n / 2) + 1)} of these ${count(n)} devices agree.`;
  },
  changing: "Who votes is about to change.",
  none: "Leases are kept on this device alone",
  noneWhy: "Agents cannot run twice here, but your other devices do not know of these leases.",
  waitingFor: "Waiting for",
  toAnswer: "to answer",
  toConfirm: "to confirm it",
  lastHeard: "last heard",
  neverHeard: "never heard from here",
  goOn: "Go on without it…",
  goOnFor: (name: string) => `Go on without it: ${name}`,
  executor: "This device runs agents",
  executorOn: "It can hold leases, and votes on who else may.",
  executorOff: "It only looks on: it holds no lease, and nobody waits for its vote.",
};
