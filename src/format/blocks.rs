//! Text exports of blocks: a head line, a body of any lines, a blank line. In: the text and what
//! reads a head line. Out: block by block, each with the line it begins on. Only what follows a
//! blank line can be a head: a log pasted into a message stays its text.

/// One block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block<'a, H> {
    /// Line of its head, from 1.
    pub line: u64,
    /// What its head says.
    pub head: H,
    /// Its body without the blank lines behind it.
    pub body: &'a str,
    /// Offset behind it.
    pub end: usize,
}

/// The blocks of a text.
pub(super) struct Blocks<'a, H, P> {
    /// Line of the first text that stands before every block.
    pub stray: Option<u64>,
    text: &'a str,
    parse: P,
    /// The head found last, its line, and where its body begins.
    open: Option<(H, u64, usize)>,
    /// Lines read.
    lines: u64,
    /// The line read last is blank, or there is none yet.
    blank: bool,
}

impl<'a, H, P: FnMut(&'a str) -> Option<H>> Blocks<'a, H, P> {
    /// The blocks of `text`, whose heads `parse` understands.
    pub fn new(text: &'a str, parse: P) -> Self {
        let mut blocks = Self { stray: None, text, parse, open: None, lines: 0, blank: true };
        let before = blocks.advance(0);
        let stray = text.get(..before).unwrap_or_default();
        let blank = stray.bytes().take_while(u8::is_ascii_whitespace).filter(|byte| *byte == b'\n').count();
        blocks.stray = (!stray.trim().is_empty()).then_some(blank as u64 + 1);
        blocks
    }

    /// Goes to the next head, opens it, and gives where it begins.
    fn advance(&mut self, mut at: usize) -> usize {
        while let Some((line, next)) = line_at(self.text, at) {
            self.lines += 1;
            if self.blank
                && let Some(head) = (self.parse)(line.trim_start_matches('\u{feff}'))
            {
                self.open = Some((head, self.lines, next));
                self.blank = false;
                return at;
            }
            self.blank = line.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
            at = next;
        }
        self.text.len()
    }
}

impl<'a, H, P: FnMut(&'a str) -> Option<H>> Iterator for Blocks<'a, H, P> {
    type Item = Block<'a, H>;

    fn next(&mut self) -> Option<Self::Item> {
        let (head, line, start) = self.open.take()?;
        let end = self.advance(start);
        let body = self.text.get(start..end).unwrap_or_default().trim_end();
        Some(Block { line, head, body, end })
    }
}

/// A line, and where the next begins.
fn line_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
    let line = rest.get(..length)?;
    Some((line.strip_suffix('\r').unwrap_or(line), (at + length + 1).min(text.len())))
}

/// The file name without its ending.
pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_the_lines_they_begin_on() {
        let head = |line: &str| line.strip_prefix("# ").map(str::to_owned);
        for (text, want, stray) in [
            ("# a\nx\n\n# b\ny\n# z\n\n\n# c", vec!["1 a x", "4 b y\n# z", "9 c "], None),
            ("# a\n\n# b\n\n", vec!["1 a ", "3 b "], None),
            ("# a\n# b\n", vec!["1 a # b"], None),
            ("\u{feff}# a\r\nx\r\n \r\n\u{feff}# b\r\n", vec!["1 a x", "4 b "], None),
            ("\nlost\n\n# a\n", vec!["4 a "], Some(2)),
            ("lost", vec![], Some(1)),
            ("", vec![], None),
        ] {
            let blocks = Blocks::new(text, head);
            assert_eq!(blocks.stray, stray, "{text:?}");
            let seen: Vec<String> =
                blocks.map(|block| format!("{} {} {}", block.line, block.head, block.body)).collect();
            assert_eq!(seen, want, "{text:?}");
        }
    }
}
