//! One op, twice: as this engine has it and as the reference has it.

use baton_engine::{
    Scope, Surface,
    op::{Hlc, Op, OpId, Payload, Seq},
};
use baton_tests::Random;
use car_sync::oplog::{Hlc as TheirHlc, OpRecord, Scope as TheirScope, Surface as TheirSurface};
use serde_json::Value;

use crate::payloads;

/// One op, as both have it.
#[derive(Clone)]
pub struct Twin {
    pub ours: Op,
    pub theirs: OpRecord,
}

impl Twin {
    /// Puts the op together twice, each with its own code.
    pub fn new(
        device: &str,
        stamp: (u64, u32),
        seq: u64,
        prev: Option<&Self>,
        kind: (Scope, Surface),
        payload: Value,
    ) -> Self {
        let (wall_ms, counter) = stamp;
        let (scope, surface) = kind;
        let theirs = OpRecord::new(
            TheirHlc {
                wall_ms,
                counter,
                device_id: device.to_owned(),
            },
            seq,
            prev.map(|prev| prev.theirs.op_id.clone()),
            their_scope(&scope),
            their_surface(&surface),
            payload.clone(),
        );
        let hlc = Hlc {
            wall_ms,
            counter,
            device_id: device.into(),
        };
        let prev: Option<OpId> = prev.map(|prev| prev.ours.id);
        let ours = Op::new(hlc, Seq(seq), prev, scope, surface, Payload::new(payload).unwrap());
        Self { ours, theirs }
    }
}

fn their_scope(scope: &Scope) -> TheirScope {
    match scope {
        Scope::Personal => TheirScope::Personal,
        Scope::Shared { org } => TheirScope::Shared { org: org.clone() },
    }
}

/// The reference's name of a surface.
pub fn their_surface(surface: &Surface) -> TheirSurface {
    match surface {
        Surface::Routing => TheirSurface::Routing,
        Surface::Declagent => TheirSurface::Declagent,
        Surface::Conversation => TheirSurface::Conversation,
        Surface::Knowledge => TheirSurface::Knowledge,
        Surface::Skill => TheirSurface::Skill,
        Surface::Trajectory => TheirSurface::Trajectory,
        Surface::Run => TheirSurface::Run,
        Surface::Intent => TheirSurface::Intent,
        Surface::Registry { kind } => TheirSurface::Registry { kind: kind.clone() },
    }
}

/// Any surface.
pub fn surface(random: &mut Random) -> Surface {
    match random.below(10) {
        0 => Surface::Routing,
        1 => Surface::Declagent,
        2 => Surface::Conversation,
        3 => Surface::Knowledge,
        4 => Surface::Skill,
        5 => Surface::Trajectory,
        6 => Surface::Run,
        7 => Surface::Registry {
            kind: (*random.pick(&["agents", "", "a:b", "ü"])).to_owned(),
        },
        _ => Surface::Intent,
    }
}

/// Any scope.
pub fn scope(random: &mut Random) -> Scope {
    match random.below(3) {
        0 => Scope::Shared {
            org: (*random.pick(&["acme", "", "a:b", "組織"])).to_owned(),
        },
        _ => Scope::Personal,
    }
}

/// A payload such as the surface carries.
pub fn payload(random: &mut Random, surface: &Surface) -> Value {
    match surface {
        Surface::Conversation => payloads::turn(random),
        Surface::Intent => payloads::intent(random),
        _ => payloads::record(random),
    }
}

/// Chains of some devices, each valid, their stamps interleaved and often equal but for the device.
pub fn chains(random: &mut Random, devices: &[&str], ops: usize) -> Vec<Twin> {
    let mut heads: Vec<Option<Twin>> = vec![None; devices.len()];
    let mut made = Vec::new();
    for _ in 0..ops {
        let at = random.below(devices.len());
        let (seq, stamp) = match &heads[at] {
            None => (0, (1000 + random.below(3) as u64, 0)),
            Some(head) => (head.ours.seq.0 + 1, later(random, head)),
        };
        let surface = surface(random);
        let payload = payload(random, &surface);
        let twin = Twin::new(
            devices[at],
            stamp,
            seq,
            heads[at].as_ref(),
            (scope(random), surface),
            payload,
        );
        heads[at] = Some(twin.clone());
        made.push(twin);
    }
    made
}

fn later(random: &mut Random, head: &Twin) -> (u64, u32) {
    let hlc = &head.ours.hlc;
    match random.below(3) {
        0 => (hlc.wall_ms, hlc.counter + 1),
        ahead => (hlc.wall_ms + ahead as u64, random.below(3) as u32),
    }
}
