//! A device that records for ever and says on standard output what it has confirmed, to be killed at any moment.
//!
//! `recorder DATA RELAY NAME HABIT SEED`, where the habit is what it does besides recording: `append` nothing much,
//! `pump` pumps often, `checkpoint` publishes and adopts checkpoints often too, `votes` records nothing and asks for leases.
//! Lines: `turn <op id>`, `said <text>`, `run <run id>` and `lease <agent> <epoch>` once that is confirmed, and `begin <what>`
//! right before a pump or checkpoint.
#![allow(
    clippy::unwrap_used,
    reason = "whatever goes wrong must end the process, for the test to see"
)]

use std::{
    env,
    io::{Stdout, Write as _},
    path::Path,
};

use baton_engine::{InMemoryLeaseCoordinator, Intent, IntentStatus, Scope, Surface, SyncSubsystem, system_clock};
use baton_tests::Random;
use serde_json::json;

fn main() {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [data, relay, name, habit, seed] = &arguments[..] else {
        panic!("recorder DATA RELAY NAME HABIT SEED");
    };
    if habit == "votes" {
        let device = SyncSubsystem::open_with_relay(Path::new(data), Path::new(relay)).unwrap();
        Recorder::new(device, seed).vote_for_ever(seed);
    }
    let leases = Box::new(InMemoryLeaseCoordinator::new(system_clock()));
    let device =
        SyncSubsystem::open_with(name.clone(), Path::new(data), Path::new(relay), leases, system_clock()).unwrap();
    let (pumps, checkpoints) = match habit.as_str() {
        "append" => (2, 0),
        "pump" => (30, 0),
        _ => (20, 20),
    };
    Recorder::new(device, seed).record_for_ever(seed, pumps, checkpoints);
}

struct Recorder {
    device: SyncSubsystem,
    random: Random,
    out: Stdout,
}

impl Recorder {
    fn new(device: SyncSubsystem, seed: &str) -> Self {
        Self {
            device,
            random: Random::new(seed.parse().unwrap()),
            out: std::io::stdout(),
        }
    }

    fn record_for_ever(mut self, seed: &str, pumps: usize, checkpoints: usize) -> ! {
        for n in 0_u64.. {
            match self.random.below(100) {
                dice if dice < pumps => self.pump(),
                dice if dice < pumps + checkpoints => self.checkpoint(),
                dice if dice > 90 => self.commit(&format!("run-{seed}-{n}")),
                dice if dice > 85 => self.state(n),
                dice if dice > 75 => self.batch(&format!("batch-{seed}-{n}")),
                _ => self.turn(&format!("turn {n} of life {seed}")),
            }
        }
        unreachable!("it is killed before")
    }

    fn say(&mut self, line: &str) {
        writeln!(self.out, "{line}").unwrap();
        self.out.flush().unwrap();
    }

    fn turn(&mut self, text: &str) {
        let length = 1 + self.random.below(40);
        let content = text.repeat(length);
        let receipt = self
            .device
            .record_turn(Scope::Personal, "c", "user", &content, vec![], None, 1)
            .unwrap();
        self.say(&format!("turn {}", receipt["op_id"].as_str().unwrap()));
    }

    fn batch(&mut self, name: &str) {
        let texts: Vec<_> = (0..5).map(|k| format!("{name}-{k}")).collect();
        let turn = |text: &String| json!({"conversation_id": "c", "role": "user", "content": text});
        let turns: Vec<_> = texts.iter().map(turn).collect();
        self.device.record_turns(Scope::Personal, &turns).unwrap();
        texts.iter().for_each(|text| self.say(&format!("said {text}")));
    }

    fn vote_for_ever(mut self, seed: &str) -> ! {
        for n in 0_u64.. {
            let agent = format!("agent-{seed}-{n}");
            let lease = loop {
                match self.device.lease_acquire(&agent, 3_600_000) {
                    Ok(lease) => break lease,
                    Err(_) => self.pump(),
                }
            };
            self.say(&format!("lease {agent} {}", lease["epoch"]));
        }
        unreachable!("it is killed before")
    }

    fn commit(&mut self, run: &str) {
        let intent = Intent::new("bot", run, 1, IntentStatus::Committed);
        self.device.record_intent(Scope::Personal, &intent).unwrap();
        self.say(&format!("run {run}"));
    }

    fn state(&mut self, n: u64) {
        let payload = json!({"id": "config", "n": n});
        self.device
            .append(Scope::Personal, Surface::Declagent, payload)
            .unwrap();
    }

    fn pump(&mut self) {
        self.say("begin pump");
        self.device.pump().unwrap();
    }

    fn checkpoint(&mut self) {
        self.say("begin checkpoint");
        self.device.checkpoint().unwrap();
        self.say("begin rebase");
        self.device.rebase().unwrap();
    }
}
