use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{
    Agent, Ballot, Leaving, Outside, Word,
    acquire::{self, Asked},
    answers::seen,
    chronicle, mail,
    saved::{self, Saved},
    standing,
};
use crate::{
    lease::{AgentLeases, Exchange, Grade, Lease, LeaseCoordinator, LeaseError, SteadyClock, VoterStanding, Voters},
    op::{DeviceId, Epoch, Millis, WallClock},
    sqlite,
};

/// Leases by vote over the relay. Its state lies in the device's own store, shared by all its processes; what it says
/// travels in the device's tips.
pub struct VotedLeaseCoordinator {
    pub(super) conn: Connection,
    pub(super) wall: WallClock,
    steady: SteadyClock,
    words: Words,
}

/// Draws words at random. Passed in, so that tests own chance.
pub type Words = Arc<dyn Fn() -> Word + Send + Sync>;

/// The machine's own.
pub fn random_words() -> Words {
    Arc::new(|| Word(uuid::Uuid::new_v4().as_u64_pair().0 >> 12))
}

pub(super) fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> LeaseError {
    LeaseError::Backend(error.into())
}

impl VotedLeaseCoordinator {
    /// Opens the votes in the store file at `path`, which exists.
    pub fn open(path: &Path, wall: WallClock, steady: SteadyClock, words: Words) -> Result<Self, LeaseError> {
        let conn = sqlite::open(path).map_err(failed)?;
        saved::prepare(&conn).map_err(failed)?;
        Ok(Self {
            conn,
            wall,
            steady,
            words,
        })
    }

    /// Changes the ballot, of one agent or all of them, in one durable transaction, and keeps the history of what ended.
    fn change<T>(
        &mut self,
        device: &DeviceId,
        agent: Option<&str>,
        rule: impl FnOnce(&mut Ballot, &mut Outside<'_>) -> T,
    ) -> Result<T, LeaseError> {
        let (wall_now, time, words) = ((self.wall)(), (self.steady)(), self.words.clone());
        let tx = Transaction::new(&mut self.conn, TransactionBehavior::Immediate).map_err(failed)?;
        let before = saved::load(&tx, device, agent, &time)?;
        let mut ballot = before.ballot.clone();
        let mut outside = Outside {
            now: time.ms,
            draw: &mut || words(),
            may_found: false,
            busy: &BTreeSet::new(),
        };
        let answer = rule(&mut ballot, &mut outside);
        saved::save(&tx, &before, &ballot, &time)?;
        chronicle::keep(&tx, &before.ballot, &ballot, wall_now).map_err(failed)?;
        tx.commit().map_err(failed)?;
        Ok(answer)
    }

    /// The ballot for looking, with one agent or all of them.
    fn look(&mut self, device: &DeviceId, agent: Option<&str>) -> Result<(Ballot, u64), LeaseError> {
        let time = (self.steady)();
        let Saved { ballot, .. } = saved::load(&self.conn, device, agent, &time)?;
        Ok((ballot, time.ms))
    }
}

impl LeaseCoordinator for VotedLeaseCoordinator {
    fn acquire(&mut self, agent_id: &str, device: &DeviceId, ttl: Millis, floor: Epoch) -> Result<Lease, LeaseError> {
        let (asked, ballot, now) = self.change(device, Some(agent_id), |ballot, outside| {
            let asked = acquire::ask(ballot, outside, agent_id, ttl, floor);
            (asked, ballot.clone(), outside.now)
        })?;
        let agent = agent_id.to_owned();
        match asked {
            Asked::Viewer => Err(LeaseError::Viewer { agent_id: agent }),
            Asked::Held(standing) => Err(self.held(agent_id, standing, now)),
            Asked::Exhausted(epoch) => Err(LeaseError::Exhausted { agent_id: agent, epoch }),
            Asked::Waits => self.granted(agent_id, &ballot, now),
        }
    }

