//! What happens over a life: checkpoints, devices that join, two devices that take turns.

use anyhow::Result;

use super::{
    Contender,
    history::{both, repeat},
    plan::{Effort, Plan},
};
use crate::{
    machine::files,
    measure::Measure,
    systems::Place,
    worker::{Kind, Task},
};

/// Turns of a live session without a change of system.
const PIECE: u64 = 100;
/// How long a live session may take for each system, in seconds: it then ends before it has all turns.
const LIVE_SECONDS: u64 = 30;

impl Plan {
    /// A checkpoint, one after one more turn, anchoring on it, and a new device that starts from it.
    pub fn checkpoints(&mut self, contenders: &mut [Contender]) -> Result<()> {
        for contender in contenders.iter_mut().filter(|contender| !contender.is_out()) {
            let settle = Task::Pump([both(), both()].concat());
            self.ask(contender, Measure::Checkpoint, &settle)?;
            self.sample(contender, Measure::Checkpoint, &repeat("a", Kind::Checkpoint))?;
            let more = Task::OneNewTurn(contender.next_turn());
            self.ask(contender, Measure::CheckpointAgain, &more)?;
            self.ask(contender, Measure::CheckpointAgain, &settle)?;
            self.sample(contender, Measure::CheckpointAgain, &repeat("a", Kind::Checkpoint))?;
            self.sample(contender, Measure::Rebase, &repeat("a", Kind::Rebase))?;
            self.ask(contender, Measure::Join, &settle)?;
            contender.close();
            self.sample(contender, Measure::Join, &Task::Join("c".to_owned()))?;
            contender.close();
        }
        Ok(())
    }

    /// Two devices that take turns, in a place of their own.
    pub fn live(&mut self, contenders: &mut [Contender]) -> Result<()> {
        let turns = contenders.first().map_or(0, |contender| contender.turns);
        if turns > self.longest_life() {
            return Ok(());
        }
        let place = self.worlds.within("live");
        let live = |contender: &Contender| Contender::new(contender.system, contender.turns, &place);
        let mut living = contenders.iter().map(live).collect::<Result<Vec<_>>>()?;
        let pieces = usize::try_from(turns / PIECE)?;
        self.by_turns(&mut living, Effort::new(pieces, LIVE_SECONDS), Self::live_piece)?;
        for contender in living.iter_mut().filter(|contender| !contender.is_out()) {
            // Did it all arrive?
            let last = Task::OneNewTurn(contender.next_turn());
            self.ask(contender, Measure::LiveTurn, &last)?;
            let content = files::content(&contender.place.relay())?;
            self.figures
                .add(contender.key(Measure::LiveFiles), &[content.files as f64]);
        }
        drop(living);
        Ok(files::remove(&place.0)?)
    }

    fn live_piece(&mut self, contender: &mut Contender, _: usize) -> Result<()> {
        let task = Task::Live {
            from: contender.next,
            turns: PIECE,
        };
        contender.next += PIECE;
        if let Some(outcome) = self.sample(contender, Measure::LiveTurn, &task)? {
            let each = outcome.written as f64 / PIECE as f64;
            self.figures.add(contender.key(Measure::LiveWritten), &[each]);
        }
        Ok(())
    }
}

/// A place beside a contender's devices, with a copy of what they share.
pub fn aside(contender: &Contender, name: &str) -> Result<Place> {
    let aside = contender.place.within(name);
    files::copy(&contender.place.relay(), &aside.relay())?;
    Ok(aside)
}
