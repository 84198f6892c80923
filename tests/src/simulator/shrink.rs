use super::{Make, Schedule, trial};

/// The shortest schedule found that still breaks the same rule: steps are left out, first many at once.
pub fn shrink(schedule: &Schedule, rule: &str, make: &Make) -> Schedule {
    let mut least = schedule.clone();
    let mut stride = least.steps.len().div_ceil(2);
    while stride > 0 {
        let shorter = (0..least.steps.len()).step_by(stride).find_map(|from| {
            let candidate = without(&least, from, stride);
            breaks(&candidate, rule, make).then_some(candidate)
        });
        match shorter {
            Some(shorter) => least = shorter,
            None => stride /= 2,
        }
    }
    simpler(least, rule, make)
}

/// Less around the steps, where that breaks the same rule.
fn simpler(mut least: Schedule, rule: &str, make: &Make) -> Schedule {
    let straight: [fn(&mut Schedule); 3] = [
        |schedule| schedule.has_late_joiner = false,
        |schedule| schedule.clocks.iter_mut().for_each(|clock| *clock = 0),
        |schedule| schedule.is_apart = false,
    ];
    for change in straight {
        let mut candidate = least.clone();
        change(&mut candidate);
        if breaks(&candidate, rule, make) {
            least = candidate;
        }
    }
    least
}

fn without(schedule: &Schedule, from: usize, count: usize) -> Schedule {
    let mut shorter = schedule.clone();
    shorter.steps.drain(from..(from + count).min(schedule.steps.len()));
    shorter
}

fn breaks(schedule: &Schedule, rule: &str, make: &Make) -> bool {
    trial(schedule, make)
        .failure
        .is_some_and(|failure| failure.rule == rule)
}
