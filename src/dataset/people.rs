//! Who is who in one group: accounts of the export, rows of the roster, admins and the charter's
//! roles, joined into [`Person`]s. Explicit maps join accounts; names never do, except where the
//! platform's exports have nothing but names.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::charter::Charter;
use crate::frame::Account;
use crate::side::{AdminRow, IdentityRow, RosterRow};

use super::group::{Person, PersonIx, Role, Stint};

/// The people of one group under construction.
#[derive(Debug, Default)]
#[expect(clippy::struct_field_names, reason = "the people of People are what it is for")]
pub struct People {
    /// Every person.
    pub people: Vec<Person>,
    /// Run-wide account code → person.
    pub of_account: FxHashMap<u32, PersonIx>,
    /// Membership as the roster tells it, by person and account.
    pub stays: BTreeMap<(PersonIx, String), Vec<Stint>>,
    slot_of: FxHashMap<u32, String>,
    by_key: FxHashMap<String, PersonIx>,
    by_name: BTreeMap<String, Option<PersonIx>>,
    platform: String,
    persons_of: FxHashMap<String, String>,
    inviters: BTreeMap<PersonIx, String>,
}

impl People {
    /// Nobody yet, in a group of `platform`; `identities` maps accounts to persons.
    #[must_use]
    pub fn new(platform: &str, identities: &[IdentityRow]) -> Self {
        let persons_of = identities
            .iter()
            .filter(|row| row.platform.as_deref().is_none_or(|known| known.eq_ignore_ascii_case(platform)))
            .map(|row| (tidy(&row.account_id), row.person_id.clone()))
            .collect();
        Self { platform: platform.to_owned(), persons_of, ..Self::default() }
    }

    /// Takes in an account the export names by id, or by name where names are all it has.
    pub fn account(&mut self, code: u32, account: &Account) -> PersonIx {
        let label = account.id.as_deref().or(account.name.as_deref()).unwrap_or("?").to_owned();
        let ix = self.insert(&label, account.name.as_deref());
        self.of_account.insert(code, ix);
        self.slot_of.insert(code, tidy(&label));
        self.stays.entry((ix, tidy(&label))).or_default();
        self.people[ix as usize].bot |= account.bot;
        ix
    }

    /// Takes in a name that only events tell: somebody known by that name alone, else a person of
    /// their own.
    pub fn named(&mut self, code: u32, account: &Account) -> PersonIx {
        let name = account.name.as_deref().unwrap_or("?");
        if let Some(Some(ix)) = self.by_name.get(&tidy(name)) {
            self.of_account.insert(code, *ix);
            self.slot_of.insert(code, tidy(&self.people[*ix as usize].account));
            return *ix;
        }
        self.account(code, account)
    }

    /// Takes in a roster row; `names` when the platform's exports have only names.
    pub fn roster(&mut self, row: &RosterRow, names: Naming) {
        let name = Some(row.name.as_str()).filter(|name| !name.is_empty());
        let shown = name.or(row.group_nickname.as_deref());
        let slot = self.find_slot(&row.account_id);
        let known = slot.as_ref().and_then(|slot| self.by_key.get(slot)).copied().or_else(|| match names {
            Naming::Weak => [Some(row.account_id.as_str()), shown, row.group_nickname.as_deref()]
                .into_iter()
                .flatten()
                .find_map(|name| self.by_name.get(&tidy(name)).copied().flatten()),
            Naming::Ids => None,
        });
        let slot = slot.or_else(|| known.map(|ix| tidy(&self.people[ix as usize].account)));
        let slot = slot.unwrap_or_else(|| tidy(&row.account_id));
        let ix = known.unwrap_or_else(|| self.insert(&row.account_id, shown));
        if let Some(name) = row.group_nickname.as_deref().or(name) {
            self.learn_name(name, ix);
        }
        let person = &mut self.people[ix as usize];
        if person.name == person.account
            && let Some(shown) = shown
        {
            shown.clone_into(&mut person.name);
        }
        person.on_roster = true;
        person.bot |= row.is_bot;
        person.operator |= row.is_operator;
        person.role = person.role.min(role(row.role.as_deref()));
        person.exempt_until = person.exempt_until.max(row.exempt_until);
        let keep = |known: &mut Option<String>, told: &Option<String>| {
            if told.is_some() {
                known.clone_from(told);
            }
        };
        keep(&mut person.nickname, &row.group_nickname);
        keep(&mut person.tier, &row.tier);
        keep(&mut person.join_scene, &row.join_scene);
        person.birthday = row.birthday_mmdd.as_deref().and_then(month_and_day).or(person.birthday);
        if let Some(inviter) = &row.inviter {
            self.inviters.insert(ix, inviter.clone());
        }
        let stays = self.stays.entry((ix, slot)).or_default();
        if row.join_time.is_some() || row.leave_time.is_some() || stays.is_empty() {
            stays.push(Stint { from: row.join_time, to: row.leave_time, removed: false });
        }
    }

