//! What this machine can do at best, in the folder where the systems work, so that each figure can be read as a multiple.

use std::{
    fs::{self, File},
    hint::black_box,
    io::Write as _,
    path::{Path, PathBuf},
    sync::mpsc::channel,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use notify::{RecursiveMode, Watcher as _};
use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{small_files::SmallFiles, timed};
use crate::turns::{Turn, turns};

const SAMPLES: usize = 60;
const SEQUENTIAL_BYTES: usize = 64 << 20;
const MESSAGES: u64 = 2_000;

/// A limit of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Appending 400 bytes to a file, and syncing them.
    AppendSync,
    /// Creating a small file, writing it, syncing it, renaming it.
    SmallFile,
    /// The same, once between two turns of the systems, as they find the machine: its caches hold what others did.
    SmallFileInTurn,
    /// Creating a small file, writing it, syncing it, renaming it, and syncing its folder.
    SmallFileInFolder,
    /// Writing a megabyte in sequence; 64 of them, with a sync at the end.
    Megabyte,
    /// Digesting a turn with SHA-256, and parsing it as JSON.
    HashAndParse,
    /// Digesting a turn with SHA-256.
    Hash,
    /// Parsing a turn as JSON.
    Parse,
    /// From writing a file to hearing of it.
    FileEvent,
    /// Listing a folder of 20 files, with their lengths and times.
    Scan,
    /// Opening an SQLite file, and reading a row.
    OpenFile,
    /// Reading a row of an SQLite file that is open.
    Row,
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::AppendSync,
        Self::SmallFile,
        Self::SmallFileInTurn,
        Self::SmallFileInFolder,
        Self::Megabyte,
        Self::HashAndParse,
        Self::Hash,
        Self::Parse,
        Self::FileEvent,
        Self::Scan,
        Self::OpenFile,
        Self::Row,
    ];

    /// What it is called in tables.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AppendSync => "append and sync",
            Self::SmallFile => "small file: create, write, sync, rename",
            Self::SmallFileInTurn => "small file, in turn with the systems",
            Self::SmallFileInFolder => "small file, its folder synced too",
            Self::Megabyte => "a megabyte written in sequence",
            Self::HashAndParse => "a turn: SHA-256 and JSON parse",
            Self::Hash => "a turn: SHA-256",
            Self::Parse => "a turn: JSON parse",
            Self::FileEvent => "file event",
            Self::Scan => "listing 20 files",
            Self::OpenFile => "SQLite: open, read a row",
            Self::Row => "SQLite: read a row",
        }
    }

    /// Measures it in `folder`, in seconds each.
    pub fn measure(self, folder: &Path) -> Result<Vec<f64>> {
        let place = folder.join("limits");
        fs::create_dir_all(&place)?;
        let samples = match self {
            Self::AppendSync => append_sync(&place),
            Self::SmallFile => small_files(&place),
            // Not again and again: see [`SmallFiles::sample`].
            Self::SmallFileInTurn => Ok(Vec::new()),
            Self::SmallFileInFolder => small_files_in_folder(&place),
            Self::Megabyte => megabytes(&place),
            Self::HashAndParse => Ok(per_message(|text| hash(text) + parse(text))),
            Self::Hash => Ok(per_message(hash)),
            Self::Parse => Ok(per_message(parse)),
            Self::FileEvent => file_events(&place),
            Self::Scan => scans(&place),
            Self::OpenFile => open_files(&place),
            Self::Row => rows(&place),
        };
        crate::machine::files::remove(&place)?;
        samples.with_context(|| format!("measure the limit '{}'", self.title()))
    }
}

fn repeated(mut work: impl FnMut(usize) -> Result<()>) -> Result<Vec<f64>> {
    (0..SAMPLES).map(|k| timed(|| work(k))).collect()
}

fn append_sync(place: &Path) -> Result<Vec<f64>> {
    let mut log = File::create(place.join("log"))?;
    let text = [b'x'; 400];
    repeated(|_| {
        log.write_all(&text)?;
        Ok(log.sync_data()?)
    })
}

