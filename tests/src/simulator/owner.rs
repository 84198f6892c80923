//! What a device may do to its folder.

use std::collections::BTreeMap;

use baton_engine::relay::{FileName, Manifest, PartEntry, Segment, Tip, open};

use super::{
    Failure, Knob,
    claims::Truth,
    names::refused_by_a_vendor,
    seat::Seat,
    sweep::Coverage,
    view::{Act, Bytes, View},
};

/// Holds what a device did to its folder against what it may do.
pub(super) fn check_acts(
    seat: &Seat,
    view: &View,
    acts: &[Act],
    truth: &Truth,
    seen: &mut Coverage,
) -> Result<(), Failure> {
    acts.iter().try_for_each(|act| match act {
        Act::Created(path, bytes, before) => {
            seen.count(Knob::H9ForbiddenNames);
            check_created(seat, path, bytes, before.as_ref())
        }
        Act::Removed(path, bytes) => check_removed(seat, view, path, bytes, truth),
        Act::Trespassed(path) => Err(Failure::new(
            "it wrote where its folder is not",
            format!("{} wants to change {path}", seat.place.name),
        )),
    })
}

fn check_created(seat: &Seat, path: &str, bytes: &Bytes, before: Option<&Bytes>) -> Result<(), Failure> {
    let name = &seat.place.name;
    if let Some(why) = refused_by_a_vendor(path) {
        return Err(Failure::new("a bad name", format!("{name} creates {path}: {why}")));
    }
    if !path.starts_with("d/") {
        let is_ours = path == "README.txt" || path.starts_with("relay-") && path.ends_with(".json");
        return own(is_ours, name, path);
    }
    own(is_below_own(seat, path), name, path)?;
    if before.is_some_and(|before| before != bytes && open(before).is_ok()) {
        let text = format!("{name} gives {path} another content");
        return Err(Failure::new("a name got new content", text));
    }
    check_tip(seat, bytes)
}

fn own(is_own: bool, name: &str, path: &str) -> Result<(), Failure> {
    let failure = || Failure::new("it wrote outside its directory", format!("{name} changes {path}"));
    is_own.then_some(()).ok_or_else(failure)
}

fn is_below_own(seat: &Seat, path: &str) -> bool {
    seat.dirs().iter().any(|dir| path.starts_with(&format!("{dir}/")))
}

/// An acknowledgement covers only what is held durably.
fn check_tip(seat: &Seat, bytes: &[u8]) -> Result<(), Failure> {
    let Ok(tip) = Tip::decode(bytes) else { return Ok(()) };
    for (device, seq) in &tip.frontier {
        let held = seat.facts.heads.get(device.as_str()).map(|(seq, _)| *seq);
        if held.is_none_or(|held| held < seq.get()) {
            let text = format!(
                "{} says it has {device} up to {seq}, and has it up to {held:?}",
                seat.place.name
            );
            return Err(Failure::new("it acknowledged what it does not hold", text));
        }
    }
    Ok(())
}

fn check_removed(seat: &Seat, view: &View, path: &str, bytes: &[u8], truth: &Truth) -> Result<(), Failure> {
    let name = &seat.place.name;
    own(is_below_own(seat, path), name, path)?;
    let Ok(segment) = Segment::in_file(bytes) else {
        return Ok(());
    };
    let Some(last) = segment.ops().last() else {
        return Ok(());
    };
    if last.device().as_str() != seat.facts.id {
        return Ok(());
    }
    let (dir, _) = path.rsplit_once('/').unwrap_or_default();
    if segment.ops().iter().all(|op| is_elsewhere(view, dir, op)) {
        return Ok(());
    }
    let seq = last.seq.get();
    let lagging = seat
        .facts
        .peers
        .iter()
        .find(|peer| !truth.ever_held(peer, &seat.facts.id, seq));
    if let Some(peer) = lagging {
        let text = format!("{name} removes {path}, which {peer} never had");
        return Err(Failure::new("it removed what is needed", text));
    }
    if !is_in_checkpoint(view, &seat.facts.id, seq) {
        let text = format!("{name} removes {path}, which no checkpoint covers");
        return Err(Failure::new("it removed what is needed", text));
    }
    Ok(())
}

fn is_elsewhere(view: &View, dir: &str, wanted: &baton_engine::op::Op) -> bool {
    segments(view, dir)
        .iter()
        .any(|segment| segment.ops().iter().any(|op| op.id == wanted.id))
}

/// What the good segments and tips of a directory hold of its device's ops.
pub(super) fn segments(view: &View, dir: &str) -> Vec<Segment> {
    below(view, dir)
        .filter(|(name, _)| FileName::parse(name).is_some_and(|name| name.ops().is_some()))
        .filter_map(|(_, bytes)| Segment::in_file(bytes).ok())
        .collect()
}

/// The files of a directory: name and content.
pub(super) fn below<'a>(view: &'a View, dir: &'a str) -> impl Iterator<Item = (&'a str, &'a Bytes)> {
    let prefix = format!("{dir}/");
    view.files
        .range(prefix.clone()..)
        .map_while(move |(path, held)| Some((path.strip_prefix(&prefix)?, &held.bytes)))
}

/// Does a checkpoint all of whose files are here and good reach this op?
pub(super) fn is_in_checkpoint(view: &View, device: &str, seq: u64) -> bool {
    let good: BTreeMap<_, _> = view
        .files
        .iter()
        .filter(|(_, held)| open(&held.bytes).is_ok())
        .collect();
    good.iter().any(|(path, held)| {
        let Ok((_, manifest)) = Manifest::decode(&held.bytes) else {
            return false;
        };
        let Some((dir, _)) = path.rsplit_once('/') else {
            return false;
        };
        let has = |part: &PartEntry| good.contains_key(&format!("{dir}/{}", part.file_name()));
        let reaches = manifest
            .frontier()
            .iter()
            .any(|(id, at)| id.as_str() == device && at.get() >= seq);
        reaches && manifest.parts.iter().all(has)
    })
}
