//! What a device says of itself, held against what is so.

use std::collections::{BTreeMap, HashMap};

use baton_engine::{
    DeviceId,
    relay::{FileName, Tip, device_dir},
};

use super::{
    Facts, Failure,
    owner::{below, is_in_checkpoint, segments},
    view::View,
};

/// Device, last seq and its op id, of every chain held: tells a set of ops from every other.
type Ops = Vec<(String, u64, String)>;

/// What really is: which device ever held what, and which state belongs to which ops.
#[derive(Debug, Default)]
pub struct Truth {
    held: BTreeMap<(String, String), u64>,
    states: HashMap<Ops, (String, String)>,
}

impl Truth {
    /// Takes note of what a device holds. Whoever holds the same ops must have the same state.
    pub fn note(&mut self, facts: &Facts) -> Result<(), Failure> {
        for (device, (seq, _)) in &facts.heads {
            let held = self.held.entry((facts.id.clone(), device.clone())).or_default();
            *held = (*held).max(*seq);
        }
        let ops = facts.heads.iter();
        let ops = ops
            .map(|(device, (seq, id))| (device.clone(), *seq, id.clone()))
            .collect();
        let (who, state) = self
            .states
            .entry(ops)
            .or_insert_with(|| (facts.id.clone(), facts.state.clone()));
        if *state != facts.state {
            let text = format!("{who} and {} hold the same ops", facts.id);
            return Err(Failure::new("equal ops, unequal states", text));
        }
        Ok(())
    }

    /// Did a device ever hold this op of another?
    pub fn ever_held(&self, who: &str, whose: &str, seq: u64) -> bool {
        let held = self.held.get(&(who.to_owned(), whose.to_owned()));
        held.is_some_and(|held| *held >= seq)
    }

    /// After a round that succeeded, a device that says "up to date" must be.
    pub fn check_status(&self, facts: &Facts, view: &View) -> Result<(), Failure> {
        let lie = |text: String| {
            Err(Failure::new(
                "it claims more than is true",
                format!("{} {text}", facts.id),
            ))
        };
        if facts.unpublished == 0
            && let Some(seq) = not_in_relay(facts, view)
        {
            return lie(format!("says that all is sent, but {seq} is not in its folder"));
        }
        if facts.awaited == 0
            && let Some((device, seq)) = announced(facts, view)
        {
            return lie(format!("says that it awaits nothing, but {device} announced {seq}"));
        }
        let Some((head, _)) = facts.heads.get(&facts.id) else {
            return Ok(());
        };
        let lagging = facts.peers.iter().find(|peer| !self.ever_held(peer, &facts.id, *head));
        match lagging {
            Some(peer) if facts.unacknowledged == 0 => {
                lie(format!("says that all is picked up, but {peer} lacks {head}"))
            }
            _ => Ok(()),
        }
    }
}

/// The first own op that neither a segment, a tip nor a checkpoint offers.
fn not_in_relay(facts: &Facts, view: &View) -> Option<u64> {
    let (head, _) = facts.heads.get(&facts.id)?;
    let dir = device_dir(&DeviceId::from(&*facts.id));
    let floor = newest_tip(view, &dir).map_or(0, |tip| tip.floor.get());
    let offered: Vec<_> = segments(view, &dir)
        .iter()
        .filter_map(|segment| Some((segment.ops().first()?.seq.get(), segment.ops().last()?.seq.get())))
        .collect();
    let is_offered = |seq: &u64| offered.iter().any(|(first, last)| (first..=last).contains(&seq));
    (floor..=*head).find(|seq| !is_offered(seq) && !is_in_checkpoint(view, &facts.id, *seq))
}

fn newest_tip(view: &View, dir: &str) -> Option<Tip> {
    below(view, dir)
        .filter(|(name, _)| matches!(FileName::parse(name), Some(FileName::Tip { .. })))
        .filter_map(|(_, bytes)| Tip::decode(bytes).ok())
        .max_by_key(|tip| tip.number)
}

/// An op that a tip in the folder speaks of and that is not held; of devices that count.
fn announced(facts: &Facts, view: &View) -> Option<(String, u64)> {
    let dirs: std::collections::BTreeSet<_> = view
        .files
        .keys()
        .filter(|path| path.starts_with("d/") && path.matches('/').count() == 2)
        .filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned()))
        .collect();
    dirs.iter().find_map(|dir| {
        let tip = newest_tip(view, dir).filter(|tip| facts.peers.contains(tip.device.as_str()))?;
        let head = tip.head?.seq.get();
        let held = facts.heads.get(tip.device.as_str()).map(|(seq, _)| *seq);
        held.is_none_or(|held| held < head)
            .then(|| (tip.device.to_string(), head))
    })
}
