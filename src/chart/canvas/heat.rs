//! Grids of coloured cells: one hue in seven steps, the number in the cell when there is room,
//! blank for missing, hatched for too little data, and the legend of the steps.

use super::page::Area;
use super::pen::{Anchor, Pen};
use super::text::{Size, fit, real, width};
use super::theme::Ink;
use crate::chart::canvas::axis::tick_words;
use crate::chart::spec::{Heat, Scale};
use crate::look::LIGHT;
use crate::report::Status;
use crate::unit::{Lang, Text};

/// Steps of the colour scale.
const STEPS: usize = LIGHT.heat.len();

/// Draws the grid into `room`.
pub fn draw(pen: &mut Pen, heat: &Heat, room: Area, lang: Lang) {
    let names = heat.rows.iter().map(|name| width(name, Size::Small)).fold(0.0, f64::max).min(200.0);
    let titled = if heat.x_title.is_empty() { 0.0 } else { 15.0 };
    let area = Area {
        left: room.left + names + 8.0,
        top: room.top + 30.0,
        right: room.right,
        bottom: room.bottom - 8.0 - titled,
    };
    let share = |room: f64, count: usize, most: f64| (room / real(count.max(1))).min(most);
    let cell = (share(area.width(), heat.columns.len(), 90.0), share(area.height(), heat.rows.len(), 46.0));
    let scale = scale(heat);
    draw_legend(pen, heat, room, scale, lang);
    for (at, name) in heat.rows.iter().enumerate() {
        let y = area.top + (real(at) + 0.5) * cell.1 + 4.0;
        pen.text((area.left - 8.0, y), &fit(name, Size::Small, names), Size::Small, Ink::Text, Anchor::End);
    }
    for (row, cells) in heat.cells.iter().enumerate() {
        for (column, value) in cells.iter().enumerate() {
            let place = (area.left + real(column) * cell.0, area.top + real(row) * cell.1);
            let thin = heat.thin.contains(&(row, column));
            let Some(value) = *value else { continue };
            let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
            let told = [name(&heat.rows, row), name(&heat.columns, column), scale.words(value, lang)];
            let told: Vec<&str> = told.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
            pen.told(&told.join(" · "), |pen| {
                draw_cell(pen, (place.0, place.1, cell.0 - 2.0, cell.1 - 2.0), value, thin, scale, lang);
            });
        }
    }
    let base = area.top + real(heat.rows.len()) * cell.1 + 12.0;
    draw_columns(pen, heat, (area.left, base), cell.0);
    let end = (area.left + cell.0 * real(heat.columns.len()) - 2.0).max(area.left + width(&heat.x_title, Size::Small));
    pen.text((end, base + titled), &heat.x_title, Size::Small, Ink::Muted, Anchor::End);
}

/// How values become steps and words.
#[derive(Debug, Clone, Copy)]
struct Steps {
    low: f64,
    high: f64,
    scale: Scale,
    digits: f64,
}

fn scale(heat: &Heat) -> Steps {
    let values = || heat.cells.iter().flatten().filter_map(|value| *value).filter(|value| value.is_finite());
    let high = values().fold(0.0, f64::max);
    let digits = if heat.scale == Scale::Percent {
        0.01
    } else if high < 10.0 && values().any(|value| value.fract() != 0.0) {
        0.1
    } else {
        1.0
    };
    Steps { low: 0.0, high: if high > 0.0 { high } else { 1.0 }, scale: heat.scale, digits }
}

impl Steps {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..STEPS")]
    fn step(&self, value: f64) -> usize {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        ((share * real(STEPS)) as usize).min(STEPS - 1)
    }

    fn words(&self, value: f64, lang: Lang) -> String {
        tick_words(value, self.digits, self.scale, lang)
    }
}

