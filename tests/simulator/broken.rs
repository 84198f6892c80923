//! Engines that are wrong in one way each: ours, with something around it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use baton_engine::{
    DeviceId, Seq,
    relay::{FileEntry, FileName, Files, RelayError, Segment, Stamp, Tip, device_dir},
};
use baton_tests::simulator::{Device, DriveFiles, Engine, Facts, Grant, Image, LeaseAct, Place, Record};

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// What it confirmed since the last round is not on the disk yet.
    ConfirmsBeforeFsync,
    /// What it acknowledged in the last round is not on the disk yet.
    AcknowledgesBeforeFsync,
    /// It removes a segment when all devices but one have acknowledged it.
    RemovesOneAcknowledgementEarly,
    /// What a name says is here counts as received.
    TrustsNames,
    /// An own file that is gone was removed on purpose, it thinks.
    TakesAbsenceForDeletion,
    /// A folder without anything in it means that nothing is wanted any more, it thinks.
    DeletesEverything,
}

/// Ours, with a fault.
pub struct Broken {
    fault: Fault,
    device: Option<Device>,
    place: Place,
    /// What is on the disk, as far as a faulty disk cache goes.
    durable: Image,
    has_used_relay: bool,
}

impl Broken {
    pub fn open(fault: Fault, place: &Place) -> Result<Box<dyn Engine>, String> {
        let files = DriveFiles(place.view.clone());
        let device = match fault {
            Fault::TakesAbsenceForDeletion => Device::open_over(place, Box::new(Resigned::over(files)))?,
            _ => Device::open(place)?,
        };
        Ok(Box::new(Self {
            fault,
            device: Some(device),
            place: place.clone(),
            durable: Image::take(&place.data),
            has_used_relay: false,
        }))
    }

    fn device(&mut self) -> Result<&mut Device, String> {
        self.device.as_mut().ok_or_else(|| "it has no data any more".to_owned())
    }

    /// The data is put back while the process runs: what it wrote since was never on the disk.
    fn lose(&mut self, to: &Image) -> Result<(), String> {
        self.device = None;
        to.put_back(&self.place.data);
        self.device = Some(Device::open(&self.place)?);
        Ok(())
    }

    fn remove_early(&mut self) -> Result<(), String> {
        let facts = self.device()?.facts()?;
        let dir = device_dir(&DeviceId::from(&*facts.id));
        let mut files = DriveFiles(self.place.view.clone());
        let acknowledged = second_lowest(&self.place, &facts);
        for entry in files.list(&dir).ok().flatten().unwrap_or_default() {
            let done = matches!(FileName::parse(&entry.name), Some(FileName::Segment { last, .. }) if Some(last) <= acknowledged);
            if done {
                let _ = files.remove(&format!("{dir}/{}", entry.name));
            }
        }
        Ok(())
    }

    /// Says in a tip that everything is here whose name is.
    fn acknowledge_names(&mut self) -> Result<(), String> {
        let facts = self.device()?.facts()?;
        let own = device_dir(&DeviceId::from(&*facts.id));
        let Some((mut tip, tail)) = newest_tip(&self.place, &own) else {
            return Ok(());
        };
        for device in facts.peers.iter().map(|id| DeviceId::from(&**id)) {
            if let Some(last) = named(&self.place, &device_dir(&device))
                && tip.frontier.get(&device).is_none_or(|held| *held < last)
            {
                tip.frontier.insert(device, last);
                tip.number += 1;
            }
        }
        let (name, bytes) = tip.encode(tail.as_ref()).map_err(|error| error.to_string())?;
        let path = format!("{own}/{name}");
        if self.place.view.lock().bytes(&path).is_none() {
            let _ = DriveFiles(self.place.view.clone()).create(&path, &bytes);
        }
        Ok(())
    }

    fn delete_if_empty(&mut self) -> Result<(), String> {
        let is_empty = !self.place.view.lock().files.keys().any(|path| path.starts_with("d/"));
        if is_empty && self.has_used_relay {
            self.lose(&Image::unused(&self.place.name))?;
        }
        self.has_used_relay = !is_empty;
        Ok(())
    }
}

/// The content of the files below a directory whose names end like this.
fn contents(place: &Place, dir: &str, ending: &str) -> Vec<(String, Arc<[u8]>)> {
    let content = place.view.lock().content();
    content
        .into_iter()
        .filter(|(path, _)| path.starts_with(&format!("{dir}/")) && path.ends_with(ending))
        .collect()
}

/// The newest tip, and the ops that ride in it.
fn newest_tip(place: &Place, dir: &str) -> Option<(Tip, Option<Segment>)> {
    let tips = contents(place, dir, ".tip");
    tips.iter()
        .filter_map(|(_, bytes)| Some((Tip::decode(bytes).ok()?, Segment::in_file(bytes).ok())))
        .max_by_key(|(tip, _)| tip.number)
}

