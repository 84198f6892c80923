use thiserror::Error;

use crate::op::{ChainError, PayloadError};

/// Why the relay folder could not be used.
#[derive(Debug, Error)]
pub enum RelayError {
    /// It is not there, or not the one this device used before. Nothing was written.
    #[error("relay: open: folder {place} is unavailable: {why}")]
    Unavailable {
        /// The folder.
        place: String,
        /// What was found.
        why: String,
    },
    /// It holds other things. Nothing was written.
    #[error(
        "relay: open: folder {place} holds other files (such as {example}) and no Baton relay; choose an empty folder, \
         or a new one inside it"
    )]
    NotOurs {
        /// The folder.
        place: String,
        /// One of the files found.
        example: String,
    },
    /// A file could not be written. What was written before stays, nothing is half-visible.
    #[error(
        "relay: write {path}: {source}; what you recorded is safe on this device and is sent when writing works again"
    )]
    NotWritable {
        /// The path inside the relay folder.
        path: String,
        /// The system's words.
        source: std::io::Error,
    },
    /// A file or folder could not be read.
    #[error("relay: read {path}: {source}")]
    Read {
        /// The path inside the relay folder.
        path: String,
        /// The system's words.
        source: std::io::Error,
    },
}

/// Why a file in the relay does not count (yet): it may be half-arrived, damaged, or not ours.
#[derive(Debug, Error)]
pub enum Damage {
    /// The trailer is missing, or does not prove the body.
    #[error("the file is incomplete or damaged")]
    Unproven,
    /// It proves itself, but is of another kind than its name says.
    #[error("the file is of another kind")]
    OtherKind,
    /// Longer than any file of ours.
    #[error("the file is larger than any of Baton's")]
    TooLarge,
    /// Does not unfold.
    #[error("the file does not decompress: {0}")]
    Compression(std::io::Error),
    /// Not what the format says.
    #[error("the file does not follow the format: {0}")]
    Format(#[from] serde_json::Error),
    /// A newer format.
    #[error("the file has format {0}, made by a newer Baton; update Baton on this device")]
    TooNew(u32),
    /// A field has a value that cannot be.
    #[error("the file contradicts itself: {0}")]
    Contradiction(&'static str),
    /// Its ops are no chain.
    #[error("its ops are no chain: {0}")]
    Chain(#[from] ChainError),
    /// An op's payload is none.
    #[error(transparent)]
    Payload(#[from] PayloadError),
}
