//! Small multiples of vitals: verdict as colour, shape and word, the value, its bound and n, and a
//! sparkline with the bound in it.

use super::page::Area;
use super::pen::{Anchor, Pen, Stroke, solid};
use super::text::{Size, fit, real, width};
use super::theme::Ink;
use crate::chart::spec::Card;
use crate::look::{mark, word};
use crate::report::Status;
use crate::unit::Lang;

/// Gap between cards.
const GAP: f64 = 7.0;

/// Draws the cards into `room`, row by row.
pub fn draw(pen: &mut Pen, cards: &[Card], room: Area, lang: Lang) {
    let columns = match cards.len() {
        0 => return,
        1..=3 => cards.len(),
        4 => 2,
        5..=9 => 3,
        _ => 4,
    };
    let lines = cards.len().div_ceil(columns);
    let wide = (room.width() + GAP) / real(columns) - GAP;
    let bottom = room.bottom + 6.0;
    let tall = ((bottom - room.top + GAP) / real(lines) - GAP).min(150.0);
    for (at, card) in cards.iter().enumerate() {
        let left = room.left + real(at % columns) * (wide + GAP);
        let top = room.top + real(at / columns) * (tall + GAP);
        let area = Area { left, top, right: left + wide, bottom: top + tall };
        draw_card(pen, card, area, lang);
    }
}

/// Three lines: the name; the value and its history; verdict, bound and n.
fn draw_card(pen: &mut Pen, card: &Card, area: Area, lang: Lang) {
    let ink = Ink::Status(card.status);
    pen.rect((area.left, area.top, area.width(), area.height()), Ink::Panel, 1.0);
    pen.rect((area.left, area.top, 3.0, area.height()), ink, 1.0);
    let (left, right) = (area.left + 11.0, area.right - 8.0);
    let roomy = area.height() >= 100.0;
    let first = area.top + 16.0;
    let third = if roomy { first + 43.0 } else { area.bottom - 7.0 };
    let second = if roomy { first + 24.0 } else { f64::midpoint(first, third) + 3.0 };
    pen.text((left, first), &fit(&card.name, Size::Body, right - left), Size::Body, Ink::Text, Anchor::Start);
    pen.text_strong((left, second), &card.value, Size::Figure, Ink::Text, Anchor::Start);
    let behind = left + width(&card.value, Size::Figure) + 7.0;
    let unit = fit(&card.unit, Size::Small, right - behind);
    pen.text((behind, second), &unit, Size::Small, Ink::Muted, Anchor::Start);
    let verdict = format!("{} {}", mark(card.status), word(card.status, lang));
    pen.text((left, third), &verdict, Size::Small, ink, Anchor::Start);
    let note = left + width(&verdict, Size::Small) + 9.0;
    pen.text((note, third), &fit(&card.note, Size::Small, right - note), Size::Small, Ink::Muted, Anchor::Start);
    let spark = if roomy {
        Area { left, top: third + 12.0, right: right - 4.0, bottom: area.bottom - 10.0 }
    } else {
        let free = behind + width(&unit, Size::Small) + 10.0;
        Area { left: free.max(right - 70.0), top: first + 6.0, right: right - 3.0, bottom: second }
    };
    if spark.width() >= 24.0 {
        draw_spark(pen, card, spark);
    }
}

/// The history as a thin line with gaps, the bound dashed, the last point in the verdict's colour.
fn draw_spark(pen: &mut Pen, card: &Card, area: Area) {
    let values = || card.spark.iter().flatten().copied().filter(|value| value.is_finite());
    if values().count() < 2 {
        return;
    }
    let all = || values().chain(card.bound);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let span = if high > low { high - low } else { 1.0 };
    let place = |at: usize, value: f64| {
        let x = area.left + real(at) / real(card.spark.len() - 1) * area.width();
        (x, area.bottom - (value - low) / span * area.height())
    };
    if let Some(bound) = card.bound {
        let y = place(0, bound).1;
        let stroke = Stroke { ink: Ink::Status(Status::Breach), width: 1.0, dash: "3 3" };
        pen.line((area.left, y), (area.right, y), stroke);
    }
    let points: Vec<Option<(f64, f64)>> =
        card.spark.iter().enumerate().map(|(at, value)| value.map(|value| place(at, value))).collect();
    for piece in points.split(Option::is_none) {
        let piece: Vec<(f64, f64)> = piece.iter().flatten().copied().collect();
        if piece.len() > 1 {
            pen.polyline(&piece, solid(Ink::Muted, 1.25));
        }
    }
    if let Some(Some(last)) = points.last() {
        pen.dot(*last, 2.75, Ink::Status(card.status));
    }
}
