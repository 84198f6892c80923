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
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::SyncNow => "sync-now",
            Self::Checkpoint => "checkpoint",
            Self::TogglePause => "toggle-pause",
            Self::Open => "open",
            Self::OpenFolder => "open-folder",
            Self::Quit => "quit",
        }
    }

    /// What the item of this id does.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_its_id() {
        for action in Action::ALL {
            assert_eq!(Action::of_id(action.id()), Some(action));
        }
        assert_eq!(Action::of_id("something-else"), None);
    }
}
