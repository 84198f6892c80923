//! What this machine is, as far as the commands need to know.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The top folder of the checkout.
pub fn checkout() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest = PathBuf::from(manifest);
    manifest.parent().map_or_else(|| manifest.clone(), Path::to_path_buf)
}

/// Where cargo puts what it builds: two folders above this very program, wherever it was told to build.
pub fn target() -> PathBuf {
    let ours = env::current_exe().ok();
    let above = ours
        .as_deref()
        .and_then(|exe| exe.ancestors().nth(2))
        .map(Path::to_path_buf);
    above.unwrap_or_else(|| checkout().join("target"))
}

/// Is this an unattended run, where nobody can be asked?
pub fn unattended() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// Can a window be shown?
pub fn display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Does this process run as the administrator?
pub fn administrator() -> bool {
    words(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

/// A command with the administrator's rights; sudo asks for them where they are missing.
pub fn privileged(program: &str) -> Command {
    if administrator() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    if unattended() {
        command.arg("-n");
    }
    command.arg(program);
    command
}

/// Does a program of this name answer, with whatever argument shows that?
pub fn answers(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
        .current_dir(checkout())
        .status()
        .is_ok_and(|status| status.success())
}

/// Is there a program of this name on the search path?
pub fn installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// What a program says on its standard output, trimmed; nothing when it fails or is not there.
pub fn words(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(said)
}
