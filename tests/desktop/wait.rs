pub use baton_tests::eventually as until;

/// Looks again and again until it holds.
pub fn until_true(what: &str, mut holds: impl FnMut() -> bool) {
    until(what, || holds().then_some(()));
}
