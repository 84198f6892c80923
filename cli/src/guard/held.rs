//! A lease that is held, and kept for as long as it is needed.

use std::time::Duration;

use serde_json::Value;

/// While an extension has not come, it is asked for this often.
const SOON_MS: u64 = 1000;

/// How long a running command goes unlooked at, at most: the clock may have jumped meanwhile, since machines sleep. Where
/// no signal says that it ended, it is looked at more often.
const GLANCE_MS: u64 = if cfg!(unix) { 1000 } else { 100 };
const SHORTEST_GLANCE_MS: u64 = 50;

/// The time a command that must stop gets to do so by itself.
pub const GRACE_MS: u64 = 10_000;

/// A lease of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its epoch.
    pub epoch: u64,
    ttl_ms: u64,
    expires_at_ms: u64,
    renew_at_ms: u64,
}

impl Held {
    /// As it was granted.
    pub fn of(lease: &Value, ttl_ms: u64, now_ms: u64) -> Self {
        let mut held = Self {
            epoch: lease["epoch"].as_u64().unwrap_or(0),
            ttl_ms,
            expires_at_ms: 0,
            renew_at_ms: 0,
        };
        held.extended(lease, now_ms);
        held
    }

    /// As a renewal answered it. Where votes decide, the extension may come a round later.
    pub fn extended(&mut self, lease: &Value, now_ms: u64) {
        self.expires_at_ms = lease["expires_at_ms"].as_u64().unwrap_or(0);
        let is_fresh = self.expires_at_ms.saturating_sub(now_ms) > self.ttl_ms / 2;
        let pause = if is_fresh {
            self.ttl_ms / 3
        } else {
            SOON_MS.min(self.ttl_ms / 3)
        };
        self.renew_at_ms = now_ms + pause;
    }

    /// A renewal failed for a reason that may pass.
    pub fn not_extended(&mut self, now_ms: u64) {
        self.renew_at_ms = now_ms + SOON_MS.min(self.ttl_ms / 3);
    }

    /// Is it time to renew?
    pub fn is_due(&self, now_ms: u64) -> bool {
        now_ms >= self.renew_at_ms || self.is_ending(now_ms)
    }

    /// Does it end before a command could be stopped in peace?
    pub fn is_ending(&self, now_ms: u64) -> bool {
        now_ms >= self.stop_at_ms()
    }

    /// When a command must be told to end, so that it is gone when the lease is.
    pub fn stop_at_ms(&self) -> u64 {
        let margin = GRACE_MS.min(self.ttl_ms / 6);
        self.expires_at_ms.saturating_sub(margin)
    }

    /// How long the command that runs under it may go unlooked at.
    pub fn glance(&self, is_stopping: bool, now_ms: u64) -> Duration {
        let quiet = self.renew_at_ms.saturating_sub(now_ms);
        let quiet = if is_stopping { GLANCE_MS } else { quiet };
        Duration::from_millis(quiet.clamp(SHORTEST_GLANCE_MS, GLANCE_MS))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lease(expires_at_ms: u64) -> Value {
        json!({"epoch": 3, "expires_at_ms": expires_at_ms})
    }

    #[test]
    fn it_is_renewed_at_a_third_of_its_time() {
        let mut held = Held::of(&lease(160_000), 60_000, 100_000);
        assert!(!held.is_due(119_999) && held.is_due(120_000));
        held.extended(&lease(180_000), 120_000);
        assert!(!held.is_due(139_999) && held.is_due(140_000));
        assert_eq!(held.glance(false, 139_500), Duration::from_millis(500));
    }

    #[test]
    fn an_extension_that_has_not_come_is_asked_for_every_second() {
        let mut held = Held::of(&lease(160_000), 60_000, 100_000);
        held.extended(&lease(160_000), 140_000);
        assert!(!held.is_due(140_999) && held.is_due(141_000));
    }

    #[test]
    fn it_ends_early_enough_to_stop_a_command_in_peace() {
        let held = Held::of(&lease(160_000), 60_000, 100_000);
        assert!(!held.is_ending(149_999) && held.is_ending(150_000));
        let short = Held::of(&lease(103_000), 3000, 100_000);
        assert!(!short.is_ending(102_499) && short.is_ending(102_500));
    }
}
