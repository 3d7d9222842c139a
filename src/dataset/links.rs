//! Links and clicks of a run: messages that offer something to read with those who answered them,
//! rows of the click log matched to groups and accounts, and who could see a share.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::calendar::{Calendar, Day, HOUR_MS};
use crate::feature::{Features, ad_hit, url};
use crate::frame::{Frames, MessageKind, NO_ID};
use crate::rollup::{Click, Post, ShareContext, Total};
use crate::side::{ClickRow, ClickScope, Side, is_robot};

use super::build::Source;
use super::draft::{Draft, is_group};
use super::group::PersonIx;
use super::join::Codes;

/// Messages that offer something to read, gathered input by input and then answered by the messages
/// and reactions of every input: an answer may stand in another export than what it answers.
#[derive(Default)]
pub(super) struct Posts {
    posts: Vec<Post>,
    by_id: FxHashMap<(usize, u64), usize>,
}

impl Posts {
    /// Adds the posts of an input with its links, by message. `speaker` tells group and person of a row
    /// whose message counts.
    pub fn add(
        &mut self,
        frames: &Frames,
        links: &[(u32, String)],
        speaker: impl Fn(usize) -> Option<(usize, PersonIx)>,
    ) {
        let columns = &frames.messages;
        let mut links = links.iter().peekable();
        for row in 0..columns.len() {
            let mut urls: Vec<String> = Vec::new();
            while let Some((_, url)) = links.next_if(|(message, _)| *message as usize <= row) {
                if !urls.contains(url) {
                    urls.push(url.clone());
                }
            }
            let kind = MessageKind::from_code(columns.kind[row]);
            let offers =
                matches!(kind, MessageKind::File | MessageKind::Link) || columns.features[row].has(Features::LONG_TEXT);
            if urls.is_empty() && !offers {
                continue;
            }
            let Some((group, person)) = speaker(row) else { continue };
            if columns.msg_id[row] != NO_ID {
                self.by_id.insert((group, columns.msg_id[row]), self.posts.len());
            }
            let ad = ad_hit(columns.features[row]);
            self.posts.push(Post { group, ts: columns.ts[row], person, urls, ad, ..Post::default() });
        }
    }

    /// Takes the answers and reactions of an input; after every input has been added.
    pub fn answer(
        &mut self,
        frames: &Frames,
        speaker: impl Fn(usize) -> Option<(usize, PersonIx)>,
        account: impl Fn(u32) -> u32,
        drafts: &[Draft],
    ) {
        if self.by_id.is_empty() {
            return;
        }
        let columns = &frames.messages;
        for (row, target) in columns.reply_to.iter().enumerate().filter(|(_, target)| **target != NO_ID) {
            if let Some((group, person)) = speaker(row)
                && let Some(at) = self.by_id.get(&(group, *target))
            {
                self.posts[*at].answered(person, columns.ts[row]);
            }
        }
        for row in 0..frames.reactions.ts.len() {
            for (group, draft) in drafts.iter().enumerate() {
                let Some(at) = self.by_id.get(&(group, frames.reactions.target[row])) else { continue };
                let Some(ix) = draft.people.of_account.get(&account(frames.reactions.actor[row])) else { continue };
                let person = &draft.people.people[*ix as usize];
                if person.countable() {
                    let post = &mut self.posts[*at];
                    post.answered(*ix, frames.reactions.ts[row]);
                    post.curated |= person.admin() && post.person != *ix;
                }
            }
        }
    }

    /// The posts, in the order of inputs and rows.
    pub fn finish(self) -> Vec<Post> {
        self.posts
    }
}

/// Where short links lead, both in canonical form.
#[derive(Default)]
pub(super) struct Short(FxHashMap<String, String>);

