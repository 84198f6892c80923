//! `cargo xtask bench`: what Baton costs at every size, beside its rivals and beside what the machine can do.

mod args;
mod figures;
mod machine;
mod measure;
mod report;
mod run;
mod systems;
mod turns;
mod worker;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser as _;

use args::{Arguments, Inner};
use systems::Place;

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    match arguments.inner {
        Some(Inner::Worker { system, place }) => worker::serve(system, Place(place)).map(|()| ExitCode::SUCCESS),
        None => run::run(&arguments.run),
    }
}
