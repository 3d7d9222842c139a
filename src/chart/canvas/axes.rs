//! Charts with a value axis upwards: grid, ticks, bands, bars, lines, bounds, and names at the ends
//! of series. In: [`Axes`] and the room. Out: elements through the pen.

use super::axis::{Base, Tick, date_ticks, round_range, value_ticks};
use super::marks;
use super::page::Area;
use super::pen::{Anchor, Pen, dashed, solid};
use super::text::{Size, fit, real, spread, width};
use super::theme::Ink;
use crate::calendar::Day;
use crate::chart::spec::{Axes, Axis, BadSide, Layer, Scale};
use crate::report::Status;
use crate::unit::{Lang, Text};

/// More named series than this get a legend instead of names at their ends.
const DIRECT: usize = 4;

/// Where values lie on the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The plotting rectangle.
    pub area: Area,
    /// Lowest and highest x.
    pub x: (f64, f64),
    /// Lowest and highest y.
    pub y: (f64, f64),
}

impl Field {
    /// Horizontal place of a value.
    pub fn x(&self, value: f64) -> f64 {
        let share = (value - self.x.0) / (self.x.1 - self.x.0);
        self.area.left + share.clamp(0.0, 1.0) * self.area.width()
    }

    /// Vertical place of a value; what lies past the axis is drawn at its end.
    pub fn y(&self, value: f64) -> f64 {
        let share = (value - self.y.0) / (self.y.1 - self.y.0);
        self.area.bottom - share.clamp(0.0, 1.0) * self.area.height()
    }
}

/// A label at the right edge: wished height, words, colour.
struct EndLabel {
    y: f64,
    words: String,
    ink: Ink,
}

/// Draws the chart into `room`.
pub fn draw(pen: &mut Pen, axes: &Axes, room: Area, lang: Lang) {
    let x = axes.x.range.unwrap_or_else(|| x_range(&axes.layers));
    let y = axes.y.range.unwrap_or_else(|| y_range(axes));
    let ticks = value_ticks(y, axes.y.scale, lang);
    let named = marks::names(&axes.layers);
    let legend = named.len() > DIRECT;
    let widest = |words: &mut dyn Iterator<Item = &str>| words.map(|w| width(w, Size::Small)).fold(0.0, f64::max);
    let left = widest(&mut ticks.iter().map(|tick| tick.words.as_str()));
    let ends: Vec<&str> = if legend { Vec::new() } else { named.iter().map(|(name, _)| *name).collect() };
    let bounds = axes.bounds.iter().map(|bound| bound.words.as_str());
    let right = widest(&mut ends.into_iter().chain(bounds)).min(170.0);
    let area = Area {
        left: room.left + left + 8.0,
        top: room.top + if legend { 44.0 } else { 26.0 },
        right: room.right - if right > 0.0 { right + 10.0 } else { 4.0 },
        bottom: room.bottom
            - if axes.x.title.is_empty() { 18.0 } else { 32.0 }
            - if below(&axes.layers).is_some() { 16.0 } else { 0.0 },
    };
    let field = Field { area, x, y };
    if legend {
        draw_legend(pen, &named, room);
    }
    draw_y_axis(pen, &axes.y, &ticks, &field, room, lang);
    draw_tints(pen, axes, &field);
    for layer in &axes.layers {
        marks::draw(pen, layer, &field);
    }
    if y.0 < 0.0 && y.1 > 0.0 {
        let zero = field.y(0.0);
        pen.line((area.left, zero), (area.right, zero), solid(Ink::Muted, 1.0));
    }
    draw_x_axis(pen, &axes.x, &field, room, lang);
    if let Some((name, places)) = below(&axes.layers) {
        draw_below(pen, name, places, &field, room);
    }
    draw_bounds_and_ends(pen, axes, &field, if legend { &[] } else { &named }, right);
}

/// First and last x any layer uses, with half a bar's room.
fn x_range(layers: &[Layer]) -> (f64, f64) {
    let (low, high) = marks::extent_x(layers);
    if high > low { (low, high) } else { (low - 0.5, low + 0.5) }
}

/// The y range: from zero under bars, near the data under lines, always with the bounds in it.
fn y_range(axes: &Axes) -> (f64, f64) {
    let (mut low, mut high) = marks::extent_y(&axes.layers);
    for bound in &axes.bounds {
        low = low.min(bound.at);
        high = high.max(bound.at * 1.04);
    }
    if low > high {
        (low, high) = (0.0, 1.0);
    }
    let bars = axes.layers.iter().any(|layer| matches!(layer, Layer::Bars { .. }));
    round_range((low, high), if bars { Base::Zero } else { Base::Free }, axes.y.scale)
}

fn draw_legend(pen: &mut Pen, named: &[(&str, marks::NamedEnd)], room: Area) {
    let mut x = room.left;
    let cell = room.width() / real(named.len());
    for (name, end) in named {
        pen.rect((x, room.top + 1.0, 10.0, 10.0), end.ink, 1.0);
        let name = fit(name, Size::Small, cell - 30.0);
        pen.text((x + 15.0, room.top + 10.0), &name, Size::Small, Ink::Text, Anchor::Start);
        x += width(&name, Size::Small) + 35.0;
    }
}

