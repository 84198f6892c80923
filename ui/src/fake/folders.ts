import type { FolderInspection, FolderSuggestion } from "../lib/contract";

export const SUGGESTIONS: FolderSuggestion[] = [
  { vendor: "Nextcloud", path: "/home/ada/Nextcloud/Baton", freeBytes: 212_400_000_000 },
  { vendor: "Dropbox", path: "/home/ada/Dropbox/Baton", freeBytes: 1_640_000_000 },
  { vendor: "Google Drive", path: "/home/ada/Google Drive/Baton", freeBytes: null },
];

const WILL_WRITE = [
  "Baton/devices/<this device>/ — the segments and the tip that only this device writes",
  "Baton/checkpoints/ — summaries that new devices start from",
];

/** What a folder holds, by its name: enough to show every kind. */
export function inspect(path: string, current: string | null = null): FolderInspection {
  const nothing = { path, deviceNames: [], willWrite: [], inside: null };
  const usable = { ...nothing, willWrite: WILL_WRITE };
  if (path.endsWith("Documents/Shared")) {
    const inside = { path: `${path}/Baton`, isRelay: false, deviceNames: [] };
    return { ...nothing, kind: "foreign", inside };
  }
  if (path.endsWith("Documents/Team")) {
    const inside = { path: `${path}/Baton`, isRelay: true, deviceNames: ["MacBook"] };
    return { ...nothing, kind: "foreign", inside };
  }
  if (path.includes("Dropbox") || path.includes("Documents/Team/Baton")) {
    return { ...usable, kind: "relay", deviceNames: ["MacBook", "Cabin mini PC"] };
  }
  if (path === current) return { ...nothing, kind: "current" };
  if (current !== null && path.startsWith(`${current}/`)) return { ...nothing, kind: "nested" };
  if (path.endsWith("Documents")) return { ...nothing, kind: "foreign" };
  if (path.includes("readonly")) return { ...nothing, kind: "not_writable" };
  if (path.includes("missing") || path.includes("Documents/Shared/Baton"))
    return { ...usable, kind: "missing" };
  return { ...usable, kind: "empty" };
}
