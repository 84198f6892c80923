//! The processes of an app, and the memory they take.

use std::{collections::HashMap, fs, iter};

/// One process, with its share of the memory it has in common with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: u32,
    /// Its name, cut by the system at 15 characters.
    pub name: String,
    /// Its proportional set size, in bytes.
    pub pss: u64,
}

/// The app's process and all below it, the app first.
pub fn of(app: u32) -> Vec<Process> {
    let parents: HashMap<u32, u32> = running().collect();
    let mut ours: Vec<u32> = parents
        .keys()
        .copied()
        .filter(|id| descends(*id, app, &parents))
        .collect();
    ours.sort_by_key(|id| (*id != app, *id));
    ours.into_iter().filter_map(process).collect()
}

/// How many pages of the web view an app shows, each a process of its own.
pub fn pages(app: u32) -> usize {
    let ours = of(app).into_iter();
    ours.filter(|process| process.name.starts_with("WebKitWebProces"))
        .count()
}

fn descends(id: u32, app: u32, parents: &HashMap<u32, u32>) -> bool {
    iter::successors(Some(id), |id| parents.get(id).copied()).any(|id| id == app)
}

/// Every process with its parent.
fn running() -> impl Iterator<Item = (u32, u32)> {
    let ids = fs::read_dir("/proc").unwrap().flatten();
    let ids = ids.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter_map(|id: u32| Some((id, parent(id)?)))
}

/// The fourth field; the second, the name, is in parentheses and may hold anything.
fn parent(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// Nothing when it ended meanwhile.
fn process(id: u32) -> Option<Process> {
    let name = fs::read_to_string(format!("/proc/{id}/comm")).ok()?.trim().to_owned();
    let memory = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let pss = memory.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kilobytes: u64 = pss.trim().trim_end_matches(" kB").parse().ok()?;
    Some(Process {
        id,
        name,
        pss: kilobytes * 1024,
    })
}
