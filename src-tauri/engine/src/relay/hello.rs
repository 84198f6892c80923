use serde::{Deserialize, Serialize};

use super::{
    Damage, FileName, Kind, ShortHash,
    container::{open_as, seal},
    segment::FORMAT,
};
use crate::op::{DeviceId, DeviceProfile};

/// Who a device is: what a `hello` file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    format: u32,
    /// The device.
    pub device: DeviceId,
    /// How it calls itself.
    #[serde(flatten)]
    pub profile: DeviceProfile,
}

impl Hello {
    /// Introduces a device.
    pub fn new(device: DeviceId, profile: DeviceProfile) -> Self {
        Self {
            format: FORMAT,
            device,
            profile,
        }
    }

    /// The file's name and bytes.
    pub fn encode(&self) -> Result<(FileName, Vec<u8>), Damage> {
        let body = serde_json::to_vec(self)?;
        let name = FileName::Hello {
            hash: ShortHash::of(&body),
        };
        Ok((name, seal(Kind::Hello, &body)))
    }

    /// Reads a file.
    pub fn decode(file: &[u8]) -> Result<Self, Damage> {
        let hello: Self = serde_json::from_slice(open_as(Kind::Hello, file)?)?;
        if hello.format > FORMAT {
            return Err(Damage::TooNew(hello.format));
        }
        Ok(hello)
    }
}
