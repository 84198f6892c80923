//! One file per group of commands: its options, what it asks of the engine, its answer in words.

pub mod append;
pub mod diagnostics;
pub mod doctor;
mod doctor_words;
pub mod export;
pub mod fence;
pub mod intent;
pub mod lease;
mod lease_options;
pub mod lease_words;
pub mod pages;
pub mod read;
pub mod record_turn;
pub mod record_turns;
mod record_words;
pub mod records;
pub mod retention;
pub mod retire;
mod rounds;
pub mod run;
pub mod search;
mod status;
mod voter_words;
mod watch;
mod watch_words;

use crate::args::{Cli, Command};
use crate::error::CliError;
use crate::output::Outcome;
use crate::place::Place;
use crate::session::Session;

/// Does what the command line asks for.
pub fn run(cli: Cli) -> Result<Outcome, CliError> {
    // What is wrong with the options is said before anything is opened or created.
    if let Command::RecordTurn(turn) = &cli.command {
        turn.check()?;
    }
    if let Command::Search(search) = &cli.command {
        search.check()?;
    }
    if let Command::Doctor(doctor) = &cli.command
        && let Some(folder) = doctor.folder()
    {
        doctor::look_at(folder.clone(), cli.json)?;
        return Ok(Outcome::Done);
    }
    match &cli.command {
        Command::Completions(which) => return pages::completions(which).map(|()| Outcome::Done),
        Command::Man(to) => return pages::man(to).map(|()| Outcome::Done),
        _ => {}
    }
    let place = Place::find(cli.root, cli.relay)?;
    // It looks at what is there, and must not open it for work.
    if let Command::Doctor(doctor) = &cli.command {
        doctor::run(doctor, &place, cli.json)?;
        return Ok(Outcome::Done);
    }
    if let Command::Diagnostics(wanted) = &cli.command {
        diagnostics::run(wanted, &place, cli.json)?;
        return Ok(Outcome::Done);
    }
    if let Command::Watch = cli.command {
        return watch::run(&place, cli.json);
    }
    dispatch(cli.command, &mut Session::open(place, cli.json)?)
}

fn dispatch(command: Command, session: &mut Session) -> Result<Outcome, CliError> {
    match command {
        Command::Fence(fence) => return fence::run(&fence, session),
        Command::Run(run) => return run::run(run, session),
        Command::Watch => return watch::run(&session.place, session.json),
        Command::Doctor(doctor) => doctor::run(&doctor, &session.place, session.json),
        Command::Diagnostics(wanted) => diagnostics::run(&wanted, &session.place, session.json),
        Command::Completions(which) => pages::completions(&which),
        Command::Man(to) => pages::man(&to),
        Command::Status => status::run(session),
        Command::Append(append) => append::run(append, session),
        Command::RecordTurn(turn) => record_turn::run(turn, session),
        Command::RecordTurns(turns) => record_turns::run(&turns, session),
        Command::RecordIntent(intent) => intent::run(intent, session),
        Command::Pump => rounds::pump(session),
        Command::Checkpoint => rounds::checkpoint(session),
        Command::Rebase => rounds::rebase(session),
        Command::Search(search) => search::run(&search, session),
        Command::Conversations => read::conversations(session),
        Command::Transcript(which) => read::transcript(&which, session),
        Command::Records(wanted) => records::run(wanted, session),
        Command::Resume(which) => read::resume(&which, session),
        Command::Export(which) => export::run(&which, session),
        Command::Lease(lease) => lease::run(lease, session),
        Command::Retire(which) => retire::run(&which, session),
        Command::Retention(wanted) => retention::run(&wanted, session),
    }?;
    Ok(Outcome::Done)
}
