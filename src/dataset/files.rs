//! Shared files and their downloads, brought into the form links and clicks have, so that one rule
//! attributes both: a file is its name, or its message where it has none.

use rustc_hash::FxHashMap;

use crate::calendar::Calendar;
use crate::frame::id_code;
use crate::rollup::{Click, Post, Share, ShareContext, Timeline, shares};
use crate::side::Side;

use super::build::Source;
use super::draft::Draft;
use super::group::PersonIx;
use super::links::Reach;

/// What a file is called across messages and downloads.
fn key(name: Option<&str>, id: u64) -> String {
    name.map_or_else(|| format!("file#{id}"), |name| format!("file:{}", name.trim().to_lowercase()))
}

/// The files of every group as shares, with who downloaded them. `end` is the instant as-of ends.
pub(super) fn file_shares(
    sources: &[Source<'_>],
    timelines: &[Timeline],
    drafts: &[Draft],
    calendar: &mut Calendar,
    end: i64,
) -> Vec<Share> {
    let mut posts = Vec::new();
    let mut by_id: FxHashMap<u64, (usize, String)> = FxHashMap::default();
    for (group, timeline) in timelines.iter().enumerate() {
        for file in &timeline.files {
            let Some(line) = timeline.lines.get(file.line as usize).filter(|line| line.eligible()) else { continue };
            let key = key(file.name.as_deref(), line.id);
            by_id.entry(line.id).or_insert_with(|| (group, key.clone()));
            posts.push(Post { group, ts: line.ts, person: line.person, urls: vec![key], ..Post::default() });
        }
    }
    shares(&posts, &downloads(sources, &by_id), &Downloads(Reach(drafts)), calendar, end)
}

/// The rows of every download log, once each.
fn downloads(sources: &[Source<'_>], by_id: &FxHashMap<u64, (usize, String)>) -> Vec<Click> {
    let mut seen: Vec<*const Side> = Vec::new();
    let mut clicks = Vec::new();
    for source in sources {
        if seen.contains(&std::ptr::from_ref(source.side)) {
            continue;
        }
        seen.push(std::ptr::from_ref(source.side));
        for row in source.side.downloads.iter().flatten() {
            let known = row.file_id.as_deref().and_then(|id| by_id.get(&id_code(id)));
            let named = row.file_name.as_deref().or(row.file_id.as_deref());
            let (group, url) = match known {
                Some((group, key)) => (Some(*group), key.clone()),
                None => (None, key(named, 0)),
            };
            let (visitor, account) = (row.visitor_id.clone(), row.account_id.clone());
            clicks.push(Click { ts: row.time, url, group, visitor, account, robot: false });
        }
    }
    clicks
}

/// A download log speaks of every file.
struct Downloads<'a>(Reach<'a>);

impl ShareContext for Downloads<'_> {
    fn reach(&self, group: usize, ts: i64, sharer: PersonIx) -> u64 {
        self.0.reach(group, ts, sharer)
    }

    fn person(&self, group: usize, account: &str) -> Option<PersonIx> {
        self.0.person(group, account)
    }

    fn countable(&self, group: usize, person: PersonIx) -> bool {
        self.0.countable(group, person)
    }

    fn logged(&self, group: usize, _: &str, _: i64, _: i64) -> bool {
        self.0.0[group].has_downloads
    }
}
