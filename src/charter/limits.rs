//! What platforms allow, as found on a day: how many may join, how long files are kept. Dated facts, for
//! platforms change; a charter may say otherwise. `None`: nobody knows for certain.

/// How many may join a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The platform's word.
    pub platform: &'static str,
    /// Words of `groups.csv`'s `kind` it holds for; empty: every other kind.
    pub kinds: &'static [&'static str],
    /// Members at most, bots among them.
    pub size: u64,
    /// Days a shared file is kept, where known.
    pub file_days: Option<u32>,
    /// Day it was looked up.
    pub checked: &'static str,
}

/// Limits by platform; the first that fits counts.
pub const LIMITS: &[Limit] = &[
    limit("wechat", &[], 500, None),
    limit("wecom", &["internal", "内部群"], 2000, None),
    limit("wecom", &["all_staff", "全员群"], 10_000, None),
    limit("wecom", &[], 500, None),
    limit("qq", &[], 2000, Some(7)),
    limit("dingtalk", &[], 1000, None),
    limit("whatsapp", &[], 1024, None),
    limit("telegram", &[], 200_000, None),
    limit("line", &[], 500, None),
];

const fn limit(platform: &'static str, kinds: &'static [&'static str], size: u64, file_days: Option<u32>) -> Limit {
    Limit { platform, kinds, size, file_days, checked: "2026-11-22" }
}

/// The limit of a group of `kind` on `platform`.
#[must_use]
pub fn limit_of(platform: &str, kind: Option<&str>) -> Option<&'static Limit> {
    let fits = |limit: &&Limit| {
        limit.platform == platform
            && (limit.kinds.is_empty() || kind.is_some_and(|kind| limit.kinds.contains(&kind.to_lowercase().as_str())))
    };
    LIMITS.iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_decides_where_it_matters() {
        let size = |platform, kind| limit_of(platform, kind).map(|limit| limit.size);
        assert_eq!(size("wecom", Some("内部群")), Some(2000));
        assert_eq!(size("wecom", Some("外部群")), Some(500));
        assert_eq!(size("wechat", None), Some(500));
        assert_eq!(size("irc", None), None);
    }
}
