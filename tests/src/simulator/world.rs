use std::fmt;

use tempfile::TempDir;

use super::{
    Act, Coverage, Drive, Image, Knob, Make, Schedule, SharedView, Step,
    claims::Truth,
    grants::Grants,
    image::scratch,
    ledger::Ledger,
    owner::check_acts,
    seat::{Seat, TrueTime},
};
use crate::Random;

/// What must never be so, and is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which rule was broken.
    pub rule: &'static str,
    /// By whom and how.
    pub text: String,
}

impl Failure {
    /// A rule was broken.
    pub fn new(rule: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { rule, text }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.text)
    }
}

/// What came of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What was broken, if anything was.
    pub failure: Option<Failure>,
    /// Everything that happened, for people.
    pub trace: Vec<String>,
    /// What was tried.
    pub coverage: Coverage,
}

/// The devices, their drive, and the truth about both.
pub struct World<'a> {
    /// Everything that happened.
    pub trace: Vec<String>,
    /// What was tried.
    pub coverage: Coverage,
    pub(super) drive: Drive,
    pub(super) seats: Vec<Seat>,
    pub(super) ledger: Ledger,
    truth: Truth,
    make: &'a Make,
    folder: TempDir,
    clocks: Vec<i64>,
    pub(super) time: TrueTime,
    pub(super) grants: Grants,
}

impl<'a> World<'a> {
    /// A world in which nothing happened yet, with engines that `make` starts.
    pub fn new(schedule: &Schedule, make: &'a Make) -> Self {
        let mut world = Self {
            trace: Vec::new(),
            coverage: Coverage::default(),
            drive: Drive::default(),
            seats: Vec::new(),
            ledger: Ledger::default(),
            truth: Truth::default(),
            make,
            folder: scratch(),
            clocks: schedule.clocks.clone(),
            time: TrueTime::default(),
            grants: Grants::default(),
        };
        (0..schedule.devices).for_each(|_| world.join());
        world
    }

    /// One more device, to which the whole folder is still to come.
    pub(super) fn join(&mut self) {
        let at = self.seats.len();
        let view = SharedView::default();
        view.lock().awaited.extend(self.drive.server.keys().cloned());
        let wrong_by = self.clocks.get(at).copied().unwrap_or(0);
        let seat = Seat::new(&format!("device-{at}"), self.folder.path(), &view, wrong_by, &self.time);
        self.drive.views.push(view);
        self.seats.push(seat);
        self.coverage.add(Knob::H15WrongClocks, usize::from(wrong_by != 0));
    }

    /// One more device, with the data and the folder of another.
    pub(super) fn copy_seat(&mut self, of: usize) {
        let copy = self.drive.copy_view(of);
        let data = self.folder.path().join(format!("device-{}", self.seats.len()));
        Image::take(&self.seats[of].place.data).put_back(&data);
        copy.lock().data.clone_from(&data);
        let name = self.seats[of].place.name.clone();
        let mut seat = Seat::over(&name, data, &copy, 0, &self.time);
        seat.ids.clone_from(&self.seats[of].ids);
        seat.has_joined = self.seats[of].has_joined;
        self.seats.push(seat);
    }

    /// Carries out a schedule.
    pub fn play(&mut self, schedule: &Schedule) -> Result<(), Failure> {
        self.set_up(schedule)?;
        for (number, step) in schedule.steps.iter().enumerate() {
            self.trace.push(format!("{number:>3} {step}"));
            self.step(step)?;
            self.check_leases()?;
        }
        self.rest()?;
        if schedule.has_late_joiner {
            self.note("a device joins to which the folder alone tells everything");
            self.join();
            self.rest()?;
        }
        Ok(())
    }

