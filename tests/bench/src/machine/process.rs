//! What a process uses, as the kernel counts it. Zero where the system does not tell: only Linux does.

use std::fs;

use super::field;

/// Bytes that this process handed to the system to write, so far.
pub fn written() -> u64 {
    number("/proc/self/io", "wchar")
}

/// The most memory this process held at once, in bytes.
pub fn peak() -> u64 {
    kibibytes("/proc/self/status", "VmHWM")
}

/// Memory that a process holds, with what it shares counted in proportion, in bytes.
pub fn held_by(process: u32) -> u64 {
    kibibytes(&format!("/proc/{process}/smaps_rollup"), "Pss")
}

/// Time that a process's threads ran, in seconds.
pub fn running_time(process: u32) -> f64 {
    let ran = |task: &str| {
        let text = fs::read_to_string(format!("{task}/schedstat")).unwrap_or_default();
        text.split(' ')
            .next()
            .and_then(|first| first.parse().ok())
            .unwrap_or(0.0)
    };
    tasks(process).iter().map(|task| ran(task)).sum::<f64>() / 1e9
}

/// How often a process's threads went to sleep by themselves: each is a time that something woke them up.
pub fn wake_ups(process: u32) -> u64 {
    let slept = |task: &str| number(&format!("{task}/status"), "voluntary_ctxt_switches");
    tasks(process).iter().map(|task| slept(task)).sum()
}

fn tasks(process: u32) -> Vec<String> {
    let entries = fs::read_dir(format!("/proc/{process}/task"))
        .into_iter()
        .flatten()
        .flatten();
    entries.map(|entry| entry.path().display().to_string()).collect()
}

fn kibibytes(file: &str, name: &str) -> u64 {
    number(file, name) * 1024
}

fn number(file: &str, name: &str) -> u64 {
    let value = field(file, name).unwrap_or_default();
    let digits = value.split(' ').next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_this_process_writes_holds_and_runs_is_counted() {
        let (before, ran) = (written(), running_time(std::process::id()));
        fs::write("/dev/null", vec![1; 100_000]).unwrap();
        assert!((100_000..200_000).contains(&(written() - before)));
        assert!(peak() >= held_by(std::process::id()) && held_by(std::process::id()) > 100_000);
        assert!(ran > 0.0);
    }
}
