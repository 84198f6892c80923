use std::{
    cmp::Reverse,
    collections::{BTreeMap, VecDeque},
};

use baton_engine::{DeviceId, Frontier, Overview};

use crate::LoopState;

/// How many are kept of each device.
const KEPT: usize = 50;

/// What one round brought to light about one other device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The other device.
    pub device_id: DeviceId,
    /// When, on this device's clock, in milliseconds since 1970.
    pub at_ms: u64,
    /// How many of its changes arrived here.
    pub received: u64,
    /// How many of this device's changes it said that it now holds.
    pub picked_up: u64,
}

impl Exchange {
    /// It was heard of, and nothing changed hands.
    fn is_quiet(&self) -> bool {
        self.received == 0 && self.picked_up == 0
    }
}

/// The last exchanges with each device.
#[derive(Debug, Default)]
pub(crate) struct ExchangeLog {
    by_device: BTreeMap<DeviceId, VecDeque<Exchange>>,
}

impl ExchangeLog {
    /// Notes one. Of several quiet ones in a row the last stays.
    pub(crate) fn note(&mut self, exchange: Exchange) {
        let log = self.by_device.entry(exchange.device_id.clone()).or_default();
        if exchange.is_quiet() && log.back().is_some_and(Exchange::is_quiet) {
            log.pop_back();
        }
        if log.len() == KEPT {
            log.pop_front();
        }
        log.push_back(exchange);
    }

    /// All of them, newest first.
    pub(crate) fn newest_first(&self) -> Vec<Exchange> {
        let mut all: Vec<_> = self.by_device.values().flatten().cloned().collect();
        all.sort_by_key(|exchange| Reverse(exchange.at_ms));
        all
    }
}

/// What a round brought to light: the state before it beside the state after. Nothing is known of the first look.
pub(crate) fn of_round(before: &LoopState, after: &LoopState, at_ms: u64) -> Vec<Exchange> {
    let (Some(before), Some(after)) = (&before.overview, &after.overview) else {
        return Vec::new();
    };
    let others = after.roster.iter().filter(|entry| !entry.is_self);
    let exchanges = others.filter_map(|entry| {
        let device = &entry.device_id;
        let known = before.roster.iter().find(|known| known.device_id == *device);
        let exchange = Exchange {
            device_id: device.clone(),
            at_ms,
            received: gained(&before.journal_frontier, &after.journal_frontier, device),
            picked_up: gained(&acknowledged(before, device), &entry.acknowledged, &after.device_id),
        };
        let heard = entry.last_seen_ms.is_some() && known.and_then(|known| known.last_seen_ms) != entry.last_seen_ms;
        (heard || !exchange.is_quiet()).then_some(exchange)
    });
    exchanges.collect()
}

fn acknowledged(overview: &Overview, device: &DeviceId) -> Frontier {
    let entry = overview.roster.iter().find(|entry| entry.device_id == *device);
    entry.map(|entry| entry.acknowledged.clone()).unwrap_or_default()
}

/// How many more changes of a chain one frontier covers than another.
fn gained(before: &Frontier, after: &Frontier, chain: &DeviceId) -> u64 {
    let covered = |frontier: &Frontier| frontier.get(chain).map_or(0, |seq| seq.get() + 1);
    covered(after).saturating_sub(covered(before))
}

#[cfg(test)]
mod tests {
    use baton_engine::Seq;

    use super::*;
    use crate::examples::{id, synced_with};

    fn change(state: &mut LoopState, change: impl FnOnce(&mut Overview)) {
        change(state.overview.as_mut().unwrap());
    }

    fn exchange(at_ms: u64, received: u64) -> Exchange {
        Exchange {
            device_id: id("Laptop"),
            at_ms,
            received,
            picked_up: 0,
        }
    }

    #[test]
    fn a_round_tells_who_sent_and_who_picked_up_how_much() {
        let mut before = synced_with(&["Laptop", "Mini", "Phone"]);
        change(&mut before, |overview| {
            overview.journal_frontier.insert(id("Laptop"), Seq(4));
        });
        let mut after = before.clone();
        change(&mut after, |overview| {
            overview.journal_frontier.insert(id("Laptop"), Seq(6));
            overview.roster[2].acknowledged.insert(id("Desk"), Seq(0));
            overview.roster[2].last_seen_ms = Some(9);
        });
        let found = of_round(&before, &after, 10);
        let told: Vec<_> = found
            .iter()
            .map(|one| (&one.device_id, one.received, one.picked_up))
            .collect();
        assert_eq!(told, [(&id("Laptop"), 2, 0), (&id("Mini"), 0, 1)]);
    }

    #[test]
    fn hearing_of_a_device_is_an_exchange_and_hearing_nothing_new_is_none() {
        let before = synced_with(&["Laptop"]);
        let mut after = before.clone();
        change(&mut after, |overview| overview.roster[1].last_seen_ms = Some(9));
        assert_eq!(of_round(&before, &after, 10), [exchange(10, 0)]);
        assert!(of_round(&after, &after, 11).is_empty());
        assert!(of_round(&LoopState::default(), &after, 11).is_empty(), "the first look");
    }

    #[test]
    fn the_log_is_bounded_and_a_device_that_only_says_that_it_is_there_takes_one_line() {
        let mut log = ExchangeLog::default();
        for at_ms in 0..9 {
            log.note(exchange(at_ms, 0));
        }
        assert_eq!(log.newest_first(), [exchange(8, 0)]);
        for at_ms in 10..200 {
            log.note(exchange(at_ms, 1));
        }
        let kept = log.newest_first();
        assert_eq!((kept.len(), kept[0].at_ms), (KEPT, 199));
    }
}
