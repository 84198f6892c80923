//! Why a lease is not granted yet, with the names of the devices.

use baton_engine::{DeviceId, Epoch, LeaseError, Overview, SyncError};

use crate::words::list_names;

/// What `error` says, as `area: action: cause`, with names where it has ids; none if it speaks of no device.
pub(crate) fn with_names(error: &SyncError, overview: &Overview) -> Option<String> {
    let SyncError::Lease { action, source } = error else {
        return None;
    };
    let cause = match source {
        LeaseError::Held {
            agent_id,
            holder,
            epoch,
            ..
        } => format!("{agent_id} is held by {} at epoch {epoch}", name(holder, overview)),
        LeaseError::Pending {
            agent_id,
            epoch,
            waiting_for,
        } if !waiting_for.is_empty() => {
            let names: Vec<_> = waiting_for.iter().map(|device| name(device, overview)).collect();
            let awaited = list_names(&names);
            format!("{agent_id} is asked for{}, and waits for {awaited}", at(*epoch))
        }
        _ => return None,
    };
    Some(format!("lease: {action}: {cause}"))
}

/// Before a device has a vote, it asks for no epoch yet.
fn at(epoch: Epoch) -> String {
    if epoch == Epoch(0) {
        return String::new();
    }
    format!(" at epoch {epoch}")
}

/// What a person calls the device; the beginning of its id where it never said a name.
fn name<'a>(device: &'a DeviceId, overview: &'a Overview) -> &'a str {
    if *device == overview.device_id {
        return "this device";
    }
    let mut others = overview.roster.iter();
    let named = others.find(|entry| entry.device_id == *device && !entry.name.is_empty());
    named.map_or(device.short(), |entry| entry.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::{id, synced_with};

    fn told(source: LeaseError) -> Option<String> {
        let error = SyncError::Lease {
            action: "acquire",
            source,
        };
        with_names(&error, &synced_with(&["MacBook", "Cabin"]).overview.unwrap())
    }

    fn pending(waiting_for: Vec<DeviceId>) -> LeaseError {
        LeaseError::Pending {
            agent_id: "mail".to_owned(),
            epoch: Epoch(7),
            waiting_for,
        }
    }

    fn held(holder: DeviceId) -> LeaseError {
        LeaseError::Held {
            agent_id: "mail".to_owned(),
            holder,
            epoch: Epoch(7),
            expires_at_ms: 0,
        }
    }

    #[test]
    fn devices_are_called_by_their_names() {
        assert_eq!(
            told(pending(vec![id("MacBook"), id("Cabin")])).unwrap(),
            "lease: acquire: mail is asked for at epoch 7, and waits for MacBook and Cabin"
        );
        let by = |name| told(held(id(name))).unwrap();
        assert_eq!(by("MacBook"), "lease: acquire: mail is held by MacBook at epoch 7");
        assert_eq!(by("Desk"), "lease: acquire: mail is held by this device at epoch 7");
    }

    #[test]
    fn one_without_a_name_by_the_beginning_of_its_id() {
        let stranger = id("9c1f2ab3-8f0e-4a6c-b1d2-000000000001");
        assert_eq!(
            told(held(stranger)).unwrap(),
            "lease: acquire: mail is held by device-9c1f2ab3 at epoch 7"
        );
    }

    #[test]
    fn where_no_device_is_spoken_of_the_engine_s_words_stay() {
        let not_held = LeaseError::NotHeld {
            agent_id: "mail".to_owned(),
        };
        assert_eq!((told(not_held), told(pending(Vec::new()))), (None, None));
    }
}
