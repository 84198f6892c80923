//! One new turn, beside what the machine and a Baton with few turns need in the same moments.

use anyhow::Result;

use super::{
    Contender,
    history::{first_sync, record},
    plan::Plan,
};
use crate::{
    machine::{files, limits::Limit, small_files::SmallFiles},
    measure::{FEW, Measure},
    systems::System,
    worker::{Ask, Outcome, Task},
};

fn hear() -> Task {
    Task::Pump(vec!["a".to_owned()])
}

impl Plan {
    /// One more turn, until it is readable there, and until its author knows. After Baton, the machine has its turn, and then
    /// Baton with few turns held, so that all meet the same moods of the machine.
    pub fn new_turns(&mut self, contenders: &mut [Contender]) -> Result<()> {
        let effort = self.effort(60, 20);
        let mut small = SmallFiles::within(&self.worlds.within("small").0)?;
        let mut baseline = self.baseline(contenders)?;
        self.by_turns(contenders, effort, |plan, contender, _| {
            plan.one_new_turn(contender)?;
            if contender.system.is_ours() {
                files::settle();
                let key = (Limit::SmallFileInTurn, contender.turns);
                plan.figures.add_limit(key, &[small.sample()?]);
                baseline
                    .as_mut()
                    .map_or(Ok(()), |baseline| plan.turn_of(baseline, contender.turns))?;
            }
            Ok(())
        })
    }

    /// Baton with few turns held; none where the others have no more.
    fn baseline(&self, contenders: &[Contender]) -> Result<Option<Contender>> {
        let is_large = |contender: &Contender| contender.system.is_ours() && contender.turns > FEW;
        if !contenders.iter().any(is_large) {
            return Ok(None);
        }
        let mut baseline = Contender::new(System::Baton, FEW, &self.worlds.within("baseline"))?;
        baseline.next = FEW;
        baseline.ask(&record(0, FEW))?;
        baseline.ask(&first_sync())?;
        Ok(Some(baseline))
    }

    fn turn_of(&mut self, baseline: &mut Contender, turns: u64) -> Result<()> {
        files::settle();
        let task = Task::OneNewTurn(baseline.next_turn());
        if let Ask::Done(there) = baseline.ask(&task)? {
            let key = (Measure::NewTurnBaseline, System::Baton, turns);
            self.figures.add(key, &[there.samples.iter().sum()]);
        }
        baseline.ask(&hear()).map(drop)
    }

    fn one_new_turn(&mut self, contender: &mut Contender) -> Result<()> {
        let task = Task::OneNewTurn(contender.next_turn());
        let Some(there) = self.ask(contender, Measure::NewTurn, &task)? else {
            return Ok(());
        };
        self.note_new_turn(contender, &there);
        if let Some(back) = self.ask(contender, Measure::NewTurnAcknowledged, &hear())? {
            let known: f64 = there.samples.iter().chain(&back.samples).sum();
            self.figures.add(contender.key(Measure::NewTurnAcknowledged), &[known]);
        }
        Ok(())
    }

    fn note_new_turn(&mut self, contender: &Contender, outcome: &Outcome) {
        let parts = [
            Measure::NewTurnAppend,
            Measure::NewTurnSend,
            Measure::NewTurnFold,
            Measure::NewTurnRead,
        ];
        for (part, seconds) in parts.into_iter().zip(&outcome.samples) {
            self.figures.add(contender.key(part), &[*seconds]);
        }
        self.figures
            .add(contender.key(Measure::NewTurn), &[outcome.samples.iter().sum()]);
        self.figures
            .add(contender.key(Measure::NewTurnWritten), &[outcome.written as f64]);
    }
}
