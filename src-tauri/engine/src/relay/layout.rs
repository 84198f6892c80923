//! Names in the relay folder: the strict grammar of `FORMAT.md`.

use std::fmt;

use super::ShortHash;
use crate::op::{DeviceId, Seq};

/// The directory that holds all devices' directories.
pub const DEVICES: &str = "d";

/// Path of a device's directory.
pub fn device_dir(device: &DeviceId) -> String {
    format!("{DEVICES}/{}", dir_name(device))
}

/// Name of a device's directory: a hash of its id.
pub fn dir_name(device: &DeviceId) -> ShortHash<16> {
    ShortHash::of(device.as_str().as_bytes())
}

/// Is this the name of some device's directory?
pub(crate) fn is_device_dir(name: &str) -> bool {
    ShortHash::<16>::parse(name).is_some()
}

/// A name of the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileName {
    /// `hello-<hash16>.json`
    Hello {
        /// Of the body.
        hash: ShortHash<16>,
    },
    /// `<first10>-<last10>-<hash16>.seg`
    Segment {
        /// First seq.
        first: Seq,
        /// Last seq.
        last: Seq,
        /// Of the body.
        hash: ShortHash<16>,
    },
    /// `b-<dev16>-<first10>-<last10>-<hash16>.seg`: a segment of another device, offered on its behalf.
    Carried {
        /// Name of the other device's directory.
        owner: ShortHash<16>,
        /// First seq.
        first: Seq,
        /// Last seq.
        last: Seq,
        /// Of the body.
        hash: ShortHash<16>,
    },
    /// `t<number12>-<hash16>.tip`, or `t<number12>-<first10>-<last10>-<hash16>.tip` if ops ride in it.
    Tip {
        /// Its number.
        number: u64,
        /// First and last seq of the ops that ride in it.
        tail: Option<(Seq, Seq)>,
        /// Of the body.
        hash: ShortHash<16>,
    },
    /// `c-<hash32>.ckpt`
    Checkpoint {
        /// Of the manifest.
        hash: ShortHash<32>,
    },
    /// `p-<hash32>.part`
    Part {
        /// Of the uncompressed lines.
        hash: ShortHash<32>,
    },
}

impl FileName {
    /// Reads a name; none for any name outside the grammar.
    pub fn parse(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        match extension {
            "json" => Some(Self::Hello {
                hash: ShortHash::parse(stem.strip_prefix("hello-")?)?,
            }),
            "seg" => match stem.strip_prefix("b-") {
                None => range(stem).map(|(first, last, hash)| Self::Segment { first, last, hash }),
                Some(stem) => {
                    let (owner, stem) = stem.split_once('-')?;
                    let owner = ShortHash::parse(owner)?;
                    range(stem).map(|(first, last, hash)| Self::Carried {
                        owner,
                        first,
                        last,
                        hash,
                    })
                }
            },
            "tip" => {
                let (digits, rest) = stem.strip_prefix('t')?.split_once('-')?;
                let (tail, hash) = match range(rest) {
                    Some((first, last, hash)) => (Some((first, last)), hash),
                    None => (None, ShortHash::parse(rest)?),
                };
                Some(Self::Tip {
                    number: number(digits, 12)?,
                    tail,
                    hash,
                })
            }
            "ckpt" => Some(Self::Checkpoint {
                hash: ShortHash::parse(stem.strip_prefix("c-")?)?,
            }),
            "part" => Some(Self::Part {
                hash: ShortHash::parse(stem.strip_prefix("p-")?)?,
            }),
            _ => None,
        }
    }

    /// First and last seq of the ops of its directory's device that it says to hold: a segment, or a tip with a tail.
    pub fn ops(&self) -> Option<(Seq, Seq)> {
        match self {
            Self::Segment { first, last, .. } => Some((*first, *last)),
            Self::Tip { tail, .. } => *tail,
            _ => None,
        }
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hello { hash } => write!(f, "hello-{hash}.json"),
            Self::Segment { first, last, hash } => write!(f, "{:010}-{:010}-{hash}.seg", first.get(), last.get()),
            Self::Carried {
                owner,
                first,
                last,
                hash,
            } => write!(f, "b-{owner}-{:010}-{:010}-{hash}.seg", first.get(), last.get()),
            Self::Tip {
                number,
                tail: None,
                hash,
            } => write!(f, "t{number:012}-{hash}.tip"),
            Self::Tip {
                number,
                tail: Some((first, last)),
                hash,
            } => write!(f, "t{number:012}-{:010}-{:010}-{hash}.tip", first.get(), last.get()),
            Self::Checkpoint { hash } => write!(f, "c-{hash}.ckpt"),
            Self::Part { hash } => write!(f, "p-{hash}.part"),
        }
    }
}

/// First seq, last seq and hash of a segment's name.
fn range(stem: &str) -> Option<(Seq, Seq, ShortHash<16>)> {
    let (first, rest) = stem.split_once('-')?;
    let (last, hash) = rest.split_once('-')?;
    let (first, last) = (Seq(number(first, 10)?), Seq(number(last, 10)?));
    (first <= last).then_some((first, last, ShortHash::parse(hash)?))
}

/// A decimal of fixed width.
fn number(text: &str, width: usize) -> Option<u64> {
    (text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_kind() -> Vec<FileName> {
        let (hash16, hash32) = (ShortHash::of(b"body"), ShortHash::of(b"body"));
        vec![
            FileName::Hello { hash: hash16 },
            FileName::Segment {
                first: Seq(0),
                last: Seq(41),
                hash: hash16,
            },
            FileName::Carried {
                owner: hash16,
                first: Seq(3),
                last: Seq(9_999_999_999),
                hash: hash16,
            },
            FileName::Tip {
                number: 7,
                tail: None,
                hash: hash16,
            },
            FileName::Tip {
                number: 8,
                tail: Some((Seq(40), Seq(41))),
                hash: hash16,
            },
            FileName::Checkpoint { hash: hash32 },
            FileName::Part { hash: hash32 },
        ]
    }

    #[test]
    fn every_kind_of_name_reads_back_and_suits_every_drive() {
        for name in every_kind() {
            let text = name.to_string();
            assert_eq!(FileName::parse(&text), Some(name));
            assert!(
                text.bytes()
                    .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')),
                "{text}"
            );
            let path = format!("{}/{text}", device_dir(&"device-1".into()));
            assert!(path.len() < 100, "{path}");
        }
    }

    #[test]
    fn a_conflicted_copy_or_any_other_name_is_foreign() {
        for name in every_kind() {
            let text = name.to_string();
            let (stem, extension) = text.rsplit_once('.').unwrap();
            for foreign in [
                format!("{stem} (Anna's conflicted copy 2026-11-22).{extension}"),
                format!("{stem}-LAPTOP.{extension}"),
                format!("{stem} 2.{extension}"),
                format!("{stem}.sync-conflict-20261122-101500-ABCDEFG.{extension}"),
                format!("{stem} (1).{extension}"),
                text.to_uppercase(),
                format!(".{text}.icloud"),
                format!("{text}.part"),
            ] {
                assert_eq!(FileName::parse(&foreign), None, "{foreign}");
            }
        }
    }
}
