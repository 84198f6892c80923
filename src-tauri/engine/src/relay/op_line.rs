//! One op as one line of a file. A segment's line leaves out what follows from the line before it; a part's has it all.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::Damage;
use crate::op::{DeviceId, Hlc, Op, OpId, Payload, Scope, Seq, Surface};

/// What both lines hold.
struct Content<'a> {
    wall_ms: u64,
    counter: u32,
    scope: Cow<'a, str>,
    surface: Cow<'a, str>,
    payload: Cow<'a, str>,
}

/// Wall, counter, scope, surface, payload.
type SegmentLine<'a> = (u64, u32, Cow<'a, str>, Cow<'a, str>, &'a RawValue);

/// Seq, prev, wall, counter, scope, surface, payload, id.
type PartLine<'a> = (
    Seq,
    Option<OpId>,
    u64,
    u32,
    Cow<'a, str>,
    Cow<'a, str>,
    &'a RawValue,
    OpId,
);

impl<'a> Content<'a> {
    /// Takes a segment's line apart as it is usually written; none where it takes a JSON reader.
    fn plain(line: &'a str) -> Option<Self> {
        let (wall, rest) = line.strip_prefix('[')?.split_once(',')?;
        let (counter, rest) = rest.split_once(',')?;
        let (scope, rest) = rest.strip_prefix('"')?.split_once("\",\"")?;
        let (surface, rest) = rest.split_once("\",")?;
        let is_plain = |text: &str| !text.contains(['"', '\\']) && !text.contains(char::is_control);
        (is_plain(scope) && is_plain(surface)).then_some(())?;
        Some(Self {
            wall_ms: decimal(wall)?.parse().ok()?,
            counter: decimal(counter)?.parse().ok()?,
            scope: scope.into(),
            surface: surface.into(),
            payload: rest.strip_suffix(']')?.into(),
        })
    }

    /// Takes any segment's line apart.
    fn of_json(line: &'a str) -> Result<Self, Damage> {
        let (wall_ms, counter, scope, surface, payload): SegmentLine<'_> = serde_json::from_str(line)?;
        Ok(Self {
            wall_ms,
            counter,
            scope,
            surface,
            payload: payload.get().into(),
        })
    }

    /// The op with this content at a place of a chain. Its id is computed.
    fn at(self, device: &DeviceId, seq: Seq, prev: Option<OpId>) -> Result<Op, Damage> {
        let hlc = Hlc {
            wall_ms: self.wall_ms,
            counter: self.counter,
            device_id: device.clone(),
        };
        let scope = Scope::from_tag(&self.scope).ok_or(Damage::Contradiction("unknown scope"))?;
        let surface = Surface::from_tag(&self.surface).ok_or(Damage::Contradiction("unknown surface"))?;
        let payload = Payload::from_canonical(&self.payload)?;
        Ok(Op::new(hlc, seq, prev, scope, surface, payload))
    }
}

/// Digits as JSON writes a whole number.
fn decimal(text: &str) -> Option<&str> {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    is_decimal.then_some(text)
}

/// Adds `wall,counter,scope,surface,payload`.
fn push_content(lines: &mut Vec<u8>, op: &Op) -> Result<(), Damage> {
    let Hlc { wall_ms, counter, .. } = &op.hlc;
    lines.extend_from_slice(format!("{wall_ms},{counter},").as_bytes());
    serde_json::to_writer(&mut *lines, &op.scope.to_string())?;
    lines.push(b',');
    serde_json::to_writer(&mut *lines, &op.surface.to_string())?;
    lines.push(b',');
    lines.extend_from_slice(op.payload.canonical().as_bytes());
    Ok(())
}

/// Adds an op's line of a segment to `lines`.
pub(super) fn push_segment_line(lines: &mut Vec<u8>, op: &Op) -> Result<(), Damage> {
    lines.extend_from_slice(b"\n[");
    push_content(lines, op)?;
    lines.push(b']');
    Ok(())
}

