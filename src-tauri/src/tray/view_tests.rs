use baton_sync_loop::Pause;

use super::*;

fn view(is_set_up: bool, state: &LoopState, kind: StatusKind, headline: &str) -> TrayView {
    let words = TimeWords {
        now_ms: 0,
        clock: &|_| "14:02".to_owned(),
        day: &|_| "Monday".to_owned(),
    };
    TrayView::new(is_set_up, state, (kind, headline), &words)
}

fn running() -> LoopState {
    LoopState::default()
}

fn conversation(id: &str, title: &str) -> ConversationSummary {
    ConversationSummary {
        id: id.to_owned(),
        title: title.to_owned(),
        turns: 1,
        last_activity_ms: 0,
    }
}

#[test]
fn before_set_up_nothing_can_be_synced_paused_or_opened() {
    let view = view(false, &running(), StatusKind::NeedsYou, "Choose a folder");
    assert!(!view.can_sync && !view.is_set_up);
    assert_eq!(view.kind, StatusKind::NeedsYou);
}

#[test]
fn paused_there_is_resume_and_nothing_to_sync() {
    let paused = LoopState {
        pause: Some(Pause::for_an_hour(0)),
        ..running()
    };
    let view = view(true, &paused, StatusKind::Paused, "Paused until 14:02");
    assert_eq!(view.resume, ["Resume syncing"]);
    assert!(!view.can_sync && view.is_set_up);
}

#[test]
fn running_there_is_nothing_to_resume() {
    let view = view(true, &running(), StatusKind::UpToDate, "Up to date");
    assert!(view.resume.is_empty() && view.can_sync);
}

#[test]
fn names_of_other_devices_cannot_break_the_menu() {
    let broken = view(true, &running(), StatusKind::UpToDate, "with A&B\nC\u{7}");
    assert_eq!(broken.status_line, "with A&&B C ");
    let long = view(true, &running(), StatusKind::UpToDate, &"🦀".repeat(500));
    assert!(long.tooltip.encode_utf16().count() <= LONGEST_TOOLTIP);
}

#[test]
fn stuck_leases_have_a_line_each_up_to_a_few() {
    let mut state = running();
    state.stuck_agents = ["a&b", "b", "c", "d"].map(str::to_owned).to_vec();
    let view = view(true, &state, StatusKind::NeedsYou, "Lease of a&b ran out");
    assert_eq!(view.stuck_lines.len(), STUCK_LINES);
    assert_eq!(view.stuck_lines[0], "Stuck lease of a&&b…");
    assert_eq!(view.stuck[0], "a&b");
}

#[test]
fn recent_conversations_are_named_by_title_or_id_and_long_ones_are_cut() {
    let mut state = running();
    let long = "x".repeat(60);
    state.recent = ["Plan A & B", "", &long, "", "", ""]
        .map(|title| conversation("", title))
        .to_vec();
    state.recent[3].id = "talk".to_owned();
    let view = view(true, &state, StatusKind::UpToDate, "Up to date");
    assert_eq!(view.recent_lines.len(), RECENT_LINES);
    assert_eq!(view.recent_lines[..2], ["Plan A && B", "Unnamed conversation"]);
    assert_eq!(view.recent_lines[2], format!("{}…", "x".repeat(LONGEST_NAME)));
    assert_eq!(
        (view.recent_lines[3].as_str(), view.recent[3].as_str()),
        ("talk", "talk")
    );
}
