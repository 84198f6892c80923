//! The loop and leases: what a person decides, what is lost, and saying goodbye.
#![allow(clippy::unwrap_used, reason = "a test's helpers are tests as well")]

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use baton_engine::{
    DeviceId, DeviceProfile, Epoch, InMemoryLeaseCoordinator, Lease, LeaseCoordinator, LeaseError, Millis,
    SyncSubsystem, VoterStanding, Voters, system_clock,
};
use baton_sync_loop::{Alert, Clocks, LoopConfig, LoopError, LoopEvent, Pause, Reply, SyncLoop, Told, start};
use tempfile::TempDir;

const LONG: Duration = Duration::from_secs(60);

/// A register that notes what it is told, and in which votes seem to be given.
#[derive(Clone)]
struct Noted {
    register: InMemoryLeaseCoordinator,
    told: Arc<Mutex<Vec<String>>>,
}

impl Noted {
    fn note(&self, what: String) -> Result<(), LeaseError> {
        self.told.lock().unwrap().push(what);
        Ok(())
    }

    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }
}

impl LeaseCoordinator for Noted {
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
    fn take_over(&mut self, agent: &str, observed_epoch: Epoch) -> Result<Epoch, LeaseError> {
        self.register.take_over(agent, observed_epoch)
    }
    fn last_epoch(&mut self, agent: &str) -> Result<Epoch, LeaseError> {
        self.register.last_epoch(agent)
    }
    fn agents(&mut self) -> Result<Vec<String>, LeaseError> {
        self.register.agents()
    }
    fn request(&mut self, agent: &str, _device: &DeviceId, ttl: Millis) -> Result<(), LeaseError> {
        self.note(format!("request {agent} {}", ttl.0))
    }
    fn voters(&mut self, device: &DeviceId) -> Result<Option<Voters>, LeaseError> {
        Ok(Some(Voters {
            number: 1,
            members: vec![device.clone()],
            standing: VoterStanding::Voter,
            waiting_for: Vec::new(),
        }))
    }
    fn set_executor(&mut self, _: &DeviceId, executor: bool) -> Result<(), LeaseError> {
        self.note(format!("executor {executor}"))
    }
    fn set_away(&mut self, _device: &DeviceId, away: bool) -> Result<(), LeaseError> {
        self.note(format!("away {away}"))
    }
}

/// A device whose loop runs over noted leases.
struct Desk {
    folder: TempDir,
    leases: Noted,
    sync_loop: SyncLoop,
    events: Receiver<LoopEvent>,
}

impl Desk {
    fn new(paused: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("relay")).unwrap();
        let leases = Noted {
            register: InMemoryLeaseCoordinator::new(system_clock()),
            told: Arc::default(),
        };
        let (root, coordinator): (PathBuf, _) = (folder.path().to_owned(), leases.clone());
        let open = move || {
            let leases = Box::new(coordinator.clone());
            SyncSubsystem::open_with(
                "desk".into(),
                &root.join("desk"),
                &root.join("relay"),
                leases,
                system_clock(),
            )
        };
        let config = LoopConfig {
            open: Box::new(open),
            profile: DeviceProfile::default(),
            pause: paused.then(|| Pause::until_resumed(0)),
            told: Told::in_memory(),
            silent_days: 14,
            clocks: Clocks::system(),
        };
        let (sender, events) = channel();
        let sync_loop = start(config, Box::new(move |event| drop(sender.send(event)))).unwrap();
        let desk = Self {
            folder,
            leases,
            sync_loop,
            events,
        };
        desk.ask(|reply| desk.sync_loop.handle().query(|_| Ok(()), reply))
            .unwrap();
        desk
    }

    fn ask<T: Send + 'static>(&self, send: impl FnOnce(Reply<T>)) -> Result<T, LoopError> {
        let (reply, answer) = channel();
        send(Box::new(move |outcome| reply.send(outcome).unwrap()));
        answer.recv_timeout(LONG).unwrap()
    }

    fn acquire(&self, agent: &'static str) {
        let acquire = |own: &mut SyncSubsystem| own.lease_acquire(agent, 60_000);
        self.ask(|reply| self.sync_loop.handle().query(acquire, reply)).unwrap();
    }

    /// Has the loop look at its leases.
    fn look(&self) {
        self.ask(|reply| self.sync_loop.handle().sync_now(reply)).unwrap();
    }

    fn newest_line(&self) -> String {
        self.sync_loop.handle().activity()[0].message.clone()
    }

    fn alerts(&self) -> Vec<Alert> {
        let events = self.events.try_iter();
        events
            .filter_map(|event| match event {
                LoopEvent::Alert(alert) => Some(alert),
                LoopEvent::State(_) | LoopEvent::Activity(_) => None,
            })
            .collect()
    }
}

