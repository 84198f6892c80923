//! What a person or an agent asks of turns that are held.

use anyhow::Result;

use super::{
    Contender,
    history::{both, repeat},
    lives::aside,
    plan::Plan,
};
use crate::{
    machine::files,
    measure::Measure,
    worker::{Ask, Kind, Task},
};

const QUESTIONS: [(Measure, Kind, usize); 6] = [
    (Measure::Page, Kind::Page, 40),
    (Measure::Status, Kind::Status, 40),
    (Measure::SearchRare, Kind::SearchRare, 20),
    (Measure::SearchCommon, Kind::SearchCommon, 20),
    (Measure::Fence, Kind::Fence, 100),
    (Measure::Transcript, Kind::Transcript, 10),
];

impl Plan {
    /// Questions to a device that is open, whose turns are searchable.
    pub fn reads(&mut self, contenders: &mut [Contender]) -> Result<()> {
        for contender in &mut *contenders {
            self.ask(contender, Measure::Page, &Task::Pump([both(), both()].concat()))?;
            self.index(contender)?;
            self.ask(contender, Measure::Fence, &Task::Acquire)?;
        }
        for (measure, kind, samples) in QUESTIONS {
            let effort = self.effort(samples, 5);
            self.by_turns(contenders, effort, |plan, contender, _| {
                let lacks = plan.figures.get(measure, contender.system, contender.turns);
                if lacks.is_some_and(|cell| cell.lacking.is_some()) {
                    return Ok(());
                }
                plan.sample(contender, measure, &repeat("a", kind)).map(drop)
            })?;
        }
        Ok(())
    }

    /// Makes all turns searchable, which recording left for idle moments.
    fn index(&mut self, contender: &mut Contender) -> Result<()> {
        let outcome = self.ask(contender, Measure::IndexTurn, &repeat("a", Kind::Index))?;
        if let Some(outcome) = outcome {
            let each = outcome.samples.iter().sum::<f64>() / contender.next as f64;
            self.figures.add(contender.key(Measure::IndexTurn), &[each]);
        }
        Ok(())
    }

    /// Opening in a fresh process, until the first answer.
    pub fn opens(&mut self, contenders: &mut [Contender]) -> Result<()> {
        let effort = self.effort(9, 10);
        self.by_turns(contenders, effort, |plan, contender, _| {
            contender.close();
            plan.sample(contender, Measure::Open, &Task::Open("b".to_owned()))
                .map(drop)
        })
    }

    /// Peak memory: of a device that takes everything over, and of one that opens, reads a page and pumps.
    pub fn memory(&mut self, contenders: &mut [Contender]) -> Result<()> {
        for contender in contenders.iter_mut().filter(|contender| !contender.is_out()) {
            contender.close();
            self.note_peak(contender, Measure::OpenPeak, &Task::Open("b".to_owned()))?;
            self.note_peak(contender, Measure::OpenPeak, &repeat("b", Kind::Page))?;
            self.note_peak(contender, Measure::OpenPeak, &Task::Pump(vec!["b".to_owned()]))?;
            contender.close();
            let aside = aside(contender, "memory")?;
            let answer = contender.ask_afresh(&aside, &Task::Pump(vec!["m".to_owned()]))?;
            if let Ask::Done(outcome) = answer {
                self.figures
                    .add(contender.key(Measure::FirstSyncPeak), &[outcome.peak as f64]);
            }
            files::remove(&aside.0)?;
        }
        Ok(())
    }

    /// The worker's peak so far; the last one counts.
    fn note_peak(&mut self, contender: &mut Contender, measure: Measure, task: &Task) -> Result<()> {
        if let Some(outcome) = self.ask(contender, measure, task)? {
            self.figures.replace(contender.key(measure), outcome.peak as f64);
        }
        Ok(())
    }
}