/// Reads a segment's line; the op's place is the one after the line before it.
pub(super) fn segment_op(line: &str, device: &DeviceId, seq: Seq, prev: Option<OpId>) -> Result<Op, Damage> {
    // What looks like a plain line and is none has no canonical payload at its end.
    if let Some(op) = Content::plain(line).and_then(|content| content.at(device, seq, prev).ok()) {
        return Ok(op);
    }
    Content::of_json(line)?.at(device, seq, prev)
}

/// Adds an op's line of a part to `lines`.
pub(super) fn push_part_line(lines: &mut Vec<u8>, op: &Op) -> Result<(), Damage> {
    lines.extend_from_slice(b"\n[");
    serde_json::to_writer(&mut *lines, &op.seq)?;
    lines.push(b',');
    serde_json::to_writer(&mut *lines, &op.prev)?;
    lines.push(b',');
    push_content(lines, op)?;
    lines.extend_from_slice(format!(",\"{}\"]", op.id).as_bytes());
    Ok(())
}

/// Reads a part's line, and verifies that the op's id recomputes.
pub(super) fn part_op(line: &str, device: &DeviceId) -> Result<Op, Damage> {
    let (seq, prev, wall_ms, counter, scope, surface, payload, id): PartLine<'_> = serde_json::from_str(line)?;
    let content = Content {
        wall_ms,
        counter,
        scope,
        surface,
        payload: payload.get().into(),
    };
    let op = content.at(device, seq, prev)?;
    if op.id != id {
        return Err(Damage::Contradiction("an op's id does not recompute"));
    }
    Ok(op)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn op() -> Op {
        let hlc = Hlc {
            wall_ms: 10,
            counter: 2,
            device_id: "a".into(),
        };
        let scope = Scope::Shared { org: "ac\"me".into() };
        let payload = Payload::new(json!({"n": 1, "f": 0.1 + 0.2})).unwrap();
        Op::new(hlc, Seq(3), Some(OpId([7; 16])), scope, Surface::Skill, payload)
    }

    fn text(line: &[u8]) -> &str {
        std::str::from_utf8(&line[1..]).unwrap()
    }

    #[test]
    fn both_lines_read_back_the_op_they_were_written_from() {
        let (op, device) = (op(), DeviceId::from("a"));
        let (mut segment, mut part) = (Vec::new(), Vec::new());
        push_segment_line(&mut segment, &op).unwrap();
        push_part_line(&mut part, &op).unwrap();
        let (segment, part) = (text(&segment), text(&part));
        assert_eq!(segment_op(segment, &device, op.seq, op.prev).unwrap(), op);
        assert_eq!(part_op(part, &device).unwrap(), op);
    }

    #[test]
    fn the_lines_are_written_as_the_format_says() {
        let op = op();
        let (mut segment, mut part) = (Vec::new(), Vec::new());
        push_segment_line(&mut segment, &op).unwrap();
        push_part_line(&mut part, &op).unwrap();
        let content = r#"10,2,"shared:ac\"me","skill",{"f":0.30000000000000004,"n":1}"#;
        assert_eq!(String::from_utf8(segment).unwrap(), format!("\n[{content}]"));
        let prev = OpId([7; 16]);
        let line = format!("\n[3,\"{prev}\",{content},\"{}\"]", op.id);
        assert_eq!(String::from_utf8(part).unwrap(), line);
    }

    #[test]
    fn a_line_that_makes_no_sense_is_refused() {
        let device = DeviceId::from("a");
        for line in [
            r#"[1,0,"nowhere","skill",{}]"#,
            r#"[1,0,"personal","memory",{}]"#,
            r#"[1,0,"personal","skill"]"#,
            "",
        ] {
            assert!(segment_op(line, &device, Seq(0), None).is_err(), "{line}");
        }
        let mut line = Vec::new();
        push_part_line(&mut line, &op()).unwrap();
        assert!(
            part_op(text(&line), &DeviceId::from("b")).is_err(),
            "another device's op has another id"
        );
    }
}
