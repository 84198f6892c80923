use super::{
    Damage, FileName, Hello, Kind, Manifest, Segment, ShortHash, Tip,
    container::{decompress, open, open_as},
    layout::{device_dir, dir_name},
};
use crate::op::{DeviceId, Seq};

/// What a file turned out to hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Proven {
    /// Who a device is.
    Hello(Hello),
    /// Ops of a device, from the first seq to the last.
    Segment(DeviceId, Seq, Seq),
    /// Ops of another device than the one whose directory it lies in.
    Carried(DeviceId, Seq, Seq),
    /// What a device says.
    Tip(Tip),
    /// A checkpoint's manifest.
    Checkpoint(Manifest),
    /// A slice of a checkpoint's ops.
    Part,
}

impl Proven {
    /// The device that wrote it, where the file itself says so.
    pub fn device(&self) -> Option<&DeviceId> {
        match self {
            Self::Hello(hello) => Some(&hello.device),
            Self::Segment(device, ..) => Some(device),
            Self::Tip(tip) => Some(&tip.device),
            Self::Carried(..) | Self::Checkpoint(_) | Self::Part => None,
        }
    }
}

/// Reads a file to its last byte, and proves that it is complete, that it follows the format, that it holds what its name
/// says, and that it lies in the directory of the device that wrote it.
pub fn prove(dir: &str, name: &FileName, file: &[u8]) -> Result<Proven, Damage> {
    let proven = match read_as(name.kind(), file)? {
        Proven::Segment(device, first, last) if matches!(name, FileName::Carried { .. }) => {
            Proven::Carried(device, first, last)
        }
        proven => proven,
    };
    if !name.is_name_of(&proven, file)? {
        return Err(Damage::Contradiction("it holds something else than its name says"));
    }
    if proven.device().is_some_and(|device| device_dir(device) != dir) {
        return Err(Damage::Contradiction("it is of another device than its folder"));
    }
    Ok(proven)
}

/// Reads a file whose name says nothing, as far as it proves itself.
pub fn prove_unnamed(file: &[u8]) -> Result<Proven, Damage> {
    read_as(open(file)?.0, file)
}

fn read_as(kind: Kind, file: &[u8]) -> Result<Proven, Damage> {
    Ok(match kind {
        Kind::Hello => Proven::Hello(Hello::decode(file)?),
        Kind::Tip => Proven::Tip(Tip::decode(file)?),
        Kind::Checkpoint => Proven::Checkpoint(Manifest::decode(file)?.1),
        Kind::Part => open_as(Kind::Part, file).map(|_| Proven::Part)?,
        Kind::Segment => {
            let segment = Segment::decode(file)?;
            let (first, last) = segment.range();
            Proven::Segment(segment.device().clone(), first, last)
        }
    })
}

impl FileName {
    fn kind(&self) -> Kind {
        match self {
            Self::Hello { .. } => Kind::Hello,
            Self::Segment { .. } | Self::Carried { .. } => Kind::Segment,
            Self::Tip { .. } => Kind::Tip,
            Self::Checkpoint { .. } => Kind::Checkpoint,
            Self::Part { .. } => Kind::Part,
        }
    }

    fn is_name_of(&self, proven: &Proven, file: &[u8]) -> Result<bool, Damage> {
        let body = open(file)?.1;
        Ok(match (self, proven) {
            (Self::Hello { hash }, _) => *hash == ShortHash::of(body),
            (Self::Segment { first, last, hash }, Proven::Segment(_, a, b)) => {
                (first, last) == (a, b) && *hash == ShortHash::of(body)
            }
            (
                Self::Carried {
                    owner,
                    first,
                    last,
                    hash,
                },
                Proven::Carried(device, a, b),
            ) => *owner == dir_name(device) && (first, last) == (a, b) && *hash == ShortHash::of(body),
            (Self::Tip { number, tail, hash }, Proven::Tip(tip)) => {
                (*number, *tail) == (tip.number, tip.tail) && *hash == ShortHash::of(body)
            }
            (Self::Checkpoint { hash }, _) => *hash == ShortHash::of(body),
            (Self::Part { hash }, _) => *hash == ShortHash::of(&decompress(body)?),
            _ => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::DeviceProfile;

    fn hello() -> (String, FileName, Vec<u8>) {
        let hello = Hello::new("a".into(), DeviceProfile::default());
        let (name, file) = hello.encode().unwrap();
        (device_dir(&"a".into()), name, file)
    }

    #[test]
    fn a_file_in_its_place_under_its_name_is_proven() {
        let (dir, name, file) = hello();
        assert!(matches!(prove(&dir, &name, &file), Ok(Proven::Hello(_))));
        assert!(matches!(prove_unnamed(&file), Ok(Proven::Hello(_))));
    }

    #[test]
    fn no_bit_of_a_file_may_flip() {
        let (dir, name, file) = hello();
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 1;
            assert!(prove(&dir, &name, &damaged).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_good_file_under_another_name_or_in_another_devices_folder_is_not_proven() {
        let (dir, name, file) = hello();
        let other = FileName::Hello {
            hash: ShortHash::of(b"another"),
        };
        assert!(prove(&dir, &other, &file).is_err());
        assert!(prove(&device_dir(&"b".into()), &name, &file).is_err());
    }
}
