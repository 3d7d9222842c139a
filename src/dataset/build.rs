//! Builds the groups of a run: joins inputs, drops duplicates, unifies people, decides once which
//! message counts, and hands coded rows to the rollups.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::calendar::{Calendar, Day, HOUR_MS};
use crate::charter::Charter;
use crate::error::Result;
use crate::feature::url;
use crate::frame::{EventKind, Frames, MessageKind, NO_ACCOUNT, NO_ID};
use crate::report::Excluded;
use crate::rollup::{Class, Click, LinkMessage, Rows, ShareContext, count_rows, shares};
use crate::side::{ClickRow, Side};

use super::coverage::{Window, complete_days, coverage, last_complete};
use super::group::{Basis, Blind, Flow, FlowKind, Group, PersonIx, Reading};
use super::join::{Codes, Kept, dedup};
use super::people::{Naming, People, role};
use super::stints::{Move, merge};

/// One input with what is known of it besides its frames.
pub struct Source<'a> {
    /// The frames.
    pub frames: &'a Frames,
    /// What its format cannot show.
    pub blind: Blind,
    /// Side files in force for it: those of its folder and above, and those given by hand.
    pub side: &'a Side,
}

/// What [`build`] gives.
pub struct Built {
    /// Groups by id.
    pub groups: Vec<Group>,
    /// Which rows of each input were kept.
    pub kept: Kept,
    /// Last local day judged.
    pub as_of: Day,
    /// Things a person should know.
    pub notices: Vec<String>,
}

/// Everything gathered of one group before it is a [`Group`].
struct Draft {
    people: People,
    times: Vec<i64>,
    messages: u64,
    events: u64,
    moves: BTreeMap<PersonIx, Vec<Move>>,
    mutes: BTreeMap<PersonIx, Vec<(Day, bool)>>,
    first_spoke: FxHashMap<PersonIx, i64>,
    presence: BTreeSet<(PersonIx, Day)>,
    system: BTreeMap<Day, Excluded>,
    waking: u64,
    created: Option<Day>,
    closed: Option<Day>,
    declared: Option<u64>,
    has_roster: bool,
    blind: Blind,
    accounts: (u64, u64),
    account_persons: u64,
    has_identities: bool,
    has_clicks: bool,
    reading: Reading,
}

