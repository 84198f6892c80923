// Every view and state of the window, as the documentation shows them: a chapter a view.
import { STATUSES } from "./browser.js";
import * as act from "./screen-acts.js";

/** Dialogs are shown without the view behind them, states of the status without the view below. */
const DIALOG = "dialog";
const TOP = 180;

const CONVERSATION = "#/conversations/id/conversation-1";
const SKILL = "#/records/skill//id%3Atidy-invoices";
const AGENT = "#/records/declagent//id%3Ainbox-triage";
const TWICE = "#/records/intent/nightly-report/id%3Arun-2026-11-18";

/** What each state of the tray icon means, best first. */
const MEANINGS = {
  up_to_date: "Up to date: every device has everything.",
  syncing: "Syncing.",
  waiting_for_pick_up: "Others have not picked up yet what was written here.",
  waiting_for_files: "Files that another device announced are not here yet.",
  paused: "Paused by a person, and until when.",
  folder_unavailable: "The relay folder cannot be reached.",
  needs_you: "Something needs a person.",
  error: "This device's own data cannot be used.",
};

/**
 * A screen: `name` of its files, `words` below its heading; `scenario` of the fake host, "normal" unless told; `hash` of the
 * view unless it is the chapter's; what to do `before` the picture; `width` and `height` of the window; `of`, the only part
 * to show; `top`, how much of it from above; `isPointed`, whether the pointer stays where it was.
 */
