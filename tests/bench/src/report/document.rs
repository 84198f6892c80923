//! The figures as JSON, with every sample.

use serde_json::{Value, json};

use crate::{
    figures::{Figures, median},
    machine::Machine,
};

/// Everything, as one JSON document.
pub fn document(machine: &Machine, figures: &Figures) -> Value {
    let limits = figures.limits().map(|((limit, turns), samples)| {
        json!({"limit": limit.title(), "beside": turns, "seconds": median(samples), "samples": samples})
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
