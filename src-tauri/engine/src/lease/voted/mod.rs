//! Leases by vote over the relay: each device's tip is its mailbox. `LEASES.md` has the protocol and why it is safe.

mod acquire;
mod agent;
mod answers;
mod ballot;
mod change;
mod chronicle;
mod coordinator;
mod mail;
mod mailbox;
mod pairs;
mod saved;
mod standing;
mod view;

pub use agent::{Agent, ClaimKey, Heard};
pub use ballot::{Ballot, Leaving, Outside};
pub use coordinator::{VotedLeaseCoordinator, Words, random_words};
pub use mailbox::{Claim, Mailbox, Said, Vote, Word};
pub use view::{STRIDE, View};
