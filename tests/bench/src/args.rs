use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};

use crate::{
    measure::Workload,
    systems::{Place, System},
};

/// Sizes of a full run and of a quick one, in turns.
const SIZES: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];
const QUICK_SIZES: [u64; 2] = [1_000, 10_000];

/// What Baton costs at every size, beside its rivals and beside what the machine can do.
///
/// Results: tables on the terminal; bench.md, bench.json (every sample) and growth.svg in target/bench. A run on a machine that does something else meanwhile shows little: compare ratios.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask bench",
    bin_name = "cargo xtask bench",
    args_conflicts_with_subcommands = true
)]
pub struct Arguments {
    /// What only the program itself asks for.
    #[command(subcommand)]
    pub inner: Option<Inner>,
    /// The run.
    #[command(flatten)]
    pub run: RunArguments,
}

/// What only the program itself asks for.
#[derive(Debug, Subcommand)]
pub enum Inner {
    /// Works for another process of this program.
    #[command(hide = true)]
    Worker {
        /// The system to work with.
        system: System,
        /// Where.
        place: PathBuf,
    },
}

/// What is to be measured.
#[derive(Debug, Clone, Args)]
pub struct RunArguments {
    /// How many turns are held, comma-separated [default: 1000,10000,100000,1000000]
    #[arg(long, value_delimiter = ',', value_name = "TURNS", value_parser = clap::value_parser!(u64).range(200..))]
    sizes: Vec<u64>,
    /// Only these workloads, comma-separated; what they build on is carried out, too
    #[arg(long, value_delimiter = ',', value_name = "WORKLOAD")]
    only: Vec<Workload>,
    /// Only these systems, comma-separated; with `baton` alone, the rivals are not even compiled
    #[arg(long, value_delimiter = ',', value_name = "SYSTEM")]
    systems: Vec<System>,
    /// Up to 10,000 turns, fewer samples, no minute of idling: under two minutes
    #[arg(long)]
    pub quick: bool,
    /// Put the tables into docs/BENCHMARKS.md and draw docs/growth.svg anew
    #[arg(long)]
    pub write_docs: bool,
    /// Work here, on the disk to be measured [default: target/bench]
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

impl RunArguments {
    /// The sizes, ascending.
    pub fn sizes(&self) -> Vec<u64> {
        let default: &[u64] = if self.quick { &QUICK_SIZES } else { &SIZES };
        let mut sizes = if self.sizes.is_empty() {
            default.to_vec()
        } else {
            self.sizes.clone()
        };
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    /// The systems.
    pub fn systems(&self) -> Vec<System> {
        if self.systems.is_empty() {
            System::built().to_vec()
        } else {
            self.systems.clone()
        }
    }

    /// Is this workload to be measured?
    pub fn wants(&self, workload: Workload) -> bool {
        self.only.is_empty() || self.only.contains(&workload)
    }

    /// Where everything is kept: in the folder that this program was built in, unless told otherwise.
    pub fn dir(&self) -> Result<Place> {
        if let Some(dir) = &self.dir {
            return Ok(Place(dir.clone()));
        }
        let program = std::env::current_exe()?;
        let target = program.ancestors().nth(2).context("a program lies in a folder")?;
        Ok(Place(target.join("bench")))
    }
}
