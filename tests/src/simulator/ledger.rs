use std::collections::{BTreeMap, BTreeSet};

use super::Failure;

/// What was said, and to whom it was confirmed: the truth that every device must end with.
#[derive(Debug, Default)]
pub struct Ledger {
    confirmed: BTreeMap<String, usize>,
    uncertain: BTreeSet<String>,
    said: usize,
    tolerates_doubles: bool,
}

impl Ledger {
    /// A text that was never said before. Every other is too large to ride in a tip, so that there are segments too.
    pub fn next_text(&mut self, by: usize) -> String {
        self.said += 1;
        let more = if self.said.is_multiple_of(2) { 300 } else { 0 };
        format!("turn {} of {by}{}", self.said, ", and more".repeat(more))
    }

    /// A device answered that it has recorded this.
    pub fn confirm(&mut self, text: &str, by: usize) {
        self.confirmed.insert(text.to_owned(), by);
    }

    /// Nobody was told whether this was recorded, or its only copy was destroyed.
    pub fn doubt(&mut self, text: &str) {
        self.confirmed.remove(text);
        self.uncertain.insert(text.to_owned());
    }

    /// What was confirmed to a device.
    pub fn of(&self, device: usize) -> impl Iterator<Item = &String> {
        self.confirmed
            .iter()
            .filter(move |(_, by)| **by == device)
            .map(|(text, _)| text)
    }

    /// From now on a turn may be there twice: where a chain was copied or put back, that is better than never.
    pub fn tolerate_doubles(&mut self) {
        self.tolerates_doubles = true;
    }

    /// May turns be there twice?
    pub fn tolerates_doubles(&self) -> bool {
        self.tolerates_doubles
    }

    /// What only these texts are left of is certain no more.
    pub fn doubt_all_but(&mut self, left: &BTreeSet<String>) {
        let gone: Vec<_> = self
            .confirmed
            .keys()
            .filter(|text| !left.contains(*text))
            .cloned()
            .collect();
        gone.iter().for_each(|text| self.doubt(text));
    }

    /// How many turns were confirmed.
    pub fn len(&self) -> usize {
        self.confirmed.len()
    }

    /// What a device holds while all is in motion: everything that was confirmed to it, and nothing twice.
    pub fn check_own(&self, device: usize, turns: &[String]) -> Result<(), Failure> {
        let held = self.check_known(device, turns)?;
        let missing = self.of(device).find(|text| !held.contains(text.as_str()));
        missing.map_or(Ok(()), |text| {
            Err(Failure::new(
                "a confirmed turn is lost",
                format!("device-{device} no longer holds {text:?}, which it confirmed"),
            ))
        })
    }

    /// What a device holds in the end: everything.
    pub fn check_all(&self, device: usize, turns: &[String]) -> Result<(), Failure> {
        let held = self.check_known(device, turns)?;
        let missing = self.confirmed.keys().find(|text| !held.contains(text.as_str()));
        missing.map_or(Ok(()), |text| {
            let by = self.confirmed[text];
            Err(Failure::new(
                "a confirmed turn is lost",
                format!("device-{device} never gets {text:?}, which device-{by} confirmed"),
            ))
        })
    }

    fn check_known<'a>(&self, device: usize, turns: &'a [String]) -> Result<BTreeSet<&'a str>, Failure> {
        let mut held = BTreeSet::new();
        for text in turns {
            if !self.confirmed.contains_key(text) && !self.uncertain.contains(text) {
                let text = format!("device-{device} holds {text:?}, which nobody said");
                return Err(Failure::new("a turn out of nowhere", text));
            }
            if !held.insert(text.as_str()) && !self.tolerates_doubles {
                let text = format!("device-{device} holds {text:?} twice");
                return Err(Failure::new("a turn is doubled", text));
            }
        }
        Ok(held)
    }
}
