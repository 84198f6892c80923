//! Files that a drive lists and fetches only when they are read: iCloud's dataless files and stubs, Files On-Demand.

use std::{
    collections::HashMap,
    fs::Metadata,
    io,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::Duration,
};

use super::folder::read_to;

/// How long a round waits for one file to be fetched.
const PATIENCE: Duration = Duration::from_secs(5);

/// The name that iCloud's stub `.name.icloud` stands for.
pub(super) fn stands_for(name: &str) -> Option<&str> {
    name.strip_prefix('.')?.strip_suffix(".icloud")
}

/// `SF_DATALESS`: see Apple's technical note TN3150.
#[cfg(target_os = "macos")]
pub(super) fn is_online_only(metadata: &Metadata) -> bool {
    use std::os::macos::fs::MetadataExt;
    const SF_DATALESS: u32 = 0x4000_0000;
    metadata.st_flags() & SF_DATALESS != 0
}

/// `FILE_ATTRIBUTE_OFFLINE`, `FILE_ATTRIBUTE_RECALL_ON_OPEN`, `FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS`.
#[cfg(windows)]
pub(super) fn is_online_only(metadata: &Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;
    metadata.file_attributes() & (0x1000 | 0x4_0000 | 0x40_0000) != 0
}

/// Nothing in a file's metadata tells it elsewhere.
#[cfg(not(any(target_os = "macos", windows)))]
pub(super) fn is_online_only(_: &Metadata) -> bool {
    false
}

/// Reads that go on in the background once they took too long: the next round finds what they brought.
#[derive(Debug, Default)]
pub(super) struct Downloads {
    running: HashMap<PathBuf, Receiver<io::Result<Vec<u8>>>>,
}

impl Downloads {
    /// A file's bytes, if they come soon enough.
    pub fn read(&mut self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let from = path.to_owned();
        self.wait_for(path, PATIENCE, move || read_to(&from, limit))
    }

    fn wait_for(
        &mut self,
        path: &Path,
        patience: Duration,
        read: impl FnOnce() -> io::Result<Vec<u8>> + Send + 'static,
    ) -> io::Result<Vec<u8>> {
        let running = self
            .running
            .entry(path.to_owned())
            .or_insert_with(|| in_background(read));
        let answer = running.recv_timeout(patience);
        if !matches!(answer, Err(RecvTimeoutError::Timeout)) {
            self.running.remove(path);
        }
        answer.unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, "it is still being downloaded")))
    }
}

fn in_background(read: impl FnOnce() -> io::Result<Vec<u8>> + Send + 'static) -> Receiver<io::Result<Vec<u8>>> {
    let (answer, answered) = mpsc::channel();
    thread::spawn(move || {
        // Nobody may be waiting any more.
        let _ = answer.send(read());
    });
    answered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_download_stops_nobody_and_is_there_when_it_is_done() {
        let (finish, finished) = mpsc::channel::<()>();
        let mut downloads = Downloads::default();
        let path = Path::new("segment");
        let slow = move || finished.recv().map(|()| b"ops".to_vec()).map_err(io::Error::other);
        let first = downloads.wait_for(path, Duration::ZERO, slow);
        assert_eq!(first.unwrap_err().kind(), io::ErrorKind::TimedOut);
        finish.send(()).unwrap();
        let again = || unreachable!("it is being read already");
        assert_eq!(
            downloads.wait_for(path, Duration::from_secs(60), again).unwrap(),
            b"ops"
        );
    }

    #[test]
    fn a_stub_stands_for_the_file_of_its_name() {
        assert_eq!(stands_for(".hello-abc.json.icloud"), Some("hello-abc.json"));
        assert_eq!(stands_for("hello-abc.json"), None);
        assert_eq!(stands_for(".DS_Store"), None);
    }
}
