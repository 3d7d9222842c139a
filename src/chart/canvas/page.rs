//! The sheet every chart is drawn on: the answer on top, what is drawn under it, source at the
//! foot. In: a plot's words. Out: the room left for the drawing.

use super::pen::{Anchor, Pen};
use super::text::{Size, fit, real, width, wrap};
use super::theme::Ink;
use crate::chart::spec::Plot;

/// Width and height of a chart in logical pixels; the PNG has twice as many each way.
pub const SHEET: (f64, f64) = (800.0, 450.0);

/// Nothing comes nearer to the edge of the sheet.
pub const MARGIN: f64 = 20.0;

/// A rectangle of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Area {
    /// Its width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Its height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// Draws ground, title, subtitle and foot; the room between them is what is left.
pub fn draw(pen: &mut Pen, plot: &Plot) -> Area {
    let (wide, height) = SHEET;
    let room = wide - 2.0 * MARGIN;
    pen.rect((0.0, 0.0, wide, height), Ink::Ground, 1.0);
    let mut y = 36.0;
    for line in wrap(&plot.title, Size::Title, room, 2) {
        pen.text_strong((MARGIN, y), &line, Size::Title, Ink::Text, Anchor::Start);
        y += 26.0;
    }
    y -= 5.0;
    let lines = parts(&plot.subtitle, room);
    for (at, line) in lines.iter().enumerate() {
        pen.text((MARGIN, y + 17.0 * real(at)), line, Size::Body, Ink::Muted, Anchor::Start);
    }
    let foot = height - 14.0;
    pen.text((MARGIN, foot), &fit(&plot.foot, Size::Small, room), Size::Small, Ink::Muted, Anchor::Start);
    let top = y + 17.0 * real(lines.len().saturating_sub(1)) + 14.0;
    Area { left: MARGIN, top, right: wide - MARGIN, bottom: foot - 24.0 }
}

/// The subtitle in one line, or in two broken between its parts.
fn parts(subtitle: &str, room: f64) -> Vec<String> {
    const JOINT: &str = " · ";
    let mut lines: Vec<String> = Vec::new();
    for part in subtitle.split(JOINT) {
        match lines.last_mut() {
            Some(line) if joins(line, part, room) => line.extend([JOINT, part]),
            _ => lines.push(part.to_owned()),
        }
    }
    if lines.len() > 2 {
        wrap(subtitle, Size::Body, room, 2)
    } else {
        lines.iter().map(|line| fit(line, Size::Body, room)).collect()
    }
}

/// The part still fits behind the line.
fn joins(line: &str, part: &str, room: f64) -> bool {
    width(line, Size::Body) + width(" · ", Size::Body) + width(part, Size::Body) <= room
}
