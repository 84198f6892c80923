import type {
  ActivityKind,
  DeviceStanding,
  ErrorCode,
  FindingSeverity,
  FolderKind,
  LeaseEndView,
  LeaseGrade,
  ProblemCode,
  StatusKind,
  TurnRole,
  VoterStandingView,
} from "./contract";
import type { View } from "./route.svelte";
import { count, plural, size } from "./time";

const views: Record<View, string> = {
  devices: "Devices",
  leases: "Leases",
  conversations: "Conversations",
  activity: "Activity",
};

const statusKinds: Record<StatusKind, string> = {
  up_to_date: "Up to date",
  syncing: "Syncing",
  waiting: "Waiting",
  paused: "Paused",
  needs_attention: "Needs attention",
};

const errors: Record<ErrorCode, string> = {
  folder_unavailable: "Relay folder out of reach",
  folder_not_writable: "Relay folder cannot be written",
  not_set_up: "Not set up yet",
  lease_moved_on: "The lease moved on",
  lease_not_held: "The lease is free",
  paused: "Syncing is paused",
  bad_request: "That is not possible",
  store: "The local store failed",
  internal: "Something went wrong",
};

const problems: Record<ProblemCode, string> = {
  sync_failed: "Syncing failed",
  fork: "Two histories of one device",
  settled_fork: "Two histories of a device that has a new name",
  damaged_file: "A damaged file",
  clock_skew: "A clock is wrong",
  foreign_files: "Files that are not Baton's",
  new_identity: "A fresh start under a new name",
  held_back: "A drive holds files back",
  in_the_cloud: "Files not downloaded yet",
  stuck_lease: "A stuck lease",
  double_run: "Something ran twice",
};

const leaseGrades: Record<LeaseGrade, { title: string; words: string }> = {
  voted: { title: "Voted", words: "a majority of your devices agreed" },
  exclusive: { title: "Exclusive", words: "on this device alone" },
};

const leaseEnds: Record<LeaseEndView, string> = {
  released: "given back",
  lapsed: "time ran out",
  taken_over: "taken over by a person",
};

const voterStandings: Record<VoterStandingView, string> = {
  voter: "",
  joining: "This device does not vote yet: those that do have to confirm it first.",
  away: "This device said that it goes away, so it does not vote until its next sync.",
  viewer: "This device runs no agents, so it does not vote.",
};

const findingSeverities: Record<FindingSeverity, string> = {
  ok: "Fine",
  note: "Note",
  warning: "Warning",
  error: "Error",
};

const standings: Record<DeviceStanding, string> = {
  active: "Active",
  joining: "Joining",
  retired: "Retired",
};

const standingWords: Record<DeviceStanding, string> = {
  active: "Others wait for what it confirms.",
  joining: "It is still reading what the others wrote.",
  retired: "Nobody waits for it. It may come back without losing anything.",
};

const folderKinds: Record<FolderKind, { title: string; words: string }> = {
  missing: { title: "A new folder", words: "It does not exist yet and will be created." },
  empty: { title: "An empty folder", words: "A good place to begin." },
  relay: { title: "Already used by Baton", words: "This device will join the ones that sync here." },
  foreign: {
    title: "This folder holds other files",
    words: "Baton keeps to a folder of its own. Choose an empty one, or a new one inside it.",
  },
  not_writable: {
    title: "This folder cannot be written",
    words: "Choose another one, or give your user the right to write there.",
  },
};

const roles: Record<TurnRole, string> = { user: "User", assistant: "Assistant", tool: "Tool result" };

const activityKinds: Record<ActivityKind, string> = {
  sync: "Sync",
  checkpoint: "Checkpoint",
  lease: "Lease",
  setting: "Setting",
  error: "Error",
};

const platforms: Record<string, string> = { linux: "Linux", macos: "macOS", windows: "Windows" };

