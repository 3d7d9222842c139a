//! The sheet every chart is drawn on: the answer on top, what is drawn under it, source at the
//! foot. In: a plot's words. Out: the room left for the drawing.

use super::pen::{Anchor, Pen};
use super::text::{Size, fit, real, wrap};
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
    let (width, height) = SHEET;
    let room = width - 2.0 * MARGIN;
    pen.rect((0.0, 0.0, width, height), Ink::Ground, 1.0);
    let mut y = 36.0;
    for line in wrap(&plot.title, Size::Title, room, 2) {
        pen.text_strong((MARGIN, y), &line, Size::Title, Ink::Text, Anchor::Start);
        y += 26.0;
    }
    y -= 5.0;
    let lines = wrap(&plot.subtitle, Size::Body, room, 2);
    for (at, line) in lines.iter().enumerate() {
        pen.text((MARGIN, y + 17.0 * real(at)), line, Size::Body, Ink::Muted, Anchor::Start);
    }
    let foot = height - 14.0;
    pen.text((MARGIN, foot), &fit(&plot.foot, Size::Small, room), Size::Small, Ink::Muted, Anchor::Start);
    let top = y + 17.0 * real(lines.len().saturating_sub(1)) + 14.0;
    Area { left: MARGIN, top, right: width - MARGIN, bottom: foot - 22.0 }
}
