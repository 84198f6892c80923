//! What bounds everything that is sent: a small file, created, written, synced and renamed.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Result;

/// Small files, one by one.
pub struct SmallFiles {
    staged: PathBuf,
    /// Where they are put in place.
    pub folder: PathBuf,
    written: u64,
}

impl SmallFiles {
    /// To be written in a folder of their own within `place`, which exists then.
    pub fn within(place: &Path) -> Result<Self> {
        let folder = place.join("small");
        fs::create_dir_all(&folder)?;
        Ok(Self {
            staged: place.join("staged"),
            folder,
            written: 0,
        })
    }

    /// One more, in seconds.
    pub fn sample(&mut self) -> Result<f64> {
        super::timed(|| self.write())
    }

    /// One more.
    pub fn write(&mut self) -> Result<()> {
        let mut file = File::create(&self.staged)?;
        file.write_all(&[b'x'; 400])?;
        file.sync_all()?;
        fs::rename(&self.staged, self.folder.join(self.written.to_string()))?;
        self.written += 1;
        Ok(())
    }
}
