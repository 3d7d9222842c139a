//! What is gathered of one group before it is a [`super::group::Group`]: who its people are, from
//! the accounts of every input that holds it, the roster and the groups' own facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::calendar::Day;
use crate::charter::{self, Charter};
use crate::frame::NO_ACCOUNT;
use crate::report::Excluded;
use crate::side::Side;

use super::build::Source;
use super::group::{Blind, Meta, PersonIx, Reading};
use super::join::Codes;
use super::links::Scopes;
use super::people::{Naming, People, role};
use super::stints::Move;

/// Everything gathered of one group before it is a [`Group`].
#[expect(clippy::struct_excessive_bools, reason = "which papers there are, each read by name")]
pub(super) struct Draft {
    pub charter: Arc<Charter>,
    pub people: People,
    pub times: Vec<i64>,
    pub messages: u64,
    pub events: u64,
    pub moves: BTreeMap<(PersonIx, String), Vec<Move>>,
    pub mutes: BTreeMap<PersonIx, Vec<(Day, bool)>>,
    pub spoke: FxHashMap<PersonIx, (i64, i64)>,
    pub presence: BTreeSet<(PersonIx, Day)>,
    pub system: BTreeMap<Day, Excluded>,
    pub waking: u64,
    pub created: Option<Day>,
    pub closed: Option<Day>,
    pub declared: Option<u64>,
    pub meta: Meta,
    pub has_roster: bool,
    pub blind: Blind,
    pub accounts: (u64, u64),
    pub account_persons: u64,
    pub has_identities: bool,
    pub has_clicks: bool,
    pub has_downloads: bool,
    pub scopes: Scopes,
    pub reading: Reading,
}

pub(super) fn draft(sources: &[Source<'_>], codes: &Codes, charter: &Charter) -> Vec<Draft> {
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
        let mut draft_meta = (None, None, None);
        let mut blind = Blind::default();
        let mut meta = Meta::default();
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
            for row in source.side.groups.iter().filter(|row| is_group(&row.group_id, &info.id, &info.name)) {
                draft_meta.0 = row.created_at.or(draft_meta.0);
                draft_meta.1 = row.closed_at.or(draft_meta.1);
                draft_meta.2 = row.declared_size.or(draft_meta.2);
                meta.group_type = row.group_type.clone().or(meta.group_type);
                meta.kind = row.kind.clone().or(meta.kind);
                meta.charter = row.charter.or(meta.charter);
                meta.federation = row.federation.clone().or(meta.federation);
            }
        }
        name_only_members(codes, at, sources, &mut people);
        people.settle_inviters();
        let own = charter.of(charter::Named {
            id: &info.id,
            name: &info.name,
            platform: info.platform.as_str(),
            kind: meta.group_type.as_deref(),
        });
        draft_meta.0 = draft_meta.0.or(own.created_at);
        draft_meta.2 = draft_meta.2.or(own.declared_size);
        (meta.closed, meta.declared) = (draft_meta.1, draft_meta.2);
        drafts.push(Draft {
            charter: Arc::new(own),
            account_persons: 0,
            has_identities: of_group().any(|(_, source)| source.side.identities.is_some()),
            people,
            times: Vec::new(),
            messages: 0,
            events: 0,
            moves: BTreeMap::new(),
            mutes: BTreeMap::new(),
            spoke: FxHashMap::default(),
            presence: BTreeSet::new(),
            system: BTreeMap::new(),
            waking: 0,
            created: draft_meta.0,
            closed: draft_meta.1,
            declared: draft_meta.2,
            meta,
            has_roster,
            blind,
            accounts: (0, 0),
            scopes: Scopes::new(of_group().flat_map(|(_, source)| &source.side.click_scopes)),
            has_clicks: of_group().any(|(_, source)| source.side.clicks.is_some()),
            has_downloads: of_group().any(|(_, source)| source.side.downloads.is_some()),
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

pub(super) fn is_group(written: &str, id: &str, name: &str) -> bool {
    written == id || written == name || id.split_once(':').is_some_and(|(_, tail)| tail == written)
}

/// People the charter's `[roles]` name, and whether anybody bears the name.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Found in at least one group.
    found: BTreeSet<String>,
    /// Not found in at least one group.
    missing: BTreeSet<String>,
}

impl Named {
    /// Adds what another part of the run found.
    pub fn join(&mut self, other: Self) {
        self.found.extend(other.found);
        self.missing.extend(other.missing);
    }

    /// Names nobody bears: whoever is in one group is rarely in all.
    pub fn nobody(&self) -> impl Iterator<Item = &String> {
        self.missing.difference(&self.found)
    }
}

/// Gives everybody their role at the instant `at`.
pub(super) fn roles(sources: &[Source<'_>], codes: &Codes, at: i64, drafts: &mut [Draft]) -> Named {
    let mut named = Named::default();
    for (index, draft) in drafts.iter_mut().enumerate() {
        let mut admins = Vec::new();
        for (input, source) in sources.iter().enumerate() {
            if codes.group_of[input].contains(&code(index)) {
                admins.extend(source.side.admins.iter().flatten().cloned());
            }
        }
        let charter = Arc::clone(&draft.charter);
        let missing = draft.people.roles(&admins, &charter, at);
        let listed = [&charter.owner, &charter.admins, &charter.operators, &charter.bots].into_iter().flatten();
        named.found.extend(listed.filter(|name| !missing.contains(name)).cloned());
        named.missing.extend(missing);
    }
    named
}

pub(super) fn see(draft: &mut Draft, person: PersonIx, ts: i64) {
    let first = &mut draft.people.people[person as usize].first_seen;
    *first = Some(first.map_or(ts, |known| known.min(ts)));
}

pub(super) fn code(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
