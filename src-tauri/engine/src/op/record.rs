use sha2::{Digest, Sha256};

use super::{DeviceId, Hlc, OpId, Payload, Scope, Seq, Surface};

/// One immutable, content-addressed change by one device.
#[derive(Debug, Clone, PartialEq)]
pub struct Op {
    /// Content address, covering every other field.
    pub id: OpId,
    /// When, in the total order; also names the device.
    pub hlc: Hlc,
    /// Place in the device's chain.
    pub seq: Seq,
    /// The op before it on this device; none at seq 0.
    pub prev: Option<OpId>,
    /// Who sees it.
    pub scope: Scope,
    /// What kind of state it changes.
    pub surface: Surface,
    /// The change.
    pub payload: Payload,
}

impl Op {
    /// Puts an op together and computes its id.
    pub fn new(hlc: Hlc, seq: Seq, prev: Option<OpId>, scope: Scope, surface: Surface, payload: Payload) -> Self {
        let id = content_address(&hlc, seq, prev, &scope, &surface, &payload);
        Self {
            id,
            hlc,
            seq,
            prev,
            scope,
            surface,
            payload,
        }
    }

    /// The id that its other fields give it.
    pub(super) fn address(&self) -> OpId {
        let Self {
            hlc,
            scope,
            surface,
            payload,
            ..
        } = self;
        content_address(hlc, self.seq, self.prev, scope, surface, payload)
    }

    /// The device that wrote it.
    pub fn device(&self) -> &DeviceId {
        &self.hlc.device_id
    }

    /// The key of the record it folds into: `op:` and its id on streams, else `id:` and the payload's string `id`, else
    /// `h:` and a digest of the payload.
    pub fn fold_key(&self) -> String {
        if self.surface.tier() == super::Tier::Stream {
            return format!("op:{}", self.id);
        }
        match self.payload.value().get("id").and_then(serde_json::Value::as_str) {
            Some(id) => format!("id:{id}"),
            None => format!(
                "h:{}",
                data_encoding::HEXLOWER.encode(&digest([self.payload.canonical()]))
            ),
        }
    }
}

/// Room for all fields but the payload, as they usually are.
const FIELDS_BYTES: usize = 256;

/// The id rule of the op format: SHA-256 over the fields as text, joined by 0x1f, cut to 16 bytes. Every op that is recorded, sent or
/// taken over passes here, so the fields are put together without the formatter, which took a third of the time.
fn content_address(
    hlc: &Hlc,
    seq: Seq,
    prev: Option<OpId>,
    scope: &Scope,
    surface: &Surface,
    payload: &Payload,
) -> OpId {
    let Hlc {
        wall_ms,
        counter,
        device_id,
    } = hlc;
    let (mut fields, mut number) = (String::with_capacity(FIELDS_BYTES), itoa::Buffer::new());
    let mut add = |field: &str| {
        fields.push_str(field);
        fields.push('\u{1f}');
    };
    add(device_id.as_str());
    add(number.format(seq.get()));
    add(&prev.map(OpId::text).unwrap_or_default());
    add(number.format(*wall_ms));
    add(number.format(*counter));
    add(device_id.as_str());
    add(&scope.tag());
    add(&surface.tag());
    OpId(digest([&fields, payload.canonical()]))
}

/// SHA-256 over the texts as one, cut to 16 bytes.
fn digest<const N: usize>(texts: [&str; N]) -> [u8; 16] {
    let mut hasher = Sha256::new();
    texts.iter().for_each(|text| hasher.update(text.as_bytes()));
    let whole = hasher.finalize();
    let mut cut = [0; 16];
    cut.copy_from_slice(&whole[..16]);
    cut
}
