use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Lease, LeaseCoordinator, LeaseError, register::Cell};
use crate::op::{DeviceId, Epoch, Millis, WallClock};

/// A register in memory. Clones share it; it forgets everything with the last clone.
#[derive(Clone)]
pub struct InMemoryLeaseCoordinator {
    cells: Arc<Mutex<BTreeMap<String, Cell>>>,
    wall: WallClock,
}

impl InMemoryLeaseCoordinator {
    /// An empty register on this clock.
    pub fn new(wall: WallClock) -> Self {
        Self {
            cells: Arc::default(),
            wall,
        }
    }

    /// The rules leave a cell whole at every step, so a panic elsewhere while the lock was held damaged nothing.
    fn cells(&self) -> MutexGuard<'_, BTreeMap<String, Cell>> {
        self.cells.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, agent_id: &str, rule: impl FnOnce(&mut Cell, u64) -> T) -> T {
        rule(self.cells().entry(agent_id.to_owned()).or_default(), (self.wall)())
    }
}

impl fmt::Debug for InMemoryLeaseCoordinator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemoryLeaseCoordinator")
            .field("cells", &self.cells)
            .finish_non_exhaustive()
    }
}

impl LeaseCoordinator for InMemoryLeaseCoordinator {
    fn acquire(&mut self, agent_id: &str, device: &DeviceId, ttl: Millis, floor: Epoch) -> Result<Lease, LeaseError> {
        self.change(agent_id, |cell, now| cell.acquire(agent_id, device, ttl, floor, now))
    }

    fn renew(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch, ttl: Millis) -> Result<Lease, LeaseError> {
        self.change(agent_id, |cell, now| cell.renew(agent_id, device, epoch, ttl, now))
    }

    fn release(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch) -> Result<(), LeaseError> {
        self.change(agent_id, |cell, _| cell.release(agent_id, device, epoch))
    }

    fn current(&mut self, agent_id: &str) -> Result<Option<Lease>, LeaseError> {
        Ok(self.cells().get(agent_id).and_then(|cell| cell.lease(agent_id)))
    }

    fn take_over(&mut self, agent_id: &str, observed_epoch: Epoch) -> Result<Epoch, LeaseError> {
        self.change(agent_id, |cell, _| cell.take_over(agent_id, observed_epoch))
    }

    fn last_epoch(&mut self, agent_id: &str) -> Result<Epoch, LeaseError> {
        Ok(self.cells().get(agent_id).map(|cell| cell.epoch).unwrap_or_default())
    }

    fn agents(&mut self) -> Result<Vec<String>, LeaseError> {
        Ok(self.cells().keys().cloned().collect())
    }
}
