//! A charter written the one way: one space around `=`, one blank line before a section, no indents, no blanks at the
//! ends of lines. In: its text. Out: the same charter, comments where they stood, keys and sections in the order their
//! author chose: a charter tells a story.

use toml_edit::{Array, Decor, DocumentMut, Item, Table, Value};

/// Lays out a charter; the same text again when it is laid out already.
///
/// # Errors
/// What is wrong, when it is no TOML.
pub fn lay_out(text: &str) -> Result<String, String> {
    let unix = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let mut document: DocumentMut = unix.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let trailing = comments(document.trailing().as_str().unwrap_or_default());
    section(document.as_table_mut());
    document.set_trailing(trailing);
    let written = document.to_string();
    Ok(format!("{}\n", written.trim_matches('\n')))
}

/// The comments before something, each on a line of its own without indent; of several blank lines one is kept.
fn comments(before: &str) -> String {
    let mut lines: Vec<&str> = before.split('\n').map(str::trim).collect();
    // What stands behind the last line break is the indent of what follows.
    lines.pop();
    lines.dedup_by(|later, earlier| later.is_empty() && earlier.is_empty());
    lines.iter().fold(String::new(), |text, line| text + line + "\n")
}

fn before(decor: &Decor) -> String {
    comments(decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default())
}

/// A comment at the end of a line, one blank before it.
fn behind(decor: &Decor) -> String {
    let comment = decor.suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default().trim();
    if comment.is_empty() { String::new() } else { format!(" {comment}") }
}

/// A table with a header of its own: a blank line before it, unless a comment stands there that has one.
fn section(table: &mut Table) {
    for (mut key, item) in table.iter_mut() {
        match item {
            Item::Value(one) => {
                let above = before(key.leaf_decor());
                key.leaf_decor_mut().set_prefix(above);
                key.leaf_decor_mut().set_suffix(" ");
                let comment = behind(one.decor());
                value(one);
                one.decor_mut().set_prefix(" ");
                one.decor_mut().set_suffix(comment);
            }
            Item::Table(inner) => headed(inner),
            Item::ArrayOfTables(many) => many.iter_mut().for_each(headed),
            Item::None => {}
        }
    }
}

fn headed(table: &mut Table) {
    if table.is_dotted() {
        section(table);
        return;
    }
    let above = before(table.decor());
    // Comments between two sections belong to whichever side of the blank line they stand on.
    let parted = above.starts_with('\n') || above.contains("\n\n");
    let above = if parted { above } else { format!("\n{above}") };
    let comment = behind(table.decor());
    table.decor_mut().set_prefix(above);
    table.decor_mut().set_suffix(comment);
    section(table);
}

fn value(value: &mut Value) {
    match value {
        Value::Array(array) => list(array),
        Value::InlineTable(inner) => {
            inner.fmt();
            inner.iter_mut().for_each(|(_, inner)| {
                if let Value::Array(array) = inner {
                    list(array);
                }
            });
        }
        _ => {}
    }
}

/// A list: on one line as it stands, or over several with each entry on its own; one with comments is left alone.
fn list(array: &mut Array) {
    let raw = array.to_string();
    if raw.lines().any(|line| line.contains('#')) {
        return;
    }
    let several = raw.trim().contains('\n');
    array.iter_mut().for_each(self::value);
    let last = array.len().saturating_sub(1);
    for (at, entry) in array.iter_mut().enumerate() {
        let blank = match (several, at) {
            (true, _) => "\n    ",
            (false, 0) => "",
            (false, _) => " ",
        };
        entry.decor_mut().set_prefix(blank);
        entry.decor_mut().set_suffix("");
    }
    array.set_trailing_comma(several && last < array.len());
    array.set_trailing(if several { "\n" } else { "" });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::charter::{Charter, Profile, read, template};
    use crate::metric::METRICS;
    use crate::unit::Lang;

    fn back(text: &str) -> Charter {
        let mut charter = read(Path::new("charter.toml"), text, METRICS).unwrap();
        // Lines move; what they say does not.
        charter.overrides.iter_mut().for_each(|rule| rule.line = 0);
        charter.waivers.iter_mut().for_each(|waiver| waiver.line = 0);
        for rule in &mut charter.groups {
            rule.line = 0;
            rule.charter.overrides.iter_mut().for_each(|rule| rule.line = 0);
        }
        charter
    }

    #[test]
    fn a_wild_charter_is_tamed() {
        let wild = "\u{feff}# head\r\n\r\n\r\n  [group]\r\nprofile=\"learning\"   # kind\r\n\r\n\r\n  # size\r\n  declared_size   =   480\r\n[roles]\r\nadmins=[ \"A\",\"B\" ]\r\nbots = [\r\n\"X\" ,\r\n\"Y\"]\r\n[[threshold]]\r\nmetric=\"link_ctr\"\r\nn_min=5\r\n   # end\r\n";
        let tame = "# head\n\n[group]\nprofile = \"learning\" # kind\n\n# size\ndeclared_size = 480\n\n[roles]\nadmins = [\"A\", \"B\"]\nbots = [\n    \"X\",\n    \"Y\",\n]\n\n[[threshold]]\nmetric = \"link_ctr\"\nn_min = 5\n# end\n";
        assert_eq!(lay_out(wild).unwrap(), tame);
        assert_eq!(lay_out(tame).unwrap(), tame);
    }

    #[test]
    fn what_a_charter_says_does_not_change() {
        let full = include_str!("../../fixtures/charter/full.toml").to_owned();
        let on = |text: &str| -> String {
            let line =
                |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned();
            text.lines().map(|text| line(text) + "\n").collect()
        };
        let pages = [Profile::Learning, Profile::Service].map(|profile| on(&template(profile, Lang::Zh)));
        for text in pages.iter().chain([&full]) {
            let laid = lay_out(text).unwrap();
            assert_eq!(back(text), back(&laid));
            assert_eq!(lay_out(&laid).unwrap(), laid, "laid out twice is laid out once");
            let notes = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
            assert_eq!(notes(text), notes(&laid));
        }
    }

    #[test]
    fn a_new_charter_is_laid_out_already() {
        for profile in [Profile::Resource, Profile::Learning, Profile::Service, Profile::Other] {
            for lang in [Lang::Zh, Lang::En] {
                let text = template(profile, lang);
                assert_eq!(lay_out(&text).unwrap(), text);
            }
        }
    }
}
