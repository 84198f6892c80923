//! The plot of what one new turn costs beside how much is held: lines in a log-log grid, as SVG.
//!
//! Written by hand and not by a plotting library, since it follows the reader's choice of light or dark, which those do
//! not do.

use std::fmt::Write as _;

use super::numbers::{shown, turns};
use crate::{
    figures::Figures,
    measure::{Measure, Unit},
    systems::System,
};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 440.0;
const LEFT: f64 = 74.0;
const RIGHT: f64 = 130.0;
const TOP: f64 = 64.0;
const BOTTOM: f64 = 58.0;
/// Labels at the ends of lines keep this distance.
const LINE_HEIGHT: f64 = 17.0;

const STYLE: &str = "
  svg { font: 13px system-ui, sans-serif; }
  .title { font-size: 17px; font-weight: 600; }
  text, .title { fill: #1f2328; } .quiet { fill: #59636e; }
  .paper { fill: #ffffff; } .grid { stroke: #d1d9e0; } .axis { stroke: #59636e; }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; } .baton-line { stroke-width: 4; }
  .dot { stroke: none; } .name { font-weight: 600; }
";

const DARK_STYLE: &str = "
    text, .title { fill: #f0f6fc; } .quiet { fill: #9198a1; }
    .paper { fill: #0d1117; } .grid { stroke: #3d444d; } .axis { stroke: #9198a1; }
";

/// The colours of the systems, in their order, on light and on dark paper.
const INKS: [(&str, &str); 5] = [
    ("#0969da", "#4493f8"),
    ("#cf222e", "#ff7b72"),
    ("#9a6700", "#d29922"),
    ("#8250df", "#ab7df8"),
    ("#1a7f37", "#3fb950"),
];

/// A quantity on one axis, by powers of ten.
#[derive(Debug, Clone, Copy)]
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Whole decades around some values, drawn between two places.
    fn around(values: impl Iterator<Item = f64> + Clone, from: f64, to: f64) -> Self {
        let low = values.clone().fold(f64::INFINITY, f64::min).log10().floor();
        let high = values.fold(0.0, f64::max).log10().ceil();
        let high = if high > low { high } else { low + 1.0 };
        Self { low, high, from, to }
    }

    fn at(self, value: f64) -> f64 {
        self.from + (value.log10() - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    fn decades(self) -> impl Iterator<Item = f64> {
        (self.low as i32..=self.high as i32).map(|power| 10_f64.powi(power))
    }
}

/// One system's points, in order of size.
struct Line {
    system: System,
    points: Vec<(f64, f64)>,
}

/// The plot; none if nothing was measured at two sizes.
pub fn growth(figures: &Figures) -> Option<String> {
    let lines: Vec<_> = figures
        .systems()
        .into_iter()
        .filter_map(|system| line(figures, system))
        .collect();
    if lines.is_empty() {
        return None;
    }
    let points = lines.iter().flat_map(|line| line.points.iter().copied());
    let across = Scale::around(points.clone().map(|(x, _)| x), LEFT, WIDTH - RIGHT);
    let up = Scale::around(points.map(|(_, y)| y), HEIGHT - BOTTOM, TOP);
    let mut svg = head();
    grid(&mut svg, across, up);
    lines.iter().for_each(|line| draw(&mut svg, line, across, up));
    name_lines(&mut svg, &lines, across, up);
    svg.push_str("</svg>\n");
    Some(svg)
}

fn line(figures: &Figures, system: System) -> Option<Line> {
    let sizes = figures.sizes(Measure::NewTurn).into_iter();
    let point = |size| Some((size as f64, figures.value(Measure::NewTurn, system, size)?));
    let points: Vec<_> = sizes.filter_map(point).collect();
    (points.len() > 1).then_some(Line { system, points })
}

/// Adds one line of SVG. Writing into a string cannot fail.
macro_rules! put {
    ($svg:expr, $($text:tt)*) => {{ let _ = writeln!($svg, $($text)*); }};
}

/// Colours stand in every rule, since not every viewer knows variables.
fn style() -> String {
    let inked = |ink: fn(&(&'static str, &'static str)) -> &'static str| {
        let rule = |(k, colours)| {
            let ink = ink(colours);
            format!("  .s{k} .line {{ stroke: {ink}; }} .s{k} .dot, .s{k}.name {{ fill: {ink}; }}\n")
        };
        INKS.iter().enumerate().map(rule).collect::<String>()
    };
    let (light, dark) = (inked(|(light, _)| light), inked(|(_, dark)| dark));
    format!("{STYLE}{light}  @media (prefers-color-scheme: dark) {{{DARK_STYLE}{dark}  }}\n")
}

fn head() -> String {
    let mut svg = String::new();
    put!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"title\">"
    );
    put!(
        svg,
        "<title id=\"title\">What one new turn costs beside how many are held already, by system</title>"
    );
    put!(svg, "<style>{}</style>", style());
    put!(
        svg,
        "<rect class=\"paper\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"8\"/>"
    );
    put!(
        svg,
        "<text class=\"title\" x=\"{LEFT}\" y=\"30\">One new turn, from one device to the other</text>"
    );
    put!(
        svg,
        "<text class=\"quiet\" x=\"{LEFT}\" y=\"49\">recorded, sent through a folder, taken over and read there; median; lower is better</text>"
    );
    svg
}

fn grid(svg: &mut String, across: Scale, up: Scale) {
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    for value in up.decades() {
        let (y, label) = (
            up.at(value),
            shown(value, Unit::Seconds).replace(".00", "").replace(".0", ""),
        );
        put!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"
        );
        put!(
            svg,
            "<text class=\"quiet\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            LEFT - 8.0,
            y + 4.0
        );
    }
    for value in across.decades() {
        let x = across.at(value);
        put!(
            svg,
            "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{bottom}\"/>"
        );
        let label = turns(value as u64);
        put!(
            svg,
            "<text class=\"quiet\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
            bottom + 20.0
        );
    }
    put!(
        svg,
        "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{bottom}\" y2=\"{bottom}\"/>"
    );
    let middle = f64::midpoint(LEFT, right);
    put!(
        svg,
        "<text x=\"{middle}\" y=\"{:.1}\" text-anchor=\"middle\">turns held already</text>",
        HEIGHT - 14.0
    );
}

/// Its place among the colours.
fn ink(system: System) -> usize {
    System::ALL
        .iter()
        .position(|other| *other == system)
        .unwrap_or_default()
}

fn draw(svg: &mut String, line: &Line, across: Scale, up: Scale) {
    let places: Vec<_> = line.points.iter().map(|(x, y)| (across.at(*x), up.at(*y))).collect();
    let path: Vec<_> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let ours = if line.system.is_ours() { " baton-line" } else { "" };
    put!(svg, "<g class=\"s{}\">", ink(line.system));
    put!(svg, "<polyline class=\"line{ours}\" points=\"{}\"/>", path.join(" "));
    for (x, y) in places {
        put!(svg, "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
    }
    put!(svg, "</g>");
}

/// Names at the ends of the lines, moved apart where they would overlap.
fn name_lines(svg: &mut String, lines: &[Line], across: Scale, up: Scale) {
    let end = |line: &Line| line.points.last().map(|(x, y)| (across.at(*x), up.at(*y), line.system));
    let mut ends: Vec<_> = lines.iter().filter_map(end).collect();
    ends.sort_by(|(x, y, _), (other_x, other_y, _)| x.total_cmp(other_x).then(y.total_cmp(other_y)));
    let mut free = (LEFT, TOP);
    for (x, y, system) in ends {
        let y = if x == free.0 { y.max(free.1) } else { y };
        free = (x, y + LINE_HEIGHT);
        put!(
            svg,
            "<text class=\"name s{}\" x=\"{:.1}\" y=\"{:.1}\">{system}</text>",
            ink(system),
            x + 10.0,
            y + 4.0
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_with_two_sizes_has_a_named_line() {
        let mut figures = Figures::default();
        for (turns, ours, theirs) in [(1_000, 0.002, 0.04), (10_000, 0.002, 0.4)] {
            figures.add((Measure::NewTurn, System::Baton, turns), &[ours]);
            figures.add((Measure::NewTurn, System::CarSync, turns), &[theirs]);
        }
        figures.add((Measure::NewTurn, System::Loro, 1_000), &[0.001]);
        let svg = growth(&figures).unwrap();
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert!(svg.contains(">Baton</text>") && svg.contains(">car-sync</text>") && !svg.contains("loro"));
        assert!(growth(&Figures::default()).is_none());
    }

    #[test]
    fn a_scale_spans_whole_decades() {
        let scale = Scale::around([0.002, 0.4].into_iter(), 100.0, 0.0);
        assert_eq!(scale.decades().count(), 4);
        assert!((scale.at(0.001) - 100.0).abs() < 1e-9 && scale.at(1.0).abs() < 1e-9);
    }
}