    fn renew(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch, ttl: Millis) -> Result<Lease, LeaseError> {
        let (renewed, ballot, now) = self.change(device, Some(agent_id), |ballot, outside| {
            let renewed = ballot.renew(agent_id, epoch, ttl, outside.now);
            (renewed, ballot.clone(), outside.now)
        })?;
        let agent = ballot.agents.get(agent_id);
        let own = standing::own(&ballot, agent_id, now).filter(|_| renewed);
        match own {
            None => Err(LeaseError::Lost {
                agent_id: agent_id.to_owned(),
                claimed_epoch: epoch,
                current_epoch: seen(agent),
            }),
            Some(own) if agent.is_some_and(Agent::holds) => Ok(self.lease(agent_id, own, now)),
            Some(_) => self.granted(agent_id, &ballot, now),
        }
    }

    fn release(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch) -> Result<(), LeaseError> {
        let (released, current) = self.change(device, Some(agent_id), |ballot, _| {
            (ballot.release(agent_id, epoch), seen(ballot.agents.get(agent_id)))
        })?;
        let lost = || LeaseError::Lost {
            agent_id: agent_id.to_owned(),
            claimed_epoch: epoch,
            current_epoch: current,
        };
        released.then_some(()).ok_or_else(lost)
    }

    fn current(&mut self, agent_id: &str) -> Result<Option<Lease>, LeaseError> {
        let Some(device) = saved::device(&self.conn).map_err(failed)? else {
            return Ok(None);
        };
        let (ballot, now) = self.look(&device, Some(agent_id))?;
        self.shown(&ballot, agent_id, now)
    }

    fn take_over(&mut self, agent_id: &str, observed_epoch: Epoch) -> Result<Epoch, LeaseError> {
        let device = saved::device(&self.conn).map_err(failed)?;
        let not_held = || LeaseError::NotHeld {
            agent_id: agent_id.to_owned(),
        };
        let device = device.ok_or_else(not_held)?;
        let (shown, current) = self.change(&device, Some(agent_id), |ballot, outside| {
            let shown = standing::shown(ballot, agent_id, outside.now).map(|shown| shown.epoch());
            if shown == Some(observed_epoch) {
                ballot.take_over(agent_id, observed_epoch);
            }
            (shown, seen(ballot.agents.get(agent_id)))
        })?;
        let moved_on = |current_epoch| LeaseError::MovedOn {
            agent_id: agent_id.to_owned(),
            observed_epoch,
            current_epoch,
        };
        match shown {
            Some(epoch) if epoch == observed_epoch => observed_epoch.next().ok_or(LeaseError::Exhausted {
                agent_id: agent_id.to_owned(),
                epoch: observed_epoch,
            }),
            Some(epoch) => Err(moved_on(epoch)),
            None if current == observed_epoch => Err(not_held()),
            None => Err(moved_on(current)),
        }
    }

    fn last_epoch(&mut self, agent_id: &str) -> Result<Epoch, LeaseError> {
        let agent = saved::agent(&self.conn, agent_id)?;
        Ok(seen(agent.as_ref()))
    }

    fn agents(&mut self) -> Result<Vec<String>, LeaseError> {
        saved::agent_ids(&self.conn).map_err(failed)
    }

    fn may_act(&mut self, agent_id: &str, device: &DeviceId, epoch: Epoch) -> Result<bool, LeaseError> {
        let time = (self.steady)();
        let own = saved::own_agent(&self.conn, device, agent_id, &time)?;
        Ok(own.is_some_and(|agent| agent.is_granted(epoch, time.ms)))
    }

    fn survey(&mut self, device: &DeviceId) -> Result<BTreeMap<String, AgentLeases>, LeaseError> {
        let (ballot, now) = self.look(device, None)?;
        let ids = ballot.agents.keys();
        ids.map(|id| Ok((id.clone(), self.known(&ballot, id, now)?))).collect()
    }

