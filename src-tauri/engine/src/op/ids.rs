use std::{collections::BTreeMap, fmt, sync::Arc};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// The id of one installation of the app: an opaque, non-empty string, by default `device-<uuid v4>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceId(Arc<str>);

impl DeviceId {
    /// Mints a fresh random id.
    pub fn mint() -> Self {
        Self::from(format!("device-{}", uuid::Uuid::new_v4()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its beginning, `device-` and eight digits of a minted one: enough for a person to tell their devices apart where
    /// one has no name.
    pub fn short(&self) -> &str {
        let end = self.0.char_indices().nth("device-12345678".len());
        end.map_or(&self.0, |(end, _)| &self.0[..end])
    }
}

impl From<String> for DeviceId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl From<&str> for DeviceId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The content address of an op: 16 bytes, printed as `op-` and 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId(pub [u8; 16]);

impl OpId {
    /// Reads `op-` and 32 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix("op-")?;
        let bytes = HEXLOWER.decode(hex.as_bytes()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// As it is printed, without the formatter.
    pub(crate) fn text(self) -> String {
        let mut text = String::with_capacity("op-".len() + 2 * self.0.len());
        text.push_str("op-");
        HEXLOWER.encode_append(&self.0, &mut text);
        text
    }
}

impl fmt::Display for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "op-{}", HEXLOWER.encode_display(&self.0))
    }
}

impl fmt::Debug for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for OpId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OpId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an op id"))
    }
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl $name {
            /// The bare number.
            pub fn get(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

number! {
    /// Place of an op in its device's chain, from 0 without gaps.
    Seq
}
number! {
    /// Fencing token of a lease: only grows, never reused. Granted epochs start at 1; 0 means "never granted".
    Epoch
}
number! {
    /// Milliseconds: since 1970 for a point in time, else a duration.
    Millis
}

impl Seq {
    /// The seq after this one.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Epoch {
    /// The epoch after this one; none after the largest, since an epoch is never used twice.
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }
}

/// A version vector: per device, the highest seq held or acknowledged.
pub type Frontier = BTreeMap<DeviceId, Seq>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_op_id_reads_back_what_it_prints() {
        let id = OpId([0xab; 16]);
        assert_eq!(OpId::parse(&id.to_string()), Some(id));
    }

    #[test]
    fn nothing_comes_after_the_largest_epoch() {
        assert_eq!(Epoch(u64::MAX - 1).next(), Some(Epoch(u64::MAX)));
        assert_eq!(Epoch(u64::MAX).next(), None);
    }

    #[test]
    fn anything_but_op_and_32_hex_digits_is_no_op_id() {
        for text in [
            "",
            "op-",
            "op-00",
            "OP-00000000000000000000000000000000",
            "op-0000000000000000000000000000000G",
        ] {
            assert_eq!(OpId::parse(text), None, "{text}");
        }
    }
}
