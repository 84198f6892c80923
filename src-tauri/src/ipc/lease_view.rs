//! The engine's leases and voters as the contract's data.

use baton_contract::{
    AskingView, AwaitedDeviceView, LeaseEndView, LeaseGrade, LeaseView, PastLeaseView, PendingRunView,
    VoterStandingView, VoterView, VotersView,
};
use baton_engine::{Asking, DeviceId, Grade, LeaseEnd, LeaseOverview, PastLease, PendingRun, VoterStanding, Voters};
use baton_sync_loop::LoopState;

pub(super) fn lease(entry: &LeaseOverview, state: &LoopState) -> LeaseView {
    let (lease, situation) = (entry.lease.as_ref(), &entry.situation);
    LeaseView {
        agent_id: entry.agent_id.clone(),
        holder: lease.map(|lease| lease.holder.to_string()),
        holder_name: state.holder(&entry.agent_id).unwrap_or_default().to_owned(),
        is_ours: state.is_ours(&entry.agent_id),
        epoch: lease.map_or(entry.last_epoch, |lease| lease.epoch).0,
        expires_at_ms: lease.map(|lease| lease.expires_at_ms),
        grade: lease.map(|lease| grade(lease.grade)),
        pending_runs: entry.pending.iter().map(|run| pending_run(run, state)).collect(),
        asking: situation.asking.as_ref().map(|asking| asking_view(asking, state)),
        wanted_here: situation.wanted_here,
        wanted_by: situation.wanted_by.iter().map(|device| name(device, state)).collect(),
        history: situation.history.iter().map(|past| past_lease(past, state)).collect(),
    }
}

/// Who votes, this device first.
pub(super) fn voters(voters: &Voters, state: &LoopState) -> VotersView {
    let mut members: Vec<_> = voters.members.iter().map(|device| voter(device, state)).collect();
    members.sort_by_key(|member| !member.is_self);
    VotersView {
        number: voters.number,
        members,
        standing: standing(voters.standing),
        waiting_for: awaited(&voters.waiting_for, state),
    }
}

fn voter(device: &DeviceId, state: &LoopState) -> VoterView {
    VoterView {
        device_id: device.to_string(),
        name: name(device, state),
        is_self: is_self(device, state),
    }
}

fn asking_view(asking: &Asking, state: &LoopState) -> AskingView {
    AskingView {
        epoch: asking.epoch.0,
        since_ms: asking.since_ms,
        waiting_for: awaited(&asking.waiting_for, state),
    }
}

fn awaited(devices: &[DeviceId], state: &LoopState) -> Vec<AwaitedDeviceView> {
    let view = |device: &DeviceId| AwaitedDeviceView {
        device_id: device.to_string(),
        name: name(device, state),
        last_seen_ms: last_seen(device, state),
    };
    devices.iter().map(view).collect()
}

fn past_lease(past: &PastLease, state: &LoopState) -> PastLeaseView {
    PastLeaseView {
        epoch: past.epoch.0,
        holder_name: name(&past.holder, state),
        is_ours: is_self(&past.holder, state),
        since_ms: past.since_ms,
        end: past.end.map(end),
        ended_ms: past.ended_ms,
    }
}

fn pending_run(run: &PendingRun, state: &LoopState) -> PendingRunView {
    PendingRunView {
        run_id: run.run_id.clone(),
        epoch: run.epoch.0,
        since_ms: run.since_ms,
        device_name: name(&run.device_id, state),
    }
}

fn name(device: &DeviceId, state: &LoopState) -> String {
    state.device_name(device.as_str()).to_owned()
}

fn is_self(device: &DeviceId, state: &LoopState) -> bool {
    let own = state.overview.as_ref().map(|overview| &overview.device_id);
    own == Some(device)
}

fn last_seen(device: &DeviceId, state: &LoopState) -> Option<u64> {
    let mut roster = state.overview.iter().flat_map(|overview| &overview.roster);
    roster.find(|entry| entry.device_id == *device)?.last_seen_ms
}

fn grade(grade: Grade) -> LeaseGrade {
    match grade {
        Grade::Exclusive => LeaseGrade::Exclusive,
        Grade::Voted => LeaseGrade::Voted,
    }
}

fn end(end: LeaseEnd) -> LeaseEndView {
    match end {
        LeaseEnd::Released => LeaseEndView::Released,
        LeaseEnd::Lapsed => LeaseEndView::Lapsed,
        LeaseEnd::TakenOver => LeaseEndView::TakenOver,
    }
}

fn standing(standing: VoterStanding) -> VoterStandingView {
    match standing {
        VoterStanding::Voter => VoterStandingView::Voter,
        VoterStanding::Joining => VoterStandingView::Joining,
        VoterStanding::Away => VoterStandingView::Away,
        VoterStanding::Viewer => VoterStandingView::Viewer,
    }
}
