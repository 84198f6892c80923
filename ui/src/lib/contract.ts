// Generated from src-tauri/contract by `cargo xtask contract`. Do not edit.

export const COMMANDS = [
  "snapshot",
  "conversations",
  "search",
  "turns",
  "turn_text",
  "resume_text",
  "export_conversation",
  "record_surfaces",
  "records",
  "record_history",
  "record_text",
  "exchanges",
  "activity",
  "sync_now",
  "checkpoint",
  "set_pause",
  "release_preview",
  "take_over_lease",
  "request_lease",
  "release_lease",
  "retire_device",
  "set_executor",
  "examine",
  "repair",
  "folder_suggestions",
  "inspect_folder",
  "pick_folder",
  "set_up",
  "move_relay",
  "settings",
  "change_settings",
  "diagnostics",
  "save_diagnostics",
  "about",
  "packages",
  "package_licence",
  "open_relay_folder",
  "open_data_folder",
  "open_link",
  "dismiss_tray_note",
  "quit",
] as const;

export type Command = (typeof COMMANDS)[number];

export type IpcError = { 
/**
 * What kind of failure.
 */
code: ErrorCode, 
/**
 * One sentence: what could not be done, and why.
 */
message: string, 
/**
 * One sentence: what the person can do about it; empty when there is nothing to do.
 */
hint: string, };

export type ErrorCode = "folder_unavailable" | "folder_not_writable" | "not_set_up" | "lease_pending" | "lease_moved_on" | "lease_not_held" | "paused" | "bad_request" | "store" | "internal";

export type Snapshot = { 
/**
 * Rises with every change; the `state` event carries the newest.
 */
revision: number, 
/**
 * The backend's clock when the snapshot was taken.
 */
nowMs: number, 
/**
 * False until a relay folder was chosen: the UI shows the first-start view.
 */
setUp: boolean, 
/**
 * The one status that tray, tooltip, window and command line share.
 */
status: StatusView, 
/**
 * This device's id.
 */
deviceId: string, 
/**
 * This device's name, as its person gave it.
 */
deviceName: string, 
/**
 * The relay folder's path, `null` until chosen.
 */
relayPath: string | null, 
/**
 * Digest of the folded state: equal on devices that hold the same ops.
 */
stateHash: string, 
/**
 * The checkpoint the local log starts from.
 */
baseCheckpoint: string | null, 
/**
 * What every active device has durably folded: device id to sequence number; `null` while some device never said.
 */
stableFrontier: { [key in string]: number } | null, 
/**
 * How many turns and conversations are held.
 */
turns: number, 
/**
 * How many conversations are held.
 */
conversations: number, 
/**
 * The roster, this device first.
 */
devices: Array<DeviceView>, 
/**
 * Every agent that has or had a lease.
 */
leases: Array<LeaseView>, 
/**
 * Who votes on leases; `null` where they are kept on this device alone.
 */
voters: VotersView | null, 
/**
 * What needs a person's eye, worst first.
 */
problems: Array<ProblemView>, 
/**
 * Did a person pause syncing? Something worse may be what the status says.
 */
paused: boolean, 
/**
 * Does this desktop show Baton's tray icon? Without one, the window is where a person quits.
 */
hasTray: boolean, 
/**
 * The person was not told yet that there is no tray icon.
 */
trayNote: boolean, };

export type DeviceView = { 
/**
 * The device's id.
 */
id: string, 
/**
 * Its human name; its id when it never said one.
 */
name: string, 
/**
 * `linux`, `macos`, `windows`; empty when unknown.
 */
platform: string, 
/**
 * Version of Baton on that device; empty when unknown.
 */
appVersion: string, 
/**
 * Is this the device we run on?
 */
isSelf: boolean, 
/**
 * Whether it counts for the stable frontier.
 */
standing: DeviceStanding, 
/**
 * When this device last heard anything new from it, on our clock; `null` when never.
 */
lastSeenMs: number | null, 
/**
 * Highest sequence number it says it wrote; `null` when it wrote nothing.
 */
head: number | null, 
/**
 * What it said it has durably folded, of everybody: its row of the frontier matrix. Empty when it never said.
 */
acknowledged: { [key in string]: number }, 
/**
 * How many ops that we hold it has not acknowledged yet: "behind".
 */
behind: number, 
/**
 * How many of its ops we know of and do not hold yet.
 */
awaited: number, };

