//! The first pass: the conversations of a file and how headers are written in each. In: the text. Out:
//! where each conversation begins and ends, its name, and a rule that tells the headers of people from
//! lines that were pasted into a message and only look like headers.

use super::lines::{self, Banner, Header, Line, Lines, Parser, Style};

/// One conversation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section<'a> {
    /// Group or friend, as its banner says; `None` before the first banner.
    pub object: Option<&'a str>,
    /// Offset of the first line behind the banner.
    pub start: usize,
    /// Offset behind the last line.
    pub end: usize,
    /// Lines before `start`.
    pub lines: u64,
    /// What its headers look like.
    pub headers: Headers,
}

/// What the lines of a conversation that look like headers have in common.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Headers {
    addressed: u64,
    bare: u64,
    spaced: u64,
}

impl Headers {
    fn see(&mut self, header: &Header<'_>, after_blank: bool) {
        match header.style {
            // QQ itself has an account everywhere.
            _ if header.sender.is_system() => return,
            Style::Addressed => self.addressed += 1,
            Style::Bare => self.bare += 1,
            Style::Empty => return,
        }
        self.spaced += u64::from(after_blank);
    }

    /// Whether a line that looks like a header is one.
    pub(super) fn takes(self, header: &Header<'_>, after_blank: bool) -> bool {
        let spaced = self.spaced * 10 >= (self.addressed + self.bare) * 9;
        let by_account = self.addressed >= self.bare;
        match header.style {
            _ if spaced && !after_blank => false,
            Style::Addressed => by_account || header.sender.is_system(),
            Style::Bare => !by_account,
            Style::Empty => after_blank,
        }
    }
}

/// The conversations of a text, in order; at least one.
pub(super) fn sections<'a>(text: &'a str, parser: &mut Parser<'a>) -> Vec<Section<'a>> {
    let mut found = Vec::new();
    let mut open = Section { object: None, start: 0, end: text.len(), lines: 0, headers: Headers::default() };
    // Where the banner that may be running began, and whether a rule has just been drawn.
    let (mut banner, mut ruled) = (None, false);
    // A banner belongs to no message: a line right below it follows nothing.
    let mut fresh = true;
    for line in Lines::new(text) {
        let kind = lines::banner(line.text);
        match kind {
            Some(Banner::Rule) => {
                banner = banner.or(Some(line.start));
                ruled = true;
                continue;
            }
            Some(Banner::Title) => banner = banner.or(Some(line.start)),
            Some(Banner::Folder) if ruled => {}
            Some(Banner::Object(object)) if ruled => {
                open.end = banner.unwrap_or(line.start);
                let next = Section {
                    object: Some(object).filter(|object| !object.is_empty()),
                    start: line.end,
                    end: text.len(),
                    lines: line.number,
                    headers: Headers::default(),
                };
                found.push(std::mem::replace(&mut open, next));
                (banner, fresh) = (None, true);
            }
            _ if line.blank => continue,
            _ => {
                banner = None;
                if let Some(header) = parser.header(line.text) {
                    open.headers.see(&header, line.after_blank || fresh);
                }
                fresh = false;
            }
        }
        ruled = false;
    }
    found.push(open);
    found
}

/// Whether a line stands between the banner and the first message and says nothing.
pub(super) fn is_silent(line: &Line<'_>) -> bool {
    line.blank || matches!(lines::banner(line.text), Some(Banner::Rule | Banner::Title))
}
