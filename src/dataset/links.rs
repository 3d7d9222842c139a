//! Links and clicks of a run: messages that carry a link with those who answered them, rows of the
//! click log matched to groups and accounts, and who could see a share.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::calendar::{Calendar, Day, HOUR_MS};
use crate::feature::url;
use crate::frame::{Frames, NO_ID};
use crate::rollup::{Click, LinkMessage, ShareContext};
use crate::side::{ClickRow, Side};

use super::build::Source;
use super::draft::{Draft, is_group};
use super::group::PersonIx;
use super::join::Codes;

/// Link messages of one input with those who answered or reacted within 24 hours. `speaker` tells
/// group and person of a row whose message counts.
pub(super) fn link_messages(
    frames: &Frames,
    speaker: impl Fn(usize) -> Option<(usize, PersonIx)>,
    account: impl Fn(u32) -> u32,
    drafts: &[Draft],
    links: &mut Vec<LinkMessage>,
) {
    let first = links.len();
    let columns = &frames.messages;
    let mut by_id: FxHashMap<(usize, u64), Vec<usize>> = FxHashMap::default();
    for link in &frames.links {
        let row = link.message as usize;
        let Some((group, person)) = speaker(row) else { continue };
        let Some(url) = url::canonical(&link.url) else { continue };
        let again = links[first..].iter().rev().take_while(|known| known.ts == columns.ts[row]);
        if again.into_iter().any(|known| known.url == url && known.person == person && known.group == group) {
            continue;
        }
        if columns.msg_id[row] != NO_ID {
            by_id.entry((group, columns.msg_id[row])).or_default().push(links.len());
        }
        links.push(LinkMessage { group, ts: columns.ts[row], person, url, responders: BTreeSet::new() });
    }
    if by_id.is_empty() {
        return;
    }
    let mut answer = |group: usize, target: u64, person: PersonIx, ts: i64| {
        for at in by_id.get(&(group, target)).into_iter().flatten() {
            let link = &mut links[*at];
            if link.ts <= ts && ts - link.ts <= 24 * HOUR_MS {
                link.responders.insert(person);
            }
        }
    };
    for (row, target) in columns.reply_to.iter().enumerate().filter(|(_, target)| **target != NO_ID) {
        if let Some((group, person)) = speaker(row) {
            answer(group, *target, person, columns.ts[row]);
        }
    }
    for row in 0..frames.reactions.ts.len() {
        for (group, draft) in drafts.iter().enumerate() {
            if let Some(person) = draft.people.of_account.get(&account(frames.reactions.actor[row]))
                && draft.people.people[*person as usize].countable()
            {
                answer(group, frames.reactions.target[row], *person, frames.reactions.ts[row]);
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
