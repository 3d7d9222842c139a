//! What a store gives up: texts past their time (purge), a person who asks for it (forget), what interrupted changes
//! left (compact). In: a store. Out: the same rows without what goes, in one step a group, and a proof of what is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::disk::Disk;
use super::ingest::{keep, sweep};
use super::manifest::{Account, Forgotten, Manifest, Stored};
use super::merge::silence;
use super::table::{self, Event, Held, Message, Reaction};
use super::{Store, files_in, locked};
use crate::error::{Error, Result};

/// What a change did to one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Group id.
    pub group: String,
    /// Rows that lost something.
    pub rows: u64,
    /// Files written anew: path before, path after.
    pub files: Vec<(String, String)>,
    /// Texts of others that still name a person who was forgotten.
    pub named_by_others: u64,
}

/// Changes one table of a group row by row; `change` tells whether it changed the row.
struct Rewrite<'a> {
    disk: &'a dyn Disk,
    folder: &'a Path,
    manifest: &'a Manifest,
    files: BTreeMap<(String, String), Stored>,
    done: Change,
    /// Who a person becomes who was forgotten.
    token: String,
}

impl<'a> Rewrite<'a> {
    fn new(disk: &'a dyn Disk, folder: &'a Path, manifest: &'a Manifest) -> Self {
        let files =
            manifest.files.iter().map(|file| ((file.table.clone(), file.month.clone()), file.clone())).collect();
        Self {
            disk,
            folder,
            manifest,
            files,
            done: Change { group: manifest.id.clone(), ..Change::default() },
            token: String::new(),
        }
    }

    fn messages(
        &mut self,
        before: i64,
        change: &mut dyn for<'r> FnMut(&mut Message<'r>, &'r str) -> bool,
    ) -> Result<()> {
        for file in self.manifest.files.iter().filter(|file| file.table == "messages" && file.span.0 < before) {
            let token = self.token.clone();
            let held = Held::read(&self.manifest.place(self.folder, file), "messages", true)?;
            let mut rows = held.messages();
            let changed = rows.iter_mut().map(|row| u64::from(change(row, &token))).sum();
            self.put(file, changed, || table::messages(&self.manifest.id, &self.manifest.platform, &rows))?;
        }
        Ok(())
    }

    fn events(&mut self, change: &mut dyn for<'r> FnMut(&mut Event<'r>, &'r str) -> bool) -> Result<()> {
        for file in self.manifest.files.iter().filter(|file| file.table == "events") {
            let token = self.token.clone();
            let held = Held::read(&self.manifest.place(self.folder, file), "events", true)?;
            let mut rows = held.events();
            let changed = rows.iter_mut().map(|row| u64::from(change(row, &token))).sum();
            self.put(file, changed, || table::events(&self.manifest.id, &rows))?;
        }
        Ok(())
    }

    fn reactions(&mut self, change: &mut dyn for<'r> FnMut(&mut Reaction<'r>, &'r str) -> bool) -> Result<()> {
        for file in self.manifest.files.iter().filter(|file| file.table == "reactions") {
            let token = self.token.clone();
            let held = Held::read(&self.manifest.place(self.folder, file), "reactions", true)?;
            let mut rows = held.reactions();
            let changed = rows.iter_mut().map(|row| u64::from(change(row, &token))).sum();
            rows.sort();
            self.put(file, changed, || table::reactions(&self.manifest.id, &rows))?;
        }
        Ok(())
    }

    fn put(&mut self, file: &Stored, changed: u64, bytes: impl FnOnce() -> Result<Vec<u8>>) -> Result<()> {
        if changed == 0 {
            return Ok(());
        }
        let key = (file.table.clone(), file.month.clone());
        keep(self.disk, self.folder, &mut self.files, (key.clone(), file.rows, file.span), &bytes()?)?;
        let after = self.files.get(&key).map(|file| file.path.clone()).unwrap_or_default();
        self.done.rows += changed;
        self.done.files.push((file.path.clone(), after));
        Ok(())
    }

