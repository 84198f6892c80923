//! What a person decides about leases.

use std::sync::Arc;

use baton_contract::{ErrorCode, ReleasePreview};
use tauri::State;

use super::{Answer, ask, error, lease_view, roster};
use crate::host::Host;

type Shared<'a> = State<'a, Arc<Host>>;

/// How long a lease lasts that was asked for in the window; the loop has it renewed well before. Long enough for a slow
/// drive to carry votes there and back, short enough not to block an agent for long when this device breaks down.
const TTL_MS: u64 = 10 * 60 * 1000;

/// The lease as it is now, not as it was when the window last looked.
#[tauri::command]
pub(super) async fn release_preview(host: Shared<'_>, agent_id: String) -> Answer<ReleasePreview> {
    preview(&host, &agent_id).await
}

pub(super) async fn preview(host: &Host, agent_id: &str) -> Answer<ReleasePreview> {
    let leases = ask(host, |sync_loop, reply| {
        sync_loop.query(|subsystem| subsystem.leases(), reply)
    })
    .await?;
    let held = leases
        .into_iter()
        .find(|entry| entry.agent_id == agent_id && entry.lease.is_some());
    let entry = held.ok_or_else(|| {
        let message = format!("Nobody holds the lease of {agent_id}.");
        error::refused(ErrorCode::LeaseNotHeld, message, "There is nothing to take over.")
    })?;
    let state = host.state();
    let lease = lease_view::lease(&entry, &state);
    let holder = roster::devices(&state)
        .into_iter()
        .find(|device| Some(&device.id) == lease.holder.as_ref());
    Ok(ReleasePreview {
        holder_last_seen_ms: holder.and_then(|device| device.last_seen_ms),
        expired: lease.expires_at_ms.is_some_and(|expiry| expiry <= host.now_ms()),
        lease,
    })
}

#[tauri::command]
pub(super) async fn take_over_lease(host: Shared<'_>, agent_id: String, observed_epoch: u64) -> Answer<()> {
    ask(&host, |sync_loop, reply| {
        sync_loop.take_over(agent_id, observed_epoch, reply)
    })
    .await
}

/// Asks for the agent, and keeps it until it is released here.
#[tauri::command]
pub(super) async fn request_lease(host: Shared<'_>, agent_id: String) -> Answer<()> {
    request(&host, agent_id).await
}

pub(super) async fn request(host: &Host, agent_id: String) -> Answer<()> {
    ask(host, |sync_loop, reply| {
        sync_loop.request_lease(agent_id, TTL_MS, reply)
    })
    .await
}

/// Gives the own lease back, or asks for it no more.
#[tauri::command]
pub(super) async fn release_lease(host: Shared<'_>, agent_id: String, epoch: u64) -> Answer<()> {
    ask(&host, |sync_loop, reply| {
        sync_loop.release_lease(agent_id, epoch, reply)
    })
    .await
}

/// Goes on without a device.
#[tauri::command]
pub(super) async fn retire_device(host: Shared<'_>, device_id: String) -> Answer<()> {
    ask(&host, |sync_loop, reply| sync_loop.retire_device(device_id, reply)).await
}

/// Says whether this device runs agents.
#[tauri::command]
pub(super) async fn set_executor(host: Shared<'_>, executor: bool) -> Answer<()> {
    execute(&host, executor).await
}

pub(super) async fn execute(host: &Host, executor: bool) -> Answer<()> {
    ask(host, |sync_loop, reply| sync_loop.set_executor(executor, reply)).await
}