/// Builds the groups of `sources`. `window` says which days are asked for.
///
/// # Errors
/// [`crate::error::Error::Frame`] when a rollup fails: a defect, never the input's.
pub fn build(sources: &[Source<'_>], charter: &Charter, window: &Window, calendar: &mut Calendar) -> Result<Built> {
    let frames: Vec<&Frames> = sources.iter().map(|source| source.frames).collect();
    let codes = Codes::join(&frames);
    let kept = dedup(&frames, &codes);
    let mut notices = Vec::new();
    let mut drafts = draft(sources, &codes, charter);
    gather_times(sources, &codes, &kept, &mut drafts);
    let as_of = window.as_of.unwrap_or_else(|| {
        let last = drafts.iter().filter_map(|draft| draft.times.last()).max();
        last.map_or(0, |last| last_complete(*last, calendar))
    });
    let end = calendar.start(as_of + 1);
    roles(sources, &codes, charter, end - 1, &mut drafts, &mut notices);
    gather_events(sources, &codes, &kept, calendar, as_of, &mut drafts);
    let (rows, links) = gather_messages(sources, &codes, &kept, window, as_of, calendar, &mut drafts);
    let clicks = gather_clicks(sources, &codes, calendar, as_of, &mut drafts);
    for draft in &mut drafts {
        for (ix, moves) in std::mem::take(&mut draft.moves) {
            let first = draft.first_spoke.get(&ix).copied();
            let person = &mut draft.people.people[ix as usize];
            person.stints = merge(std::mem::take(&mut person.stints), moves, first);
        }
    }
    let counts = count_rows(rows, drafts.len())?;
    let shared = shares(links, &clicks, &Reach(&drafts), calendar, end);
    let mut groups: Vec<Group> = Vec::new();
    for (at, (draft, counts)) in drafts.into_iter().zip(counts).enumerate() {
        let info = &codes.groups[at];
        let Some(covered) = coverage(&draft.times, window, calendar) else { continue };
        let (days, gaps) = complete_days(&draft.times, covered, (draft.created, draft.closed), as_of, window, calendar);
        let mut excluded = draft.system;
        for (day, class, count) in &counts.left_out {
            add(excluded.entry(*day).or_default(), *class, u64::from(*count));
        }
        let mut people = draft.people.people;
        for (ix, marks) in draft.mutes {
            people[ix as usize].muted = mute_spans(&marks, as_of);
        }
        let flow = flows(&people, covered, calendar);
        groups.push(Group {
            id: info.id.clone(),
            name: info.name.clone(),
            platform: info.platform.clone(),
            messages: draft.messages,
            events: draft.events,
            coverage: covered,
            created: draft.created,
            days,
            gaps,
            people,
            basis: match (draft.has_roster, draft.declared) {
                (true, _) => Basis::Roster,
                (false, Some(size)) => Basis::Declared(size),
                (false, None) => Basis::Speakers,
            },
            member_days: counts.member_days,
            day_hours: counts.day_hours,
            excluded: excluded.into_iter().collect(),
            presence: draft.presence.into_iter().collect(),
            flow,
            shares: shared.iter().filter(|share| share.group == at).cloned().collect(),
            has_clicks: draft.has_clicks,
            blind: draft.blind,
            accounts: draft.accounts,
            account_persons: draft.account_persons,
            has_identities: draft.has_identities,
            inputs: (0..sources.len()).filter(|input| codes.group_of[*input].contains(&code(at))).collect(),
            reading: Reading { waking: draft.waking, messages: draft.messages, ..draft.reading },
            calendar: calendar.clone(),
        });
    }
    groups.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Built { groups, kept, as_of, notices })
}

fn draft(sources: &[Source<'_>], codes: &Codes, charter: &Charter) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (at, info) in codes.groups.iter().enumerate() {
        let of_group =
            || sources.iter().enumerate().filter(move |(input, _)| codes.group_of[*input].contains(&code(at)));
        let identities: Vec<_> =
            of_group().flat_map(|(_, source)| source.side.identities.iter().flatten()).cloned().collect();
        let mut people = People::new(info.platform.as_str(), &identities);
        let naming = members_of(sources, codes, at, &mut people);
        let mut has_roster = false;
        let mut rosters: Vec<*const Side> = Vec::new();
        let mut draft_meta = (charter.created_at, None, charter.declared_size);
        let mut blind = Blind::default();
        for (_, source) in of_group() {
            blind.joins |= source.blind.joins;
            blind.leaves |= source.blind.leaves;
            blind.weak_identity |= source.blind.weak_identity;
            blind.replies |= source.blind.replies;
            if rosters.contains(&std::ptr::from_ref(source.side)) {
                continue;
            }
            rosters.push(std::ptr::from_ref(source.side));
            for row in source.side.roster.iter().flatten() {
                if row.group_id.as_deref().is_none_or(|id| is_group(id, &info.id, &info.name)) {
                    people.roster(row, naming);
                    has_roster = true;
                }
            }
            for meta in source.side.groups.iter().filter(|meta| is_group(&meta.group_id, &info.id, &info.name)) {
                draft_meta.0 = meta.created_at.or(draft_meta.0);
                draft_meta.1 = meta.closed_at.or(draft_meta.1);
                draft_meta.2 = meta.declared_size.or(draft_meta.2);
            }
        }
        name_only_members(codes, at, sources, &mut people);
        let mapped: BTreeSet<&str> = identities.iter().map(|row| row.account_id.as_str()).collect();
        let accounts = people.of_account.keys().filter_map(|account| codes.accounts.get(*account as usize));
        let labels: Vec<&str> = accounts.filter_map(|a| a.id.as_deref().or(a.name.as_deref())).collect();
        let hits = labels.iter().filter(|label| mapped.contains(**label)).count();
        let persons: BTreeSet<PersonIx> = people.of_account.values().copied().collect();
        drafts.push(Draft {
            account_persons: persons.len() as u64,
            has_identities: of_group().any(|(_, source)| source.side.identities.is_some()),
            people,
            times: Vec::new(),
            messages: 0,
            events: 0,
            moves: BTreeMap::new(),
            mutes: BTreeMap::new(),
            first_spoke: FxHashMap::default(),
            presence: BTreeSet::new(),
            system: BTreeMap::new(),
            waking: 0,
            created: draft_meta.0,
            closed: draft_meta.1,
            declared: draft_meta.2,
            has_roster,
            blind,
            accounts: (labels.len() as u64, hits as u64),
            has_clicks: of_group().any(|(_, source)| source.side.clicks.is_some()),
            reading: Reading::default(),
        });
    }
    drafts
}

