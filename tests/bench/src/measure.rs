//! What is measured: its name, its unit, and the limit of the machine that bounds it.

use serde::Serialize;

use crate::{
    figures::{Figure, mean, median},
    machine::limits::Limit,
};

/// So many turns are few: what more cost is compared with what these do.
pub const FEW: u64 = 1_000;

/// The workloads that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Workload {
    /// Recording turns, one by one and in batches.
    Append,
    /// Everything from one device to another through the folder.
    FirstSync,
    /// One more turn, from one device to the other.
    NewTurn,
    /// A round that finds nothing new.
    Idle,
    /// Opening and the first answer, in a fresh process.
    Open,
    /// Pages, transcripts, search, status, the fence.
    Read,
    /// Checkpoint, rebase, a new device.
    Checkpoint,
    /// Peak memory of a fresh process.
    Memory,
    /// A real `baton watch`: memory, latency, idling.
    Watch,
    /// Two devices that take turns.
    Live,
    /// What is uploaded over a device's life.
    Upload,
}

/// How a figure is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds; less is better.
    Seconds,
    /// Per second; more is better.
    PerSecond,
    /// Bytes.
    Bytes,
    /// A number of things.
    Count,
    /// A share of one, printed as per cent.
    Share,
}

/// One line of the tables, explained by its title. The order here is the order there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    AppendOne,
    AppendBatch,
    IndexTurn,
    FirstSync,
    NewTurn,
    NewTurnAppend,
    NewTurnSend,
    NewTurnFold,
    NewTurnRead,
    NewTurnBaseline,
    NewTurnAcknowledged,
    NewTurnWritten,
    IdlePump,
    IdlePumpWritten,
    Open,
    Page,
    Transcript,
    SearchRare,
    SearchCommon,
    Status,
    Fence,
    Checkpoint,
    CheckpointAgain,
    Rebase,
    Join,
    FolderBytes,
    FolderFiles,
    FirstSyncPeak,
    OpenPeak,
    WatchPeak,
    WatchRest,
    WatchStart,
    WatchLatency,
    WatchRunning,
    WatchWakeUps,
    LiveTurn,
    LiveFiles,
    LiveWritten,
    UploadTurn,
    UploadMean,
    UploadAmplification,
    UploadFiles,
}

impl Measure {
    /// What it is called in tables.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AppendOne => "append, one by one, durable",
            Self::AppendBatch => "append, by the thousand, durable",
            Self::IndexTurn => "make searchable, a turn",
            Self::FirstSync => "first sync, both sides",
            Self::NewTurn => "one new turn, until readable there",
            Self::NewTurnAppend => "… append",
            Self::NewTurnSend => "… send",
            Self::NewTurnFold => "… take over and acknowledge",
            Self::NewTurnRead => "… read",
            Self::NewTurnBaseline => "one new turn with 1,000 held, in turn with that",
            Self::NewTurnAcknowledged => "one new turn, until its author knows",
            Self::NewTurnWritten => "bytes written for one new turn",
            Self::IdlePump => "idle pump",
            Self::IdlePumpWritten => "bytes written by an idle pump",
            Self::Open => "open to first answer, fresh process",
            Self::Page => "page of 200 turns",
            Self::Transcript => "a whole conversation (a hundredth of all)",
            Self::SearchRare => "search, a rare word, first page",
            Self::SearchCommon => "search, a common word, first page",
            Self::Status => "status",
            Self::Fence => "fence check",
            Self::Checkpoint => "checkpoint",
            Self::CheckpointAgain => "checkpoint after one more turn",
            Self::Rebase => "rebase",
            Self::Join => "a new device joins, until readable",
            Self::FolderBytes => "folder, bytes",
            Self::FolderFiles => "folder, files",
            Self::FirstSyncPeak => "peak memory, first sync, one device",
            Self::OpenPeak => "peak memory, open, a page, a round",
            Self::WatchPeak => "`baton watch`: peak memory in the first sync",
            Self::WatchRest => "`baton watch`: memory at rest after that",
            Self::WatchStart => "`baton watch`: memory at rest, started with everything held",
            Self::WatchLatency => "`baton watch`: file event to folded",
            Self::WatchRunning => "`baton watch`: share of a core when idle",
            Self::WatchWakeUps => "`baton watch`: seconds between wake-ups",
            Self::LiveTurn => "live session, a turn",
            Self::LiveFiles => "live session, files in the folder",
            Self::LiveWritten => "live session, bytes written a turn",
            Self::UploadTurn => "uploaded for one new turn",
            Self::UploadMean => "uploaded for one new turn, mean with merging",
            Self::UploadAmplification => "ops uploaded over a life, times those there in the end",
            Self::UploadFiles => "segments of a device over a life, at most",
        }
    }

    /// Where a rare large sample belongs to the whole, the mean counts, and not the median.
    pub fn value(self, figure: &Figure) -> Option<f64> {
        match self {
            Self::AppendBatch | Self::NewTurnWritten | Self::LiveWritten => mean(&figure.samples),
            _ => median(&figure.samples),
        }
    }

    /// The same with few turns held, measured in the same moments.
    pub const fn baseline(self) -> Option<Self> {
        match self {
            Self::NewTurn => Some(Self::NewTurnBaseline),
            _ => None,
        }
    }

    /// How it is printed.
    pub const fn unit(self) -> Unit {
        match self {
            Self::NewTurnWritten
            | Self::IdlePumpWritten
            | Self::FolderBytes
            | Self::FirstSyncPeak
            | Self::OpenPeak
            | Self::WatchPeak
            | Self::WatchRest
            | Self::WatchStart
            | Self::LiveWritten
            | Self::UploadTurn
            | Self::UploadMean => Unit::Bytes,
            Self::AppendBatch => Unit::PerSecond,
            Self::FolderFiles | Self::LiveFiles | Self::UploadAmplification | Self::UploadFiles => Unit::Count,
            Self::WatchRunning => Unit::Share,
            _ => Unit::Seconds,
        }
    }

    /// The limit that bounds it, and how many of that one sample at `turns` turns needs at least.
    pub const fn bound(self, turns: u64) -> Option<(Limit, f64)> {
        Some(match self {
            Self::AppendOne | Self::NewTurnAppend => (Limit::AppendSync, 1.0),
            Self::NewTurn | Self::NewTurnAcknowledged | Self::NewTurnSend | Self::NewTurnFold => {
                (Limit::SmallFileInTurn, 1.0)
            }
            Self::LiveTurn => (Limit::SmallFile, 1.0),
            Self::AppendBatch | Self::IndexTurn => (Limit::HashAndParse, 1.0),
            Self::FirstSync | Self::Checkpoint | Self::Rebase | Self::Join => (Limit::HashAndParse, turns as f64),
            Self::IdlePump => (Limit::Scan, 1.0),
            Self::Open => (Limit::OpenFile, 1.0),
            Self::Page => (Limit::Parse, 200.0),
            Self::Transcript => (Limit::Parse, turns as f64 / 100.0),
            Self::SearchRare | Self::SearchCommon | Self::Status | Self::Fence | Self::NewTurnRead => (Limit::Row, 1.0),
            Self::WatchLatency => (Limit::FileEvent, 1.0),
            _ => return None,
        })
    }
}
