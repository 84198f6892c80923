use std::fmt;

/// Everything a drive does to files, by the number of the hazard.
#[expect(missing_docs, reason = "the names say it, and the table of hazards says the rest")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Knob {
    H1ConflictedCopies,
    H2HalfArrivedFiles,
    H3OutOfOrder,
    H4FolderGone,
    H5DeletedFilesComeBack,
    H6RenamesAsDeleteAndCreate,
    H7Placeholders,
    H8CaseCollisions,
    H9ForbiddenNames,
    H10PathLength,
    H11Litter,
    H12TreeCopies,
    H13ManySmallFiles,
    H14LyingTimes,
    H15WrongClocks,
    H16FolderRewound,
    H17RestoredFromBackup,
    H18ClonedDevice,
    H19LostEvents,
    H20DrivePaused,
    H21ClockJumps,
    H22DiskFullOrDenied,
    H23Crash,
    H24TwoCompactAtOnce,
    H25TwoCreations,
}

impl Knob {
    /// All of them, in order.
    pub const ALL: [Self; 25] = [
        Self::H1ConflictedCopies,
        Self::H2HalfArrivedFiles,
        Self::H3OutOfOrder,
        Self::H4FolderGone,
        Self::H5DeletedFilesComeBack,
        Self::H6RenamesAsDeleteAndCreate,
        Self::H7Placeholders,
        Self::H8CaseCollisions,
        Self::H9ForbiddenNames,
        Self::H10PathLength,
        Self::H11Litter,
        Self::H12TreeCopies,
        Self::H13ManySmallFiles,
        Self::H14LyingTimes,
        Self::H15WrongClocks,
        Self::H16FolderRewound,
        Self::H17RestoredFromBackup,
        Self::H18ClonedDevice,
        Self::H19LostEvents,
        Self::H20DrivePaused,
        Self::H21ClockJumps,
        Self::H22DiskFullOrDenied,
        Self::H23Crash,
        Self::H24TwoCompactAtOnce,
        Self::H25TwoCreations,
    ];
}

impl fmt::Display for Knob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
