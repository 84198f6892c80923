//! What can be told of the packages without a system to install them in.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use super::scratch;
use crate::environment::{checkout, privileged, target, words};
use crate::steps::{Steps, say, succeed};

/// The lists of files, and what describes the app to desktops and software centres.
pub fn files(steps: &mut Steps, deb: &Path, rpm: &Path) -> Result<()> {
    steps.own("Files of the .deb", || {
        as_expected("deb", &words(Command::new("dpkg-deb").arg("-c").arg(deb)), deb_line)
    })?;
    steps.own("Files of the .rpm", || {
        let format = "[%{FILEMODES:perms} %{FILENAMES}\n]";
        as_expected("rpm", &words(query(rpm).args(["--queryformat", format])), rpm_line)
    })?;
    let tree = scratch("tree")?;
    succeed(Command::new("dpkg-deb").arg("-x").arg(deb).arg(&tree))?;
    let entry = tree.join("usr/share/applications/Baton.desktop");
    steps.quiet(
        "Desktop entry (desktop-file-validate)",
        Command::new("desktop-file-validate").arg(entry),
    )?;
    let mut metainfo = Command::new("appstreamcli");
    metainfo.args(["validate-tree", "--no-net"]).arg(tree);
    steps.quiet("Metainfo (appstreamcli validate-tree)", &mut metainfo)?;
    let mut rules = Command::new("lintian");
    rules.args(["--allow-root", "--fail-on", "error,warning"]).arg(deb);
    steps.quiet("Debian's rules (lintian)", &mut rules)
}

/// `-rwxr-xr-x 0/0 1234 2026-11-25 17:00 usr/bin/baton`, or with `./` before it; folders are nobody's.
fn deb_line(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (mode, owner, path) = (words.next()?, words.next()?, words.nth(3)?);
    let owner = if matches!(owner, "0/0" | "root/root") {
        ""
    } else {
        owner
    };
    (!mode.starts_with('d')).then(|| format!("{mode} /{}{owner}", path.trim_start_matches("./")))
}

fn rpm_line(line: &str) -> Option<String> {
    (!line.starts_with('d')).then(|| line.to_owned())
}

fn as_expected(kind: &str, listing: &Option<String>, line: fn(&str) -> Option<String>) -> Result<()> {
    let listing = listing.as_ref().context("the package cannot be read")?;
    let found: BTreeSet<String> = listing.lines().filter_map(line).collect();
    let list = expected(kind);
    let expected = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let expected: BTreeSet<String> = expected.lines().map(str::to_owned).collect();
    if found == expected {
        say(&format!("    {} files, as listed", found.len()));
        return Ok(());
    }
    for (sign, lines) in [("missing", &expected - &found), ("new", &found - &expected)] {
        lines.iter().for_each(|line| say(&format!("    {sign}: {line}")));
    }
    let kept = target().join(format!("dist/{kind}.txt"));
    fs::write(&kept, found.iter().map(|line| format!("{line}\n")).collect::<String>())?;
    let (kept, list) = (kept.display(), list.display());
    bail!("the .{kind} does not hold what {list} says. If it should: cp {kept} {list}")
}

/// What a package of this kind has to hold.
fn expected(kind: &str) -> PathBuf {
    checkout().join(format!("packaging/expected/{kind}.txt"))
}

fn query(rpm: &Path) -> Command {
    let mut command = Command::new("rpm");
    command.args(["-q", "-p"]).arg(rpm);
    command
}

/// Reads the package's digests, and installs, verifies and erases it in a folder without any system.
pub fn rpm(steps: &mut Steps, rpm: &Path) -> Result<()> {
    steps.own("What the .rpm says it needs", || needs(rpm))?;
    let root = scratch("rpm-root")?;
    let rpm_in = |arguments: &[&str]| {
        let mut command = privileged("rpm");
        command.arg("--root").arg(&root).args(arguments);
        command
    };
    let mut digests = Command::new("rpm");
    steps.quiet("Digests of the .rpm", digests.args(["-K", "--nosignature"]).arg(rpm))?;
    steps.quiet(
        "Installing the .rpm in an empty folder",
        rpm_in(&["--install", "--nodeps"]).arg(rpm),
    )?;
    steps.quiet("Verifying it", &mut rpm_in(&["--verify", "--nodeps", "baton"]))?;
    steps.quiet("Erasing it", &mut rpm_in(&["--erase", "baton"]))?;
    steps.own("No file of it stays", || erased(&root))
}

/// The bundler's package does not own its folders, so they may stay.
fn erased(root: &Path) -> Result<()> {
    let list = fs::read_to_string(expected("rpm"))?;
    let paths = list.lines().filter_map(|line| line.split_once(" /"));
    let stays = paths.map(|(_, path)| root.join(path)).find(|path| path.exists());
    ensure!(stays.is_none(), "left behind: {}", stays.unwrap_or_default().display());
    Ok(())
}

/// The libraries without which the app has neither window nor tray.
fn needs(rpm: &Path) -> Result<()> {
    let needs = words(query(rpm).arg("--requires")).context("the package cannot be read")?;
    for library in [
        "libwebkit2gtk-4.1.so.0()",
        "libgtk-3.so.0()",
        "libayatana-appindicator3.so.1()",
    ] {
        ensure!(
            needs.contains(library),
            "it does not say that it needs {library}:\n{needs}"
        );
    }
    say(&format!(
        "    {} libraries and versions of theirs",
        needs.lines().count()
    ));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_deb_is_mode_and_path_and_an_owner_who_is_not_root() {
        let line = |line| deb_line(line).unwrap_or_default();
        assert_eq!(
            line("-rwxr-xr-x 0/0         1234 2026-11-25 17:00 ./usr/bin/baton"),
            "-rwxr-xr-x /usr/bin/baton"
        );
        assert_eq!(
            line("-rw-r--r-- me/me 9 2026-11-25 17:00 usr/x"),
            "-rw-r--r-- /usr/xme/me"
        );
        assert_eq!(line("drwxr-xr-x 0/0            0 2026-11-25 17:00 ./usr/"), "");
    }
}