fn small_files(place: &Path) -> Result<Vec<f64>> {
    let mut small = SmallFiles::within(place)?;
    repeated(|_| small.write())
}

fn small_files_in_folder(place: &Path) -> Result<Vec<f64>> {
    let mut small = SmallFiles::within(place)?;
    repeated(|_| {
        small.write()?;
        Ok(File::open(&small.folder)?.sync_all()?)
    })
}

fn megabytes(place: &Path) -> Result<Vec<f64>> {
    let block = vec![b'x'; 1 << 20];
    let written = |k: usize| {
        let start = Instant::now();
        let mut file = File::create(place.join(k.to_string()))?;
        for _ in 0..SEQUENTIAL_BYTES / block.len() {
            file.write_all(&block)?;
        }
        file.sync_all()?;
        Ok(start.elapsed().as_secs_f64() * block.len() as f64 / SEQUENTIAL_BYTES as f64)
    };
    (0..3).map(written).collect()
}

fn document(turn: &Turn) -> String {
    let Turn {
        conversation,
        role,
        content,
        timestamp,
    } = turn;
    json!({"conversation_id": conversation, "role": role, "content": content, "timestamp": timestamp}).to_string()
}

/// Seconds a message, in ten rounds over the messages.
fn per_message(work: impl Fn(&str) -> usize) -> Vec<f64> {
    let messages: Vec<_> = turns(0, MESSAGES).iter().map(document).collect();
    let round = |_| {
        let start = Instant::now();
        black_box(messages.iter().map(|text| work(text)).sum::<usize>());
        start.elapsed().as_secs_f64() / MESSAGES as f64
    };
    (0..10).map(round).collect()
}

fn hash(text: &str) -> usize {
    Sha256::digest(text.as_bytes())[0].into()
}

fn parse(text: &str) -> usize {
    serde_json::from_str::<Value>(text).map_or(0, |value| usize::from(value.is_object()))
}

fn file_events(place: &Path) -> Result<Vec<f64>> {
    let (told, heard) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Nobody may listen any more.
        let _ = told.send(event.is_ok());
    })?;
    watcher.watch(place, RecursiveMode::NonRecursive)?;
    let mut samples = Vec::new();
    for k in 0..SAMPLES {
        let start = Instant::now();
        fs::write(place.join(k.to_string()), b"x")?;
        heard
            .recv_timeout(Duration::from_secs(5))
            .context("no file event came")?;
        samples.push(start.elapsed().as_secs_f64());
        // The rest of what one file causes belongs to it.
        while heard.recv_timeout(Duration::from_millis(5)).is_ok() {}
    }
    Ok(samples)
}

fn scans(place: &Path) -> Result<Vec<f64>> {
    (0..20).try_for_each(|k| fs::write(place.join(k.to_string()), b"x"))?;
    repeated(|_| {
        for entry in fs::read_dir(place)? {
            black_box(entry?.metadata()?.len());
        }
        Ok(())
    })
}

fn database(place: &Path) -> Result<PathBuf> {
    let path = place.join("rows.db");
    let mut conn = Connection::open(&path)?;
    conn.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE pair (a INTEGER PRIMARY KEY, b TEXT NOT NULL);")?;
    let filling = conn.transaction()?;
    (0..1_000).try_for_each(|k| filling.execute("INSERT INTO pair VALUES (?1, 'text')", [k]).map(drop))?;
    filling.commit()?;
    Ok(path)
}

fn row(conn: &Connection, key: isize) -> rusqlite::Result<String> {
    let mut statement = conn.prepare_cached("SELECT b FROM pair WHERE a = ?1")?;
    statement.query_row([key], |row| row.get(0))
}

fn open_files(place: &Path) -> Result<Vec<f64>> {
    let path = database(place)?;
    repeated(|k| row(&Connection::open(&path)?, k as isize).map(drop).map_err(Into::into))
}

fn rows(place: &Path) -> Result<Vec<f64>> {
    let conn = Connection::open(database(place)?)?;
    repeated(|k| row(&conn, k as isize).map(drop).map_err(Into::into))
}