fn draw_y_axis(pen: &mut Pen, axis: &Axis, ticks: &[Tick], field: &Field, room: Area, lang: Lang) {
    let note = Text { zh: "（纵轴不从零开始）", en: " (axis does not start at zero)" }.get(lang);
    let title = format!("{}{}", axis.title, if field.y.0 > 0.0 { note } else { "" });
    let title = fit(&title, Size::Small, room.width());
    pen.text((room.left, field.area.top - 14.0), &title, Size::Small, Ink::Muted, Anchor::Start);
    for tick in ticks {
        let y = field.y(tick.at);
        pen.line((field.area.left, y), (field.area.right, y), solid(Ink::Hairline, 1.0));
        pen.text((field.area.left - 8.0, y + 4.0), &tick.words, Size::Small, Ink::Muted, Anchor::End);
    }
}

fn draw_x_axis(pen: &mut Pen, axis: &Axis, field: &Field, room: Area, lang: Lang) {
    let base = field.area.bottom;
    pen.line((field.area.left, base), (field.area.right, base), solid(Ink::Muted, 1.0));
    let (ticks, mark) = match axis.scale {
        Scale::Date => (date_ticks(day_up(field.x.0), day_down(field.x.1), field.area.width(), lang), 5.0),
        Scale::Names => (names(axis, field), 0.0),
        _ => (value_ticks(field.x, axis.scale, lang), 5.0),
    };
    for tick in &ticks {
        let x = field.x(tick.at);
        if mark > 0.0 {
            pen.line((x, base), (x, base + mark), solid(Ink::Muted, 1.0));
        }
        let half = width(&tick.words, Size::Small) / 2.0;
        let middle = x.clamp(room.left + half, room.right - half);
        pen.text((middle, base + 18.0), &tick.words, Size::Small, Ink::Muted, Anchor::Middle);
    }
    if !axis.title.is_empty() {
        pen.text((field.area.right, base + 33.0), &axis.title, Size::Small, Ink::Muted, Anchor::End);
    }
}

/// The row of figures below the axis.
fn below(layers: &[Layer]) -> Option<(&str, &[(f64, String)])> {
    layers.iter().find_map(|layer| match layer {
        Layer::Below { name, places } => Some((name.as_str(), places.as_slice())),
        _ => None,
    })
}

/// Figures below the axis, each under its place, behind the word for what they are.
fn draw_below(pen: &mut Pen, name: &str, places: &[(f64, String)], field: &Field, room: Area) {
    let y = field.area.bottom + 49.0;
    pen.text((room.left, y), name, Size::Small, Ink::Muted, Anchor::Start);
    let mut from = room.left + width(name, Size::Small) + 8.0;
    for (at, words) in places {
        let half = width(words, Size::Small) / 2.0;
        let middle = field.x(*at).max(from + half).min(room.right - half);
        pen.text((middle, y), words, Size::Small, Ink::Text, Anchor::Middle);
        from = middle + half + 8.0;
    }
}

/// Every name that fits under its place.
fn names(axis: &Axis, field: &Field) -> Vec<Tick> {
    let cell = field.area.width() / real(axis.names.len().max(1));
    let words = |name: &String| fit(name, Size::Small, (cell - 6.0).max(22.0));
    axis.names.iter().enumerate().map(|(at, name)| Tick { at: real(at), words: words(name) }).collect()
}

fn draw_tints(pen: &mut Pen, axes: &Axes, field: &Field) {
    for bound in &axes.bounds {
        let y = field.y(bound.at);
        let (top, bottom) = match bound.bad {
            BadSide::Below => (y, field.area.bottom),
            BadSide::Above => (field.area.top, y),
            BadSide::None => continue,
        };
        let tint = (field.area.left, top, field.area.width(), bottom - top);
        pen.rect(tint, Ink::Status(Status::Breach), 0.06);
    }
}

/// Dashed bounds, then the words of bounds and series ends in one column, kept apart.
fn draw_bounds_and_ends(pen: &mut Pen, axes: &Axes, field: &Field, named: &[(&str, marks::NamedEnd)], room: f64) {
    let area = field.area;
    let breach = Ink::Status(Status::Breach);
    let mut labels: Vec<EndLabel> = Vec::new();
    for bound in &axes.bounds {
        let y = field.y(bound.at);
        pen.line((area.left, y), (area.right, y), dashed(breach, 1.25));
        labels.push(EndLabel { y, words: bound.words.clone(), ink: breach });
    }
    for (name, end) in named {
        labels.push(EndLabel { y: field.y(end.y), words: (*name).to_owned(), ink: end.ink });
    }
    let wished: Vec<f64> = labels.iter().map(|label| label.y).collect();
    let placed = spread(&wished, 15.0, (area.top, area.bottom - 2.0));
    for (label, y) in labels.iter().zip(placed) {
        let words = fit(&label.words, Size::Small, room);
        if (y - label.y).abs() > 3.0 {
            pen.line((area.right + 1.0, label.y), (area.right + 8.0, y), solid(label.ink, 0.75));
        }
        pen.text((area.right + 10.0, y + 4.0), &words, Size::Small, label.ink, Anchor::Start);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "day numbers, clamped to a sane range")]
fn day_up(value: f64) -> Day {
    value.clamp(-1e8, 1e8).ceil() as Day
}

#[expect(clippy::cast_possible_truncation, reason = "day numbers, clamped to a sane range")]
fn day_down(value: f64) -> Day {
    value.clamp(-1e8, 1e8).floor() as Day
}
