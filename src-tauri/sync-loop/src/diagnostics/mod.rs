//! A report for whoever looks into a problem, that a person can read before they hand it on.
//!
//! It is made of what is known to be harmless, not of everything minus what is known to be secret: numbers, the names of
//! kinds, and labels. A device, an agent, a conversation is a label made from its id, the same in every report of this
//! device; no text that a person, an agent or another program wrote gets in, and no path. So of an error and of a line of
//! the log there is what kind it is and where in the source it was noted, and not its words.

mod device;
mod folder;
mod labels;
mod log;
mod settings;

use std::path::Path;

use baton_engine::examine_device;

use self::labels::Labels;
use crate::LoopState;

/// What a report is about.
pub struct Subject<'a> {
    /// The program and its version.
    pub program: &'a str,
    /// This device's data.
    pub root: &'a Path,
    /// The relay folder, if one was chosen.
    pub relay: Option<&'a Path>,
    /// What the running loop knows, if one runs in this process.
    pub state: Option<&'a LoopState>,
    /// Now, in ms since 1970.
    pub now_ms: u64,
}

const HEAD: &str = "\
Baton diagnostics

No text of a conversation, no content of a change, no name and no path is in here. Devices, agents and conversations are
labels made from their ids; of errors and log lines there is their kind and their place in the source.
";

/// The report, which says what could not be read. Makes nothing that is not there; a store of an earlier version is brought up to
/// date when it is opened, as by every command.
pub fn diagnostics(subject: &Subject<'_>) -> String {
    let labels = Labels::of(subject.root);
    let mut report = Report(HEAD.to_owned());
    report.section("Program", &program(subject));
    report.section("Settings", &settings::lines(subject.root));
    report.section("Running", &running(subject.state));
    report.section("This device", &device::lines(subject, &labels));
    report.section("Data folder", &folder::of_data(subject.root));
    match subject.relay {
        Some(relay) => {
            report.section("Relay folder", &folder::of_relay(relay));
            report.section("Findings", &findings(subject.root, relay));
        }
        None => report.section("Relay folder", &["none was chosen".to_owned()]),
    }
    report.section("Log", &log::lines(subject.root));
    report.0
}

struct Report(String);

impl Report {
    fn section(&mut self, title: &str, lines: &[String]) {
        self.0.push_str(&format!("\n== {title}\n"));
        lines.iter().for_each(|line| self.0.push_str(&format!("{line}\n")));
        if lines.is_empty() {
            self.0.push_str("nothing\n");
        }
    }
}

fn program(subject: &Subject<'_>) -> Vec<String> {
    let session = |name: &str| std::env::var(name).ok().filter(|word| labels::is_word(word));
    let desktop = session("XDG_CURRENT_DESKTOP").unwrap_or_else(|| "unknown".to_owned());
    let display = session("XDG_SESSION_TYPE").unwrap_or_else(|| "unknown".to_owned());
    vec![
        format!("program: {}", subject.program),
        format!("engine: {}", env!("CARGO_PKG_VERSION")),
        format!("platform: {} {}", std::env::consts::OS, std::env::consts::ARCH),
        format!("desktop: {desktop}, display: {display}"),
        format!("made at: {}", moment(subject.now_ms)),
    ]
}

/// In UTC, by this device's clock.
fn moment(ms: u64) -> String {
    let moment = i64::try_from(ms)
        .ok()
        .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    moment.map_or_else(|| format!("{ms} ms since 1970"), |moment| moment.to_string())
}

fn running(state: Option<&LoopState>) -> Vec<String> {
    let Some(state) = state else {
        return vec!["no loop runs in this process".to_owned()];
    };
    let failing = state.failure.as_ref();
    let failing = failing.map_or_else(|| "none".to_owned(), |failure| format!("{:?}", failure.kind));
    vec![
        format!("paused: {}, round under way: {}", state.is_paused(), state.syncing),
        format!("failure of the last round: {failing}"),
        format!("stuck leases: {}", state.stuck_agents.len()),
    ]
}

fn findings(root: &Path, relay: &Path) -> Vec<String> {
    let found = match examine_device(root, relay) {
        Ok(found) => found,
        Err(error) => return vec![format!("not examined: {:?}", error.kind())],
    };
    let lines = found.findings.iter().map(|finding| {
        let files = finding.paths.len();
        format!("{:?} {:?}, {files} files", finding.severity, finding.code)
    });
    lines.collect()
}
