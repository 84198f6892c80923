use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use baton_contract::{ErrorCode, FolderInside, FolderInspection, FolderKind, FolderSuggestion, IpcError, SetUpRequest};
use baton_engine::{RelayKind, inspect_relay};
use directories::BaseDirs;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

use super::{Answer, error, settings};
use crate::{folders, host::Host};

#[tauri::command]
pub(super) async fn folder_suggestions() -> Answer<Vec<FolderSuggestion>> {
    let home = BaseDirs::new();
    Ok(home
        .map(|dirs| folders::suggestions(dirs.home_dir()))
        .unwrap_or_default())
}

#[tauri::command]
pub(super) async fn inspect_folder(host: State<'_, Arc<Host>>, path: String) -> Answer<FolderInspection> {
    inspection(&host, path)
}

/// What a folder holds, seen from this device.
pub(super) fn inspection(host: &Host, path: String) -> Answer<FolderInspection> {
    let folder = absolute(&path)?;
    let found = inspect_relay(&folder);
    let place = host.relay_dir().and_then(|relay| beside(&folder, &relay));
    Ok(FolderInspection {
        path,
        kind: place.unwrap_or(kind(found.kind)),
        device_names: found.device_names,
        will_write: will_write(),
        inside: (found.kind == RelayKind::Foreign).then(|| inside(&folder)).flatten(),
    })
}

/// The folder of Baton's own in a folder with other files, if it can be used.
fn inside(folder: &Path) -> Option<FolderInside> {
    let own = folder.join(folders::OURS);
    let found = inspect_relay(&own);
    let usable = matches!(found.kind, RelayKind::Missing | RelayKind::Empty | RelayKind::Relay);
    usable.then(|| FolderInside {
        path: own.to_string_lossy().into_owned(),
        is_relay: found.kind == RelayKind::Relay,
        device_names: found.device_names,
    })
}

#[tauri::command]
pub(super) async fn pick_folder(app: AppHandle) -> Answer<Option<String>> {
    let (reply, answer) = oneshot::channel();
    app.dialog()
        .file()
        .set_title("A folder on your cloud drive")
        .pick_folder(move |picked| {
            if reply.send(picked).is_err() {
                tracing::debug!("nobody waits for the folder any more");
            }
        });
    let picked = answer.await.unwrap_or_default();
    let path = picked.and_then(|picked| picked.into_path().ok());
    Ok(path.map(|path| path.to_string_lossy().into_owned()))
}

#[tauri::command]
pub(super) async fn set_up(host: State<'_, Arc<Host>>, request: SetUpRequest) -> Answer<()> {
    let folder = absolute(&request.relay_path)?;
    // Without a name the machine's is taken.
    if !request.device_name.trim().is_empty() {
        settings::name(&request.device_name)?;
    }
    usable(&folder)?;
    make(&folder).map_err(|cause| not_creatable(&folder, &cause))?;
    host.set_up(folder, &request.device_name)
        .map_err(|cause| error::of_settings(&cause))
}

/// What a folder is to the relay folder in use, if they are not apart.
pub(super) fn beside(folder: &Path, relay: &Path) -> Option<FolderKind> {
    let real = |path: &Path| path.canonicalize().ok();
    let relay = real(relay).unwrap_or_else(|| relay.to_owned());
    // One that is to be created lies where the one above it does.
    let made = || Some(real(folder.parent()?)?.join(folder.file_name()?));
    let folder = real(folder).or_else(made).unwrap_or_else(|| folder.to_owned());
    match folder.strip_prefix(&relay) {
        Ok(rest) if rest.as_os_str().is_empty() => Some(FolderKind::Current),
        Ok(_) => Some(FolderKind::Nested),
        Err(_) => None,
    }
}

pub(super) fn absolute(path: &str) -> Answer<PathBuf> {
    let folder = PathBuf::from(path.trim());
    if folder.is_absolute() {
        return Ok(folder);
    }
    Err(error::refused(
        ErrorCode::BadRequest,
        "That is no full path of a folder.",
        "Give the path from its beginning, or choose the folder in the dialog.",
    ))
}

