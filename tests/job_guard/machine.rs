use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, ExitStatus},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use baton_tests::Device;

/// How long a schedule waits before it looks at its processes again.
const GLANCE: Duration = Duration::from_millis(20);

/// One machine with its crontab.
pub struct Machine {
    pub device: Device,
    /// What its job does: it writes down that it was there, after a moment.
    job: String,
    /// The process under way.
    pub running: Mutex<Option<Child>>,
}

impl Machine {
    pub fn new(name: &str, dir: &Path, journal: &Path) -> Self {
        let relay: PathBuf = dir.join(format!("folder of {name}"));
        fs::create_dir_all(&relay).unwrap();
        let journal = journal.display();
        Self {
            device: Device {
                root: dir.join(name),
                relay,
            },
            job: format!("sleep 0.2; echo \"$BATON_RUN_ID {name} $BATON_EPOCH\" >> '{journal}'"),
            running: Mutex::new(None),
        }
    }

    /// Has the folder arrived, with another device in it?
    pub fn sees_the_others(&self) -> bool {
        fs::read_dir(self.device.relay.join("d")).is_ok_and(|found| found.count() > 0)
    }

    /// How many devices vote, as this one knows it.
    pub fn voters(&self) -> usize {
        let voters = &self.device.json(&["lease", "voters"])["voters"];
        voters["members"].as_array().map_or(0, Vec::len)
    }

    /// Starts the guarded job again and again, as cron does; what comes of each is the ledger's business.
    pub fn follow_the_schedule(&self, is_over: &AtomicBool) {
        while !is_over.load(Ordering::Relaxed) {
            let line = [
                "run", "--agent", "job", "--every", "1s", "--ttl", "5s", "--wait", "8s", "--", "sh", "-c", &self.job,
            ];
            let mut command = self.device.command(&line);
            command
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null());
            *self.running.lock().unwrap() = Some(command.spawn().unwrap());
            while self.ended().is_none() {
                thread::sleep(GLANCE);
            }
        }
    }

    fn ended(&self) -> Option<ExitStatus> {
        let mut running = self.running.lock().unwrap();
        running.as_mut().and_then(|child| child.try_wait().unwrap())
    }

    /// Sends a signal to the process under way, if one is; answers which it was.
    pub fn signal(&self, signal: &str) -> Option<u32> {
        let mut running = self.running.lock().unwrap();
        let child = running.as_mut()?;
        if child.try_wait().is_ok_and(|ended| ended.is_some()) {
            return None;
        }
        send(signal, child.id());
        Some(child.id())
    }
}

/// Sends a signal to a process that may be gone by now.
pub fn send(signal: &str, process: u32) {
    let mut kill = std::process::Command::new("kill");
    kill.args(["-s", signal, &process.to_string()]);
    let _ = kill.stderr(std::process::Stdio::null()).status();
}
