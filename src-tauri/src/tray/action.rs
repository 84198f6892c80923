use baton_contract::PauseLength;

/// Ids of lines that are numbered.
const STUCK: &str = "stuck-";
const DEVICE: &str = "device-";
const RECENT: &str = "recent-";

/// What the menu's items do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Status,
    SyncNow,
    Checkpoint,
    Pause(PauseLength),
    Resume,
    Open,
    OpenFolder,
    Quit,
    /// The line of a stuck lease, by its place.
    Stuck(usize),
    /// The line of a device, by its place.
    Device(usize),
    /// A recent conversation, by its place.
    Recent(usize),
}

impl Action {
    const ALL: [Self; 10] = [
        Self::Status,
        Self::SyncNow,
        Self::Checkpoint,
        Self::Pause(PauseLength::Hour),
        Self::Pause(PauseLength::Tomorrow),
        Self::Pause(PauseLength::Resumed),
        Self::Resume,
        Self::Open,
        Self::OpenFolder,
        Self::Quit,
    ];

    /// The menu item's id.
    pub(super) fn id(self) -> String {
        let id = match self {
            Self::Stuck(index) => return format!("{STUCK}{index}"),
            Self::Device(index) => return format!("{DEVICE}{index}"),
            Self::Recent(index) => return format!("{RECENT}{index}"),
            Self::Status => "status",
            Self::SyncNow => "sync-now",
            Self::Checkpoint => "checkpoint",
            Self::Pause(PauseLength::Hour) => "pause-hour",
            Self::Pause(PauseLength::Tomorrow) => "pause-tomorrow",
            Self::Pause(PauseLength::Resumed) => "pause",
            Self::Resume => "resume",
            Self::Open => "open",
            Self::OpenFolder => "open-folder",
            Self::Quit => "quit",
        };
        id.to_owned()
    }

    /// What the item of this id does.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        let numbered = [
            (STUCK, Self::Stuck as fn(usize) -> Self),
            (DEVICE, Self::Device),
            (RECENT, Self::Recent),
        ];
        let numbered = numbered.into_iter().find_map(|(prefix, action)| {
            let index = id.strip_prefix(prefix)?.parse().ok()?;
            Some(action(index))
        });
        numbered.or_else(|| Self::ALL.into_iter().find(|action| action.id() == id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_its_id() {
        let numbered = [Action::Stuck(0), Action::Device(12), Action::Recent(4)];
        for action in Action::ALL.into_iter().chain(numbered) {
            assert_eq!(Action::of_id(&action.id()), Some(action));
        }
        assert_eq!(Action::of_id("something-else"), None);
    }
}
