//! What becomes of a message that comes again: a second copy is dropped, a later edit replaces the text, a recall takes
//! it away. In: the rows of a month and those that come. Out: the rows of the month, each message once, in time order.

use rustc_hash::{FxHashMap, FxHashSet};

use super::table::Message;
use crate::frame::MessageKind;

/// What came of an addition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows nobody had.
    pub new: u64,
    /// Rows that were known.
    pub known: u64,
    /// … of them edited or recalled since.
    pub changed: u64,
}

/// Sender, instant, kind and content of a message without id.
type Likeness<'a> = (Option<&'a str>, i64, &'a str, i64);
/// Second, kind, text and file of a message, whichever tool wrote it down.
type Trace<'a> = (i64, &'a str, Option<&'a str>, Option<&'a str>);

/// Merges `incoming`, in the order of its export, into `rows`. `same_tool` tells whether rows from a source are written
/// by the tool that wrote the incoming ones: those of others are compared by second, sender and text.
#[must_use]
pub fn merge<'a>(
    mut rows: Vec<Message<'a>>,
    incoming: Vec<Message<'a>>,
    same_tool: &dyn Fn(&str) -> bool,
) -> (Vec<Message<'a>>, Tally) {
    let mut tally = Tally::default();
    let mut by_id: FxHashMap<&str, usize> = FxHashMap::default();
    let mut alike: FxHashMap<Likeness<'a>, u64> = FxHashMap::default();
    for (at, row) in rows.iter().enumerate() {
        match row.msg_id {
            Some(id) => {
                by_id.insert(id, at);
            }
            None => *alike.entry(likeness(row)).or_default() += 1,
        }
    }
    let mut met = vec![false; rows.len()];
    let mut left = Vec::new();
    // The n-th of several equal messages of one export is the n-th of the other.
    let mut ordinals: FxHashMap<Likeness<'a>, u64> = FxHashMap::default();
    for row in incoming {
        let Some(id) = row.msg_id else {
            let ordinal = ordinals.entry(likeness(&row)).or_default();
            *ordinal += 1;
            if alike.get(&likeness(&row)).is_some_and(|known| *ordinal <= *known) {
                tally.known += 1;
            } else {
                left.push(row);
            }
            continue;
        };
        match by_id.get(id).copied().and_then(|at| Some((rows.get_mut(at)?, met.get_mut(at)))) {
            Some((known, met)) => {
                if let Some(met) = met {
                    *met = true;
                }
                tally.known += 1;
                tally.changed += u64::from(renew(known, row));
            }
            None => left.push(row),
        }
    }
    // Tools that number messages alike are told apart by the numbers alone.
    let numbered = met.contains(&true);
    let mut traces: FxHashMap<Trace<'a>, Vec<usize>> = FxHashMap::default();
    for (at, row) in rows.iter().enumerate().filter(|(at, row)| !met[*at] && !same_tool(row.source)) {
        traces.entry(trace(row)).or_default().push(at);
    }
    let mut fresh: FxHashSet<&str> = FxHashSet::default();
    for row in left {
        let known = traces.get_mut(&trace(&row)).and_then(|others| {
            let one = |known: &Message<'_>| {
                one_sender(known, &row) && !(numbered && known.msg_id.is_some() && row.msg_id.is_some())
            };
            let place = others.iter().position(|at| rows.get(*at).is_some_and(one))?;
            Some(others.swap_remove(place))
        });
        // An export that holds a message twice holds it once.
        let again = row.msg_id.is_some_and(|id| fresh.contains(id));
        match known.and_then(|at| rows.get_mut(at)) {
            Some(known) => {
                tally.known += 1;
                tally.changed += u64::from(renew(known, row));
            }
            None if again => tally.known += 1,
            None => {
                tally.new += 1;
                if let Some(id) = row.msg_id {
                    fresh.insert(id);
                }
                rows.push(row);
            }
        }
    }
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    (rows, tally)
}

/// Takes over what is newer; tells whether anything changed.
fn renew<'a>(known: &mut Message<'a>, row: Message<'a>) -> bool {
    let recalled = |row: &Message<'_>| row.kind == MessageKind::Recalled.name();
    if known.msg_id.is_none() && row.msg_id.is_some() {
        // The other tool knows the id: what comes later can be told by it.
        (known.msg_id, known.content) = (row.msg_id, 0);
        known.reply_to = known.reply_to.or(row.reply_to);
        return true;
    }
    let newer = if recalled(known) { false } else { recalled(&row) || row.version >= known.version };
    let same = known.msg_id != row.msg_id
        || (known.kind == row.kind
            && known.text == row.text
            && known.edited == row.edited
            && known.urls == row.urls
            && known.file_name == row.file_name
            && known.reply_to == row.reply_to);
    if !newer || same {
        return false;
    }
    let ts = known.ts;
    *known = row;
    if recalled(known) {
        silence(known);
        known.ts = ts;
    }
    true
}

