//! Numbers as people read them: three digits that matter.

use crate::measure::Unit;

/// A value in its unit.
pub fn shown(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds => seconds(value),
        Unit::PerSecond => format!("{}/s", grouped(value)),
        Unit::Bytes => bytes(value),
        Unit::Count if value == value.trunc() => grouped(value),
        Unit::Count => digits(value),
        Unit::Share => format!("{} %", digits(value * 100.0)),
    }
}

/// A multiple.
pub fn times(value: f64) -> String {
    if value >= 1_000.0 {
        format!("{} ×", grouped(value))
    } else {
        format!("{} ×", digits(value))
    }
}

/// How many turns.
pub fn turns(turns: u64) -> String {
    grouped(turns as f64)
}

fn seconds(value: f64) -> String {
    match value {
        _ if value >= 1.0 => format!("{} s", digits(value)),
        _ if value >= 1e-3 => format!("{} ms", digits(value * 1e3)),
        _ if value >= 1e-6 => format!("{} µs", digits(value * 1e6)),
        _ => format!("{} ns", digits(value * 1e9)),
    }
}

fn bytes(value: f64) -> String {
    match value {
        _ if value >= 1e9 => format!("{} GB", digits(value / 1e9)),
        _ if value >= 1e6 => format!("{} MB", digits(value / 1e6)),
        _ if value >= 1e3 => format!("{} kB", digits(value / 1e3)),
        _ => format!("{value:.0} B"),
    }
}

fn digits(value: f64) -> String {
    match value {
        _ if value >= 99.95 => format!("{value:.0}"),
        _ if value >= 9.995 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn grouped(value: f64) -> String {
    let plain = format!("{value:.0}");
    let first = plain.len() % 3;
    let mut text = plain[..first].to_owned();
    for at in (first..plain.len()).step_by(3) {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&plain[at..at + 3]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_with_three_digits_in_the_unit_that_fits() {
        assert_eq!(shown(0.000_234_5, Unit::Seconds), "234 µs");
        assert_eq!(shown(1.5, Unit::Seconds), "1.50 s");
        assert_eq!(shown(12_345.0, Unit::Bytes), "12.3 kB");
        assert_eq!(shown(1_234_567.0, Unit::PerSecond), "1,234,567/s");
        assert_eq!(shown(0.0042, Unit::Share), "0.42 %");
        assert_eq!(
            (times(2.004), times(123_456.0)),
            ("2.00 ×".to_owned(), "123,456 ×".to_owned())
        );
        assert_eq!(turns(1_000), "1,000");
    }
}