export type DeviceStanding = "active" | "joining" | "retired";

export type StatusView = { 
/**
 * What the icon shows.
 */
kind: StatusKind, 
/**
 * A short sentence for a menu line: "Up to date, 14:02 · with MacBook".
 */
headline: string, 
/**
 * When the last round with the relay succeeded.
 */
lastSyncedMs: number | null, 
/**
 * Own ops that no other device has acknowledged yet.
 */
unacknowledged: number, 
/**
 * Ops of others that are announced but not here yet.
 */
awaited: number, };

export type StatusKind = "up_to_date" | "syncing" | "waiting_for_pick_up" | "waiting_for_files" | "paused" | "folder_unavailable" | "needs_you" | "error";

export type PauseLength = "hour" | "tomorrow" | "resumed";

export type ProblemView = { 
/**
 * What kind.
 */
code: ProblemCode, 
/**
 * The error code when the problem is a failed command, else `null`.
 */
error: ErrorCode | null, 
/**
 * One sentence: what is wrong.
 */
message: string, 
/**
 * One sentence: what to do.
 */
hint: string, };

export type ProblemCode = "sync_failed" | "fork" | "settled_fork" | "damaged_file" | "clock_skew" | "foreign_files" | "new_identity" | "held_back" | "in_the_cloud" | "stuck_lease" | "double_run";

export type LeaseView = { 
/**
 * The agent.
 */
agentId: string, 
/**
 * Device id of the holder; `null` when nobody holds it.
 */
holder: string | null, 
/**
 * Human name of the holder; empty when nobody holds it.
 */
holderName: string, 
/**
 * Is it held by this device?
 */
isOurs: boolean, 
/**
 * The fencing token: the last epoch that was granted.
 */
epoch: number, 
/**
 * When it may be granted to somebody else; `null` when nobody holds it.
 */
expiresAtMs: number | null, 
/**
 * How strongly it excludes everybody else; `null` when nobody holds it.
 */
grade: LeaseGrade | null, 
/**
 * Runs recorded as pending and not finished.
 */
pendingRuns: Array<PendingRunView>, 
/**
 * This device asked for it and waits for votes; `null` when it does not.
 */
asking: AskingView | null, 
/**
 * This device keeps it, or keeps asking for it, until it is released here.
 */
wantedHere: boolean, 
/**
 * Human names of the other devices that asked the holder to hand it over.
 */
wantedBy: Array<string>, 
/**
 * Its last epochs, newest first.
 */
history: Array<PastLeaseView>, };

export type LeaseGrade = "exclusive" | "voted";

export type PendingRunView = { 
/**
 * The run.
 */
runId: string, 
/**
 * Epoch it was recorded under.
 */
epoch: number, 
/**
 * When it was recorded.
 */
sinceMs: number, 
/**
 * Human name of the device that recorded it.
 */
deviceName: string, };

export type AskingView = { 
/**
 * The epoch it asked for.
 */
epoch: number, 
/**
 * Since when.
 */
sinceMs: number, 
/**
 * The devices that have not answered.
 */
waitingFor: Array<AwaitedDeviceView>, };

export type AwaitedDeviceView = { 
/**
 * The device.
 */
deviceId: string, 
/**
 * Its human name.
 */
name: string, 
/**
 * When it was last heard of, on our clock; `null` when never.
 */
lastSeenMs: number | null, };

