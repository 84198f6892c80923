use baton_sync_loop::{LoopState, StatusKind};

/// The longest tooltip that Windows shows, in UTF-16 units.
const LONGEST_TOOLTIP: usize = 127;

/// The longest name of an agent in a line of the menu.
const LONGEST_AGENT: usize = 40;

/// Everything the tray shows, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrayView {
    /// Which icon.
    pub(crate) kind: StatusKind,
    /// The first line of the menu.
    pub(crate) status_line: String,
    /// The tooltip, where there are tooltips.
    pub(crate) tooltip: String,
    /// "Pause syncing" or "Resume".
    pub(crate) pause_text: &'static str,
    /// Can a round or a checkpoint be asked for?
    pub(crate) can_sync: bool,
    /// Is there a relay folder, which can be opened, and syncing that can be paused?
    pub(crate) is_set_up: bool,
    /// The agents whose lease ran out during a run, as many as there are lines for them.
    pub(crate) stuck: Vec<String>,
}

/// How many stuck leases the menu has lines for.
pub(super) const STUCK_LINES: usize = 3;

impl TrayView {
    /// What the tray shows of a status.
    pub(crate) fn of(is_set_up: bool, state: &LoopState, kind: StatusKind, headline: &str) -> Self {
        let line = one_line(headline);
        let (paused, stuck) = (state.paused, state.stuck_agents.iter());
        Self {
            kind,
            tooltip: clip_utf16(&format!("Baton: {line}"), LONGEST_TOOLTIP),
            status_line: menu_text(&line),
            pause_text: if paused { "Resume" } else { "Pause syncing" },
            can_sync: is_set_up && !paused,
            is_set_up,
            stuck: stuck.take(STUCK_LINES).cloned().collect(),
        }
    }

    /// What the line of a stuck lease says; none where there is no such line.
    pub(super) fn stuck_line(&self, index: usize) -> Option<String> {
        let agent = clip_utf16(&one_line(self.stuck.get(index)?), LONGEST_AGENT);
        Some(menu_text(&format!("Stuck lease of {agent}…")))
    }

    /// Before anything is known.
    pub(crate) fn starting() -> Self {
        Self::of(false, &LoopState::default(), StatusKind::Syncing, "Starting…")
    }
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
mod tests {
    use super::*;

    fn running() -> LoopState {
        LoopState::default()
    }

    #[test]
    fn before_set_up_nothing_can_be_synced_paused_or_opened() {
        let view = TrayView::of(false, &running(), StatusKind::NeedsYou, "Choose a folder");
        assert!(!view.can_sync && !view.is_set_up);
        assert_eq!(view.kind, StatusKind::NeedsYou);
    }

    #[test]
    fn paused_there_is_resume_and_nothing_to_sync() {
        let paused = LoopState {
            paused: true,
            ..running()
        };
        let view = TrayView::of(true, &paused, StatusKind::Paused, "Paused");
        assert_eq!(
            (view.pause_text, view.can_sync, view.is_set_up),
            ("Resume", false, true)
        );
    }

    #[test]
    fn running_there_is_pause() {
        let view = TrayView::of(true, &running(), StatusKind::UpToDate, "Up to date");
        assert_eq!((view.pause_text, view.can_sync), ("Pause syncing", true));
    }

    #[test]
    fn names_of_other_devices_cannot_break_the_menu() {
        let view = TrayView::of(true, &running(), StatusKind::UpToDate, "with A&B\nC\u{7}");
        assert_eq!(view.status_line, "with A&&B C ");
        let view = TrayView::of(true, &running(), StatusKind::UpToDate, &"🦀".repeat(500));
        assert!(view.tooltip.encode_utf16().count() <= LONGEST_TOOLTIP);
    }

    #[test]
    fn stuck_leases_have_a_line_each_up_to_a_few() {
        let mut state = running();
        state.stuck_agents = ["a&b", "b", "c", "d"].map(str::to_owned).to_vec();
        let view = TrayView::of(true, &state, StatusKind::NeedsYou, "Lease of a&b ran out");
        let lines: Vec<_> = (0..5).filter_map(|index| view.stuck_line(index)).collect();
        assert_eq!(lines.len(), STUCK_LINES);
        assert_eq!(lines[0], "Stuck lease of a&&b…");
    }
}
