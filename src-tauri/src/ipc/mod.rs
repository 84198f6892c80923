//! The commands of `baton-contract`, one function each. Thin: they ask the loop, and turn its answers into the contract's
//! data.

mod about;
mod actions;
mod checkup;
mod diagnostics;
mod error;
mod export;
mod lease_view;
mod leases;
mod move_relay;
mod pages;
mod problems;
mod reads;
mod record_view;
#[cfg(test)]
mod recorded;
mod records;
mod roster;
mod search;
mod set_up;
mod settings;
mod turn_text;

use baton_contract::IpcError;
use baton_sync_loop::{LoopError, LoopHandle, Reply};
use tauri::ipc::Invoke;
use tokio::sync::oneshot;

pub(crate) use self::actions::{open_folder, pause, publish_checkpoint, sync};
use crate::host::Host;

/// What a command answers.
pub(crate) type Answer<T> = Result<T, IpcError>;

/// The handler of exactly the contract's commands.
pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        reads::snapshot,
        reads::conversations,
        search::search,
        reads::turns,
        turn_text::turn_text,
        turn_text::resume_text,
        export::export_conversation,
        records::record_surfaces,
        records::records,
        records::record_history,
        records::record_text,
        reads::exchanges,
        reads::activity,
        actions::sync_now,
        actions::checkpoint,
        actions::set_pause,
        leases::release_preview,
        leases::take_over_lease,
        leases::request_lease,
        leases::release_lease,
        leases::retire_device,
        leases::set_executor,
        checkup::examine,
        checkup::repair,
        move_relay::move_relay,
        settings::settings,
        settings::change_settings,
        diagnostics::diagnostics,
        diagnostics::save_diagnostics,
        about::about,
        about::packages,
        about::package_licence,
        actions::open_relay_folder,
        actions::open_data_folder,
        actions::open_link,
        actions::dismiss_tray_note,
        actions::quit,
        set_up::folder_suggestions,
        set_up::inspect_folder,
        set_up::pick_folder,
        set_up::set_up,
    ]
}

/// Asks the loop, and waits for its answer without holding a thread.
async fn ask<T: Send + 'static>(host: &Host, send: impl FnOnce(&LoopHandle, Reply<T>)) -> Answer<T> {
    let sync_loop = host.sync_loop().ok_or_else(error::not_set_up)?;
    let (reply, answer) = oneshot::channel();
    let hand_over = move |outcome| {
        if reply.send(outcome).is_err() {
            tracing::debug!("nobody waits for this answer any more");
        }
    };
    send(&sync_loop, Box::new(hand_over));
    let outcome = answer.await.unwrap_or(Err(LoopError::Ended));
    outcome.map_err(|failure| error::of_loop(&failure))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_window_may_call_exactly_the_commands_of_the_contract() {
        let capability = include_str!("../../capabilities/main-window.json");
        let capability: serde_json::Value = serde_json::from_str(capability).unwrap();
        let mut allowed: Vec<_> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|permission| permission.as_str().unwrap().strip_prefix("allow-"))
            .map(|command| command.replace('-', "_"))
            .collect();
        let mut commands: Vec<_> = baton_contract::COMMANDS.to_vec();
        allowed.sort();
        commands.sort_unstable();
        assert_eq!(allowed, commands);
    }
}
