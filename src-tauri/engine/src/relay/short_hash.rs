use std::fmt;

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};

/// How names quote a hash: the first `N` characters of the lower-case base32 of a BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ShortHash<const N: usize>([u8; N]);

/// Length of a whole hash in base32.
const WHOLE: usize = 52;

/// A text that is no short hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no hash of {1} letters and digits")]
pub struct NoHash(String, usize);

impl<const N: usize> ShortHash<N> {
    /// Hashes `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        const { assert!(N <= WHOLE) };
        let mut whole = [0; WHOLE];
        BASE32_NOPAD.encode_mut(blake3::hash(bytes).as_bytes(), &mut whole);
        whole.make_ascii_lowercase();
        let mut short = [0; N];
        short.copy_from_slice(&whole[..N]);
        Self(short)
    }

    /// Reads what it is printed as; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let characters: [u8; N] = text.as_bytes().try_into().ok()?;
        let is_base32 = |byte: &u8| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
        characters.iter().all(is_base32).then_some(Self(characters))
    }

    /// What it is printed as.
    pub fn as_str(&self) -> &str {
        // Base32 is ASCII.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Display for ShortHash<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for ShortHash<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> From<ShortHash<N>> for String {
    fn from(hash: ShortHash<N>) -> Self {
        hash.as_str().to_owned()
    }
}

impl<const N: usize> TryFrom<String> for ShortHash<N> {
    type Error = NoHash;

    fn try_from(text: String) -> Result<Self, NoHash> {
        Self::parse(&text).ok_or(NoHash(text, N))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_what_it_is_printed_as_and_nothing_else() {
        let hash = ShortHash::<16>::of(b"hello");
        assert_eq!(ShortHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(format!("{hash:.8}"), hash.as_str()[..8]);
        let json = serde_json::to_string(&hash).unwrap();
        assert_eq!(serde_json::from_str::<ShortHash<16>>(&json).unwrap(), hash);
        for other in [
            "",
            "abcdefgh234567a",
            "abcdefgh234567abc",
            "ABCDEFGH234567AB",
            "abcdefgh234567a1",
            "../../../../../a",
        ] {
            assert_eq!(ShortHash::<16>::parse(other), None, "{other}");
            assert!(serde_json::from_value::<ShortHash<16>>(other.into()).is_err());
        }
    }

    /// The names in every relay are made of it.
    #[test]
    fn a_hash_is_the_beginning_of_blake3_in_lower_case_base32() {
        let whole = BASE32_NOPAD
            .encode(blake3::hash(b"hello").as_bytes())
            .to_ascii_lowercase();
        assert_eq!(ShortHash::<16>::of(b"hello").as_str(), &whole[..16]);
        assert_eq!(ShortHash::<32>::of(b"hello").as_str(), &whole[..32]);
    }
}
