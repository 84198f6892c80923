//! The Markdown tables.

use std::{collections::BTreeSet, fmt::Write as _, iter};

use super::{
    numbers::{self, shown, times},
    targets::{self, Verdict},
};
use crate::{
    figures::Figures,
    machine::{Machine, limits::Limit},
    measure::{Measure, Unit},
    systems::System,
};

/// Everything, as Markdown.
pub fn markdown(machine: &Machine, figures: &Figures) -> String {
    let parts = [
        heading(machine),
        by_size(figures),
        rivals(figures),
        verdicts(figures),
        limits(figures),
    ];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn heading(machine: &Machine) -> String {
    let Machine {
        cores,
        processor,
        system,
        began,
    } = machine;
    format!("Measured on {began}, {system}, {cores} cores of {processor}. Medians.\n")
}

fn line(text: &mut String, cells: &[String]) {
    // Writing into a string cannot fail.
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

fn table(head: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let rules = (0..head.len()).map(|column| if column == 0 { "---" } else { "---:" }.to_owned());
    let mut text = String::new();
    line(&mut text, head);
    line(&mut text, &rules.collect::<Vec<_>>());
    rows.into_iter().for_each(|cells| line(&mut text, &cells));
    text
}

fn measures(figures: &Figures, system: System) -> BTreeSet<Measure> {
    let of_it = figures.all().filter(|((_, other, _), _)| *other == system);
    of_it.map(|((measure, ..), _)| *measure).collect()
}

/// Baton beside how much it holds, and as a multiple of what the machine can do.
fn by_size(figures: &Figures) -> String {
    let sizes: BTreeSet<u64> = figures.all().map(|((.., turns), _)| *turns).collect();
    let Some((smallest, largest)) = sizes.first().zip(sizes.last()) else {
        return String::new();
    };
    let mut head = vec!["Baton".to_owned()];
    head.extend(sizes.iter().map(|turns| format!("{} turns", numbers::turns(*turns))));
    head.extend([
        "growth".to_owned(),
        "times the limit".to_owned(),
        "which limit".to_owned(),
    ]);
    let row = |measure: Measure| {
        let cell = |turns: &u64| cell(figures, measure, System::Baton, *turns);
        let mut cells = vec![measure.title().to_owned()];
        cells.extend(sizes.iter().map(cell));
        cells.push(growth(figures, measure, *smallest, *largest));
        cells.extend(multiple(figures, measure));
        cells
    };
    let rows = measures(figures, System::Baton).into_iter().map(row);
    format!("### Baton by how much it holds\n\n{}", table(&head, rows))
}

fn cell(figures: &Figures, measure: Measure, system: System, turns: u64) -> String {
    let value = figures.value(measure, system, turns);
    value.map_or_else(none, |value| shown(value, measure.unit()))
}

fn growth(figures: &Figures, measure: Measure, smallest: u64, largest: u64) -> String {
    figures.growth(measure, (smallest, largest)).map_or_else(none, times)
}

/// The largest size's figure as a multiple of its limit, and which limit that is.
fn multiple(figures: &Figures, measure: Measure) -> [String; 2] {
    let largest = figures.sizes(measure).into_iter().rev();
    let mut known = largest.filter_map(|turns| Some((turns, figures.value(measure, System::Baton, turns)?)));
    let none = || [none(), none()];
    let Some((turns, value)) = known.next() else {
        return none();
    };
    let Some((limit, count)) = measure.bound(turns) else {
        return none();
    };
    let Some(best) = figures.limit(limit, turns) else {
        return none();
    };
    let seconds = if measure.unit() == Unit::PerSecond {
        1.0 / value
    } else {
        value
    };
    let which = if count == 1.0 {
        limit.title().to_owned()
    } else {
        format!("{} of: {}", numbers::turns(count as u64), limit.title())
    };
    [times(seconds / (best * count)), which]
}

/// Everybody beside everybody, at each size.
fn rivals(figures: &Figures) -> String {
    let systems = figures.systems();
    if systems.len() < 2 {
        return String::new();
    }
    let sizes: BTreeSet<u64> = figures.all().map(|((.., turns), _)| *turns).collect();
    let tables = sizes.into_iter().map(|turns| {
        let title = format!("### All systems at {} turns\n\n", numbers::turns(turns));
        title + &table_of_systems(figures, &systems, turns)
    });
    tables.collect::<Vec<_>>().join("\n")
}

fn table_of_systems(figures: &Figures, systems: &[System], turns: u64) -> String {
    let mut head = vec![String::new()];
    head.extend(systems.iter().map(ToString::to_string));
    let mut notes = BTreeSet::new();
    let mut rows = Vec::new();
    for measure in measures(figures, System::Baton) {
        let mut cells = vec![measure.title().to_owned()];
        for system in systems {
            cells.push(beside_baton(figures, measure, *system, turns));
            if let Some(reason) = figures
                .get(measure, *system, turns)
                .and_then(|cell| cell.lacking.as_ref())
            {
                notes.insert(format!("- {system}: {}: {reason}", measure.title()));
            }
        }
        if cells[2..].iter().any(|cell| cell != "-") {
            rows.push(cells);
        }
    }
    let notes: String = notes.into_iter().map(|note| note + "\n").collect();
    let mut text = table(&head, rows);
    if !notes.is_empty() {
        let _ = write!(text, "\n{notes}");
    }
    text
}

/// A rival's figure, and how often Baton's goes into it.
fn beside_baton(figures: &Figures, measure: Measure, system: System, turns: u64) -> String {
    let shown = cell(figures, measure, system, turns);
    let value = |system| figures.value(measure, system, turns);
    match value(system).zip(value(System::Baton)) {
        Some((theirs, ours)) if system != System::Baton && ours > 0.0 => format!("{shown} ({})", times(theirs / ours)),
        _ => shown,
    }
}

fn verdicts(figures: &Figures) -> String {
    let head = ["target", "figure", "wanted", ""].map(str::to_owned);
    let rows: Vec<_> = targets::judge(figures).into_iter().map(Verdict::into_cells).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("### Targets\n\n{}", table(&head, rows))
}

fn limits(figures: &Figures) -> String {
    let sizes: BTreeSet<u64> = figures.limits().map(|((_, turns), _)| *turns).collect();
    let mut head = vec!["This machine at its best, median".to_owned()];
    head.extend(
        sizes
            .iter()
            .map(|turns| format!("beside {} turns", numbers::turns(*turns))),
    );
    let shown = |limit, turns| figures.limit(limit, turns).map(|median| shown(median, Unit::Seconds));
    let row = |limit: Limit| {
        let cells = sizes.iter().map(|turns| shown(limit, *turns).unwrap_or_else(none));
        iter::once(limit.title().to_owned()).chain(cells).collect()
    };
    format!("### Limits\n\n{}", table(&head, Limit::ALL.into_iter().map(row)))
}

/// What stands where nothing was measured.
fn none() -> String {
    "-".to_owned()
}
