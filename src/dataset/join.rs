//! Many inputs, one set of codes: groups and accounts of all frames are given run-wide codes, and
//! rows another input already had are found. By (group, message id); without ids by (group,
//! sender, time, kind, content, ordinal among equals), and then only across inputs: the same text
//! twice in one export is said twice.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::frame::{Account, Frames, GroupInfo, NO_ACCOUNT, NO_ID};

/// Run-wide codes of the groups and accounts of every input.
#[derive(Debug, Default)]
pub struct Codes {
    /// Every group once.
    pub groups: Vec<GroupInfo>,
    /// Every account once; `Account::group` is a run-wide code.
    pub accounts: Vec<Account>,
    /// Input → its group code → run-wide group code.
    pub group_of: Vec<Vec<u32>>,
    /// Input → its account code → run-wide account code.
    pub account_of: Vec<Vec<u32>>,
}

impl Codes {
    /// Joins the dictionaries of all inputs, in their order.
    #[must_use]
    pub fn join(inputs: &[&Frames]) -> Self {
        let mut codes = Self::default();
        let mut groups: FxHashMap<String, u32> = FxHashMap::default();
        let mut ids: FxHashMap<(String, String), u32> = FxHashMap::default();
        let mut names: FxHashMap<(u32, String), u32> = FxHashMap::default();
        for frames in inputs {
            let group_of: Vec<u32> = frames
                .groups
                .iter()
                .map(|group| {
                    *groups.entry(group.id.clone()).or_insert_with(|| {
                        codes.groups.push(group.clone());
                        code(codes.groups.len() - 1)
                    })
                })
                .collect();
            let account_of = frames
                .accounts
                .iter()
                .map(|account| {
                    let group = account.group.and_then(|group| group_of.get(group as usize)).copied();
                    let next = code(codes.accounts.len());
                    let known = match (&account.id, group, &account.name) {
                        (Some(id), _, _) => {
                            *ids.entry((account.platform.as_str().to_owned(), id.clone())).or_insert(next)
                        }
                        (None, Some(group), Some(name)) => *names.entry((group, name.clone())).or_insert(next),
                        _ => next,
                    };
                    let roles = account
                        .roles
                        .iter()
                        .filter_map(|(group, role)| Some((*group_of.get(*group as usize)?, role.clone())));
                    if known == next {
                        codes.accounts.push(Account { group, roles: roles.collect(), ..account.clone() });
                    } else {
                        merge(&mut codes.accounts[known as usize], account, roles);
                    }
                    known
                })
                .collect();
            codes.group_of.push(group_of);
            codes.account_of.push(account_of);
        }
        codes
    }

    /// Run-wide code of an input's account code.
    #[must_use]
    pub fn account(&self, input: usize, account: u32) -> u32 {
        self.account_of.get(input).and_then(|codes| codes.get(account as usize)).copied().unwrap_or(NO_ACCOUNT)
    }
}

fn merge(known: &mut Account, account: &Account, roles: impl Iterator<Item = (u32, String)>) {
    known.bot |= account.bot;
    if account.name.is_some() {
        known.name.clone_from(&account.name);
    }
    for role in roles {
        if !known.roles.contains(&role) {
            known.roles.push(role);
        }
    }
}

fn code(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NO_ACCOUNT)
}

/// Which rows of each input are kept.
#[derive(Debug, Default)]
pub struct Kept {
    /// Input → message row → kept.
    pub messages: Vec<Vec<bool>>,
    /// Input → event row → kept.
    pub events: Vec<Vec<bool>>,
    /// Input → records kept.
    pub kept: Vec<u64>,
    /// Input → records another input (or this one) already had.
    pub duplicate: Vec<u64>,
}

/// Finds the duplicates of all inputs, the first input's rows winning.
#[must_use]
pub fn dedup(inputs: &[&Frames], codes: &Codes) -> Kept {
    let mut holders = vec![0_u32; codes.groups.len()];
    for group in codes.group_of.iter().flatten() {
        holders[*group as usize] += 1;
    }
    let mut ids: FxHashSet<(u32, u64)> = FxHashSet::default();
    let mut contents: FxHashSet<(u32, u32, i64, u8, u64, u32)> = FxHashSet::default();
    let best = best_records(inputs, codes);
    let mut events: FxHashSet<(u32, i64, u8, u32, u32)> = FxHashSet::default();
    let mut kept = Kept::default();
    for (input, frames) in inputs.iter().enumerate() {
        let messages = keep_messages(frames, input, codes, &holders, &mut ids, &mut contents);
        let rows = keep_events(frames, input, codes, &holders, &best, &mut events);
        let duplicate_messages = messages.iter().filter(|kept| !**kept).count() as u64;
        let (records, lost) = event_records(frames, &rows);
        kept.kept.push(messages.len() as u64 - duplicate_messages + records);
        kept.duplicate.push(duplicate_messages + lost);
        kept.messages.push(messages);
        kept.events.push(rows);
    }
    kept
}

