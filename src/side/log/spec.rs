//! The contract of a click log that other programs write (点击日志): a const that carries everything
//! said about it, known by its content and not by its name. In: the text of a file. Out: hits and
//! totals, pushed into a [`Sink`].

use crate::unit::Text;

pub use super::sink::{Address, Hit, Sink, Skip, Span};

/// One kind of click, read or download log.
pub struct Log {
    /// Machine name.
    pub id: &'static str,
    /// What people call it.
    pub name: Text,
    /// How to come by such a file, step by step.
    pub how_to_obtain: Text,
    /// What it knows of clicks.
    pub carries: Carries,
    /// What the time it spans tells.
    pub span: Span,
    /// What it cannot tell, and what it needs besides.
    pub lacks: Text,
    /// Whether the head of a file is of this kind; strict.
    pub sniff: fn(&Head<'_>) -> bool,
    /// Reads a whole text; damage costs one row, which the sink counts.
    pub read: fn(&[u8], &mut Sink<'_>),
}

/// What a log knows of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// Every click with its time and something that tells one visitor from another.
    Visitors,
    /// Every click with its time; the visitor only in some plans or settings.
    Hits,
    /// Sums only, for each link or each link and day; who clicked is lost.
    Totals,
}

impl Carries {
    /// What it means for the click rate.
    #[must_use]
    pub const fn doc(self) -> Text {
        match self {
            Self::Visitors => Text {
                zh: "逐次点击，有时间和访客；可算独立点击者与点击率",
                en: "every click with its time and visitor: unique clickers and the click rate can be computed",
            },
            Self::Hits => Text {
                zh: "逐次点击，有时间；访客视套餐或设置而定，没有访客就算不出独立点击者",
                en: "every click with its time; the visitor depends on plan and settings, and without one unique \
                     clickers cannot be computed",
            },
            Self::Totals => Text {
                zh: "只有合计；链接表里列出总点击，独立点击者与点击率算不出来",
                en: "totals only: the links table shows them, unique clickers and the click rate cannot be computed",
            },
        }
    }
}

/// The beginning of a file as text.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// At most [`super::HEAD`] bytes in UTF-8; the last line may be cut.
    pub bytes: &'a [u8],
}

impl<'a> Head<'a> {
    /// Its lines that are not blank, without the one the head may have cut.
    pub fn lines(&self) -> impl Iterator<Item = &'a [u8]> {
        let whole = match memchr::memrchr(b'\n', self.bytes) {
            Some(end) if self.bytes.len() >= super::HEAD => self.bytes.get(..end).unwrap_or_default(),
            _ => self.bytes,
        };
        whole.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty())
    }

    /// Whether of the first lines most satisfy `is`, and one at least does. A few may be damaged.
    #[must_use]
    pub fn most(&self, is: impl Fn(&[u8]) -> bool) -> bool {
        let (mut good, mut bad) = (0_u32, 0_u32);
        for line in self.lines().take(50) {
            *(if is(line) { &mut good } else { &mut bad }) += 1;
        }
        good > 0 && good >= bad.saturating_mul(4)
    }
}
