//! What a CRDT library needs around it to do this work, in the simplest way that is durable: its updates appended to a
//! file and synced, and exchanged as files that are synced, and renamed into the folder.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::Device;
use crate::turns::Turn;

/// A document, as a CRDT library offers it.
pub trait Document {
    /// An empty document of the device with this number.
    fn new(device: u8) -> Self;
    /// Adds turns, and answers the update that brings them to others.
    fn add(&mut self, turns: &[Turn]) -> Result<Vec<u8>>;
    /// Takes over updates.
    fn take(&mut self, updates: Vec<Vec<u8>>) -> Result<()>;
    /// What the newest turns of a conversation say, oldest first.
    fn newest(&mut self, conversation: &str, limit: usize) -> Result<Vec<String>>;
}

/// An update, with its author and its place among those of its author.
struct Entry {
    author: u8,
    number: u64,
    update: Vec<u8>,
}

const HEAD_BYTES: usize = 17;

impl Entry {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(self.author);
        bytes.extend(self.number.to_le_bytes());
        bytes.extend((self.update.len() as u64).to_le_bytes());
        bytes.extend(&self.update);
    }

    /// All entries of a file.
    fn read_all(mut bytes: &[u8]) -> Result<Vec<Self>> {
        let mut entries = Vec::new();
        while !bytes.is_empty() {
            let (head, rest) = bytes.split_at_checked(HEAD_BYTES).context("an entry is cut")?;
            let number = u64::from_le_bytes(head[1..9].try_into()?);
            let length = u64::from_le_bytes(head[9..].try_into()?);
            let (update, rest) = rest
                .split_at_checked(usize::try_from(length)?)
                .context("an update is cut")?;
            entries.push(Self {
                author: head[0],
                number,
                update: update.to_vec(),
            });
            bytes = rest;
        }
        Ok(entries)
    }
}

/// A device: a document, its log, its folder in the shared one.
pub struct Logged<D> {
    document: D,
    device: u8,
    log: File,
    data: PathBuf,
    relay: PathBuf,
    /// The number of the next own update.
    next: u64,
    unsent: Vec<Entry>,
    /// The newest update held, by author.
    held: BTreeMap<u8, u64>,
}

impl<D: Document + 'static> Logged<D> {
    /// Opens a device: the whole log is taken over into a new document, since these libraries work in memory.
    pub fn open(data: &Path, relay: &Path) -> Result<Box<dyn Device>> {
        let name = data.file_name().context("a device has a name")?;
        let device = *name.as_encoded_bytes().first().context("a device has a name")?;
        fs::create_dir_all(data)?;
        fs::create_dir_all(relay.join(folder(device)))?;
        let path = data.join("updates.log");
        let log = File::options().create(true).append(true).open(&path)?;
        let entries = Entry::read_all(&fs::read(&path)?)?;
        let mut opened = Self {
            document: D::new(device),
            device,
            log,
            data: data.to_owned(),
            relay: relay.to_owned(),
            next: 1,
            unsent: Vec::new(),
            held: BTreeMap::new(),
        };
        opened.resume(entries)?;
        Ok(Box::new(opened))
    }

    fn resume(&mut self, entries: Vec<Entry>) -> Result<()> {
        let sent = numbers(&self.relay.join(folder(self.device)))?
            .last()
            .copied()
            .unwrap_or(0);
        let mut updates = Vec::new();
        for entry in entries {
            self.held.insert(entry.author, entry.number);
            updates.push(entry.update.clone());
            if entry.author == self.device {
                self.next = entry.number + 1;
                if entry.number > sent {
                    self.unsent.push(entry);
                }
            }
        }
        self.document.take(updates)
    }

    /// One file with everything that was not sent yet.
    fn send(&mut self) -> Result<()> {
        let Some(last) = self.unsent.last().map(|entry| entry.number) else {
            return Ok(());
        };
        let mut bytes = Vec::new();
        self.unsent.iter().for_each(|entry| entry.write(&mut bytes));
        let staged = self.data.join("staged");
        let mut file = File::create(&staged)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        let target = self.relay.join(folder(self.device));
        fs::rename(staged, target.join(format!("{last:010}")))?;
        self.unsent.clear();
        Ok(())
    }

    fn receive(&mut self) -> Result<()> {
        let (mut log, mut updates) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&self.relay)? {
            let folder = entry?.path();
            let author = author(&folder)?;
            if author == self.device {
                continue;
            }
            let held = self.held.get(&author).copied().unwrap_or(0);
            for number in numbers(&folder)?.into_iter().filter(|number| *number > held) {
                let new = Entry::read_all(&fs::read(folder.join(format!("{number:010}")))?)?;
                new.iter().for_each(|entry| entry.write(&mut log));
                updates.extend(new.into_iter().map(|entry| entry.update));
                self.held.insert(author, number);
            }
        }
        if updates.is_empty() {
            return Ok(());
        }
        self.document.take(updates)?;
        self.keep(&log)
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<()> {
        self.log.write_all(bytes)?;
        Ok(self.log.sync_data()?)
    }
}

fn folder(device: u8) -> String {
    char::from(device).to_string()
}

fn author(folder: &Path) -> Result<u8> {
    let name = folder.file_name().context("a folder has a name")?;
    name.as_encoded_bytes().first().copied().context("a folder has a name")
}

/// The numbers of the files in a device's folder, ascending.
fn numbers(folder: &Path) -> Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        numbers.push(entry?.file_name().to_string_lossy().parse()?);
    }
    numbers.sort_unstable();
    Ok(numbers)
}

impl<D: Document + 'static> Device for Logged<D> {
    fn append(&mut self, turns: &[Turn]) -> Result<()> {
        let entry = Entry {
            author: self.device,
            number: self.next,
            update: self.document.add(turns)?,
        };
        let mut bytes = Vec::new();
        entry.write(&mut bytes);
        self.keep(&bytes)?;
        self.next += 1;
        self.unsent.push(entry);
        Ok(())
    }

    fn pump(&mut self) -> Result<()> {
        self.send()?;
        self.receive()
    }

    fn newest(&mut self, conversation: &str, limit: usize) -> Result<Vec<String>> {
        self.document.newest(conversation, limit)
    }

    fn transcript(&mut self, conversation: &str) -> Result<usize> {
        Ok(self.document.newest(conversation, usize::MAX)?.len())
    }
}
