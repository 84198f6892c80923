//! The facade: one device's engine behind plain calls with JSON answers, and typed reads for the app.

mod checkup;
mod fence_words;
mod identity;
mod leases;
mod names;
mod records;
mod retention;
mod runs;
mod search;
mod search_text;
mod turns;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

pub use checkup::{examine_device, examine_folder, repair_device};
pub use leases::LeaseOverview;
pub use names::{parse_intent_status, parse_scope, parse_surface};
pub use records::{RecordName, RecordText};
pub use search::{DayStart, FilterKind, FilterWord, SearchAnswer};

use crate::{
    error::SyncError,
    fold::{Intent, Turn, resume_messages},
    lease::{LeaseCoordinator, VotedLeaseCoordinator, machine_steady_clock, random_words},
    op::{DeviceId, DeviceProfile, Op, Payload, Scope, Surface, WallClock, system_clock},
    relay::FolderFiles,
    session::{CheckpointReport, Config, Overview, PumpReport, STAGING, Session},
    store::{ConversationPage, ConversationSummary, FILE_NAME, PageFrom, Store, StoreError, TurnCursor, TurnPage},
};

/// One device's engine. Owned by one thread; several processes may each open one on the same data.
pub struct SyncSubsystem {
    session: Session,
    device_dir: PathBuf,
    relay_dir: PathBuf,
}

impl SyncSubsystem {
    /// Opens the device whose data is in `root`, with the relay in `root/relay`.
    pub fn open(root: &Path) -> Result<Self, SyncError> {
        Self::open_with_relay(root, &root.join("relay"))
    }

    /// Is there a device's data in `root`? Makes nothing, as opening does.
    pub fn is_there(root: &Path) -> Result<bool, SyncError> {
        let device = identity::read(root)?;
        Ok(device.is_some_and(|device| root.join(device.as_str()).join(FILE_NAME).is_file()))
    }

    /// Opens the device whose data is in `root`, with the relay elsewhere.
    pub fn open_with_relay(root: &Path, relay_dir: &Path) -> Result<Self, SyncError> {
        std::fs::create_dir_all(root).map_err(StoreError::io("create data folder", root))?;
        let device = identity::read_or_mint(root)?;
        let device_dir = root.join(device.as_str());
        let store = Store::open(&device_dir, device)?;
        let votes = device_dir.join(FILE_NAME);
        let coordinator = VotedLeaseCoordinator::open(&votes, system_clock(), machine_steady_clock(), random_words());
        let coordinator = coordinator.map_err(|source| SyncError::Lease {
            action: "open votes",
            source,
        })?;
        Ok(Self::over(
            store,
            &device_dir,
            relay_dir,
            Box::new(coordinator),
            system_clock(),
        ))
    }

    /// Opens a device with everything given. `wall` reads milliseconds since 1970.
    pub fn open_with(
        device_id: String,
        device_dir: &Path,
        relay_dir: &Path,
        coordinator: Box<dyn LeaseCoordinator + Send>,
        wall: WallClock,
    ) -> Result<Self, SyncError> {
        let store = Store::open(device_dir, DeviceId::from(device_id))?;
        Ok(Self::over(store, device_dir, relay_dir, coordinator, wall))
    }

    fn over(
        store: Store,
        device_dir: &Path,
        relay_dir: &Path,
        leases: Box<dyn LeaseCoordinator + Send>,
        wall: WallClock,
    ) -> Self {
        Session::clear_staging(device_dir);
        let files = Box::new(FolderFiles::new(relay_dir, &device_dir.join(STAGING)));
        Self {
            session: Session::new(store, files, leases, device_dir, wall, Config::default()),
            device_dir: device_dir.to_owned(),
            relay_dir: relay_dir.to_owned(),
        }
    }

    /// The id under which this device writes.
    pub fn device_id(&self) -> &str {
        self.session.device().as_str()
    }

    /// Where the device's data is: the database, its log, the pump lock.
    pub fn device_dir(&self) -> &Path {
        &self.device_dir
    }

    /// Where the relay is.
    pub fn relay_dir(&self) -> &Path {
        &self.relay_dir
    }

