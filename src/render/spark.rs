//! The sparkline of a card as inline SVG: the last periods, gaps left open, the bound dashed. Colours
//! are CSS variables, so one drawing serves both grounds.

use std::fmt::Write;

use super::trend::{Point, span};

const WIDTH: f64 = 160.0;
const HEIGHT: f64 = 32.0;
const EDGE: f64 = 3.0;

/// The sparkline, or nothing when fewer than two periods have a value.
#[must_use]
pub fn svg(history: &[Point], bound: Option<f64>, label: &str) -> String {
    let known = history.iter().filter(|(_, value)| value.is_some()).count();
    let (Some((low, high)), true) = (span(history, bound), known >= 2) else { return String::new() };
    let reach = if high > low { high - low } else { 1.0 };
    let y = |value: f64| HEIGHT - EDGE - (value - low) / reach * (HEIGHT - 2.0 * EDGE);
    let step = WIDTH / crate::metric::count(history.len().saturating_sub(1).max(1) as u64);
    let mut out = format!(
        "<svg class=\"spark\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">",
        super::html::escape(label)
    );
    if let Some(bound) = bound {
        let at = y(bound);
        let _ = write!(out, "<path class=\"limit\" d=\"M0 {at:.1}H{WIDTH}\"/>");
    }
    let mut path = String::new();
    let mut pen_down = false;
    let mut x = 0.0;
    let mut last = (0.0, 0.0);
    for (_, value) in history {
        if let Some(value) = value {
            last = (x, y(*value));
            let _ = write!(path, "{}{:.1} {:.1}", if pen_down { 'L' } else { 'M' }, last.0, last.1);
        }
        pen_down = value.is_some();
        x += step;
    }
    let _ = write!(out, "<path class=\"line\" d=\"{path}\"/>");
    let _ = write!(out, "<path class=\"end\" d=\"M{:.1} {:.1}h0.01\"/></svg>", last.0, last.1);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_lift_the_pen() {
        let drawn = svg(&[(0, Some(0.0)), (7, None), (14, Some(1.0)), (21, Some(0.5))], None, "a \"b\"");
        assert!(drawn.contains("d=\"M0.0 29.0M106.7 3.0L160.0 16.0\""), "{drawn}");
        assert!(!drawn.contains("limit") && drawn.contains("a &quot;b&quot;"));
    }

    #[test]
    fn the_bound_is_always_in_sight() {
        let drawn = svg(&[(0, Some(5.0)), (7, Some(6.0))], Some(15.0), "");
        assert!(drawn.contains("M0 3.0H160"), "{drawn}");
        assert_eq!(svg(&[(0, Some(5.0)), (7, None)], Some(15.0), ""), "");
    }
}
