//! What the packages' files say about each other, where no bundler runs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::stage::STAGED;
use crate::environment::checkout;

fn text(path: &str) -> String {
    fs::read_to_string(checkout().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

fn config() -> Value {
    json("src-tauri/tauri.conf.json")
}

/// What stands between two tags of the metainfo.
fn metainfo(before: &str, after: &str) -> String {
    let text = text("packaging/linux/dev.baton.desktop.metainfo.xml");
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before}"));
    rest.split_once(after).unwrap().0.to_owned()
}

/// Every text in the configuration that names a file beside it.
fn named_files(of: &Value, found: &mut BTreeSet<String>) {
    match of {
        Value::String(text) if text.starts_with("../") => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| named_files(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| named_files(field, found)),
        _ => {}
    }
}

#[test]
fn every_file_that_the_configuration_names_exists_or_is_staged() {
    let mut named = BTreeSet::new();
    named_files(&config(), &mut named);
    named_files(&json("packaging/command-line.json"), &mut named);
    assert!(named.len() > 15, "{named:?}");
    let mut staged = BTreeSet::new();
    for name in &named {
        match name.strip_prefix("../packaging/stage/") {
            Some(name) => drop(staged.insert(name.to_owned())),
            // Built before by npm.
            None if name == "../ui/dist" => {}
            None => assert!(checkout().join("src-tauri").join(name).exists(), "{name}"),
        }
    }
    assert_eq!(staged, STAGED.map(str::to_owned).into());
}

#[test]
fn the_app_has_one_identity() {
    let config = config();
    let identifier = config["identifier"].as_str().unwrap();
    assert_eq!(metainfo("<id>", "</id>"), identifier);
    let entry = format!("{}.desktop", config["productName"].as_str().unwrap());
    assert_eq!(metainfo("<launchable type=\"desktop-id\">", "</launchable>"), entry);
    assert_eq!(
        metainfo("<summary>", "</summary>"),
        config["bundle"]["shortDescription"].as_str().unwrap()
    );
    assert_eq!(
        metainfo("<project_license>", "</project_license>"),
        config["bundle"]["license"].as_str().unwrap()
    );
    assert_eq!(metainfo("<release version=\"", "\""), env!("CARGO_PKG_VERSION"));
    for kind in ["deb", "rpm"] {
        let files = config["bundle"]["linux"][kind]["files"].as_object().unwrap();
        let named = |name: &String| Path::new(name).file_stem().unwrap() == format!("{identifier}.metainfo").as_str();
        assert!(files.keys().any(named), "{kind}");
        // The bundler names the other sizes after the app's program.
        assert!(
            files.contains_key("/usr/share/icons/hicolor/scalable/apps/baton-desktop.svg"),
            "{kind}"
        );
    }
}

#[test]
fn both_programs_are_built_under_the_names_that_the_packages_use() {
    assert!(text("src-tauri/Cargo.toml").contains("name = \"baton-desktop\""));
    assert!(text("cli/Cargo.toml").contains("[[bin]]\nname = \"baton\""));
    assert_eq!(metainfo("<binary>", "</binary>"), "baton-desktop");
    let outside = &json("packaging/command-line.json")["bundle"]["externalBin"];
    assert_eq!(outside, &serde_json::json!(["../packaging/stage/baton"]));
}

#[test]
fn bundler_library_and_page_are_of_one_version() {
    let library = text("src-tauri/Cargo.toml");
    let (_, library) = library.split_once("\ntauri = { version = \"").unwrap();
    let library = library.split_once('"').unwrap().0;
    assert_eq!(
        json("packaging/package.json")["devDependencies"]["@tauri-apps/cli"],
        library
    );
    assert_eq!(json("ui/package.json")["dependencies"]["@tauri-apps/api"], library);
}

#[test]
fn on_a_mac_it_lives_in_the_menu_bar_and_on_windows_one_person_can_install_it() {
    let plist = text("src-tauri/Info.plist");
    assert!(plist.contains("<key>LSUIElement</key>\n  <true/>"));
    let bundle = &config()["bundle"];
    let targets: Vec<&str> = bundle["targets"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(targets, ["deb", "rpm", "app", "dmg", "nsis", "msi"]);
    assert_eq!(bundle["windows"]["nsis"]["installMode"], "currentUser");
    for kind in ["icns", "ico", "png"] {
        let icons = bundle["icon"].as_array().unwrap();
        assert!(
            icons.iter().filter_map(Value::as_str).any(|icon| icon.ends_with(kind)),
            "{kind}"
        );
    }
}

/// Runs a validator, which is among the packages that `cargo xtask test` installs.
fn valid(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = [output.stdout, output.stderr].concat();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&said)
    );
}

#[test]
#[cfg(target_os = "linux")]
fn the_desktop_entry_is_valid_once_the_bundler_filled_it_in() {
    let config = config();
    let filled = [
        ("{{name}}", config["productName"].as_str().unwrap()),
        ("{{comment}}", config["bundle"]["shortDescription"].as_str().unwrap()),
        ("{{exec}}", "baton-desktop"),
        ("{{icon}}", "baton-desktop"),
    ]
    .iter()
    .fold(text("packaging/linux/baton.desktop.hbs"), |entry, (name, value)| {
        entry.replace(name, value)
    });
    assert!(!filled.contains("{{"), "{filled}");
    let entry = tempfile::Builder::new().suffix(".desktop").tempfile().unwrap();
    fs::write(&entry, filled).unwrap();
    valid(Command::new("desktop-file-validate").arg(entry.path()));
}

#[test]
#[cfg(target_os = "linux")]
fn the_metainfo_is_valid() {
    let metainfo = checkout().join("packaging/linux/dev.baton.desktop.metainfo.xml");
    valid(
        Command::new("appstreamcli")
            .args(["validate", "--no-net"])
            .arg(metainfo),
    );
}

#[test]
fn the_apps_manual_page_has_every_option() {
    let page = text("packaging/linux/baton-desktop.1");
    let source = text("src-tauri/src/args.rs");
    let (options, _) = source
        .split_once("pub(crate) struct Args {")
        .unwrap()
        .1
        .split_once("\n}")
        .unwrap();
    let names: Vec<_> = options
        .lines()
        .filter_map(|line| line.trim().trim_start_matches("pub(crate) ").split_once(": "))
        .filter(|(name, _)| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .map(|(name, _)| format!("\\-\\-{}", name.replace('_', "\\-")))
        .collect();
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        assert!(page.contains(&name), "{name}");
    }
}

#[test]
fn the_lists_of_files_hold_what_the_configuration_puts_there() {
    let config = config();
    for kind in ["deb", "rpm"] {
        let list = text(&format!("packaging/expected/{kind}.txt"));
        let listed = |path: &str| list.lines().any(|line| line.contains(&format!(" {path}")));
        for path in config["bundle"]["linux"][kind]["files"].as_object().unwrap().keys() {
            assert!(listed(path), "{kind}: {path}");
        }
        for path in [
            "/usr/bin/baton-desktop",
            "/usr/share/applications/Baton.desktop",
            "/usr/share/icons/hicolor/48x48/apps/baton-desktop.png",
        ] {
            assert!(listed(path), "{kind}: {path}");
        }
        assert!(list.lines().any(|line| line == "-rwxr-xr-x /usr/bin/baton"), "{kind}");
    }
}
