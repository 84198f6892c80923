use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use super::{Outcome, Reply, Task};
use crate::systems::{Place, System};

/// A worker, seen from the program that tells it what to do. It ends, and closes its devices, when this is dropped.
pub struct Worker {
    child: Child,
    orders: Option<ChildStdin>,
    replies: Receiver<String>,
}

/// How asking went.
#[derive(Debug, Clone)]
pub enum Ask {
    /// The worker did it.
    Done(Outcome),
    /// There is no figure, for this reason.
    Lacking(String),
    /// It took longer than allowed, and the worker was ended.
    TooLong,
}

impl Worker {
    /// Starts a worker for a system at a place.
    pub fn start(system: System, place: &Place) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("worker")
            .arg(serde_json::to_string(&system)?.trim_matches('"'))
            .arg(&place.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("start a worker")?;
        let orders = child.stdin.take();
        let output = child.stdout.take().context("a worker answers")?;
        let (sender, replies) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.for_each(|line| drop(sender.send(line)));
        });
        Ok(Self { child, orders, replies })
    }

    /// Has a task done within a time.
    pub fn ask(&mut self, task: &Task, limit: Duration) -> Result<Ask> {
        let orders = self.orders.as_mut().context("the worker was ended")?;
        writeln!(orders, "{}", serde_json::to_string(task)?)?;
        let Ok(line) = self.replies.recv_timeout(limit) else {
            if let Some(status) = self.child.try_wait()? {
                bail!("a worker ended with {status} at {task:?}");
            }
            self.kill();
            return Ok(Ask::TooLong);
        };
        Ok(match serde_json::from_str(&line)? {
            Reply::Done(outcome) => Ask::Done(outcome),
            Reply::Cannot(reason) => Ask::Lacking(reason),
            Reply::Failed(reason) => Ask::Lacking(format!("failed: {reason}")),
        })
    }

    fn kill(&mut self) {
        self.orders = None;
        // It may have ended by itself.
        let _ = self.child.kill();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.orders = None;
        // Nothing can be done about a process that cannot be waited for.
        let _ = self.child.wait();
    }
}
