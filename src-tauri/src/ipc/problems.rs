//! What needs a person's eye, worst first.

use baton_contract::{ErrorCode, ProblemCode, ProblemView};
use baton_engine::{Problem, ProblemKind};
use baton_sync_loop::{Failure, LoopState};

use super::error;
use crate::host::Host;

pub(super) fn of(host: &Host, state: &LoopState) -> Vec<ProblemView> {
    let failure = state.failure.iter().map(of_failure);
    let settings = host.damaged_settings().map(|copy| of_settings(&copy.to_string_lossy()));
    let reported = state
        .overview
        .iter()
        .flat_map(|overview| &overview.problems)
        .map(of_engine);
    let stuck = state.stuck_agents.iter().map(|agent| of_stuck_lease(agent, state));
    let mut problems: Vec<_> = failure.chain(settings).chain(reported).chain(stuck).collect();
    problems.sort_by_key(|problem| severity(problem.code));
    problems
}

fn severity(code: ProblemCode) -> u8 {
    match code {
        ProblemCode::SyncFailed => 0,
        ProblemCode::Fork => 1,
        ProblemCode::DoubleRun => 2,
        ProblemCode::DamagedFile => 3,
        ProblemCode::StuckLease => 4,
        ProblemCode::ClockSkew => 5,
        ProblemCode::HeldBack => 6,
        ProblemCode::InTheCloud => 7,
        ProblemCode::NewIdentity => 8,
        ProblemCode::SettledFork => 9,
        ProblemCode::ForeignFiles => 10,
    }
}

fn of_failure(failure: &Failure) -> ProblemView {
    let error = error::of_failure(failure);
    ProblemView {
        code: ProblemCode::SyncFailed,
        error: Some(error.code),
        message: error.message,
        hint: error.hint,
    }
}

fn of_engine(problem: &Problem) -> ProblemView {
    ProblemView {
        code: code(problem.kind),
        error: None,
        message: problem.message.clone(),
        hint: problem.hint.clone(),
    }
}

fn code(kind: ProblemKind) -> ProblemCode {
    match kind {
        ProblemKind::Fork => ProblemCode::Fork,
        ProblemKind::SettledFork => ProblemCode::SettledFork,
        ProblemKind::DamagedFile => ProblemCode::DamagedFile,
        ProblemKind::ClockSkew => ProblemCode::ClockSkew,
        ProblemKind::ForeignFiles => ProblemCode::ForeignFiles,
        ProblemKind::NewIdentity => ProblemCode::NewIdentity,
        ProblemKind::HeldBack => ProblemCode::HeldBack,
        ProblemKind::InTheCloud => ProblemCode::InTheCloud,
        ProblemKind::DoubleRun => ProblemCode::DoubleRun,
    }
}

fn of_stuck_lease(agent: &str, state: &LoopState) -> ProblemView {
    let hint = if state.is_ours(agent) {
        "Look at it under Leases: release it once you know that its run has ended."
    } else {
        "Look at it under Leases: take it over if its holder will not come back."
    };
    ProblemView {
        code: ProblemCode::StuckLease,
        error: None,
        message: format!("The lease of {agent} ran out while one of its runs was pending."),
        hint: hint.to_owned(),
    }
}

fn of_settings(copy: &str) -> ProblemView {
    ProblemView {
        code: ProblemCode::DamagedFile,
        error: Some(ErrorCode::Store),
        message: "The settings made no sense and were set back to the defaults.".to_owned(),
        hint: format!("The old file is kept as {copy}. Nothing that was recorded is affected."),
    }
}