    /// `{device_id, state_hash, journal_frontier, stable_frontier, base_checkpoint, roster, double_runs}`
    pub fn status(&mut self) -> Result<Value, SyncError> {
        let overview = self.overview()?;
        Ok(json!({
            "device_id": overview.device_id,
            "state_hash": overview.state_hash,
            "journal_frontier": overview.journal_frontier,
            "stable_frontier": overview.stable_frontier,
            "base_checkpoint": overview.base_checkpoint,
            "roster": overview.roster,
            "double_runs": self.double_runs()?,
        }))
    }

    /// Records an op durably: `{op_id, seq, hlc}`.
    pub fn append(&mut self, scope: Scope, surface: Surface, payload: Value) -> Result<Value, SyncError> {
        let payload = Payload::new(payload).map_err(|error| SyncError::payload(&error))?;
        self.record(scope, surface, payload).map(|op| receipt(&op))
    }

    fn record(&mut self, scope: Scope, surface: Surface, payload: Payload) -> Result<Op, SyncError> {
        let wall_now = self.session.now();
        self.session
            .store
            .write("append", |write| Ok(write.append(scope, surface, payload, wall_now)?))
    }

    /// Writes the ledger, unless the run has committed already: `{recorded: true, op_id}` or `{recorded: false, reason}`.
    pub fn record_intent(&mut self, scope: Scope, intent: &Intent) -> Result<Value, SyncError> {
        let payload = intent.payload().map_err(|error| SyncError::payload(&error))?;
        let wall_now = self.session.now();
        let recorded = self.session.store.write("record intent", |write| {
            if intent.status != crate::fold::IntentStatus::Committed && write.has_committed(intent)? {
                return Ok::<_, SyncError>(None);
            }
            Ok(Some(write.append(scope, Surface::Intent, payload, wall_now)?))
        })?;
        Ok(match recorded {
            Some(op) => json!({"recorded": true, "op_id": op.id}),
            None => json!({"recorded": false, "reason": "the run has already committed"}),
        })
    }

    /// One round with the relay: `{pushed, push_deduped, folded, acked, state_hash}`; `acked` is the frontier this device
    /// has acknowledged.
    pub fn pump(&mut self) -> Result<Value, SyncError> {
        let report = self.session.pump()?;
        Ok(json!({
            "pushed": report.pushed,
            "push_deduped": report.push_deduped,
            "folded": report.folded,
            "acked": report.acked,
            "state_hash": report.state_hash,
        }))
    }

    /// Publishes a checkpoint at the stable frontier: `{published: true, checkpoint_hash}` or `{published: false, reason}`.
    pub fn checkpoint(&mut self) -> Result<Value, SyncError> {
        let report = self.session.publish_checkpoint()?;
        Ok(match report.name {
            Some(name) => json!({"published": true, "checkpoint_hash": name}),
            None => json!({"published": false, "reason": report.reason}),
        })
    }

    /// Anchors this device on the relay's latest checkpoint: `{rebased, base_checkpoint}`.
    pub fn rebase(&mut self) -> Result<Value, SyncError> {
        let anchored = self.session.rebase()?;
        let base = self.session.store.summary()?.base;
        Ok(json!({"rebased": anchored.is_some(), "base_checkpoint": base}))
    }

    /// Every turn of a conversation in order, raw.
    pub fn transcript(&mut self, conversation_id: &str) -> Result<Value, SyncError> {
        Ok(json!(self.session.store.transcript(conversation_id)?))
    }

    /// The repaired message list that a model provider accepts.
    pub fn resume(&mut self, conversation_id: &str) -> Result<Value, SyncError> {
        Ok(json!(resume_messages(self.session.store.transcript(conversation_id)?)))
    }

    /// Every conversation that [`Self::retention`] shows, most recently active first: `[{conversation_id, title, turns, last_activity_ms}]`.
    pub fn conversations(&mut self) -> Result<Value, SyncError> {
        let horizon = self.conversation_horizon()?;
        Ok(json!(self.session.store.conversations(horizon, 0, 0)?.conversations))
    }