export type PastLeaseView = { 
/**
 * The epoch.
 */
epoch: number, 
/**
 * Human name of the device that held it.
 */
holderName: string, 
/**
 * Was it this device?
 */
isOurs: boolean, 
/**
 * When this device learned of it.
 */
sinceMs: number, 
/**
 * How it ended; `null` while it lasts.
 */
end: LeaseEndView | null, 
/**
 * When this device learned of the end.
 */
endedMs: number | null, };

export type LeaseEndView = "released" | "lapsed" | "taken_over";

export type ReleasePreview = { 
/**
 * The lease as it is now; its epoch is the one to confirm.
 */
lease: LeaseView, 
/**
 * When the holder was last heard of, on our clock.
 */
holderLastSeenMs: number | null, 
/**
 * Has its time run out?
 */
expired: boolean, };

export type VotersView = { 
/**
 * Counts the changes of who votes.
 */
number: number, 
/**
 * Who votes, this device first.
 */
members: Array<VoterView>, 
/**
 * What this device is to them.
 */
standing: VoterStandingView, 
/**
 * Whose acknowledgement a change of who votes waits for; empty when nothing changes.
 */
waitingFor: Array<AwaitedDeviceView>, };

export type VoterView = { 
/**
 * The device.
 */
deviceId: string, 
/**
 * Its human name.
 */
name: string, 
/**
 * Is it this device?
 */
isSelf: boolean, };

export type VoterStandingView = "voter" | "joining" | "away" | "viewer";

export type ConversationsRequest = { 
/**
 * How many to skip.
 */
offset: number, 
/**
 * At most this many (capped at 200).
 */
limit: number, };

export type ConversationPage = { 
/**
 * The conversations.
 */
conversations: Array<ConversationView>, 
/**
 * How many there are in all.
 */
total: number, };

export type ConversationView = { 
/**
 * Its id; the empty string is the unnamed conversation.
 */
id: string, 
/**
 * First words of its first user turn; may be empty.
 */
title: string, 
/**
 * How many turns.
 */
turns: number, 
/**
 * Stamp of its newest turn.
 */
lastActivityMs: number, };

export type TurnsRequest = { 
/**
 * The conversation.
 */
conversationId: string, 
/**
 * Where to start.
 */
from: TurnsFrom, 
/**
 * At most this many (capped at 200).
 */
limit: number, };

export type TurnsFrom = { "at": "start" } | { "at": "end" } | { "at": "before", 
/**
 * Cursor of a turn of an earlier answer.
 */
cursor: string, } | { "at": "after", 
/**
 * Cursor of a turn of an earlier answer.
 */
cursor: string, } | { "at": "around", 
/**
 * Cursor of a turn.
 */
cursor: string, } | { "at": "time", 
/**
 * The time.
 */
atMs: number, };

export type TurnPage = { 
/**
 * Title of the conversation, from its latest turn; may be empty.
 */
title: string, 
/**
 * The turns, oldest first.
 */
turns: Array<TurnView>, 
/**
 * Are there older turns than the first?
 */
hasOlder: boolean, 
/**
 * Are there newer turns than the last?
 */
hasNewer: boolean, 
/**
 * How many turns the conversation has.
 */
total: number, 
/**
 * How many turns are older than the first; `null` where nobody counted: on pages before and after a turn.
 */
older: number | null, };

export type TurnView = { 
/**
 * Names the turn's place; opaque.
 */
cursor: string, 
/**
 * The op that recorded it; unique.
 */
opId: string, 
/**
 * Who speaks.
 */
role: TurnRole, 
/**
 * The text, at most [`MAX_CONTENT_CHARS`] of it; hostile until proven otherwise.
 */
content: string, 
/**
 * How many characters were left out of `content`.
 */
clippedChars: number, 
/**
 * Calls the assistant made.
 */
toolCalls: Array<ToolCallView>, 
/**
 * The call a tool result answers.
 */
toolUseId: string | null, 
/**
 * When it was said: the recorded timestamp, or the op's stamp when none was recorded.
 */
atMs: number, 
/**
 * When it was recorded: the wall clock of its op's stamp.
 */
recordedMs: number, 
/**
 * The device that recorded it.
 */
deviceId: string, 
/**
 * Human name of the device that recorded it.
 */
deviceName: string, };

