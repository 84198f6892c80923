use std::time::{Duration, Instant};

use anyhow::Result;

use super::{Contender, say};
use crate::{
    args::RunArguments,
    figures::Figures,
    machine::files,
    measure::Measure,
    systems::{Place, System},
    worker::{Ask, Outcome, Task},
};

/// What a rival may take at one size, all in all.
pub const RIVAL_LIMIT: Duration = Duration::from_secs(120);

/// A run: what was asked for, what is known so far.
pub struct Plan {
    pub arguments: RunArguments,
    pub figures: Figures,
    /// Where the systems work.
    pub worlds: Place,
    /// Systems that were too slow at a smaller size.
    beaten: Vec<System>,
}

/// How often something is repeated.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// At most so often,
    pub samples: usize,
    /// and no more once this time has passed, for each system.
    pub time: Duration,
}

impl Effort {
    pub const fn new(samples: usize, seconds: u64) -> Self {
        Self {
            samples,
            time: Duration::from_secs(seconds),
        }
    }
}

impl Plan {
    pub fn new(arguments: &RunArguments) -> Result<Self> {
        Ok(Self {
            arguments: arguments.clone(),
            figures: Figures::default(),
            worlds: arguments.dir()?.within("worlds"),
            beaten: Vec::new(),
        })
    }

    /// Everybody who takes part at this size.
    pub fn contenders(&mut self, turns: u64) -> Result<Vec<Contender>> {
        let mut taking_part = self.arguments.systems();
        taking_part.retain(|system| !self.beaten.contains(system));
        for system in &self.beaten {
            self.figures.lack((Measure::FirstSync, *system, turns), TOO_SLOW);
        }
        let contender = |system| Contender::new(system, turns, &self.worlds);
        taking_part.into_iter().map(contender).collect()
    }

    /// Remembers who was too slow.
    pub fn retire(&mut self, contenders: &[Contender]) {
        let slow = contenders.iter().filter(|contender| contender.is_out());
        self.beaten.extend(slow.map(|contender| contender.system));
    }

    /// Fewer samples in a quick run.
    pub const fn effort(&self, samples: usize, seconds: u64) -> Effort {
        if self.arguments.quick {
            Effort::new(samples.div_ceil(3), seconds.div_ceil(8))
        } else {
            Effort::new(samples, seconds)
        }
    }

    /// Turns that are sent one by one are no more than these: what each costs grows with the logarithm at most, or it shows
    /// by then.
    pub const fn longest_life(&self) -> u64 {
        if self.arguments.quick { 1_000 } else { 10_000 }
    }

    /// Does something with each contender by turns, again and again. None has to wait for what another left to be written.
    pub fn by_turns(
        &mut self,
        contenders: &mut [Contender],
        effort: Effort,
        mut work: impl FnMut(&mut Self, &mut Contender, usize) -> Result<()>,
    ) -> Result<()> {
        let mut spent = vec![Duration::ZERO; contenders.len()];
        for sample in 0..effort.samples {
            for (contender, spent) in contenders.iter_mut().zip(&mut spent) {
                if contender.is_out() || *spent > effort.time {
                    continue;
                }
                files::settle();
                let start = Instant::now();
                work(self, contender, sample)?;
                *spent += start.elapsed();
            }
        }
        Ok(())
    }

    /// Has a contender do something; none if it does not do that, or no more.
    pub fn ask(&mut self, contender: &mut Contender, measure: Measure, task: &Task) -> Result<Option<Outcome>> {
        if contender.is_out() {
            return Ok(None);
        }
        let reason = match contender.ask(task)? {
            Ask::Done(outcome) => return Ok(Some(outcome)),
            Ask::Lacking(reason) => reason,
            Ask::TooLong => TOO_SLOW.to_owned(),
        };
        let key = contender.key(measure);
        if self
            .figures
            .get(key.0, key.1, key.2)
            .is_none_or(|cell| cell.lacking.is_none())
        {
            say(&format!("    {}: {}: {reason}", contender.system, measure.title()));
        }
        self.figures.lack(key, &reason);
        Ok(None)
    }

    /// The same, and its samples count for the measure.
    pub fn sample(&mut self, contender: &mut Contender, measure: Measure, task: &Task) -> Result<Option<Outcome>> {
        let outcome = self.ask(contender, measure, task)?;
        if let Some(outcome) = &outcome {
            self.figures.add(contender.key(measure), &outcome.samples);
        }
        Ok(outcome)
    }
}

/// Why a system is left out from a size on.
const TOO_SLOW: &str = "needs more than two minutes at this size";