    /// What this device knows, from its store alone.
    pub fn overview(&mut self) -> Result<Overview, SyncError> {
        self.session.refresh_identity()?;
        self.session.overview()
    }

    /// Fails if a round would find no relay folder that this device may use. Changes nothing.
    pub fn find_relay(&mut self) -> Result<(), SyncError> {
        self.session.find_relay()
    }

    /// [`Self::pump`] with a typed answer.
    pub fn pump_round(&mut self) -> Result<PumpReport, SyncError> {
        self.session.pump()
    }

    /// [`Self::checkpoint`] with a typed answer.
    pub fn publish_checkpoint(&mut self) -> Result<CheckpointReport, SyncError> {
        self.session.publish_checkpoint()
    }

    /// A page of the list of conversations that [`Self::retention`] shows, most recently active first.
    pub fn conversation_page(&mut self, offset: u32, limit: u32) -> Result<ConversationPage, SyncError> {
        let horizon = self.conversation_horizon()?;
        Ok(self.session.store.conversations(horizon, offset, limit)?)
    }

    /// The conversations that are shown and have the newest turns, newest first; costs the same however many there are.
    pub fn recent_conversations(&mut self, limit: u32) -> Result<Vec<ConversationSummary>, SyncError> {
        let horizon = self.conversation_horizon()?;
        Ok(self.session.store.recent_conversations(horizon, limit)?)
    }

    /// A page of a transcript.
    pub fn turn_page(&mut self, conversation_id: &str, from: PageFrom, limit: u32) -> Result<TurnPage, SyncError> {
        let page = self.session.store.turn_page(conversation_id, from, limit)?;
        page.ok_or_else(|| unknown("conversation", conversation_id))
    }

    /// One conversation, in short.
    pub fn conversation(&mut self, conversation_id: &str) -> Result<ConversationSummary, SyncError> {
        let found = self.session.store.conversation(conversation_id)?;
        found.ok_or_else(|| unknown("conversation", conversation_id))
    }

    /// One turn, whole.
    pub fn turn(&mut self, conversation_id: &str, cursor: TurnCursor) -> Result<Turn, SyncError> {
        let found = self.session.store.turn(conversation_id, cursor)?;
        found.ok_or_else(|| unknown("turn", &cursor.to_string()))
    }

    /// Takes a device out of the quorum, so that it no longer holds up checkpoints: `{retired: device_id}`. The others
    /// learn it with the next pump; it counts again as soon as it speaks again, and loses nothing it wrote.
    pub fn retire(&mut self, device_id: &str) -> Result<Value, SyncError> {
        self.session.retire(&DeviceId::from(device_id))?;
        Ok(json!({"retired": device_id}))
    }

    /// Says how this device calls itself; published with the next pump.
    pub fn set_device_profile(&mut self, profile: &DeviceProfile) -> Result<(), SyncError> {
        if self.session.store.profile()? == *profile {
            return Ok(());
        }
        self.session
            .store
            .write("set device name", |write| Ok(write.set_profile(profile)?))
    }

    /// Are there own ops that are not in the relay yet, whichever process recorded them?
    pub fn has_unpublished(&mut self) -> Result<bool, SyncError> {
        Ok(self.session.unpublished()? > 0)
    }

    /// Lets go of what was kept in memory for the next task: it is read again from the file when it is needed.
    pub fn rest(&self) -> Result<(), SyncError> {
        Ok(self.session.store.rest()?)
    }

    /// Makes some more turns searchable, and some that the retention leaves out no more; answers whether there is more
    /// to do. For idle moments.
    pub fn catch_up_search(&mut self) -> Result<bool, SyncError> {
        let horizon = self.conversation_horizon()?;
        let store = &mut self.session.store;
        Ok(store.catch_up_search()? || store.follow_retention(horizon)?)
    }
}

fn unknown(what: &'static str, text: &str) -> SyncError {
    SyncError::Unknown {
        what,
        text: text.to_owned(),
    }
}

fn receipt(op: &Op) -> Value {
    json!({"op_id": op.id, "seq": op.seq, "hlc": op.hlc})
}
