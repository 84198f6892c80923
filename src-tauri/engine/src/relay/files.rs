use super::RelayError;

/// One entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// Its length in bytes; 0 for a directory.
    pub len: u64,
    /// Is it a directory?
    pub is_dir: bool,
}

/// The raw files of a relay. Paths are relative, with `/` between parts; the empty path is the relay itself.
pub trait Files: Send {
    /// What place this is, for people and to remember it by.
    fn place(&self) -> String;
    /// What a directory holds; none when it does not exist.
    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError>;
    /// A file's bytes; none when it does not exist. Never reads more than `limit` bytes: a longer file reads as cut.
    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError>;
    /// Puts a whole file in place, durably, making its directory if needed. A file of that name is replaced.
    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<(), RelayError>;
    /// Removes a file; one that is gone already is fine.
    fn remove(&mut self, path: &str) -> Result<(), RelayError>;
}
