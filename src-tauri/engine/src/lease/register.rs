use super::{Grade, Lease, LeaseError};
use crate::op::{DeviceId, Epoch, Millis};

/// One agent's cell of a register, and the rules by which it changes. The one place of these rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Last epoch used.
    pub epoch: Epoch,
    /// Who holds it.
    pub holder: Option<DeviceId>,
    /// Until when, in milliseconds since 1970.
    pub expires_at_ms: u64,
}

impl Cell {
    pub fn lease(&self, agent_id: &str) -> Option<Lease> {
        let holder = self.holder.clone()?;
        let (agent_id, epoch) = (agent_id.to_owned(), self.epoch);
        Some(Lease {
            agent_id,
            holder,
            epoch,
            expires_at_ms: self.expires_at_ms,
            grade: Grade::Exclusive,
        })
    }

    pub fn acquire(
        &mut self,
        agent_id: &str,
        device: &DeviceId,
        ttl: Millis,
        floor: Epoch,
        now: u64,
    ) -> Result<Lease, LeaseError> {
        if let Some(held) = self.lease(agent_id).filter(|held| now < held.expires_at_ms) {
            let Lease {
                agent_id,
                holder,
                epoch,
                expires_at_ms,
                ..
            } = held;
            return Err(LeaseError::Held {
                agent_id,
                holder,
                epoch,
                expires_at_ms,
            });
        }
        *self = Self {
            epoch: after(agent_id, self.epoch.max(floor))?,
            holder: Some(device.clone()),
            expires_at_ms: now.saturating_add(ttl.get()),
        };
        self.lease(agent_id).ok_or_else(|| self.lost(agent_id, self.epoch))
    }

    pub fn renew(
        &mut self,
        agent_id: &str,
        device: &DeviceId,
        epoch: Epoch,
        ttl: Millis,
        now: u64,
    ) -> Result<Lease, LeaseError> {
        self.check_holder(agent_id, device, epoch)?;
        self.expires_at_ms = now.saturating_add(ttl.get());
        self.lease(agent_id).ok_or_else(|| self.lost(agent_id, epoch))
    }

    pub fn release(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch) -> Result<(), LeaseError> {
        self.check_holder(agent_id, device, epoch)?;
        self.holder = None;
        Ok(())
    }

    pub fn take_over(&mut self, agent_id: &str, observed_epoch: Epoch) -> Result<Epoch, LeaseError> {
        if self.epoch != observed_epoch {
            return Err(LeaseError::MovedOn {
                agent_id: agent_id.to_owned(),
                observed_epoch,
                current_epoch: self.epoch,
            });
        }
        if self.holder.is_none() {
            let agent_id = agent_id.to_owned();
            return Err(LeaseError::NotHeld { agent_id });
        }
        self.epoch = after(agent_id, self.epoch)?;
        self.holder = None;
        Ok(self.epoch)
    }

    fn check_holder(&self, agent_id: &str, device: &DeviceId, epoch: Epoch) -> Result<(), LeaseError> {
        if self.holder.as_ref() == Some(device) && self.epoch == epoch {
            return Ok(());
        }
        Err(self.lost(agent_id, epoch))
    }

    fn lost(&self, agent_id: &str, claimed_epoch: Epoch) -> LeaseError {
        LeaseError::Lost {
            agent_id: agent_id.to_owned(),
            claimed_epoch,
            current_epoch: self.epoch,
        }
    }
}

