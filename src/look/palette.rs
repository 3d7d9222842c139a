//! Colours on a light and a dark ground, chosen for contrast (at least 4.5 : 1 for text) and apart
//! in lightness as well as hue, so that they survive colour blindness and grey print.

use crate::report::Status;
use crate::unit::{Lang, Text};

/// Colours of one ground, as `#rrggbb`.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    /// The ground itself.
    pub ground: &'static str,
    /// Body text.
    pub ink: &'static str,
    /// Secondary text.
    pub muted: &'static str,
    /// Within bounds.
    pub ok: &'static str,
    /// Worth watching.
    pub watch: &'static str,
    /// In breach.
    pub breach: &'static str,
    /// Not enough data.
    pub thin: &'static str,
    /// Data series, in order of use.
    pub series: [&'static str; 6],
    /// Hairlines.
    pub hairline: &'static str,
    /// Panels.
    pub panel: &'static str,
    /// Heat scale, least to most: one hue, even steps of lightness.
    pub heat: [&'static str; 7],
}

/// On white.
pub const LIGHT: Palette = Palette {
    ground: "#ffffff",
    ink: "#1b1f24",
    muted: "#5b6470",
    ok: "#13795b",
    watch: "#8a5a00",
    breach: "#b42318",
    thin: "#667085",
    series: ["#0b61a4", "#b35c00", "#0f7b5f", "#a8447f", "#b8430b", "#5b6470"],
    hairline: "#e6e8ec",
    panel: "#f7f8fa",
    heat: ["#e4eef7", "#c3dbee", "#9cc4e2", "#6fa8d3", "#4289bd", "#1d6aa3", "#084a80"],
};

/// On near-black.
pub const DARK: Palette = Palette {
    ground: "#11151a",
    ink: "#e8eaed",
    muted: "#a3abb8",
    ok: "#4cc79a",
    watch: "#e5b04a",
    breach: "#ff7a6b",
    thin: "#98a2b3",
    series: ["#5aa9e6", "#f0a04b", "#45c4a0", "#e08bbd", "#ff9266", "#a3abb8"],
    hairline: "#2a313a",
    panel: "#171c22",
    heat: ["#152636", "#173954", "#1a4d74", "#226594", "#3580b3", "#5aa0cf", "#93c6e8"],
};

impl Palette {
    /// The colour of a status.
    #[must_use]
    pub const fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Ok => self.ok,
            Status::Watch => self.watch,
            Status::Breach => self.breach,
            Status::InsufficientN | Status::NoData | Status::NotApplicable | Status::Partial => self.thin,
            Status::Info => self.muted,
        }
    }
}

/// The shape of a status: never colour alone.
#[must_use]
pub const fn mark(status: Status) -> &'static str {
    match status {
        Status::Ok => "●",
        Status::Watch => "▲",
        Status::Breach => "■",
        Status::InsufficientN | Status::NoData | Status::NotApplicable | Status::Partial => "○",
        Status::Info => "·",
    }
}

/// The word of a status, for people.
#[must_use]
pub const fn word(status: Status, lang: Lang) -> &'static str {
    let text = match status {
        Status::Ok => Text { zh: "正常", en: "ok" },
        Status::Watch => Text { zh: "关注", en: "watch" },
        Status::Breach => Text { zh: "越线", en: "breach" },
        Status::InsufficientN => Text { zh: "样本不足", en: "too little data" },
        Status::NoData => Text { zh: "无数据", en: "no data" },
        Status::Partial => Text { zh: "周期未满", en: "partial" },
        Status::NotApplicable => Text { zh: "不适用", en: "not applicable" },
        Status::Info => Text { zh: "仅供参考", en: "info" },
    };
    text.get(lang)
}
