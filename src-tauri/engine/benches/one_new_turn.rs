//! What one new turn costs beside how much history: append on one device to visible on the other, both durable.
//!
//! Plain harness: the sizes share one run, so that their ratio means something on a noisy machine. Memory is read in a
//! fresh process per size. Run with `cargo xtask bench`; sizes may be given, separated by spaces.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use baton_engine::{PageFrom, Scope, SyncSubsystem};
use serde_json::{Value, json};

const DEFAULT_SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const CONVERSATIONS: usize = 100;
const SAMPLES: usize = 40;
const BATCH: usize = 1_000;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [word, dir] = &args[..]
        && word == "memory"
    {
        return print_memory(Path::new(dir));
    }
    let given: Vec<usize> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if given.is_empty() {
        DEFAULT_SIZES.to_vec()
    } else {
        given
    };
    println!(
        "| turns held | first sync | one new turn | idle pump | open | fence | page of 200 | peak memory | folder |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let medians: Vec<_> = sizes.iter().map(|turns| measure(*turns)).collect();
    if let (Some(small), Some(large)) = (medians.first(), medians.last()) {
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        println!(
            "\none new turn: {:.2} times the cost at {} of that at {}",
            ratio,
            sizes[sizes.len() - 1],
            sizes[0]
        );
    }
}

fn open(dir: &Path, name: &str) -> SyncSubsystem {
    SyncSubsystem::open_with_relay(&dir.join(name), &dir.join("relay")).unwrap()
}

/// The lease of an agent, voted for by both; answers its epoch.
fn granted(a: &mut SyncSubsystem, b: &mut SyncSubsystem) -> u64 {
    loop {
        if let Ok(lease) = a.lease_acquire("agent", 3_600_000) {
            return lease["epoch"].as_u64().unwrap();
        }
        a.pump().unwrap();
        b.pump().unwrap();
    }
}

fn turn(n: usize) -> Value {
    let words = [
        "relay",
        "checkpoint",
        "lease",
        "frontier",
        "agent",
        "retry",
        "deploy",
        "review",
        "parse",
        "merge",
    ];
    let text: Vec<_> = (0..55).map(|k| words[(n * 7 + k * k + n / 13) % words.len()]).collect();
    let role = if n.is_multiple_of(2) { "user" } else { "assistant" };
    let conversation = format!("conversation-{}", n % CONVERSATIONS);
    json!({"conversation_id": conversation, "role": role, "content": format!("{n}: {}", text.join(" ")), "timestamp": n})
}

fn measure(turns: usize) -> Duration {
    let dir = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (open(dir.path(), "a"), open(dir.path(), "b"));
    for start in (0..turns).step_by(BATCH) {
        let batch: Vec<_> = (start..(start + BATCH).min(turns)).map(turn).collect();
        a.record_turns(Scope::Personal, &batch).unwrap();
    }
    let first_sync = time(|| {
        a.pump().unwrap();
        b.pump().unwrap();
        a.pump().unwrap();
    });
    let mut samples: Vec<_> = (0..SAMPLES)
        .map(|k| time(|| one_new_turn(&mut a, &mut b, turns + k)))
        .collect();
    samples.sort_unstable();
    let one = samples[SAMPLES / 2];
    a.pump().unwrap();
    b.pump().unwrap();
    let idle = time(|| drop(a.pump().unwrap()));
    let epoch = granted(&mut a, &mut b);
    let fence = fence(&mut a, epoch);
    let page = time(|| drop(a.turn_page("conversation-1", PageFrom::End, 200).unwrap()));
    drop((a, b));
    let opening = time(|| drop(open(dir.path(), "b").overview().unwrap()));
    println!(
        "| {turns} | {first_sync:.0?} | {one:.2?} | {idle:.2?} | {opening:.2?} | {fence:.0?} | {page:.2?} | {} | {:.1} MB |",
        memory(dir.path()),
        folder_bytes(&dir.path().join("relay")) as f64 / 1e6
    );
    one
}

/// Append on A, publish, fold and acknowledge on B, read it there.
fn one_new_turn(a: &mut SyncSubsystem, b: &mut SyncSubsystem, n: usize) {
    a.record_turns(Scope::Personal, &[turn(n)]).unwrap();
    a.pump().unwrap();
    assert_eq!(b.pump().unwrap()["folded"], 1);
    let page = b
        .turn_page(&format!("conversation-{}", n % CONVERSATIONS), PageFrom::End, 1)
        .unwrap();
    assert!(page.turns[0].turn.content.starts_with(&format!("{n}:")));
}

/// One check of a fence that lets the run through.
fn fence(a: &mut SyncSubsystem, epoch: u64) -> Duration {
    let mut check = || assert_eq!(a.fence_check("agent", "run", epoch).unwrap()["may_dispatch"], true);
    let mut times: Vec<_> = (0..SAMPLES).map(|_| time(&mut check)).collect();
    times.sort_unstable();
    times[SAMPLES / 2]
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn folder_bytes(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                folder_bytes(&entry.path())
            } else {
                entry.metadata().unwrap().len()
            }
        })
        .sum()
}

/// Peak memory of a fresh process that opens the store, pumps, and reads a page.
fn memory(dir: &Path) -> String {
    let child = Command::new(std::env::current_exe().unwrap())
        .arg("memory")
        .arg(dir)
        .output()
        .unwrap();
    String::from_utf8(child.stdout).unwrap().trim().to_owned()
}

fn print_memory(dir: &Path) {
    let mut b = open(dir, "b");
    b.pump().unwrap();
    b.overview().unwrap();
    b.turn_page("conversation-1", PageFrom::End, 200).unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .map(str::trim);
    println!("{}", peak.unwrap_or("unknown on this system"));
}
