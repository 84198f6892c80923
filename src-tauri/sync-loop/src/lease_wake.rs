//! When leases want a round before the next periodic one. The engine renews, asks and counts votes inside of rounds.

use std::time::Duration;

use baton_engine::{DeviceId, LeaseOverview};

use crate::LoopState;

/// How often to look for votes, or for the end of a lease that ran out.
const ASKING: Duration = Duration::from_secs(5);
/// However little time is left, rounds for it lie this far apart.
const SHORTEST: Duration = Duration::from_secs(2);

/// How long the leases can wait for the next round; none where the periodic ones will do.
pub(crate) fn lease_wake(state: &LoopState, now_ms: u64) -> Option<Duration> {
    let own = state.overview.as_ref().map(|overview| &overview.device_id);
    state
        .leases
        .iter()
        .filter_map(|entry| wake_of(entry, own, now_ms))
        .min()
}

fn wake_of(entry: &LeaseOverview, own: Option<&DeviceId>, now_ms: u64) -> Option<Duration> {
    if entry.situation.asking.is_some() {
        return Some(ASKING);
    }
    entry.situation.wanted_here.then(|| match &entry.lease {
        // Renewed while a third of its time is left: enough for a second try.
        Some(lease) if Some(&lease.holder) == own => soon(left(lease.expires_at_ms, now_ms) * 2 / 3),
        Some(lease) => soon(left(lease.expires_at_ms, now_ms)),
        None => ASKING,
    })
}

fn left(until_ms: u64, now_ms: u64) -> Duration {
    Duration::from_millis(until_ms.saturating_sub(now_ms))
}

fn soon(wait: Duration) -> Duration {
    if wait.is_zero() { ASKING } else { wait.max(SHORTEST) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::{asking, lease, synced_with, wanted};

    const NOW_MS: u64 = 1_000_000;

    fn wake(entries: Vec<LeaseOverview>) -> Option<u64> {
        let mut state = synced_with(&["MacBook"]);
        state.leases = entries;
        lease_wake(&state, NOW_MS).map(|wait| wait.as_secs())
    }

    fn held(holder: &str, seconds: u64) -> LeaseOverview {
        lease("a", Some(holder), 1, NOW_MS + seconds * 1000)
    }

    #[test]
    fn an_own_lease_that_is_wanted_here_is_renewed_with_a_third_of_its_time_left() {
        assert_eq!(wake(vec![wanted(held("Desk", 300))]), Some(200));
        assert_eq!(wake(vec![wanted(held("Desk", 1))]), Some(2), "never more often");
        assert_eq!(
            wake(vec![wanted(held("Desk", 0))]),
            Some(5),
            "it ran out, and is asked for again"
        );
    }

    #[test]
    fn leases_that_nobody_wants_here_wait_for_the_periodic_round() {
        assert_eq!(
            wake(vec![held("Desk", 30), held("MacBook", 30), lease("b", None, 3, 0)]),
            None
        );
    }

    #[test]
    fn a_wish_for_what_another_device_holds_looks_again_when_its_time_is_over() {
        assert_eq!(wake(vec![wanted(held("MacBook", 40))]), Some(40));
        assert_eq!(wake(vec![wanted(lease("b", None, 3, 0))]), Some(5));
    }

    #[test]
    fn while_votes_are_awaited_there_is_a_round_every_five_seconds() {
        let entries = vec![wanted(held("Desk", 300)), asking(lease("b", None, 3, 0), &["MacBook"])];
        assert_eq!(wake(entries), Some(5));
    }
}
