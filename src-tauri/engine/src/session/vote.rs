//! Leases in a round: what the others said of them goes to the coordinator, what it says goes into the next tip.

use std::collections::BTreeSet;

use super::{Round, Session};
use crate::{
    error::SyncError,
    lease::{Exchange, Grade, LeaseCoordinator, Mail},
    op::DeviceId,
    relay::device_dir,
    store::Peer,
};

/// A folder that another device made a relay shows within this time that it founded the vote, or it never does.
const ALONE_MS: u64 = 10 * 60 * 1000;

impl Session {
    /// Who decides on leases.
    pub fn leases(&mut self) -> &mut dyn LeaseCoordinator {
        &mut *self.leases
    }

    /// Has a round of this process got as far as votes? Then it would have noticed if its data were an older copy.
    pub fn has_voted(&self) -> bool {
        self.has_voted
    }

    /// Votes, counts, and notes what this device says from now on. What has arrived must be folded before.
    pub(super) fn vote(&mut self, round: &mut Round) -> Result<(), SyncError> {
        if self.leases.grade() == Grade::Exclusive {
            return Ok(());
        }
        let peers = self.store.peers()?;
        let exchange = Exchange {
            device: self.device().clone(),
            held: self.store.frontier()?,
            may_found: self.may_found(round, &peers)?,
            busy: self.store.busy_agents()?,
            mail: peers.into_iter().filter_map(|peer| mail(peer, self.device())).collect(),
        };
        let said = self.leases.exchange(&exchange);
        round.leases = said.map_err(|source| SyncError::Lease { action: "vote", source })?;
        self.has_voted = true;
        Ok(())
    }

    /// May this device found the vote, if nobody says that there is one? It made the folder a relay; or it waited for
    /// whoever did, and of all that came its id is the lowest. And it heard everybody who is there.
    fn may_found(&self, round: &Round, peers: &[Peer]) -> Result<bool, SyncError> {
        let own = self.device();
        let mut others = peers.iter().filter(|peer| peer.device != *own && !peer.retired);
        let known: BTreeSet<String> = peers.iter().map(|peer| device_dir(&peer.device)).collect();
        let is_strange = round.listing.devices.iter().any(|dir| !known.contains(&dir.dir));
        if is_strange || others.clone().any(|peer| peer.tip_number.is_none()) {
            return Ok(false);
        }
        let since = self.store.relay_since(&self.files.place())?;
        let has_waited = since.is_some_and(|since| round.wall_now.saturating_sub(since) >= ALONE_MS);
        let made_it = since == Some(0);
        Ok(made_it || has_waited && others.all(|peer| *own < peer.device))
    }
}

fn mail(peer: Peer, own: &DeviceId) -> Option<Mail> {
    Some(Mail {
        number: peer.tip_number?,
        text: peer.leases?,
        folded: peer.frontier,
        from: Some(peer.device).filter(|from| from != own)?,
    })
}
