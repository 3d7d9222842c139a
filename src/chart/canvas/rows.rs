//! Charts of named rows: horizontal bars, the ranges they ought to lie in, bounds as upright
//! dashed lines. In: [`Axes`] whose y axis holds names. Out: elements through the pen.

use super::axis::{Base, round_range, tick_words, value_ticks};
use super::page::Area;
use super::pen::{Anchor, Pen, dashed, solid};
use super::text::{Size, fit, real, width};
use super::theme::Ink;
use crate::chart::spec::{Axes, BadSide, Layer, Paint, Row, Scale, Target, Tone};
use crate::look::percent;
use crate::report::Status;
use crate::unit::Lang;

/// Widest a row name may be.
const NAME_ROOM: f64 = 250.0;

/// Widest the words behind a bar may be.
const LABEL_ROOM: f64 = 220.0;

/// Rows and their value axis on the sheet.
struct Field {
    area: Area,
    x: (f64, f64),
    cell: f64,
}

impl Field {
    fn x(&self, value: f64) -> f64 {
        let share = (value - self.x.0) / (self.x.1 - self.x.0);
        self.area.left + share.clamp(0.0, 1.0) * self.area.width()
    }

    fn y(&self, row: f64) -> f64 {
        self.area.top + (row + 0.5) * self.cell
    }

    /// Half the height of a bar.
    fn half(&self) -> f64 {
        (self.cell * 0.32).min(20.0)
    }
}

/// Draws the chart into `room`.
pub fn draw(pen: &mut Pen, axes: &Axes, room: Area, lang: Lang) {
    let field = field(axes, room);
    draw_grid(pen, axes, &field, room, lang);
    draw_tints(pen, axes, &field);
    for (at, name) in axes.y.names.iter().enumerate() {
        let words = fit(name, Size::Small, field.area.left - room.left - 10.0);
        let y = field.y(real(at)) + 4.0;
        pen.text((field.area.left - 10.0, y), &words, Size::Small, Ink::Text, Anchor::End);
    }
    for layer in &axes.layers {
        match layer {
            Layer::Targets(targets) => targets.iter().for_each(|target| draw_target(pen, target, &field)),
            Layer::Rows(rows) => {
                for row in rows {
                    pen.told(&told(row, axes, lang), |pen| draw_bar(pen, row, &field));
                }
            }
            _ => {}
        }
    }
    draw_bounds(pen, axes, &field, room);
    for layer in &axes.layers {
        if let Layer::Rows(rows) = layer {
            for row in rows {
                draw_words(pen, row, axes, &field);
            }
        }
    }
    pen.line((field.area.left, field.area.top), (field.area.left, field.area.bottom), solid(Ink::Muted, 1.0));
}

/// A bar in words: its row, and how long it is.
fn told(row: &Row, axes: &Axes, lang: Lang) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position among the names")]
    let name = axes.y.names.get(row.y.max(0.0) as usize).cloned().unwrap_or_default();
    let length = row.span.1 - row.span.0;
    let words = match axes.x.scale {
        Scale::Percent => percent(length, None, lang),
        _ => tick_words(length, if length.fract() == 0.0 { 1.0 } else { 0.01 }, axes.x.scale, lang),
    };
    let said = [name, row.inside.clone(), if row.label.is_empty() { words } else { row.label.clone() }];
    said.into_iter().filter(|word| !word.is_empty()).collect::<Vec<String>>().join(" · ")
}

fn field(axes: &Axes, room: Area) -> Field {
    let widest = |names: &[String]| names.iter().map(|name| width(name, Size::Small)).fold(0.0, f64::max);
    let names = widest(&axes.y.names).min(NAME_ROOM);
    let rows =
        || axes.layers.iter().filter_map(|l| if let Layer::Rows(rows) = l { Some(rows) } else { None }).flatten();
    let x = axes.x.range.unwrap_or_else(|| {
        let far = rows().map(|row| row.span.1).chain(axes.bounds.iter().map(|bound| bound.at));
        round_range((0.0, far.fold(0.0, f64::max)), Base::Zero, axes.x.scale)
    });
    let top = room.top + if axes.bounds.is_empty() { 4.0 } else { 18.0 };
    let left = room.left + names + 10.0;
    let right = rows().fold(room.right - 20.0, |right, row| right.min(reach(row, x, left, room.right)));
    let area = Area { left, top, right, bottom: room.bottom - 22.0 };
    let cell = area.height() / real(axes.y.names.len().max(1));
    // A few rows keep a bar's proportions instead of filling the sheet.
    let cell = cell.min(100.0);
    let bottom = area.top + cell * real(axes.y.names.len().max(1));
    Field { area: Area { bottom, ..area }, x, cell }
}

/// How far right the value axis may run so that the row's label still ends on the sheet.
fn reach(row: &Row, x: (f64, f64), left: f64, edge: f64) -> f64 {
    let share = (row.span.1 - x.0) / (x.1 - x.0);
    let room = edge - left - 10.0 - width(&row.label, Size::Small).min(LABEL_ROOM);
    if share > 0.05 { left + (room / share).max(120.0) } else { edge }
}

