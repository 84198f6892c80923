use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};

use crate::Device;

/// A `baton watch` that is ended when the test is, however that ends.
pub struct Watch {
    child: Child,
    said: Option<JoinHandle<String>>,
}

impl Watch {
    /// Starts it, and waits until it is up.
    #[track_caller]
    pub fn start(device: &Device) -> Self {
        let mut child = device.command(&["watch"]).stderr(Stdio::inherit()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut greeting = String::new();
        output.read_line(&mut greeting).unwrap();
        assert!(greeting.starts_with("Watching"), "{greeting}");
        // Read all the time: a full pipe would stop it.
        let said = thread::spawn(move || {
            let mut said = String::new();
            let _ = output.read_to_string(&mut said);
            said
        });
        Self {
            child,
            said: Some(said),
        }
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Ends it without a word, as a power cut does.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// What it said after its greeting, until its end.
    pub fn said(mut self) -> String {
        self.said.take().map(|said| said.join().unwrap()).unwrap_or_default()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.kill();
    }
}
