//! What must hold whatever bytes the relay's decoders are given. The fuzzer and the ordinary tests both ask this.
//!
//! An input is one byte that says how to read the rest, and the rest: a whole file, the body of a file that is sealed
//! rightly, the lines of a body that is compressed and sealed rightly, or lines whose ids are put right as well. So a
//! change of the input gets as deep as it can.

mod documents;
mod lines;
mod part;
mod segment;

use baton_engine::relay::{Kind, open, seal};

/// What can be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Ops of one device.
    Segment,
    /// What a device has and has folded.
    Tip,
    /// A checkpoint without its ops.
    Manifest,
    /// A slice of a checkpoint's ops.
    Part,
    /// Who a device is.
    Hello,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Segment, Self::Tip, Self::Manifest, Self::Part, Self::Hello];

    /// Its name, as a program and as a folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Segment => "segment",
            Self::Tip => "tip",
            Self::Manifest => "manifest",
            Self::Part => "part",
            Self::Hello => "hello",
        }
    }

    /// Decodes what the input says, and checks what must hold of the answer.
    ///
    /// # Panics
    ///
    /// When it does not hold.
    pub fn check(self, input: &[u8]) {
        let Some((form, content)) = input.split_first() else {
            return;
        };
        match self {
            Self::Segment => segment::check(*form, content),
            Self::Tip => documents::tip(&document(*form, Kind::Tip, content)),
            Self::Manifest => documents::manifest(&document(*form, Kind::Checkpoint, content)),
            Self::Part => part::check(*form, content),
            Self::Hello => documents::hello(&document(*form, Kind::Hello, content)),
        }
    }
}

/// A file whose body is not compressed: given as a whole, or as its body.
fn document(form: u8, kind: Kind, content: &[u8]) -> Vec<u8> {
    match form % 2 {
        0 => content.to_vec(),
        _ => seal(kind, content),
    }
}

/// What a file proves, it proves by every byte.
fn check_container(file: &[u8]) {
    if let Ok((kind, body)) = open(file) {
        assert_eq!(seal(kind, body), file);
    }
}
