use super::*;

const SECOND: Duration = Duration::from_secs(1);
const LONE: Duration = PATIENCE.lone;

/// A schedule whose first round is done.
fn settled(now: Instant) -> Schedule {
    let mut schedule = Schedule::new(now, false);
    assert_eq!(schedule.take_due(now), Some(Task::Round));
    schedule.round_succeeded(now);
    schedule
}

#[test]
fn the_first_round_is_due_at_once() {
    let now = Instant::now();
    assert_eq!(Schedule::new(now, false).idle_for(now), Duration::ZERO);
}

#[test]
fn without_hints_there_are_ticks_and_one_round_a_minute() {
    let start = Instant::now();
    let mut schedule = settled(start);
    let mut tasks = Vec::new();
    let mut now = start;
    while now < start + 61 * SECOND {
        now += schedule.idle_for(now);
        while let Some(task) = schedule.take_due(now) {
            tasks.push(task);
        }
    }
    assert_eq!(tasks.iter().filter(|task| **task == Task::Round).count(), 1);
    assert_eq!(tasks.iter().filter(|task| **task == Task::Tick).count(), 7);
}

#[test]
fn a_relay_hint_brings_one_round_in_a_moment() {
    let now = Instant::now();
    let mut schedule = settled(now);
    schedule.relay_hint(now);
    assert_eq!(schedule.take_due(now), None);
    assert_eq!(schedule.idle_for(now), LONE);
    assert_eq!(schedule.take_due(now + LONE), Some(Task::Round));
    assert_eq!(schedule.take_due(now + LONE), None);
}

#[test]
fn a_local_hint_brings_a_look_not_a_round() {
    let now = Instant::now();
    let mut schedule = settled(now);
    schedule.local_hint(now);
    assert_eq!(schedule.take_due(now + LONE), Some(Task::LocalCheck));
    assert_eq!(schedule.take_due(now + LONE), None);
}

#[test]
fn paused_nothing_is_pumped_and_resuming_pumps_at_once() {
    let start = Instant::now();
    let mut schedule = settled(start);
    schedule.set_paused(true);
    schedule.relay_hint(start);
    schedule.want_round();
    let later = start + 600 * SECOND;
    assert_eq!(schedule.take_due(later), Some(Task::Tick));
    assert_eq!(schedule.take_due(later), None);
    schedule.set_paused(false);
    assert_eq!(schedule.take_due(later), Some(Task::Round));
}

#[test]
fn failures_back_off_and_a_fresh_hint_retries_at_once() {
    let now = Instant::now();
    let mut schedule = settled(now);
    schedule.round_failed(now);
    schedule.round_failed(now);
    assert_eq!(schedule.idle_for(now), 4 * SECOND);
    let hinted = now + SECOND;
    schedule.relay_hint(hinted);
    assert_eq!(schedule.take_due(hinted + LONE), Some(Task::Round));
}

#[test]
fn the_echo_of_a_failed_round_does_not_retry_it() {
    let now = Instant::now();
    let mut schedule = settled(now);
    schedule.relay_hint(now);
    schedule.round_failed(now);
    schedule.relay_hint(now + ECHO / 2);
    schedule.local_hint(now + ECHO / 2);
    assert_eq!(schedule.take_due(now + SECOND), None);
}

#[test]
fn sync_now_retries_a_failure_at_once() {
    let now = Instant::now();
    let mut schedule = settled(now);
    schedule.round_failed(now);
    schedule.want_round();
    assert_eq!(schedule.take_due(now), Some(Task::Round));
}

#[test]
fn leases_bring_the_next_round_forward_and_the_earliest_of_their_times_stands() {
    let now = Instant::now();
    let mut schedule = settled(now);
    schedule.lease_due(now + 8 * SECOND);
    // Reckoned anew with every look, the time would move on for ever.
    schedule.lease_due(now + 9 * SECOND);
    assert_eq!(schedule.idle_for(now), 8 * SECOND);
    assert_eq!(schedule.take_due(now + 7 * SECOND), None);
    assert_eq!(schedule.take_due(now + 8 * SECOND), Some(Task::Round));
    assert_eq!(schedule.take_due(now + 9 * SECOND), None);
}

#[test]
fn leases_bring_no_round_while_paused_or_while_rounds_fail() {
    let now = Instant::now();
    let mut schedule = settled(now);
    schedule.set_paused(true);
    schedule.lease_due(now + SECOND);
    assert_eq!(schedule.take_due(now + SECOND), None);
    schedule.set_paused(false);
    schedule.round_failed(now);
    schedule.lease_due(now + SECOND);
    assert_eq!(schedule.take_due(now + SECOND), None);
    assert_eq!(schedule.take_due(now + 2 * SECOND), Some(Task::Round), "the backoff's");
}
