//! The one drawing path: [`Plot`] → SVG → PNG. In: words, marks and numbers. Out: an SVG for a page
//! or a file, and the PNG resvg makes of that same SVG. Apart, because only here are there pixels.
//!
//! The SVG is written directly, not through plotters: its backend takes literal colours only (an
//! inline chart must follow the page's light and dark variables), rounds to whole units, knows no
//! dashes, halos or titles for screen readers, and measures CJK text wrongly, so that every label
//! has to be placed by hand anyway.

mod axes;
mod axis;
mod cards;
mod heat;
mod marks;
mod network;
mod page;
mod pen;
mod raster;
mod rows;
mod statuses;
mod text;
mod theme;

pub use theme::{Theme, css_variables};

use super::spec::{Body, Plot, Scale};
use crate::error::Result;
use crate::unit::Lang;
use pen::Pen;

/// The chart as an SVG of 800×450 logical pixels.
#[must_use]
pub fn svg(plot: &Plot, theme: Theme, lang: Lang) -> String {
    let mut pen = Pen::new(theme);
    let room = page::draw(&mut pen, plot);
    match &plot.body {
        Body::Axes(axes) if axes.y.scale == Scale::Names => rows::draw(&mut pen, axes, room, lang),
        Body::Axes(axes) => axes::draw(&mut pen, axes, room, lang),
        Body::Heat(heat) => heat::draw(&mut pen, heat, room, lang),
        Body::Cards(cards) => cards::draw(&mut pen, cards, room, lang),
        Body::Statuses(board) => statuses::draw(&mut pen, board, room, lang),
        Body::Network(network) => network::draw(&mut pen, network, room),
    }
    pen.finish(page::SHEET, &plot.title, &plot.subtitle)
}

/// Width of words at a font size, for tests of the layout.
#[cfg(test)]
pub fn text_width(words: &str, px: f64) -> f64 {
    text::width(words, text::Size::Body) / text::Size::Body.px() * px
}

/// The chart as a PNG of 1600×900 pixels on white.
///
/// # Errors
/// [`crate::error::Error::Frame`] when drawing fails: a defect of this program.
pub fn png(plot: &Plot, lang: Lang) -> Result<Vec<u8>> {
    raster::png(&svg(plot, Theme::Light, lang))
}
