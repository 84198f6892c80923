//! `completions` and `man`: what a shell and `man` need to know, made from the same definitions as the options.

use std::fs;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::args::Cli;
use crate::error::CliError;
use crate::output;

const ABOUT: &str = "\
Examples:
  Complete baton's words in bash, from the next shell on:
    baton completions bash > ~/.local/share/bash-completion/completions/baton
  The same in fish:
    baton completions fish > ~/.config/fish/completions/baton.fish
  In zsh, in a folder that is in $fpath:
    baton completions zsh > ~/.zfunc/_baton

The packages for Debian and Fedora bring these files along.";

/// Options of `completions`.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub struct Completions {
    /// Which shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Options of `man`.
#[derive(Debug, Args)]
pub struct ManPages {
    /// Where to write them; it has to be there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Prints the script for a shell.
pub fn completions(which: &Completions) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(which.shell, &mut Cli::command(), "baton", &mut script);
    output::text(&String::from_utf8_lossy(&script))
}

/// Writes one page a command.
pub fn man(to: &ManPages) -> Result<(), CliError> {
    let unwritten = |cause| CliError::Unwritable {
        path: to.folder.clone(),
        cause,
    };
    clap_mangen::generate_to(Cli::command(), &to.folder).map_err(unwritten)?;
    let pages = fs::read_dir(&to.folder).map_err(unwritten)?.count();
    output::text(&format!("{pages} pages are in {}.", to.folder.display()))
}
