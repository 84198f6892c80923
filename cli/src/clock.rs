//! Points in time as a person reads them.

use jiff::{Timestamp, Zoned, tz::TimeZone};

/// A local date and time; today's without the date.
pub fn local(ms: u64) -> String {
    at(ms).map_or_else(|| "unknown".to_owned(), |then| said(&then, &Zoned::now()))
}

/// The local time of day, to the second.
pub fn time_of_day(ms: u64) -> String {
    at(ms).map_or_else(|| "unknown".to_owned(), |then| then.strftime("%H:%M:%S").to_string())
}

/// How long until a point in time, or how long since, in words.
pub fn distance(ms: u64, now_ms: u64) -> String {
    let span = words(ms.abs_diff(now_ms));
    if ms > now_ms {
        format!("in {span}")
    } else {
        format!("{span} ago")
    }
}

/// Milliseconds since 1970 by the system's clock.
pub fn now_ms() -> u64 {
    u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0)
}

fn at(ms: u64) -> Option<Zoned> {
    let timestamp = Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok()?;
    Some(timestamp.to_zoned(TimeZone::system()))
}

fn said(then: &Zoned, now: &Zoned) -> String {
    let today = then.date() == now.date();
    then.strftime(if today { "today %H:%M" } else { "%Y-%m-%d %H:%M" })
        .to_string()
}

fn words(span_ms: u64) -> String {
    match span_ms / 1000 {
        s if s < 60 => format!("{s} s"),
        s if s < 3600 => format!("{} min", s / 60),
        s if s < 2 * 86_400 => format!("{} h", s / 3600),
        s => format!("{} days", s / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_other_days_show_their_date() {
        let now = "2026-11-22T15:30:00[UTC]".parse::<Zoned>().unwrap();
        let then = "2026-11-22T09:05:00[UTC]".parse::<Zoned>().unwrap();
        let before = "2026-11-21T09:05:00[UTC]".parse::<Zoned>().unwrap();
        assert_eq!(said(&then, &now), "today 09:05");
        assert_eq!(said(&before, &now), "2026-11-21 09:05");
    }

    #[test]
    fn a_distance_is_said_in_its_largest_unit() {
        assert_eq!(distance(61_000, 0), "in 1 min");
        assert_eq!(distance(0, 90_000_000), "25 h ago");
        assert_eq!(distance(0, 300_000_000), "3 days ago");
    }

    #[test]
    fn a_time_beyond_every_calendar_is_unknown() {
        assert_eq!(local(u64::MAX), "unknown");
    }
}
