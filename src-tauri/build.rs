//! Checks that the built UI is there, and gives every IPC command a permission of its own.

use std::path::Path;

use tauri_build::{AppManifest, Attributes};

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    if !Path::new("../ui/dist/index.html").is_file() {
        fail("ui/dist is missing: build the UI first with `cargo xtask run`, or `npm ci && npm run build` in ui/");
    }
    let manifest = AppManifest::new().commands(baton_contract::COMMANDS);
    if let Err(error) = tauri_build::try_build(Attributes::new().app_manifest(manifest)) {
        fail(&format!("{error:#}"));
    }
}

fn fail(reason: &str) -> ! {
    println!("cargo:error={reason}");
    std::process::exit(1);
}
