import { count } from "../time";

export const goOn = {
  title: (name: string) => `Go on without ${name}?`,
  lastHeard: "It was last heard from",
  neverHeard: "It was never heard from here.",
  what: "It votes no more, and your other devices wait for it no more. What it wrote stays, and it counts again as soon as it is heard from.",
  holds: (agents: string) => `It still holds the lease of ${agents}.`,
  holdsWhy: "If it is at work right now, without being heard, another device may do the same work again.",
  only: "Do this only if you know that it is off, or will not be back soon.",
  confirm: "Go on without it",
  done: (name: string) => `Going on without ${name}.`,
};

export const release = {
  title: (agent: string) => `Release the lease of ${agent}?`,
  running: (n: number) =>
    n === 1 ? "This run has not reported an end" : `These ${count(n)} runs have not reported an end`,
  why: "Once released, another device may start the agent. What still runs here is refused from then on, so stop it first.",
  confirm: "Release anyway",
};

export const takeOver = {
  title: (agent: string) => `Take over the lease of ${agent}?`,
  heldBy: (holder: string) => `${holder} holds it, at epoch`,
  heldByUs: "This device holds it, at epoch",
  lastHeard: "That device was last heard from",
  neverHeard: "That device was never heard from here.",
  notExpired: "Its time has not run out. The device may be at work right now.",
  expired: "Its time has run out, so the device may no longer be working.",
  mayRunTwice: (n: number) => (n === 1 ? "This run may run twice" : `These ${count(n)} runs may run twice`),
  mayRunTwiceWhy:
    "They were started and never reported an end. If that device did finish them unnoticed, another one would do them again.",
  noneTwice: "No run is pending, so nothing is known that could run twice.",
  confirm: (epoch: number) => `Take over at epoch ${count(epoch)}`,
  movedOn: "The lease changed while you were looking. This is how it stands now; nothing was taken over.",
  free: "Nobody holds this lease any more. There is nothing to take over.",
  done: (agent: string) => `The lease of ${agent} was taken over. The next device to ask gets it.`,
};
