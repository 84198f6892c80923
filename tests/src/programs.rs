use std::env;
use std::path::PathBuf;

/// The built program of this name: in the folder that `BATON_BIN_DIR` names, else beside the tests.
///
/// # Panics
///
/// When it was not built. That is a failure, never a reason to skip a test.
pub fn program(name: &str) -> PathBuf {
    let folder = env::var_os("BATON_BIN_DIR").map_or_else(beside_the_tests, PathBuf::from);
    let program = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "{} is not built. `cargo xtask test` builds it, and so does `cargo build -p baton-cli -p baton-desktop`",
        program.display()
    );
    program
}

/// A test lies in `<target>/<profile>/deps`, the programs one folder above.
fn beside_the_tests() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    test.ancestors()
        .nth(2)
        .expect("a test lies in a target folder")
        .to_path_buf()
}
