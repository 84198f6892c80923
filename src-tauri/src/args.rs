use std::{io, path::PathBuf};

use clap::Parser;
use directories::BaseDirs;

/// Baton in the tray: keeps this device's agents in step with the others through a folder you own.
#[derive(Debug, Parser)]
#[command(name = "baton-desktop", version)]
pub(crate) struct Args {
    /// Where this device's data lives [default: the platform's data folder]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The folder to sync through, instead of the one chosen in the app
    #[arg(long, value_name = "DIR")]
    relay: Option<PathBuf>,
    /// Start without a window
    #[arg(long, conflicts_with = "show")]
    pub(crate) hidden: bool,
    /// Start with the window
    #[arg(long)]
    pub(crate) show: bool,
}

/// Where this run's data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// This device's data.
    pub(crate) root: PathBuf,
    /// The relay folder given on the command line; it goes before the chosen one.
    pub(crate) relay: Option<PathBuf>,
    /// Is the data where it is by default?
    pub(crate) is_default: bool,
}

impl Args {
    /// Makes the folders absolute. Fails without a home folder, or without a current one.
    pub(crate) fn place(&self) -> io::Result<Place> {
        let default = BaseDirs::new().map(|dirs| dirs.data_dir().join("baton"));
        let root = match (&self.root, &default) {
            (Some(root), _) => std::path::absolute(root)?,
            (None, Some(root)) => root.clone(),
            (None, None) => return Err(io::Error::new(io::ErrorKind::NotFound, "no home folder: give --root")),
        };
        let relay = self.relay.as_ref().map(std::path::absolute).transpose()?;
        Ok(Place {
            is_default: default.is_some_and(|default| default == root),
            root,
            relay,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_made_absolute() {
        let args = Args::parse_from(["baton-desktop", "--root", "here", "--relay", "there"]);
        let place = args.place().unwrap();
        let here = std::env::current_dir().unwrap();
        assert_eq!(place.root, here.join("here"));
        assert_eq!(place.relay, Some(here.join("there")));
        assert!(!place.is_default);
    }

    #[test]
    fn hidden_and_show_exclude_each_other() {
        assert!(Args::try_parse_from(["baton-desktop", "--hidden", "--show"]).is_err());
    }
}
