//! What devices and their drives do in one step.

use std::collections::BTreeSet;

use super::{Failure, Folder, Image, Knob, Record, World, drive::Arrival};
use crate::Random;

/// A world with more devices shows nothing new.
const MOST_DEVICES: usize = 5;

impl World<'_> {
    pub(super) fn say(&mut self, at: usize) -> Result<(), Failure> {
        let text = self.ledger.next_text(at);
        let record = Record::Turn(text.clone());
        let mut confirmed = false;
        let mut act = |engine: &mut dyn super::Engine| {
            engine.record(&record)?;
            confirmed = true;
            Ok(format!("{:?}", text.split(',').next()))
        };
        self.ledger.doubt(&text);
        self.live(at, &mut act)?;
        if confirmed {
            self.ledger.confirm(&text, at);
        }
        Ok(())
    }

    pub(super) fn note_down(&mut self, at: usize, random: &mut Random) -> Result<(), Failure> {
        let status = *random.pick(&["pending", "committed", "failed"]);
        let record = match random.below(3) {
            0 => Record::Setting(random.number() % 1_000),
            1 => Record::Fact(random.number() % 1_000),
            _ => Record::Run(random.number() % 3, random.number() % 4, status),
        };
        self.live(at, &mut |engine| engine.record(&record).map(|()| format!("{record:?}")))
            .map(drop)
    }

    pub(super) fn upload(&mut self, at: usize, random: &mut Random) {
        let percent = *random.pick(&[30, 60, 100, 100]);
        let count = self.drive.upload(at, random, |_, random| random.chance(percent));
        self.note(format!("  {count} files go up"));
    }

    pub(super) fn download(&mut self, at: usize, random: &mut Random) -> Result<(), Failure> {
        let percent = *random.pick(&[30, 60, 100, 100]);
        self.bring(at, random, Arrival::Whole, percent)
    }

    fn bring(&mut self, at: usize, random: &mut Random, arrival: Arrival, percent: usize) -> Result<(), Failure> {
        let count = self
            .drive
            .download(at, random, arrival, |_, random| random.chance(percent));
        let how = if arrival == Arrival::Half { "half of " } else { "" };
        self.note(format!("  {how}{count} files come down"));
        let is_heard = count > 0 && !self.drive.views[at].lock().is_deaf && random.chance(60);
        if is_heard && !self.seats[at].is_away {
            self.note("  it hears of that");
            return self.pump(at);
        }
        Ok(())
    }

    /// Everything that can be carried is.
    pub(super) fn carry_all(&mut self, at: usize) {
        let mut random = Random::new(0);
        self.drive.upload(at, &mut random, |_, _| true);
        self.drive.download(at, &mut random, Arrival::Whole, |_, _| true);
        // What was in conflict becomes a copy, which goes up as well.
        self.drive.upload(at, &mut random, |_, _| true);
    }

    pub(super) fn retire(&mut self, at: usize, random: &mut Random) -> Result<(), Failure> {
        let others: Vec<_> = self.seats[at].facts.peers.iter().cloned().collect();
        if others.is_empty() {
            return Ok(());
        }
        let whom = random.pick(&others).clone();
        self.grants.decided();
        self.live(at, &mut |engine| {
            engine.retire(&whom).map(|()| format!("{whom} no longer counts"))
        })
        .map(drop)
    }

    /// One of the hazards, around this device or for all.
    pub(super) fn suffer(&mut self, at: usize, knob: Knob, random: &mut Random) -> Result<(), Failure> {
        self.coverage.count(knob);
        match knob {
            Knob::H2HalfArrivedFiles if random.chance(60) => self.bring(at, random, Arrival::Half, 70),
            Knob::H3OutOfOrder => self.bring(at, random, Arrival::Whole, 25),
            Knob::H4FolderGone if random.chance(70) && !self.seats[at].has_joined => Ok(()),
            Knob::H13ManySmallFiles => self.burst(at),
            Knob::H15WrongClocks | Knob::H21ClockJumps => {
                self.jump(at, random);
                Ok(())
            }
            Knob::H17RestoredFromBackup => self.restore(at, random),
            Knob::H18ClonedDevice => self.clone_device(at),
            Knob::H23Crash => self.crash(at, random),
            Knob::H24TwoCompactAtOnce => self.compact_at_once(at),
            _ => {
                self.weather(at, knob, random);
                self.doubt_what_is_gone()
            }
        }
    }

    fn weather(&mut self, at: usize, knob: Knob, random: &mut Random) {
        let around = match knob {
            Knob::H4FolderGone if !self.seats[at].has_joined || random.chance(30) => None,
            _ => self.drive.views[at].lock().suffer(knob, random),
        };
        let what = around.or_else(|| self.drive.suffer(knob, random));
        self.note(format!("  {}", what.as_deref().unwrap_or("nothing comes of it")));
    }

    fn burst(&mut self, at: usize) -> Result<(), Failure> {
        if self.seats[at].is_away {
            return Ok(());
        }
        for _ in 0..9 {
            self.say(at)?;
            self.pump(at)?;
        }
        Ok(())
    }

    fn jump(&mut self, at: usize, random: &mut Random) {
        const HOUR: i64 = 3_600_000;
        let by = *random.pick(&[-1, -3 * HOUR, 5 * HOUR, 23 * HOUR, -500 * HOUR, 90 * 24 * HOUR]);
        self.seats[at].move_clock(by);
        self.note(format!("  its clock jumps by {by} ms"));
    }

    /// The process or the machine dies in the middle of something.
    fn crash(&mut self, at: usize, random: &mut Random) -> Result<(), Failure> {
        if self.seats[at].is_away {
            return Ok(());
        }
        match random.below(10) {
            0 | 1 => return self.die_recording(at, random),
            2 | 3 => return self.die(at, random),
            _ => {}
        }
        {
            let mut view = self.drive.views[at].lock();
            view.fuse = Some(random.below(24));
            view.half_way = random.below(1_000);
        }
        let answer = match random.below(5) {
            0 => self.live(at, &mut |engine| engine.checkpoint()),
            1 => self.live(at, &mut |engine| engine.rebase()),
            _ => self.live(at, &mut |engine| engine.pump()),
        };
        let is_alive = self.drive.views[at].lock().fuse.take().is_some();
        if is_alive && answer?.is_some() && random.chance(50) {
            self.note("  it dies right after");
            return self.die(at, random);
        }
        Ok(())
    }

    /// The power goes.
    fn die(&mut self, at: usize, random: &mut Random) -> Result<(), Failure> {
        self.seats[at].start_machine();
        let salt = random.below(1_000);
        let remains = Image::take(&self.seats[at].place.data).torn(salt);
        let Some(engine) = &self.seats[at].engine else {
            return Ok(());
        };
        self.drive.views[at].lock().lose_names(salt / 2);
        let remains = engine.left_behind(remains);
        self.replace(at, &remains)?;
        self.check(at)
    }

    /// Nobody is told whether the turn was recorded.
    fn die_recording(&mut self, at: usize, random: &mut Random) -> Result<(), Failure> {
        let before = Image::take(&self.seats[at].place.data);
        let text = self.ledger.next_text(at);
        self.ledger.doubt(&text);
        let record = Record::Turn(text.clone());
        self.live(at, &mut |engine| engine.record(&record).map(|()| "and dies".to_owned()))?;
        let after = Image::take(&self.seats[at].place.data);
        let remains = if random.chance(50) { before } else { after };
        self.replace(at, &remains.torn(random.below(1_000)))?;
        self.check(at)
    }

    fn compact_at_once(&mut self, at: usize) -> Result<(), Failure> {
        for at in [at, (at + 1) % self.seats.len()] {
            if !self.seats[at].is_away {
                self.live(at, &mut |engine| engine.checkpoint())?;
            }
        }
        Ok(())
    }

    /// The first time, somebody makes a backup; the next time, the device is put back to it.
    fn restore(&mut self, at: usize, random: &mut Random) -> Result<(), Failure> {
        if self.seats[at].engine.is_none() {
            return Ok(());
        }
        let unused = random.chance(20).then(|| Image::unused(&self.seats[at].place.name));
        let Some(backup) = unused.or_else(|| self.seats[at].backup.clone()) else {
            self.note("  its data is copied to a backup");
            self.seats[at].backup = Some(Image::take(&self.seats[at].place.data));
            return Ok(());
        };
        self.note("  its data is put back to the backup, or lost");
        self.ledger.tolerate_doubles();
        self.doubt_only_copies(at)?;
        self.seats[at].is_recovering = true;
        self.seats[at].has_joined = false;
        // Old data may not know the relay yet, and could not tell that another one is not its own.
        self.drive.views[at].lock().folder = Folder::Here;
        self.replace(at, &backup)?;
        self.check(at)
    }

    /// The machine is copied with its data and its folder, and both go on.
    fn clone_device(&mut self, at: usize) -> Result<(), Failure> {
        if self.seats.len() >= MOST_DEVICES {
            return Ok(());
        }
        self.note(format!("  device-{} is a copy of it", self.seats.len()));
        self.ledger.tolerate_doubles();
        self.copy_seat(at);
        Ok(())
    }

    /// What nobody and nothing else holds goes with the data.
    fn doubt_only_copies(&mut self, at: usize) -> Result<(), Failure> {
        let mut left = self.texts_in_stores(Some(at))?;
        for view in &self.drive.views {
            left.extend(view.lock().staying().flat_map(|held| texts_in(&held.bytes)));
        }
        left.extend(self.texts_on_server());
        let only: Vec<_> = self
            .ledger
            .of(at)
            .filter(|text| !left.contains(*text))
            .cloned()
            .collect();
        only.iter().for_each(|text| self.ledger.doubt(text));
        Ok(())
    }

    /// What only the drive had after somebody's data was put back, it may have lost by now.
    fn doubt_what_is_gone(&mut self) -> Result<(), Failure> {
        if !self.ledger.tolerates_doubles() {
            return Ok(());
        }
        let mut left = self.texts_in_stores(None)?;
        left.extend(self.texts_on_server());
        self.ledger.doubt_all_but(&left);
        Ok(())
    }

    fn texts_on_server(&self) -> impl Iterator<Item = String> + '_ {
        self.drive.server.values().flat_map(|bytes| texts_in(bytes))
    }

    fn texts_in_stores(&mut self, but: Option<usize>) -> Result<BTreeSet<String>, Failure> {
        let mut texts = BTreeSet::new();
        for (_, seat) in self.seats.iter_mut().enumerate().filter(|(at, _)| Some(*at) != but) {
            let Some(engine) = &mut seat.engine else { continue };
            let turns = engine.turns();
            texts.extend(turns.map_err(|error| Failure::new("it cannot even tell how it is", error))?);
        }
        Ok(texts)
    }
}

fn texts_in(bytes: &[u8]) -> Vec<String> {
    let Ok(segment) = baton_engine::relay::Segment::in_file(bytes) else {
        return Vec::new();
    };
    let content = |op: &baton_engine::op::Op| {
        let payload: serde_json::Value = serde_json::from_str(op.payload.canonical()).ok()?;
        payload["content"].as_str().map(str::to_owned)
    };
    segment.ops().iter().filter_map(content).collect()
}