fn keep_messages(
    frames: &Frames,
    input: usize,
    codes: &Codes,
    holders: &[u32],
    ids: &mut FxHashSet<(u32, u64)>,
    contents: &mut FxHashSet<(u32, u32, i64, u8, u64, u32)>,
) -> Vec<bool> {
    let columns = &frames.messages;
    let group_of = &codes.group_of[input];
    let shared: Vec<bool> = group_of.iter().map(|group| holders[*group as usize] > 1).collect();
    let rising = !shared.contains(&true) && frames.groups.len() == 1 && strictly_rising(&columns.msg_id);
    if rising {
        return vec![true; columns.len()];
    }
    let mut ordinals: FxHashMap<(u32, u32, i64, u8, u64), u32> = FxHashMap::default();
    let mut fresh = Vec::new();
    let mut kept = Vec::with_capacity(columns.len());
    for row in 0..columns.len() {
        let local = columns.group[row] as usize;
        let group = group_of[local];
        kept.push(if columns.msg_id[row] != NO_ID {
            ids.insert((group, columns.msg_id[row]))
        } else if shared[local] {
            let account = codes.account(input, columns.account[row]);
            let key = (group, account, columns.ts[row], columns.kind[row], columns.content[row]);
            let ordinal = ordinals.entry(key).or_insert(0);
            *ordinal += 1;
            let key = (key.0, key.1, key.2, key.3, key.4, *ordinal);
            fresh.push(key);
            !contents.contains(&key)
        } else {
            true
        });
    }
    contents.extend(fresh);
    kept
}

/// Every id known and above the one before: no message stands twice.
fn strictly_rising(ids: &[u64]) -> bool {
    ids.first().is_none_or(|first| *first != NO_ID) && ids.windows(2).all(|pair| pair[0] < pair[1])
}

/// Of the records of one service message, the one that is kept.
struct BestRecord {
    /// Input and record.
    place: (usize, u32),
    /// People it names by id.
    known: usize,
}

/// Group and id of a service message → its record.
type BestRecords = FxHashMap<(u32, u64), BestRecord>;

/// Of several exports that hold a service message, the one that knows most of those it names by id, the first among
/// equals: an export of a part of the chat may know people by name only whom the whole one knows.
fn best_records(inputs: &[&Frames], codes: &Codes) -> BestRecords {
    let mut best = BestRecords::default();
    for (input, frames) in inputs.iter().enumerate() {
        let columns = &frames.events;
        let by_id = |code: u32| frames.accounts.get(code as usize).is_some_and(|account| account.id.is_some());
        let mut start = 0;
        while let Some(record) = columns.record.get(start).copied() {
            let rows = columns.record[start..].iter().take_while(|other| **other == record).count();
            let span = start..start + rows;
            start = span.end;
            let Some(id) = columns.msg_id.get(span.start).copied().filter(|id| *id != NO_ID) else { continue };
            let group = codes.group_of[input][columns.group[span.start] as usize];
            let named = span.flat_map(|row| [columns.actor[row], columns.subject[row]]);
            let known = named.filter(|code| by_id(*code)).count();
            let found = BestRecord { place: (input, record), known };
            match best.entry((group, id)) {
                Entry::Vacant(entry) => drop(entry.insert(found)),
                Entry::Occupied(mut entry) if entry.get().known < known => drop(entry.insert(found)),
                Entry::Occupied(_) => {}
            }
        }
    }
    best
}

fn keep_events(
    frames: &Frames,
    input: usize,
    codes: &Codes,
    holders: &[u32],
    best: &BestRecords,
    seen: &mut FxHashSet<(u32, i64, u8, u32, u32)>,
) -> Vec<bool> {
    let columns = &frames.events;
    let mut fresh = Vec::new();
    let mut kept = Vec::with_capacity(columns.ts.len());
    for row in 0..columns.ts.len() {
        let group = codes.group_of[input][columns.group[row] as usize];
        let subject = codes.account(input, columns.subject[row]);
        kept.push(if columns.msg_id[row] != NO_ID {
            best.get(&(group, columns.msg_id[row])).is_some_and(|best| best.place == (input, columns.record[row]))
        } else if holders[group as usize] > 1 {
            let actor = codes.account(input, columns.actor[row]);
            let key = (group, columns.ts[row], columns.kind[row], actor, subject);
            fresh.push(key);
            !seen.contains(&key)
        } else {
            true
        });
    }
    seen.extend(fresh);
    kept
}

/// Records with at least one kept row, and records without.
fn event_records(frames: &Frames, kept: &[bool]) -> (u64, u64) {
    let mut alive: FxHashMap<u32, bool> = FxHashMap::default();
    for (record, kept) in frames.events.record.iter().zip(kept) {
        *alive.entry(*record).or_insert(false) |= *kept;
    }
    let records = alive.values().filter(|alive| **alive).count() as u64;
    (records, alive.len() as u64 - records)
}