/// The last seq that a name in a directory speaks of.
fn named(place: &Place, dir: &str) -> Option<Seq> {
    let files = contents(place, dir, "");
    let last = |path: &str| Some(FileName::parse(path.rsplit_once('/')?.1)?.ops()?.1);
    files.iter().filter_map(|(path, _)| last(path)).max()
}

/// What all other devices but one have acknowledged of this one's.
fn second_lowest(place: &Place, facts: &Facts) -> Option<Seq> {
    let acknowledged = facts.peers.iter().map(|peer| {
        let (tip, _) = newest_tip(place, &device_dir(&DeviceId::from(&**peer)))?;
        tip.frontier.get(&DeviceId::from(&*facts.id)).copied()
    });
    let mut acknowledged: Vec<_> = acknowledged.collect();
    acknowledged.sort();
    acknowledged.get(1).copied().flatten()
}

impl Engine for Broken {
    fn facts(&mut self) -> Result<Facts, String> {
        self.device()?.facts()
    }

    fn turns(&mut self) -> Result<Vec<String>, String> {
        self.device()?.turns()
    }

    fn record(&mut self, record: &Record) -> Result<(), String> {
        self.device()?.record(record)
    }

    fn pump(&mut self) -> Result<String, String> {
        if self.fault == Fault::DeletesEverything {
            self.delete_if_empty()?;
        }
        if self.fault == Fault::AcknowledgesBeforeFsync {
            self.durable = Image::take(&self.place.data);
        }
        let answer = self.device()?.pump();
        match self.fault {
            Fault::ConfirmsBeforeFsync if answer.is_ok() => self.durable = Image::take(&self.place.data),
            Fault::RemovesOneAcknowledgementEarly if answer.is_ok() => self.remove_early()?,
            Fault::TrustsNames if answer.is_ok() => self.acknowledge_names()?,
            _ => {}
        }
        answer
    }

    fn checkpoint(&mut self) -> Result<String, String> {
        self.device()?.checkpoint()
    }

    fn rebase(&mut self) -> Result<String, String> {
        self.device()?.rebase()
    }

    fn left_behind(&self, remains: Image) -> Image {
        match self.fault {
            Fault::ConfirmsBeforeFsync | Fault::AcknowledgesBeforeFsync => self.durable.clone(),
            _ => remains,
        }
    }

    fn lease(&mut self, act: LeaseAct) -> Result<Option<Grant>, String> {
        self.device()?.lease(act)
    }

    fn may_act(&mut self) -> Result<Option<u64>, String> {
        self.device()?.may_act()
    }

    fn retire(&mut self, device: &str) -> Result<(), String> {
        self.device()?.retire(device)
    }
}

/// Shows files that are gone as if they were there: nobody will write them again.
struct Resigned {
    files: DriveFiles,
    created: Mutex<BTreeMap<String, FileEntry>>,
}

impl Resigned {
    fn over(files: DriveFiles) -> Self {
        let created = Mutex::default();
        Self { files, created }
    }
}

impl Files for Resigned {
    fn place(&self) -> String {
        self.files.place()
    }

    fn list(&mut self, dir: &str) -> Result<Option<Vec<FileEntry>>, RelayError> {
        let mut listed = self.files.list(dir)?;
        let created = self.created.lock().unwrap();
        if let Some(entries) = &mut listed {
            let below = created
                .iter()
                .filter(|(path, _)| path.rsplit_once('/').is_some_and(|(of, _)| of == dir));
            let gone: Vec<_> = below
                .filter(|(_, entry)| !entries.iter().any(|found| found.name == entry.name))
                .map(|(_, entry)| entry.clone())
                .collect();
            entries.extend(gone);
        }
        Ok(listed)
    }

    fn read(&mut self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, RelayError> {
        self.files.read(path, limit)
    }

    fn create(&mut self, path: &str, bytes: &[u8]) -> Result<Stamp, RelayError> {
        let stamp = self.files.create(path, bytes)?;
        if let Some((_, name)) = path.rsplit_once('/') {
            let entry = FileEntry {
                name: name.to_owned(),
                stamp,
                is_dir: false,
                in_cloud: false,
            };
            self.created.lock().unwrap().insert(path.to_owned(), entry);
        }
        Ok(stamp)
    }

    fn remove(&mut self, path: &str) -> Result<(), RelayError> {
        self.created.lock().unwrap().remove(path);
        self.files.remove(path)
    }

    fn settle(&mut self, dir: &str) -> Result<(), RelayError> {
        self.files.settle(dir)
    }
}
