//! The run: every size in turn, at each size every workload, in each workload the systems by turns.

mod contender;
mod history;
mod lives;
mod new_turn;
mod plan;
mod readers;
mod upload;
mod watching;

use std::{io::Write as _, process::ExitCode, time::Instant};

use anyhow::Result;

use crate::{
    args::RunArguments,
    machine::{Machine, files, limits::Limit},
    measure::Workload,
    report,
};
use contender::Contender;
use plan::Plan;

/// Measures what was asked for, and reports it. Fails if Baton did.
pub fn run(arguments: &RunArguments) -> Result<ExitCode> {
    let machine = Machine::here();
    let start = Instant::now();
    let mut plan = Plan::new(arguments)?;
    files::remove(&plan.worlds.0)?;
    let outcome = plan
        .arguments
        .sizes()
        .into_iter()
        .try_for_each(|turns| plan.size(turns));
    files::remove(&plan.worlds.0)?;
    outcome?;
    say(&format!("\nThe run took {} s.\n", start.elapsed().as_secs()));
    report::all(arguments, &machine, &plan.figures)
}

impl Plan {
    /// Everything at one size.
    fn size(&mut self, turns: u64) -> Result<()> {
        say(&format!("\n{turns} turns"));
        self.step("limits of the machine", |plan| plan.limits(turns))?;
        let mut contenders = self.contenders(turns)?;
        self.step("recording", |plan| plan.fill(&mut contenders))?;
        self.step("first sync", |plan| plan.first_sync(&mut contenders))?;
        self.step("folder", |plan| plan.folders(&mut contenders))?;
        self.when(Workload::NewTurn, "one new turn", |plan| {
            plan.new_turns(&mut contenders)
        })?;
        self.when(Workload::Idle, "idle pump", |plan| plan.idle(&mut contenders))?;
        self.when(Workload::Append, "appending one by one", |plan| {
            plan.append_singly(&mut contenders)
        })?;
        self.when(Workload::Read, "reading", |plan| plan.reads(&mut contenders))?;
        self.when(Workload::Open, "opening", |plan| plan.opens(&mut contenders))?;
        self.when(Workload::Memory, "memory", |plan| plan.memory(&mut contenders))?;
        self.when(Workload::Watch, "baton watch", |plan| plan.watch(&mut contenders))?;
        self.when(Workload::Checkpoint, "checkpoints", |plan| {
            plan.checkpoints(&mut contenders)
        })?;
        self.when(Workload::Live, "live session", |plan| plan.live(&mut contenders))?;
        self.when(Workload::Upload, "uploads", |plan| plan.uploads(&contenders))?;
        self.step("limits of the machine", |plan| plan.limits(turns))?;
        self.retire(&contenders);
        contenders.clear();
        files::remove(&self.worlds.0).map_err(Into::into)
    }

    fn when(&mut self, workload: Workload, name: &str, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        if self.arguments.wants(workload) {
            self.step(name, work)
        } else {
            Ok(())
        }
    }

    fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let start = Instant::now();
        work(self)?;
        say(&format!("  {name}: {:.1} s", start.elapsed().as_secs_f64()));
        Ok(())
    }

    /// Measured at the beginning and the end of every size, since a machine has moods.
    fn limits(&mut self, turns: u64) -> Result<()> {
        for limit in Limit::ALL {
            let samples = limit.measure(&self.worlds.0)?;
            self.figures.add_limit((limit, turns), &samples);
        }
        Ok(())
    }
}

/// Tells the person who waits.
pub fn say(line: &str) {
    // Whoever stopped listening does not need it.
    let _ = writeln!(std::io::stderr(), "{line}");
}
