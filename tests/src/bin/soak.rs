//! Runs new seeds of the simulator until the time is up: `soak MINUTES [FIRST_SEED]`. A seed that breaks a rule ends it
//! with the seed, the shortest schedule that still breaks that rule, and everything that happens in it. `soak seed SEED`
//! tells everything that happens with one seed.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "that is what it is for")]

use std::{
    env,
    process::ExitCode,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use baton_tests::simulator::{Coverage, Found, Knob, Schedule, baton, run, trial};

/// Lines about progress come this often.
const PAUSE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    if let (Some("seed"), Some(seed)) = (arguments.first().map(String::as_str), number(1)) {
        return tell(seed);
    }
    let Some(minutes) = number(0) else {
        eprintln!("soak MINUTES [FIRST_SEED] | soak seed SEED");
        return ExitCode::from(2);
    };
    let mut soak = Soak::begin(number(1).unwrap_or_else(fresh_seed));
    let found = soak.until(Duration::from_secs(minutes * 60));
    soak.report();
    match found {
        Some(found) => {
            println!("\n{found}");
            println!(
                "Add this to tests/simulator/regressions.txt:\n{} # {}",
                found.seed, found.failure
            );
            ExitCode::FAILURE
        }
        None => ExitCode::SUCCESS,
    }
}

fn tell(seed: u64) -> ExitCode {
    let outcome = trial(&Schedule::of(seed), &baton);
    outcome.trace.iter().for_each(|line| println!("{line}"));
    if outcome.failure.is_some() {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Nobody has run the seeds from here on.
fn fresh_seed() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(0) * 1_000_000
}

struct Soak {
    start: Instant,
    first: u64,
    next: u64,
    coverage: Coverage,
}

impl Soak {
    fn begin(first: u64) -> Self {
        println!("from seed {first} on");
        Self {
            start: Instant::now(),
            first,
            next: first,
            coverage: Coverage::default(),
        }
    }

    fn until(&mut self, end: Duration) -> Option<Box<Found>> {
        let mut told = Instant::now();
        while self.start.elapsed() < end {
            let (covered, found) = run(self.next, &baton);
            self.coverage.merge(&covered);
            self.next += 1;
            if found.is_some() {
                return found.map(Box::new);
            }
            if told.elapsed() > PAUSE {
                told = Instant::now();
                println!("{}", self.speed());
            }
        }
        None
    }

    fn speed(&self) -> String {
        let (seeds, seconds) = (self.next - self.first, self.start.elapsed().as_secs().max(1));
        format!("{seeds} seeds in {seconds} s, {} a second", seeds / seconds)
    }

    fn report(&self) {
        println!("{}", self.speed());
        for knob in Knob::ALL {
            println!("{:>9} x {knob}", self.coverage.of(knob));
        }
    }
}
