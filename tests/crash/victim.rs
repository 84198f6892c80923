//! The process that is killed, and what it had confirmed before.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use baton_engine::SyncSubsystem;
use baton_tests::{Fleet, said, turn_ids};

/// What was confirmed, over all lives.
#[derive(Debug, Default)]
pub struct Confirmed {
    pub turns: Vec<String>,
    /// Texts of turns that were recorded in batches.
    pub texts: Vec<String>,
    pub runs: Vec<String>,
    /// Agents and epochs.
    pub leases: Vec<(String, u64)>,
}

impl Confirmed {
    fn hear(&mut self, line: &str) -> bool {
        match line.split_once(' ') {
            Some(("turn", id)) => self.turns.push(id.to_owned()),
            Some(("said", text)) => self.texts.push(text.to_owned()),
            Some(("run", id)) => self.runs.push(id.to_owned()),
            Some(("lease", lease)) => {
                let (agent, epoch) = lease.split_once(' ').unwrap();
                self.leases.push((agent.to_owned(), epoch.parse().unwrap()));
            }
            _ => return false,
        }
        true
    }

    /// Checks that a device has every confirmed turn exactly once, and knows every committed run.
    #[track_caller]
    pub fn check(&self, device: &mut SyncSubsystem) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let (ids, texts) = (turn_ids(device, "c"), said(device, "c"));
        ids.into_iter()
            .chain(texts)
            .for_each(|turn| *seen.entry(turn).or_default() += 1);
        let confirmed = self.turns.iter().chain(&self.texts);
        let lost: Vec<_> = confirmed.filter(|turn| seen.get(*turn) != Some(&1)).collect();
        assert!(
            lost.is_empty(),
            "{} of {} turns are lost or doubled: {lost:?}",
            lost.len(),
            self.turns.len() + self.texts.len()
        );
        for run in &self.runs {
            let answer = device.fence_check("bot", run, 1).unwrap();
            assert_eq!(
                answer["decision"]["decision"], "already_committed",
                "{run} may run again"
            );
        }
    }
}

impl Confirmed {
    /// Checks that a device still holds every lease it was granted, under the epoch it was granted.
    #[track_caller]
    pub fn check_leases(&self, device: &mut SyncSubsystem) {
        for (agent, epoch) in &self.leases {
            let lease = device.lease_status(agent).unwrap();
            assert_eq!(lease["lease"]["epoch"], *epoch, "{agent}: {lease}");
            assert_eq!(lease["lease"]["holder"], device.device_id(), "{agent}: {lease}");
        }
    }
}

/// A running recorder. Killed when dropped, so that a failing test leaves nobody behind.
pub struct Victim {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Victim {
    pub fn start(fleet: &Fleet, habit: &str, life: u64) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recorder"));
        command
            .arg(fleet.data("victim"))
            .arg(fleet.relay())
            .args(["victim", habit, &life.to_string()]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Lets it live until it confirmed so much, and if wanted until it begins its next pump or checkpoint.
    pub fn live(&mut self, confirmations: usize, until_it_pumps: bool, confirmed: &mut Confirmed) {
        let mut heard = 0;
        let mut begun = !until_it_pumps;
        while heard < confirmations || !begun {
            let line = self.lines.next().expect("the recorder ended by itself").unwrap();
            heard += usize::from(confirmed.hear(&line));
            begun = !until_it_pumps || (heard >= confirmations && line.starts_with("begin"));
        }
    }

    /// SIGKILL. What it said before its end counts.
    pub fn kill(mut self, confirmed: &mut Confirmed) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        for line in self.lines.by_ref().map_while(Result::ok) {
            confirmed.hear(&line);
        }
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
