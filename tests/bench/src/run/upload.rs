//! What one device uploads over its life, one turn at a time: exactly, by counting below the engine.

use anyhow::{Context as _, Result};
use baton_engine::Surface;
use baton_tests::{Counted, CountingFiles, Node};
use serde_json::json;

use super::{Contender, plan::Plan};
use crate::{figures, machine::files, measure::Measure, systems::System, turns::Turn};

impl Plan {
    /// A device records a turn and pumps, its peer pumps, again and again.
    pub fn uploads(&mut self, contenders: &[Contender]) -> Result<()> {
        let ours = contenders.iter().find(|contender| contender.system == System::Baton);
        let Some(turns) = ours
            .map(|contender| contender.turns)
            .filter(|turns| *turns <= self.longest_life())
        else {
            return Ok(());
        };
        let place = self.worlds.within("upload");
        let relay = CountingFiles::default();
        let mut a = Node::open("a", &place.data("a"), relay.clone());
        let mut b = Node::open("b", &place.data("b"), relay.with_own_count());
        let (mut uploaded, mut most_files) = (Vec::new(), 0);
        for number in 0..turns {
            let before = relay.counted();
            let turn = Turn::new(number);
            a.append(
                Surface::Conversation,
                json!({"conversation_id": turn.conversation, "role": turn.role, "content": turn.content}),
            );
            a.pump()?;
            b.pump()?;
            uploaded.push((relay.counted() - before).bytes_created as f64);
            most_files = most_files.max(relay.lying(".seg").files);
        }
        let all = relay.counted();
        let key = |measure| (measure, System::Baton, turns);
        self.figures.add(key(Measure::UploadTurn), &uploaded);
        self.figures
            .replace(key(Measure::UploadMean), figures::mean(&uploaded).context("no turn")?);
        self.figures
            .add(key(Measure::UploadAmplification), &[amplification(all, &relay)]);
        self.figures.add(key(Measure::UploadFiles), &[most_files as f64]);
        drop((a, b));
        Ok(files::remove(&place.0)?)
    }
}

/// How many bytes of ops were uploaded for each that is there in the end.
fn amplification(all: Counted, relay: &CountingFiles) -> f64 {
    all.op_bytes_created as f64 / relay.lying(".seg").bytes as f64
}
