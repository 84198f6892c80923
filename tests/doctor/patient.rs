use std::{
    fs,
    path::{Path, PathBuf},
};

use baton_engine::{Checkup, Finding, FindingCode, Severity, SyncSubsystem, relay::device_dir};
use baton_tests::Fleet;
use rusqlite::Connection;

/// Looks, and changes nothing.
#[track_caller]
pub fn look(device: &mut SyncSubsystem) -> Checkup {
    device.examine(false).unwrap()
}

/// The one finding of this kind.
#[track_caller]
pub fn found(checkup: &Checkup, code: FindingCode) -> &Finding {
    let finding = checkup.finding(code);
    finding.unwrap_or_else(|| panic!("{code:?} was not found: {checkup:#?}"))
}

/// Checks that something was found, how bad it is said to be, that it is explained, and that the verdict agrees.
#[track_caller]
pub fn is_told(checkup: &Checkup, code: FindingCode, severity: Severity) -> &Finding {
    let finding = found(checkup, code);
    assert_eq!(finding.severity, severity, "{finding:?}");
    assert!(finding.detail.len() > 20, "it is not explained: {finding:?}");
    if severity > Severity::Note {
        assert!(!checkup.healthy, "it is called healthy");
        assert!(!finding.advice.is_empty(), "nothing is advised: {finding:?}");
    }
    finding
}

/// Checks that nothing of this kind was found.
#[track_caller]
pub fn is_not_told(checkup: &Checkup, code: FindingCode) {
    assert!(checkup.finding(code).is_none(), "{:?}", checkup.finding(code));
}

/// A device's own directory in the relay.
pub fn dir_of(fleet: &Fleet, device: &str) -> PathBuf {
    fleet.relay().join(device_dir(&device.into()))
}

/// One bit less right than before; length and time of change stay as they were.
#[track_caller]
pub fn rot(path: &Path) {
    let (mut bytes, changed) = (fs::read(path).unwrap(), fs::metadata(path).unwrap().modified().unwrap());
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
    fs::File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(changed)
        .unwrap();
}

/// Works on a closed device's store as no Baton would.
#[track_caller]
pub fn operate(store: &Path, sql: &str) {
    let conn = Connection::open(store).unwrap();
    conn.execute_batch(sql).unwrap();
}
