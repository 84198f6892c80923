//! The figures as JSON, with every sample.

use serde_json::{Value, json};

use crate::{
    figures::{Figures, median},
    machine::{Machine, limits::Limit},
};

/// Everything, as one JSON document.
pub fn document(machine: &Machine, figures: &Figures) -> Value {
    let limits = Limit::ALL.into_iter().filter_map(|limit| {
        let seconds = figures.limit(limit)?;
        Some(json!({"limit": limit.title(), "seconds": seconds}))
    });
    let cells = figures.all().map(|((measure, system, turns), figure)| {
        json!({
            "measure": measure, "title": measure.title(), "system": system, "turns": turns,
            "unit": format!("{:?}", measure.unit()).to_lowercase(),
            "value": measure.value(figure), "median": median(&figure.samples),
            "samples": figure.samples, "lacking": figure.lacking,
        })
    });
    json!({
        "machine": machine,
        "limits": limits.collect::<Vec<_>>(),
        "figures": cells.collect::<Vec<_>>(),
    })
}
