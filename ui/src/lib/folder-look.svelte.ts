import type { FolderInspection, FolderKind, IpcError } from "./contract";
import type { Host } from "./host";
import { asIpcError } from "./ipc-error";

const TYPING_PAUSE_MS = 250;
const REFUSED: FolderKind[] = ["foreign", "not_writable", "current", "nested"];

/** Can a folder of this kind become the relay folder? */
export function isUsable(kind: FolderKind): boolean {
  return !REFUSED.includes(kind);
}

/** Looks into the folder a person names, once they stop typing. To be made where effects may run. */
export class FolderLook {
  path = $state("");
  inspection = $state.raw<FolderInspection | null>(null);
  error = $state.raw<IpcError | null>(null);

  constructor(host: Host) {
    $effect(() => {
      const wanted = this.path.trim();
      this.inspection = null;
      this.error = null;
      if (wanted === "") return;
      let stale = false;
      const timer = setTimeout(async () => {
        try {
          const answer = await host.inspectFolder(wanted);
          if (!stale) this.inspection = answer;
        } catch (thrown) {
          if (!stale) this.error = asIpcError(thrown);
        }
      }, TYPING_PAUSE_MS);
      return () => {
        stale = true;
        clearTimeout(timer);
      };
    });
  }
}
