use std::sync::mpsc::{Sender, channel};

use baton_sync_loop::{Clocks, FailureKind, LoopConfig, LoopEvent, LoopState, Told, start};

use super::watch_words::Teller;
use crate::error::CliError;
use crate::output::{self, Outcome};
use crate::place::Place;

/// After so many days without news a device is said to be silent.
const SILENT_DAYS: u16 = 14;

/// Why the watching ends.
enum End {
    /// A person, or the system, asked for it.
    Interrupted,
    /// Nobody reads what we print any more.
    Unheard(CliError),
    /// The loop broke down.
    Broken(String),
}

/// Runs the app's sync loop in the foreground until interrupted.
pub fn run(place: &Place, json: bool) -> Result<Outcome, CliError> {
    let (ended, end) = channel();
    let interrupted = ended.clone();
    ctrlc::set_handler(move || drop(interrupted.send(End::Interrupted)))?;
    let teller = Teller::new(json);
    teller.greet(&place.relay).map_err(CliError::Output)?;
    let told = move |event| tell(&teller, &event, &ended);
    let running = start(config(place), Box::new(told)).map_err(CliError::Thread)?;
    let end = end.recv().unwrap_or(End::Interrupted);
    running.stop();
    match end {
        End::Interrupted => Ok(Outcome::Done),
        End::Unheard(error) => Err(error),
        End::Broken(reason) => Err(CliError::Refused(reason)),
    }
}

fn config(place: &Place) -> LoopConfig {
    let opener = place.clone();
    LoopConfig {
        open: Box::new(move || opener.open()),
        profile: place.profile(),
        pause: None,
        told: Told::in_memory(),
        silent_days: SILENT_DAYS,
        clocks: Clocks::system(),
    }
}

fn tell(teller: &Teller, event: &LoopEvent, ended: &Sender<End>) {
    let printed = match event {
        LoopEvent::Activity(activity) => teller.activity(activity),
        LoopEvent::State(state) => teller.state(state),
        // The activity says it.
        LoopEvent::Alert(_) => Ok(()),
    };
    let end = match (printed, event) {
        (Err(cause), _) if output::is_reader_gone(&cause) => Some(End::Interrupted),
        (Err(cause), _) => Some(End::Unheard(CliError::Output(cause))),
        (Ok(()), LoopEvent::State(state)) => broken(state).map(End::Broken),
        (Ok(()), LoopEvent::Activity(_) | LoopEvent::Alert(_)) => None,
    };
    // Once the end is decided, nobody listens any more.
    end.map(|end| ended.send(end));
}

/// Why the loop does nothing any more, if that is so.
fn broken(state: &LoopState) -> Option<String> {
    let failure = state.failure.as_ref()?;
    (failure.kind == FailureKind::Defect).then(|| failure.message.clone())
}
