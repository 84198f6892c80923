use std::{sync::Arc, time::SystemTime};

use serde::{Deserialize, Serialize};

use super::{DeviceId, Millis};

/// Reads the wall clock: milliseconds since 1970. Passed in everywhere, so that tests own time.
pub type WallClock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The machine's own clock. A clock before 1970 reads as 0.
pub fn system_clock() -> WallClock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        since.map_or(0, |elapsed| u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX))
    })
}

/// A hybrid logical clock stamp. The order of the fields is the total order of ops.
///
/// Source: Kulkarni et al., "Logical Physical Clocks", 2014.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hlc {
    /// Milliseconds since 1970, as far as this device knew.
    pub wall_ms: u64,
    /// Orders stamps of one millisecond.
    pub counter: u32,
    /// The device that stamped.
    pub device_id: DeviceId,
}

/// A remote stamp further ahead than the limit: accepted, reported, and not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skew {
    /// How far ahead of this device it is.
    pub ahead: Millis,
}

/// The state from which the next stamp is made: the highest stamp issued or followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HlcClock {
    /// Wall part.
    pub wall_ms: u64,
    /// Counter part.
    pub counter: u32,
}

/// The latest reading a clock is believed: the end of the year 9999. Leaves room for stamps to rise for ever.
pub const MAX_WALL: u64 = 253_402_300_799_999;

impl HlcClock {
    /// Makes the next stamp: the reading if it is ahead of everything seen, else the last value with the counter raised.
    pub fn tick(&mut self, wall_now: u64, device_id: &DeviceId) -> Hlc {
        let wall_now = wall_now.min(MAX_WALL);
        if wall_now > self.wall_ms {
            *self = Self {
                wall_ms: wall_now,
                counter: 0,
            };
        } else {
            self.raise_counter();
        }
        Hlc {
            wall_ms: self.wall_ms,
            counter: self.counter,
            device_id: device_id.clone(),
        }
    }

    /// Follows a remote stamp, so that the next own stamp lies above it; one more than `limit` ahead of both the
    /// reading and everything seen so far is not followed but answered as [`Skew`].
    pub fn observe(&mut self, remote: &Hlc, wall_now: u64, limit: Millis) -> Option<Skew> {
        let ahead = remote.wall_ms.saturating_sub(wall_now.max(self.wall_ms));
        if ahead > limit.get() || remote.wall_ms > MAX_WALL {
            return Some(Skew { ahead: Millis(ahead) });
        }
        *self = (*self).max(Self {
            wall_ms: remote.wall_ms,
            counter: remote.counter,
        });
        None
    }

    fn raise_counter(&mut self) {
        match self.counter.checked_add(1) {
            Some(counter) => self.counter = counter,
            None => {
                *self = Self {
                    wall_ms: self.wall_ms.saturating_add(1),
                    counter: 0,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: Millis = Millis(86_400_000);

    proptest! {
        #[test]
        fn stamps_rise_whatever_the_wall_clock_does(events in prop::collection::vec((any::<u64>(), any::<bool>(), any::<u64>(), any::<u32>()), 1..60)) {
            let (mut clock, me, mut last) = (HlcClock::default(), DeviceId::from("a"), None);
            for (wall, remote, remote_wall, counter) in events {
                if remote {
                    let stamp = Hlc { wall_ms: remote_wall, counter, device_id: "b".into() };
                    clock.observe(&stamp, wall, DAY);
                }
                let stamp = clock.tick(wall, &me);
                prop_assert!(last < Some(stamp.clone()));
                last = Some(stamp);
            }
        }
    }

    #[test]
    fn a_stamp_from_far_ahead_is_reported_and_not_followed() {
        let mut clock = HlcClock::default();
        let stamp = Hlc {
            wall_ms: u64::MAX,
            counter: u32::MAX,
            device_id: "b".into(),
        };
        assert!(clock.observe(&stamp, 1_000, DAY).is_some());
        assert_eq!(clock.tick(1_001, &"a".into()).wall_ms, 1_001);
    }

    #[test]
    fn a_stamp_a_little_ahead_is_followed() {
        let mut clock = HlcClock::default();
        let stamp = Hlc {
            wall_ms: 5_000,
            counter: 7,
            device_id: "b".into(),
        };
        assert_eq!(clock.observe(&stamp, 1_000, DAY), None);
        assert!(clock.tick(1_001, &"a".into()) > stamp);
    }

    #[test]
    fn an_exhausted_counter_moves_on_to_the_next_millisecond() {
        let mut clock = HlcClock {
            wall_ms: 9,
            counter: u32::MAX,
        };
        let stamp = clock.tick(0, &"a".into());
        assert_eq!((stamp.wall_ms, stamp.counter), (10, 0));
    }
}