    fn request(&mut self, agent_id: &str, device: &DeviceId, ttl: Millis) -> Result<(), LeaseError> {
        let is_viewer = self.change(device, Some(agent_id), |ballot, outside| {
            let is_viewer = ballot.leaving == Some(Leaving::Viewer);
            if !is_viewer {
                ballot.want(agent_id, ttl, outside);
            }
            is_viewer
        })?;
        let agent_id = agent_id.to_owned();
        if is_viewer {
            Err(LeaseError::Viewer { agent_id })
        } else {
            Ok(())
        }
    }

    fn voters(&mut self, device: &DeviceId) -> Result<Option<Voters>, LeaseError> {
        let (ballot, _) = self.look(device, Some(""))?;
        let standing = match ballot.leaving {
            Some(Leaving::Viewer) => VoterStanding::Viewer,
            Some(Leaving::Away) => VoterStanding::Away,
            None if ballot.is_voter() => VoterStanding::Voter,
            None => VoterStanding::Joining,
        };
        Ok(Some(Voters {
            number: ballot.view.number,
            waiting_for: standing::entry_waits_for(&ballot),
            members: ballot.view.members.into_iter().collect(),
            standing,
        }))
    }

    fn set_executor(&mut self, device: &DeviceId, executor: bool) -> Result<(), LeaseError> {
        self.change(device, None, |ballot, outside| match (executor, ballot.leaving) {
            (false, Some(Leaving::Viewer)) => {}
            (false, _) => ballot.leave_vote(Leaving::Viewer, outside.now),
            (true, Some(Leaving::Viewer)) => ballot.enter_vote(),
            (true, _) => {}
        })
    }

    fn set_away(&mut self, device: &DeviceId, away: bool) -> Result<(), LeaseError> {
        self.change(device, None, |ballot, outside| match (away, ballot.leaving) {
            // Who runs something is not away, whichever process said so.
            (true, None) if ballot.is_used(outside.now) => {}
            (true, None) => ballot.leave_vote(Leaving::Away, outside.now),
            (false, Some(Leaving::Away)) => ballot.enter_vote(),
            _ => {}
        })
    }

    fn go_on_without(&mut self, device: &DeviceId, gone: &DeviceId) -> Result<(), LeaseError> {
        self.change(device, None, |ballot, outside| ballot.go_on_without(gone, outside.draw))
    }

    fn exchange(&mut self, round: &Exchange) -> Result<Option<serde_json::Value>, LeaseError> {
        let (wall_now, time, words) = ((self.wall)(), (self.steady)(), self.words.clone());
        if let Some(said) = mail::nothing_new(&self.conn, round, &time)? {
            return Ok(Some(said));
        }
        let tx = Transaction::new(&mut self.conn, TransactionBehavior::Immediate).map_err(failed)?;
        let before = saved::load(&tx, &round.device, None, &time)?;
        let mut ballot = before.ballot.clone();
        for opened in mail::open(&tx, round)? {
            ballot.hear(opened.0, opened.1, time.ms);
        }
        ballot.settle(&mut Outside {
            now: time.ms,
            draw: &mut || words(),
            may_found: round.may_found && before.ballot.view.number == 0 && mail::nobody_votes(&round.mail),
            busy: &round.busy,
        });
        saved::save(&tx, &before, &ballot, &time)?;
        let said = mail::say(&tx, &ballot, time.ms)?;
        chronicle::keep(&tx, &before.ballot, &ballot, wall_now).map_err(failed)?;
        tx.commit().map_err(failed)?;
        Ok(Some(said))
    }

    fn next_round_ms(&mut self, device: &DeviceId) -> Result<Option<u64>, LeaseError> {
        if !saved::is_awake(&self.conn).map_err(failed)? {
            return Ok(None);
        }
        let (ballot, now) = self.look(device, None)?;
        Ok(ballot.wakes_at(now).map(|at| at.saturating_sub(now)))
    }

    fn grade(&self) -> Grade {
        Grade::Voted
    }
}
