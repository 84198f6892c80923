use baton_engine::{ConversationSummary, DeviceStatus};
use baton_sync_loop::{LoopState, StatusKind, TimeWords, device_line, local_clock_text, local_day_text};

use crate::host::Host;

/// The longest tooltip that Windows shows, in UTF-16 units.
const LONGEST_TOOLTIP: usize = 127;

/// The longest name of an agent or a conversation in a line of the menu.
const LONGEST_NAME: usize = 40;

/// How many stuck leases the menu has lines for.
pub(super) const STUCK_LINES: usize = 3;
/// How many devices the menu has lines for; with more, the last line counts the rest.
pub(super) const DEVICE_LINES: usize = 8;
/// How many conversations the menu has lines for.
pub(super) const RECENT_LINES: usize = 5;

/// Everything the tray shows, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrayView {
    /// Which icon.
    pub(super) kind: StatusKind,
    /// The first line of the menu.
    pub(super) status_line: String,
    /// The tooltip, where there are tooltips.
    pub(super) tooltip: String,
    /// The line that ends the pause; none without a pause.
    pub(super) resume: Vec<String>,
    /// Can a round or a checkpoint be asked for?
    pub(super) can_sync: bool,
    /// Is there a relay folder, which can be opened, and syncing that can be paused?
    pub(super) is_set_up: bool,
    /// The agents whose lease ran out during a run, as many as there are lines for them.
    pub(super) stuck: Vec<String>,
    /// Their lines.
    pub(super) stuck_lines: Vec<String>,
    /// One line for each of the other devices.
    pub(super) devices: Vec<String>,
    /// Ids of the newest conversations.
    pub(super) recent: Vec<String>,
    /// Their lines.
    pub(super) recent_lines: Vec<String>,
}

impl TrayView {
    /// What the tray shows now.
    pub(crate) fn of(host: &Host) -> Self {
        let (state, status, now_ms) = (host.state(), host.status(), host.now_ms());
        let words = TimeWords {
            now_ms,
            clock: &local_clock_text(now_ms),
            day: &local_day_text(now_ms),
        };
        Self::new(
            host.is_set_up(),
            &state,
            (status.kind(), &host.headline(&status)),
            &words,
        )
    }

    fn new(is_set_up: bool, state: &LoopState, status: (StatusKind, &str), words: &TimeWords<'_>) -> Self {
        let (kind, line, paused) = (status.0, one_line(status.1), state.is_paused());
        let stuck: Vec<_> = state.stuck_agents.iter().take(STUCK_LINES).cloned().collect();
        let recent = state.recent.iter().take(RECENT_LINES);
        Self {
            kind,
            tooltip: clip_utf16(&format!("Baton: {line}"), LONGEST_TOOLTIP),
            status_line: menu_text(&line),
            resume: if paused {
                vec!["Resume syncing".to_owned()]
            } else {
                Vec::new()
            },
            can_sync: is_set_up && !paused,
            is_set_up,
            stuck_lines: stuck.iter().map(|agent| stuck_line(agent)).collect(),
            stuck,
            devices: device_lines(state, words),
            recent_lines: recent.clone().map(recent_line).collect(),
            recent: recent.map(|conversation| conversation.id.clone()).collect(),
        }
    }

    /// Before anything is known.
    pub(super) fn starting() -> Self {
        let words = TimeWords {
            now_ms: 0,
            clock: &|_| String::new(),
            day: &|_| String::new(),
        };
        let status = (StatusKind::Syncing, "Starting…");
        Self::new(false, &LoopState::default(), status, &words)
    }
}

fn device_lines(state: &LoopState, words: &TimeWords<'_>) -> Vec<String> {
    let roster = state.overview.iter().flat_map(|overview| &overview.roster);
    let others = roster.filter(|device| !device.is_self && device.status != DeviceStatus::Retired);
    let mut lines: Vec<_> = others
        .map(|device| menu_text(&one_line(&device_line(device, words))))
        .collect();
    if lines.len() > DEVICE_LINES {
        let rest = lines.len() - (DEVICE_LINES - 1);
        lines.truncate(DEVICE_LINES - 1);
        lines.push(format!("{rest} more devices…"));
    }
    lines
}

fn stuck_line(agent: &str) -> String {
    let agent = clip_utf16(&one_line(agent), LONGEST_NAME);
    menu_text(&format!("Stuck lease of {agent}…"))
}

fn recent_line(conversation: &ConversationSummary) -> String {
    let name = match (conversation.title.as_str(), conversation.id.as_str()) {
        ("", "") => "Unnamed conversation",
        ("", id) => id,
        (title, _) => title,
    };
    let name = one_line(name);
    let clipped = clip_utf16(&name, LONGEST_NAME);
    let mark = if clipped.len() < name.len() { "…" } else { "" };
    menu_text(&format!("{}{mark}", clipped.trim_end()))
}

/// `&` marks an access key in a menu; doubled it stands for itself.
fn menu_text(text: &str) -> String {
    text.replace('&', "&&")
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn clip_utf16(text: &str, limit: usize) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= limit
        })
        .collect()
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
