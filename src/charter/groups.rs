//! One charter for many groups (多群章程): what of it holds for one of them. In: the charter and what a group is.
//! Out: that group's own charter, with named profiles and matching `[[groups]]` laid over the common part.

use globset::{Glob, GlobMatcher};

use super::Charter;

/// What an entry of `[[groups]]` is for, and what it says.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct GroupRule {
    /// Glob over ids (with or without the platform before the colon) and names.
    pub id: Option<String>,
    /// Glob over platforms.
    pub platform: Option<String>,
    /// Glob over kinds of groups (`group_type` of groups.csv).
    pub kind: Option<String>,
    /// Line it stands on.
    pub line: u64,
    /// What holds for the groups it fits.
    pub charter: Charter,
}

/// A group as entries are held against it.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// `platform:id`.
    pub id: &'a str,
    /// Display name.
    pub name: &'a str,
    /// Platform.
    pub platform: &'a str,
    /// `group_type` of groups.csv.
    pub kind: Option<&'a str>,
}

/// The pattern of a glob; one that is none fits nothing (charters are checked when read).
fn glob(pattern: &str) -> Option<GlobMatcher> {
    Glob::new(pattern).ok().map(|glob| glob.compile_matcher())
}

/// Whether a glob over groups fits this one, by full id, by the id without its platform, or by name.
#[must_use]
pub fn fits(pattern: &str, id: &str, name: &str) -> bool {
    let tail = id.split_once(':').map_or(id, |(_, tail)| tail);
    // An id or name written as it is fits also where it holds signs a glob reads otherwise.
    [id, tail, name].contains(&pattern)
        || glob(pattern).is_some_and(|glob| [id, tail, name].iter().any(|word| glob.is_match(word)))
}

impl GroupRule {
    /// Whether it speaks of a group.
    #[must_use]
    pub fn fits(&self, group: Named<'_>) -> bool {
        let matches = |pattern: &Option<String>, word: &str| {
            pattern.as_ref().is_none_or(|pattern| glob(pattern).is_some_and(|glob| glob.is_match(word)))
        };
        self.id.as_ref().is_none_or(|pattern| fits(pattern, group.id, group.name))
            && matches(&self.platform, group.platform)
            && matches(&self.kind, group.kind.unwrap_or_default())
    }

    /// The one group it names, when it names one and no family of them.
    #[must_use]
    pub fn names(&self) -> Option<&str> {
        self.id.as_deref().filter(|id| !id.contains(['*', '?', '[', '{']))
    }
}

impl Charter {
    /// What holds for one group: the common part, then every entry that fits it, later ones over earlier.
    #[must_use]
    pub fn of(&self, group: Named<'_>) -> Self {
        let mut own = self.clone();
        for rule in self.groups.iter().filter(|rule| rule.fits(group)) {
            own.lay(&rule.charter);
        }
        own.groups = Vec::new();
        own
    }

    /// Lays `over` on top: what it says wins, what it leaves out stays. Thresholds and waivers add up.
    pub(super) fn lay(&mut self, over: &Self) {
        fn put<T: Clone>(under: &mut Option<T>, over: Option<&T>) {
            if let Some(over) = over {
                *under = Some(over.clone());
            }
        }
        fn list<T: Clone>(under: &mut Vec<T>, over: &[T]) {
            if !over.is_empty() {
                *under = over.to_vec();
            }
        }
        put(&mut self.profile, over.profile.as_ref());
        put(&mut self.created_at, over.created_at.as_ref());
        put(&mut self.declared_size, over.declared_size.as_ref());
        put(&mut self.preset, over.preset.as_ref());
        list(&mut self.owner, &over.owner);
        list(&mut self.admins, &over.admins);
        list(&mut self.operators, &over.operators);
        list(&mut self.bots, &over.bots);
        list(&mut self.service_hours, &over.service_hours);
        list(&mut self.hours, &over.hours);
        put(&mut self.sla_minutes, over.sla_minutes.as_ref());
        list(&mut self.link_allow, &over.link_allow);
        put(&mut self.nickname_pattern, over.nickname_pattern.as_ref());
        list(&mut self.calendar, &over.calendar);
        put(&mut self.points.speak, over.points.speak.as_ref());
        put(&mut self.points.share, over.points.share.as_ref());
        put(&mut self.points.invite, over.points.invite.as_ref());
        list(&mut self.off, &over.off);
        put(&mut self.thresholds, over.thresholds.as_ref());
        put(&mut self.gate.decision, over.gate.decision.as_ref());
        put(&mut self.gate.persistent, over.gate.persistent.as_ref());
        put(&mut self.gate.regress, over.gate.regress.as_ref());
        list(&mut self.gate.require, &over.gate.require);
        self.overrides.extend(over.overrides.iter().cloned());
        self.waivers.extend(over.waivers.iter().cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group<'a>(id: &'a str, name: &'a str, kind: Option<&'a str>) -> Named<'a> {
        Named { id, name, platform: id.split_once(':').map_or("", |(platform, _)| platform), kind }
    }

    #[test]
    fn globs_fit_ids_names_platforms_and_kinds() {
        for (pattern, id, name, expected) in [
            ("telegram:1*", "telegram:123", "x", true),
            ("12?", "telegram:123", "x", true),
            ("销售*", "wechat:9@chatroom", "销售一群", true),
            ("telegram:123", "telegram:1234", "x", false),
            ("[官方] 群", "qq:1", "[官方] 群", true),
        ] {
            assert_eq!(fits(pattern, id, name), expected, "{pattern}");
        }
        let rule = GroupRule { platform: Some("we*".into()), kind: Some("service".into()), ..GroupRule::default() };
        assert!(rule.fits(group("wechat:1", "a", Some("service"))));
        assert!(!rule.fits(group("wechat:1", "a", None)));
        assert!(!rule.fits(group("qq:1", "a", Some("service"))));
    }

    #[test]
    fn later_entries_win_and_thresholds_add_up() {
        let size = |id: &str, size| GroupRule {
            id: Some(id.into()),
            charter: Charter { declared_size: Some(size), ..Charter::default() },
            ..GroupRule::default()
        };
        let charter = Charter {
            declared_size: Some(1),
            sla_minutes: Some(15.0),
            groups: vec![size("qq:*", 2), size("qq:7", 3), size("wechat:*", 4)],
            ..Charter::default()
        };
        let own = charter.of(group("qq:7", "a", None));
        assert_eq!((own.declared_size, own.sla_minutes), (Some(3), Some(15.0)));
        assert_eq!(charter.of(group("qq:8", "a", None)).declared_size, Some(2));
        assert_eq!(charter.of(group("irc:8", "a", None)).declared_size, Some(1));
    }
}
