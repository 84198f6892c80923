const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const numbers = new Intl.NumberFormat("en");
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayAndYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });

export function count(n: number): string {
  return numbers.format(n);
}

export function plural(n: number, one: string, many: string): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** "4 kB", "7.2 MB", "12 GB". */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${count(bytes)} B`;
  if (bytes < 1_000_000) return `${count(Math.round(bytes / 1_000))} kB`;
  if (bytes < 1_000_000_000) return `${count(Math.round(bytes / 100_000) / 10)} MB`;
  if (bytes < 10_000_000_000) return `${count(Math.round(bytes / 100_000_000) / 10)} GB`;
  return `${count(Math.round(bytes / 1_000_000_000))} GB`;
}

/** "just now", "5 minutes ago", "3 days ago". Times ahead of our clock read as "just now". */
export function ago(atMs: number, nowMs: number): string {
  const age = nowMs - atMs;
  if (age < 45 * SECOND) return "just now";
  if (age < HOUR) return `${plural(Math.max(1, Math.round(age / MINUTE)), "minute", "minutes")} ago`;
  if (age < DAY) return `${plural(Math.round(age / HOUR), "hour", "hours")} ago`;
  if (age < 45 * DAY) return `${plural(Math.round(age / DAY), "day", "days")} ago`;
  return `on ${dayAndYear.format(atMs)}`;
}

/** "4:05", "1:02:03": what is left until a moment; "0:00" once it has passed. */
export function countdown(untilMs: number, nowMs: number): string {
  const left = Math.max(0, Math.ceil((untilMs - nowMs) / SECOND));
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  const seconds = String(left % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** The time today, else the day, and the year once it is not this one. */
export function stamp(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const now = new Date(nowMs);
  if (at.toDateString() === now.toDateString()) return clock.format(at);
  const date = at.getFullYear() === now.getFullYear() ? day.format(at) : dayAndYear.format(at);
  return `${date}, ${clock.format(at)}`;
}

/** The whole moment, for tooltips and for `datetime`. */
export function fullStamp(atMs: number): string {
  return full.format(atMs);
}

export function isoStamp(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}
