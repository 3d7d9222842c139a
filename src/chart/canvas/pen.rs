//! The only place that writes SVG. In: shapes in logical pixels and roles of colour. Out: elements
//! in order, numbers rounded to a twentieth of a pixel, text escaped.

use std::fmt::Write as _;

use super::text::Size;
use super::theme::{Ink, Theme};

/// Family name inside the embedded font file.
pub const FAMILY: &str = "Noto Sans CJK SC";

/// Writes elements for one theme.
pub struct Pen {
    theme: Theme,
    out: String,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    /// Colour.
    pub ink: Ink,
    /// Width in pixels.
    pub width: f64,
    /// Dash pattern, or empty.
    pub dash: &'static str,
}

/// A solid line.
pub const fn solid(ink: Ink, width: f64) -> Stroke {
    Stroke { ink, width, dash: "" }
}

/// A dashed line.
pub const fn dashed(ink: Ink, width: f64) -> Stroke {
    Stroke { ink, width, dash: "5 4" }
}

/// Which end of a text its x stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

impl Pen {
    /// A fresh sheet.
    pub const fn new(theme: Theme) -> Self {
        Self { theme, out: String::new() }
    }

    /// The document of everything drawn: `title` and `desc` are what a screen reader says.
    pub fn finish(self, (width, height): (f64, f64), title: &str, desc: &str) -> String {
        let family = match self.theme {
            Theme::Css => String::new(),
            _ => format!(" font-family=\"{FAMILY}\""),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\"{family}><title>{}</title><desc>{}</desc>{}</svg>",
            escape(title),
            escape(desc),
            self.out
        )
    }

    /// What `draw` draws, told in `words` when a reader of the page points at it. A picture has no pointer.
    pub fn told(&mut self, words: &str, draw: impl FnOnce(&mut Self)) {
        if self.theme != Theme::Css {
            return draw(self);
        }
        let _ = write!(self.out, "<g><title>{}</title>", escape(words));
        draw(self);
        self.out.push_str("</g>");
    }

