use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned, civil::Date, tz::TimeZone};

/// When a day of this machine's time zone, written as `2026-11-01`, begins, in milliseconds since 1970; none for what is
/// no day, or a day before 1970.
pub fn local_day_start(day: &str) -> Option<u64> {
    day_start_in(TimeZone::system(), day)
}

fn day_start_in(zone: TimeZone, day: &str) -> Option<u64> {
    let begin = day.parse::<Date>().ok()?.to_zoned(zone).ok()?;
    u64::try_from(begin.timestamp().as_millisecond()).ok()
}

/// When the morning begins, as far as a pause until tomorrow is concerned.
const MORNING: i8 = 8;

/// A morning that is closer than this is not meant by "tomorrow".
const SHORTEST_NIGHT: SignedDuration = SignedDuration::from_hours(4);

/// Says times of this machine's time zone for people: "14:02" today, "tomorrow, 08:00", "Nov 21, 14:02" on other days.
pub fn local_clock_text(now_ms: u64) -> impl Fn(u64) -> String {
    clock_text_in(TimeZone::system(), now_ms)
}

/// Says days of this machine's time zone for people: "today", "yesterday", "Monday", and "Nov 3" a week ago or more.
pub fn local_day_text(now_ms: u64) -> impl Fn(u64) -> String {
    day_text_in(TimeZone::system(), now_ms)
}

/// The next morning of this machine's time zone that is not too close, in milliseconds since 1970; `None` where the
/// calendar ends.
pub(crate) fn next_morning(now_ms: u64) -> Option<u64> {
    morning_in(&TimeZone::system(), now_ms)
}

fn clock_text_in(zone: TimeZone, now_ms: u64) -> impl Fn(u64) -> String {
    let today = zoned(now_ms, &zone).map(|now| now.date());
    let tomorrow = today.and_then(|today| today.tomorrow().ok());
    move |at_ms| match zoned(at_ms, &zone) {
        None => "?".to_owned(),
        Some(at) if Some(at.date()) == today => at.strftime("%H:%M").to_string(),
        Some(at) if Some(at.date()) == tomorrow => at.strftime("tomorrow, %H:%M").to_string(),
        Some(at) => at.strftime("%b %-d, %H:%M").to_string(),
    }
}

fn day_text_in(zone: TimeZone, now_ms: u64) -> impl Fn(u64) -> String {
    let today = zoned(now_ms, &zone).map(|now| now.date());
    move |at_ms| match zoned(at_ms, &zone).map(|at| at.date()) {
        None => "?".to_owned(),
        Some(date) => today.map_or_else(|| "?".to_owned(), |today| day_text(date, today)),
    }
}

fn day_text(date: Date, today: Date) -> String {
    match today.since(date).map_or(i32::MAX, |span| span.get_days()) {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=6 => date.strftime("%A").to_string(),
        _ => date.strftime("%b %-d").to_string(),
    }
}

fn morning_in(zone: &TimeZone, now_ms: u64) -> Option<u64> {
    let now = zoned(now_ms, zone)?;
    let days = [
        now.date(),
        now.date().tomorrow().ok()?,
        now.date().checked_add(2.days()).ok()?,
    ];
    let mornings = days
        .into_iter()
        .filter_map(|day| day.at(MORNING, 0, 0, 0).to_zoned(zone.clone()).ok());
    let next = mornings
        .into_iter()
        .find(|morning| now.duration_until(morning) >= SHORTEST_NIGHT)?;
    u64::try_from(next.timestamp().as_millisecond()).ok()
}

/// A time of this machine's time zone to the second, as "2026-11-21 14:02:05".
pub fn local_stamp(at_ms: u64) -> String {
    let at = zoned(at_ms, &TimeZone::system());
    at.map_or_else(|| "?".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

fn zoned(at_ms: u64, zone: &TimeZone) -> Option<Zoned> {
    let at = Timestamp::from_millisecond(i64::try_from(at_ms).ok()?).ok()?;
    Some(at.to_zoned(zone.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: u64 = 3_600_000;
    const DAY_MS: u64 = 24 * HOUR_MS;

    #[test]
    fn a_day_begins_at_its_local_midnight() {
        assert_eq!(day_start_in(TimeZone::UTC, "1970-01-02"), Some(86_400_000));
        let west = TimeZone::fixed(jiff::tz::offset(-5));
        assert_eq!(day_start_in(west, "1970-01-02"), Some(86_400_000 + 5 * 3_600_000));
        for bad in ["", "yesterday", "2026-13-01", "1969-12-31"] {
            assert_eq!(day_start_in(TimeZone::UTC, bad), None, "{bad}");
        }
    }

    #[test]
    fn today_needs_no_date_and_absurd_times_do_not_fail() {
        let text = clock_text_in(TimeZone::UTC, DAY_MS + 50_520_000);
        assert_eq!(text(DAY_MS + 50_520_000), "14:02");
        assert_eq!(text(2 * DAY_MS + 8 * HOUR_MS), "tomorrow, 08:00");
        assert_eq!(text(0), "Jan 1, 00:00");
        assert_eq!(text(u64::MAX), "?");
    }

    #[test]
    fn days_of_the_last_week_have_names() {
        // 1970 began on a Thursday.
        let text = day_text_in(TimeZone::UTC, 10 * DAY_MS);
        let said = [10, 9, 8, 4, 3].map(|day| text(day * DAY_MS + HOUR_MS));
        assert_eq!(said, ["today", "yesterday", "Friday", "Monday", "Jan 4"]);
        assert_eq!(text(60 * DAY_MS), "today", "a clock that was ahead");
        assert_eq!(text(u64::MAX), "?");
    }

    #[test]
    fn tomorrow_is_the_next_morning_that_is_a_night_away() {
        let morning = |now_ms| morning_in(&TimeZone::UTC, now_ms).unwrap();
        let cases = [(0, 8), (3, 8), (5, 32), (10, 32), (23, 32)];
        for (now_hour, morning_hour) in cases {
            assert_eq!(morning(now_hour * HOUR_MS), morning_hour * HOUR_MS, "at {now_hour}");
        }
        assert_eq!(morning_in(&TimeZone::UTC, u64::MAX), None);
    }
}
