//! A real `baton watch`: what it holds, how soon it notices, what it does while nothing happens.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use baton_tests::{Device, Watch};

use super::{Contender, lives::aside, plan::Plan};
use crate::{
    machine::{files, process},
    measure::Measure,
    systems::{Place, System},
    worker::Task,
};

/// How often memory is looked at: a peak that is shorter is not seen.
const GLANCE: Duration = Duration::from_millis(10);
/// A process that ran no longer than this in each of so many seconds is at rest; in one second, it may wait for the disk.
const REST_SECONDS: f64 = 0.002;
const QUIET: usize = 3;
const PATIENCE: Duration = Duration::from_secs(600);
const IDLE: Duration = Duration::from_secs(60);
const EVENTS: usize = 25;

impl Plan {
    /// Starts one on a folder that holds everything, and one on a device that does.
    pub fn watch(&mut self, contenders: &mut [Contender]) -> Result<()> {
        let ours = contenders
            .iter_mut()
            .find(|contender| contender.system == System::Baton);
        if let Some(contender) = ours {
            self.watch_first_sync(contender)?;
            self.watch_at_rest(contender)?;
        }
        Ok(())
    }

    fn watch_first_sync(&mut self, contender: &Contender) -> Result<()> {
        let place = aside(contender, "watch")?;
        files::settle();
        let watch = Watch::start(&device(&place, "w"));
        let peak = peak_until_rest(watch.id())?;
        self.figures.add(contender.key(Measure::WatchPeak), &[peak as f64]);
        self.figures.add(
            contender.key(Measure::WatchRest),
            &[process::held_by(watch.id()) as f64],
        );
        drop(watch);
        Ok(files::remove(&place.0)?)
    }

    fn watch_at_rest(&mut self, contender: &mut Contender) -> Result<()> {
        contender.close();
        let watch = Watch::start(&device(&contender.place, "b"));
        peak_until_rest(watch.id())?;
        self.figures.add(
            contender.key(Measure::WatchStart),
            &[process::held_by(watch.id()) as f64],
        );
        for _ in 0..self.effort(EVENTS, 60).samples.max(9) {
            let task = Task::AwaitElsewhere(contender.next_turn());
            self.sample(contender, Measure::WatchLatency, &task)?;
        }
        contender.close();
        if !self.arguments.quick {
            peak_until_rest(watch.id())?;
            self.watch_idling(contender, watch.id());
        }
        drop(watch);
        Ok(())
    }

    fn watch_idling(&mut self, contender: &Contender, id: u32) {
        let (ran, woken) = (process::running_time(id), process::wake_ups(id));
        thread::sleep(IDLE);
        let share = (process::running_time(id) - ran) / IDLE.as_secs_f64();
        let woken = (process::wake_ups(id) - woken).max(1) as f64;
        self.figures.add(contender.key(Measure::WatchRunning), &[share]);
        self.figures
            .add(contender.key(Measure::WatchWakeUps), &[IDLE.as_secs_f64() / woken]);
    }
}

fn device(place: &Place, name: &str) -> Device {
    Device {
        root: place.data(name),
        relay: place.relay(),
    }
}

/// Waits until a process has nothing more to do; answers the most memory it held on the way.
fn peak_until_rest(id: u32) -> Result<u64> {
    let (start, mut peak, mut quiet) = (Instant::now(), 0, 0);
    loop {
        let (second, ran) = (Instant::now(), process::running_time(id));
        while second.elapsed() < Duration::from_secs(1) {
            peak = peak.max(process::held_by(id));
            thread::sleep(GLANCE);
        }
        let is_quiet = process::running_time(id) - ran < REST_SECONDS;
        quiet = if is_quiet { quiet + 1 } else { 0 };
        if quiet == QUIET {
            return Ok(peak);
        }
        ensure!(start.elapsed() < PATIENCE, "`baton watch` does not come to rest");
    }
}
