use crate::store::{DoubleRun, FormerIdentity, Parting};

/// Something a person may want to know. Nothing of it stops what works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// One sentence: what is wrong.
    pub message: String,
    /// One sentence: what to do.
    pub hint: String,
}

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// Two ops claim one place in a device's chain.
    Fork,
    /// They do, in a chain that nobody writes any more: its writers have gone on under other names.
    SettledFork,
    /// A file is not complete yet, or damaged.
    DamagedFile,
    /// A device's clock is far ahead, or this one's is not set.
    ClockSkew,
    /// Files in the relay that are not ours.
    ForeignFiles,
    /// This device goes on with a new chain, since its data was an older copy or a copy was in use elsewhere.
    NewIdentity,
    /// A device that is heard of keeps lacking what this one wrote: its drive, or ours, holds files back.
    HeldBack,
    /// Files whose content is still in the cloud only.
    InTheCloud,
    /// Two devices carried out one run, or one device did so under two epochs.
    DoubleRun,
}

impl Problem {
    pub(super) fn damaged(path: &str, why: &impl std::fmt::Display) -> Self {
        Self {
            kind: ProblemKind::DamagedFile,
            message: format!("{path} cannot be used: {why}."),
            hint: "It may still be on its way; Baton tries it again by itself.".to_owned(),
        }
    }

    pub(super) fn foreign(count: u64) -> Self {
        Self {
            kind: ProblemKind::ForeignFiles,
            message: format!("The relay folder holds {count} files that are not Baton's, such as conflicted copies."),
            hint: "They do no harm; anything useful in them was taken over. You may delete them.".to_owned(),
        }
    }

    /// `name` is the device's.
    pub(super) fn fork(fork: &crate::store::Fork, name: &str) -> Self {
        Self {
            kind: ProblemKind::Fork,
            message: format!("Two changes claim to be number {} of {name}.", fork.seq.get() + 1),
            hint: format!(
                "A copy of that device's data is in use. Both go on under new ids as soon as they notice each other. {}",
                held_and_offered(fork)
            ),
        }
    }

    pub(super) fn settled_fork(fork: &crate::store::Fork, name: &str) -> Self {
        Self {
            kind: ProblemKind::SettledFork,
            hint: format!(
                "Its writers have gone on under new ids, with everything they wrote; some of it may show twice. {}",
                held_and_offered(fork)
            ),
            ..Self::fork(fork, name)
        }
    }

    pub(super) fn new_identity(left: &FormerIdentity) -> Self {
        let why = match left.why {
            Parting::Outdated => {
                "This device's data was older than what it had already shared, as after a restored backup"
            }
            Parting::Contradicted => {
                "A copy of this device's data was in use too, on another machine or before a backup was restored"
            }
        };
        let again = match left.moved {
            0 => String::new(),
            1 => "; 1 change was recorded again under it".to_owned(),
            moved => format!("; {moved} changes were recorded again under it"),
        };
        Self {
            kind: ProblemKind::NewIdentity,
            message: format!(
                "{why}, so it goes on as a new device, {} instead of {}{again}.",
                left.successor.short(),
                left.device.short()
            ),
            hint: "Nothing was overwritten and there is nothing to do. The old id stays in the list of devices as retired."
                .to_owned(),
        }
    }

    pub(super) fn held_back(name: &str, hours: u64) -> Self {
        let time = if hours == 1 {
            "1 hour".to_owned()
        } else {
            format!("{hours} hours")
        };
        Self {
            kind: ProblemKind::HeldBack,
            message: format!("{name} is there, but for {time} has not received what this device wrote."),
            hint: "Look whether the cloud drive is paused, signed out or full, here and there.".to_owned(),
        }
    }

    pub(super) fn in_the_cloud(count: u64) -> Self {
        let files = if count == 1 {
            "1 file is".to_owned()
        } else {
            format!("{count} files are")
        };
        Self {
            kind: ProblemKind::InTheCloud,
            message: format!("{files} listed in the relay folder, but not downloaded yet."),
            hint: "Set the folder to be kept on this device instead of \"online only\" in your cloud drive's settings."
                .to_owned(),
        }
    }

    /// `one` and `other` are the names of the two devices.
    pub(super) fn double_run(run: &DoubleRun, one: &str, other: &str) -> Self {
        let DoubleRun { agent_id, run_id, .. } = run;
        let (first, second) = (run.one.epoch, run.other.epoch);
        Self {
            kind: ProblemKind::DoubleRun,
            message: format!(
                "Run {run_id} of {agent_id} took effect twice: on {one} under epoch {first}, on {other} under epoch {second}."
            ),
            hint: "Look at what it did, and undo one of the two if that matters; `baton status` says when each was."
                .to_owned(),
        }
    }

    pub(super) fn skewed_peer(name: &str, ahead_ms: u64) -> Self {
        let hours = ahead_ms / 3_600_000;
        Self {
            kind: ProblemKind::ClockSkew,
            message: format!("The clock of {name} is about {hours} hours ahead of this device's."),
            hint: "Set the clocks of both devices by the network; what it wrote sorts late until then.".to_owned(),
        }
    }

    pub(super) fn unset_clock() -> Self {
        Self {
            kind: ProblemKind::ClockSkew,
            message: "This device's clock is not set: it reads a time before 2020.".to_owned(),
            hint: "Set the clock; what is recorded meanwhile keeps its order on this device but sorts early on others."
                .to_owned(),
        }
    }
}

/// Which of the two changes counts here, for bug reports.
fn held_and_offered(fork: &crate::store::Fork) -> String {
    format!("Held here is {}; {} was offered and is ignored.", fork.held, fork.other)
}
