//! Lines of ops, read as kindly as possible.

use baton_engine::op::{DeviceId, Hlc, Op, OpId, Payload, Scope, Seq, Surface};
use serde_json::Value;

/// A header and the lines after it, as far as they are JSON.
pub struct Lines {
    pub header: Value,
    pub rest: Vec<Value>,
}

impl Lines {
    pub fn read(text: &[u8]) -> Option<Self> {
        let mut lines = text.split(|byte| *byte == b'\n');
        let header = serde_json::from_slice(lines.next()?).ok()?;
        let rest = lines.map_while(|line| serde_json::from_slice(line).ok()).collect();
        Some(Self { header, rest })
    }

    pub fn device(&self) -> Option<DeviceId> {
        Some(self.header.get("device")?.as_str()?.into())
    }
}

/// An op whose line ends `[.., wall, counter, scope, surface, payload]`, counted from `at`.
pub fn op(device: &DeviceId, seq: Seq, prev: Option<OpId>, line: &Value, at: usize) -> Option<Op> {
    let text = |place: usize| line.get(at + place)?.as_str();
    let hlc = Hlc {
        wall_ms: line.get(at)?.as_u64()?,
        counter: u32::try_from(line.get(at + 1)?.as_u64()?).ok()?,
        device_id: device.clone(),
    };
    let (scope, surface) = (Scope::from_tag(text(2)?)?, Surface::from_tag(text(3)?)?);
    let payload = Payload::new(line.get(at + 4)?.clone()).ok()?;
    Some(Op::new(hlc, seq, prev, scope, surface, payload))
}

/// What an op's id in a JSON value is, if it is one.
pub fn op_id(value: Option<&Value>) -> Option<OpId> {
    OpId::parse(value?.as_str()?)
}
