use serde_json::json;

use super::*;
use crate::{
    op::{Payload, Scope, Surface},
    store::Store,
};

/// A conversation whose turn `n` was recorded at `10 * n`, and another one in between.
fn store(turns: u64) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), "own".into()).unwrap();
    for n in 0..turns {
        for conversation in ["c", "other"] {
            let turn = Payload::new(json!({"conversation_id": conversation, "content": n.to_string()})).unwrap();
            let said = store.write("test", |write| {
                write.append(Scope::Personal, Surface::Conversation, turn, n * 10)
            });
            said.unwrap();
        }
    }
    (dir, store)
}

fn numbers(page: &TurnPage) -> Vec<u64> {
    page.turns
        .iter()
        .map(|paged| paged.turn.content.parse().unwrap())
        .collect()
}

fn page(store: &Store, from: PageFrom, limit: u32) -> TurnPage {
    store.turn_page("c", from, limit).unwrap().unwrap()
}

#[test]
fn a_page_around_a_turn_has_its_neighbours_and_says_how_many_are_older() {
    let (_dir, store) = store(40);
    let all = page(&store, PageFrom::Start, 100);
    assert_eq!(all.older, Some(0));
    for at in [0, 1, 20, 38, 39] {
        let around = page(&store, PageFrom::Around(all.turns[at].cursor), 6);
        let first = at.saturating_sub(3);
        let expected: Vec<u64> = (first as u64..(at as u64 + 4).min(40)).collect();
        assert_eq!(numbers(&around), expected, "{at}");
        assert_eq!(around.older, Some(first as u64));
        assert_eq!((around.has_older, around.has_newer), (at > 3, at + 4 < 40), "{at}");
    }
    let end = page(&store, PageFrom::End, 6);
    assert_eq!((end.older, numbers(&end)), (Some(34), (34..40).collect()));
}

#[test]
fn a_page_at_a_time_begins_around_the_first_turn_since_and_beyond_the_last_it_is_the_newest() {
    let (_dir, store) = store(40);
    assert_eq!(
        numbers(&page(&store, PageFrom::Time(195), 6)),
        (17..24).collect::<Vec<_>>()
    );
    assert_eq!(
        numbers(&page(&store, PageFrom::Time(200), 6)),
        (17..24).collect::<Vec<_>>()
    );
    assert_eq!(numbers(&page(&store, PageFrom::Time(0), 6)), (0..4).collect::<Vec<_>>());
    assert_eq!(
        numbers(&page(&store, PageFrom::Time(10_000), 6)),
        (34..40).collect::<Vec<_>>()
    );
}