/// What the folder holds, if it can be the relay folder.
pub(super) fn usable(folder: &Path) -> Answer<RelayKind> {
    let name = folder.display();
    match inspect_relay(folder).kind {
        kind @ (RelayKind::Missing | RelayKind::Empty | RelayKind::Relay) => Ok(kind),
        RelayKind::Foreign => Err(error::refused(
            ErrorCode::FolderUnavailable,
            format!("{name} holds other files."),
            "Choose an empty folder, or a new one inside of it.",
        )),
        RelayKind::NotWritable if is_adrift(folder) => Err(error::refused(
            ErrorCode::FolderUnavailable,
            format!("The folder that {name} belongs in does not exist."),
            "Check that its drive is mounted and the path is right.",
        )),
        RelayKind::NotWritable => Err(error::refused(
            ErrorCode::FolderNotWritable,
            format!("{name} cannot be written."),
            "Choose another folder, or change its permissions.",
        )),
    }
}

/// Is the folder above this one missing?
fn is_adrift(folder: &Path) -> bool {
    folder.parent().is_some_and(|above| !above.exists())
}

/// Makes the folder, and nothing above it: a drive that is not mounted is not to be imitated.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

pub(super) fn not_creatable(folder: &Path, cause: &io::Error) -> IpcError {
    let message = format!("The folder {} could not be created: {cause}", folder.display());
    error::refused(ErrorCode::FolderNotWritable, message, "Choose another folder.")
}

fn kind(kind: RelayKind) -> FolderKind {
    match kind {
        RelayKind::Missing => FolderKind::Missing,
        RelayKind::Empty => FolderKind::Empty,
        RelayKind::Relay => FolderKind::Relay,
        RelayKind::Foreign => FolderKind::Foreign,
        RelayKind::NotWritable => FolderKind::NotWritable,
    }
}

fn will_write() -> Vec<String> {
    [
        "A file that marks the folder as Baton's, and a short README.txt.",
        "A folder of this device below d/: its changes, compressed; what it received; its checkpoints.",
        "Nothing else: what other devices wrote is only read, and the folder needs no other software.",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relay_folder_and_what_lies_in_it_are_told_apart_from_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        let relay = dir.path().join("relay");
        fs::create_dir_all(relay.join("d")).unwrap();
        let kind = |path: &str| beside(&dir.path().join(path), &relay);
        assert_eq!(kind("relay"), Some(FolderKind::Current));
        assert_eq!(kind("relay/d"), Some(FolderKind::Nested));
        assert_eq!(kind("relay/new"), Some(FolderKind::Nested));
        assert_eq!(kind("relay2"), None);
        assert_eq!(kind(""), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_relay_folder_is_the_relay_folder() {
        let dir = tempfile::tempdir().unwrap();
        let (relay, link) = (dir.path().join("relay"), dir.path().join("link"));
        fs::create_dir(&relay).unwrap();
        std::os::unix::fs::symlink(&relay, &link).unwrap();
        assert_eq!(beside(&link, &relay), Some(FolderKind::Current));
        assert_eq!(beside(&link.join("new"), &relay), Some(FolderKind::Nested));
    }

    #[test]
    fn a_folder_with_other_files_offers_one_inside_of_it_unless_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("letter.txt"), "x").unwrap();
        let own = folder.path().join("Baton");
        let offered = inside(folder.path()).unwrap();
        assert_eq!(
            (offered.path, offered.is_relay),
            (own.to_string_lossy().into_owned(), false)
        );

        let relay = baton_engine::SyncSubsystem::open_with_relay(&folder.path().join("data"), &own);
        relay.unwrap().pump().unwrap();
        assert!(inside(folder.path()).unwrap().is_relay);

        fs::remove_dir_all(&own).unwrap();
        fs::create_dir(&own).unwrap();
        fs::write(own.join("letter.txt"), "x").unwrap();
        assert!(inside(folder.path()).is_none());
    }
}
