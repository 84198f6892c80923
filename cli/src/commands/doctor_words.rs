//! What `doctor` answers, in words.

use std::path::PathBuf;

use baton_engine::{Checkup, FilesOfDevice, Finding, Severity};

use super::rounds::number;
use crate::guest::{one_line, shortened};
use crate::table::{facts, table};

/// So many files are named; the JSON document names all.
const NAMED: usize = 8;

/// Everything, the worst first, and what is as it should be at the end.
pub fn report(found: &Checkup, places: &[(&str, &PathBuf)], repaired: bool) -> String {
    let places: Vec<_> = places
        .iter()
        .map(|(name, path)| (*name, one_line(&path.to_string_lossy())))
        .collect();
    let parts = [
        facts(&places),
        repairs(found, repaired),
        group(found, "Errors", Severity::Error),
        group(found, "Warnings", Severity::Warning),
        group(found, "Worth knowing", Severity::Note),
        group(found, "As it should be", Severity::Ok),
        devices(&found.files_by_device),
        verdict(found),
    ];
    let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("\n")
}

/// "1 error, 2 warnings".
pub fn counted(found: &Checkup) -> String {
    let count = |severity| {
        found
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count() as u64
    };
    let counts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let said: Vec<_> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, thing)| number(count, thing))
        .collect();
    said.join(", ")
}

fn repairs(found: &Checkup, asked: bool) -> String {
    let done: Vec<_> = found
        .findings
        .iter()
        .filter(|finding| finding.repaired.is_some())
        .collect();
    match done.as_slice() {
        [] if asked => "Repaired\n  There was nothing to repair.\n".to_owned(),
        [] => String::new(),
        done => {
            let said = |finding: &&Finding| {
                let did = one_line(finding.repaired.as_deref().unwrap_or_default());
                format!("  {did}\n{}", files(&finding.paths))
            };
            format!("Repaired\n{}", done.iter().map(said).collect::<String>())
        }
    }
}

fn group(found: &Checkup, heading: &str, severity: Severity) -> String {
    let of_group = |finding: &&Finding| finding.severity == severity && finding.repaired.is_none();
    let said: String = found.findings.iter().filter(of_group).map(paragraph).collect();
    if said.is_empty() {
        return String::new();
    }
    format!("{heading}\n{said}")
}

fn paragraph(finding: &Finding) -> String {
    let line = |text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("    {}\n", one_line(text))
        }
    };
    let advice = if finding.advice.is_empty() {
        String::new()
    } else {
        line(&format!("→ {}", finding.advice))
    };
    let repair = finding
        .repair
        .as_deref()
        .map_or_else(String::new, |repair| line(&format!("--repair: {repair}")));
    format!(
        "  {}\n{}{advice}{repair}{}",
        one_line(&finding.title),
        line(&finding.detail),
        files(&finding.paths)
    )
}

fn files(paths: &[String]) -> String {
    let mut said: String = paths
        .iter()
        .take(NAMED)
        .map(|path| format!("      {}\n", one_line(path)))
        .collect();
    if paths.len() > NAMED {
        said += &format!("      and {} more; --json names all\n", paths.len() - NAMED);
    }
    said
}

fn devices(devices: &[FilesOfDevice]) -> String {
    let row = |device: &FilesOfDevice| {
        let id = device
            .device_id
            .as_ref()
            .map_or_else(|| "unknown".to_owned(), |id| one_line(id.as_str()));
        [
            shortened(&device.name, 32),
            device.files.to_string(),
            size(device.bytes),
            device.directory.clone(),
            id,
        ]
    };
    if devices.is_empty() {
        return String::new();
    }
    let rows: Vec<_> = devices.iter().map(row).collect();
    table(["DEVICE", "FILES", "SIZE", "FOLDER", "ID"], &rows)
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

fn verdict(found: &Checkup) -> String {
    if found.healthy {
        "Healthy: nothing is worse than a note.\n".to_owned()
    } else {
        format!("{}.\n", counted(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_its_largest_unit() {
        assert_eq!([12, 4_200, 7_000_000].map(size), ["12 B", "4 kB", "7 MB"]);
    }
}
