//! The id of a run that a schedule starts.

use std::time::Duration;

use jiff::Timestamp;

/// The run of the schedule slot that a point in time lies in: `2026-11-22T14:00:00Z/1h`. Slots are counted from
/// 1970-01-01T00:00:00Z, so that every device names one slot alike, wherever it is.
pub fn run_id(every: Duration, now_ms: u64) -> Option<String> {
    let every_ms = u64::try_from(every.as_millis()).ok().filter(|span| *span > 0)?;
    let start_ms = now_ms - now_ms % every_ms;
    let start = Timestamp::from_millisecond(i64::try_from(start_ms).ok()?).ok()?;
    Some(format!("{start}/{}", span(every.as_secs())))
}

/// A span in its largest whole unit, so that `60m` and `1h` mean the same slots.
fn span(seconds: u64) -> String {
    let units = [(86_400, 'd'), (3600, 'h'), (60, 'm')];
    let unit = units.into_iter().find(|(length, _)| seconds.is_multiple_of(*length));
    let (length, name) = unit.unwrap_or((1, 's'));
    format!("{}{name}", seconds / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;

    #[track_caller]
    fn assert_slot(every_s: u64, at: &str, id: &str) {
        let at: Timestamp = at.parse().unwrap();
        let now_ms = u64::try_from(at.as_millisecond()).unwrap();
        assert_eq!(run_id(Duration::from_secs(every_s), now_ms).unwrap(), id);
    }

    #[test]
    fn a_start_is_rounded_down_to_its_slot_in_utc() {
        assert_slot(HOUR, "2026-11-22T14:59:59.999Z", "2026-11-22T14:00:00Z/1h");
        assert_slot(HOUR, "2026-11-22T14:00:00Z", "2026-11-22T14:00:00Z/1h");
        assert_slot(HOUR, "2026-11-22T15:59:00+02:00", "2026-11-22T13:00:00Z/1h");
        assert_slot(24 * HOUR, "2026-11-22T14:07:00Z", "2026-11-22T00:00:00Z/1d");
        assert_slot(15 * MINUTE, "2026-11-22T14:44:59Z", "2026-11-22T14:30:00Z/15m");
    }

    #[test]
    fn slots_of_one_length_have_one_name_and_those_of_another_a_different_one() {
        assert_slot(90 * MINUTE, "2026-11-22T00:10:00Z", "2026-11-22T00:00:00Z/90m");
        assert_slot(7 * 24 * HOUR, "1970-01-09T00:00:00Z", "1970-01-08T00:00:00Z/7d");
        assert_slot(1, "2026-11-22T14:00:07.5Z", "2026-11-22T14:00:07Z/1s");
    }

    #[test]
    fn a_slot_of_no_length_has_no_name() {
        assert_eq!(run_id(Duration::ZERO, 7), None);
    }
}
