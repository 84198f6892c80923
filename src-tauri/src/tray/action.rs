const STUCK: &str = "stuck-";

/// What the menu's items do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Status,
    SyncNow,
    Checkpoint,
    TogglePause,
    Open,
    OpenFolder,
    Quit,
    /// The line of a stuck lease, by its place.
    Stuck(usize),
}

impl Action {
    const ALL: [Self; 7] = [
        Self::Status,
        Self::SyncNow,
        Self::Checkpoint,
        Self::TogglePause,
        Self::Open,
        Self::OpenFolder,
        Self::Quit,
    ];

    /// The menu item's id.
    pub(super) fn id(self) -> String {
        let id = match self {
            Self::Stuck(index) => return format!("{STUCK}{index}"),
            Self::Status => "status",
            Self::SyncNow => "sync-now",
            Self::Checkpoint => "checkpoint",
            Self::TogglePause => "toggle-pause",
            Self::Open => "open",
            Self::OpenFolder => "open-folder",
            Self::Quit => "quit",
        };
        id.to_owned()
    }

    /// What the item of this id does.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        if let Some(index) = id.strip_prefix(STUCK) {
            return index.parse().ok().map(Self::Stuck);
        }
        Self::ALL.into_iter().find(|action| action.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_its_id() {
        for action in Action::ALL.into_iter().chain([Action::Stuck(0), Action::Stuck(12)]) {
            assert_eq!(Action::of_id(&action.id()), Some(action));
        }
        assert_eq!(Action::of_id("something-else"), None);
    }
}
