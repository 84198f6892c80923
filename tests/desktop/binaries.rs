use std::{
    env,
    path::{Path, PathBuf},
};

/// The path of a built binary of this workspace.
pub fn path(name: &str) -> PathBuf {
    let dir = env::var_os("BATON_BIN_DIR").map_or_else(beside_this_test, PathBuf::from);
    let path = dir.join(name);
    assert!(
        path.is_file(),
        "{} is missing: build it first with `cargo build -p baton-desktop -p baton-cli`, or run `cargo xtask test`",
        path.display()
    );
    path
}

/// `target/debug`, where this test is `target/debug/deps/desktop-…`.
fn beside_this_test() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().to_owned()
}
