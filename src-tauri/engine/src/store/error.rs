use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

/// Why the local store could not do something.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file is no database any more, or a page of it is damaged.
    #[error(
        "store: {action}: {path} is damaged ({source}); nothing was changed. Move it aside together with its -wal and \
         -shm files: Baton then reads everything back from the relay folder, and changes that were never synced stay \
         in the file you moved",
        path = path.display()
    )]
    Damaged {
        /// What was attempted.
        action: &'static str,
        /// The database.
        path: PathBuf,
        /// SQLite's words.
        source: rusqlite::Error,
    },
    /// A later version of Baton wrote it.
    #[error("store: open: {path} has format {found}, made by a newer Baton; update Baton on this device", path = path.display())]
    TooNew {
        /// The database.
        path: PathBuf,
        /// Its format.
        found: i64,
    },
    /// The disk is full.
    #[error("store: {action}: the disk is full; nothing was recorded. Free some space and try again")]
    DiskFull {
        /// What was attempted.
        action: &'static str,
        /// SQLite's words.
        source: rusqlite::Error,
    },
    /// Anything else SQLite answered.
    #[error("store: {action}: {path}: {source}", path = path.display())]
    Sql {
        /// What was attempted.
        action: &'static str,
        /// The database.
        path: PathBuf,
        /// SQLite's words.
        source: rusqlite::Error,
    },
    /// A file or folder of this device's data could not be used.
    #[error("store: {action}: {path}: {source}", path = path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
}

impl StoreError {
    pub(crate) fn sql(action: &'static str, path: &std::path::Path, source: rusqlite::Error) -> Self {
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::damaged(action, path, source),
            None if is_nonsense(&source) => Self::damaged(action, path, source),
            Some(ErrorCode::DiskFull) => Self::DiskFull { action, source },
            _ => Self::Sql {
                action,
                path: path.to_owned(),
                source,
            },
        }
    }

    fn damaged(action: &'static str, path: &std::path::Path, source: rusqlite::Error) -> Self {
        Self::Damaged {
            action,
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}

/// Is it about a value that nobody can have written there?
fn is_nonsense(error: &rusqlite::Error) -> bool {
    use rusqlite::Error;
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
    )
}
