//! What the checks look at.

use super::{device_dir::DeviceDir, survey::Survey};
use crate::{
    op::{DeviceId, Seq},
    relay::{Tip, device_dir},
    store::{Fork, Peer, Store, StoreError},
};

/// What this device's store knows.
pub(super) struct Known {
    /// Its newest op.
    pub head: Option<Seq>,
    /// Up to where its own ops are in a checkpoint it is anchored on.
    pub base: Option<Seq>,
    /// Its newest op that it said to have put into the relay.
    pub published: Option<Seq>,
    /// Every device ever seen, this one included.
    pub peers: Vec<Peer>,
    pub forks: Vec<Fork>,
}

impl Known {
    /// Reads it.
    pub fn of(store: &Store) -> Result<Self, StoreError> {
        let tip = store.published_tip()?;
        let tip = tip.and_then(|text| serde_json::from_str::<Tip>(&text).ok());
        Ok(Self {
            head: store.head(store.device())?.map(|head| head.seq),
            base: store.base_frontier()?.get(store.device()).copied(),
            published: tip.and_then(|tip| tip.head).map(|head| head.seq),
            peers: store.peers()?,
            forks: store.forks()?,
        })
    }
}

/// The folder and, where this device has data, what its store knows of it.
pub(super) struct View<'a> {
    pub survey: &'a Survey,
    pub known: Option<&'a Known>,
    /// This device.
    pub own: Option<&'a DeviceId>,
    /// This device's clock, in milliseconds since 1970.
    pub now_ms: u64,
}

impl View<'_> {
    /// Is this the directory of this device?
    pub fn is_own(&self, dir: &DeviceDir) -> bool {
        self.own.is_some_and(|own| device_dir(own) == dir.dir)
    }

    /// What people call a device.
    pub fn name(&self, device: &DeviceId) -> String {
        let peer = self.peers().iter().find(|peer| peer.device == *device);
        let told = peer
            .map(|peer| peer.profile.name.clone())
            .filter(|name| !name.is_empty());
        told.or_else(|| self.dir(device).map(DeviceDir::called))
            .unwrap_or_else(|| device.to_string())
    }

    /// A device's directory.
    pub fn dir(&self, device: &DeviceId) -> Option<&DeviceDir> {
        let path = device_dir(device);
        self.survey.devices.iter().find(|dir| dir.dir == path)
    }

    /// The devices the store knows.
    pub fn peers(&self) -> &[Peer] {
        self.known.map_or(&[], |known| &known.peers)
    }

    /// The other devices that the store knows.
    pub fn others(&self) -> impl Iterator<Item = &Peer> {
        self.peers().iter().filter(|peer| Some(&peer.device) != self.own)
    }

    /// The newest tips in the folder, of every device.
    pub fn tips(&self) -> impl Iterator<Item = &Tip> {
        self.survey.devices.iter().filter_map(|dir| dir.tip.as_ref())
    }
}
