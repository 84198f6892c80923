//! Who takes part, and how much may happen.

use stateright::{Model, Property};

use crate::action::Action;
use crate::broken::Broken;
use crate::device::Device;
use crate::world::World;

/// How often each special thing may still happen. Mail may be late, skipped or overtaken without limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Budget {
    pub ticks: u8,
    pub asks: u8,
    pub keeps: u8,
    pub renewals: u8,
    pub releases: u8,
    pub crashes: u8,
    pub reboots: u8,
    pub backups: u8,
    pub restores: u8,
    pub copies: u8,
    /// Copies of a device that asks for the agent, or holds it.
    pub claims_copied: u8,
    pub leaves: u8,
    pub enters: u8,
    pub decisions: u8,
    pub take_overs: u8,
}

/// Something to be seen in a world.
pub type Sight = fn(&Scenario, &World) -> bool;

/// What is explored.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub name: &'static str,
    /// The members of the first view, in the order in which they entered, with the rates of their clocks in percent.
    pub members: &'static [(&'static str, u64)],
    /// Devices that know nothing yet.
    pub others: &'static [(&'static str, u64)],
    pub budget: Budget,
    /// How many versions of each mailbox can be read.
    pub kept: usize,
    /// Explores only what can happen in fewer steps; 0 for all.
    pub depth: usize,
    /// Is everything put in place at once? It may still be read late or never, but nothing is lost unsaid.
    pub eager: bool,
    /// One in so many states is checked for progress; 0 for none.
    pub progress: u64,
    /// Is every world kept as it is, rather than in its normal form?
    pub plain: bool,
    pub broken: Option<Broken>,
    /// What must be possible, or nothing was shown.
    pub must_happen: &'static [(&'static str, Sight)],
}

impl Scenario {
    /// All members are in the view and know of each other; nobody asked for anything.
    pub fn start(&self) -> World {
        let all = self.members.iter().chain(self.others).zip(0..);
        let device = |((id, rate), chance): (&(&str, u64), u64)| Device::new(id, *rate, chance, self.plain);
        let mut world = World::new(all.map(device).collect());
        world.found();
        for last in 1..=self.members.len() {
            let awake: Vec<usize> = (0..last).collect();
            (0..8).for_each(|_| world.exchange(&awake));
        }
        world.left = self.budget;
        world
    }
}

impl Scenario {
    /// What changes nothing need not be tried: it only uses up what may still happen.
    fn changed(&self, last: &World, world: &World) -> bool {
        let parts = |world: &World| (world.left.ticks, world.left.backups, world.backup.is_some());
        let same = last.devices == world.devices && last.postboxes == world.postboxes && last.unread == world.unread;
        parts(last) != parts(world) || !same
    }
}

impl Model for Scenario {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![self.start()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        world.possible(actions);
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        let mut world = last.clone();
        if let Some(broken) = self.broken {
            broken.before(&mut world, &action);
        }
        world.happen(&action, self.kept);
        if self.eager {
            world.publish_all(self.kept);
        }
        if let Some(broken) = self.broken {
            broken.after(&mut world, last, &action);
        }
        if !self.plain {
            world.tidy();
        }
        world.watch();
        (self.changed(last, &world)).then_some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always("an epoch has one holder", |_, world: &World| !world.past.reused),
            Property::always("epochs are not lowered", |_, world: &World| !world.past.lowered),
            Property::always("tenures do not overlap", |_, world: &World| !world.past.overlapped),
            Property::always("views share a voter", |_, world: &World| !world.past.split),
            Property::always("nothing is left undone", |_, world: &World| {
                world.devices.iter().all(|device| !device.undone)
            }),
            Property::always("whoever wants it gets it", |it: &Self, world: &World| {
                it.can_progress(world)
            }),
        ];
        if self.plain {
            let sound = |it: &Self, world: &World| it.is_reducible(world);
            properties.push(Property::always("what is left out changes nothing", sound));
        }
        properties.extend(
            self.must_happen
                .iter()
                .map(|(name, seen)| Property::sometimes(name, *seen)),
        );
        properties
    }
}
