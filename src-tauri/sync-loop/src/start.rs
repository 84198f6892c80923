use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc::channel},
    thread,
};

use baton_engine::DeviceProfile;

use crate::{
    Clocks, Failure, FailureKind, LoopHandle, LoopState, Pause, SyncLoop, Told,
    data::{Data, Opener},
    input::Hints,
    pause::Countdown,
    schedule::Schedule,
    shared::{OnEvent, Shared},
    standing::Standing,
    wake::SleepDetector,
    worker::Worker,
};

/// How a loop starts.
pub struct LoopConfig {
    /// Opens the device's data on the loop's thread, again and again until it succeeds.
    pub open: Opener,
    /// How this device introduces itself to the others.
    pub profile: DeviceProfile,
    /// The pause that a person asked for before; one that is over does not count.
    pub pause: Option<Pause>,
    /// What a person was told of before.
    pub told: Told,
    /// After how many days without news a device counts as silent.
    pub silent_days: u16,
    /// The clocks to read.
    pub clocks: Clocks,
}

/// Starts a loop on a thread of its own. Fails only when the thread cannot be started.
pub fn start(config: LoopConfig, on_event: OnEvent) -> io::Result<SyncLoop> {
    let (sender, inputs) = channel();
    let (leaving, left) = channel();
    let (now, wall_ms) = (config.clocks.now(), config.clocks.wall_ms());
    let pause = config.pause.filter(|pause| !pause.is_over(wall_ms));
    let first = LoopState {
        pause,
        ..LoopState::default()
    };
    let shared = Arc::new(Shared::new(first, on_event));
    let hints = Arc::new(Hints::new(sender.clone()));
    let worker = Worker {
        data: Data::new(config.open, config.profile, Arc::clone(&hints)),
        sleep: SleepDetector::new(now, wall_ms),
        schedule: Schedule::new(now, pause.is_some()),
        clocks: config.clocks,
        hints,
        standing: Standing::new(config.told, config.silent_days),
        countdown: pause.map(|pause| Countdown::new(pause, now, wall_ms)),
        away: false,
        search_behind: false,
        is_resting: false,
        leaving,
        shared: Arc::clone(&shared),
        inputs,
    };
    let handle = LoopHandle::new(sender, Arc::clone(&shared));
    let run = move || run_to_the_end(worker, &shared);
    let thread = thread::Builder::new().name("sync-loop".to_owned()).spawn(run)?;
    Ok(SyncLoop::new(handle, thread, left))
}

/// A panic must not leave a green icon behind.
fn run_to_the_end(worker: Worker, shared: &Shared) {
    if catch_unwind(AssertUnwindSafe(|| worker.run())).is_err() {
        let mut state = LoopState::clone(&shared.state());
        state.syncing = false;
        state.failure = Some(Failure {
            kind: FailureKind::Defect,
            message: "sync: the sync loop ended by a defect: restart Baton".to_owned(),
        });
        shared.publish(state);
    }
}
