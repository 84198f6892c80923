use baton_contract::{AboutView, ErrorCode, PackagePage, PackagesRequest};

use super::{Answer, error, pages};
use crate::third_party;

#[tauri::command]
pub(super) async fn about() -> Answer<AboutView> {
    Ok(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        licence: env!("CARGO_PKG_LICENSE").to_owned(),
        licence_text: include_str!("../../../LICENSE").to_owned(),
        guide: include_str!("../../../README.md").to_owned(),
    })
}

#[tauri::command]
pub(super) async fn packages(request: PackagesRequest) -> Answer<PackagePage> {
    let PackagesRequest { search, offset, limit } = request;
    let wanted = search.trim().to_lowercase();
    let found = third_party::packages().filter(|package| package.name.to_lowercase().contains(&wanted));
    let found: Vec<_> = found.collect();
    Ok(PackagePage {
        total: u32::try_from(found.len()).unwrap_or(u32::MAX),
        packages: found
            .into_iter()
            .skip(offset as usize)
            .take(pages::limit(limit) as usize)
            .collect(),
    })
}

#[tauri::command]
pub(super) async fn package_licence(text: u32) -> Answer<String> {
    let text = third_party::text(text).map(str::to_owned);
    text.ok_or_else(|| error::refused(ErrorCode::BadRequest, "There is no such licence text.", ""))
}
