//! Who knows that a run begins, and whether everything is here that a voter knew.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::{fs, path::Path, sync::Arc};

use baton_engine::{
    DeviceId, Epoch, InMemoryLeaseCoordinator, Intent, IntentStatus, Lease, LeaseCoordinator, LeaseError, Millis,
    Scope, SyncSubsystem, VoterStanding, Voters, WallClock, relay::device_dir,
};

fn clock() -> WallClock {
    Arc::new(|| 1_700_000_000_000)
}

/// A register that says who votes.
struct Voted {
    register: InMemoryLeaseCoordinator,
    members: Vec<DeviceId>,
}

impl LeaseCoordinator for Voted {
    fn acquire(&mut self, agent: &str, device: &DeviceId, ttl: Millis, floor: Epoch) -> Result<Lease, LeaseError> {
        self.register.acquire(agent, device, ttl, floor)
    }
    fn renew(&mut self, agent: &str, device: &DeviceId, epoch: Epoch, ttl: Millis) -> Result<Lease, LeaseError> {
        self.register.renew(agent, device, epoch, ttl)
    }
    fn release(&mut self, agent: &str, device: &DeviceId, epoch: Epoch) -> Result<(), LeaseError> {
        self.register.release(agent, device, epoch)
    }
    fn current(&mut self, agent: &str) -> Result<Option<Lease>, LeaseError> {
        self.register.current(agent)
    }
    fn take_over(&mut self, agent: &str, observed: Epoch) -> Result<Epoch, LeaseError> {
        self.register.take_over(agent, observed)
    }
    fn last_epoch(&mut self, agent: &str) -> Result<Epoch, LeaseError> {
        self.register.last_epoch(agent)
    }
    fn agents(&mut self) -> Result<Vec<String>, LeaseError> {
        self.register.agents()
    }
    fn voters(&mut self, _device: &DeviceId) -> Result<Option<Voters>, LeaseError> {
        Ok(Some(Voters {
            number: 1,
            members: self.members.clone(),
            standing: VoterStanding::Voter,
            waiting_for: Vec::new(),
        }))
    }
}

fn open(dir: &Path, name: &str) -> SyncSubsystem {
    let coordinator = Voted {
        register: InMemoryLeaseCoordinator::new(clock()),
        members: ["a", "b", "c"].map(DeviceId::from).to_vec(),
    };
    let (data, relay) = (dir.join(name), dir.join("relay"));
    SyncSubsystem::open_with(name.to_owned(), &data, &relay, Box::new(coordinator), clock()).unwrap()
}

fn begin(device: &mut SyncSubsystem) -> String {
    let intent = Intent::new("planner", "r", 1, IntentStatus::Pending);
    let recorded = device.record_intent(Scope::Personal, &intent).unwrap();
    recorded["op_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_run_is_known_once_a_majority_of_the_voters_has_acknowledged_that_it_begins() {
    let dir = tempfile::tempdir().unwrap();
    let [mut a, mut b] = ["a", "b"].map(|name| open(dir.path(), name));
    let op = begin(&mut a);
    a.pump().unwrap();
    assert_eq!(a.run_is_known(&op).unwrap(), ["b", "c"].map(DeviceId::from));
    b.pump().unwrap();
    assert!(!a.run_is_known(&op).unwrap().is_empty(), "it has not heard of b yet");
    a.pump().unwrap();
    assert!(a.run_is_known(&op).unwrap().is_empty());
    begin(&mut a);
    assert!(a.run_is_known(&op).unwrap().is_empty(), "later changes do not matter");
}

#[test]
fn what_is_no_change_of_this_device_is_never_known() {
    let dir = tempfile::tempdir().unwrap();
    let [mut a, mut b] = ["a", "b"].map(|name| open(dir.path(), name));
    let op = begin(&mut b);
    b.pump().unwrap();
    a.pump().unwrap();
    assert!(a.run_is_known(&op).is_err() && a.run_is_known("nonsense").is_err());
}

#[test]
fn a_voter_that_heard_of_a_run_is_ahead_until_the_run_is_here_too() {
    let dir = tempfile::tempdir().unwrap();
    let [mut a, mut b, mut c] = ["a", "b", "c"].map(|name| open(dir.path(), name));
    begin(&mut a);
    a.pump().unwrap();
    b.pump().unwrap();
    // The drive delivers b's word before what it speaks of.
    let of_a = dir.path().join("relay").join(device_dir(&"a".into()));
    let withheld = dir.path().join("withheld");
    fs::rename(&of_a, &withheld).unwrap();
    c.pump().unwrap();
    assert_eq!(c.voters_ahead().unwrap(), [DeviceId::from("b")]);
    assert!(c.pending_runs("planner").unwrap().is_empty());
    fs::rename(&withheld, &of_a).unwrap();
    c.pump().unwrap();
    assert!(c.voters_ahead().unwrap().is_empty());
    assert_eq!(c.pending_runs("planner").unwrap()[0].run_id, "r");
}

#[test]
fn where_nobody_votes_there_is_nobody_to_wait_for() {
    let dir = tempfile::tempdir().unwrap();
    let register = Box::new(InMemoryLeaseCoordinator::new(clock()));
    let relay = dir.path().join("relay");
    let device = SyncSubsystem::open_with("a".to_owned(), &dir.path().join("a"), &relay, register, clock());
    let mut device = device.unwrap();
    let op = begin(&mut device);
    assert!(device.run_is_known(&op).unwrap().is_empty() && device.voters_ahead().unwrap().is_empty());
}
