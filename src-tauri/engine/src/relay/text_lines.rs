//! The lines of a compressed text, unfolded as they are read: whoever reads them holds one at a time.

use std::io::{self, BufRead as _, BufReader, Cursor, Read as _, Take};

use zstd::stream::read::Decoder;

use super::{Damage, container::MAX_UNFOLDED_BYTES, small_body};

/// So much is unfolded at a time; it stays in the processor's cache.
const CHUNK_BYTES: usize = 128 << 10;

/// A body as it is unfolded.
enum Unfolded<'a> {
    /// A small one, at once.
    Whole(Cursor<Vec<u8>>),
    /// A chunk at a time.
    InChunks(BufReader<Take<Decoder<'a, &'a [u8]>>>),
}

impl<'a> Unfolded<'a> {
    fn of(body: &'a [u8]) -> io::Result<Self> {
        if let Some(whole) = small_body::decompress(body) {
            return Ok(Self::Whole(Cursor::new(whole)));
        }
        let unfolding = Decoder::with_buffer(body)?.take(MAX_UNFOLDED_BYTES + 1);
        Ok(Self::InChunks(BufReader::with_capacity(CHUNK_BYTES, unfolding)))
    }

    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        match self {
            Self::Whole(whole) => whole.read_until(b'\n', line),
            Self::InChunks(chunks) => chunks.read_until(b'\n', line),
        }
    }

    fn is_too_large(&self) -> bool {
        matches!(self, Self::InChunks(chunks) if chunks.get_ref().limit() == 0)
    }
}

/// Lines of a body, split as `str::split('\n')` does.
pub(super) struct TextLines<'a> {
    unfolded: Unfolded<'a>,
    line: Vec<u8>,
    is_over: bool,
}

impl<'a> TextLines<'a> {
    pub fn of(body: &'a [u8]) -> Result<Self, Damage> {
        Ok(Self {
            unfolded: Unfolded::of(body).map_err(Damage::Compression)?,
            line: Vec::new(),
            is_over: false,
        })
    }

    /// The next line; none after the last.
    pub fn next(&mut self) -> Result<Option<&str>, Damage> {
        if self.is_over {
            return Ok(None);
        }
        self.line.clear();
        let read = self.unfolded.read_line(&mut self.line);
        read.map_err(Damage::Compression)?;
        if self.unfolded.is_too_large() {
            return Err(Damage::TooLarge);
        }
        self.is_over = self.line.pop_if(|last| *last == b'\n').is_none();
        let line = str::from_utf8(&self.line);
        line.map(Some).map_err(|_| Damage::Contradiction("it is no text"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::relay::container::compress;

    proptest! {
        #[test]
        fn the_lines_are_those_of_the_text(text in "[a-z\n]{0,40}", times in prop::sample::select(vec![1, 2_000])) {
            // A small body is unfolded at once, a larger one in chunks.
            let text = text.repeat(times);
            let body = compress(text.as_bytes()).unwrap();
            let mut lines = TextLines::of(&body).unwrap();
            for line in text.split('\n') {
                prop_assert_eq!(lines.next().unwrap(), Some(line));
            }
            prop_assert_eq!(lines.next().unwrap(), None);
        }
    }

    #[test]
    fn what_is_no_text_is_damaged() {
        let body = compress(b"a\n\xff").unwrap();
        let mut lines = TextLines::of(&body).unwrap();
        assert_eq!(lines.next().unwrap(), Some("a"));
        assert!(matches!(lines.next(), Err(Damage::Contradiction(_))));
    }
}
