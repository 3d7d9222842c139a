//! `git.log`: who committed when, as `git log --format=%H%x09%ae%x09%aI` prints it. In: lines of hash, address
//! and author date, tab separated; name and subject may follow. Out: [`CommitRow`]s. Addresses become people
//! through `identities.csv` alone.

use std::path::Path;

use chrono::DateTime;

use crate::error::{Error, Result};
use crate::unit::Text;

use super::spec::{Column, CommitRow, Reader, Side, SideFile};

/// The commit log.
pub const GIT_LOG: SideFile = SideFile {
    name: "git.log",
    doc: Text {
        zh: "代码贡献：git log --format=%H%x09%ae%x09%aI 的输出（可再接作者名与标题）；邮箱靠 identities.csv（platform 填 git）对到人",
        en: "commits, as printed by git log --format=%H%x09%ae%x09%aI (name and subject may follow); addresses become people through identities.csv, platform git",
    },
    columns: &[
        Column { name: "hash", required: true, doc: Text { zh: "提交的散列", en: "hash of the commit" } },
        Column { name: "email", required: true, doc: Text { zh: "作者邮箱", en: "address of the author" } },
        Column { name: "time", required: true, doc: Text { zh: "作者时间", en: "author date" } },
    ],
    read: Reader::Lines(read),
};

fn read(path: &Path, text: &str, side: &mut Side) -> Result<()> {
    let mut rows = Vec::new();
    for (line, number) in text.lines().zip(1_u64..) {
        if line.trim().is_empty() {
            continue;
        }
        rows.push(commit(line).ok_or_else(|| {
            Error::Config {
                path: path.to_owned(),
                line: number,
                at: None,
                message: "not a line of `git log --format=%H%x09%ae%x09%aI`: hash, address and date, separated by tabs"
                    .to_owned(),
            }
        })?);
    }
    side.commits.get_or_insert_default().extend(rows);
    Ok(())
}

fn commit(line: &str) -> Option<CommitRow> {
    let mut parts = line.split('\t');
    let (hash, email, date) = (parts.next()?, parts.next()?.trim(), parts.next()?);
    if hash.len() < 7 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) || !email.contains('@') {
        return None;
    }
    let name = parts.next().unwrap_or_default();
    let subject = parts.next().unwrap_or_default();
    let bot = [email, name].iter().any(|word| word.contains("[bot]"));
    Some(CommitRow {
        email: email.to_lowercase(),
        time: DateTime::parse_from_rfc3339(date.trim()).ok()?.timestamp_millis(),
        merge: bot || subject.starts_with("Merge "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_log() {
        let row = commit("0123456789abcdef\tAnn@Ex.com\t2026-03-02T10:00:00+08:00").unwrap();
        assert_eq!((row.email.as_str(), row.time, row.merge), ("ann@ex.com", 1_772_416_800_000, false));
        assert!(commit("0123456\ta@b\t2026-03-02T10:00:00Z\tAnn\tMerge branch x").unwrap().merge);
        assert!(commit("0123456\tx[bot]@users.example\t2026-03-02T10:00:00Z").unwrap().merge);
        for wrong in
            ["", "0123456 a@b 2026-03-02T10:00:00Z", "xyz\ta@b\t2026-03-02T10:00:00Z", "0123456\ta@b\tyesterday"]
        {
            assert_eq!(commit(wrong), None, "{wrong}");
        }
    }
}
