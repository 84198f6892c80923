//! `export`: a conversation in a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use baton_engine::{DeviceId, Export as Writer, ExportFormat, PageFrom};
use baton_sync_loop::local_stamp;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::rounds::number;
use crate::error::CliError;
use crate::names::Names;
use crate::output;
use crate::session::Session;

/// Turns read at once.
const PAGE: u32 = 200;

/// Options of `export`.
#[derive(Debug, Args)]
#[command(after_help = "\
Markdown is for people. JSON is the list that `baton --json transcript` answers; JSON lines have one turn each, and
`baton record-turns` reads them.

Examples:
  baton export trip --format md > trip.md
  baton export trip --format jsonl --output trip.jsonl")]
pub struct Export {
    /// The conversation's name, as `baton conversations` lists it; '' is the one without a name
    #[arg(value_name = "CONVERSATION", allow_hyphen_values = true)]
    conversation: String,
    /// How it is written
    #[arg(long, value_name = "FORMAT")]
    format: Format,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Markdown
    Md,
    /// A JSON list
    Json,
    /// A line of JSON per turn
    Jsonl,
}

/// Writes it, a page at a time.
pub fn run(export: &Export, session: &mut Session) -> Result<(), CliError> {
    // Asked for first: what is in the file already is worth more than a name that nobody knows.
    let title = session.engine.conversation(&export.conversation)?.title;
    let Some(path) = &export.output else {
        return match write(export, &title, session, io::stdout().lock()) {
            Err(CliError::Output(cause)) if output::is_reader_gone(&cause) => Ok(()),
            written => written.map(drop),
        };
    };
    let unwritable = |cause| CliError::Unwritable {
        path: path.clone(),
        cause,
    };
    let file = File::create(path).map_err(unwritable)?;
    let written = write(export, &title, session, file).map_err(|error| match error {
        CliError::Output(cause) => unwritable(cause),
        other => other,
    })?;
    let answer = json!({"path": path, "turns": written});
    session.answer(&answer, |_| {
        format!("Wrote {} to {}.", number(written, "turn"), path.display())
    })
}

fn write(export: &Export, title: &str, session: &mut Session, out: impl Write) -> Result<u64, CliError> {
    let mut out = BufWriter::new(out);
    let mut writer = writer(export.format, session)?;
    let mut put = |text: String| out.write_all(text.as_bytes()).map_err(CliError::Output);
    put(writer.head(title))?;
    let mut from = Some(PageFrom::Start);
    while let Some(place) = from {
        let page = session.engine.turn_page(&export.conversation, place, PAGE)?;
        page.turns.iter().try_for_each(|paged| put(writer.turn(&paged.turn)))?;
        from = page.next();
    }
    put(writer.tail())?;
    out.flush().map_err(CliError::Output)?;
    Ok(writer.written())
}

fn writer(format: Format, session: &mut Session) -> Result<Writer, CliError> {
    let format = match format {
        Format::Md => ExportFormat::Markdown,
        Format::Json => ExportFormat::Json,
        Format::Jsonl => ExportFormat::Jsonl,
    };
    let names = Names::of(&mut session.engine)?;
    let device = Box::new(move |id: &DeviceId| names.proper(id.as_str()));
    Ok(Writer::new(format, device, Box::new(|ms| local_stamp(*ms))))
}
