use std::collections::BTreeMap;

use baton_engine::{LeaseOverview, Overview, RosterEntry, SyncError, SyncSubsystem, Voters};

use super::{
    Subject,
    labels::{Labels, is_word, minutes_ago},
};

/// Of so many conversations there is a line.
const CONVERSATIONS: u32 = 20;

pub(super) fn lines(subject: &Subject<'_>, labels: &Labels) -> Vec<String> {
    // Opening it would make what is not there.
    if let Ok(false) = SyncSubsystem::is_there(subject.root) {
        return vec!["it has no data yet".to_owned()];
    }
    let relay = subject.relay.map_or_else(|| subject.root.join("relay"), Into::into);
    let read = SyncSubsystem::open_with_relay(subject.root, &relay).and_then(|mut subsystem| {
        Describing {
            labels,
            now_ms: subject.now_ms,
        }
        .all(&mut subsystem)
    });
    read.unwrap_or_else(|error| vec![format!("not read: {:?}", error.kind())])
}

struct Describing<'a> {
    labels: &'a Labels,
    now_ms: u64,
}

impl Describing<'_> {
    fn all(&self, subsystem: &mut SyncSubsystem) -> Result<Vec<String>, SyncError> {
        let overview = subsystem.overview()?;
        let mut lines = self.state(&overview);
        lines.extend(overview.roster.iter().map(|entry| self.device(entry)));
        lines.extend(subsystem.voters()?.map(|voters| self.voters(&voters)));
        lines.extend(subsystem.leases()?.iter().map(|lease| self.lease(lease)));
        let page = subsystem.conversation_page(0, CONVERSATIONS)?;
        lines.extend(page.conversations.iter().map(|conversation| {
            let label = self.labels.conversation(&conversation.id);
            let last = minutes_ago(Some(conversation.last_activity_ms), self.now_ms);
            format!("{label}: {} turns, last {last}", conversation.turns)
        }));
        lines.push(format!("retention: {:?}", subsystem.retention()?.conversations));
        Ok(lines)
    }

    fn state(&self, overview: &Overview) -> Vec<String> {
        let mut problems = BTreeMap::new();
        for problem in &overview.problems {
            *problems.entry(format!("{:?}", problem.kind)).or_insert(0) += 1;
        }
        let mut lines = vec![
            format!("it is {}", self.labels.device(&overview.device_id)),
            format!("state hash: {}", overview.state_hash),
            format!("turns: {}, conversations: {}", overview.turns, overview.conversations),
            format!(
                "not sent: {}, not acknowledged: {}, awaited: {}",
                overview.unpublished, overview.unacknowledged, overview.awaited
            ),
            format!("last round: {}", minutes_ago(overview.last_pump_ms, self.now_ms)),
            format!(
                "starts at a checkpoint: {}, stable frontier known: {}",
                overview.base_checkpoint.is_some(),
                overview.stable_frontier.is_some()
            ),
        ];
        lines.extend(problems.iter().map(|(kind, count)| format!("problem: {count} {kind}")));
        lines
    }

    fn device(&self, entry: &RosterEntry) -> String {
        let word = |text: &str| {
            if is_word(text) {
                text.to_owned()
            } else {
                "unknown".to_owned()
            }
        };
        let head = entry
            .head
            .map_or_else(|| "nothing".to_owned(), |seq| seq.get().to_string());
        format!(
            "{}{}: {:?}, {} {}, heard {}, head {head}, behind {}, awaited {}, acknowledges {} devices",
            self.labels.device(&entry.device_id),
            if entry.is_self { " (this one)" } else { "" },
            entry.status,
            word(&entry.platform),
            word(&entry.app_version),
            minutes_ago(entry.last_seen_ms, self.now_ms),
            entry.behind,
            entry.awaited,
            entry.acknowledged.len(),
        )
    }

    fn voters(&self, voters: &Voters) -> String {
        let members: Vec<_> = voters.members.iter().map(|id| self.labels.device(id)).collect();
        format!(
            "voters, change {}: {}; this one: {:?}; waited for: {}",
            voters.number,
            members.join(" "),
            voters.standing,
            voters.waiting_for.len()
        )
    }

    fn lease(&self, entry: &LeaseOverview) -> String {
        let held = entry.lease.as_ref().map_or_else(
            || "free".to_owned(),
            |lease| {
                let state = if lease.expires_at_ms <= self.now_ms {
                    "overdue"
                } else {
                    "valid"
                };
                format!("held by {}, {state}", self.labels.device(&lease.holder))
            },
        );
        format!(
            "{}: {held}, last epoch {}, {} runs pending",
            self.labels.agent(&entry.agent_id),
            entry.last_epoch.0,
            entry.pending.len()
        )
    }
}
