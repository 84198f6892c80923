use jiff::{Timestamp, Zoned, tz::TimeZone};

/// Says times of this machine's time zone for people: "14:02" today, "Nov 21, 14:02" on other days.
pub fn local_clock_text(now_ms: u64) -> impl Fn(u64) -> String {
    clock_text_in(TimeZone::system(), now_ms)
}

fn clock_text_in(zone: TimeZone, now_ms: u64) -> impl Fn(u64) -> String {
    let today = zoned(now_ms, &zone).map(|now| now.date());
    move |at_ms| match zoned(at_ms, &zone) {
        None => "?".to_owned(),
        Some(at) if Some(at.date()) == today => at.strftime("%H:%M").to_string(),
        Some(at) => at.strftime("%b %-d, %H:%M").to_string(),
    }
}

fn zoned(at_ms: u64, zone: &TimeZone) -> Option<Zoned> {
    let at = Timestamp::from_millisecond(i64::try_from(at_ms).ok()?).ok()?;
    Some(at.to_zoned(zone.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_needs_no_date_and_absurd_times_do_not_fail() {
        let day_ms = 86_400_000;
        let text = clock_text_in(TimeZone::UTC, day_ms + 50_520_000);
        assert_eq!(text(day_ms + 50_520_000), "14:02");
        assert_eq!(text(0), "Jan 1, 00:00");
        assert_eq!(text(u64::MAX), "?");
    }
}
