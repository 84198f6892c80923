//! Two things at once.

use std::{panic::resume_unwind, thread};

/// Does `aside` on a thread of its own and `here` on this one, and answers both when both are done.
pub(crate) fn meanwhile<A: Send, B>(aside: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let aside = scope.spawn(aside);
        let here = here();
        (aside.join().unwrap_or_else(|panic| resume_unwind(panic)), here)
    })
}
