use super::*;

fn home(drives: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for drive in drives {
        fs::create_dir_all(home.path().join(drive)).unwrap();
    }
    home
}

fn found(home: &Path) -> Vec<(String, String)> {
    let inside = |path: &str| {
        Path::new(path)
            .strip_prefix(home)
            .unwrap()
            .to_string_lossy()
            .into_owned()
    };
    let all = suggestions(home).into_iter();
    all.map(|found| (found.vendor, inside(&found.path))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

#[test]
fn a_machine_without_cloud_drives_gets_no_suggestion() {
    assert_eq!(found(home(&["Documents", "Dropbox-old.txt"]).path()), []);
}

#[test]
fn well_known_places_are_found() {
    let home = home(&["Nextcloud", "Sync", "OneDrive", "OneDrive - Contoso", "Documents"]);
    let expected = [
        ("Nextcloud", "Nextcloud/Baton"),
        ("Syncthing", "Sync/Baton"),
        ("OneDrive", "OneDrive/Baton"),
        ("OneDrive", "OneDrive - Contoso/Baton"),
    ];
    assert_eq!(found(home.path()), pairs(&expected));
}

#[test]
fn drives_in_the_cloud_storage_folder_of_macos_are_found() {
    let home = home(&[
        "Library/CloudStorage/GoogleDrive-me@example.org",
        "Library/CloudStorage/OneDrive-Personal",
        "Library/Mobile Documents/com~apple~CloudDocs",
    ]);
    let expected = [
        ("iCloud Drive", "Library/Mobile Documents/com~apple~CloudDocs/Baton"),
        ("Google Drive", "Library/CloudStorage/GoogleDrive-me@example.org/Baton"),
        ("OneDrive", "Library/CloudStorage/OneDrive-Personal/Baton"),
    ];
    assert_eq!(found(home.path()), pairs(&expected));
}

#[test]
fn dropbox_says_itself_where_it_is_and_is_listed_once() {
    let home = home(&[".dropbox", "Dropbox", "work/Dropbox (Team)"]);
    let path = |inside: &str| home.path().join(inside).to_string_lossy().into_owned();
    let info = serde_json::json!({
        "personal": { "path": path("Dropbox") },
        "business": { "path": path("work/Dropbox (Team)") },
    });
    fs::write(home.path().join(".dropbox/info.json"), info.to_string()).unwrap();
    let mut expected = pairs(&[("Dropbox", "Dropbox/Baton"), ("Dropbox", "work/Dropbox (Team)/Baton")]);
    let mut found = found(home.path());
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_free_space_of_a_drive_is_known() {
    let home = home(&["Nextcloud"]);
    assert!(suggestions(home.path())[0].free_bytes.is_some_and(|bytes| bytes > 0));
}

#[test]
fn a_damaged_dropbox_file_is_no_obstacle() {
    let home = home(&[".dropbox", "Nextcloud"]);
    fs::write(home.path().join(".dropbox/info.json"), "{").unwrap();
    assert_eq!(found(home.path()), pairs(&[("Nextcloud", "Nextcloud/Baton")]));
}
