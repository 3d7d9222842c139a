//! Links and clicks of a run: messages that offer something to read with those who answered them,
//! rows of the click log matched to groups and accounts, and who could see a share.

use rustc_hash::FxHashMap;

use crate::calendar::{Calendar, Day};
use crate::feature::{Features, url};
use crate::frame::{Frames, MessageKind, NO_ID};
use crate::rollup::{Click, Post, ShareContext};
use crate::side::{ClickRow, Side};

use super::build::Source;
use super::draft::{Draft, is_group};
use super::group::PersonIx;
use super::join::Codes;

/// Messages of one input that offer something to read, with those who answered or reacted. `speaker`
/// tells group and person of a row whose message counts.
pub(super) fn gather_posts(
    frames: &Frames,
    speaker: impl Fn(usize) -> Option<(usize, PersonIx)>,
    account: impl Fn(u32) -> u32,
    drafts: &[Draft],
    posts: &mut Vec<Post>,
) {
    let columns = &frames.messages;
    let mut urls: FxHashMap<usize, Vec<String>> = FxHashMap::default();
    for link in &frames.links {
        let known = urls.entry(link.message as usize).or_default();
        known.extend(url::canonical(&link.url).filter(|url| !known.contains(url)));
    }
    let mut by_id: FxHashMap<(usize, u64), usize> = FxHashMap::default();
    for row in 0..columns.len() {
        let urls = urls.remove(&row).unwrap_or_default();
        let kind = MessageKind::from_code(columns.kind[row]);
        let offers =
            matches!(kind, MessageKind::File | MessageKind::Link) || columns.features[row].has(Features::LONG_TEXT);
        if urls.is_empty() && !offers {
            continue;
        }
        let Some((group, person)) = speaker(row) else { continue };
        if columns.msg_id[row] != NO_ID {
            by_id.insert((group, columns.msg_id[row]), posts.len());
        }
        posts.push(Post { group, ts: columns.ts[row], person, urls, ..Post::default() });
    }
    if by_id.is_empty() {
        return;
    }
    for (row, target) in columns.reply_to.iter().enumerate().filter(|(_, target)| **target != NO_ID) {
        if let Some((group, person)) = speaker(row)
            && let Some(at) = by_id.get(&(group, *target))
        {
            posts[*at].answered(person, columns.ts[row]);
        }
    }
    for row in 0..frames.reactions.ts.len() {
        for (group, draft) in drafts.iter().enumerate() {
            let Some(at) = by_id.get(&(group, frames.reactions.target[row])) else { continue };
            let Some(ix) = draft.people.of_account.get(&account(frames.reactions.actor[row])) else { continue };
            let person = &draft.people.people[*ix as usize];
            if person.countable() {
                let post = &mut posts[*at];
                post.answered(*ix, frames.reactions.ts[row]);
                post.curated |= person.admin() && post.person != *ix;
            }
        }
    }
}

pub(super) fn gather_clicks(
    sources: &[Source<'_>],
    codes: &Codes,
    calendar: &mut Calendar,
    as_of: Day,
    drafts: &mut [Draft],
) -> Vec<Click> {
    let mut seen: Vec<*const Side> = Vec::new();
    let mut clicks = Vec::new();
    for source in sources {
        if seen.contains(&std::ptr::from_ref(source.side)) {
            continue;
        }
        seen.push(std::ptr::from_ref(source.side));
        for row in source.side.clicks.iter().flatten() {
            let Some(click) = click(row, codes) else { continue };
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
    }
    clicks
}

fn click(row: &ClickRow, codes: &Codes) -> Option<Click> {
    let tagged = [
        row.utm_content.clone(),
        url::utm(&row.url, "utm_content"),
        url::utm(&row.url, "utm_campaign"),
        row.group_id.clone(),
    ];
    let group = tagged
        .iter()
        .flatten()
        .find_map(|tag| codes.groups.iter().position(|group| is_group(tag, &group.id, &group.name)));
    let agent = row.user_agent.as_deref().unwrap_or("").to_ascii_lowercase();
    Some(Click {
        ts: row.time,
        url: url::canonical(&row.url)?,
        group,
        visitor: row.visitor_id.clone(),
        account: row.account_id.clone(),
        robot: ROBOTS.iter().any(|word| agent.contains(word)),
    })
}

/// Words in the user agents of preview fetchers and crawlers.
const ROBOTS: &[&str] = &[
    "bot",
    "crawler",
    "spider",
    "preview",
    "facebookexternalhit",
    "slackbot",
    "telegrambot",
    "whatsapp/",
    "prefetch",
    "discordbot",
    "linkexpanding",
    "embedly",
    "headless",
    "curl/",
    "wget/",
    "python-requests",
    "feishu",
    "dingtalkbot",
];

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
}
