use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use crate::{Activity, ActivityKind, ActivityLog, Alert, Exchange, LoopState, exchanges::ExchangeLog};

/// What the loop tells whoever started it; called on the loop's thread.
#[derive(Debug, Clone)]
pub enum LoopEvent {
    /// The state changed; this is the new one.
    State(Arc<LoopState>),
    /// Something worth a line happened, or the last error happened once more.
    Activity(Activity),
    /// Something that cannot wait until somebody looks; the activity says it too.
    Alert(Alert),
}

/// Receives the loop's events.
pub type OnEvent = Box<dyn Fn(LoopEvent) + Send + Sync>;

/// What the loop's thread and its handles share.
pub(crate) struct Shared {
    state: Mutex<Arc<LoopState>>,
    activity: Mutex<ActivityLog>,
    exchanges: Mutex<ExchangeLog>,
    list_quiet_rounds: AtomicBool,
    on_event: OnEvent,
}

impl Shared {
    pub(crate) fn new(first: LoopState, on_event: OnEvent) -> Self {
        Self {
            state: Mutex::new(Arc::new(first)),
            activity: Mutex::new(ActivityLog::default()),
            exchanges: Mutex::new(ExchangeLog::default()),
            list_quiet_rounds: AtomicBool::new(false),
            on_event,
        }
    }

    pub(crate) fn state(&self) -> Arc<LoopState> {
        Arc::clone(&lock(&self.state))
    }

    pub(crate) fn lists_quiet_rounds(&self) -> bool {
        self.list_quiet_rounds.load(Ordering::Relaxed)
    }

    pub(crate) fn list_quiet_rounds(&self, on: bool) {
        self.list_quiet_rounds.store(on, Ordering::Relaxed);
    }

    pub(crate) fn activity(&self) -> Vec<Activity> {
        lock(&self.activity).newest_first()
    }

    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        lock(&self.exchanges).newest_first()
    }

    pub(crate) fn note_exchange(&self, exchange: Exchange) {
        lock(&self.exchanges).note(exchange);
    }

    /// Publishes `next` with the next revision, unless nothing in it changed.
    pub(crate) fn publish(&self, mut next: LoopState) {
        let published = {
            let mut current = lock(&self.state);
            next.revision = current.revision;
            if next == **current {
                return;
            }
            next.revision += 1;
            *current = Arc::new(next);
            Arc::clone(&current)
        };
        (self.on_event)(LoopEvent::State(published));
    }

    pub(crate) fn alert(&self, alert: Alert) {
        (self.on_event)(LoopEvent::Alert(alert));
    }

    pub(crate) fn note(&self, at_ms: u64, kind: ActivityKind, message: &str, detail: &str) {
        let line = lock(&self.activity).note(at_ms, kind, message, detail);
        (self.on_event)(LoopEvent::Activity(line));
    }
}

/// Whoever panicked while holding the lock left whole values: each is replaced or pushed in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
