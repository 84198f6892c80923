import { isTauri } from "@tauri-apps/api/core";
import type { Host } from "../host";

/** The real app when there is one around the page; made-up data in development and under `?fake`. */
export async function chooseHost(): Promise<Host | null> {
  if (isTauri()) {
    const { tauriHost } = await import("./tauri");
    return tauriHost();
  }
  const query = new URLSearchParams(location.search);
  if (!query.has("fake") && !import.meta.env.DEV) return null;
  const { fakeHost } = await import("../../fake/host");
  return fakeHost(query.get("fake") ?? "normal");
}
