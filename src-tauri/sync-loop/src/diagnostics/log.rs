use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

/// So many lines are quoted.
const LINES: usize = 200;
/// So much of the newest file is read for them.
const TAIL: u64 = 256 * 1024;
const LEVELS: [&str; 5] = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"];

/// The last lines of the newest log file: when, how bad, where in the source, and which error of the system.
pub(super) fn lines(root: &Path) -> Vec<String> {
    let folder = root.join("logs");
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let newest = files.map(|entry| entry.path()).filter(|path| is_log(path)).max();
    let Some(newest) = newest else {
        return Vec::new();
    };
    match tail(&newest) {
        Ok(text) => last(&text),
        Err(error) => vec![format!("not read: {:?}", error.kind())],
    }
}

fn last(text: &str) -> Vec<String> {
    let lines: Vec<_> = text.lines().filter_map(redacted).collect();
    lines[lines.len().saturating_sub(LINES)..].to_vec()
}

fn is_log(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with("baton.") && name.ends_with(".log"))
}

fn tail(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut bytes = Vec::new();
    file.take(TAIL).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What of a line says nothing about anybody; none for what is no beginning of a line of ours.
fn redacted(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let time = words.next().filter(|word| is_time(word))?;
    let level = words.next().filter(|word| LEVELS.contains(word))?;
    let target = words.next()?.strip_suffix(':').filter(|word| is_ours(word))?;
    let place = words.next()?.strip_suffix(':').and_then(place)?;
    let error = system_error(line).map(|number| format!(" (os error {number})"));
    Some(format!("{time} {level} {target} {place}{}", error.unwrap_or_default()))
}

fn is_time(word: &str) -> bool {
    word.len() >= 20 && word.bytes().all(|c| c.is_ascii_digit() || b"-:.TZ".contains(&c))
}

fn is_ours(word: &str) -> bool {
    let plain = word.bytes().all(|c| c.is_ascii_lowercase() || c == b'_' || c == b':');
    plain && word.len() < 60 && word.starts_with("baton_")
}

/// The file's own name and the line, without the folders above.
fn place(word: &str) -> Option<String> {
    let (path, line) = word.rsplit_once(':')?;
    let file = path.rsplit(['/', '\\']).next()?.strip_suffix(".rs")?;
    let is_file = file.len() < 40 && file.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
    let line: u32 = line.parse().ok()?;
    is_file.then(|| format!("{file}.rs:{line}"))
}

fn system_error(line: &str) -> Option<u32> {
    let (_, rest) = line.split_once("(os error ")?;
    rest.split_once(')')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_line_there_is_when_how_bad_and_where() {
        let line = "2026-11-25T17:00:00.123456Z  WARN baton_sync_loop::watch: /home/ada/src/watch.rs:64: \
            cannot watch /home/ada/Private: No space left on device (os error 28)";
        let wanted = "2026-11-25T17:00:00.123456Z WARN baton_sync_loop::watch watch.rs:64 (os error 28)";
        assert_eq!(redacted(line).unwrap(), wanted);
    }

    #[test]
    fn what_is_no_line_of_ours_is_left_out() {
        for line in [
            "my secret",
            "",
            "2026-11-25T17:00:00.123456Z  INFO some_library: src/x.rs:1: secret",
            "2026-11-25T17:00:00.123456Z  INFO baton_engine: a secret: 7:",
            "2026-11-25T17:00:00.123456Z  SECRET baton_engine: src/x.rs:1: x",
        ] {
            assert_eq!(redacted(line), None, "{line}");
        }
    }
}
