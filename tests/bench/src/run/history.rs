//! How the turns come to be held: recorded on one device, taken over by the other. Then none more, and some one by one.

use anyhow::Result;

use super::{Contender, plan::Plan};
use crate::{
    machine::files,
    measure::{Measure, Workload},
    turns::BATCH,
    worker::{Kind, Outcome, Task},
};

/// A fill is cut into so many pieces, so that the systems take turns.
const PIECES: u64 = 10;

/// Turns recorded one by one without a change of system.
const SINGLES: u64 = 20;

pub fn both() -> Vec<String> {
    vec!["a".to_owned(), "b".to_owned()]
}

pub fn record(from: u64, to: u64) -> Task {
    Task::Append {
        device: "a".to_owned(),
        from,
        turns: to - from,
        batch: BATCH,
    }
}

pub fn first_sync() -> Task {
    Task::Pump(vec!["a".to_owned(), "b".to_owned(), "a".to_owned()])
}

impl Plan {
    /// Records the turns on one device, and keeps a copy if the first sync is to be repeated.
    pub fn fill(&mut self, contenders: &mut [Contender]) -> Result<()> {
        for piece in 0..PIECES {
            for contender in &mut *contenders {
                let (from, to) = (contender.turns * piece / PIECES, contender.turns * (piece + 1) / PIECES);
                let task = record(from, to);
                contender.next = to;
                files::settle();
                if let Some(outcome) = self.ask(contender, Measure::AppendBatch, &task)? {
                    self.note_batches(contender, to - from, &outcome);
                }
            }
        }
        for contender in contenders.iter_mut().filter(|contender| !contender.is_out()) {
            contender.close();
            if self.syncs(contender.turns) > 1 {
                files::copy(&contender.place.data("a"), &contender.place.data("filled"))?;
            }
        }
        Ok(())
    }

    fn note_batches(&mut self, contender: &Contender, turns: u64, outcome: &Outcome) {
        if self.arguments.wants(Workload::Append) {
            let whole = turns.min(BATCH) as f64;
            let rates: Vec<_> = outcome.samples.iter().map(|seconds| whole / seconds).collect();
            self.figures.add(contender.key(Measure::AppendBatch), &rates);
        }
    }

    /// How often the first sync is repeated.
    fn syncs(&self, turns: u64) -> usize {
        if !self.arguments.wants(Workload::FirstSync) || turns > 100_000 {
            1
        } else if turns > 10_000 {
            5
        } else {
            self.effort(5, 60).samples
        }
    }

    /// Everything recorded goes to the other device, which had nothing.
    pub fn first_sync(&mut self, contenders: &mut [Contender]) -> Result<()> {
        let turns = contenders.first().map_or(0, |contender| contender.turns);
        for k in 0..self.syncs(turns) {
            for contender in contenders.iter_mut().filter(|contender| !contender.is_out()) {
                if k > 0 {
                    start_over(contender)?;
                }
                files::settle();
                self.sample(contender, Measure::FirstSync, &first_sync())?;
            }
        }
        for contender in contenders {
            files::remove(&contender.place.data("filled"))?;
        }
        Ok(())
    }

    /// What lies in the folder then.
    pub fn folders(&mut self, contenders: &mut [Contender]) -> Result<()> {
        for contender in contenders.iter_mut().filter(|contender| !contender.is_out()) {
            let content = files::content(&contender.place.relay())?;
            self.figures
                .add(contender.key(Measure::FolderBytes), &[content.bytes as f64]);
            self.figures
                .add(contender.key(Measure::FolderFiles), &[content.files as f64]);
        }
        Ok(())
    }

    /// Rounds that find nothing new.
    pub fn idle(&mut self, contenders: &mut [Contender]) -> Result<()> {
        // Whatever is still to be said is said before.
        for contender in &mut *contenders {
            let settle = Task::Pump([both(), both()].concat());
            self.ask(contender, Measure::IdlePump, &settle)?;
        }
        let effort = self.effort(40, 10);
        self.by_turns(contenders, effort, |plan, contender, _| {
            let task = repeat("a", Kind::IdlePump);
            if let Some(outcome) = plan.sample(contender, Measure::IdlePump, &task)? {
                plan.figures
                    .add(contender.key(Measure::IdlePumpWritten), &[outcome.written as f64]);
            }
            Ok(())
        })
    }

    /// Turns recorded one by one.
    pub fn append_singly(&mut self, contenders: &mut [Contender]) -> Result<()> {
        let effort = self.effort(15, 10);
        self.by_turns(contenders, effort, |plan, contender, _| {
            let task = Task::Append {
                device: "a".to_owned(),
                from: contender.next,
                turns: SINGLES,
                batch: 1,
            };
            contender.next += SINGLES;
            plan.sample(contender, Measure::AppendOne, &task).map(drop)
        })
    }
}

pub fn repeat(device: &str, what: Kind) -> Task {
    Task::Repeat {
        device: device.to_owned(),
        what,
        times: 1,
    }
}

/// Back to where everything is recorded and nothing sent.
fn start_over(contender: &mut Contender) -> Result<()> {
    contender.close();
    let place = &contender.place;
    files::remove(&place.relay())?;
    files::remove(&place.data("b"))?;
    Ok(files::copy(&place.data("filled"), &place.data("a"))?)
}
