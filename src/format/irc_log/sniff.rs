//! Is it an IRC log? In: the head of a file and its name. Out: how sure. A vote of lines: most must be
//! spoken in angle brackets, or told behind a mark clients use.

use super::line::{self, Said};
use super::stamp;
use super::told::Told;
use crate::format::lines::{self, Lines};
use crate::format::{Confidence, Head};

/// Lines that vote.
const LINES: usize = 200;

/// Looks at the first lines.
pub(super) fn sniff(head: &Head<'_>) -> Confidence {
    let text = lines::head(head.bytes, LINES);
    // Lines of a log, those only such a log has, and all.
    let (mut fit, mut sure, mut all) = (0_u64, 0_u64, 0_u64);
    for line in Lines::new(&text) {
        let line = line::plain(line.text);
        if line.trim().is_empty() {
            continue;
        }
        if stamp::mark(&line).is_some() {
            (fit, sure, all) = (fit + 1, sure + 1, all + 1);
            continue;
        }
        all += 1;
        let stamped = stamp::read(&line).map(|(_, rest)| rest);
        let bare = line.starts_with("=== ");
        let Some(rest) = stamped.or(bare.then_some(&*line)) else { continue };
        match line::read(rest) {
            Some(Said::Message(..)) if rest.trim_start().starts_with('<') => (fit, sure) = (fit + 1, sure + 1),
            Some(Said::Told(told)) if told != Told::Other => (fit, sure) = (fit + 1, sure + 1),
            Some(_) => fit += 1,
            None => {}
        }
    }
    let named = head.name.ends_with(".weechatlog") || head.name.contains('#');
    if fit * 10 < all * 6 || fit == 0 || sure == 0 && !named {
        return Confidence::No;
    }
    // One line in a hundred may be anything.
    if sure * 20 >= fit || named { Confidence::Sure } else { Confidence::Maybe }
}
