//! The protocol of voted leases, checked exhaustively: the real rules, every order of what can happen.

mod action;
mod broken;
mod device;
mod happen;
mod kept;
mod normal;
mod odd;
mod odd_three;
mod past;
mod plan;
mod reduction;
mod report;
mod scenario;
mod step;
mod suffix;
mod three;
mod tidy;
mod trace;
mod two;
mod world;
mod wrong;

use report::{catch, explore};

#[test]
fn two_devices_ask_renew_and_release() {
    explore(two::two_ask());
}

#[test]
fn two_devices_ask_and_say_so_later() {
    explore(two::two_ask_unsaid());
}

#[test]
fn two_devices_keep_and_hand_over() {
    explore(two::two_keep());
}

#[test]
fn two_devices_leave_and_return() {
    explore(two::two_leave());
}

#[test]
fn a_new_secretary_enters() {
    explore(odd_three::one_enters());
}

#[test]
fn a_machine_restarts() {
    explore(odd::two_reboot());
}

#[test]
fn a_device_is_set_back() {
    explore(odd::two_restore());
}

#[test]
fn a_device_is_copied() {
    explore(odd::two_copy());
}

#[test]
fn a_person_takes_over() {
    explore(two::two_take_over());
}

#[test]
fn persons_go_on_without_each_other() {
    explore(two::two_decide());
}

#[test]
fn three_devices_ask() {
    explore(three::three_ask());
}

#[test]
fn three_devices_ask_renew_and_release() {
    explore(three::three_renew());
}

#[test]
fn one_of_three_leaves_and_returns() {
    explore(three::three_leave());
}

#[test]
fn two_of_three_leave() {
    explore(three::three_leave_twice());
}

#[test]
fn a_person_goes_on_without_one_of_three() {
    explore(three::three_decide());
}

#[test]
fn a_vote_kept_only_in_memory_is_caught() {
    catch(wrong::vote_in_memory());
}

#[test]
fn a_time_that_counts_from_the_grant_is_caught() {
    catch(wrong::time_from_grant());
}

#[test]
fn votes_counted_for_another_word_are_caught() {
    catch(wrong::any_word());
}

#[test]
fn clocks_further_apart_than_assumed_are_caught() {
    catch(wrong::bad_clocks());
}

#[test]
fn a_copy_of_the_only_voter_is_caught() {
    catch(wrong::lone_copy());
}

#[test]
fn three_devices_ask_and_say_so_later() {
    explore(three::three_ask_unsaid());
}

#[test]
fn three_devices_keep_and_hand_over() {
    explore(three::three_keep());
}

#[test]
fn a_person_takes_over_from_one_of_three() {
    explore(three::three_take_over());
}

#[test]
fn one_of_three_machines_restarts() {
    explore(odd_three::three_reboot());
}

#[test]
fn one_of_three_is_set_back() {
    explore(odd_three::three_restore());
}

#[test]
fn one_of_three_is_copied() {
    explore(odd_three::three_copy());
}

#[test]
fn the_one_of_three_that_asked_is_copied() {
    explore(odd_three::three_copy_claim());
}

#[test]
fn what_is_left_out_of_two_devices_changes_nothing() {
    plan::two().into_iter().for_each(reduction::verify);
}

#[test]
fn what_is_left_out_of_three_devices_changes_nothing() {
    plan::three().into_iter().for_each(reduction::verify);
}

#[test]
#[ignore = "writes target/lease_model.md: what every test run explores, in numbers"]
fn report() {
    report::write("lease_model.md", &plan::all());
}

#[test]
#[ignore = "takes long, and writes target/lease_model_whole.md: each scenario to its end, or the one that BATON_SCENARIO names"]
fn whole() {
    let only = std::env::var("BATON_SCENARIO").unwrap_or_default();
    let named = plan::all().into_iter().filter(|scenario| scenario.name.contains(&only));
    let whole = named.map(|scenario| scenario::Scenario { depth: 0, ..scenario });
    report::write("lease_model_whole.md", &whole.collect::<Vec<_>>());
}
