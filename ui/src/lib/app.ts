import { getContext, setContext } from "svelte";
import type { IpcError } from "./contract";
import type { Host } from "./host";
import type { Live } from "./live.svelte";
import type { Notices } from "./notices.svelte";

export interface App {
  host: Host;
  live: Live;
  notices: Notices;
  /** Asks the person before an address from a transcript is opened. */
  askToOpen(url: string): void;
}

const KEY = Symbol("app");

export function provideApp(app: App): App {
  return setContext(KEY, app);
}

export function useApp(): App {
  return getContext<App>(KEY);
}

/** Runs a command; a failure becomes a notice and is answered, not thrown. */
export async function attempt(app: App, command: () => Promise<void>): Promise<IpcError | null> {
  try {
    await command();
    return null;
  } catch (thrown) {
    const error = app.notices.failed(thrown);
    // Most refusals mean that the page shows something stale.
    void app.live.pull();
    return error;
  }
}
