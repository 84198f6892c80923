use std::{
    fs,
    time::{Duration, Instant},
};

use anyhow::Result;

use super::plan::RIVAL_LIMIT;
use crate::{
    measure::Measure,
    systems::{Place, System},
    worker::{Ask, Task, Worker},
};

/// What our own system may take for one task: nothing takes that long but a mistake.
const OUR_LIMIT: Duration = Duration::from_secs(900);

/// A system at one size.
pub struct Contender {
    pub system: System,
    pub turns: u64,
    /// Where its devices are.
    pub place: Place,
    /// The number of the next turn.
    pub next: u64,
    worker: Option<Worker>,
    spent: Duration,
    out: bool,
}

impl Contender {
    pub fn new(system: System, turns: u64, worlds: &Place) -> Result<Self> {
        let place = worlds.within(&format!("{system}-{turns}"));
        fs::create_dir_all(&place.0)?;
        Ok(Self {
            system,
            turns,
            place,
            next: 0,
            worker: None,
            spent: Duration::ZERO,
            out: false,
        })
    }

    /// Where its figures of a measure belong.
    pub fn key(&self, measure: Measure) -> (Measure, System, u64) {
        (measure, self.system, self.turns)
    }

    /// Did it take too long?
    pub fn is_out(&self) -> bool {
        self.out
    }

    /// The number of one more turn.
    pub fn next_turn(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    /// Has its worker do something.
    pub fn ask(&mut self, task: &Task) -> Result<Ask> {
        let place = self.place.clone();
        let worker = self
            .worker
            .take()
            .map_or_else(|| Worker::start(self.system, &place), Ok)?;
        self.ask_of(worker, task).map(|(answer, worker)| {
            self.worker = worker;
            answer
        })
    }

    /// Has a fresh worker at another place do something.
    pub fn ask_afresh(&mut self, place: &Place, task: &Task) -> Result<Ask> {
        let worker = Worker::start(self.system, place)?;
        self.ask_of(worker, task).map(|(answer, _)| answer)
    }

    fn ask_of(&mut self, mut worker: Worker, task: &Task) -> Result<(Ask, Option<Worker>)> {
        let start = Instant::now();
        let answer = worker.ask(task, self.limit())?;
        self.spent += start.elapsed();
        if matches!(answer, Ask::TooLong) || self.limit().is_zero() {
            self.out = true;
            return Ok((answer, None));
        }
        Ok((answer, Some(worker)))
    }

    /// Closes its devices; they are opened again when needed.
    pub fn close(&mut self) {
        self.worker = None;
    }

    fn limit(&self) -> Duration {
        if self.system.is_ours() {
            OUR_LIMIT
        } else {
            RIVAL_LIMIT.saturating_sub(self.spent)
        }
    }
}
