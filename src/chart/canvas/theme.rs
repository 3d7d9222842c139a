//! Colours by role, for three grounds: literal light and dark (files, PNG) and CSS variables (one
//! inline SVG that follows the page). In: a role. Out: what stands in a `fill` or `stroke`.

use std::fmt::Write as _;

use crate::look::{DARK, LIGHT, Palette};
use crate::report::Status;

/// The ground a chart is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Literal colours on white.
    Light,
    /// Literal colours on near-black.
    Dark,
    /// Colours as CSS variables ([`css_variables`] defines them), the font left to the page.
    Css,
}

/// What a mark means; the theme knows the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// The ground.
    Ground,
    /// Body text.
    Text,
    /// Secondary text.
    Muted,
    /// Hairlines.
    Hairline,
    /// Panels.
    Panel,
    /// A series, counted from 0.
    Series(usize),
    /// A verdict.
    Status(Status),
    /// A step of the heat scale, counted from 0.
    Heat(usize),
    /// Text on that step.
    OnHeat(usize),
}

impl Theme {
    /// The colour of a role.
    pub(super) fn color(self, ink: Ink) -> String {
        match self {
            Self::Light => literal(&LIGHT, ink).to_owned(),
            Self::Dark => literal(&DARK, ink).to_owned(),
            Self::Css => format!("var(--{},{})", name(ink), literal(&LIGHT, ink)),
        }
    }
}

/// The roles a palette has a CSS variable for.
fn roles() -> Vec<Ink> {
    let mut all = vec![Ink::Ground, Ink::Text, Ink::Muted, Ink::Hairline, Ink::Panel];
    all.extend([Status::Ok, Status::Watch, Status::Breach, Status::NoData].map(Ink::Status));
    all.extend((0..LIGHT.series.len()).map(Ink::Series));
    all.extend((0..LIGHT.heat.len()).flat_map(|step| [Ink::Heat(step), Ink::OnHeat(step)]));
    all
}

/// The declarations inline charts need, for a rule such as `:root{…}`: `--ink:#1b1f24;…`.
#[must_use]
pub fn css_variables(palette: &Palette) -> String {
    let mut out = String::new();
    for ink in roles() {
        let _ = write!(out, "--{}:{};", name(ink), literal(palette, ink));
    }
    out
}

/// The CSS variable of a role, without its dashes.
fn name(ink: Ink) -> String {
    match ink {
        Ink::Ground => "ground".to_owned(),
        Ink::Text => "ink".to_owned(),
        Ink::Muted | Ink::Status(Status::Info) => "muted".to_owned(),
        Ink::Hairline => "hairline".to_owned(),
        Ink::Panel => "panel".to_owned(),
        Ink::Status(Status::Ok) => "ok".to_owned(),
        Ink::Status(Status::Watch) => "watch".to_owned(),
        Ink::Status(Status::Breach) => "breach".to_owned(),
        Ink::Status(_) => "thin".to_owned(),
        Ink::Series(at) => format!("series-{}", at % LIGHT.series.len() + 1),
        Ink::Heat(step) => format!("heat-{}", step.min(LIGHT.heat.len() - 1) + 1),
        Ink::OnHeat(step) => format!("on-heat-{}", step.min(LIGHT.heat.len() - 1) + 1),
    }
}

fn literal(palette: &Palette, ink: Ink) -> &'static str {
    let heat = |step: usize| palette.heat[step.min(palette.heat.len() - 1)];
    match ink {
        Ink::Ground => palette.ground,
        Ink::Text => palette.ink,
        Ink::Muted => palette.muted,
        Ink::Hairline => palette.hairline,
        Ink::Panel => palette.panel,
        Ink::Series(at) => palette.series[at % palette.series.len()],
        Ink::Status(status) => palette.status(status),
        Ink::Heat(step) => heat(step),
        Ink::OnHeat(step) => {
            let cell = heat(step);
            if contrast(palette.ink, cell) >= contrast(palette.ground, cell) { palette.ink } else { palette.ground }
        }
    }
}

/// WCAG contrast of two `#rrggbb` colours, 1–21.
fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: &str) -> f64 {
    let channel = |at: usize| {
        let byte = color.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let part = f64::from(byte) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_every_heat_step_is_readable() {
        for palette in [&LIGHT, &DARK] {
            for step in 0..palette.heat.len() {
                let reached = contrast(literal(palette, Ink::OnHeat(step)), literal(palette, Ink::Heat(step)));
                assert!(reached >= 4.0, "step {step} of {}: {reached:.1}", palette.ground);
            }
        }
    }

    #[test]
    fn every_role_a_chart_uses_is_declared_once() {
        let declared = css_variables(&DARK);
        for ink in roles() {
            assert_eq!(declared.matches(&format!("--{}:", name(ink))).count(), 1, "{ink:?}");
        }
        assert!(contrast("#000000", "#ffffff") > 20.9);
    }
}
