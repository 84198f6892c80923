use std::fmt;

use super::Knob;
use crate::Random;

/// What happens in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The device records a turn.
    Say,
    /// It records something else.
    Note,
    /// One round.
    Pump,
    /// Its drive carries up some of what it changed.
    Upload,
    /// Its drive carries down some of what others changed; mostly that starts a round.
    Download,
    /// It publishes a checkpoint.
    Checkpoint,
    /// It anchors itself on the latest checkpoint.
    Rebase,
    /// Its process ends and the next one starts.
    Restart,
    /// It does something about the lease of an agent.
    Lease,
    /// It takes some other device out of the quorum.
    Retire,
    /// It is switched off for months.
    Leave,
    /// It is switched on again, and what went wrong around it ends.
    Calm,
    /// Something goes wrong.
    Hazard(Knob),
}

/// One step of a schedule. What it picks, it picks by its own salt, so that a step does the same whatever came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Which device.
    pub device: usize,
    /// What.
    pub act: Act,
    /// Decides everything else about it.
    pub salt: u64,
}

/// Everything that will happen, known before it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// How many devices there are at the start.
    pub devices: usize,
    /// Does each device set up its folder before it has heard of the others'?
    pub is_apart: bool,
    /// How far each clock is off, in milliseconds.
    pub clocks: Vec<i64>,
    /// Does a device join at the very end, to which the folder alone must tell everything?
    pub has_late_joiner: bool,
    /// The steps.
    pub steps: Vec<Step>,
}

/// The knobs that are not turned, each for a reason written down.
pub const MASKED: [Knob; 0] = [];

impl Schedule {
    /// The schedule of a seed.
    pub fn of(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let devices = *random.pick(&[2, 2, 2, 3, 3, 4]);
        let knobs = knobs(&mut random);
        let is_apart = knobs.contains(&Knob::H25TwoCreations);
        let has_wrong_clocks = knobs.contains(&Knob::H15WrongClocks);
        let clocks = (0..devices)
            .map(|_| if has_wrong_clocks { wrong_by(&mut random) } else { 0 })
            .collect();
        let length = 10 + random.below(26);
        let has_late_joiner = random.chance(20);
        let steps = (0..length).map(|_| step(&mut random, devices, &knobs)).collect();
        let steps = with_leases(steps, devices, &mut Random::new(!seed));
        Self {
            devices,
            is_apart,
            clocks,
            has_late_joiner,
            steps,
        }
    }
}

/// A few of the hazards: many at once would hide each other.
fn knobs(random: &mut Random) -> Vec<Knob> {
    let mut knobs: Vec<_> = Knob::ALL.into_iter().filter(|knob| !MASKED.contains(knob)).collect();
    random.shuffle(&mut knobs);
    knobs.truncate(2 + random.below(5));
    knobs
}

fn wrong_by(random: &mut Random) -> i64 {
    const HOUR: i64 = 3_600_000;
    *random.pick(&[0, -5 * HOUR, 7 * HOUR, 30 * HOUR, -400_000 * HOUR, 70_000_000 * HOUR])
}

fn step(random: &mut Random, devices: usize, knobs: &[Knob]) -> Step {
    let device = random.below(devices);
    let act = match random.below(100) {
        0..18 => Act::Say,
        18..22 => Act::Note,
        22..38 => Act::Pump,
        38..47 => Act::Upload,
        47..56 => Act::Download,
        56..61 => Act::Checkpoint,
        61..63 => Act::Rebase,
        63..66 => Act::Restart,
        66 => Act::Retire,
        67 => Act::Leave,
        68..72 => Act::Calm,
        _ => Act::Hazard(*random.pick(knobs)),
    };
    let salt = random.number();
    Step { device, act, salt }
}

/// Steps about leases among the others.
fn with_leases(steps: Vec<Step>, devices: usize, random: &mut Random) -> Vec<Step> {
    let among = |step: Step| {
        let many = if random.chance(50) { random.below(3) } else { 0 };
        let mut all: Vec<_> = (0..many).map(|_| lease_step(random, devices)).collect();
        all.push(step);
        all
    };
    steps.into_iter().flat_map(among).collect()
}

fn lease_step(random: &mut Random, devices: usize) -> Step {
    Step {
        device: random.below(devices),
        act: Act::Lease,
        salt: random.number(),
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.act {
            Act::Hazard(knob) => write!(f, "device-{} {knob}", self.device),
            act => write!(f, "device-{} {act:?}", self.device),
        }
    }
}
