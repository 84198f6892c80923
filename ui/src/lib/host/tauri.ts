import { Channel, type InvokeArgs, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Command, ExportProgress } from "../contract";
import type { Host } from "../host";

/** Only what the contract knows can be asked. */
function ask<T>(command: Command, given?: InvokeArgs): Promise<T> {
  return invoke(command, given);
}

/** The real app: one IPC command per call. */
export function tauriHost(): Host {
  return {
    snapshot: () => ask("snapshot"),
    conversations: (request) => ask("conversations", { request }),
    search: (request) => ask("search", { request }),
    turns: (request) => ask("turns", { request }),
    turnText: (request) => ask("turn_text", { request }),
    resumeText: (conversationId) => ask("resume_text", { conversationId }),
    exportConversation: (request, told) => {
      const progress = new Channel<ExportProgress>(told);
      return ask("export_conversation", { request, progress });
    },
    recordSurfaces: () => ask("record_surfaces"),
    records: (request) => ask("records", { request }),
    recordHistory: (request) => ask("record_history", { request }),
    recordText: (request) => ask("record_text", { request }),
    exchanges: () => ask("exchanges"),
    activity: () => ask("activity"),
    syncNow: () => ask("sync_now"),
    checkpoint: () => ask("checkpoint"),
    setPause: (length) => ask("set_pause", { length }),
    releasePreview: (agentId) => ask("release_preview", { agentId }),
    takeOverLease: (agentId, observedEpoch) => ask("take_over_lease", { agentId, observedEpoch }),
    requestLease: (agentId) => ask("request_lease", { agentId }),
    releaseLease: (agentId, epoch) => ask("release_lease", { agentId, epoch }),
    retireDevice: (deviceId) => ask("retire_device", { deviceId }),
    setExecutor: (executor) => ask("set_executor", { executor }),
    examine: () => ask("examine"),
    repair: () => ask("repair"),
    folderSuggestions: () => ask("folder_suggestions"),
    inspectFolder: (path) => ask("inspect_folder", { path }),
    pickFolder: () => ask("pick_folder"),
    setUp: (request) => ask("set_up", { request }),
    settings: () => ask("settings"),
    changeSettings: (patch) => ask("change_settings", { patch }),
    moveRelay: (request) => ask("move_relay", { request }),
    diagnostics: () => ask("diagnostics"),
    saveDiagnostics: () => ask("save_diagnostics"),
    about: () => ask("about"),
    packages: (request) => ask("packages", { request }),
    packageLicence: (text) => ask("package_licence", { text }),
    openDataFolder: () => ask("open_data_folder"),
    openRelayFolder: () => ask("open_relay_folder"),
    openLink: (url) => ask("open_link", { url }),
    dismissTrayNote: () => ask("dismiss_tray_note"),
    quit: () => ask("quit"),
    async onState(changed) {
      await listen("state", () => changed());
    },
  };
}
