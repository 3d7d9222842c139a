//! Is it a WhatsApp export? In: the head of an input and its name. Out: how sure. A vote of the first
//! lines; the name, or a wording only this messenger uses, makes it sure.

use super::header::{Layout, Style, YearPlace};
use super::records::{self, Records};
use super::system::{self, Language};
use super::{attachment, names};
use crate::format::{Confidence, Head};
use crate::frame::{EventKind, MessageKind};

/// Lines that vote.
const LINES: usize = 200;

/// Looks at the first lines: most that begin with a date must be headers of one layout.
pub(super) fn sniff(head: &Head<'_>) -> Confidence {
    let voting = records::lines(head.bytes).take(LINES);
    let length = voting.map(|line| line.len() + 1).sum::<usize>().min(head.bytes.len());
    let text = String::from_utf8_lossy(head.bytes.get(..length).unwrap_or(head.bytes));
    let Some(survey) = records::survey(records::lines(text.as_bytes())) else { return Confidence::No };
    if survey.headers * 10 < survey.dated * 6 {
        return Confidence::No;
    }
    let mut look = Look::default();
    for record in Records::new(&text, survey.layout) {
        look.at(&record);
    }
    let ours = is_named(head.name);
    if look.foreign * 2 > survey.headers || (look.senders == 0 && look.wordings == 0) {
        return Confidence::No;
    }
    let markdown = head.name.to_ascii_lowercase().ends_with(".md");
    if !ours && (markdown || look.wordings == 0 && is_signal(survey.layout)) {
        return Confidence::No;
    }
    if ours || look.wordings > 0 { Confidence::Sure } else { Confidence::Maybe }
}

#[derive(Default)]
struct Look {
    senders: u64,
    /// Lines that only this messenger writes.
    wordings: u64,
    /// Lines of an IRC client's log.
    foreign: u64,
}

impl Look {
    fn at(&mut self, record: &records::Record<'_>) {
        let line = record.first_line();
        if line.starts_with(['<', '*']) {
            self.foreign += 1;
            return;
        }
        if let Some((_, body)) = record.sender() {
            self.senders += 1;
            let told = body.starts_with('\u{200e}') && system::find(body, Language::En).is_some();
            let marked = !names::trim(body).is_empty() && attachment::classify(body).kind != MessageKind::Text;
            self.wordings += u64::from(told || marked);
        } else {
            // A bare "X left" is said by many programs; an encryption notice by one.
            let found = system::find(line, Language::En);
            self.wordings += u64::from(found.is_some_and(|found| found.kind != EventKind::Leave));
        }
    }
}

fn is_named(name: &str) -> bool {
    name == "_chat.txt" || name.to_ascii_lowercase().contains("whatsapp")
}

/// `[2024-01-02, 15:04] Name: text` is what Signal's exporters write; those in Markdown have seconds.
fn is_signal(layout: Layout) -> bool {
    layout.style == Style::Bracket && layout.separator == b'-' && layout.year == YearPlace::First && !layout.seconds
}