export type TurnRole = "user" | "assistant" | "tool";

export type ToolCallView = { 
/**
 * The call's id, when it has one.
 */
id: string | null, 
/**
 * The tool's name.
 */
name: string, 
/**
 * The arguments, a JSON object.
 */
arguments: unknown, };

export type TurnTextRequest = { 
/**
 * The conversation.
 */
conversationId: string, 
/**
 * The turn's cursor.
 */
cursor: string, 
/**
 * Which text of the turn.
 */
part: TurnPart, 
/**
 * Where the piece starts: 0, or `next` of an earlier answer.
 */
offset: number, };

export type TurnPart = { "kind": "content" } | { "kind": "arguments", 
/**
 * Which call, from 0.
 */
call: number, };

export type TurnText = { 
/**
 * At most [`MAX_PIECE_BYTES`] of it.
 */
text: string, 
/**
 * Where the next piece starts; `null` after the last.
 */
next: number | null, };

export type ResumeText = { 
/**
 * The list, as JSON.
 */
json: string, 
/**
 * How many messages.
 */
messages: number, };

export type ExportRequest = { 
/**
 * The conversation.
 */
conversationId: string, 
/**
 * How it is written.
 */
format: ExportFormat, };

export type ExportFormat = "markdown" | "json" | "jsonl";

export type ExportProgress = { 
/**
 * Turns written.
 */
written: number, 
/**
 * Turns there are.
 */
total: number, };

export type ExportOutcome = { 
/**
 * The file.
 */
path: string, 
/**
 * Turns in it.
 */
turns: number, };

export type SearchRequest = { 
/**
 * Words, "phrases", and filters such as `device:laptop role:user tool:bash after:2026-11-01 before:2026-12-01`.
 */
text: string, 
/**
 * Where to go on: `next` of an earlier answer to the same text; `null` for the first page.
 */
from: string | null, 
/**
 * At most this many (capped at 200).
 */
limit: number, };

export type SearchPage = { 
/**
 * The turns, best first.
 */
hits: Array<SearchHit>, 
/**
 * How many there are in all, counted no further than a thousand.
 */
total: number, 
/**
 * Are there more than `total`?
 */
hasUncounted: boolean, 
/**
 * Where the next page starts; `null` after the last.
 */
next: string | null, 
/**
 * The filters among the words.
 */
filters: Array<SearchFilter>, 
/**
 * Turns that cannot be found yet, since they were not looked at so far.
 */
unsearchable: number, };

export type SearchHit = { 
/**
 * Its conversation; the empty string is the unnamed one.
 */
conversationId: string, 
/**
 * First words of the conversation; may be empty.
 */
title: string, 
/**
 * Names the turn's place.
 */
cursor: string, 
/**
 * The op that recorded it; unique.
 */
opId: string, 
/**
 * Who speaks.
 */
role: TurnRole, 
/**
 * Names of the tools it calls, each once.
 */
tools: Array<string>, 
/**
 * When it was said.
 */
atMs: number, 
/**
 * Human name of the device that recorded it.
 */
deviceName: string, 
/**
 * The part of its text that shows the words; hostile until proven otherwise.
 */
snippet: Array<SnippetPart>, };

export type SnippetPart = { 
/**
 * The piece.
 */
text: string, 
/**
 * Is it one of the words that were searched for?
 */
isMatch: boolean, };

export type SearchFilter = { 
/**
 * What it is about.
 */
kind: SearchFilterKind, 
/**
 * What is wanted.
 */
value: string, 
/**
 * As it was typed; taking it out of the text takes the filter away.
 */
typed: string, 
/**
 * Why it was not used, in a sentence; `null` if it was.
 */
problem: string | null, };

export type SearchFilterKind = "device" | "role" | "tool" | "after" | "before";

