//! The status in a short sentence, for a menu line.

use crate::{Status, failure_title, list_names, peers::short, status::Need, words::changes};

impl Status {
    /// A short sentence: "Up to date, 14:02 · with MacBook". `clock_text` says a time for people, such as "14:02".
    pub fn headline(&self, clock_text: &dyn Fn(u64) -> String) -> String {
        match self {
            Self::UpToDate { synced_ms, with } => {
                let when = synced_ms.map(|at| format!(", {}", clock_text(at)));
                format!("Up to date{}{}", when.unwrap_or_default(), company(with))
            }
            Self::Syncing { unsent: 0 } => "Syncing…".to_owned(),
            Self::Syncing { unsent } => format!("Syncing… · sending {}", changes(*unsent)),
            Self::NeverSynced => "Not synced yet".to_owned(),
            Self::WaitingForFiles { changes: 0, .. } => {
                "Waiting for a file in the folder that cannot be read yet".to_owned()
            }
            Self::WaitingForFiles { changes: count, from } => {
                format!("Waiting for {}{}", changes(*count), whom(" from ", from))
            }
            Self::WaitingForPickUp { changes: count, by } => {
                format!("{} not picked up yet{}", changes(*count), whom(" by ", by))
            }
            Self::NotSent { changes: count } => format!("{} not sent yet", changes(*count)),
            Self::Paused { until_ms, unsent } => {
                let until = until_ms.map(|until| format!(" until {}", clock_text(until)));
                let unsent = (*unsent > 0).then(|| format!(" · {} not sent", changes(*unsent)));
                format!("Paused{}{}", until.unwrap_or_default(), unsent.unwrap_or_default())
            }
            Self::FolderUnavailable { failure } | Self::Error { failure } => failure_title(*failure).to_owned(),
            Self::NeedsYou(need) => needed(need),
        }
    }
}

fn needed(need: &Need) -> String {
    match need {
        Need::RelayFolder => "Choose a folder to sync through".to_owned(),
        Need::Problem(sentence) => sentence.clone(),
        Need::StuckLease(agent) => format!("Lease of {} ran out during a run", short(agent)),
    }
}

fn company(with: &[String]) -> String {
    if with.is_empty() {
        return " · no other device yet".to_owned();
    }
    whom(" · with ", with)
}

fn whom(lead: &str, names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| short(name)).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("{lead}{}", list_names(&names))
}
