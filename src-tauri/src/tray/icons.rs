use baton_sync_loop::StatusKind;
use tauri::image::Image;

use super::panel::Panel;

/// The picture of a state, as drawn for one kind of panel.
macro_rules! picture {
    ($panel:literal, $kind:expr) => {
        match $kind {
            StatusKind::UpToDate => picture!(@ $panel, "up_to_date"),
            StatusKind::Syncing => picture!(@ $panel, "syncing"),
            StatusKind::WaitingForPickUp => picture!(@ $panel, "waiting_for_pick_up"),
            StatusKind::WaitingForFiles => picture!(@ $panel, "waiting_for_files"),
            StatusKind::Paused => picture!(@ $panel, "paused"),
            StatusKind::FolderUnavailable => picture!(@ $panel, "folder_unavailable"),
            StatusKind::NeedsYou => picture!(@ $panel, "needs_you"),
            StatusKind::Error => picture!(@ $panel, "error"),
        }
    };
    (@ $panel:literal, $state:literal) => {
        include_bytes!(concat!("../../../icons/tray/", $panel, "/", $state, ".png")).as_slice()
    };
}

/// The icon of a status on a panel.
pub(super) fn of(kind: StatusKind, panel: Panel) -> tauri::Result<Image<'static>> {
    // macOS colours the shape by itself.
    let png = match panel {
        _ if cfg!(target_os = "macos") => picture!("template", kind),
        Panel::Dark => picture!("on_dark", kind),
        Panel::Light => picture!("on_light", kind),
        Panel::Unknown => picture!("on_both", kind),
    };
    Image::from_bytes(png)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_state_has_a_picture_of_its_own_on_every_panel() {
        let panels = [Panel::Dark, Panel::Light, Panel::Unknown];
        let all = panels
            .iter()
            .flat_map(|panel| StatusKind::ALL.map(|kind| (kind, *panel)));
        let pictures: Vec<_> = all.map(|(kind, panel)| of(kind, panel).unwrap()).collect();
        assert!(
            pictures
                .iter()
                .all(|picture| (picture.width(), picture.height()) == (32, 32))
        );
        let distinct: BTreeSet<_> = pictures.iter().map(|picture| picture.rgba().to_vec()).collect();
        assert_eq!(distinct.len(), panels.len() * StatusKind::ALL.len());
    }
}
