use std::sync::OnceLock;

use serde_json::Value;
use thiserror::Error;

use super::canonical_text::is_plainly_canonical;

/// Deepest nesting of arrays and objects in a payload. Every device's JSON reader must get through it, also where the
/// payload is itself nested in a line of a file.
pub const MAX_DEPTH: usize = 100;

/// Longest payload in bytes of canonical JSON; a segment with one such op still fits a file.
pub const MAX_PAYLOAD_BYTES: usize = 32 << 20;

/// Room for what most payloads are.
const USUAL_BYTES: usize = 512;

/// A JSON payload, kept as its canonical text: keys sorted, no white space, scalars as `serde_json` prints them. The value
/// is read from the text when it is first asked for: most ops pass through without.
#[derive(Debug, Clone)]
pub struct Payload {
    canonical: String,
    value: OnceLock<Value>,
}

impl PartialEq for Payload {
    /// One value has one canonical text.
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

/// Why something is no payload.
#[derive(Debug, Error)]
pub enum PayloadError {
    /// Nested too deeply.
    #[error("payload is nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// Too long.
    #[error("payload has {bytes} bytes, more than the {MAX_PAYLOAD_BYTES} allowed")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not JSON.
    #[error("payload is not JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    /// JSON, but another text than the canonical one.
    #[error("payload is not in canonical form")]
    NotCanonical,
}

impl Payload {
    /// Takes any JSON value.
    pub fn new(value: Value) -> Result<Self, PayloadError> {
        let payload = Self::of(&value)?;
        Ok(Self {
            value: value.into(),
            ..payload
        })
    }

    /// The payload with this value.
    pub fn of(value: &Value) -> Result<Self, PayloadError> {
        let mut canonical = Vec::with_capacity(USUAL_BYTES);
        write_canonical(value, 0, &mut canonical)?;
        if canonical.len() > MAX_PAYLOAD_BYTES {
            return Err(PayloadError::TooLong { bytes: canonical.len() });
        }
        let text = String::from_utf8(canonical).map_err(|_| PayloadError::NotCanonical)?;
        Ok(Self::of_text(text))
    }

    fn of_text(canonical: String) -> Self {
        Self {
            canonical,
            value: OnceLock::new(),
        }
    }

    /// Takes text of which its op's id proves that it is canonical.
    pub(crate) fn kept(text: &str) -> Self {
        Self::of_text(text.to_owned())
    }

    /// Reads canonical text, and refuses any other text: one payload has one text, so one op has one id.
    pub fn from_canonical(text: &str) -> Result<Self, PayloadError> {
        let payload = Self::from_json(text)?;
        if payload.canonical != text {
            return Err(PayloadError::NotCanonical);
        }
        Ok(payload)
    }

    /// Reads any JSON text.
    pub fn from_json(text: &str) -> Result<Self, PayloadError> {
        if text.len() <= MAX_PAYLOAD_BYTES && is_plainly_canonical(text) {
            return Ok(Self::of_text(text.to_owned()));
        }
        Self::new(serde_json::from_str(text)?)
    }

    /// The value.
    pub fn value(&self) -> &Value {
        // Canonical text always reads back.
        self.value
            .get_or_init(|| serde_json::from_str(&self.canonical).unwrap_or_default())
    }

    /// The canonical text.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

fn write_canonical(value: &Value, depth: usize, out: &mut Vec<u8>) -> Result<(), PayloadError> {
    if depth > MAX_DEPTH {
        return Err(PayloadError::TooDeep);
    }
    match value {
        Value::Object(map) => {
            // Sorted here, whatever order the map keeps: its order is a compile-time feature of serde_json.
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|a, b| a.0.cmp(b.0));
            write_sequence(b"{}", entries, out, |(key, item), out| {
                serde_json::to_writer(&mut *out, key)?;
                out.push(b':');
                write_canonical(item, depth + 1, out)
            })
        }
        Value::Array(items) => write_sequence(b"[]", items, out, |item, out| write_canonical(item, depth + 1, out)),
        scalar => Ok(serde_json::to_writer(out, scalar)?),
    }
}

fn write_sequence<T>(
    [open, close]: &[u8; 2],
    items: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>) -> Result<(), PayloadError>,
) -> Result<(), PayloadError> {
    out.push(*open);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(item, out)?;
    }
    out.push(*close);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(".*", inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn canonical_text_reads_back_to_itself(value in any_json()) {
            let payload = Payload::new(value).unwrap();
            let again = Payload::from_canonical(payload.canonical()).unwrap();
            prop_assert_eq!(again.canonical(), payload.canonical());
            prop_assert_eq!(again.value(), payload.value());
        }
    }

    #[test]
    fn keys_are_sorted_and_nothing_is_spaced() {
        let payload = Payload::new(json!({"b": [1, 2.5, null], "a": {"z": true, "y": "é"}})).unwrap();
        assert_eq!(payload.canonical(), r#"{"a":{"y":"é","z":true},"b":[1,2.5,null]}"#);
    }

    #[test]
    fn text_with_white_space_or_unsorted_keys_is_refused() {
        for text in [r#"{"b":1,"a":2}"#, r#"{"a": 1}"#, "1.0e0"] {
            assert!(
                matches!(Payload::from_canonical(text), Err(PayloadError::NotCanonical)),
                "{text}"
            );
        }
    }

    #[test]
    fn too_deep_a_payload_is_refused_before_anybody_stumbles_over_it() {
        let deep = (0..=MAX_DEPTH).fold(json!(1), |inner, _| json!([inner]));
        assert!(matches!(Payload::new(deep), Err(PayloadError::TooDeep)));
        let allowed = (0..MAX_DEPTH).fold(json!(1), |inner, _| json!([inner]));
        let text = Payload::new(allowed).unwrap().canonical().to_owned();
        assert!(Payload::from_canonical(&text).is_ok());
    }
}
