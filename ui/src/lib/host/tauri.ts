import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { ExportProgress } from "../contract";
import type { Host } from "../host";

/** The real app: one IPC command per call. */
export function tauriHost(): Host {
  return {
    snapshot: () => invoke("snapshot"),
    conversations: (request) => invoke("conversations", { request }),
    search: (request) => invoke("search", { request }),
    turns: (request) => invoke("turns", { request }),
    turnText: (request) => invoke("turn_text", { request }),
    resumeText: (conversationId) => invoke("resume_text", { conversationId }),
    exportConversation: (request, told) => {
      const progress = new Channel<ExportProgress>(told);
      return invoke("export_conversation", { request, progress });
    },
    recordSurfaces: () => invoke("record_surfaces"),
    records: (request) => invoke("records", { request }),
    recordHistory: (request) => invoke("record_history", { request }),
    recordText: (request) => invoke("record_text", { request }),
    exchanges: () => invoke("exchanges"),
    activity: () => invoke("activity"),
    syncNow: () => invoke("sync_now"),
    checkpoint: () => invoke("checkpoint"),
    setPause: (length) => invoke("set_pause", { length }),
    releasePreview: (agentId) => invoke("release_preview", { agentId }),
    takeOverLease: (agentId, observedEpoch) => invoke("take_over_lease", { agentId, observedEpoch }),
    requestLease: (agentId) => invoke("request_lease", { agentId }),
    releaseLease: (agentId, epoch) => invoke("release_lease", { agentId, epoch }),
    retireDevice: (deviceId) => invoke("retire_device", { deviceId }),
    setExecutor: (executor) => invoke("set_executor", { executor }),
    examine: () => invoke("examine"),
    repair: () => invoke("repair"),
    folderSuggestions: () => invoke("folder_suggestions"),
    inspectFolder: (path) => invoke("inspect_folder", { path }),
    pickFolder: () => invoke("pick_folder"),
    setUp: (request) => invoke("set_up", { request }),
    settings: () => invoke("settings"),
    changeSettings: (patch) => invoke("change_settings", { patch }),
    moveRelay: (request) => invoke("move_relay", { request }),
    diagnostics: () => invoke("diagnostics"),
    saveDiagnostics: () => invoke("save_diagnostics"),
    about: () => invoke("about"),
    packages: (request) => invoke("packages", { request }),
    packageLicence: (text) => invoke("package_licence", { text }),
    openDataFolder: () => invoke("open_data_folder"),
    openRelayFolder: () => invoke("open_relay_folder"),
    openLink: (url) => invoke("open_link", { url }),
    dismissTrayNote: () => invoke("dismiss_tray_note"),
    quit: () => invoke("quit"),
    async onState(changed) {
      await listen("state", () => changed());
    },
  };
}
