//! What Baton needs beside an empty app in the tray, measured in one run: memory before its first window, with a long
//! conversation open, and after the window was closed; how long the window takes to open, from the tray and from the start of
//! the program; how long a search takes.
//!
//! `memory BUILT STORE`: the folder with the programs, and one to keep the history of a million turns in.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails has nothing to say"
)]

#[cfg(target_os = "linux")]
mod opening;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod searching;
#[cfg(target_os = "linux")]
mod starting;
#[cfg(target_os = "linux")]
mod store;
#[cfg(target_os = "linux")]
mod subject;
#[cfg(target_os = "linux")]
mod turns;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    use std::path::Path;

    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [built, history] = &arguments[..] else {
        panic!("memory BUILT STORE");
    };
    let store = store::Store::in_folder(Path::new(history));
    let empty = subject::empty(Path::new(built));
    let baton = subject::baton(&store);
    let searches = searching::measure(&store);
    let starts = starting::measure(&store);
    report::print(&empty, &baton, &searches, &starts)
}

#[cfg(not(target_os = "linux"))]
fn main() {
    panic!("only Linux tells the memory that processes share");
}