export type SurfaceView = { 
/**
 * Its tag: `knowledge`, `skill`, `trajectory`, `run`, `intent`, `declagent`, `routing`, or `registry:` and a name.
 */
surface: string, 
/**
 * How many records it has, or up to how many were counted.
 */
records: number, 
/**
 * There are more than that.
 */
more: boolean, };

export type RecordsRequest = { 
/**
 * The surface's tag.
 */
surface: string, 
/**
 * Only records whose key, or for a run whose agent, starts like this; empty for all, and always for routing.
 */
startsWith: string, 
/**
 * Only records with this text in key, agent or value; empty for all.
 */
contains: string, 
/**
 * `next` of an earlier answer; `null` for the first page.
 */
after: string | null, 
/**
 * At most this many (capped at 200).
 */
limit: number, };

export type RecordPage = { 
/**
 * The records; a search may find none on a page and some on the next.
 */
records: Array<RecordView>, 
/**
 * Where to go on; `null` at the end.
 */
next: string | null, 
/**
 * How many records were looked at.
 */
examined: number, };

export type RecordView = { 
/**
 * Names where it is kept; opaque.
 */
place: string, 
/**
 * For a run, whose it is; else empty.
 */
agent: string, 
/**
 * `id:` and the id it was given, `h:` and a digest of its value where it has none, `op:` and the op's id for routing.
 */
key: string, 
/**
 * The op that wrote it.
 */
opId: string, 
/**
 * Human name of the device that wrote it.
 */
deviceName: string, 
/**
 * When, on that device's clock.
 */
atMs: number, 
/**
 * The organisation it is shared with; `null` when it is personal.
 */
org: string | null, 
/**
 * Length of its value, in bytes.
 */
bytes: number, 
/**
 * Start of its value, as JSON without white space; hostile until proven otherwise.
 */
preview: string, 
/**
 * For a run, how far it has come.
 */
run: RunView | null, };

export type RunView = { 
/**
 * Where it stands.
 */
status: RunStatus, 
/**
 * Under which epoch.
 */
epoch: number, 
/**
 * It was committed more than once.
 */
committedTwice: boolean, };

export type RunStatus = "pending" | "committed" | "failed";

export type RecordHistoryRequest = { 
/**
 * The surface's tag.
 */
surface: string, 
/**
 * The record's agent.
 */
agent: string, 
/**
 * The record's key.
 */
key: string, 
/**
 * `next` of an earlier answer; `null` for the newest.
 */
before: string | null, 
/**
 * At most this many (capped at 200).
 */
limit: number, };

export type RecordHistoryPage = { 
/**
 * What was written.
 */
entries: Array<RecordHistoryEntry>, 
/**
 * Where to go on; `null` at the end.
 */
next: string | null, 
/**
 * This device's log starts from a checkpoint: what had been replaced by then is not held any more; else `null`.
 */
droppedBeforeMs: number | null, };

export type RecordHistoryEntry = { 
/**
 * The op.
 */
record: RecordView, 
/**
 * Is it the one that counts?
 */
counts: boolean, };

export type RecordTextRequest = { 
/**
 * Where the record is kept.
 */
place: string, 
/**
 * From which character on.
 */
start: number, };

export type RecordText = { 
/**
 * Some of the value, as JSON with one field a line; hostile until proven otherwise.
 */
text: string, 
/**
 * Where the piece ends, in characters from the start.
 */
end: number, 
/**
 * How many characters the whole has.
 */
total: number, };

export type FolderSuggestion = { 
/**
 * The product: "Dropbox", "Nextcloud", …
 */
vendor: string, 
/**
 * The folder that Baton would use, inside the drive.
 */
path: string, 
/**
 * Bytes that are free on this machine's side of it; `null` where nobody knows.
 */
freeBytes: number | null, };

export type FolderInspection = { 
/**
 * The folder.
 */
path: string, 
/**
 * What it holds.
 */
kind: FolderKind, 
/**
 * Names of the devices that already use it.
 */
deviceNames: Array<string>, 
/**
 * What will be written there, one line each.
 */
willWrite: Array<string>, 
/**
 * For a folder with other files: the one inside of it that can be used instead; else `null`.
 */
inside: FolderInside | null, };

