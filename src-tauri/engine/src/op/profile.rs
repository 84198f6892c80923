use serde::{Deserialize, Serialize};

/// How a device calls itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceProfile {
    /// Human name.
    pub name: String,
    /// `linux`, `macos`, `windows`.
    pub platform: String,
    /// Version of Baton.
    pub app_version: String,
}
