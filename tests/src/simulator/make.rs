use super::{Device, Engine, Place};

/// Starts the process of a device.
pub type Make = dyn Fn(&Place) -> Result<Box<dyn Engine>, String> + Sync;

/// Starts Baton as it is.
pub fn baton(place: &Place) -> Result<Box<dyn Engine>, String> {
    Ok(Box::new(Device::open(place)?))
}
