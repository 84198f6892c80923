use std::{borrow::Cow, fmt};

/// What kind of state an op changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Surface {
    /// Observations of how requests were routed.
    Routing,
    /// Declarations of agents.
    Declagent,
    /// Conversation turns.
    Conversation,
    /// Facts.
    Knowledge,
    /// Skills.
    Skill,
    /// Recorded trajectories.
    Trajectory,
    /// Runs.
    Run,
    /// The ledger of execution intents.
    Intent,
    /// A named registry.
    Registry {
        /// The registry's name.
        kind: String,
    },
}

/// By which rule the ops of a surface fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Every op is its own entry.
    Stream,
    /// Union by key; on a collision the earliest op wins.
    Union,
    /// One register per key; the latest op wins.
    Register,
    /// The intent ledger, fenced by epoch.
    Ledger,
}

impl Surface {
    /// The names a person may use; `registry:<kind>` stands for any kind.
    pub const NAMES: [&str; 9] = [
        "routing",
        "declagent",
        "conversation",
        "knowledge",
        "skill",
        "trajectory",
        "run",
        "intent",
        "registry:<kind>",
    ];

    /// Reads what [`fmt::Display`] prints.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Some(match tag {
            "routing" => Self::Routing,
            "declagent" => Self::Declagent,
            "conversation" => Self::Conversation,
            "knowledge" => Self::Knowledge,
            "skill" => Self::Skill,
            "trajectory" => Self::Trajectory,
            "run" => Self::Run,
            "intent" => Self::Intent,
            other => Self::Registry {
                kind: other.strip_prefix("registry:")?.to_owned(),
            },
        })
    }

    /// The name it is written by.
    pub fn tag(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Routing => "routing",
            Self::Declagent => "declagent",
            Self::Conversation => "conversation",
            Self::Knowledge => "knowledge",
            Self::Skill => "skill",
            Self::Trajectory => "trajectory",
            Self::Run => "run",
            Self::Intent => "intent",
            Self::Registry { kind } => return Cow::Owned(format!("registry:{kind}")),
        })
    }

    /// By which rule this surface folds.
    pub fn tier(&self) -> Tier {
        match self {
            Self::Routing | Self::Conversation => Tier::Stream,
            Self::Knowledge | Self::Skill | Self::Trajectory | Self::Run => Tier::Union,
            Self::Declagent | Self::Registry { .. } => Tier::Register,
            Self::Intent => Tier::Ledger,
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_surface_reads_back_its_tag() {
        for name in Surface::NAMES {
            let surface = Surface::from_tag(name).unwrap();
            assert_eq!(surface.to_string(), name);
        }
        assert_eq!(Surface::from_tag("memory"), None);
    }
}
