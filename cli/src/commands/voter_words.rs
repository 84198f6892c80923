//! Who votes, in words.

use baton_engine::{VoterStanding, Voters};

use crate::names::Names;

/// Who votes, and what this device is to them.
pub fn voting(voters: Option<&Voters>, names: &Names) -> String {
    let Some(voters) = voters else {
        return "Nobody votes: one register decides, and it is exclusive on this machine only.".to_owned();
    };
    let members = match voters.members.as_slice() {
        [] => "Nobody votes yet.".to_owned(),
        [one] => format!("One device votes: {}.", names.name(one.as_str())),
        many => format!(
            "{} devices vote, and {} of them decide: {}.",
            many.len(),
            many.len() / 2 + 1,
            names.list(many)
        ),
    };
    let change = if voters.waiting_for.is_empty() {
        String::new()
    } else {
        let waited = names.list(&voters.waiting_for);
        format!("\nA change of who votes is under way; it waits for {waited}.")
    };
    format!("{members}\n{}{change}", standing(voters.standing))
}

fn standing(standing: VoterStanding) -> &'static str {
    match standing {
        VoterStanding::Voter => "This device votes.",
        VoterStanding::Joining => "This device will vote once those who do have acknowledged it.",
        VoterStanding::Away => "This device announced that it is away, and does not vote.",
        VoterStanding::Viewer => {
            "This device is set to run no agents, so it does not vote; `baton lease executor on` changes that."
        }
    }
}