    /// Sets the roles of `admins.csv` rows in force at `at` and of the charter; gives the charter's
    /// names nobody answers to.
    pub fn roles(&mut self, admins: &[AdminRow], charter: &Charter, at: i64) -> Vec<String> {
        for row in admins {
            if row.from.is_none_or(|from| from <= at)
                && row.to.is_none_or(|to| at < to)
                && let Some(ix) = self.find(&row.account_id)
            {
                let person = &mut self.people[ix as usize];
                person.role = person.role.min(Role::Admin);
            }
        }
        let mut unknown = Vec::new();
        let mut each = |names: &[String], set: fn(&mut Person)| {
            for name in names {
                match self.find(name) {
                    Some(ix) => set(&mut self.people[ix as usize]),
                    None => unknown.push(name.clone()),
                }
            }
        };
        each(&charter.owner, |person| person.role = Role::Owner);
        each(&charter.admins, |person| person.role = person.role.min(Role::Admin));
        each(&charter.operators, |person| person.operator = true);
        each(&charter.bots, |person| person.bot = true);
        unknown
    }

    /// The person of an identity map's id.
    #[must_use]
    pub fn of_person(&self, person: &str) -> Option<PersonIx> {
        self.by_key.get(&format!("person\u{1f}{person}")).copied()
    }

    /// Looks up the inviters the roster names; after everybody is known.
    pub fn settle_inviters(&mut self) {
        for (person, inviter) in std::mem::take(&mut self.inviters) {
            self.people[person as usize].inviter = self.find(&inviter).filter(|inviter| *inviter != person);
        }
    }

    /// Whom a text that follows an `@` means: the longest name it begins with, if one person bears it.
    #[must_use]
    pub fn mentioned(&self, text: &str) -> Option<PersonIx> {
        let ends = text.char_indices().map(|(byte, c)| byte + c.len_utf8());
        let ends: Vec<usize> = ends.collect();
        ends.iter().rev().find_map(|end| {
            let (name, rest) = text.split_at_checked(*end)?;
            let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.ends_with(char::is_whitespace) || (name.ends_with(word) && rest.starts_with(word)) {
                return None;
            }
            self.find(name)
        })
    }

    /// The person an account id or a display name means, if it means exactly one.
    #[must_use]
    pub fn find(&self, label: &str) -> Option<PersonIx> {
        self.find_id(label).or_else(|| self.by_name.get(&tidy(label)).copied().flatten())
    }

    /// The account an account code stands for, as [`People::stays`] keys it.
    #[must_use]
    pub fn slot(&self, account: u32) -> Option<(PersonIx, String)> {
        Some((*self.of_account.get(&account)?, self.slot_of.get(&account)?.clone()))
    }

