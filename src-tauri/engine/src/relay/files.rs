use std::fmt;

use super::RelayError;

/// What a listing tells of a file's content without reading it. Another stamp means that it is worth another look; the
/// time in it is never used for anything else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Its length in bytes; 0 for a directory.
    pub len: u64,
    /// When it was modified, in nanoseconds since 1970, or whatever else changes with its content.
    pub modified: u64,
}

impl Stamp {
    /// Reads what it is printed as; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (len, modified) = text.split_once('-')?;
        Some(Self {
            len: len.parse().ok()?,
            modified: modified.parse().ok()?,
        })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.len, self.modified)
    }
}

/// One entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// What it was like when it was listed.
    pub stamp: Stamp,
    /// Is it a directory?
    pub is_dir: bool,
    /// Is its content not on this device yet? Reading it makes the drive fetch it, which may take long, or fail.
    pub in_cloud: bool,
}

/// One entry of a directory, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryName {
    /// Its name.
    pub name: String,
    /// Is it a directory?
    pub is_dir: bool,
}

impl From<FileEntry> for EntryName {
    fn from(entry: FileEntry) -> Self {
        let FileEntry { name, is_dir, .. } = entry;
        Self { name, is_dir }
    }
}

/// The raw files of a relay. Paths are relative, with `/` between parts; the empty path is the relay itself.
pub trait Files: Send {
    /// What place this is, for people and to remember it by.
    fn place(&self) -> String;
    /// What a directory holds; none when it does not exist.
    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError>;
    /// The names in a directory; none when it does not exist. Costs less than [`Self::list`] where each file must be asked for
    /// the rest.
    fn names(&mut self, dir: &str) -> Result<Option<Vec<EntryName>>, RelayError> {
        let listed = self.list(dir)?;
        Ok(listed.map(|entries| entries.into_iter().map(EntryName::from).collect()))
    }
    /// One entry of a directory, as [`Self::list`] tells of it; none when it does not exist.
    fn entry(&mut self, path: &str) -> Result<Option<FileEntry>, RelayError> {
        let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
        let listed = self.list(dir)?.unwrap_or_default();
        Ok(listed.into_iter().find(|entry| entry.name == name))
    }
    /// A file's bytes; none when it does not exist. Never reads more than `limit` bytes: a longer file reads as cut.
    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError>;
    /// Puts a whole file in place, its content durable, making its directory if needed, and answers its stamp. A file of
    /// that name is replaced. A power cut may still take away the name, and with it the file, until [`Self::settle`].
    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<Stamp, RelayError>;
    /// Removes a file; one that is gone already is fine.
    fn remove(&mut self, path: &str) -> Result<(), RelayError>;
    /// Makes the names in a directory durable, whoever created the files. One that does not exist has none.
    fn settle(&mut self, dir: &str) -> Result<(), RelayError>;
}
