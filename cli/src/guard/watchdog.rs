//! Ends a command whose lease ends while nobody looks after it: a drive that hangs holds up whoever pumps.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::job::Job;
use crate::clock;
use crate::output;

const GLANCE: Duration = Duration::from_secs(1);

/// After a machine slept, whoever looks after the command gets so many glances to renew the lease first.
const PATIENT_GLANCES: u32 = 3;

/// A job that is looked after from two sides.
#[derive(Clone)]
pub struct SharedJob(Arc<Mutex<Job>>);

impl SharedJob {
    /// Shares it.
    pub fn new(job: Job) -> Self {
        Self(Arc::new(Mutex::new(job)))
    }

    /// The job, for a moment.
    pub fn lock(&self) -> MutexGuard<'_, Job> {
        // Whoever panicked while holding it left a whole job: each change is one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Watches until it is dropped.
pub struct Watchdog {
    stop_at_ms: Arc<AtomicU64>,
    _over: Sender<()>,
}

impl Watchdog {
    /// Starts to watch over a command that must end at that time. Without a thread to spare there is none.
    pub fn start(job: SharedJob, stop_at_ms: u64) -> Self {
        let stop_at_ms = Arc::new(AtomicU64::new(stop_at_ms));
        let (over, until) = channel();
        let watched = Arc::clone(&stop_at_ms);
        let watch = move || {
            let mut late = 0;
            while until.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
                let is_late = clock::now_ms() >= watched.load(Ordering::Relaxed);
                late = if is_late { late + 1 } else { 0 };
                glance(&mut job.lock(), late >= PATIENT_GLANCES);
            }
        };
        drop(thread::Builder::new().name("watchdog".to_owned()).spawn(watch));
        Self {
            stop_at_ms,
            _over: over,
        }
    }

    /// The lease was extended.
    pub fn extended(&self, stop_at_ms: u64) {
        self.stop_at_ms.store(stop_at_ms, Ordering::Relaxed);
    }
}

fn glance(job: &mut Job, is_late: bool) {
    if is_late && !job.is_stopping() {
        output::complain(&"the command is stopped: its lease ends, and the relay folder does not answer");
        job.stop();
    }
    job.kill_if_overdue();
}
