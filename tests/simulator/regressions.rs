//! Every seed that ever broke a rule.

use baton_tests::simulator::{baton, run};

#[test]
fn no_seed_that_ever_broke_a_rule_breaks_one_again() {
    for line in include_str!("regressions.txt").lines() {
        let seed = line.split('#').next().unwrap_or_default().trim();
        if seed.is_empty() {
            continue;
        }
        if let (_, Some(found)) = run(seed.parse().unwrap(), &baton) {
            panic!("{found}");
        }
    }
}
