use baton_engine::SyncSubsystem;
use serde_json::Value;

use crate::error::CliError;
use crate::output;
use crate::place::Place;

/// One command's work: the engine on the data it was pointed at, and how to answer.
pub struct Session {
    /// The engine.
    pub engine: SyncSubsystem,
    /// Where its data lies.
    pub place: Place,
    /// Whether the answer is a JSON document.
    pub json: bool,
}

impl Session {
    /// Opens this device's data.
    pub fn open(place: Place, json: bool) -> Result<Self, CliError> {
        Ok(Self {
            engine: place.open()?,
            place,
            json,
        })
    }

    /// Prints an answer: as it is, or in words.
    pub fn answer(&self, answer: &Value, words: impl FnOnce(&Value) -> String) -> Result<(), CliError> {
        if self.json {
            output::document(answer)
        } else {
            output::text(&words(answer))
        }
    }
}
