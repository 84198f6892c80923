//! What many worlds have in common is kept once, and told apart by its digest.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A value that does not change, with a digest of 128 bits.
#[derive(Debug)]
pub struct Kept<T>(Arc<(u128, T)>);

impl<T: Hash> Kept<T> {
    pub fn new(value: T) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, &value).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        Self(Arc::new((half(0) << 64 | half(1), value)))
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.1
    }
}

impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.0 == other.0.0
    }
}

impl<T> Eq for Kept<T> {}

impl<T> Hash for Kept<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(self.0.0);
    }
}
