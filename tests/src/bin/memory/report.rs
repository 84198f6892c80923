//! The numbers, and whether they are good enough.

use std::{fs, process::ExitCode, time::Duration};

use baton_tests::desktop::processes::Process;

use crate::{opening::Opening, searching::Search, subject::Measured};

/// What Baton may add, in MB of a million bytes.
const QUIET: u64 = 25;
const OPEN: u64 = 90;
const WINDOW: Duration = Duration::from_secs(1);
const PAGE: Duration = Duration::from_millis(30);

/// Prints both side by side; fails when a target is missed.
pub fn print(empty: &Measured, baton: &Measured, searches: &[Search], starts: &[Opening]) -> ExitCode {
    println!("\nProportional set size over all processes, in MB of 1,000,000 bytes; Baton holds a million turns.\n");
    println!("| phase | empty tray app | Baton | Baton adds | at most | |");
    println!("| --- | ---: | ---: | ---: | ---: | --- |");
    let phases = [
        row("before the first window", &empty.before, &baton.before, QUIET),
        row("a long conversation open and scrolled", &empty.open, &baton.open, OPEN),
        row("after the window was closed", &empty.closed, &baton.closed, QUIET),
    ];
    processes("before the first window", &empty.before, &baton.before);
    processes("with the window", &empty.open, &baton.open);
    processes("after the window was closed", &empty.closed, &baton.closed);
    let opened = openings(empty, baton);
    let started = started(starts);
    let found = pages(searches);
    let all = [opened, started, found];
    ExitCode::from(u8::from(!phases.iter().chain(&all).all(|kept| *kept)))
}

fn row(phase: &str, empty: &[Process], baton: &[Process], limit: u64) -> bool {
    let (empty, baton) = (total(empty), total(baton));
    let adds = baton.saturating_sub(empty);
    let kept = adds <= limit * 1_000_000;
    let (empty, baton, adds, verdict) = (mb(empty), mb(baton), mb(adds), verdict(kept));
    println!("| {phase} | {empty} | {baton} | {adds} | {limit} | {verdict} |");
    kept
}

fn processes(phase: &str, empty: &[Process], baton: &[Process]) {
    let listed = |of: &[Process]| {
        let each = of.iter().map(|process| format!("{} {}", process.name, mb(process.pss)));
        each.collect::<Vec<_>>().join(", ")
    };
    println!("\n{phase}:\n  empty  {}\n  Baton  {}", listed(empty), listed(baton));
}

/// The first opening of all starts the web engine; every one has to be readable in time.
fn openings(empty: &Measured, baton: &Measured) -> bool {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!(
        "\nFrom the click in the tray, in ms; this machine's load: {}\n",
        load.trim()
    );
    println!("| opening | empty: window, readable | Baton: window, readable, complete | |");
    println!("| --- | --- | --- | --- |");
    let mut all = true;
    for (number, (empty, baton)) in empty.openings.iter().zip(&baton.openings).enumerate() {
        let kept = baton.readable < WINDOW;
        all &= kept;
        println!(
            "| {} | {}, {} | {}, {}, {} | {} |",
            number + 1,
            empty.shown.as_millis(),
            empty.readable.as_millis(),
            baton.shown.as_millis(),
            baton.readable.as_millis(),
            baton.complete.as_millis(),
            verdict(kept)
        );
    }
    all
}

/// Every one has to be readable in time, from before there is a process.
fn started(starts: &[Opening]) -> bool {
    println!("\nFrom the start of the program with its window, in ms:\n");
    println!("| start | window | readable | complete | |");
    println!("| --- | ---: | ---: | ---: | --- |");
    for (number, start) in starts.iter().enumerate() {
        let [shown, readable, complete] = [start.shown, start.readable, start.complete].map(|took| took.as_millis());
        let verdict = verdict(start.readable < WINDOW);
        println!("| {} | {shown} | {readable} | {complete} | {verdict} |", number + 1);
    }
    starts.iter().all(|start| start.readable < WINDOW)
}

/// What was asked for the first time reads from the disk's cache what nobody read before; the median counts.
fn pages(searches: &[Search]) -> bool {
    println!("\nFirst page of a search, asked from the window, in ms:\n");
    println!("| search | hits | first time | median | longest | |");
    println!("| --- | ---: | ---: | ---: | ---: | --- |");
    let ms = |took: Duration| format!("{:.1}", took.as_secs_f64() * 1e3);
    for search in searches {
        let (text, hits, kept) = (search.text, search.hits, verdict(search.median <= PAGE));
        let [first, median, longest] = [search.first, search.median, search.longest].map(ms);
        println!("| `{text}` | {hits} | {first} | {median} | {longest} | {kept} |");
    }
    searches.iter().all(|search| search.median <= PAGE)
}

fn verdict(kept: bool) -> &'static str {
    if kept { "kept" } else { "MISSED" }
}

fn total(of: &[Process]) -> u64 {
    of.iter().map(|process| process.pss).sum()
}

fn mb(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}
