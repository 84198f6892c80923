use std::sync::Arc;

/// A reading of a clock that nobody sets, and that runs on while the machine sleeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteadyTime {
    /// Since when it counts: another one after every start of the machine.
    pub boot: String,
    /// Milliseconds since then.
    pub ms: u64,
}

/// Reads such a clock. Passed in, so that tests own time.
pub type SteadyClock = Arc<dyn Fn() -> SteadyTime + Send + Sync>;

/// The machine's own.
pub fn machine_steady_clock() -> SteadyClock {
    let boot = boot();
    Arc::new(move || SteadyTime {
        boot: boot.clone(),
        ms: elapsed_ms(),
    })
}

/// `CLOCK_BOOTTIME`: time since the start of the machine, sleep included.
#[cfg(target_os = "linux")]
fn elapsed_ms() -> u64 {
    to_ms(rustix::time::clock_gettime(rustix::time::ClockId::Boottime))
}

/// Elsewhere on Unix `CLOCK_MONOTONIC` goes on during sleep.
#[cfg(all(unix, not(target_os = "linux")))]
fn elapsed_ms() -> u64 {
    to_ms(rustix::time::clock_gettime(rustix::time::ClockId::Monotonic))
}

#[cfg(not(unix))]
fn elapsed_ms() -> u64 {
    sysinfo::System::uptime().saturating_mul(1000)
}

#[cfg(unix)]
fn to_ms(time: rustix::time::Timespec) -> u64 {
    let (secs, millis) = (time.tv_sec.cast_unsigned(), time.tv_nsec.cast_unsigned() / 1_000_000);
    secs.saturating_mul(1000).saturating_add(millis)
}

/// The kernel's own name for this start; where it cannot be read, every process counts as a new start, which is safe.
#[cfg(target_os = "linux")]
fn boot() -> String {
    let named = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    named.map_or_else(|_| uuid::Uuid::new_v4().to_string(), |id| id.trim().to_owned())
}

/// When the machine started. Setting its clock changes this, and then counts as a new start, which is safe.
#[cfg(not(target_os = "linux"))]
fn boot() -> String {
    sysinfo::System::boot_time().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_never_goes_back_and_two_of_them_agree_on_the_start() {
        let (one, two) = (machine_steady_clock(), machine_steady_clock());
        let first = one();
        let second = two();
        assert_eq!(first.boot, second.boot);
        assert!(second.ms >= first.ms);
    }
}