    /// Puts the new state in force and removes the old files.
    fn commit(self, change: impl FnOnce(&mut Manifest)) -> Result<Change> {
        let mut manifest = self.manifest.clone();
        manifest.files = self.files.into_values().collect();
        manifest.files.sort();
        manifest.generation += 1;
        change(&mut manifest);
        manifest.write(self.disk, self.folder)?;
        sweep(self.disk, self.folder, &manifest);
        Ok(self.done)
    }
}

impl Store {
    /// Removes the texts of messages before an instant, UTC milliseconds; what they told when they were read stays, and
    /// they do not come back with an old export.
    ///
    /// # Errors
    /// [`Error::Io`], and [`Error::Usage`] when another program is at a group; groups done before stay done.
    pub fn purge(&self, disk: &dyn Disk, before: i64) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        for (folder, _) in self.groups()? {
            let _lock = locked(&folder)?;
            let Some(manifest) = Manifest::read(&folder)? else { continue };
            if manifest.purged_before.is_some_and(|known| known >= before) {
                continue;
            }
            let names: Vec<&str> = manifest.accounts.iter().filter_map(|account| account.name.as_deref()).collect();
            let mut rewrite = Rewrite::new(disk, &folder, &manifest);
            rewrite.messages(before, &mut |row, _| {
                let gone = row.ts < before && row.text.take().is_some();
                if gone {
                    row.mentions.iter_mut().for_each(|said| *said = only_name(said, &names));
                }
                gone
            })?;
            changes.push(rewrite.commit(|manifest| manifest.purged_before = Some(before))?);
        }
        Ok(changes)
    }

    /// Removes what interrupted changes left; gives back the files removed.
    ///
    /// # Errors
    /// As [`Self::purge`].
    pub fn compact(&self, disk: &dyn Disk) -> Result<Vec<PathBuf>> {
        let mut removed = Vec::new();
        for (folder, _) in self.groups()? {
            let _lock = locked(&folder)?;
            let Some(manifest) = Manifest::read(&folder)? else { continue };
            let live: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
            let left = files_in(&folder).into_iter().filter(|(name, _)| !live.contains(name.as_str()));
            removed.extend(left.map(|(_, path)| path));
            sweep(disk, &folder, &manifest);
        }
        Ok(removed)
    }

    /// Forgets a person: their name, id, texts, links and files in every group, and mentions of them. Their messages
    /// stay as numbers of nobody in particular; they do not come back with an old export. `who` is an id, or a name only
    /// one account bears; `salt` makes the mark that recognises them.
    ///
    /// # Errors
    /// [`Error::Usage`] when nobody or more than one person is called so; as [`Self::purge`].
    pub fn forget(&self, disk: &dyn Disk, who: &str, salt: &[u8]) -> Result<Vec<Change>> {
        let groups = self.groups()?;
        let ids = persons(&groups, who)?;
        let mut changes = Vec::new();
        for (folder, _) in groups {
            let _lock = locked(&folder)?;
            let Some(manifest) = Manifest::read(&folder)? else { continue };
            let is = |account: &&Account| account.word().is_some_and(|word| ids.contains(&word));
            let accounts: Vec<Account> = manifest.accounts.iter().filter(is).cloned().collect();
            if !accounts.is_empty() {
                changes.push(forget_in(disk, &folder, &manifest, &accounts, salt)?);
            }
        }
        Ok(changes)
    }
}

/// Words of the accounts of the person called `who`.
fn persons(groups: &[(PathBuf, Manifest)], who: &str) -> Result<BTreeSet<(String, bool)>> {
    let accounts = || groups.iter().flat_map(|(_, manifest)| &manifest.accounts);
    let by_id: BTreeSet<_> =
        accounts().filter(|account| account.id.as_deref() == Some(who)).filter_map(Account::word).collect();
    if !by_id.is_empty() {
        return Ok(by_id);
    }
    let by_name: BTreeSet<_> =
        accounts().filter(|account| account.name.as_deref() == Some(who)).filter_map(Account::word).collect();
    match by_name.len() {
        0 => Err(Error::Usage(format!(
            "nobody in this store has the id or the name {who}; `chatvitals members STORE` lists both"
        ))),
        1 => Ok(by_name),
        _ => {
            let ids: Vec<&str> = by_name.iter().map(|(word, _)| word.as_str()).collect();
            Err(Error::Usage(format!(
                "{} accounts are called {who}; give one of the ids {}",
                ids.len(),
                ids.join(", ")
            )))
        }
    }
}

