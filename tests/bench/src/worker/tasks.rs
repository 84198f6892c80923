use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};

use super::task::{Kind, Outcome, Task};
use crate::{
    machine::process,
    systems::{Device, Place, System},
    turns::{Turn, common_word, conversation_of, rare_word, turns},
};

/// Rounds of both within which a lease must be granted.
const ROUNDS_FOR_A_LEASE: usize = 50;
/// How long another process may take to fold a turn.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(1);
/// Turns on a page.
const PAGE: usize = 200;

/// The devices of a worker, opened when first needed.
pub struct Bench {
    system: System,
    place: Place,
    devices: BTreeMap<String, Box<dyn Device>>,
}

fn timed<T>(samples: &mut Vec<f64>, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let answer = work()?;
    samples.push(start.elapsed().as_secs_f64());
    Ok(answer)
}

impl Bench {
    pub fn new(system: System, place: Place) -> Self {
        Self {
            system,
            place,
            devices: BTreeMap::new(),
        }
    }

    /// Does it, and measures.
    pub fn perform(&mut self, task: &Task) -> Result<Outcome> {
        self.open_for(task)?;
        let before = process::written();
        let mut samples = Vec::new();
        self.carry_out(task, &mut samples)?;
        Ok(Outcome {
            samples,
            written: process::written() - before,
            peak: process::peak(),
        })
    }

    fn carry_out(&mut self, task: &Task, samples: &mut Vec<f64>) -> Result<()> {
        match task {
            Task::Open(device) => self.open_and_ask(device, samples),
            Task::Join(device) => self.join(device, samples),
            Task::Append {
                device,
                from,
                turns,
                batch,
            } => self.append(device, *from..*from + *turns, *batch, samples),
            Task::Pump(devices) => timed(samples, || {
                devices.iter().try_for_each(|name| self.device(name)?.pump())
            }),
            Task::OneNewTurn(number) => self.one_new_turn(*number, samples),
            Task::Live { from, turns } => (*from..*from + *turns).try_for_each(|number| self.live(number, samples)),
            Task::Repeat { device, what, times } => (0..*times).try_for_each(|_| self.once(device, *what, samples)),
            Task::Acquire => timed(samples, || self.acquire()),
            Task::AwaitElsewhere(number) => self.await_elsewhere(*number, samples),
        }
    }

    /// Opening is a workload of its own, and no part of any other.
    fn open_for(&mut self, task: &Task) -> Result<()> {
        let both = || vec!["a".to_owned(), "b".to_owned()];
        let needed = match task {
            Task::Open(_) | Task::Join(_) => Vec::new(),
            Task::Append { device, .. } | Task::Repeat { device, .. } => vec![device.clone()],
            Task::Pump(devices) => devices.clone(),
            Task::OneNewTurn(_) | Task::Live { .. } | Task::Acquire | Task::AwaitElsewhere(_) => both(),
        };
        needed.iter().try_for_each(|name| self.device(name).map(drop))
    }

    fn device(&mut self, name: &str) -> Result<&mut dyn Device> {
        if !self.devices.contains_key(name) {
            let opened = self.system.open(&self.place.data(name), &self.place.relay());
            let opened = opened.with_context(|| format!("open {name}"))?;
            self.devices.insert(name.to_owned(), opened);
        }
        let device = self.devices.get_mut(name).context("a device just opened")?;
        Ok(device.as_mut())
    }

    fn open_and_ask(&mut self, name: &str, samples: &mut Vec<f64>) -> Result<()> {
        self.devices.remove(name);
        let said = timed(samples, || self.device(name)?.newest(&conversation_of(1), 1))?;
        ensure!(said.len() == 1, "no turn after opening");
        Ok(())
    }

    fn join(&mut self, name: &str, samples: &mut Vec<f64>) -> Result<()> {
        let said = timed(samples, || {
            let device = self.device(name)?;
            device.join()?;
            device.newest(&conversation_of(1), 1)
        })?;
        ensure!(said.len() == 1, "no turn after joining");
        Ok(())
    }

    fn append(&mut self, name: &str, numbers: std::ops::Range<u64>, batch: u64, samples: &mut Vec<f64>) -> Result<()> {
        let mut from = numbers.start;
        while from < numbers.end {
            let batch = turns(from, batch.min(numbers.end - from));
            let device = self.device(name)?;
            timed(samples, || device.append(&batch))?;
            from += batch.len() as u64;
        }
        Ok(())
    }

    fn one_new_turn(&mut self, number: u64, samples: &mut Vec<f64>) -> Result<()> {
        let turn = Turn::new(number);
        let a = self.device("a")?;
        timed(samples, || a.append(std::slice::from_ref(&turn)))?;
        timed(samples, || a.pump())?;
        let b = self.device("b")?;
        timed(samples, || b.pump())?;
        let said = timed(samples, || b.newest(&turn.conversation, 1))?;
        ensure!(said == [turn.content], "turn {number} did not arrive");
        Ok(())
    }

    fn live(&mut self, number: u64, samples: &mut Vec<f64>) -> Result<()> {
        let turn = Turn::new(number);
        let author = if number.is_multiple_of(2) { "a" } else { "b" };
        timed(samples, || {
            self.device(author)?.append(std::slice::from_ref(&turn))?;
            self.device("a")?.pump()?;
            self.device("b")?.pump()
        })
    }

    fn once(&mut self, name: &str, what: Kind, samples: &mut Vec<f64>) -> Result<()> {
        let device = self.device(name)?;
        let conversation = conversation_of(1);
        timed(samples, || match what {
            Kind::IdlePump => device.pump(),
            Kind::Page => non_empty(device.newest(&conversation, PAGE)?.len()),
            Kind::Transcript => non_empty(device.transcript(&conversation)?),
            Kind::SearchRare => device.search(&rare_word()).map(drop),
            Kind::SearchCommon => non_empty(device.search(&common_word())?),
            Kind::Status => device.status(),
            Kind::Fence => device.fence(),
            Kind::Index => device.index(),
            Kind::Checkpoint => device.checkpoint(),
            Kind::Rebase => device.rebase(),
        })
    }

    fn acquire(&mut self) -> Result<()> {
        for _ in 0..ROUNDS_FOR_A_LEASE {
            if self.device("a")?.acquire()? {
                return Ok(());
            }
            self.device("a")?.pump()?;
            self.device("b")?.pump()?;
        }
        anyhow::bail!("no lease after {ROUNDS_FOR_A_LEASE} rounds")
    }

    fn await_elsewhere(&mut self, number: u64, samples: &mut Vec<f64>) -> Result<()> {
        let turn = Turn::new(number);
        let a = self.device("a")?;
        a.append(std::slice::from_ref(&turn))?;
        a.pump()?;
        let b = self.device("b")?;
        timed(samples, || {
            let start = Instant::now();
            while b.newest(&turn.conversation, 1)? != [turn.content.as_str()] {
                ensure!(start.elapsed() < PATIENCE, "turn {number} was not taken over");
                thread::sleep(GLANCE);
            }
            Ok(())
        })
    }
}

/// A question that must have an answer had none: then its time means nothing.
fn non_empty(found: usize) -> Result<()> {
    ensure!(found > 0, "nothing was found");
    Ok(())
}
