use data_encoding::HEXLOWER;

use super::{
    Damage,
    small_body::{self, SMALL_BYTES},
};

/// Largest body of a file, in bytes.
pub const MAX_BODY_BYTES: u64 = 64 << 20;

/// Largest size that a compressed body may unfold to, in bytes.
pub const MAX_UNFOLDED_BYTES: u64 = 256 << 20;

/// How hard a body is compressed, as zstd counts.
pub(super) const LEVEL: i32 = 3;

/// What a file is, as its trailer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ops of one device.
    Segment,
    /// What a device has and has folded.
    Tip,
    /// Who a device is.
    Hello,
    /// Manifest of a checkpoint.
    Checkpoint,
    /// Slice of a checkpoint's ops.
    Part,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Segment, Self::Tip, Self::Hello, Self::Checkpoint, Self::Part];

    fn word(self) -> &'static str {
        match self {
            Self::Segment => "sgmt",
            Self::Tip => "tip_",
            Self::Hello => "helo",
            Self::Checkpoint => "ckpt",
            Self::Part => "part",
        }
    }
}

/// Length of the trailer: `\n#baton1 <kind4> <len20> <hash64>\n`.
pub const TRAILER_BYTES: usize = 1 + 7 + 1 + 4 + 1 + 20 + 1 + 64 + 1;

/// Puts the trailer behind a body.
pub fn seal(kind: Kind, body: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(body.len() + TRAILER_BYTES);
    file.extend_from_slice(body);
    file.extend_from_slice(trailer(kind, body).as_bytes());
    file
}

/// Takes a file apart, if its trailer proves it.
pub fn open(file: &[u8]) -> Result<(Kind, &[u8]), Damage> {
    if file.len() as u64 > MAX_BODY_BYTES + TRAILER_BYTES as u64 {
        return Err(Damage::TooLarge);
    }
    let at = file.len().checked_sub(TRAILER_BYTES).ok_or(Damage::Unproven)?;
    let (body, found) = file.split_at(at);
    let word = found.get(9..13).ok_or(Damage::Unproven)?;
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| kind.word().as_bytes() == word)
        .ok_or(Damage::Unproven)?;
    if trailer(kind, body).as_bytes() != found {
        return Err(Damage::Unproven);
    }
    Ok((kind, body))
}

/// The body of a file that must be of this kind.
pub fn open_as(kind: Kind, file: &[u8]) -> Result<&[u8], Damage> {
    match open(file)? {
        (found, body) if found == kind => Ok(body),
        _ => Err(Damage::OtherKind),
    }
}

fn trailer(kind: Kind, body: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.word().as_bytes()).update(&[0]).update(body);
    format!(
        "\n#baton1 {} {:020} {}\n",
        kind.word(),
        body.len(),
        HEXLOWER.encode(hasher.finalize().as_bytes())
    )
}

/// Compresses a body.
pub fn compress(body: &[u8]) -> Result<Vec<u8>, Damage> {
    let compressed = if body.len() <= SMALL_BYTES {
        small_body::compress(body)
    } else {
        zstd::bulk::compress(body, LEVEL)
    };
    compressed.map_err(Damage::Compression)
}

/// Unfolds a compressed body, as far as it may reach.
pub fn decompress(body: &[u8]) -> Result<Vec<u8>, Damage> {
    use std::io::Read;
    let mut unfolded = Vec::new();
    let decoder = zstd::stream::read::Decoder::with_buffer(body).map_err(Damage::Compression)?;
    decoder
        .take(MAX_UNFOLDED_BYTES + 1)
        .read_to_end(&mut unfolded)
        .map_err(Damage::Compression)?;
    if unfolded.len() as u64 > MAX_UNFOLDED_BYTES {
        return Err(Damage::TooLarge);
    }
    Ok(unfolded)
}

/// Unfolds a compressed body of text.
pub fn decompress_text(body: &[u8]) -> Result<String, Damage> {
    String::from_utf8(decompress(body)?).map_err(|_| Damage::Contradiction("it is no text"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_sealed_file_opens_and_any_cut_or_flipped_one_does_not(
            body in prop::collection::vec(any::<u8>(), 0..200), cut in any::<prop::sample::Index>(), bit in 0..8u8
        ) {
            let file = seal(Kind::Tip, &body);
            prop_assert_eq!(open_as(Kind::Tip, &file).unwrap(), &body[..]);
            prop_assert!(open_as(Kind::Hello, &file).is_err());
            let place = cut.index(file.len());
            prop_assert!(open(&file[..place]).is_err());
            let mut flipped = file.clone();
            flipped[place] ^= 1 << bit;
            prop_assert!(open(&flipped).is_err());
            let zeroed = vec![0; file.len()];
            prop_assert!(open(&zeroed).is_err());
        }
    }

    #[test]
    fn a_bomb_is_not_unfolded() {
        let bomb = compress(&vec![0; usize::try_from(MAX_UNFOLDED_BYTES).unwrap() + 1]).unwrap();
        assert!(matches!(decompress(&bomb), Err(Damage::TooLarge)));
    }
}
