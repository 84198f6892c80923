//! The engine's devices and frontiers as the contract's data.

use baton_contract::{DeviceStanding, DeviceView, FrontierView, StatusKind, StatusView};
use baton_engine::{DeviceStatus, Frontier, RosterEntry, Seq};
use baton_sync_loop::LoopState;

use crate::host::Host;

pub(super) fn devices(state: &LoopState) -> Vec<DeviceView> {
    let roster = state.overview.iter().flat_map(|overview| &overview.roster);
    let mut devices: Vec<_> = roster.map(device).collect();
    devices.sort_by_key(|device| !device.is_self);
    devices
}

fn device(entry: &RosterEntry) -> DeviceView {
    let id = entry.device_id.to_string();
    DeviceView {
        name: if entry.name.is_empty() {
            id.clone()
        } else {
            entry.name.clone()
        },
        id,
        platform: entry.platform.clone(),
        app_version: entry.app_version.clone(),
        is_self: entry.is_self,
        standing: standing(entry.status),
        last_seen_ms: entry.last_seen_ms,
        head: entry.head.map(number),
        acknowledged: frontier(&entry.acknowledged),
        behind: entry.behind,
        awaited: entry.awaited,
    }
}

pub(super) fn frontier(frontier: &Frontier) -> FrontierView {
    frontier
        .iter()
        .map(|(device, seq)| (device.to_string(), number(*seq)))
        .collect()
}

/// The contract counts in 32 bits: a person never looks at four thousand million ops of one device.
fn number(seq: Seq) -> u32 {
    u32::try_from(seq.get()).unwrap_or(u32::MAX)
}

fn standing(status: DeviceStatus) -> DeviceStanding {
    match status {
        DeviceStatus::Active => DeviceStanding::Active,
        DeviceStatus::Joining => DeviceStanding::Joining,
        DeviceStatus::Retired => DeviceStanding::Retired,
    }
}

pub(super) fn status(host: &Host, state: &LoopState) -> StatusView {
    let overview = state.overview.as_ref();
    let status = host.status_in(state);
    StatusView {
        kind: kind(status.kind()),
        headline: host.headline(&status),
        last_synced_ms: state.last_synced_ms,
        unacknowledged: overview.map_or(0, |overview| overview.unacknowledged),
        awaited: overview.map_or(0, |overview| overview.awaited),
    }
}

fn kind(kind: baton_sync_loop::StatusKind) -> StatusKind {
    match kind {
        baton_sync_loop::StatusKind::UpToDate => StatusKind::UpToDate,
        baton_sync_loop::StatusKind::Syncing => StatusKind::Syncing,
        baton_sync_loop::StatusKind::WaitingForPickUp => StatusKind::WaitingForPickUp,
        baton_sync_loop::StatusKind::WaitingForFiles => StatusKind::WaitingForFiles,
        baton_sync_loop::StatusKind::Paused => StatusKind::Paused,
        baton_sync_loop::StatusKind::FolderUnavailable => StatusKind::FolderUnavailable,
        baton_sync_loop::StatusKind::NeedsYou => StatusKind::NeedsYou,
        baton_sync_loop::StatusKind::Error => StatusKind::Error,
    }
}
