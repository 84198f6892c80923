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
    /// A file is not complete yet, or damaged.
    DamagedFile,
    /// A device's clock is far ahead, or this one's is not set.
    ClockSkew,
    /// Files in the relay that are not ours.
    ForeignFiles,
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

    pub(super) fn fork(fork: &crate::store::Fork) -> Self {
        Self {
            kind: ProblemKind::Fork,
            message: format!(
                "Two different changes claim place {} of {}: {} is held, {} was offered and is ignored.",
                fork.seq, fork.device, fork.held, fork.other
            ),
            hint: "That device's data was probably copied or restored from a backup; set it up anew.".to_owned(),
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