impl Short {
    /// The short links of every side file.
    pub fn of(sources: &[Source<'_>]) -> Self {
        let rows = sources.iter().flat_map(|source| &source.side.shortlinks);
        Self(rows.filter_map(|row| Some((url::canonical(&row.short)?, url::canonical(&row.target)?))).collect())
    }

    /// The canonical form of an address, a short one's target.
    pub fn canonical(&self, raw: &str) -> Option<String> {
        let address = url::canonical(raw)?;
        if self.0.is_empty() { Some(address) } else { Some(self.0.get(&address).cloned().unwrap_or(address)) }
    }
}

/// The links of an input's messages in canonical form, in message order: parsed once for all who ask.
pub(super) fn canonical_links(frames: &Frames, short: &Short) -> Vec<(u32, String)> {
    let links = frames.links.iter().filter_map(|link| Some((link.message, short.canonical(&link.url)?)));
    links.collect()
}

pub(super) fn gather_clicks(
    sources: &[Source<'_>],
    codes: &Codes,
    posts: &[Post],
    calendar: &mut Calendar,
    as_of: Day,
    drafts: &mut [Draft],
) -> Vec<Click> {
    let several = sources.iter().any(|source| !std::ptr::eq(source.side, sources[0].side));
    let mut seen: Vec<*const Side> = Vec::new();
    let mut clicks = Vec::new();
    let shared: FxHashSet<&str> = posts.iter().flat_map(|post| &post.urls).map(String::as_str).collect();
    let short = Short::of(sources);
    let mut places: FxHashMap<&str, Option<(String, Option<usize>)>> = FxHashMap::default();
    // One file may speak for several folders: what one set of side files had, the next only adds to.
    let mut known: FxHashMap<&ClickRow, usize> = FxHashMap::default();
    for source in sources {
        if seen.contains(&std::ptr::from_ref(source.side)) {
            continue;
        }
        seen.push(std::ptr::from_ref(source.side));
        let mut here: FxHashMap<&ClickRow, usize> = FxHashMap::default();
        for row in source.side.clicks.iter().flatten() {
            if several {
                let count = here.entry(row).or_default();
                *count += 1;
                if known.get(row).is_some_and(|known| *count <= *known) {
                    continue;
                }
            }
            // A server log asks for the same addresses again and again; parsing is what costs.
            let place = places.entry(&row.url).or_insert_with(|| place(&row.url, codes, &short));
            let Some((url, tagged)) = place else { continue };
            if row.account_id.is_none() && !shared.contains(url.as_str()) {
                continue;
            }
            let click = click(row, url, *tagged, codes);
            let day = calendar.day(row.time);
            if let Some(account) = click.account.as_deref()
                && !click.robot
                && day <= as_of
            {
                for (at, draft) in drafts.iter_mut().enumerate() {
                    if click.group.is_none_or(|group| group == at)
                        && let Some(person) = draft.people.find(account)
                    {
                        draft.presence.insert((person, day));
                    }
                }
            }
            clicks.push(click);
        }
        for (row, count) in here {
            let most = known.entry(row).or_default();
            *most = count.max(*most);
        }
    }
    clicks
}

/// Canonical form of an address and the group its `utm` keys name.
fn place(raw: &str, codes: &Codes, short: &Short) -> Option<(String, Option<usize>)> {
    let tags = ["utm_content", "utm_campaign"].into_iter().filter_map(|key| url::utm(raw, key));
    let mut groups = tags.filter_map(|tag| tagged_group(&tag, codes));
    Some((short.canonical(raw)?, groups.next()))
}

fn click(row: &ClickRow, url: &str, tagged: Option<usize>, codes: &Codes) -> Click {
    let of = |tag: &Option<String>| tag.as_deref().and_then(|tag| tagged_group(tag, codes));
    Click {
        ts: row.time,
        url: url.to_owned(),
        group: of(&row.utm_content).or(tagged).or_else(|| of(&row.group_id)),
        visitor: row.visitor_id.clone(),
        account: row.account_id.clone(),
        robot: row.user_agent.as_deref().is_some_and(is_robot),
    }
}

fn tagged_group(tag: &str, codes: &Codes) -> Option<usize> {
    codes.groups.iter().position(|group| is_group(tag, &group.id, &group.name))
}

/// The sums of every file of totals.
pub(super) fn gather_totals(sources: &[Source<'_>], codes: &Codes) -> Vec<Total> {
    let mut seen: Vec<*const Side> = Vec::new();
    let short = Short::of(sources);
    let mut totals = Vec::new();
    let mut file = 0;
    for source in sources {
        if seen.contains(&std::ptr::from_ref(source.side)) {
            continue;
        }
        seen.push(std::ptr::from_ref(source.side));
        for of_file in &source.side.link_totals {
            file += 1;
            totals.extend(of_file.rows.iter().filter_map(|row| {
                let (url, tagged) = place(&row.url, codes, &short)?;
                let group = row.tag.as_deref().and_then(|tag| tagged_group(tag, codes)).or(tagged);
                Some(Total { file, url, group, day: row.day, clicks: row.clicks })
            }));
        }
    }
    totals
}

/// What the click logs of a group speak of: each host with the stretches of time they hold whole.
#[derive(Default)]
pub(super) struct Scopes(BTreeMap<Option<String>, Option<Vec<(i64, i64)>>>);

/// How far a log may end short of a window: nobody need have clicked in its last hours.
const SLACK_MS: i64 = 24 * HOUR_MS;

impl Scopes {
    pub fn new<'a>(scopes: impl Iterator<Item = &'a ClickScope>) -> Self {
        let mut hosts: BTreeMap<Option<String>, Option<Vec<(i64, i64)>>> = BTreeMap::new();
        for scope in scopes {
            let spans = hosts.entry(scope.host.clone()).or_insert_with(|| Some(Vec::new()));
            match (spans.as_mut(), scope.span) {
                (Some(spans), Some(span)) => spans.push(span),
                _ => *spans = None,
            }
        }
        for spans in hosts.values_mut().flatten() {
            spans.sort_unstable();
            // Rotated files follow each other.
            let mut whole: Vec<(i64, i64)> = Vec::new();
            for (first, last) in spans.drain(..) {
                match whole.last_mut().filter(|before| first <= before.1.saturating_add(SLACK_MS)) {
                    Some(before) => before.1 = before.1.max(last),
                    None => whole.push((first, last)),
                }
            }
            *spans = whole;
        }
        Self(hosts)
    }

    fn hold(&self, url: &str, from: i64, to: i64) -> bool {
        let host = url.split("://").nth(1).and_then(|rest| rest.split(['/', '?', ':']).next());
        [None, host.map(str::to_owned)].iter().any(|host| match self.0.get(host) {
            Some(Some(spans)) => spans.iter().any(|(first, last)| first - SLACK_MS <= from && to <= last + SLACK_MS),
            Some(None) => true,
            None => false,
        })
    }
}

pub(super) struct Reach<'a>(pub &'a [Draft]);

impl ShareContext for Reach<'_> {
    fn reach(&self, group: usize, ts: i64, sharer: PersonIx) -> u64 {
        let draft = &self.0[group];
        if let (false, Some(size)) = (draft.has_roster, draft.declared) {
            return size.saturating_sub(1);
        }
        let members = draft.people.people.iter().zip(0..).filter(|(person, ix)| {
            *ix != sharer && person.countable() && (person.on_roster || !draft.has_roster) && person.present_at(ts)
        });
        members.count() as u64
    }

