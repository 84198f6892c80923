use baton_engine::{
    DeviceId, DeviceStatus, Epoch, LeaseError, Millis, Scope, Surface, VotedLeaseCoordinator,
    op::Payload,
    relay::Files,
    session::{Config, Session},
    store::{FILE_NAME, Store},
};
use serde_json::{Value, json};

use super::{DriveFiles, Engine, Facts, Grant, LeaseAct, Place, Record};

/// The agent whose leases are played with.
const AGENT: &str = "bot";

/// Baton's engine on a simulated drive.
pub struct Device {
    session: Session,
    store: Store,
    place: Place,
    /// The epoch it was last granted.
    held: Option<Epoch>,
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Device {
    /// Starts a process.
    pub fn open(place: &Place) -> Result<Self, String> {
        Self::open_over(place, Box::new(DriveFiles(place.view.clone())))
    }

    /// Starts a process that sees its folder through something else.
    pub fn open_over(place: &Place, files: Box<dyn Files>) -> Result<Self, String> {
        let open = || Store::open(&place.data, DeviceId::from(&*place.name)).map_err(words);
        let config = Config {
            mint: place.mint.clone(),
            ..Config::default()
        };
        let store = open()?;
        let votes = place.data.join(FILE_NAME);
        let leases = VotedLeaseCoordinator::open(&votes, place.wall.clone(), place.steady.clone(), place.words.clone())
            .map_err(words)?;
        Ok(Self {
            session: Session::new(store, files, Box::new(leases), &place.data, place.wall.clone(), config),
            store: open()?,
            held: None,
            place: place.clone(),
        })
    }

    fn append(&mut self, surface: Surface, payload: Value) -> Result<(), String> {
        let payload = Payload::new(payload).map_err(words)?;
        let now = (self.place.wall)();
        let written = self
            .store
            .write("append", |write| write.append(Scope::Personal, surface, payload, now));
        written.map(drop).map_err(words)
    }
}

impl Engine for Device {
    fn facts(&mut self) -> Result<Facts, String> {
        self.session.refresh_identity().map_err(words)?;
        let overview = self.session.overview().map_err(words)?;
        let mut heads = std::collections::BTreeMap::new();
        for device in overview.journal_frontier.keys() {
            if let Some(head) = self.store.head(device).map_err(words)? {
                heads.insert(device.to_string(), (head.seq.get(), head.id.to_string()));
            }
        }
        let counts = |entry: &&baton_engine::RosterEntry| !entry.is_self && entry.status != DeviceStatus::Retired;
        Ok(Facts {
            id: overview.device_id.to_string(),
            state: overview.state_hash,
            heads,
            awaited: overview.awaited,
            unpublished: overview.unpublished,
            unacknowledged: overview.unacknowledged,
            peers: overview
                .roster
                .iter()
                .filter(counts)
                .map(|entry| entry.device_id.to_string())
                .collect(),
            problems: overview.problems.into_iter().map(|problem| problem.message).collect(),
        })
    }

    fn turns(&mut self) -> Result<Vec<String>, String> {
        let turns = self.store.transcript("c").map_err(words)?;
        Ok(turns.into_iter().map(|turn| turn.content).collect())
    }

    fn record(&mut self, record: &Record) -> Result<(), String> {
        match record {
            Record::Turn(text) => self.append(Surface::Conversation, json!({"conversation_id": "c", "content": text})),
            Record::Setting(n) => self.append(Surface::Declagent, json!({"id": "config", "n": n})),
            Record::Fact(n) => self.append(Surface::Knowledge, json!({"id": format!("fact-{}", n % 3), "n": n})),
            Record::Run(run, epoch, status) => self.append(
                Surface::Intent,
                json!({"id": format!("run-{run}"), "agent_id": "bot", "epoch": epoch, "status": status}),
            ),
        }
    }

    fn pump(&mut self) -> Result<String, String> {
        let report = self.session.pump().map_err(words)?;
        Ok(format!("pushed {}, folded {}", report.pushed, report.folded))
    }

    fn checkpoint(&mut self) -> Result<String, String> {
        let report = self.session.publish_checkpoint().map_err(words)?;
        Ok(report.name.unwrap_or(report.reason))
    }

    fn rebase(&mut self) -> Result<String, String> {
        let name = self.session.rebase().map_err(words)?;
        Ok(name.unwrap_or_else(|| "no checkpoint to use".to_owned()))
    }

    fn lease(&mut self, act: LeaseAct) -> Result<Option<Grant>, String> {
        let own = self.session.device().clone();
        if !self.session.has_voted() {
            self.session.pump().map_err(words)?;
        }
        let held = self.held.unwrap_or_default();
        let floor = self.store.fencing_epoch(AGENT).map_err(words)?;
        let leases = self.session.leases();
        let lease = match act {
            LeaseAct::Acquire(ttl) => leases.acquire(AGENT, &own, Millis(ttl), floor).map(Some),
            LeaseAct::Renew(ttl) => leases.renew(AGENT, &own, held, Millis(ttl)).map(Some),
            LeaseAct::Release => leases.release(AGENT, &own, held).map(|()| None),
            LeaseAct::TakeOver => match leases.current(AGENT).map_err(words)? {
                Some(lease) => leases.take_over(AGENT, lease.epoch).map(|_| None),
                None => Ok(None),
            },
            LeaseAct::Want(ttl) => leases.request(AGENT, &own, Millis(ttl)).map(|()| None),
            LeaseAct::Away(away) => leases.set_away(&own, away).map(|()| None),
        };
        let lease = match lease {
            Err(LeaseError::Backend(error)) => return Err(words(error)),
            refused_or_not => refused_or_not.ok().flatten(),
        };
        let grant = lease.map(|lease| {
            self.held = Some(lease.epoch);
            Grant {
                holder: lease.holder.to_string(),
                epoch: lease.epoch.get(),
            }
        });
        Ok(grant)
    }

    fn may_act(&mut self) -> Result<Option<u64>, String> {
        if !self.session.has_voted() {
            return Ok(None);
        }
        let own = self.session.device().clone();
        let lease = self.session.leases().current(AGENT).map_err(words)?;
        let Some(lease) = lease.filter(|lease| lease.holder == own) else {
            return Ok(None);
        };
        let may = self.session.leases().may_act(AGENT, &own, lease.epoch).map_err(words)?;
        Ok(may.then_some(lease.epoch.get()))
    }

    fn retire(&mut self, device: &str) -> Result<(), String> {
        self.session.retire(&DeviceId::from(device)).map_err(words)
    }
}
