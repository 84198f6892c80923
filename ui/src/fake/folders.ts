import type { FolderInspection, FolderSuggestion } from "../lib/contract";

export const SUGGESTIONS: FolderSuggestion[] = [
  { vendor: "Nextcloud", path: "/home/ada/Nextcloud/Baton" },
  { vendor: "Dropbox", path: "/home/ada/Dropbox/Baton" },
];

const WILL_WRITE = [
  "Baton/devices/<this device>/ — the segments and the tip that only this device writes",
  "Baton/checkpoints/ — summaries that new devices start from",
];

/** What a folder holds, by its name: enough to show every kind. */
export function inspect(path: string, current: string | null = null): FolderInspection {
  if (path.includes("Dropbox")) {
    return { path, kind: "relay", deviceNames: ["MacBook", "Cabin mini PC"], willWrite: WILL_WRITE };
  }
  if (path.includes("Documents")) return { path, kind: "foreign", deviceNames: [], willWrite: [] };
  if (path.includes("readonly")) return { path, kind: "not_writable", deviceNames: [], willWrite: [] };
  if (path === current) return { path, kind: "current", deviceNames: [], willWrite: [] };
  if (current !== null && path.startsWith(`${current}/`))
    return { path, kind: "nested", deviceNames: [], willWrite: [] };
  if (path.includes("missing")) return { path, kind: "missing", deviceNames: [], willWrite: WILL_WRITE };
  return { path, kind: "empty", deviceNames: [], willWrite: WILL_WRITE };
}
