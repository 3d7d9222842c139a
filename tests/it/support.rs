//! What the tests of formats share: reading bytes as a format, and frames rendered as one CSV that
//! a person can write and check by hand.

use std::path::Path;

use chatvitals::calendar::Zone;
use chatvitals::error::Result;
use chatvitals::format::Format;
use chatvitals::frame::{EventKind, Frames, MessageKind, NO_ACCOUNT, Projection, Writer, id_code};
use chatvitals::source;
use chrono::{DateTime, SecondsFormat};

/// Zone in which fixtures without offsets are read.
const ZONE: &str = "Asia/Shanghai";
/// Columns of an expected file. `id` of a group row is `platform:id`; members hold their roles in
/// `kind`; rejects hold their place in `id`; a note stands in `text`.
pub const COLUMNS: [&str; 12] =
    ["table", "group", "ts", "actor", "subject", "kind", "id", "reply_to", "urls", "file", "size", "text"];

/// The formats that claim a file, with how sure they are.
pub fn claims(bytes: &[u8], name: &str) -> Vec<&'static str> {
    let claims = source::claims(bytes.get(..bytes.len().min(64 << 10)).unwrap(), name);
    claims.into_iter().map(|(_, format)| format.id).collect()
}

/// The frames of a fixture: a file, an archive or a folder, all of it in the one format.
pub fn read_fixture(id: &str, path: &Path) -> Frames {
    let found = source::find(&[path.to_owned()], None).unwrap();
    assert_eq!(found.unread, [], "{}", path.display());
    let mut writer = Writer::new(Zone::new(ZONE).unwrap(), Projection::Full);
    for export in &found.exports {
        assert_eq!(export.format.id, id, "{}", export.path.display());
        export.read(&mut writer, &|_| ()).unwrap();
    }
    writer.finish()
}

/// The frames of some bytes read as a format.
pub fn read(format: &Format, bytes: &[u8], name: &str) -> Result<Frames> {
    let mut writer = Writer::new(Zone::new(ZONE)?, Projection::Full);
    format.read_alone(bytes, name, &mut writer, &|_| ())?;
    Ok(writer.finish())
}

/// Frames as CSV: groups, messages, events, reactions, members, rejects, notes.
pub fn render(frames: &Frames) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS).unwrap();
    let rows = [groups, messages, events, reactions, members, losses];
    for row in rows.iter().flat_map(|rows| rows(frames)) {
        out.write_record(&row).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

type Row = [String; 12];

/// A row of a table with the columns named.
fn row(table: &str, cells: &[(&str, String)]) -> Row {
    let mut row = Row::default();
    table.clone_into(&mut row[0]);
    for (column, cell) in cells {
        row[COLUMNS.iter().position(|known| known == column).unwrap()].clone_from(cell);
    }
    row
}

fn groups(frames: &Frames) -> Vec<Row> {
    let groups = frames.groups.iter();
    groups.map(|group| row("group", &[("id", group.id.clone()), ("text", group.name.clone())])).collect()
}

fn messages(frames: &Frames) -> Vec<Row> {
    let columns = &frames.messages;
    (0..columns.len())
        .map(|at| {
            let links = frames.links.iter().filter(|link| link.message as usize == at);
            let urls: Vec<&str> = links.map(|link| &*link.url).collect();
            let account = columns.account[at];
            let bot = frames.accounts.get(account as usize).is_some_and(|account| account.bot);
            let edited = if columns.edited[at] { " edited" } else { "" };
            let text = |arena: &chatvitals::frame::Arena| arena.get(at).unwrap_or("").to_owned();
            row(
                "message",
                &[
                    ("group", frames.groups[columns.group[at] as usize].name.clone()),
                    ("ts", time(columns.ts[at])),
                    ("actor", account_name(frames, account) + if bot { " bot" } else { "" }),
                    ("kind", MessageKind::from_code(columns.kind[at]).name().to_owned() + edited),
                    ("id", text(&columns.msg_id_text)),
                    ("reply_to", text(&columns.reply_to_text)),
                    ("urls", urls.join(" ")),
                    ("file", text(&columns.file_name)),
                    ("size", columns.file_size[at].map(|size| size.to_string()).unwrap_or_default()),
                    ("text", text(&columns.text)),
                ],
            )
        })
        .collect()
}

fn events(frames: &Frames) -> Vec<Row> {
    let columns = &frames.events;
    (0..columns.ts.len())
        .map(|at| {
            row(
                "event",
                &[
                    ("group", frames.groups[columns.group[at] as usize].name.clone()),
                    ("ts", time(columns.ts[at])),
                    ("actor", account_name(frames, columns.actor[at])),
                    ("subject", account_name(frames, columns.subject[at])),
                    ("kind", EventKind::from_code(columns.kind[at]).name().to_owned()),
                    ("text", columns.detail.get(at).unwrap_or("").to_owned()),
                ],
            )
        })
        .collect()
}

/// The target stands as the id of the message it is the code of.
fn reactions(frames: &Frames) -> Vec<Row> {
    let columns = &frames.reactions;
    let ids = &frames.messages.msg_id_text;
    let target = |code: u64| {
        let mut known = (0..frames.messages.len()).filter_map(|at| ids.get(at));
        known.find(|id| id_code(id) == code).unwrap_or("?").to_owned()
    };
    (0..columns.ts.len())
        .map(|at| {
            row(
                "reaction",
                &[
                    ("group", frames.groups[columns.group[at] as usize].name.clone()),
                    ("ts", time(columns.ts[at])),
                    ("actor", account_name(frames, columns.actor[at])),
                    ("reply_to", target(columns.target[at])),
                ],
            )
        })
        .collect()
}

fn members(frames: &Frames) -> Vec<Row> {
    let of = |(group, code): &(u32, u32)| {
        let account = &frames.accounts[*code as usize];
        let roles = account.roles.iter().filter(|(known, _)| known == group).map(|(_, role)| role.as_str());
        let words: Vec<&str> = roles.chain(account.bot.then_some("bot")).collect();
        row(
            "member",
            &[
                ("group", frames.groups[*group as usize].name.clone()),
                ("actor", account_name(frames, *code)),
                ("kind", words.join(" ")),
                ("text", account.name.clone().unwrap_or_default()),
            ],
        )
    };
    frames.members.iter().map(of).collect()
}

fn losses(frames: &Frames) -> Vec<Row> {
    let rejects = frames.rejects.iter();
    let rejects = rejects.map(|reject| {
        let kind = if reject.truncated { "truncated" } else { "" };
        row("reject", &[("kind", kind.to_owned()), ("id", reject.place.to_string()), ("text", reject.reason.clone())])
    });
    let cut = frames.truncated.iter().filter(|cut| !frames.rejects.contains(cut));
    let cut = cut.map(|cut| row("cut", &[("id", cut.place.to_string()), ("text", cut.reason.clone())]));
    let notes = frames.notes.iter().map(|note| row("note", &[("text", note.clone())]));
    rejects.chain(cut).chain(notes).collect()
}

/// The id of an account; a name known without an id stands in quotes.
fn account_name(frames: &Frames, code: u32) -> String {
    if code == NO_ACCOUNT {
        return String::new();
    }
    let account = &frames.accounts[code as usize];
    account.id.clone().unwrap_or_else(|| format!("'{}'", account.name.as_deref().unwrap_or("")))
}

fn time(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms).unwrap().to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
