//! What another device holds is taken over in the real window.

use baton_tests::desktop::page::{Page, free_port};

use crate::{app::App, baton::Baton, desk::Desk, screen::Screen, wait};

/// Whether anybody holds the lease, as this device knows it.
fn is_free(baton: &Baton) -> bool {
    baton.run(&["lease", "status", "mail"])["lease"].is_null()
}

#[test]
fn the_lease_of_another_device_is_taken_over_once_the_person_saw_what_may_run_twice() {
    let desk = Desk::new();
    let (peer, own) = (desk.baton("peer"), desk.baton("app"));
    peer.run(&["lease", "acquire", "mail", "--ttl-ms", "600000"]);
    let run = ["--run", "r1", "--epoch", "1", "--status", "pending"];
    peer.run(&[&["record-intent", "--agent", "mail"], &run[..]].concat());
    peer.run(&["pump"]);
    let (inspector, relay) = (free_port(), desk.folder().join("relay"));
    let _app = App::start_automated(&desk, &["--show", "--relay", relay.to_str().unwrap()], inspector);
    Screen::of(&desk).wait_for_window();
    wait::until_true("the peer's lease", || {
        peer.run(&["pump"]);
        !is_free(&own)
    });

    let page = Page::attach(inspector);
    page.click("return document.querySelector('nav a[href=\"#/leases\"]');");
    page.click("return [...document.querySelectorAll('button')].find((one) => one.innerText.startsWith('Take over'));");
    page.wait_for(
        "const text = document.querySelector('dialog[open]')?.innerText ?? '';
         return ['Take over the lease of mail?', 'holds it, at epoch 1.', 'This run may run twice', 'r1']
             .every((words) => text.includes(words));",
    );
    page.click(
        "return [...document.querySelectorAll('dialog[open] button')]
             .find((one) => one.innerText.includes('Take over at epoch 1'));",
    );
    page.wait_for("return document.body.innerText.includes('The lease of mail was taken over.');");
    // A majority decides it: the other device too.
    wait::until_true("a free lease on both devices", || {
        peer.run(&["pump"]);
        is_free(&own) && is_free(&peer)
    });
}
