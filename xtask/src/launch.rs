//! `cargo xtask run`: from a fresh checkout to the running app.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};

use crate::binaries::Build;
use crate::demo::Demo;
use crate::packages::{self, Purpose};
use crate::steps::{Steps, say};
use crate::{environment, toolchain, usage, web_ui};

/// What was asked for on the command line.
struct Wish {
    build: Build,
    demo: bool,
    passed_on: Vec<String>,
}

/// Sets up, builds and starts.
pub fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some(wish) = wish(arguments)? else {
        return Ok(usage());
    };
    say("Checks this machine, builds Baton and starts it. A first build takes some minutes.");
    prepare(wish.build)?;
    let demo = if wish.demo {
        Some(Demo::create(wish.build)?)
    } else {
        None
    };
    if let Some(demo) = &demo {
        demo.explain(environment::display());
    }
    start(&wish, demo.as_ref())
}

fn wish(arguments: &[String]) -> Result<Option<Wish>> {
    let mut words = arguments.iter();
    let mut wish = Wish {
        build: Build::Debug,
        demo: false,
        passed_on: Vec::new(),
    };
    for word in words.by_ref().take_while(|word| *word != "--") {
        match word.as_str() {
            "--release" => wish.build = Build::Release,
            "--demo" => wish.demo = true,
            "--help" | "-h" => return Ok(None),
            other => bail!("run does not know '{other}'; what is meant for the app goes after `--`"),
        }
    }
    wish.passed_on = words.cloned().collect();
    let before = wish.passed_on.len();
    wish.passed_on.retain(|word| word != "--demo");
    wish.demo |= wish.passed_on.len() < before;
    Ok(Some(wish))
}

fn prepare(build: Build) -> Result<()> {
    let mut steps = Steps::new();
    steps.own("Node", toolchain::node)?;
    steps.own("System packages", || packages::ensure(Purpose::Run))?;
    web_ui::install(&mut steps)?;
    web_ui::build(&mut steps)?;
    steps.shown(
        "Programs (cargo build)",
        &mut build.command(&["baton-desktop", "baton-cli"]),
    )
}

fn start(wish: &Wish, demo: Option<&Demo>) -> Result<ExitCode> {
    let app = if environment::display() {
        desktop(wish, demo)
    } else {
        terminal(wish, demo)
    };
    let Some(demo) = demo else { return replaced_by(app) };
    let us = std::env::current_exe().context("cannot find this program")?;
    let mut kept = Command::new("sh");
    kept.args(["-c", include_str!("demo.sh"), "sh"])
        .arg(demo.folder())
        .arg(us)
        .arg(wish.build.program("baton"));
    kept.arg(app.get_program()).args(app.get_args());
    replaced_by(kept)
}

/// Becomes the command, so that signals reach it and its end is ours.
#[cfg(unix)]
fn replaced_by(mut command: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(error).with_context(|| format!("cannot start {}", command.get_program().display()))
}

/// Runs the command to its end.
#[cfg(not(unix))]
fn replaced_by(mut command: Command) -> Result<ExitCode> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

fn desktop(wish: &Wish, demo: Option<&Demo>) -> Command {
    say("Starting baton-desktop. It lives in the tray; Quit in its menu, or Ctrl-C here, ends it.");
    let mut command = Command::new(wish.build.program("baton-desktop"));
    if let Some(demo) = demo {
        command.args(demo.here().arguments()).arg("--show");
    }
    command.args(&wish.passed_on);
    command
}

fn terminal(wish: &Wish, demo: Option<&Demo>) -> Command {
    say("There is no display here, so no tray and no window: `baton watch` runs the same sync loop in this terminal.");
    say("Ctrl-C ends it.");
    let mut command = Command::new(wish.build.program("baton"));
    if let Some(demo) = demo {
        command.args(demo.here().arguments());
    }
    let windowed = ["--show", "--hidden"];
    command
        .args(wish.passed_on.iter().filter(|word| !windowed.contains(&word.as_str())))
        .arg("watch");
    command
}