export type FolderInside = { 
/**
 * The folder.
 */
path: string, 
/**
 * Is it a Baton relay already?
 */
isRelay: boolean, 
/**
 * Names of the devices that already use it.
 */
deviceNames: Array<string>, };

export type FolderKind = "missing" | "empty" | "relay" | "foreign" | "not_writable" | "current" | "nested";

export type SetUpRequest = { 
/**
 * The relay folder.
 */
relayPath: string, 
/**
 * This device's human name.
 */
deviceName: string, };

export type MoveRequest = { 
/**
 * The folder.
 */
path: string, 
/**
 * The person agreed to join the devices that already use it.
 */
join: boolean, };

export type MoveOutcome = { 
/**
 * Own changes written there.
 */
sent: number, 
/**
 * Changes of others received there.
 */
received: number, 
/**
 * The folder used before, which is left as it is.
 */
oldPath: string, };

export type SettingsView = { 
/**
 * This device's human name.
 */
deviceName: string, 
/**
 * The relay folder; `null` until chosen.
 */
relayPath: string | null, 
/**
 * The relay folder was given when the app was started, so it is not chosen here.
 */
relayIsFixed: boolean, 
/**
 * Where this device's data is.
 */
dataPath: string, 
/**
 * Does Baton start with the login session?
 */
startAtLogin: StartAtLogin, 
/**
 * What the desktop is told of.
 */
notifications: NotificationsView, 
/**
 * After how many days without news a device counts as silent.
 */
silentDays: number, 
/**
 * How much is written to the log.
 */
logLevel: LogLevelView, 
/**
 * The log level was given when the app was started, and goes before the chosen one.
 */
logLevelIsFixed: boolean, 
/**
 * Where the log files are.
 */
logPath: string, 
/**
 * Is a round that found nothing new a line of activity?
 */
listQuietRounds: boolean, 
/**
 * How far back conversations are shown; `null` while this device's data cannot be read, or there is none.
 */
retention: RetentionView | null, };

export type StartAtLogin = "on" | "off" | "unavailable";

export type NotificationsView = { 
/**
 * The relay folder stays unavailable.
 */
folderUnavailable: boolean, 
/**
 * This device's data turned out to be a copy or a restored backup.
 */
copiedData: boolean, 
/**
 * A lease ran out while a run was pending.
 */
stuckLease: boolean, 
/**
 * A device was not heard of for `silentDays`.
 */
silentDevice: boolean, 
/**
 * A lease of this device was lost, or another device asks for it.
 */
lease: boolean, 
/**
 * Something ran twice.
 */
doubleRun: boolean, };

export type LogLevelView = "error" | "warn" | "info" | "debug";

export type RetentionView = { 
/**
 * Those with a turn in the last so many days; `null` for all.
 */
conversationDays: number | null, 
/**
 * How many conversations are left out now.
 */
hidden: number, };

export type SettingsPatch = { 
/**
 * This device's human name.
 */
deviceName?: string, 
/**
 * Start with the login session?
 */
startAtLogin?: boolean, 
/**
 * What the desktop is told of.
 */
notifications?: NotificationsView, 
/**
 * From 1 to 365.
 */
silentDays?: number, 
/**
 * How much is written to the log.
 */
logLevel?: LogLevelView, 
/**
 * Is a round that found nothing new a line of activity?
 */
listQuietRounds?: boolean, 
/**
 * How far back conversations are shown.
 */
retention?: KeepView, };

export type KeepView = { "keep": "all" } | { "keep": "days", 
/**
 * From 1 to 36,500.
 */
days: number, };

export type AboutView = { 
/**
 * Version of the app.
 */
version: string, 
/**
 * The platform it was built for: `linux x86_64`.
 */
platform: string, 
/**
 * Name of Baton's licence.
 */
licence: string, 
/**
 * Its text.
 */
licenceText: string, 
/**
 * What Baton is and how it is used, as markdown.
 */
guide: string, };

