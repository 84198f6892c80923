//! The turns that every system is given: about 400 characters each, over 100 conversations.
//!
//! Words come from an invented vocabulary whose frequencies fall off as those of a language do, so that they compress as
//! agents' talk does (zstd at level 3: to 0.35) and a search has rare and common words to look for. The text of a turn
//! depends on its number alone.

use std::iter;

/// How many conversations the turns are spread over.
pub const CONVERSATIONS: u64 = 100;

/// Turns that are recorded together where a workload records in batches.
pub const BATCH: u64 = 1_000;

const VOCABULARY: f64 = 20_000.0;
/// One word of so many is no word but a number in hexadecimal, as paths, hashes and line numbers are.
const ONE_NUMBER_IN: u64 = 8;
const CHARACTERS: usize = 400;
const COMMON_RANK: u64 = 12;
const RARE_RANK: u64 = 4_000;

/// One turn of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The conversation it belongs to.
    pub conversation: String,
    /// Who speaks.
    pub role: &'static str,
    /// What is said.
    pub content: String,
    /// When, in milliseconds since 1970.
    pub timestamp: u64,
}

impl Turn {
    /// The turn of this number.
    pub fn new(number: u64) -> Self {
        Self {
            conversation: conversation_of(number),
            role: if number.is_multiple_of(2) { "user" } else { "assistant" },
            content: content_of(number),
            timestamp: 1_700_000_000_000 + number * 1_000,
        }
    }
}

/// The turns of these numbers.
pub fn turns(from: u64, count: u64) -> Vec<Turn> {
    (from..from + count).map(Turn::new).collect()
}

/// The conversation of a turn.
pub fn conversation_of(number: u64) -> String {
    format!("conversation-{}", number % CONVERSATIONS)
}

/// A word that a third of all turns have.
pub fn common_word() -> String {
    word(COMMON_RANK)
}

/// A word that few turns have.
pub fn rare_word() -> String {
    word(RARE_RANK)
}

fn content_of(number: u64) -> String {
    let mut seed = number;
    let mut text = format!("{number}:");
    let words = iter::repeat_with(|| word_or_number(next(&mut seed)));
    for word in words {
        if text.len() + word.len() >= CHARACTERS {
            return text;
        }
        text.push(' ');
        text.push_str(&word);
    }
    text
}

fn word_or_number(random: u64) -> String {
    if random.is_multiple_of(ONE_NUMBER_IN) {
        format!("{:06x}", random >> 40)
    } else {
        word(rank(random))
    }
}

/// The rank of a random word: the one of rank `r` comes up about `r` times more rarely than the first.
fn rank(random: u64) -> u64 {
    let unit = (random >> 11) as f64 / (1_u64 << 53) as f64;
    VOCABULARY.powf(unit) as u64
}

/// The word of a rank: the rarer, the longer.
fn word(rank: u64) -> String {
    const ONSETS: [&str; 16] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "ch",
    ];
    const RHYMES: [&str; 16] = [
        "a", "e", "i", "o", "u", "an", "en", "in", "or", "ul", "ast", "ea", "ou", "ing", "er", "ate",
    ];
    // Neighbours in rank shall not look alike.
    let (mut rest, mut bits) = (rank, rank.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20);
    let mut word = String::new();
    loop {
        word.push_str(ONSETS[(bits & 15) as usize]);
        word.push_str(RHYMES[(bits >> 4 & 15) as usize]);
        (rest, bits) = (rest / 40, bits >> 8);
        if rest == 0 {
            return word;
        }
    }
}

/// The next number of a sequence that looks random (SplitMix64).
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share_with(word: &str) -> f64 {
        let found = turns(0, 10_000).iter().filter(|turn| has(turn, word)).count();
        found as f64 / 10_000.0
    }

    fn has(turn: &Turn, word: &str) -> bool {
        turn.content.split(' ').any(|other| other == word)
    }

    #[test]
    fn a_turn_is_the_same_every_time_and_of_the_usual_length() {
        assert_eq!(Turn::new(7), Turn::new(7));
        assert_ne!(Turn::new(7).content, Turn::new(8).content);
        let length = |turn: &Turn| turn.content.len();
        assert!(turns(0, 1_000).iter().all(|turn| (370..=400).contains(&length(turn))));
    }

    #[test]
    fn the_common_word_is_common_and_the_rare_one_rare() {
        let (common, rare) = (share_with(&common_word()), share_with(&rare_word()));
        assert!((0.2..0.8).contains(&common), "{common}");
        assert!((0.0002..0.01).contains(&rare), "{rare}");
    }
}
