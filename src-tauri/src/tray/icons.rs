use baton_sync_loop::StatusKind;
use tauri::{image::Image, include_image};

const UP_TO_DATE: Image<'_> = include_image!("../icons/tray/up_to_date.png");
const SYNCING: Image<'_> = include_image!("../icons/tray/syncing.png");
const WAITING: Image<'_> = include_image!("../icons/tray/waiting.png");
const PAUSED: Image<'_> = include_image!("../icons/tray/paused.png");
const NEEDS_ATTENTION: Image<'_> = include_image!("../icons/tray/needs_attention.png");

/// The icon of a status.
pub(super) fn of(kind: StatusKind) -> Image<'static> {
    match kind {
        StatusKind::UpToDate => UP_TO_DATE,
        StatusKind::Syncing => SYNCING,
        StatusKind::WaitingForPickUp | StatusKind::WaitingForFiles => WAITING,
        StatusKind::Paused => PAUSED,
        StatusKind::FolderUnavailable | StatusKind::NeedsYou | StatusKind::Error => NEEDS_ATTENTION,
    }
}