export type PackagesRequest = { 
/**
 * Only packages whose name contains this; empty for all.
 */
search: string, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * At most this many (capped at 200).
 */
limit: number, };

export type PackagePage = { 
/**
 * The packages.
 */
packages: Array<PackageView>, 
/**
 * How many there are in all.
 */
total: number, };

export type PackageView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its version.
 */
version: string, 
/**
 * The licences it offers, as an SPDX expression.
 */
licence: string, 
/**
 * The texts it comes under: numbers for `package_licence`.
 */
texts: Array<number>, };

export type ExchangeView = { 
/**
 * The other device.
 */
deviceId: string, 
/**
 * Its human name.
 */
deviceName: string, 
/**
 * When, on our clock.
 */
atMs: number, 
/**
 * How many of its changes arrived here.
 */
received: number, 
/**
 * How many of ours it said that it now holds.
 */
pickedUp: number, };

export type ActivityEntry = { 
/**
 * Rises by one; unique while the app runs.
 */
number: number, 
/**
 * When.
 */
atMs: number, 
/**
 * What kind, for the icon.
 */
kind: ActivityKind, 
/**
 * What happened, in words.
 */
message: string, 
/**
 * More about it; empty when there is nothing more to say.
 */
detail: string, };

export type ActivityKind = "sync" | "checkpoint" | "lease" | "setting" | "error";

export type SyncOutcome = { 
/**
 * Own ops sent.
 */
pushed: number, 
/**
 * Ops of others received.
 */
folded: number, };

export type CheckpointOutcome = { 
/**
 * The checkpoint's hash; `null` when none was published.
 */
checkpointHash: string | null, 
/**
 * Why none was published; empty otherwise.
 */
reason: string, };

export type CheckupView = { 
/**
 * What was looked at, the worst first.
 */
findings: Array<FindingView>, 
/**
 * How much each device has in the relay folder.
 */
filesByDevice: Array<DeviceFilesView>, 
/**
 * Is nothing worse than a note?
 */
healthy: boolean, };

export type DeviceFilesView = { 
/**
 * The directory inside the relay folder; unique.
 */
directory: string, 
/**
 * Human name of the device.
 */
name: string, 
/**
 * How many files it has there.
 */
files: number, 
/**
 * Their size.
 */
bytes: number, };

export type FindingView = { 
/**
 * What it is about.
 */
code: FindingCode, 
/**
 * How bad it is.
 */
severity: FindingSeverity, 
/**
 * A few words.
 */
title: string, 
/**
 * What is the case.
 */
detail: string, 
/**
 * What to do; empty when there is nothing to do.
 */
advice: string, 
/**
 * The first files it is about, at most [`MAX_FINDING_PATHS`].
 */
paths: Array<string>, 
/**
 * How many more files it is about.
 */
morePaths: number, 
/**
 * What repairing would do about it; `null` when it would do nothing.
 */
repair: string | null, 
/**
 * What repairing did about it; `null` when it did nothing.
 */
repaired: string | null, };

export type FindingCode = "folder_missing" | "folder_unreadable" | "no_relay" | "other_relay" | "files_proven" | "damaged_own_files" | "damaged_files" | "newer_format" | "litter" | "conflicted_copies" | "backup_copies" | "placeholders" | "unknown_files" | "too_many_files" | "nothing_awaited" | "awaited_changes" | "awaited_files" | "not_taken_in" | "not_handed_out" | "own_files_missing" | "clock_skew" | "clock_unset" | "propagation" | "fork" | "silent_device" | "joining_device" | "retired_device" | "no_data" | "store_sound" | "store_damaged" | "store_unreadable" | "store_newer" | "state_differs" | "broken_chain" | "search_damaged" | "staging_leftovers" | "repair_failed";

export type FindingSeverity = "ok" | "note" | "warning" | "error";
