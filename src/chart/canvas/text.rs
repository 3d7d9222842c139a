//! How wide words are, and fitting them: cutting, wrapping, keeping labels apart. In: words and
//! room in logical pixels. Out: words that fit and where they stand. Widths are sums of the embedded
//! font's own advances, so CJK text measures as it is drawn.

use std::sync::OnceLock;

use ttf_parser::Face;
use unicode_width::UnicodeWidthChar;

use crate::look::middle_cut;

/// The embedded font: Noto Sans CJK SC Regular, cut by `assets/fonts/make.sh`.
pub static FONT: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-subset.otf");

/// Emoji the font above lacks: Noto Emoji Regular, put together by `assets/fonts/make_emoji.py`.
pub static EMOJI: &[u8] = include_bytes!("../../../assets/fonts/NotoEmoji-subset.ttf");

/// The type scale of charts, in logical pixels; nothing is smaller than 11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The answer.
    Title,
    /// A number on a card.
    Figure,
    /// What is drawn; series names.
    Body,
    /// Ticks, notes, foot.
    Small,
}

impl Size {
    /// Font size in logical pixels.
    pub const fn px(self) -> f64 {
        match self {
            Self::Title => 20.0,
            Self::Figure => 18.0,
            Self::Body => 12.0,
            Self::Small => 11.0,
        }
    }
}

/// The parsed font; `None` only if the embedded file were damaged.
fn face() -> Option<&'static Face<'static>> {
    static FACE: OnceLock<Option<Face<'static>>> = OnceLock::new();
    FACE.get_or_init(|| Face::parse(FONT, 0).ok()).as_ref()
}

fn emoji() -> Option<&'static Face<'static>> {
    static FACE: OnceLock<Option<Face<'static>>> = OnceLock::new();
    FACE.get_or_init(|| Face::parse(EMOJI, 0).ok()).as_ref()
}

/// The embedded font draws this character.
pub fn has_glyph(letter: char) -> bool {
    face().is_some_and(|face| face.glyph_index(letter).is_some())
}

/// Width of words in logical pixels; a character another font must draw counts as wide as its cell.
pub fn width(words: &str, size: Size) -> f64 {
    words.chars().map(|letter| advance(letter) * size.px()).sum()
}

fn advance(letter: char) -> f64 {
    let of = |face: &Face<'_>| {
        let units = face.glyph_hor_advance(face.glyph_index(letter)?)?;
        Some(f64::from(units) / f64::from(face.units_per_em()))
    };
    let known = face().and_then(of);
    known.or_else(|| emoji().and_then(of)).unwrap_or_else(|| match letter.width() {
        Some(2) => 1.0,
        Some(1) => 0.6,
        _ => 0.0,
    })
}

/// The words, cut in the middle until they fit.
pub fn fit(words: &str, size: Size, room: f64) -> String {
    let mut most = words.chars().count();
    let mut cut = words.to_owned();
    while width(&cut, size) > room + 0.01 && most > 3 {
        most -= 1;
        cut = middle_cut(words, most);
    }
    cut
}

/// The words in at most `lines` lines, broken at spaces or between Han characters, never before a
/// closing mark; what is left over is cut with an ellipsis.
pub fn wrap(words: &str, size: Size, room: f64, lines: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for piece in pieces(words) {
        let full =
            out.last().is_some_and(|line| !line.is_empty() && width(line, size) + width(piece.trim_end(), size) > room);
        if full && out.len() < lines {
            out.push(String::new());
        }
        if let Some(line) = out.last_mut() {
            line.push_str(&piece);
        }
    }
    for line in &mut out {
        *line = cut_end(line.trim_end(), size, room);
    }
    out
}

/// The words, cut at the end until they fit.
fn cut_end(words: &str, size: Size, room: f64) -> String {
    if width(words, size) <= room {
        return words.to_owned();
    }
    let mut kept: Vec<char> = words.chars().collect();
    while kept.pop().is_some() {
        let cut = format!("{}…", kept.iter().collect::<String>().trim_end());
        if width(&cut, size) <= room {
            return cut;
        }
    }
    String::new()
}

/// Unbreakable pieces: a Latin word with its trailing space, or one Han character with the closing
/// marks behind it.
fn pieces(words: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for letter in words.chars() {
        let wide = letter.width() == Some(2);
        let closing = "，。、；：？！）》」』】%…".contains(letter);
        let opening = "（《「『【".contains(letter);
        match out.last_mut() {
            Some(last) if closing || letter == ' ' || (open && (!wide || last.ends_with(['（', '《', '「']))) => {
                last.push(letter);
            }
            _ => out.push(letter.to_string()),
        }
        open = opening || (!wide && letter != ' ');
    }
    out
}

/// Moves wished middles apart so that neighbours stand at least `gap` apart, within `low..=high`,
/// keeping their order. Returns the new middles in the order given.
pub fn spread(wished: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wished.len()).collect();
    order.sort_by(|a, b| wished[*a].total_cmp(&wished[*b]));
    let mut placed = wished.to_vec();
    let mut floor = low;
    for at in &order {
        placed[*at] = placed[*at].max(floor);
        floor = placed[*at] + gap;
    }
    let mut ceiling = high;
    for at in order.iter().rev() {
        placed[*at] = placed[*at].min(ceiling);
        ceiling = placed[*at] - gap;
    }
    placed
}

/// A count as a float.
pub fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_the_fonts() {
        assert!((width("群脉", Size::Body) - 24.0).abs() < 1e-9);
        assert!(width("iiii", Size::Body) < width("MMMM", Size::Body));
        assert!("婧喆彧●▲■○·▼−–…→≥".chars().all(has_glyph));
        assert!(!has_glyph('🎉'));
    }

    #[test]
    fn long_words_are_cut_in_the_middle_and_fit() {
        let cut = fit("https://mp.weixin.qq.com/s/abcdefghijklmnop", Size::Small, 120.0);
        assert!(cut.contains('…') && width(&cut, Size::Small) <= 120.0, "{cut}");
        assert_eq!(fit("短", Size::Small, 120.0), "短");
    }

    #[test]
    fn titles_wrap_without_opening_a_line_with_a_closing_mark() {
        let lines = wrap("本周十四项指标，三项越线：周活跃留存、链接点击率、管理员响应", Size::Title, 160.0, 3);
        assert_eq!(lines.len(), 3);
        for line in &lines {
            assert!(width(line, Size::Title) <= 160.0, "{line}");
            assert!(!line.starts_with(['，', '：', '、']), "{line}");
        }
        assert_eq!(wrap("Weekly retention below", Size::Body, 1000.0, 2), ["Weekly retention below"]);
    }

    #[test]
    fn labels_move_apart_and_stay_inside() {
        let placed = spread(&[50.0, 51.0, 52.0, 99.0], 14.0, (0.0, 100.0));
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 14.0 - 1e-9), "{placed:?}");
        assert!(placed.iter().all(|y| (0.0..=100.0).contains(y)));
        assert_eq!(spread(&[], 14.0, (0.0, 1.0)), Vec::<f64>::new());
    }
}