export const CHAPTERS = [
  {
    title: "The first start",
    scenario: "first-start",
    hash: "",
    screens: [
      { name: "first-start", words: "Three steps. First, this device gets a name.", before: act.nameIt },
      {
        name: "first-start-folder",
        words: "A folder that other devices use already is recognised.",
        before: act.chooseFolder,
        height: 860,
      },
      {
        name: "first-start-inside",
        words: "Other files are in the chosen folder, so a new one inside of it is offered.",
        before: act.chooseForeign,
        height: 860,
      },
      {
        name: "first-start-joined",
        words: "The same, where a folder inside of it is used by other devices.",
        before: act.chooseTeam,
        height: 860,
      },
      { name: "first-start-refused", words: "A folder that cannot be written.", before: act.choosePublic },
      { name: "first-start-login", words: "Whether to start with the computer.", before: act.toLogin },
      {
        name: "first-start-alone",
        words: "Done. The other device is awaited, and need not be.",
        before: act.toArrival,
      },
      { name: "first-start-arrived", words: "The other device has arrived.", before: act.arrive },
      {
        name: "first-start-later",
        words: "Who sets it up later is told what that means.",
        before: act.later,
      },
      {
        name: "first-start-narrow",
        words: "A narrow window.",
        before: act.chooseFolder,
        width: 640,
        height: 900,
      },
    ],
  },
  {
    title: "Status",
    intro:
      "The same on every view, and the same as the tray icon's. Best first; the worst that holds is shown.",
    hash: "#/devices",
    screens: [
      ...STATUSES.map((kind) => ({
        name: `status-${kind}`,
        words: MEANINGS[kind],
        scenario: `status-${kind}`,
        top: TOP,
      })),
      { name: "pause-menu", words: "How long to pause.", before: act.openPauses, top: 200 },
      {
        name: "no-tray",
        words: "A desktop without tray icons is told how to get back here.",
        scenario: "no-tray",
        top: 240,
      },
      {
        name: "error",
        words: "A command that failed: what is wrong, and what to do.",
        scenario: "error-folder_unavailable",
        before: act.failSync,
      },
      {
        name: "problems",
        words: "What is wrong stands on every view, with what to do.",
        scenario: "problems",
      },
      { name: "problems-low", words: "A low window scrolls as a whole.", scenario: "problems", height: 260 },
    ],
  },
  {
    title: "Devices",
    hash: "#/devices",
    screens: [
      { name: "devices", words: "Who takes part, and how far behind each one is." },
      {
        name: "devices-picture",
        words: "Who has how much of whom, and the last exchanges.",
        before: act.showPicture,
        isPointed: true,
      },
      {
        name: "devices-facts",
        words: "What all of it adds up to, for the curious and for bug reports.",
        before: act.scrollDown,
      },
      {
        name: "devices-many",
        words: "Twelve devices, one of which never said anything.",
        scenario: "many",
        height: 1_100,
      },
      {
        name: "retire",
        words: "What it means to stop waiting for a lost device.",
        before: act.openRetire,
        of: DIALOG,
      },
      { name: "devices-alone", words: "A device alone, and how to get a second one.", scenario: "empty" },
      { name: "devices-narrow", words: "A narrow window.", width: 640 },
    ],
  },
  {
    title: "Leases",
    intro: "A lease is the right of one device to run an agent, so that it never runs twice at once.",
    hash: "#/leases",
    screens: [
      {
        name: "leases",
        words: "Which device may run which agent, who asked for it, and who votes.",
        before: act.unfold,
        height: 1_560,
      },
      {
        name: "take-over",
        words: "Taking over: who holds it, and what may run twice.",
        before: act.openTakeOver,
        of: DIALOG,
      },
      {
        name: "release",
        words: "Giving back while something still runs.",
        hash: "#/leases/take-over/inbox-triage",
        before: act.waitForDialog,
        of: DIALOG,
      },
      {
        name: "go-on",
        words: "Going on without a device that does not answer.",
        before: act.openGoOn,
        of: DIALOG,
      },
      { name: "leases-joining", words: "A device that does not vote yet.", scenario: "joining" },
      { name: "leases-viewer", words: "A device that runs no agents.", scenario: "viewer" },
      {
        name: "leases-register",
        words: "Where nobody votes, and one register on this device decides.",
        scenario: "register",
      },
      { name: "leases-empty", words: "No agent had a lease yet.", scenario: "empty" },
      { name: "leases-narrow", words: "A narrow window.", width: 640 },
    ],
  },
  {
    title: "Conversations",
    hash: "#/conversations",
    screens: [
      {
        name: "conversations",
        words: "What was said on all devices, in order.",
        hash: CONVERSATION,
        before: act.waitForTurns,
      },
      {
        name: "conversations-tools",
        words: "Tool calls unfolded, with their results.",
        hash: CONVERSATION,
        before: act.unfoldTools,
        height: 1_100,
      },
      {
        name: "conversations-menu",
        words: "Copy, export, resume.",
        hash: CONVERSATION,
        before: act.openMenu,
      },
      { name: "conversations-day", words: "Going to a day.", hash: CONVERSATION, before: act.openDay },
      {
        name: "conversations-new",
        words: "A turn arrived while older ones are read: they stay where they are.",
        hash: CONVERSATION,
        before: act.hearMore,
      },
      {
        name: "conversations-huge",
        words: "A hundred thousand turns, at the oldest.",
        scenario: "huge",
        hash: CONVERSATION,
        before: act.toOldest,
      },
      {
        name: "conversations-right-to-left",
        words: "Text from right to left.",
        hash: "#/conversations/id/arabic-letter",
        before: act.waitForTurns,
      },
      {
        name: "search",
        words: "Searching: hits with their words marked, and the turn that one leads to.",
        before: act.openFound,
      },
      { name: "search-filters", words: "Filters, typed or chosen.", before: act.filterSearch },
      { name: "search-nothing", words: "Nothing found.", before: act.searchInVain },
      { name: "conversations-none", words: "Nothing was said yet.", scenario: "empty" },
      {
        name: "conversations-link",
        words: "Before a link of a conversation is opened.",
        hash: CONVERSATION,
        before: act.followLink,
        of: DIALOG,
      },
      { name: "search-narrow", words: "A narrow window: the search.", width: 640, before: act.filterSearch },
      {
        name: "conversations-narrow",
        words: "A narrow window: a conversation.",
        hash: CONVERSATION,
        width: 640,
        before: act.waitForTurns,
      },
    ],
  },
  {
    title: "Memory",
    intro: "Everything that agents carry with them besides conversations.",
    hash: "#/records",
    screens: [
      { name: "records", words: "Kinds of records, one kind, one record.", hash: SKILL, before: act.value },
      {
        name: "record-history",
        words: "A record, and what stood there before.",
        hash: AGENT,
        before: act.versions,
        height: 900,
      },
      {
        name: "record-twice",
        words: "A run that two devices report as done.",
        hash: TWICE,
        before: act.value,
      },
      {
        name: "records-nothing",
        words: "Nothing found.",
        hash: "#/records/knowledge",
        before: act.seekRecordInVain,
      },
      { name: "records-empty", words: "Nothing recorded yet.", scenario: "empty" },
      { name: "record-narrow", words: "A narrow window.", hash: SKILL, width: 640, before: act.value },
    ],
  },
  {
    title: "Activity",
    hash: "#/activity",
    screens: [
      { name: "activity", words: "What happened, and a check of folder and data." },
      { name: "check-healthy", words: "A check that found nothing wrong.", before: act.check },
      {
        name: "check",
        words: "A check that found something, and what to do about it.",
        scenario: "problems",
        before: act.check,
        height: 1_300,
      },
      {
        name: "repair",
        words: "What a repair will do.",
        scenario: "problems",
        before: act.openRepair,
        of: DIALOG,
      },
      { name: "repaired", words: "Repaired.", scenario: "problems", before: act.repair },
      { name: "activity-empty", words: "Nothing happened yet.", scenario: "empty" },
    ],
  },
  {
    title: "Settings",
    hash: "#/settings",
    screens: [
      { name: "settings", words: "All of them. Every change holds at once.", height: 1_900 },
      {
        name: "settings-fixed",
        words: "Given when Baton was started, so fixed here.",
        scenario: "settings-fixed",
      },
      {
        name: "move",
        words: "Moving to another folder: what will happen.",
        before: act.moveFolder,
        height: 1_000,
        of: DIALOG,
      },
      { name: "moved", words: "Moved.", before: act.moved },
      {
        name: "report",
        words: "Diagnostics, shown before anybody gets them.",
        before: act.openReport,
        of: DIALOG,
      },
      { name: "guide", words: "What Baton is.", before: act.openGuide, of: DIALOG },
      {
        name: "packages",
        words: "The software it is built from, with licences.",
        before: act.openPackages,
        of: DIALOG,
      },
      { name: "settings-narrow", words: "A narrow window.", width: 640 },
    ],
  },
];