/// Where a row's label begins so that no bound and no end of a target runs through it.
fn clear(start: f64, wide: f64, row: &Row, axes: &Axes, field: &Field) -> f64 {
    let targets =
        axes.layers.iter().filter_map(|l| if let Layer::Targets(all) = l { Some(all) } else { None }).flatten();
    let ends =
        targets.filter(|target| (target.y - row.y).abs() < 0.5).flat_map(|target| [target.range.0, target.range.1]);
    let mut lines: Vec<f64> = axes.bounds.iter().map(|bound| bound.at).chain(ends).map(|at| field.x(at)).collect();
    lines.sort_by(f64::total_cmp);
    lines.into_iter().fold(start, |start, x| if start - 4.0 < x && x < start + wide + 4.0 { x + 7.0 } else { start })
}

fn draw_grid(pen: &mut Pen, axes: &Axes, field: &Field, room: Area, lang: Lang) {
    let base = field.area.bottom;
    for tick in value_ticks(field.x, axes.x.scale, lang) {
        let x = field.x(tick.at);
        pen.line((x, base), (x, base + 5.0), solid(Ink::Muted, 1.0));
        pen.text((x, base + 18.0), &tick.words, Size::Small, Ink::Muted, Anchor::Middle);
    }
    pen.line((field.area.left, base), (field.area.right, base), solid(Ink::Hairline, 1.0));
    let title = (room.left, base + 18.0);
    let title_words = fit(&axes.x.title, Size::Small, field.area.left - room.left - 24.0);
    pen.text(title, &title_words, Size::Small, Ink::Muted, Anchor::Start);
}

fn draw_tints(pen: &mut Pen, axes: &Axes, field: &Field) {
    for bound in &axes.bounds {
        let x = field.x(bound.at);
        let (left, right) = match bound.bad {
            BadSide::Below => (field.area.left, x),
            BadSide::Above => (x, field.area.right),
            BadSide::None => continue,
        };
        let tint = (left, field.area.top, right - left, field.area.height());
        pen.rect(tint, Ink::Status(Status::Breach), 0.06);
    }
}

fn draw_bounds(pen: &mut Pen, axes: &Axes, field: &Field, room: Area) {
    for bound in &axes.bounds {
        let x = field.x(bound.at);
        let ink = Ink::Status(Status::Breach);
        pen.line((x, field.area.top), (x, field.area.bottom), solid(Ink::Ground, 3.0));
        pen.line((x, field.area.top - 4.0), (x, field.area.bottom), dashed(ink, 1.5));
        let half = width(&bound.words, Size::Small) / 2.0;
        let middle = x.clamp(room.left + half, room.right - half);
        pen.text((middle, field.area.top - 8.0), &bound.words, Size::Small, ink, Anchor::Middle);
    }
}

/// The range a row ought to lie in: a pale box a little taller than the bar, its words below.
fn draw_target(pen: &mut Pen, target: &Target, field: &Field) {
    let (left, right) = (field.x(target.range.0), field.x(target.range.1));
    let (top, bottom) = (field.y(target.y) - field.half() - 6.0, field.y(target.y) + field.half() + 6.0);
    let ink = Ink::Status(Status::Ok);
    pen.rect((left, top, right - left, bottom - top), ink, 0.14);
    for x in [left, right] {
        pen.line((x, top), (x, bottom), solid(ink, 1.25));
    }
    let half = width(&target.words, Size::Small) / 2.0;
    let middle = f64::midpoint(left, right).clamp(field.area.left + half + 4.0, field.area.right - half);
    pen.text((middle, bottom + 13.0), &target.words, Size::Small, ink, Anchor::Middle);
}

fn ink(paint: Paint) -> Ink {
    match paint {
        Paint::Series(at) => Ink::Series(at),
        Paint::Status(status) => Ink::Status(status),
    }
}

fn draw_bar(pen: &mut Pen, row: &Row, field: &Field) {
    let (left, right) = (field.x(row.span.0), field.x(row.span.1));
    let half = field.half();
    let place = (left, field.y(row.y) - half, (right - left).max(1.0), half * 2.0);
    if row.hollow && place.2 >= 4.0 {
        pen.frame(place, solid(ink(row.paint), 1.25));
    } else {
        pen.rect(place, Ink::Ground, 1.0);
        pen.rect(place, ink(row.paint), if row.tone == Tone::Soft { 0.55 } else { 1.0 });
    }
}

fn draw_words(pen: &mut Pen, row: &Row, axes: &Axes, field: &Field) {
    let (left, right) = (field.x(row.span.0), field.x(row.span.1));
    let y = field.y(row.y) + 4.0;
    if !row.inside.is_empty() && width(&row.inside, Size::Small) + 12.0 <= right - left {
        let color = if row.tone == Tone::Soft || row.hollow { Ink::Text } else { Ink::Ground };
        pen.text((left + 6.0, y), &row.inside, Size::Small, color, Anchor::Start);
    }
    if !row.label.is_empty() {
        let words = fit(&row.label, Size::Small, LABEL_ROOM);
        let start = clear(right + 7.0, width(&words, Size::Small), row, axes, field);
        pen.text((start, y), &words, Size::Small, Ink::Text, Anchor::Start);
    }
}