fn forget_in(disk: &dyn Disk, folder: &Path, manifest: &Manifest, accounts: &[Account], salt: &[u8]) -> Result<Change> {
    let words: BTreeSet<(String, bool)> = accounts.iter().filter_map(Account::word).collect();
    let names: Vec<&str> = accounts.iter().filter_map(|account| account.name.as_deref()).collect();
    let number = manifest.forgotten.iter().map(|known| known.number).max().unwrap_or(0) + 1;
    let token = token(number);
    let theirs =
        |word: Option<&str>, is_name: bool| word.is_some_and(|word| words.contains(&(word.to_owned(), is_name)));
    let mut named_by_others = 0;
    let mut rewrite = Rewrite::new(disk, folder, manifest);
    rewrite.token.clone_from(&token);
    rewrite.messages(i64::MAX, &mut |row, token| {
        if theirs(row.sender, row.sender_is_name) {
            anonymous(row, token);
            return true;
        }
        named_by_others += u64::from(row.text.is_some_and(|text| names.iter().any(|name| text.contains(name))));
        let before = row.mentions.len();
        row.mentions.retain(|said| {
            !words.iter().any(|(word, _)| word == said) && !names.iter().any(|name| said.starts_with(name))
        });
        row.mentions.len() != before
    })?;
    rewrite.events(&mut |row, token| {
        let (actor, subject) = (theirs(row.actor, row.actor_is_name), theirs(row.subject, row.subject_is_name));
        if actor {
            (row.actor, row.actor_is_name) = (Some(token), false);
        }
        if subject {
            (row.subject, row.subject_is_name) = (Some(token), false);
        }
        let told = row.detail.is_some_and(|detail| subject || names.iter().any(|name| detail.contains(name)));
        row.detail = row.detail.filter(|_| !told);
        actor || subject || told
    })?;
    rewrite.reactions(&mut |row, token| {
        let theirs = theirs(Some(row.actor), row.actor_is_name);
        if theirs {
            (row.actor, row.actor_is_name) = (token, false);
        }
        theirs
    })?;
    rewrite.done.named_by_others = named_by_others;
    let mut forgotten = Vec::new();
    for (word, is_name) in &words {
        forgotten.push(Forgotten { number, salt: hex(salt), mark: mark(salt, word, *is_name)? });
    }
    let nobody = Account {
        id: Some(token.clone()),
        name: None,
        bot: accounts.iter().any(|account| account.bot),
        roles: Vec::new(),
    };
    rewrite.commit(|manifest| {
        manifest.accounts.retain(|account| account.word().is_none_or(|word| !words.contains(&word)));
        manifest.accounts.push(nobody);
        manifest.accounts.sort();
        manifest.forgotten.extend(forgotten);
    })
}

/// What stands for a person who was forgotten.
pub(super) fn token(number: u64) -> String {
    format!("forgotten-{number}")
}

/// A message of nobody in particular.
pub(super) fn anonymous<'a>(row: &mut Message<'a>, token: &'a str) {
    silence(row);
    (row.sender, row.sender_is_name, row.sender_name) = (Some(token), false, None);
}

/// What recognises an account without telling it: HMAC-SHA256 under the salt.
///
/// # Errors
/// None in practice: a key of any length will do.
pub(super) fn mark(salt: &[u8], word: &str, is_name: bool) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(salt).map_err(|error| Error::Frame(format!("salt: {error}")))?;
    mac.update(&[u8::from(is_name)]);
    mac.update(word.as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The name a mention begins with, without the words behind it: an account's, else up to the first blank or stop.
fn only_name<'a>(said: &'a str, names: &[&str]) -> &'a str {
    let known = names.iter().filter(|name| said.starts_with(**name)).map(|name| name.len()).max();
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '。' | ':' | '：' | '!' | '！' | '?' | '？');
    said.get(..known.unwrap_or_else(|| said.find(ends).unwrap_or(said.len()))).unwrap_or_default()
}
