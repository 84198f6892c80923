use baton_engine::{DeviceStatus, RosterEntry};

use crate::{changes, peers::short};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How times are said for people, at one moment.
pub struct TimeWords<'a> {
    /// This moment, in milliseconds since 1970.
    pub now_ms: u64,
    /// Says a time: "14:02".
    pub clock: &'a dyn Fn(u64) -> String,
    /// Says a day: "Monday".
    pub day: &'a dyn Fn(u64) -> String,
}

/// How things stand with another device, for a line of a menu: "MacBook: has everything, 14:02".
pub fn device_line(device: &RosterEntry, words: &TimeWords<'_>) -> String {
    let named = !device.name.is_empty();
    let name = short(if named { &device.name } else { device.device_id.as_str() });
    format!("{name}: {}", standing(device, words))
}

fn standing(device: &RosterEntry, words: &TimeWords<'_>) -> String {
    let seen = device.last_seen_ms;
    match device {
        RosterEntry {
            status: DeviceStatus::Joining,
            ..
        } => "has not answered yet".to_owned(),
        RosterEntry {
            behind: 0, awaited: 0, ..
        } => {
            let when = seen.map(|at| format!(", {}", (words.clock)(at)));
            format!("has everything{}", when.unwrap_or_default())
        }
        RosterEntry { behind: 0, awaited, .. } => format!("{} on the way from it", changes(*awaited)),
        RosterEntry { behind, .. } => {
            let long_ago = seen.filter(|at| words.now_ms.saturating_sub(*at) >= DAY_MS);
            let since = long_ago.map(|at| format!("not seen since {}, ", (words.day)(at)));
            format!("{}is missing {}", since.unwrap_or_default(), changes(*behind))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::synced_with;

    fn line(change: impl FnOnce(&mut RosterEntry)) -> String {
        let mut device = synced_with(&["MacBook"]).overview.unwrap().roster.remove(1);
        device.last_seen_ms = Some(9 * DAY_MS);
        change(&mut device);
        let words = TimeWords {
            now_ms: 10 * DAY_MS,
            clock: &|_| "14:02".to_owned(),
            day: &|_| "Monday".to_owned(),
        };
        device_line(&device, &words)
    }

    #[test]
    fn a_line_says_what_a_device_has_or_lacks_and_since_when_it_is_silent() {
        assert_eq!(line(|_| {}), "MacBook: has everything, 14:02");
        assert_eq!(line(|device| device.last_seen_ms = None), "MacBook: has everything");
        assert_eq!(
            line(|device| device.awaited = 2),
            "MacBook: 2 changes on the way from it"
        );
        let missing = |seen_ms| {
            line(|device| {
                device.behind = 12;
                device.last_seen_ms = Some(seen_ms);
            })
        };
        assert_eq!(missing(10 * DAY_MS - 1), "MacBook: is missing 12 changes");
        assert_eq!(
            missing(9 * DAY_MS),
            "MacBook: not seen since Monday, is missing 12 changes"
        );
        let joining = line(|device| device.status = DeviceStatus::Joining);
        assert_eq!(joining, "MacBook: has not answered yet");
    }
}