    /// Accounts that are no bot's, and how many of them the identity map names.
    #[must_use]
    pub fn mapped_accounts(&self) -> (u64, u64) {
        let human = self.stays.keys().filter(|(ix, _)| !self.people[*ix as usize].bot);
        let (mut accounts, mut mapped) = (0, 0);
        for (_, slot) in human {
            accounts += 1;
            mapped += u64::from(self.persons_of.contains_key(slot));
        }
        (accounts, mapped)
    }

    /// People who are no bots and have an account.
    #[must_use]
    pub fn humans(&self) -> u64 {
        let mut people: Vec<PersonIx> =
            self.stays.keys().map(|(ix, _)| *ix).filter(|ix| !self.people[*ix as usize].bot).collect();
        people.dedup();
        people.len() as u64
    }

    fn find_id(&self, id: &str) -> Option<PersonIx> {
        let person = || self.by_key.get(&format!("person\u{1f}{}", self.persons_of.get(&tidy(id))?));
        self.find_slot(id).and_then(|slot| self.by_key.get(&slot)).or_else(person).copied()
    }

    /// The account a written id means: as written, or with Telegram's `user` put or left off.
    fn find_slot(&self, id: &str) -> Option<String> {
        let id = tidy(id);
        let bare = id.strip_prefix("user").map(str::to_owned);
        let full = (self.platform == "telegram").then(|| format!("user{id}"));
        [Some(id), bare, full].into_iter().flatten().find(|label| self.by_key.contains_key(label))
    }

    fn insert(&mut self, label: &str, name: Option<&str>) -> PersonIx {
        let id = tidy(label);
        let person = self.persons_of.get(&id).cloned();
        let shared = person.as_ref().map(|person| format!("person\u{1f}{person}"));
        let known = self.by_key.get(&id).or_else(|| self.by_key.get(shared.as_ref()?)).copied();
        let ix = known.unwrap_or_else(|| {
            let ix = PersonIx::try_from(self.people.len()).unwrap_or(PersonIx::MAX);
            self.people.push(Person {
                key: person.map_or_else(|| format!("{}:{label}", self.platform), |person| format!("person:{person}")),
                account: label.to_owned(),
                name: name.unwrap_or(label).to_owned(),
                role: Role::Member,
                bot: false,
                operator: false,
                on_roster: false,
                stints: Vec::new(),
                first_seen: None,
                exempt_until: None,
                muted: Vec::new(),
                nickname: None,
                tier: None,
                birthday: None,
                inviter: None,
                join_scene: None,
            });
            ix
        });
        self.by_key.insert(id, ix);
        if let Some(shared) = shared {
            self.by_key.insert(shared, ix);
        }
        if let Some(name) = name {
            self.learn_name(name, ix);
        }
        ix
    }

    /// A name two people bear means nobody.
    fn learn_name(&mut self, name: &str, ix: PersonIx) {
        self.by_name
            .entry(tidy(name))
            .and_modify(|known| *known = known.filter(|known| *known == ix))
            .or_insert(Some(ix));
    }
}

/// Whether a platform's exports tell ids or only names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// Ids.
    Ids,
    /// Names only (WhatsApp, LINE …).
    Weak,
}

/// Month and day of four digits.
fn month_and_day(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.split_at_checked(2)?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// The role a word means.
#[must_use]
pub fn role(word: Option<&str>) -> Role {
    match word.map(|word| word.trim().to_lowercase()).as_deref() {
        Some("owner" | "creator" | "群主") => Role::Owner,
        Some("admin" | "administrator" | "管理员") => Role::Admin,
        Some("core" | "核心") => Role::Core,
        _ => Role::Member,
    }
}

/// A label as it is compared: trimmed, and a phone number without its spacing.
fn tidy(label: &str) -> String {
    let label = label.trim();
    if label.starts_with('+') && label.chars().skip(1).all(|c| c.is_ascii_digit() || " -()\u{a0}\u{2011}".contains(c)) {
        return label.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    }
    label.to_owned()
}
