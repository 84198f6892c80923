use crate::{
    bus_services::{LoginManager, wait_until_released},
    desk::Desk,
    wait,
};

#[test]
fn sleep_is_held_up_until_the_other_devices_are_told_and_they_are_told_of_waking_up() {
    let desk = Desk::new();
    let manager = LoginManager::start(&desk);
    let app = desk.start_app();
    let inhibitor = manager.wait_for_inhibitor();
    wait::until_true("a round", || app.logged("round done") > 0);

    manager.say(true);
    wait_until_released(inhibitor);
    assert_eq!(app.logged("the other devices are told"), 1);

    manager.say(false);
    manager.wait_for_inhibitor();
    assert_eq!(app.logged("the other devices are told"), 2);
}
