//! Who is who in one conversation, for exports whose messages carry ids and whose system records
//! carry only names. In: each (id, name) as it is read. Out: the id of a name that belongs to one
//! account alone, and the latest name of an id.

use rustc_hash::FxHashMap;

use crate::frame::Who;

/// Ids and names seen so far.
#[derive(Debug, Default)]
pub(super) struct Roster {
    latest: FxHashMap<Box<str>, Box<str>>,
    owner: FxHashMap<Box<str>, Option<Box<str>>>,
}

impl Roster {
    /// An account bears this name now.
    pub fn see(&mut self, id: &str, name: &str) {
        if self.latest.get(id).is_some_and(|known| **known == *name) {
            return;
        }
        self.latest.insert(id.into(), name.into());
        self.bears(id, name);
    }

    /// An account is also known by this name.
    pub fn bears(&mut self, id: &str, name: &str) {
        let owner = self.owner.entry(name.into()).or_insert_with(|| Some(id.into()));
        if owner.as_deref() != Some(id) {
            *owner = None;
        }
    }

    /// The account that alone bears a name, else the name.
    pub fn named<'b>(&'b self, name: &'b str) -> Who<'b> {
        match self.owner.get(name) {
            Some(Some(id)) => self.known(id),
            _ => Who::name(name),
        }
    }

    /// An account under its latest name.
    pub fn known<'b>(&'b self, id: &'b str) -> Who<'b> {
        Who::id(id, self.latest.get(id).map(AsRef::as_ref))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_two_accounts_stays_a_name() {
        let mut roster = Roster::default();
        for (id, name) in [("u1", "Ann"), ("u2", "Bo"), ("u3", "Ann"), ("u2", "Bob"), ("u2", "Bo")] {
            roster.see(id, name);
        }
        assert_eq!(roster.named("Ann"), Who::name("Ann"));
        assert_eq!(roster.named("Bob"), Who::id("u2", Some("Bo")));
        assert_eq!(roster.named("Cy"), Who::name("Cy"));
    }
}
