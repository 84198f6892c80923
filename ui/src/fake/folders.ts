// What a real app answered about the folders of a person: `src-tauri/src/ipc/recorded/folders.rs`.
import type {
  FolderInspection,
  FolderSuggestion,
  IpcError,
  MoveOutcome,
  MoveRequest,
  Snapshot,
} from "../lib/contract";
import suggestionsJson from "./recorded/folder_suggestions.json";
import inspectionsJson from "./recorded/inspect_folder.json";
import movesJson from "./recorded/move_relay.json";

const MISSING = "/home/ada/Google Drive/Baton";
const NESTED = "/home/ada/Nextcloud/Baton/inside";

/** One that cannot be written by the time somebody moves to it. */
const REFUSED = "/home/ada/Archive/Baton";

const folders = inspectionsJson.folders as Record<string, FolderInspection>;

/** The recorded ones; nobody knows how much room one of them has, which no folder of a scene can be brought to. */
export const SUGGESTIONS = suggestionsJson.map(
  (one): FolderSuggestion => (one.path === MISSING ? { ...one, freeBytes: null } : one),
);

/** What a folder holds. One that was not recorded is missing, so that any path can be typed. */
export function inspect(path: string, current: string | null = null): FolderInspection {
  if (path === current) return { ...(inspectionsJson.current as FolderInspection), path };
  if (current !== null && path.startsWith(`${current}/`)) return { ...at(NESTED), path };
  return folders[path] ?? { ...at(MISSING), path };
}

function at(path: string): FolderInspection {
  const found = folders[path];
  if (!found) throw new Error(`${path} was not recorded`);
  return found;
}

/** A folder of other devices is joined if that was agreed to. */
export function move(snapshot: Snapshot, { path, join }: MoveRequest): MoveOutcome {
  if (path === REFUSED) throw movesJson.refused as IpcError;
  const isUsed = inspect(path).kind === "relay";
  if (isUsed && !join) throw movesJson.unasked as IpcError;
  const outcome = isUsed ? movesJson.joined : movesJson.alone;
  return { ...outcome, oldPath: snapshot.relayPath ?? "" };
}
