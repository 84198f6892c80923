use baton_engine::{CommittedAt, DeviceStatus, DoubleRun, Overview, RosterEntry};
use baton_sync_loop::{Failure, Found, LoopState, Status, local_clock_text};
use serde_json::json;

use super::rounds::{changes, number, problem_line};
use crate::clock;
use crate::error::CliError;
use crate::guest::{one_line, shortened};
use crate::names::Names;
use crate::output;
use crate::session::Session;
use crate::table::{facts, table};

/// Shows this device, the others, and how far each has come.
pub fn run(session: &mut Session) -> Result<(), CliError> {
    let overview = session.engine.overview()?;
    let state = state(session, overview.clone())?;
    let status = Status::of(&state);
    let headline = status.headline(&local_clock_text(clock::now_ms()));
    if session.json {
        let mut answer = session.engine.status()?;
        answer["status"] = json!({ "kind": status.kind().name(), "headline": headline });
        return output::document(&answer);
    }
    let (double, names) = (session.engine.double_runs()?, Names::in_roster(&overview));
    let words = words(&overview, &double, &names, session);
    output::text(&format!("{}\n\n{words}", one_line(&headline)))
}

/// What a loop on this device's data would know. Whether one is in the middle of a round is not seen from here.
fn state(session: &mut Session, overview: Overview) -> Result<LoopState, CliError> {
    let (engine, mut state) = (&mut session.engine, LoopState::default());
    let found = Found {
        overview,
        leases: engine.leases()?,
        voters: engine.voters()?,
        recent: Vec::new(),
    };
    state.hold(found, clock::now_ms());
    state.pause = session.place.pause.filter(|pause| !pause.is_over(clock::now_ms()));
    state.failure = engine.find_relay().err().map(Failure::from);
    Ok(state)
}

fn words(overview: &Overview, double: &[DoubleRun], names: &Names, session: &Session) -> String {
    let problems: String = overview
        .problems
        .iter()
        .map(|problem| problem_line(problem) + "\n")
        .collect();
    let rows: Vec<_> = overview.roster.iter().map(row).collect();
    let roster = table(
        ["DEVICE", "STATUS", "LAST SEEN", "WROTE", "HAS NOT YET", "WE LACK", "ID"],
        &rows,
    );
    let gap = if problems.is_empty() { "" } else { "\n" };
    format!(
        "{problems}{gap}{}\n{roster}{}",
        about(overview, session),
        twice(double, names)
    )
}

/// The runs that took effect twice.
fn twice(double: &[DoubleRun], names: &Names) -> String {
    if double.is_empty() {
        return String::new();
    }
    let at = |at: &CommittedAt| {
        let (name, when) = (names.name(at.device_id.as_str()), clock::local(at.at_ms));
        format!("{} (epoch {}), {when}", shortened(&name, 32), at.epoch)
    };
    let row = |run: &DoubleRun| {
        let (agent, id) = (shortened(&run.agent_id, 32), one_line(&run.run_id));
        [agent, id, at(&run.one), at(&run.other)]
    };
    let rows: Vec<_> = double.iter().map(row).collect();
    format!("\n{}", table(["RAN TWICE", "RUN", "ON", "AND ON"], &rows))
}

fn about(overview: &Overview, session: &Session) -> String {
    let last = overview.last_pump_ms.map_or_else(|| "never".to_owned(), clock::local);
    let stable = overview.stable_frontier.as_ref();
    let stable = stable.map_or_else(|| "unknown while a device has not answered".to_owned(), count);
    let base = overview.base_checkpoint.clone().unwrap_or_else(|| "none".to_owned());
    facts(&[
        ("This device", named(overview)),
        ("Data", one_line(&session.place.root.to_string_lossy())),
        ("Relay folder", one_line(&session.place.relay.to_string_lossy())),
        ("Last exchange", last),
        ("Holds", held(overview)),
        ("On its way", on_its_way(overview)),
        ("Everybody has", stable),
        ("Starts from", base),
        ("State", overview.state_hash.clone()),
    ])
}

fn named(overview: &Overview) -> String {
    match one_line(&overview.device_name) {
        name if name.is_empty() => overview.device_id.to_string(),
        name => format!("{name} ({})", overview.device_id),
    }
}

fn held(overview: &Overview) -> String {
    let changes = count(&overview.journal_frontier);
    let turns = number(overview.turns, "turn");
    format!(
        "{changes} in all; {turns} in {}",
        number(overview.conversations, "conversation")
    )
}

/// How many changes a frontier covers: every chain starts at 0 and has no gaps.
fn count(frontier: &baton_engine::Frontier) -> String {
    changes(frontier.values().map(|seq| seq.get() + 1).sum())
}

fn on_its_way(overview: &Overview) -> String {
    let parts = [
        (overview.unpublished, "not handed out yet"),
        (
            overview.unacknowledged.saturating_sub(overview.unpublished),
            "handed out, not yet with every device",
        ),
        (overview.awaited, "announced by others, not here yet"),
    ];
    let said = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", changes(*count)));
    match said.collect::<Vec<_>>() {
        said if said.is_empty() => "nothing".to_owned(),
        said => said.join("; "),
    }
}

fn row(device: &RosterEntry) -> [String; 7] {
    let id = device.device_id.to_string();
    let name = shortened(if device.name.is_empty() { &id } else { &device.name }, 32);
    let own = if device.is_self { " (this one)" } else { "" };
    let seen = match device.last_seen_ms {
        _ if device.is_self => "now".to_owned(),
        seen => seen.map_or_else(|| "never".to_owned(), clock::local),
    };
    [
        name + own,
        standing(device.status).to_owned(),
        seen,
        device.head.map_or(0, |head| head.get() + 1).to_string(),
        device.behind.to_string(),
        device.awaited.to_string(),
        one_line(&id),
    ]
}

fn standing(status: DeviceStatus) -> &'static str {
    match status {
        DeviceStatus::Active => "active",
        DeviceStatus::Joining => "joining",
        DeviceStatus::Retired => "retired",
    }
}
