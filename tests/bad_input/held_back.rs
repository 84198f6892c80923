//! Drives that hold files back: online-only files, a paused upload.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use baton_engine::{ProblemKind, SyncSubsystem};
use baton_tests::{Fleet, converge, files_below, files_ending, said, say, say_at_length};

fn told(device: &mut SyncSubsystem, kind: ProblemKind) -> Option<String> {
    let problems = device.overview().unwrap().problems;
    let told = problems.into_iter().find(|problem| problem.kind == kind);
    told.map(|problem| problem.message)
}

fn stub(file: &Path) -> PathBuf {
    file.with_file_name(format!(".{}.icloud", file.file_name().unwrap().to_str().unwrap()))
}

#[test]
fn h7_files_that_are_only_in_the_cloud_are_waited_for_and_said_so() {
    let fleet = Fleet::new();
    let (mut a, mut b) = (fleet.device("a"), fleet.device("b"));
    converge(&mut [&mut a, &mut b]);
    say_at_length(&mut a, "c", "hello");
    a.pump().unwrap();
    let segment = files_ending(&fleet.relay(), ".seg").pop().unwrap();
    let bytes = fs::read(&segment).unwrap();
    fs::remove_file(&segment).unwrap();
    fs::write(stub(&segment), b"bplist").unwrap();

    b.pump().unwrap();
    let message = told(&mut b, ProblemKind::InTheCloud).expect("it says nothing");
    assert!(message.starts_with("1 file is"), "{message}");
    assert_eq!(b.overview().unwrap().awaited, 1);
    a.pump().unwrap();
    assert!(!segment.exists(), "its owner takes it for lost");

    fs::remove_file(stub(&segment)).unwrap();
    fs::write(&segment, bytes).unwrap();
    converge(&mut [&mut a, &mut b]);
    assert_eq!(said(&mut b, "c"), ["hello"]);
    assert_eq!(told(&mut b, ProblemKind::InTheCloud), None);
}

/// Carries what is in one copy of the folder to another.
fn carry(from: &Path, to: &Path) {
    for file in files_below(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(file, target).unwrap();
    }
}

#[test]
fn h20_a_device_that_is_heard_of_and_never_gets_our_turns_is_named_after_an_hour() {
    let fleet = Fleet::new();
    let minutes = Arc::new(AtomicU64::new(0));
    let clock = minutes.clone();
    let clock = Arc::new(move || 1_700_000_000_000 + clock.load(Ordering::Relaxed) * 60_000);
    let elsewhere = fleet.folder().join("elsewhere");
    let mut a = fleet.device_with_clock("a", clock);
    a.pump().unwrap();
    carry(&fleet.relay(), &elsewhere);
    let mut b = fleet.device_on("b", &elsewhere);
    say(&mut a, "c", "does anybody hear me?");
    // What b says arrives; what a says does not.
    for minute in [0, 30, 59, 61] {
        minutes.store(minute, Ordering::Relaxed);
        say(&mut b, "c", "working");
        b.pump().unwrap();
        carry(&elsewhere, &fleet.relay());
        a.pump().unwrap();
        assert_eq!(
            told(&mut a, ProblemKind::HeldBack).is_some(),
            minute > 60,
            "minute {minute}"
        );
    }
    let message = told(&mut a, ProblemKind::HeldBack).unwrap();
    assert!(message.starts_with("b is there, but for 1 hour"), "{message}");
    carry(&fleet.relay(), &elsewhere);
    b.pump().unwrap();
    carry(&elsewhere, &fleet.relay());
    a.pump().unwrap();
    assert_eq!(told(&mut a, ProblemKind::HeldBack), None);
}
