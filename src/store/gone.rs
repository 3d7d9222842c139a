//! People a group has forgotten, met again in an old export. In: the marks of the manifest and the accounts that come.
//! Out: their rows as rows of nobody in particular.

use std::collections::{BTreeMap, BTreeSet};

use super::care::{anonymous, mark, token};
use super::manifest::Manifest;
use super::rows::GroupRows;
use crate::error::Result;
use crate::frame::Frames;

/// Accounts of an export that must not come back, and who they became.
pub(super) struct Gone {
    tokens: BTreeMap<(String, bool), String>,
    names: Vec<String>,
}

impl Gone {
    /// Those of some frames.
    ///
    /// # Errors
    /// As [`mark`].
    pub fn of(manifest: &Manifest, frames: &Frames) -> Result<Self> {
        let mut gone = Self { tokens: BTreeMap::new(), names: Vec::new() };
        for known in &manifest.forgotten {
            let salt = bytes(&known.salt);
            for account in &frames.accounts {
                let (Some(word), is_name) = (account.id.as_deref().or(account.name.as_deref()), account.id.is_none())
                else {
                    continue;
                };
                if mark(&salt, word, is_name)? == known.mark {
                    gone.tokens.insert((word.to_owned(), is_name), token(known.number));
                    gone.names.extend(account.name.clone());
                }
            }
        }
        Ok(gone)
    }

    /// Their ids, or names where there is no id.
    pub fn words(&self) -> BTreeSet<(&str, bool)> {
        self.tokens.keys().map(|(word, is_name)| (word.as_str(), *is_name)).collect()
    }

    /// Takes them out of rows that come.
    pub fn leave<'a>(&'a self, rows: &mut GroupRows<'a>) {
        if self.tokens.is_empty() {
            return;
        }
        let token = |word: Option<&str>, is_name: bool| self.tokens.get(&(word?.to_owned(), is_name));
        for row in rows.messages.values_mut().flatten() {
            if let Some(token) = token(row.sender, row.sender_is_name) {
                anonymous(row, token);
            }
            row.mentions.retain(|said| {
                !self.tokens.keys().any(|(word, _)| word == said)
                    && !self.names.iter().any(|name| said.starts_with(name))
            });
        }
        for row in rows.events.values_mut().flatten() {
            let (actor, subject) = (token(row.actor, row.actor_is_name), token(row.subject, row.subject_is_name));
            if let Some(actor) = actor {
                (row.actor, row.actor_is_name) = (Some(actor.as_str()), false);
            }
            if let Some(subject) = subject {
                (row.subject, row.subject_is_name, row.detail) = (Some(subject.as_str()), false, None);
            }
            row.detail = row.detail.filter(|detail| !self.names.iter().any(|name| detail.contains(name.as_str())));
        }
        for row in rows.reactions.values_mut().flatten() {
            if let Some(token) = token(Some(row.actor), row.actor_is_name) {
                (row.actor, row.actor_is_name) = (token, false);
            }
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (0..hex.len()).step_by(2).filter_map(pair).collect()
}
