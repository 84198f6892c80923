//! Small bodies, such as what rides in a tip, are compressed and unfolded with what their thread keeps for that: making it
//! anew, a hundred kilobytes each, takes longer than the work itself.

use std::{cell::RefCell, io};

use zstd::{
    bulk::{Compressor, Decompressor},
    zstd_safe::get_frame_content_size,
};

use super::container::LEVEL;

/// A body of no more bytes than this is small, folded or not: what is kept for it stays small, too.
pub(super) const SMALL_BYTES: usize = 16 << 10;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Compresses a small body.
pub(super) fn compress(body: &[u8]) -> io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|kept| match kept {
        Some(compressor) => compressor.compress(body),
        None => kept.insert(Compressor::new(LEVEL)?).compress(body),
    })
}

/// Unfolds a body if it is small and sound; none for any other, which is to be unfolded as a stream, and may be sound as well.
pub(super) fn decompress(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() > SMALL_BYTES {
        return None;
    }
    let unfolded = usize::try_from(get_frame_content_size(body).ok()??).ok()?;
    if unfolded > SMALL_BYTES {
        return None;
    }
    DECOMPRESSOR.with_borrow_mut(|kept| match kept {
        Some(decompressor) => decompressor.decompress(body, unfolded).ok(),
        None => kept.insert(Decompressor::new().ok()?).decompress(body, unfolded).ok(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_small_body_is_what_it_would_be_if_nothing_were_kept(
            bodies in prop::collection::vec(prop::collection::vec(b'a'..b'f', 0..3_000), 1..5)
        ) {
            for body in bodies {
                let compressed = compress(&body).unwrap();
                prop_assert_eq!(&compressed, &zstd::bulk::compress(&body, LEVEL).unwrap());
                prop_assert_eq!(decompress(&compressed), Some(body));
            }
        }

        #[test]
        fn whatever_is_unfolded_at_once_unfolds_bit_by_bit_to_the_same(
            body in prop::collection::vec(b'a'..b'f', 0..300), cut in any::<prop::sample::Index>(), with in any::<u8>()
        ) {
            let mut compressed = compress(&body).unwrap();
            let place = cut.index(compressed.len());
            compressed[place] ^= with;
            if let Some(unfolded) = decompress(&compressed) {
                prop_assert_eq!(zstd::stream::decode_all(&*compressed).unwrap(), unfolded);
            }
        }
    }

    #[test]
    fn a_large_body_and_one_that_unfolds_to_much_are_left_to_others() {
        let large = vec![7; SMALL_BYTES + 1];
        assert_eq!(decompress(&zstd::bulk::compress(&large, LEVEL).unwrap()), None);
        assert_eq!(decompress(&large), None);
    }

    #[test]
    fn after_a_damaged_body_a_good_one_reads() {
        let good = compress(b"hello").unwrap();
        assert_eq!(decompress(&good[..good.len() - 1]), None);
        assert_eq!(decompress(&good).as_deref(), Some(&b"hello"[..]));
    }
}
