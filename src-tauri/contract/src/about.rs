use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the app is, and under which terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AboutView {
    /// Version of the app.
    pub version: String,
    /// The platform it was built for: `linux x86_64`.
    pub platform: String,
    /// Name of Baton's licence.
    pub licence: String,
    /// Its text.
    pub licence_text: String,
    /// What Baton is and how it is used, as markdown.
    pub guide: String,
}

/// Asks for a page of the packages that Baton is built from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackagesRequest {
    /// Only packages whose name contains this; empty for all.
    pub search: String,
    /// How many to skip.
    pub offset: u32,
    /// At most this many (capped at 200).
    pub limit: u32,
}

/// A page of packages, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackagePage {
    /// The packages.
    pub packages: Vec<PackageView>,
    /// How many there are in all.
    pub total: u32,
}

/// One package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageView {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The licences it offers, as an SPDX expression.
    pub licence: String,
    /// The texts it comes under: numbers for `package_licence`.
    pub texts: Vec<u32>,
}
