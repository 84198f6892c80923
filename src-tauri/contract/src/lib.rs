//! Every command and event between Baton's backend and its web UI, as plain data.
//!
//! This crate knows neither Tauri nor the engine. The TypeScript in `ui/src/lib/contract.ts` is generated from it
//! (`cargo xtask contract`); a test fails when the two drift apart.
//!
//! Conventions: times are milliseconds since 1970 on the clock of the device that took them, as JSON numbers;
//! fields are camelCase; absent values are `null`.

mod about;
mod activity;
mod checkup;
mod conversation;
mod error;
mod export;
mod folder;
mod lease;
mod records;
mod search;
mod settings;
mod snapshot;
mod voters;

pub use about::*;
pub use activity::*;
pub use checkup::*;
pub use conversation::*;
pub use error::*;
pub use export::*;
pub use folder::*;
pub use lease::*;
pub use records::*;
pub use search::*;
pub use settings::*;
pub use snapshot::*;
pub use voters::*;

/// The IPC commands, by the name the UI invokes them with. The backend registers exactly these.
///
/// | command | arguments | answer |
/// | --- | --- | --- |
/// | `snapshot` | | [`Snapshot`] |
/// | `conversations` | `request:` [`ConversationsRequest`] | [`ConversationPage`] |
/// | `search` | `request:` [`SearchRequest`] | [`SearchPage`] |
/// | `turns` | `request:` [`TurnsRequest`] | [`TurnPage`] |
/// | `turn_text` | `request:` [`TurnTextRequest`] | [`TurnText`] |
/// | `resume_text` | `conversationId: string` | [`ResumeText`] |
/// | `export_conversation` | `request:` [`ExportRequest`], `progress:` a channel of [`ExportProgress`] | [`ExportOutcome`], or `null` when no file was chosen |
/// | `record_surfaces` | | [`SurfaceView`] list |
/// | `records` | `request:` [`RecordsRequest`] | [`RecordPage`] |
/// | `record_history` | `request:` [`RecordHistoryRequest`] | [`RecordHistoryPage`] |
/// | `record_text` | `request:` [`RecordTextRequest`] | [`RecordText`] |
/// | `exchanges` | | [`ExchangeView`] list, newest first |
/// | `activity` | | [`ActivityEntry`] list, newest first |
/// | `sync_now` | | [`SyncOutcome`] |
/// | `checkpoint` | | [`CheckpointOutcome`] |
/// | `set_pause` | `length:` [`PauseLength`] or `null` to go on | nothing |
/// | `release_preview` | `agentId: string` | [`ReleasePreview`] |
/// | `take_over_lease` | `agentId: string, observedEpoch: number` | nothing |
/// | `request_lease` | `agentId: string` | nothing |
/// | `release_lease` | `agentId: string, epoch: number` | nothing; withdraws a request as well |
/// | `retire_device` | `deviceId: string` | nothing |
/// | `set_executor` | `executor: bool` | nothing |
/// | `examine` | | [`CheckupView`]; only reads |
/// | `repair` | | [`CheckupView`], with what was repaired |
/// | `folder_suggestions` | | [`FolderSuggestion`] list |
/// | `inspect_folder` | `path: string` | [`FolderInspection`] |
/// | `pick_folder` | | path chosen in the system's dialog, or `null` |
/// | `set_up` | `request:` [`SetUpRequest`] | nothing |
/// | `move_relay` | `request:` [`MoveRequest`] | [`MoveOutcome`] |
/// | `settings` | | [`SettingsView`] |
/// | `change_settings` | `patch:` [`SettingsPatch`] | [`SettingsView`], as it is then |
/// | `diagnostics` | | text: a report without anything that was written, to be read before it is saved |
/// | `save_diagnostics` | | path where the last report was saved, chosen in the system's dialog, or `null` |
/// | `about` | | [`AboutView`] |
/// | `packages` | `request:` [`PackagesRequest`] | [`PackagePage`] |
/// | `package_licence` | `text: number` | the text |
/// | `open_relay_folder` | | nothing |
/// | `open_data_folder` | | nothing |
/// | `open_link` | `url: string` | nothing |
/// | `dismiss_tray_note` | | nothing; the snapshot's `trayNote` is false from then on |
/// | `quit` | | nothing; the app ends |
///
/// Every command fails with an [`IpcError`].
pub const COMMANDS: &[&str] = &[
    "snapshot",
    "conversations",
    "search",
    "turns",
    "turn_text",
    "resume_text",
    "export_conversation",
    "record_surfaces",
    "records",
    "record_history",
    "record_text",
    "exchanges",
    "activity",
    "sync_now",
    "checkpoint",
    "set_pause",
    "release_preview",
    "take_over_lease",
    "request_lease",
    "release_lease",
    "retire_device",
    "set_executor",
    "examine",
    "repair",
    "folder_suggestions",
    "inspect_folder",
    "pick_folder",
    "set_up",
    "move_relay",
    "settings",
    "change_settings",
    "diagnostics",
    "save_diagnostics",
    "about",
    "packages",
    "package_licence",
    "open_relay_folder",
    "open_data_folder",
    "open_link",
    "dismiss_tray_note",
    "quit",
];

/// The one event the backend emits, at most ten a second: "something changed, pull a [`Snapshot`]".
pub const STATE_EVENT: &str = "state";

#[cfg(test)]
mod tests;