/// The epoch after this one, which nobody had yet.
fn after(agent_id: &str, epoch: Epoch) -> Result<Epoch, LeaseError> {
    epoch.next().ok_or_else(|| LeaseError::Exhausted {
        agent_id: agent_id.to_owned(),
        epoch,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    enum Step {
        Acquire(u8, u64),
        Renew(u8, u64),
        Release(u8, u64),
        TakeOver(u64),
        Wait(u64),
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..3u8, 0..6u64).prop_map(|(device, floor)| Step::Acquire(device, floor)),
            (0..3u8, 0..6u64).prop_map(|(device, epoch)| Step::Renew(device, epoch)),
            (0..3u8, 0..6u64).prop_map(|(device, epoch)| Step::Release(device, epoch)),
            (0..6u64).prop_map(Step::TakeOver),
            (0..200u64).prop_map(Step::Wait),
        ]
    }

    proptest! {
        #[test]
        fn epochs_only_grow_and_none_is_granted_twice(steps in prop::collection::vec(any_step(), 0..60)) {
            let (mut cell, mut now, mut last_granted) = (Cell::default(), 0, Epoch(0));
            for step in steps {
                let before = cell.epoch;
                let device = |n: u8| DeviceId::from(format!("d{n}"));
                match step {
                    Step::Acquire(n, floor) => if let Ok(lease) = cell.acquire("g", &device(n), Millis(100), Epoch(floor), now) {
                        prop_assert!(lease.epoch > last_granted && lease.epoch > before && lease.epoch > Epoch(floor));
                        last_granted = lease.epoch;
                    },
                    Step::Renew(n, epoch) => if let Ok(lease) = cell.renew("g", &device(n), Epoch(epoch), Millis(100), now) {
                        prop_assert_eq!((lease.holder, lease.epoch), (device(n), before));
                    },
                    Step::Release(n, epoch) => { let _ = cell.release("g", &device(n), Epoch(epoch)); }
                    Step::TakeOver(epoch) => { let _ = cell.take_over("g", Epoch(epoch)); }
                    Step::Wait(ms) => now += ms,
                }
                prop_assert!(cell.epoch >= before);
            }
        }
    }

    #[test]
    fn renewal_works_past_expiry_until_somebody_else_was_granted_the_agent() {
        let mut cell = Cell::default();
        let (a, b) = (DeviceId::from("a"), DeviceId::from("b"));
        cell.acquire("g", &a, Millis(100), Epoch(0), 0).unwrap();
        assert!(cell.acquire("g", &b, Millis(100), Epoch(0), 99).is_err());
        cell.renew("g", &a, Epoch(1), Millis(100), 500).unwrap();
        assert_eq!(
            cell.acquire("g", &b, Millis(100), Epoch(0), 600).unwrap().epoch,
            Epoch(2)
        );
        assert!(matches!(
            cell.renew("g", &a, Epoch(1), Millis(100), 601),
            Err(LeaseError::Lost { .. })
        ));
    }

    #[test]
    fn a_take_over_frees_the_lease_fences_its_holder_and_needs_a_fresh_look() {
        let mut cell = Cell::default();
        let a = DeviceId::from("a");
        cell.acquire("g", &a, Millis(100), Epoch(0), 0).unwrap();
        assert!(matches!(cell.take_over("g", Epoch(0)), Err(LeaseError::MovedOn { .. })));
        assert_eq!(cell.take_over("g", Epoch(1)).unwrap(), Epoch(2));
        assert!(cell.renew("g", &a, Epoch(1), Millis(100), 1).is_err());
        assert!(matches!(cell.take_over("g", Epoch(2)), Err(LeaseError::NotHeld { .. })));
    }

    #[test]
    fn at_the_largest_epoch_nothing_is_granted_or_taken_over_any_more() {
        let mut cell = Cell::default();
        let a = DeviceId::from("a");
        let last = Epoch(u64::MAX);
        let lease = cell.acquire("g", &a, Millis(100), Epoch(u64::MAX - 1), 0).unwrap();
        assert_eq!(lease.epoch, last);
        let held = cell.clone();
        assert!(matches!(cell.take_over("g", last), Err(LeaseError::Exhausted { .. })));
        assert_eq!(cell, held, "a refused take-over changes nothing");
        cell.release("g", &a, last).unwrap();
        let refused = cell.acquire("g", &a, Millis(100), Epoch(0), 0).unwrap_err();
        assert!(matches!(refused, LeaseError::Exhausted { epoch, .. } if epoch == last));
        assert!(refused.to_string().contains("another agent id"), "{refused}");
        assert_eq!((cell.holder, cell.epoch), (None, last));
        assert!(
            Cell::default().acquire("g", &a, Millis(100), last, 0).is_err(),
            "nor above the ledger's"
        );
    }
}
