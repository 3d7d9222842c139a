//! The marks of a chart with axes: lines with gaps, dots, bands, bars; and what they tell the
//! layout: how far they reach and where a named series ends.

use super::axes::Field;
use super::pen::{Anchor, Pen, Stroke, dashed, solid};
use super::text::Size;
use super::theme::Ink;
use crate::chart::spec::{Layer, Tone};
use crate::report::Status;

/// Widest a bar may be: a few weeks stay bars instead of becoming blocks.
const WIDEST: f64 = 72.0;

/// Where a named series ends, for its label.
#[derive(Debug, Clone, Copy)]
pub struct NamedEnd {
    /// Value at its right end.
    pub y: f64,
    /// Its colour.
    pub ink: Ink,
}

/// Named series and where they end; unnamed and empty ones are left out.
pub fn names(layers: &[Layer]) -> Vec<(&str, NamedEnd)> {
    layers
        .iter()
        .filter_map(|layer| match layer {
            Layer::Line { name, color, points, .. } if !name.is_empty() => {
                let y = points.iter().rev().find_map(|(_, y)| *y)?;
                Some((name.as_str(), NamedEnd { y, ink: Ink::Series(*color) }))
            }
            Layer::Bars { name, color, bars, .. } if !name.is_empty() => {
                let (_, from, to, _) = bars.last()?;
                Some((name.as_str(), NamedEnd { y: f64::midpoint(*from, *to), ink: Ink::Series(*color) }))
            }
            _ => None,
        })
        .collect()
}

/// Lowest and highest x; bars take half their width more.
pub fn extent_x(layers: &[Layer]) -> (f64, f64) {
    let mut range = Range::default();
    for layer in layers {
        match layer {
            Layer::Line { points, .. } => points.iter().for_each(|(x, _)| range.take(*x)),
            Layer::Dots { points, .. } => points.iter().for_each(|(x, _, _)| range.take(*x)),
            Layer::Band { points, .. } => points.iter().for_each(|(x, _)| range.take(*x)),
            Layer::Bars { bars, width, .. } => {
                for (x, ..) in bars {
                    range.take(x - width * 0.6);
                    range.take(x + width * 0.6);
                }
            }
            Layer::Upright { at, .. } => range.take(*at),
            Layer::Below { .. } | Layer::Rows(_) | Layer::Targets(_) => {}
        }
    }
    if range.low > range.high { (0.0, 1.0) } else { (range.low, range.high) }
}

/// Lowest and highest y; the low one is above the high one when nothing is drawn.
pub fn extent_y(layers: &[Layer]) -> (f64, f64) {
    let mut range = Range::default();
    for layer in layers {
        match layer {
            Layer::Line { points, .. } => points.iter().filter_map(|(_, y)| *y).for_each(|y| range.take(y)),
            Layer::Dots { points, .. } => points.iter().for_each(|(_, y, _)| range.take(*y)),
            Layer::Band { points, .. } => {
                for (low, high) in points.iter().filter_map(|(_, band)| *band) {
                    range.take(low);
                    range.take(high);
                }
            }
            Layer::Bars { bars, .. } => {
                for (_, from, to, _) in bars {
                    range.take(*from);
                    range.take(*to);
                }
            }
            Layer::Upright { .. } | Layer::Below { .. } | Layer::Rows(_) | Layer::Targets(_) => {}
        }
    }
    (range.low, range.high)
}

struct Range {
    low: f64,
    high: f64,
}

impl Default for Range {
    fn default() -> Self {
        Self { low: f64::INFINITY, high: f64::NEG_INFINITY }
    }
}

impl Range {
    fn take(&mut self, value: f64) {
        if value.is_finite() {
            self.low = self.low.min(value);
            self.high = self.high.max(value);
        }
    }
}

/// Draws one layer.
pub fn draw(pen: &mut Pen, layer: &Layer, field: &Field) {
    match layer {
        Layer::Line { color, dashed: broken, points, .. } => {
            let ink = Ink::Series(*color);
            draw_line(pen, points, if *broken { dashed(ink, 1.5) } else { solid(ink, 2.0) }, field);
        }
        Layer::Dots { color, points } => {
            for (x, y, hollow) in points {
                let (at, ink) = ((field.x(*x), field.y(*y)), Ink::Series(*color));
                if *hollow { pen.ring(at, 3.0, ink) } else { pen.dot(at, 2.75, ink) }
            }
        }
        Layer::Band { color, points } => draw_band(pen, points, *color, field),
        Layer::Bars { color, tone, width, bars, .. } => {
            for bar in bars {
                draw_bar(pen, *bar, *width, (*color, *tone), field);
            }
        }
        Layer::Upright { at, words } => {
            let (x, ink) = (field.x(*at), Ink::Status(Status::Breach));
            pen.line((x, field.area.top), (x, field.area.bottom), dashed(ink, 1.25));
            pen.text_over((x + 6.0, field.area.top + 12.0), words, Size::Small, ink, Anchor::Start);
        }
        Layer::Below { .. } | Layer::Rows(_) | Layer::Targets(_) => {}
    }
}

/// A line in pieces between gaps; a lone point between two gaps is a dot.
fn draw_line(pen: &mut Pen, points: &[(f64, Option<f64>)], stroke: Stroke, field: &Field) {
    for piece in points.split(|(_, y)| y.is_none()) {
        let places: Vec<(f64, f64)> = piece.iter().filter_map(|(x, y)| y.map(|y| (field.x(*x), field.y(y)))).collect();
        match places.as_slice() {
            [] => {}
            [only] => pen.dot(*only, stroke.width, stroke.ink),
            _ => pen.polyline(&places, stroke),
        }
    }
}

/// A band in pieces between gaps.
fn draw_band(pen: &mut Pen, points: &[(f64, Option<(f64, f64)>)], color: usize, field: &Field) {
    for piece in points.split(|(_, band)| band.is_none()) {
        let low = piece.iter().filter_map(|(x, band)| band.map(|band| (field.x(*x), field.y(band.0))));
        let high = piece.iter().rev().filter_map(|(x, band)| band.map(|band| (field.x(*x), field.y(band.1))));
        let outline: Vec<(f64, f64)> = low.chain(high).collect();
        if outline.len() >= 4 {
            pen.polygon(&outline, Ink::Series(color), 0.18);
        } else if let [a, b] = outline.as_slice() {
            pen.line(*a, *b, solid(Ink::Series(color), 1.0));
        }
    }
}

fn draw_bar(
    pen: &mut Pen,
    (x, from, to, hollow): (f64, f64, f64, bool),
    width: f64,
    (color, tone): (usize, Tone),
    field: &Field,
) {
    if (to - from).abs() < f64::EPSILON {
        return;
    }
    let half = ((field.x(x + width / 2.0) - field.x(x - width / 2.0)) / 2.0).min(WIDEST / 2.0);
    let (left, right) = (field.x(x) - half, field.x(x) + half);
    let (top, bottom) = (field.y(from.max(to)), field.y(from.min(to)));
    let place = (left, top, (right - left).max(0.75), (bottom - top).max(0.75));
    if hollow && place.2 >= 4.0 && place.3 >= 3.0 {
        pen.frame(place, solid(Ink::Series(color), 1.0));
    } else {
        let opacity = match (tone, hollow) {
            (Tone::Strong, false) => 1.0,
            (Tone::Soft, false) => 0.4,
            (_, true) => 0.15,
        };
        pen.rect(place, Ink::Series(color), opacity);
    }
}
