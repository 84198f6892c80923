//! The system packages that the app links to and the tests drive, and how they get onto the machine.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::environment::{administrator, answers, installed, unattended, words};
use crate::steps::{say, succeed};

/// What a command is about to do, and so what it needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Build the app and start it.
    Run,
    /// Build everything and drive the app without a screen.
    Test,
    /// Build packages, and try them.
    Dist,
}

const BUILD: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libssl-dev",
    "build-essential",
    "pkg-config",
];
const TEST: &[&str] = &[
    "appstream",
    "dbus",
    "dbus-x11",
    "desktop-file-utils",
    "syncthing",
    "webkit2gtk-driver",
    "xauth",
    "xvfb",
];
const DIST: &[&str] = &[
    "appstream",
    "dbus",
    "debootstrap",
    "desktop-file-utils",
    "dpkg-dev",
    "lintian",
    "rpm",
    "webkit2gtk-driver",
    "xvfb",
];
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Makes sure that the packages are there, installing what is missing.
pub fn ensure(purpose: Purpose) -> Result<()> {
    if !cfg!(target_os = "linux") {
        say("    not Linux: the system brings its own web view, nothing to install");
        return Ok(());
    }
    if !(installed("apt-get") && installed("dpkg-query")) {
        return without_apt(purpose);
    }
    let missing = missing(purpose);
    if missing.is_empty() {
        say("    all there");
        return Ok(());
    }
    install(&missing)
}

fn missing(purpose: Purpose) -> Vec<&'static str> {
    let mut missing: Vec<_> = wanted(purpose).into_iter().filter(|name| !has(name)).collect();
    if purpose == Purpose::Test && !BROWSERS.iter().any(|name| installed(name)) {
        missing.push(browser_package());
    }
    missing
}

fn wanted(purpose: Purpose) -> Vec<&'static str> {
    let more = match purpose {
        Purpose::Run => &[],
        Purpose::Test => TEST,
        Purpose::Dist => DIST,
    };
    BUILD.iter().chain(more).copied().collect()
}

fn has(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    words(query.args(["-W", "-f=${db:Status-Status}", package])).is_some_and(|status| status == "installed")
}

/// Ubuntu's name for the browser differs from Debian's.
fn browser_package() -> &'static str {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    if release.lines().any(|line| line == "ID=ubuntu") {
        "chromium-browser"
    } else {
        "chromium"
    }
}

fn install(missing: &[&str]) -> Result<()> {
    say(&format!("    missing: {}", missing.join(" ")));
    let administrator = administrator();
    if !administrator && !installed("sudo") {
        bail!("sudo is not installed; as root, run\n\n{}", by_hand(missing));
    }
    if !administrator && !unattended() && !allowed()? {
        bail!("nothing was installed; to do it by hand, run\n\n{}", by_hand(missing));
    }
    let told = || {
        format!(
            "apt could not install the packages; to see why, run\n\n{}",
            by_hand(missing)
        )
    };
    succeed(&mut apt(administrator, &["update", "-q"])).with_context(told)?;
    let mut words = vec!["install", "-q", "-y", "--no-install-recommends"];
    words.extend(missing);
    succeed(&mut apt(administrator, &words)).with_context(told)
}

fn apt(administrator: bool, arguments: &[&str]) -> Command {
    let mut command = Command::new(if administrator { "env" } else { "sudo" });
    if !administrator {
        let ask = if unattended() {
            "-n"
        } else {
            "-p[sudo] password of %u: "
        };
        command.args([ask, "env"]);
    }
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(arguments);
    command.stdin(if unattended() { Stdio::null() } else { Stdio::inherit() });
    command
}

/// Asks the person before sudo is used. Where nobody can answer, the answer is no.
fn allowed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        say("    sudo is needed, and nobody is here to be asked");
        return Ok(false);
    }
    print!("    Install them with sudo apt-get? [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn by_hand(missing: &[&str]) -> String {
    format!(
        "    sudo apt-get update && sudo apt-get install --no-install-recommends {}\n",
        missing.join(" ")
    )
}

/// Other Linux systems: looks for the libraries and programs themselves.
fn without_apt(purpose: Purpose) -> Result<()> {
    let libraries = answers("pkg-config", &["--exists", "webkit2gtk-4.1", "librsvg-2.0", "openssl"]);
    let programs: &[&str] = match purpose {
        Purpose::Run => &[],
        Purpose::Test => &[
            "appstreamcli",
            "dbus-run-session",
            "desktop-file-validate",
            "syncthing",
            "WebKitWebDriver",
            "xauth",
            "Xvfb",
        ],
        Purpose::Dist => &[
            "appstreamcli",
            "debootstrap",
            "desktop-file-validate",
            "dpkg-shlibdeps",
            "lintian",
            "rpm",
            "WebKitWebDriver",
            "Xvfb",
        ],
    };
    if libraries && programs.iter().all(|name| installed(name)) {
        say("    no apt here, but the libraries are there");
        return Ok(());
    }
    let browser = if purpose == Purpose::Test { " chromium" } else { "" };
    let names = wanted(purpose).join(" ");
    bail!(
        "there is no apt on this system, and something is missing. Install what these Debian packages hold, \
         under the names your system gives them, and try again:\n\n    {names}{browser}\n"
    )
}