#[test]
fn a_loop_says_that_it_is_here_and_at_its_end_that_it_goes_with_a_last_round() {
    let desk = Desk::new(false);
    assert_eq!(desk.leases.told(), ["away false"]);
    desk.look();
    let say = |own: &mut SyncSubsystem| {
        own.record_turn(
            baton_engine::Scope::Personal,
            "talk",
            "user",
            "bye",
            Vec::new(),
            None,
            1,
        )
    };
    desk.ask(|reply| desk.sync_loop.handle().query(say, reply)).unwrap();
    desk.sync_loop.stop();
    assert_eq!(desk.leases.told(), ["away false", "away true"]);
    let mut other =
        SyncSubsystem::open_with_relay(&desk.folder.path().join("other"), &desk.folder.path().join("relay"));
    assert_eq!(other.as_mut().unwrap().pump().unwrap()["folded"], 1);
}

#[test]
fn paused_the_end_is_no_reason_for_a_round() {
    let desk = Desk::new(true);
    desk.sync_loop.stop();
    assert_eq!(desk.leases.told(), ["away false", "away true"]);
    assert_eq!(fs::read_dir(desk.folder.path().join("relay")).unwrap().count(), 0);
}

#[test]
fn sleep_is_announced_before_the_answer_and_waking_up_after_it() {
    let desk = Desk::new(false);
    let handle = desk.sync_loop.handle();
    desk.ask(|reply| handle.set_away(true, reply)).unwrap();
    assert_eq!(desk.leases.told(), ["away false", "away true"]);
    desk.ask(|reply| handle.set_away(false, reply)).unwrap();
    assert_eq!(desk.leases.told(), ["away false", "away true", "away false"]);
    desk.sync_loop.stop();
}

#[test]
fn what_a_person_decides_reaches_the_leases_and_the_activity() {
    let desk = Desk::new(true);
    let handle = desk.sync_loop.handle();
    desk.ask(|reply| handle.request_lease("mail".into(), 9_000, reply))
        .unwrap();
    assert_eq!(desk.newest_line(), "Asked for the lease of mail");
    desk.ask(|reply| handle.set_executor(false, reply)).unwrap();
    assert_eq!(desk.newest_line(), "This device runs no agents any more");
    assert_eq!(desk.leases.told()[1..], ["request mail 9000", "executor false"]);
    desk.acquire("mail");
    // A decision that is refused changes nothing, and is no line of activity.
    desk.ask(|reply| handle.take_over("mail".into(), 7, reply)).unwrap_err();
    desk.ask(|reply| handle.retire_device("nobody".into(), reply))
        .unwrap_err();
    assert_eq!(desk.newest_line(), "This device runs no agents any more");
    desk.ask(|reply| handle.release_lease("mail".into(), 1, reply)).unwrap();
    assert!(!desk.sync_loop.handle().state().is_ours("mail"));
    desk.sync_loop.stop();
}

#[test]
fn a_lease_that_is_taken_away_is_told_at_once_and_one_that_is_released_is_not() {
    let mut desk = Desk::new(false);
    desk.acquire("mail");
    desk.acquire("report");
    desk.look();
    let handle = desk.sync_loop.handle().clone();
    desk.ask(|reply| handle.release_lease("report".into(), 1, reply))
        .unwrap();
    desk.leases.take_over("mail", Epoch(1)).unwrap();
    desk.look();
    let lost = Alert::LeaseLost {
        agent_id: "mail".into(),
        epoch: 1,
        holder: None,
    };
    assert_eq!(desk.alerts(), std::slice::from_ref(&lost));
    let lines = handle.activity();
    assert!(lines.iter().any(|line| line.message == lost.title()), "{lines:?}");
    desk.sync_loop.stop();
}
