//! Leases in motion: what devices do about them, and what must never be so.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::Ordering,
};

use baton_engine::relay::Tip;

use super::{Failure, Grant, LeaseAct, World, view::Act};
use crate::Random;

/// Times to live, in milliseconds.
const TTLS: [u64; 3] = [5_000, 60_000, 600_000];

/// What was granted so far.
#[derive(Debug, Default)]
pub struct Grants {
    /// Per epoch, the device that got it: its seat and the id it had.
    by_epoch: BTreeMap<u64, (usize, String)>,
    /// Did a person decide anything, so that two devices may act at one time?
    is_decided: bool,
    /// The words of all first views.
    founded: BTreeSet<String>,
    /// Why nothing is asked of this world any more.
    forgiven: Option<&'static str>,
}

impl Grants {
    /// A person took over, or goes on without a device.
    pub fn decided(&mut self) {
        self.is_decided = true;
    }

    /// Here an assumption of the protocol does not hold.
    pub fn forgive(&mut self, why: &'static str) {
        self.forgiven = Some(why);
    }

    /// Looks for a second founder of the vote: one who saw nothing of the first.
    pub fn watch(&mut self, acts: &[Act]) {
        let tips = acts.iter().filter_map(|act| match act {
            Act::Created(_, bytes, _) => Tip::decode(bytes).ok()?.leases,
            _ => None,
        });
        let founded = tips.filter(|leases| leases["view"]["number"] == 1);
        self.founded
            .extend(founded.map(|leases| leases["view"]["word"].to_string()));
        if self.founded.len() > 1 {
            self.forgive("two devices founded the vote");
        }
    }

    fn note(&mut self, at: usize, grant: Grant) -> Result<(), Failure> {
        let Grant { holder, epoch } = grant;
        let (seat, first) = self.by_epoch.entry(epoch).or_insert_with(|| (at, holder.clone()));
        if (*seat, &*first) == (at, &holder) || self.forgiven.is_some() {
            return Ok(());
        }
        let text =
            format!("epoch {epoch} belongs to {first} on device-{seat}, and {holder} on device-{at} gets it too");
        Err(Failure::new("an epoch is granted twice", text))
    }

    fn check(&self, acting: &[(usize, u64)]) -> Result<(), Failure> {
        if acting.len() < 2 || self.is_decided || self.forgiven.is_some() {
            return Ok(());
        }
        Err(Failure::new("two devices may act at one time", format!("{acting:?}")))
    }
}

impl World<'_> {
    /// Some time passes, and a device does something about the lease.
    pub(super) fn lease(&mut self, at: usize, random: &mut Random) -> Result<(), Failure> {
        let passes = *random.pick(&[0, 10, 1_000, 4_000, 30_000, 700_000]);
        self.time.fetch_add(passes, Ordering::Relaxed);
        let ttl = *random.pick(&TTLS);
        let act = match random.below(20) {
            0..=8 => LeaseAct::Acquire(ttl),
            9..=12 => LeaseAct::Renew(ttl),
            13..=15 => LeaseAct::Release,
            16 => LeaseAct::TakeOver,
            17 => LeaseAct::Want(ttl),
            18 => LeaseAct::Away(true),
            _ => LeaseAct::Away(false),
        };
        if act == LeaseAct::TakeOver {
            self.grants.decided();
        }
        let mut granted = None;
        self.live(at, &mut |engine| {
            granted = engine.lease(act)?;
            Ok(format!("{act:?} after {passes} ms: {granted:?}"))
        })?;
        granted.map_or(Ok(()), |grant| self.grants.note(at, grant))
    }

    /// At no moment may two devices act.
    pub(super) fn check_leases(&mut self) -> Result<(), Failure> {
        let mut acting = Vec::new();
        for (at, seat) in self.seats.iter_mut().enumerate() {
            let Some(engine) = &mut seat.engine else { continue };
            let epoch = engine.may_act();
            let epoch = epoch.map_err(|error| Failure::new("it cannot even tell how it is", error))?;
            acting.extend(epoch.map(|epoch| (at, epoch)));
        }
        for (at, epoch) in &acting {
            let (epoch, holder) = (*epoch, self.seats[*at].facts.id.clone());
            self.grants.note(*at, Grant { holder, epoch })?;
        }
        self.grants.check(&acting)
    }
}