    fn set_up(&mut self, schedule: &Schedule) -> Result<(), Failure> {
        if schedule.is_apart {
            self.grants.forgive("two devices founded the folder");
            self.coverage.count(Knob::H25TwoCreations);
            return Ok(());
        }
        self.note("device-0 sets up the folder, and the others wait for it");
        self.pump(0)?;
        for at in 0..self.seats.len() {
            self.carry_all(at);
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), Failure> {
        let (at, mut random) = (step.device, Random::new(step.salt));
        let is_off = self.seats[at].is_away;
        match step.act {
            Act::Calm => {
                self.seats[at].is_away = false;
                self.drive.views[at].lock().calm();
                Ok(())
            }
            Act::Hazard(knob) => self.suffer(at, knob, &mut random),
            _ if is_off => {
                self.note("  it is switched off");
                Ok(())
            }
            Act::Say => self.say(at),
            Act::Note => self.note_down(at, &mut random),
            Act::Pump => self.pump(at),
            Act::Upload => {
                self.upload(at, &mut random);
                Ok(())
            }
            Act::Download => self.download(at, &mut random),
            Act::Checkpoint => self.live(at, &mut |engine| engine.checkpoint()).map(drop),
            Act::Rebase => self.live(at, &mut |engine| engine.rebase()).map(drop),
            Act::Restart => self.restart(at),
            Act::Lease => self.lease(at, &mut random),
            Act::Retire => self.retire(at, &mut random),
            Act::Leave => {
                self.seats[at].is_away = true;
                self.seats[at].move_clock(90 * 24 * 3_600_000);
                Ok(())
            }
        }
    }

    /// A line of the trace.
    pub(super) fn note(&mut self, line: impl Into<String>) {
        self.trace.push(line.into());
    }

    /// Starts the device's process if none runs; answers whether one does.
    fn wake(&mut self, at: usize) -> Result<bool, Failure> {
        if let Err(error) = self.seats[at].start(self.make) {
            self.note(format!("  it cannot start: {error}"));
            return Ok(false);
        }
        Ok(true)
    }

    /// Has the device do something; none if it could not even start, or died of it. Whatever it did is checked.
    pub(super) fn live(
        &mut self,
        at: usize,
        act: &mut dyn FnMut(&mut dyn super::Engine) -> Result<String, String>,
    ) -> Result<Option<Result<String, String>>, Failure> {
        if !self.wake(at)? {
            return self.check(at).map(|()| None);
        }
        let Some(engine) = self.seats[at].engine.as_deref_mut() else {
            return Ok(None);
        };
        let answer = act(engine);
        let remains = self.drive.views[at].lock().take_remains();
        if let Some(remains) = remains {
            let remains = engine.left_behind(remains);
            self.note("  it dies");
            self.replace(at, &remains)?;
            return self.check(at).map(|()| None);
        }
        match &answer {
            Ok(did) => self.note(format!("  {did}")),
            Err(error) => self.note(format!("  failed: {error}")),
        }
        self.check(at)?;
        Ok(Some(answer))
    }

    /// The process is gone, the data is this, and the next process starts.
    pub(super) fn replace(&mut self, at: usize, data: &Image) -> Result<(), Failure> {
        self.seats[at].engine = None;
        data.put_back(&self.seats[at].place.data);
        self.wake(at).map(drop)
    }

    fn restart(&mut self, at: usize) -> Result<(), Failure> {
        self.seats[at].engine = None;
        self.wake(at)?;
        self.check(at)
    }

    /// Holds everything that can be said about one device at any moment against the truth.
    pub(super) fn check(&mut self, at: usize) -> Result<(), Failure> {
        let (seat, shared) = (&mut self.seats[at], self.drive.views[at].clone());
        let acts = std::mem::take(&mut shared.lock().acts);
        self.trace.extend(acts.iter().map(|act| format!("    {act}")));
        self.grants.watch(&acts);
        let Some(engine) = &mut seat.engine else { return Ok(()) };
        let before = shared.lock().content();
        let look = || -> Result<_, String> { Ok((engine.facts()?, engine.turns()?)) };
        let (facts, turns) = { look }().map_err(|error| Failure::new("it cannot even tell how it is", error))?;
        let mut view = shared.lock();
        if before != view.content() || !view.acts.is_empty() {
            return Err(Failure::new("looking changed the folder", facts.id));
        }
        view.acts.clear();
        seat.ids.insert(facts.id.clone());
        seat.facts = facts;
        self.truth.note(&seat.facts)?;
        check_acts(seat, &view, &acts, &self.truth, &mut self.coverage)?;
        if seat.is_recovering {
            return Ok(());
        }
        self.ledger.check_own(at, &turns)
    }

    /// One round.
    pub(super) fn pump(&mut self, at: usize) -> Result<(), Failure> {
        let answer = self.live(at, &mut |engine| engine.pump())?;
        if !matches!(answer, Some(Ok(_))) {
            return Ok(());
        }
        let seat = &mut self.seats[at];
        let view = self.drive.views[at].lock();
        seat.has_joined = true;
        if view.refusal.is_some() || view.has_placeholders() {
            return Ok(());
        }
        self.truth.check_status(&seat.facts, &view)
    }
}
