use std::collections::VecDeque;

/// How many lines are kept.
const KEPT: usize = 500;

/// What a round says that found nothing new.
pub(crate) const QUIET_ROUND: &str = "Looked for changes: nothing new";

/// One line of the activity log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Rises by one; unique while the loop runs.
    pub number: u64,
    /// When it last happened.
    pub at_ms: u64,
    /// What kind.
    pub kind: ActivityKind,
    /// What happened, in words.
    pub message: String,
    /// More about it; empty when there is nothing more to say.
    pub detail: String,
    /// How many times in a row; more than one only for errors, and for rounds that found nothing new.
    pub times: u32,
}

/// The kinds of activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityKind {
    /// Changes were sent or received.
    Sync,
    /// A checkpoint was published or adopted.
    Checkpoint,
    /// A lease changed hands, was asked for, or was lost.
    Lease,
    /// Paused, resumed, set up.
    Setting,
    /// Something failed.
    Error,
}

/// The newest lines of activity. An error that repeats itself stays one line, and so do rounds that found nothing new: they
/// must not push out what happened.
#[derive(Debug, Default)]
pub struct ActivityLog {
    lines: VecDeque<Activity>,
    next: u64,
}

impl ActivityLog {
    /// Notes what happened; answers the line as it now stands.
    pub fn note(&mut self, at_ms: u64, kind: ActivityKind, message: &str, detail: &str) -> Activity {
        if let Some(line) = self.repeated(kind, message) {
            line.at_ms = at_ms;
            line.times = line.times.saturating_add(1);
            detail.clone_into(&mut line.detail);
            return line.clone();
        }
        self.push(at_ms, kind, message, detail)
    }

    /// The lines, newest first.
    pub fn newest_first(&self) -> Vec<Activity> {
        self.lines.iter().rev().cloned().collect()
    }

    fn repeated(&mut self, kind: ActivityKind, message: &str) -> Option<&mut Activity> {
        let counts = kind == ActivityKind::Error || message == QUIET_ROUND;
        self.lines
            .back_mut()
            .filter(|last| counts && last.kind == kind && last.message == message)
    }

    fn push(&mut self, at_ms: u64, kind: ActivityKind, message: &str, detail: &str) -> Activity {
        let line = Activity {
            number: self.next,
            at_ms,
            kind,
            message: message.to_owned(),
            detail: detail.to_owned(),
            times: 1,
        };
        self.next += 1;
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(line.clone());
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_error_is_one_line_that_counts() {
        let mut log = ActivityLog::default();
        for at_ms in 0..5 {
            log.note(at_ms, ActivityKind::Error, "Folder unavailable", "gone");
        }
        let lines = log.newest_first();
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].times, lines[0].at_ms), (5, 4));
    }

    #[test]
    fn rounds_that_found_nothing_new_are_one_line_until_something_happens() {
        let mut log = ActivityLog::default();
        log.note(0, ActivityKind::Sync, QUIET_ROUND, "");
        log.note(1, ActivityKind::Sync, QUIET_ROUND, "");
        log.note(2, ActivityKind::Sync, "Sent 1 change", "");
        log.note(3, ActivityKind::Sync, QUIET_ROUND, "");
        let times: Vec<_> = log.newest_first().iter().map(|line| line.times).collect();
        assert_eq!(times, [1, 1, 2]);
    }

    #[test]
    fn equal_lines_that_are_no_errors_stay_apart() {
        let mut log = ActivityLog::default();
        log.note(0, ActivityKind::Sync, "Sent 1 change", "");
        log.note(1, ActivityKind::Sync, "Sent 1 change", "");
        assert_eq!(log.newest_first().len(), 2);
    }

    #[test]
    fn an_error_between_other_lines_starts_a_new_line() {
        let mut log = ActivityLog::default();
        log.note(0, ActivityKind::Error, "Folder unavailable", "");
        log.note(1, ActivityKind::Sync, "Sent 1 change", "");
        log.note(2, ActivityKind::Error, "Folder unavailable", "");
        assert_eq!(log.newest_first().len(), 3);
    }

    #[test]
    fn only_the_newest_lines_are_kept() {
        let mut log = ActivityLog::default();
        for at_ms in 0..(KEPT as u64 + 10) {
            log.note(at_ms, ActivityKind::Sync, "Sent 1 change", "");
        }
        let lines = log.newest_first();
        assert_eq!(lines.len(), KEPT);
        assert_eq!(lines[0].number, KEPT as u64 + 9);
        assert_eq!(lines[KEPT - 1].number, 10);
    }
}
