//! One system at one place in a process of its own: told what to do line by line, it does that, and answers how long it
//! took. So systems do not share an allocator, memory is each one's own, and one that takes too long can be ended.

mod client;
mod task;
mod tasks;

use std::io::{Write as _, stdin, stdout};

use anyhow::Result;

pub use client::{Ask, Worker};
pub use task::{Kind, Outcome, Reply, Task};

use crate::systems::{Cannot, Place, System};
use tasks::Bench;

/// Does what it is told until its input ends.
pub fn serve(system: System, place: Place) -> Result<()> {
    let mut bench = Bench::new(system, place);
    for line in stdin().lines() {
        let reply = match bench.perform(&serde_json::from_str(&line?)?) {
            Ok(outcome) => Reply::Done(outcome),
            Err(error) => match error.downcast_ref::<Cannot>() {
                Some(cannot) => Reply::Cannot(cannot.to_string()),
                None => Reply::Failed(format!("{error:#}")),
            },
        };
        let mut out = stdout().lock();
        serde_json::to_writer(&mut out, &reply)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