    fn person(&self, group: usize, account: &str) -> Option<PersonIx> {
        self.0[group].people.find(account)
    }

    fn countable(&self, group: usize, person: PersonIx) -> bool {
        self.0[group].people.people[person as usize].countable()
    }

    fn logged(&self, group: usize, url: &str, from: i64, to: i64) -> bool {
        self.0[group].scopes.hold(url, from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_logs_hold() {
        let scope = |host: &str, days: Option<(i64, i64)>| ClickScope {
            host: Some(host.to_owned()),
            span: days.map(|(first, last)| (first * SLACK_MS, last * SLACK_MS)),
        };
        // Rotated files that follow each other, one that stands apart, and a link service.
        let logs = [
            scope("ex.com", Some((10, 15))),
            scope("ex.com", Some((4, 10))),
            scope("ex.com", Some((30, 31))),
            scope("s.cn", None),
        ];
        let scopes = Scopes::new(logs.iter());
        for (url, from, to, held) in [
            ("https://ex.com/a", 5, 12, true),
            ("https://ex.com:8443/a", 4, 15, true),
            ("https://ex.com", 9, 16, true),
            ("https://ex.com?a", 10, 17, false),
            ("https://ex.com/a", 2, 9, false),
            ("https://ex.com/a", 20, 27, false),
            ("https://s.cn/x", 0, 99, true),
            ("https://other.cn/x", 5, 12, false),
        ] {
            assert_eq!(scopes.hold(url, from * SLACK_MS, to * SLACK_MS), held, "{url} {from} {to}");
        }
        let own = Scopes::new([ClickScope::default()].iter());
        assert!(own.hold("https://any.thing/x", 0, i64::MAX));
        assert!(!Scopes::default().hold("https://any.thing/x", 0, 1));
    }
}
