use std::path::PathBuf;

use baton_engine::{LeaseError, SyncError, SyncSubsystem, VoterStanding};
use serde_json::Value;
use tempfile::TempDir;

/// Long enough for any test.
pub const TTL_MS: u64 = 600_000;

/// Devices over one folder, with clocks and data of their own.
pub struct Scene {
    folder: TempDir,
    pub devices: Vec<SyncSubsystem>,
}

impl Scene {
    /// So many devices that all vote.
    #[track_caller]
    pub fn of(devices: usize) -> Self {
        let mut scene = Self {
            folder: tempfile::tempdir().unwrap(),
            devices: Vec::new(),
        };
        (0..devices).for_each(|_| scene.join());
        assert!(
            scene.settles(Self::all_vote),
            "they never all vote: {:?}",
            scene.standings()
        );
        scene
    }

    /// One more device, which has done nothing yet.
    pub fn join(&mut self) {
        let at = self.devices.len();
        self.devices.push(self.open(at));
    }

    fn open(&self, at: usize) -> SyncSubsystem {
        let relay: PathBuf = self.folder.path().join("relay");
        SyncSubsystem::open_with_relay(&self.folder.path().join(format!("device-{at}")), &relay).unwrap()
    }

    /// Another process on the data of a device.
    pub fn again(&self, at: usize) -> SyncSubsystem {
        self.open(at)
    }

    /// Everybody has a round, again and again, until something is so or nothing can be expected any more.
    pub fn settles(&mut self, mut is_so: impl FnMut(&mut Self) -> bool) -> bool {
        (0..12).any(|_| {
            self.devices.iter_mut().for_each(|device| drop(device.pump().unwrap()));
            is_so(self)
        })
    }

    /// What each device is to the voters.
    pub fn standings(&mut self) -> Vec<VoterStanding> {
        let standing = |device: &mut SyncSubsystem| device.voters().unwrap().unwrap().standing;
        self.devices.iter_mut().map(standing).collect()
    }

    /// Does everybody vote, and know it of everybody?
    pub fn all_vote(&mut self) -> bool {
        let all = self.devices.len();
        (0..all).all(|at| self.voters(at) == all) && self.standings().iter().all(|it| *it == VoterStanding::Voter)
    }

    /// How many vote, as one device knows it.
    pub fn voters(&mut self, at: usize) -> usize {
        self.devices[at].voters().unwrap().unwrap().members.len()
    }

    /// Asks for the lease and answers its epoch; else why not.
    pub fn acquire(&mut self, at: usize) -> Result<u64, LeaseError> {
        let lease: Result<Value, SyncError> = self.devices[at].lease_acquire("planner", TTL_MS);
        match lease {
            Ok(lease) => {
                assert_eq!(lease["grade"], "voted");
                Ok(lease["epoch"].as_u64().unwrap())
            }
            Err(SyncError::Lease { source, .. }) => Err(source),
            Err(other) => panic!("{other}"),
        }
    }

    /// Asks until the lease is granted.
    #[track_caller]
    pub fn granted(&mut self, at: usize) -> u64 {
        let mut epoch = self.acquire(at).ok();
        self.settles(|it| {
            epoch = epoch.or_else(|| it.acquire(at).ok());
            epoch.is_some()
        });
        epoch.expect("never granted")
    }

    /// May a device act under this epoch?
    pub fn may_act(&mut self, at: usize, epoch: u64) -> bool {
        self.devices[at].fence_check("planner", "run-1", epoch).unwrap()["may_dispatch"] == true
    }
}