fn draw_cell(pen: &mut Pen, place: (f64, f64, f64, f64), value: f64, thin: bool, scale: Steps, lang: Lang) {
    let step = scale.step(value);
    pen.rect(place, Ink::Heat(step), 1.0);
    if thin {
        pen.hatch(place, Ink::Status(Status::InsufficientN));
    }
    // Nothing is said best by an empty cell in the lightest step.
    if value == 0.0 && scale.scale == Scale::Number {
        return;
    }
    let full = scale.words(value, lang);
    let words = if width(&full, Size::Small) + 3.0 <= place.2 { &full } else { full.trim_end_matches([' ', '%']) };
    if width(words, Size::Small) + 3.0 > place.2 || place.3 < 13.0 {
        return;
    }
    let middle = (place.0 + place.2 / 2.0, place.1 + place.3 / 2.0 + 4.0);
    if thin {
        pen.text_over(middle, words, Size::Small, Ink::Muted, Anchor::Middle);
    } else {
        pen.text(middle, words, Size::Small, Ink::OnHeat(step), Anchor::Middle);
    }
}

/// Column names, thinned evenly until they stand apart.
fn draw_columns(pen: &mut Pen, heat: &Heat, (left, y): (f64, f64), cell: f64) {
    if heat.columns.iter().any(String::is_empty) {
        draw_marked(pen, heat, (left, y), cell);
        return;
    }
    let widest = heat.columns.iter().map(|name| width(name, Size::Small)).fold(0.0, f64::max);
    let every = [1, 2, 3, 4, 6, 12].into_iter().find(|every| real(*every) * cell >= widest + 6.0).unwrap_or(24);
    for (at, name) in heat.columns.iter().enumerate().step_by(every) {
        let middle = left + (real(at) + 0.5) * cell - 1.0;
        pen.text((middle, y), name, Size::Small, Ink::Muted, Anchor::Middle);
    }
}

/// Names of single columns, such as the first week of each month, left out where one would run into
/// the one before.
fn draw_marked(pen: &mut Pen, heat: &Heat, (left, y): (f64, f64), cell: f64) {
    let mut from = f64::NEG_INFINITY;
    for (at, name) in heat.columns.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let (middle, half) = (left + (real(at) + 0.5) * cell - 1.0, width(name, Size::Small) / 2.0);
        if middle - half >= from {
            pen.text((middle, y), name, Size::Small, Ink::Muted, Anchor::Middle);
            from = middle + half + 6.0;
        }
    }
}

/// Swatches from least to most with their ends, and the hatch when there is any.
fn draw_legend(pen: &mut Pen, heat: &Heat, room: Area, scale: Steps, lang: Lang) {
    let y = room.top + 14.0;
    let mut x = room.left;
    let say = |pen: &mut Pen, x: &mut f64, words: &str| {
        pen.text((*x, y), words, Size::Small, Ink::Muted, Anchor::Start);
        *x += width(words, Size::Small) + 8.0;
    };
    say(pen, &mut x, &heat.legend);
    say(pen, &mut x, &scale.words(scale.low, lang));
    for step in 0..STEPS {
        pen.rect((x, y - 10.0, 20.0, 12.0), Ink::Heat(step), 1.0);
        x += 20.0;
    }
    x += 8.0;
    say(pen, &mut x, &scale.words(scale.high, lang));
    if !heat.thin.is_empty() {
        x += 16.0;
        let swatch = (x, y - 10.0, 20.0, 12.0);
        pen.rect(swatch, Ink::Panel, 1.0);
        pen.hatch(swatch, Ink::Status(Status::InsufficientN));
        x += 28.0;
        say(pen, &mut x, Text { zh: "样本不足", en: "too little data" }.get(lang));
    }
    if heat.cells.iter().any(|row| row.len() < heat.columns.len() || row.iter().any(Option::is_none)) {
        x += 16.0;
        say(pen, &mut x, Text { zh: "空白：尚无数据", en: "blank: no data yet" }.get(lang));
    }
}
