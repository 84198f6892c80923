//! What the relay lost is offered again by whoever holds it.

use std::fs;

use baton_engine::relay::device_dir;
use baton_tests::{Fleet, converge, exchange, files_below, said, say};

#[test]
fn what_a_device_that_is_gone_wrote_reaches_a_newcomer_though_the_folder_lost_it() {
    let fleet = Fleet::new();
    let (mut gone, mut keeper) = (fleet.device("gone"), fleet.device("keeper"));
    (0..5).for_each(|n| drop(say(&mut gone, "c", &format!("{n}"))));
    converge(&mut [&mut gone, &mut keeper]);
    let theirs = fleet.relay().join(device_dir(&"gone".into()));
    fs::remove_dir_all(&theirs).unwrap();
    let mut newcomer = fleet.device("newcomer");
    exchange(&mut [&mut newcomer, &mut keeper]);
    converge(&mut [&mut newcomer, &mut keeper]);
    assert_eq!(said(&mut newcomer, "c"), ["0", "1", "2", "3", "4"]);
    assert!(!theirs.exists(), "somebody wrote into another device's directory");

    // Its author is back: it says what it wrote itself, and the copy goes.
    converge(&mut [&mut gone, &mut newcomer, &mut keeper]);
    let carried = files_below(&fleet.relay())
        .into_iter()
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("b-"));
    assert_eq!(carried.count(), 0);
}
