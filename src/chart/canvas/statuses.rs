//! Verdicts of many groups: a row a group, a column a vital, a cell its status by colour and shape.

use super::page::Area;
use super::pen::{Anchor, Pen, solid};
use super::text::{Size, fit, real, width, wrap};
use super::theme::Ink;
use crate::chart::spec::Statuses;
use crate::look::word;
use crate::report::Status;
use crate::unit::{Lang, Text};

/// Lines a column's name may take.
const LINES: usize = 3;

/// Draws the cells into `room`.
pub fn draw(pen: &mut Pen, board: &Statuses, room: Area, lang: Lang) {
    draw_legend(pen, room, lang);
    let names = board.rows.iter().map(|name| width(name, Size::Small)).fold(0.0, f64::max).min(180.0);
    let left = room.left + names + 10.0;
    let cell = ((room.right - left) / real(board.columns.len().max(1))).min(84.0);
    let heads: Vec<Vec<String>> = board.columns.iter().map(|name| wrap(name, Size::Small, cell - 6.0, LINES)).collect();
    let lines = heads.iter().map(Vec::len).max().unwrap_or(1);
    let top = room.top + 26.0 + 14.0 * real(lines);
    for (at, head) in heads.iter().enumerate() {
        let middle = left + (real(at) + 0.5) * cell;
        for (line, words) in head.iter().enumerate() {
            let y = top - 8.0 - 14.0 * real(head.len() - 1 - line);
            pen.text((middle, y), &fit(words, Size::Small, cell - 4.0), Size::Small, Ink::Muted, Anchor::Middle);
        }
    }
    let tall = ((room.bottom - top) / real(board.rows.len().max(1))).min(30.0);
    for (row, name) in board.rows.iter().enumerate() {
        let y = top + (real(row) + 0.5) * tall;
        pen.text((left - 10.0, y + 4.0), &fit(name, Size::Small, names), Size::Small, Ink::Text, Anchor::End);
        let cells = board.cells.get(row).into_iter().flatten().enumerate();
        for (column, status) in cells.filter_map(|(column, status)| Some((column, (*status)?))) {
            let place = (left + real(column) * cell + 1.0, y - tall / 2.0 + 1.0, cell - 2.0, tall - 2.0);
            let vital = board.columns.get(column).map_or("", String::as_str);
            pen.told(&format!("{name} · {vital} · {}", word(status, lang)), |pen| {
                pen.rect(place, Ink::Status(status), if status.judged() { 0.16 } else { 0.06 });
                shape(pen, (place.0 + place.2 / 2.0, y), status);
            });
        }
    }
}

/// A status as a shape, so that it shows without colour.
fn shape(pen: &mut Pen, (x, y): (f64, f64), status: Status) {
    let ink = Ink::Status(status);
    match status {
        Status::Ok => pen.dot((x, y), 4.0, ink),
        Status::Watch => pen.polygon(&[(x, y - 5.0), (x + 5.0, y + 4.0), (x - 5.0, y + 4.0)], ink, 1.0),
        Status::Breach => pen.rect((x - 4.0, y - 4.0, 8.0, 8.0), ink, 1.0),
        Status::InsufficientN | Status::NoData | Status::Partial => pen.ring((x, y), 3.5, ink),
        Status::NotApplicable | Status::Info => pen.line((x - 3.0, y), (x + 3.0, y), solid(ink, 1.5)),
    }
}

fn draw_legend(pen: &mut Pen, room: Area, lang: Lang) {
    let mut x = room.left + 6.0;
    for (status, words) in [
        (Status::Breach, Text { zh: "越线", en: "breach" }),
        (Status::Watch, Text { zh: "关注", en: "watch" }),
        (Status::Ok, Text { zh: "正常", en: "ok" }),
        (Status::NoData, Text { zh: "数据不足", en: "not enough data" }),
        (Status::NotApplicable, Text { zh: "不适用", en: "not applicable" }),
    ] {
        shape(pen, (x, room.top + 6.0), status);
        let words = words.get(lang);
        pen.text((x + 10.0, room.top + 10.0), words, Size::Small, Ink::Muted, Anchor::Start);
        x += width(words, Size::Small) + 34.0;
    }
}