/** Every English text of the page. */
export const texts = {
  appName: "Baton",
  views,
  statusKinds,
  errors,
  problems,
  findingSeverities,
  standings,
  standingWords,
  folderKinds,
  roles,
  activityKinds,
  platform: (name: string) => platforms[name] ?? name,

  common: {
    cancel: "Cancel",
    close: "Close",
    dismiss: "Dismiss",
    tryAgain: "Try again",
    never: "never",
    loading: "Loading…",
    showAll: (hidden: number) => `Show all (${plural(hidden, "more character", "more characters")})`,
    showLess: "Show less",
  },

  shell: {
    noHost: "This page belongs inside the Baton app. Open Baton from the tray.",
    starting: "Starting…",
    skip: "Skip to the content",
    navigation: "Views",
    status: "Status",
    thisDevice: "This device",
    openFolder: "Open relay folder",
    syncNow: "Sync now",
    checkpoint: "Checkpoint",
    checkpointWhy: "Publish a summary that new devices can start from",
    pause: "Pause",
    pauseWhy: "Pause or resume syncing",
    resume: "Resume",
    problems: "Problems",
    lastSynced: "Synced",
    neverSynced: "Not synced yet",
    unacknowledged: (n: number) => `${count(n)} not confirmed yet`,
    awaited: (n: number) => `${count(n)} on the way`,
    notices: "Notices",
    synced: (pushed: number, folded: number) =>
      pushed + folded === 0 ? "Nothing new to sync." : `Sent ${count(pushed)}, received ${count(folded)}.`,
    published: "Checkpoint published.",
    notPublished: "No checkpoint was published.",
    paused: "Syncing is paused.",
    resumed: "Syncing goes on.",
  },

  devices: {
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
    baseWhy:
      "The summary that this device's own log starts from; without one it starts at the very beginning.",
    baseNone: "None: the log starts at the beginning",
    hash: "State hash",
    hashWhy: "A fingerprint of everything held here; the same on two devices means they hold the same.",
    held: "Held here",
    heldWhy: "What your agents have recorded and this device can show without any network.",
    heldValue: (turns: number, conversations: number) =>
      `${plural(turns, "turn", "turns")} in ${plural(conversations, "conversation", "conversations")}`,
  },

  leases: {
    intro: "A lease is the right of one device to run an agent, so that it never runs twice at once.",
    emptyTitle: "No agent has had a lease yet",
    emptyWords:
      "When an agent starts somewhere, its device takes the lease and shows up here. The other devices then hold back until it is given back or runs out.",
    holder: "Held by",
    nobody: "Nobody",
    here: "this device",
    epoch: "Epoch",
    epochWhy: "Counts how often the lease was granted. A device with an older number is refused.",
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
    history: (n: number) => (n === 1 ? "Its last epoch" : `Its last ${count(n)} epochs`),
    historyFrom: "from",
    historyTo: "to",
  },

  leaseGrades,
  leaseEnds,
  voterStandings,

  voters: {
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
    neverHeard: "never heard of here",
    goOn: "Go on without it…",
    goOnFor: (name: string) => `Go on without it: ${name}`,
    executor: "This device runs agents",
    executorOn: "It can hold leases, and votes on who else may.",
    executorOff: "It only looks on: it holds no lease, and nobody waits for its vote.",
  },

  goOn: {
    title: (name: string) => `Go on without ${name}?`,
    lastHeard: "It was last heard of",
    neverHeard: "It was never heard of here.",
    what: "It votes no more, and your other devices wait for it no more. What it wrote stays, and it counts again as soon as it is heard of.",
    holds: (agents: string) => `It still holds the lease of ${agents}.`,
    holdsWhy: "If it is at work right now, without being heard, another device may do the same work again.",
    only: "Do this only if you know that it is off, or will not be back soon.",
    confirm: "Go on without it",
    done: (name: string) => `Going on without ${name}.`,
  },

  release: {
    title: (agent: string) => `Release the lease of ${agent}?`,
    running: (n: number) =>
      n === 1 ? "This run has not reported an end" : `These ${count(n)} runs have not reported an end`,
    why: "Once released, another device may start the agent. What still runs here is refused from then on, so stop it first.",
    confirm: "Release anyway",
  },

  takeOver: {
    title: (agent: string) => `Take over the lease of ${agent}?`,
    heldBy: (holder: string) => `${holder} holds it, at epoch`,
    heldByUs: "This device holds it, at epoch",
    lastHeard: "That device was last heard of",
    neverHeard: "That device was never heard of here.",
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
  },

  conversations: {
    search: "Search conversations",
    emptyTitle: "No conversations yet",
    emptyWords: "Everything your agents say on any of your devices appears here, readable offline.",
    nothingFound: (words: string) => `Nothing matches “${words}”.`,
    untitled: "Untitled",
    unnamed: "Unnamed conversation",
    turns: (n: number) => plural(n, "turn", "turns"),
    total: (n: number) => plural(n, "conversation", "conversations"),
    more: "Show more",
    list: "Conversations",
    choose: "Choose a conversation",
    chooseWords: "Its turns appear here, from all devices in the order they were said.",
    back: "All conversations",
    transcript: "Transcript",
    position: (first: number, total: number) => `Turn ${count(first)} of ${count(total)}`,
    oldest: "Go to the oldest turn",
    newest: "Go to the newest turn",
    fresh: (n: number) => plural(n, "new turn", "new turns"),
    loadingOlder: "Loading older turns…",
    loadingNewer: "Loading newer turns…",
    from: "on",
    arguments: "Arguments",
    calls: (name: string) => `Calls ${name}`,
    answers: "answers",
    clipped: (n: number) =>
      `${plural(n, "character", "characters")} not shown here; the full text is in the store.`,
    noWords: "(no text)",
    image: (alt: string) => (alt ? `Image not loaded: ${alt}` : "Image not loaded"),
  },

  link: {
    title: "Open this address?",
    words: "The link comes from a conversation. Open it only if you trust where it leads:",
    site: "Site",
    open: "Open in browser",
  },

  activity: {
    intro: "What Baton did since it was started, newest first.",
    emptyTitle: "Nothing happened yet",
    emptyWords: "Syncs, checkpoints, lease changes and errors are told here in plain words.",
  },

  checkup: {
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
  },

  firstStart: {
    title: "Welcome to Baton",
    intro: "Your agents' conversations and state, the same on all your devices.",
    points: [
      "Your devices meet in a folder that your cloud drive already syncs. There is no account and no server.",
      "Everything is kept on this device too, so it all works offline.",
      "A device only ever writes its own files; nothing of yours is changed or deleted.",
    ],
    deviceName: "Name of this device",
    deviceNameWhy: "Your other devices show it by this name.",
    folder: "Relay folder",
    folderWhy: "Choose the same folder on each device.",
    found: "Cloud drives found here",
    noneFound: "No cloud drive was found on this machine. Any folder that your devices share will do.",
    choose: "Choose a folder…",
    path: "Folder path",
    pathHint: "/path/to/a/folder",
    looking: "Looking into the folder…",
    usedBy: "Devices that sync here",
    willWrite: "What will be written there",
    start: "Start syncing",
    starting: "Setting up…",
  },
} as const;