/// Takes in the accounts of a group that have ids, or that are names because the platform has no
/// more; gives which of the two it is.
fn members_of(sources: &[Source<'_>], codes: &Codes, at: usize, people: &mut People) -> Naming {
    let mut naming = Naming::Weak;
    let mut weak = Vec::new();
    each_member(sources, codes, at, |account| {
        let known = &codes.accounts[account as usize];
        if known.id.is_some() {
            naming = Naming::Ids;
            let ix = people.account(account, known);
            for (group, word) in &known.roles {
                if *group == code(at) {
                    let person = &mut people.people[ix as usize];
                    person.role = person.role.min(role(Some(word)));
                }
            }
        } else {
            weak.push(account);
        }
    });
    if naming == Naming::Weak {
        for account in weak {
            people.account(account, &codes.accounts[account as usize]);
        }
    }
    naming
}

/// Takes in the names that stand beside ids (Telegram's invitation lists), once the roster is known.
fn name_only_members(codes: &Codes, at: usize, sources: &[Source<'_>], people: &mut People) {
    each_member(sources, codes, at, |account| {
        if !people.of_account.contains_key(&account) {
            people.named(account, &codes.accounts[account as usize]);
        }
    });
}

fn each_member(sources: &[Source<'_>], codes: &Codes, at: usize, mut take: impl FnMut(u32)) {
    let mut seen = BTreeSet::new();
    for (input, source) in sources.iter().enumerate() {
        for (group, account) in &source.frames.members {
            if codes.group_of[input].get(*group as usize) == Some(&code(at)) {
                let account = codes.account(input, *account);
                if account != NO_ACCOUNT && seen.insert(account) {
                    take(account);
                }
            }
        }
    }
}

fn is_group(written: &str, id: &str, name: &str) -> bool {
    written == id || written == name || id.split_once(':').is_some_and(|(_, tail)| tail == written)
}

fn gather_times(sources: &[Source<'_>], codes: &Codes, kept: &Kept, drafts: &mut [Draft]) {
    for (input, source) in sources.iter().enumerate() {
        let columns = &source.frames.messages;
        for row in (0..columns.len()).filter(|row| kept.messages[input][*row]) {
            let draft = &mut drafts[codes.group_of[input][columns.group[row] as usize] as usize];
            draft.times.push(columns.ts[row]);
            draft.messages += 1;
        }
        let columns = &source.frames.events;
        for row in (0..columns.ts.len()).filter(|row| kept.events[input][*row]) {
            let draft = &mut drafts[codes.group_of[input][columns.group[row] as usize] as usize];
            draft.times.push(columns.ts[row]);
            draft.events += 1;
        }
        for group in &codes.group_of[input] {
            let reading = &mut drafts[*group as usize].reading;
            reading.read += source.frames.read;
            reading.rejected += source.frames.rejected;
            reading.duplicate += kept.duplicate[input];
        }
    }
    for draft in drafts {
        if !draft.times.is_sorted() {
            draft.times.sort_unstable();
        }
    }
}

fn roles(
    sources: &[Source<'_>],
    codes: &Codes,
    charter: &Charter,
    at: i64,
    drafts: &mut [Draft],
    notices: &mut Vec<String>,
) {
    let mut unknown: Option<BTreeSet<String>> = None;
    for (index, draft) in drafts.iter_mut().enumerate() {
        let mut admins = Vec::new();
        for (input, source) in sources.iter().enumerate() {
            if codes.group_of[input].contains(&code(index)) {
                admins.extend(source.side.admins.iter().flatten().cloned());
            }
        }
        let missing: BTreeSet<String> = draft.people.roles(&admins, charter, at).into_iter().collect();
        unknown = Some(unknown.map_or(missing.clone(), |known| known.intersection(&missing).cloned().collect()));
    }
    for name in unknown.into_iter().flatten() {
        notices.push(format!("charter [roles]: nobody in any export or roster is called `{name}`"));
    }
}

fn gather_events(
    sources: &[Source<'_>],
    codes: &Codes,
    kept: &Kept,
    calendar: &mut Calendar,
    as_of: Day,
    drafts: &mut [Draft],
) {
    for (input, source) in sources.iter().enumerate() {
        let columns = &source.frames.events;
        let mut last_record = None;
        for row in (0..columns.ts.len()).filter(|row| kept.events[input][*row]) {
            let draft = &mut drafts[codes.group_of[input][columns.group[row] as usize] as usize];
            let (ts, kind) = (columns.ts[row], EventKind::from_code(columns.kind[row]));
            let day = calendar.day(ts);
            let recall = kind == EventKind::Recall;
            if last_record != Some(columns.record[row]) {
                last_record = Some(columns.record[row]);
                let sum = draft.system.entry(day).or_default();
                sum.recalled += u64::from(recall);
                sum.system += u64::from(!recall);
            }
            let who = |account| draft.people.of_account.get(&codes.account(input, account)).copied();
            let (actor, subject) = (who(columns.actor[row]), who(columns.subject[row]));
            if recall && day <= as_of {
                draft.presence.extend(actor.map(|actor| (actor, day)));
            }
            let Some(subject) = subject else { continue };
            match kind {
                EventKind::Join => draft.moves.entry(subject).or_default().push(Move::Join(ts)),
                EventKind::Leave => draft.moves.entry(subject).or_default().push(Move::Leave(ts)),
                EventKind::Remove => draft.moves.entry(subject).or_default().push(Move::Remove(ts)),
                EventKind::Mute => draft.mutes.entry(subject).or_default().push((day, true)),
                EventKind::Unmute => draft.mutes.entry(subject).or_default().push((day, false)),
                _ => {}
            }
        }
        let reactions = &source.frames.reactions;
        for row in 0..reactions.ts.len() {
            let draft = &mut drafts[codes.group_of[input][reactions.group[row] as usize] as usize];
            let day = calendar.day(reactions.ts[row]);
            if let Some(person) = draft.people.of_account.get(&codes.account(input, reactions.actor[row]))
                && day <= as_of
            {
                draft.presence.insert((*person, day));
            }
        }
    }
}

fn gather_messages(
    sources: &[Source<'_>],
    codes: &Codes,
    kept: &Kept,
    window: &Window,
    as_of: Day,
    calendar: &mut Calendar,
    drafts: &mut [Draft],
) -> (Rows, Vec<LinkMessage>) {
    let mut rows = Rows::default();
    let mut links = Vec::new();
    for (input, source) in sources.iter().enumerate() {
        let columns = &source.frames.messages;
        let mut persons: Vec<Vec<PersonIx>> = vec![Vec::new(); drafts.len()];
        for group in &codes.group_of[input] {
            let of_account = &drafts[*group as usize].people.of_account;
            let person = |account: &u32| of_account.get(account).copied().unwrap_or(PersonIx::MAX);
            persons[*group as usize] = codes.account_of[input].iter().map(person).collect();
        }
        let mut eligible = vec![false; columns.len()];
        for row in (0..columns.len()).filter(|row| kept.messages[input][*row]) {
            let at = codes.group_of[input][columns.group[row] as usize] as usize;
            let draft = &mut drafts[at];
            let (day, hour) = calendar.day_hour(columns.ts[row]);
            draft.waking += u64::from(!(1..7).contains(&hour));
            let person = persons[at].get(columns.account[row] as usize).copied().unwrap_or(PersonIx::MAX);
            let class = classify(draft, person, MessageKind::from_code(columns.kind[row]), day);
            if day > as_of || window.from.is_some_and(|from| day < from) {
                continue;
            }
            if class == Class::Recalled {
                draft.presence.insert((person, day));
            }
            if class == Class::Eligible {
                draft
                    .first_spoke
                    .entry(person)
                    .and_modify(|ts| *ts = columns.ts[row].min(*ts))
                    .or_insert(columns.ts[row]);
            }
            eligible[row] = class == Class::Eligible;
            rows.group.push(code(at));
            rows.person.push(person);
            rows.day.push(day);
            rows.hour.push(hour);
            rows.class.push(class as u8);
        }
        let speaker = |row: usize| {
            eligible.get(row).filter(|eligible| **eligible)?;
            let at = codes.group_of[input][columns.group[row] as usize] as usize;
            Some((at, *persons[at].get(columns.account[row] as usize)?))
        };
        link_messages(source.frames, speaker, |account| codes.account(input, account), drafts, &mut links);
    }
    (rows, links)
}

fn classify(draft: &Draft, person: PersonIx, kind: MessageKind, day: Day) -> Class {
    let Some(known) = draft.people.people.get(person as usize) else { return Class::System };
    if known.bot {
        Class::Bot
    } else if known.operator {
        Class::Operator
    } else if kind == MessageKind::Recalled {
        Class::Recalled
    } else if draft.created.is_some_and(|created| day < created) {
        Class::OutOfTenure
    } else {
        Class::Eligible
    }
}

/// Link messages of one input with those who answered or reacted within 24 hours. `speaker` tells
/// group and person of a row whose message counts.
fn link_messages(
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

fn gather_clicks(
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

struct Reach<'a>(&'a [Draft]);

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

fn flows(people: &[super::group::Person], covered: (i64, i64), calendar: &mut Calendar) -> Vec<Flow> {
    let mut flow = Vec::new();
    for (person, ix) in people.iter().zip(0..).filter(|(person, _)| person.countable()) {
        for stint in &person.stints {
            let left = stint.to.map(|to| calendar.day(to));
            if let Some(from) = stint.from.filter(|from| covered.0 <= *from && *from <= covered.1) {
                flow.push(Flow { person: ix, day: calendar.day(from), kind: FlowKind::Join(left) });
            }
            if let (Some(to), Some(day)) = (stint.to, left)
                && covered.0 <= to
                && to <= covered.1
            {
                let kind = if stint.removed { FlowKind::Remove } else { FlowKind::Leave };
                flow.push(Flow { person: ix, day, kind });
            }
        }
    }
    flow.sort_by_key(|flow| (flow.day, flow.kind, flow.person));
    flow
}

/// Whole days between a mute and its end.
fn mute_spans(marks: &[(Day, bool)], as_of: Day) -> Vec<(Day, Day)> {
    let mut spans = Vec::new();
    let mut since = None;
    for (day, muted) in marks {
        match (muted, since) {
            (true, None) => since = Some(*day),
            (false, Some(start)) => {
                spans.push((start, *day));
                since = None;
            }
            _ => {}
        }
    }
    spans.extend(since.map(|start| (start, as_of)));
    spans
}

fn add(sum: &mut Excluded, class: u8, count: u64) {
    let field = match class {
        class if class == Class::Bot as u8 => &mut sum.bot,
        class if class == Class::Operator as u8 => &mut sum.operator,
        class if class == Class::Recalled as u8 => &mut sum.recalled,
        class if class == Class::OutOfTenure as u8 => &mut sum.out_of_tenure,
        _ => &mut sum.system,
    };
    *field += count;
}

fn code(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