/// Takes away everything a text told.
pub fn silence(row: &mut Message<'_>) {
    (row.text, row.file_name, row.file_size) = (None, None, None);
    (row.features, row.content) = (0, 0);
    row.urls.clear();
    row.marks.clear();
    row.mentions.clear();
}

fn likeness<'a>(row: &Message<'a>) -> Likeness<'a> {
    (row.sender, row.ts, row.kind, row.content)
}

fn trace<'a>(row: &Message<'a>) -> Trace<'a> {
    (row.ts.div_euclid(1000), row.kind, row.text, row.file_name)
}

fn one_sender(known: &Message<'_>, row: &Message<'_>) -> bool {
    known.sender == row.sender || (known.sender_name.is_some() && known.sender_name == row.sender_name)
}

/// Time, then the platform's own numbering, then the order of the export.
fn order<'m>(row: &'m Message<'_>) -> (i64, u64, i64, &'m str) {
    let number = row.msg_id.and_then(|id| id.parse().ok()).unwrap_or(0);
    (row.ts, number, row.seq, row.source)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<'a>(ts: i64, id: Option<&'a str>, text: &'a str, version: i64) -> Message<'a> {
        let content = if id.is_some() { 0 } else { i64::try_from(text.len()).unwrap() };
        Message {
            ts,
            msg_id: id,
            sender: Some("u1"),
            kind: "text",
            text: Some(text),
            source: "a",
            version,
            content,
            ..Message::default()
        }
    }

    fn texts<'a>(rows: &[Message<'a>]) -> Vec<Option<&'a str>> {
        rows.iter().map(|row| row.text).collect()
    }

    #[test]
    fn a_second_copy_adds_nothing() {
        let first = vec![said(1, Some("1"), "a", 9), said(2, None, "b", 9), said(2, None, "b", 9)];
        let (rows, tally) = merge(Vec::new(), first.clone(), &|_| true);
        assert_eq!((rows.len(), tally.new), (3, 3));
        let (rows, tally) = merge(rows, first, &|_| true);
        assert_eq!((rows.len(), tally), (3, Tally { new: 0, known: 3, changed: 0 }));
        // A third one equal to the other two was said a third time.
        let thrice = vec![said(2, None, "b", 9), said(2, None, "b", 9), said(2, None, "b", 9)];
        assert_eq!(merge(rows, thrice, &|_| true).1, Tally { new: 1, known: 2, changed: 0 });
    }

    #[test]
    fn the_last_edit_wins_whenever_it_comes() {
        let (old, new) = (said(1, Some("1"), "a", 5), said(1, Some("1"), "b", 7));
        for (first, then) in [(old.clone(), new.clone()), (new, old)] {
            let (rows, _) = merge(vec![first], vec![then], &|_| true);
            assert_eq!(texts(&rows), [Some("b")]);
        }
    }

    #[test]
    fn a_recall_is_final() {
        let text = said(1, Some("1"), "a", 9);
        let recall = Message { kind: "recalled", text: None, version: 7, ..text.clone() };
        for (first, then) in [(text.clone(), recall.clone()), (recall, text)] {
            let (rows, tally) = merge(vec![first], vec![then], &|_| true);
            assert_eq!((texts(&rows), rows[0].kind), (vec![None], "recalled"), "{tally:?}");
        }
    }

    #[test]
    fn other_tools_are_told_by_second_sender_and_text() {
        let known = vec![said(1000, Some("1"), "a", 5), said(1000, Some("2"), "a", 5), said(2000, None, "b", 5)];
        let other = |ts, id, text| Message { source: "b", ..said(ts, id, text, 6) };
        let incoming = vec![other(1999, None, "a"), other(2400, Some("x"), "b"), other(2400, Some("y"), "b")];
        let (rows, tally) = merge(known, incoming, &|source| source == "b");
        assert_eq!(tally, Tally { new: 1, known: 2, changed: 1 });
        let ids: Vec<_> = rows.iter().map(|row| row.msg_id).collect();
        assert_eq!(ids, [Some("1"), Some("2"), Some("x"), Some("y")]);
        let stranger = vec![Message { sender: Some("u2"), ..other(1000, None, "a") }];
        assert_eq!(merge(rows, stranger, &|source| source == "b").1.new, 1);
    }
}