    /// A filled rectangle, `opacity` 0–1.
    pub fn rect(&mut self, (x, y, width, height): (f64, f64, f64, f64), ink: Ink, opacity: f64) {
        let fill = self.theme.color(ink);
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"{}/>",
            num(x),
            num(y),
            num(width.max(0.0)),
            num(height.max(0.0)),
            opaque(opacity)
        );
    }

    /// The outline of a rectangle, drawn inside its edge, filled with the ground.
    pub fn frame(&mut self, (x, y, width, height): (f64, f64, f64, f64), stroke: Stroke) {
        let half = stroke.width / 2.0;
        let (fill, line) = (self.theme.color(Ink::Ground), self.stroke(stroke));
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"{line}/>",
            num(x + half),
            num(y + half),
            num((width - stroke.width).max(0.0)),
            num((height - stroke.width).max(0.0)),
        );
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        let line = self.stroke(stroke);
        let _ = write!(
            self.out,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{line}/>",
            num(from.0),
            num(from.1),
            num(to.0),
            num(to.1)
        );
    }

    /// Connected points.
    pub fn polyline(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        let line = self.stroke(stroke);
        let _ = write!(
            self.out,
            "<polyline points=\"{}\" fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{line}/>",
            join(points)
        );
    }

    /// A filled shape.
    pub fn polygon(&mut self, points: &[(f64, f64)], ink: Ink, opacity: f64) {
        let fill = self.theme.color(ink);
        let _ = write!(self.out, "<polygon points=\"{}\" fill=\"{fill}\"{}/>", join(points), opaque(opacity));
    }

    /// A filled dot.
    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, ink: Ink) {
        let fill = self.theme.color(ink);
        let _ = write!(self.out, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\"/>", num(x), num(y), num(radius));
    }

    /// A ring: a hollow dot.
    pub fn ring(&mut self, (x, y): (f64, f64), radius: f64, ink: Ink) {
        let (fill, line) = (self.theme.color(Ink::Ground), self.stroke(solid(ink, 1.5)));
        let _ = write!(
            self.out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\"{line}/>",
            num(x),
            num(y),
            num(radius)
        );
    }

    /// Diagonal hatching of a rectangle, cut exactly at its edges.
    pub fn hatch(&mut self, (x, y, width, height): (f64, f64, f64, f64), ink: Ink) {
        let mut path = String::new();
        let mut at = 4.0;
        while at < width + height {
            let start = if at <= height { (x, y + at) } else { (x + at - height, y + height) };
            let end = if at <= width { (x + at, y) } else { (x + width, y + at - width) };
            let _ = write!(path, "M{} {}L{} {}", num(start.0), num(start.1), num(end.0), num(end.1));
            at += 6.0;
        }
        let line = self.stroke(solid(ink, 1.0));
        let _ = write!(self.out, "<path d=\"{path}\" fill=\"none\"{line} stroke-opacity=\"0.45\"/>");
    }

    /// Words at a baseline.
    pub fn text(&mut self, at: (f64, f64), words: &str, size: Size, ink: Ink, anchor: Anchor) {
        self.words(at, words, anchor, &format!(" font-size=\"{}\" fill=\"{}\"", size.px(), self.theme.color(ink)));
    }

    /// Words with a halo of the ground, for standing on a drawing.
    pub fn text_over(&mut self, at: (f64, f64), words: &str, size: Size, ink: Ink, anchor: Anchor) {
        let (fill, halo) = (self.theme.color(ink), self.theme.color(Ink::Ground));
        let look = format!(
            " font-size=\"{}\" fill=\"{fill}\" stroke=\"{halo}\" stroke-width=\"3\" stroke-linejoin=\"round\" \
             paint-order=\"stroke\"",
            size.px()
        );
        self.words(at, words, anchor, &look);
    }

    /// Words in a heavier cut: the page's own bold, or the embedded regular face with a thin stroke.
    pub fn text_strong(&mut self, at: (f64, f64), words: &str, size: Size, ink: Ink, anchor: Anchor) {
        let color = self.theme.color(ink);
        let weight = match self.theme {
            Theme::Css => " font-weight=\"600\"".to_owned(),
            _ => format!(" stroke=\"{color}\" stroke-width=\"{}\"", num(size.px() * 0.025)),
        };
        self.words(at, words, anchor, &format!(" font-size=\"{}\" fill=\"{color}\"{weight}", size.px()));
    }

    fn words(&mut self, (x, y): (f64, f64), words: &str, anchor: Anchor, look: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let _ = write!(self.out, "<text x=\"{}\" y=\"{}\"{anchor}{look}>{}</text>", num(x), num(y), escape(words));
    }

    fn stroke(&self, stroke: Stroke) -> String {
        let mut out = format!(" stroke=\"{}\" stroke-width=\"{}\"", self.theme.color(stroke.ink), num(stroke.width));
        if !stroke.dash.is_empty() {
            let _ = write!(out, " stroke-dasharray=\"{}\"", stroke.dash);
        }
        out
    }
}

fn opaque(opacity: f64) -> String {
    if opacity < 1.0 { format!(" fill-opacity=\"{}\"", num(opacity)) } else { String::new() }
}

fn join(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", num(*x), num(*y))).collect::<Vec<_>>().join(" ")
}

/// A coordinate with at most two decimals and no trailing zeros; what is no number is 0.
fn num(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text safe inside an element; characters XML forbids, marks that only steer joining or direction,
/// and line breaks are left out or become spaces.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{200b}'..='\u{200d}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}' => {}
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_always_numbers() {
        let cases = [(1.0, "1"), (0.126, "0.13"), (-0.001, "0"), (f64::NAN, "0"), (f64::INFINITY, "0"), (10.0, "10")];
        for (value, text) in cases {
            assert_eq!(num(value), text, "{value}");
        }
    }

    #[test]
    fn text_cannot_break_out_of_its_element() {
        assert_eq!(escape("a<b>&\u{0}\u{8}\u{202e}\n\"c\""), "a&lt;b&gt;&amp; \"c\"");
    }
}
