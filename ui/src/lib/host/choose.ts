import { isTauri } from "@tauri-apps/api/core";
import type { Host } from "../host";

/** The real app when there is one around the page; else the fake host, in development and, under `?fake`, in the page for tests. */
export async function chooseHost(): Promise<Host | null> {
  if (isTauri()) {
    const { tauriHost } = await import("./tauri");
    return tauriHost();
  }
  // The build leaves out what follows: what is shipped holds no made-up data.
  if (import.meta.env.MODE === "production") return null;
  const query = new URLSearchParams(location.search);
  if (!query.has("fake") && !import.meta.env.DEV) return null;
  const { fakeHost } = await import("../../fake/host");
  return fakeHost(query.get("fake") ?? "normal");
}
