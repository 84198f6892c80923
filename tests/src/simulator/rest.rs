//! In the end all is put right, and everybody must come to rest with everything, soon.

use std::collections::BTreeSet;

use baton_engine::relay::FileName;

use super::{Failure, World, owner::below};

/// So many rounds of everybody are enough for anything.
const ROUNDS: usize = 40;

/// No device has more files than this once it is at rest.
const FILES: usize = 40;

impl World<'_> {
    /// Puts everything right, lets everybody work until nothing changes any more, and checks that all is well.
    pub(super) fn rest(&mut self) -> Result<(), Failure> {
        self.note("all is put right");
        for at in 0..self.seats.len() {
            self.seats[at].is_away = false;
            self.drive.views[at].lock().calm();
        }
        for round in 1..=ROUNDS {
            if round == 2 {
                self.drive.put_sentinels_back();
            }
            if self.round(round)? && !self.retire_the_dead()? {
                return self.check_all();
            }
        }
        self.check_all()?;
        Err(Failure::new(
            "it never comes to rest",
            format!("files still change after {ROUNDS} rounds"),
        ))
    }

    /// Everybody's drive and everybody work once; answers whether nothing came of it.
    fn round(&mut self, number: usize) -> Result<bool, Failure> {
        self.note(format!("round {number}"));
        let before = self.drive.server.clone();
        let mut all_answered = true;
        for at in 0..self.seats.len() {
            self.carry_all(at);
            let lines = self.trace.len();
            self.pump(at)?;
            self.carry_all(at);
            all_answered &= self.trace[lines..]
                .iter()
                .all(|line| !line.contains("failed: ") && !line.contains("cannot start"));
        }
        Ok(number > 2 && all_answered && self.drive.is_still() && before == self.drive.server)
    }

    /// A person takes ids out of the quorum that no machine has any more, as after a second restored backup; answers
    /// whether there were any.
    fn retire_the_dead(&mut self) -> Result<bool, Failure> {
        let living: BTreeSet<_> = self.seats.iter().map(|seat| seat.facts.id.clone()).collect();
        let known = self.seats.iter().enumerate();
        let dead: Vec<_> = known
            .flat_map(|(at, seat)| seat.facts.peers.difference(&living).map(move |id| (at, id.clone())))
            .collect();
        for (at, id) in &dead {
            self.live(*at, &mut |engine| {
                engine
                    .retire(id)
                    .map(|()| format!("{id}, which no machine has, no longer counts"))
            })?;
        }
        Ok(!dead.is_empty())
    }

    fn check_all(&mut self) -> Result<(), Failure> {
        for at in 0..self.seats.len() {
            self.seats[at].is_recovering = false;
            self.check_one(at)?;
        }
        let states: BTreeSet<_> = self.seats.iter().map(|seat| seat.facts.state.clone()).collect();
        if states.len() > 1 {
            let held = |seat: &super::seat::Seat| format!("{} holds {:?}", seat.place.name, seat.facts.heads);
            let held: Vec<_> = self.seats.iter().map(held).collect();
            return Err(Failure::new("the devices differ", held.join("; ")));
        }
        self.note(format!("all hold {} turns", self.ledger.len()));
        Ok(())
    }

    fn check_one(&mut self, at: usize) -> Result<(), Failure> {
        let Some(engine) = &mut self.seats[at].engine else {
            return Err(Failure::new("it cannot go on", format!("device-{at} does not start")));
        };
        let turns = engine.turns().map_err(|error| Failure::new("it cannot go on", error))?;
        self.ledger.check_all(at, &turns)?;
        self.check(at)?;
        let facts = &self.seats[at].facts;
        let open = (facts.awaited, facts.unpublished, facts.unacknowledged);
        if open != (0, 0, 0) {
            let text = format!("device-{at} still awaits, holds back, or lacks acknowledgements of {open:?}");
            return Err(Failure::new("it is never up to date", text));
        }
        let view = self.drive.views[at].lock();
        let live = |dir: &String| {
            let names = below(&view, dir).map(|(name, _)| name);
            names.filter(|name| FileName::parse(name).is_some()).count()
        };
        let many = self.seats[at].dirs().into_iter().find(|dir| live(dir) > FILES);
        many.map_or(Ok(()), |dir| Err(Failure::new("too many files", dir)))
    }
}
