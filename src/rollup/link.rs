//! Shared links and the clicks that belong to them (链接点击). In: eligible messages with links and the
//! rows of a click log, all groups together: a click may have to choose between two. Out: one [`Share`]
//! a canonical URL, group and day. Totals of services that know no single click stand beside.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::calendar::{Calendar, Day, HOUR_MS};

/// Days in which a click counts for a share.
const WINDOW_DAYS: i32 = 7;

/// An eligible message that offers something to read: links, a file, a long text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Post {
    /// Index of the group.
    pub group: usize,
    /// UTC milliseconds.
    pub ts: i64,
    /// Index of the sender in the group.
    pub person: u32,
    /// Canonical URLs, each once.
    pub urls: Vec<String>,
    /// Distinct people who answered or reacted to this message within 24 hours.
    pub responders: BTreeSet<u32>,
    /// Owner or admin reacted to it, whenever that was (精华).
    pub curated: bool,
    /// Looks like an ad (疑似广告): no article.
    pub ad: bool,
}

impl Post {
    /// Somebody answered or reacted at `ts`; kept when that is within 24 hours.
    pub fn answered(&mut self, person: u32, ts: i64) {
        if self.ts <= ts && ts - self.ts <= 24 * HOUR_MS {
            self.responders.insert(person);
        }
    }
}

/// A row of the click log, matched to groups and people as far as it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Click {
    /// UTC milliseconds.
    pub ts: i64,
    /// Canonical URL.
    pub url: String,
    /// The group the row itself names, by index.
    pub group: Option<usize>,
    /// Distinct key of the visitor; `None` when the row names nobody.
    pub visitor: Option<String>,
    /// The visitor as a known account: what to look up in the group.
    pub account: Option<String>,
    /// A preview fetcher or crawler, by user agent.
    pub robot: bool,
}

/// Clicks a service counted for one link, matched to a group as far as it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Which of the files of totals: the same clicks may stand in two.
    pub file: usize,
    /// Canonical URL.
    pub url: String,
    /// The group the row itself names, by index.
    pub group: Option<usize>,
    /// Day of the clicks; `None`: all there ever were.
    pub day: Option<Day>,
    /// Clicks.
    pub clicks: u64,
}

/// One shared link: the same canonical URL shared again within 24 hours is the same share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Index of the group.
    pub group: usize,
    /// Canonical URL.
    pub url: String,
    /// First share, UTC milliseconds.
    pub ts: i64,
    /// Its local day.
    pub day: Day,
    /// Who shared it first.
    pub sharer: u32,
    /// Later messages with the same URL that merged into this share.
    pub reshares: u32,
    /// Distinct other members who answered, reacted to or re-shared it within 24 hours.
    pub responders: u32,
    /// Members who could see it: countable, present at the first share, not the sharer.
    pub reach: u64,
    /// Clicks within seven days of the first share, after discards.
    pub clicks: u64,
    /// Distinct visitors among them.
    pub visitors: u64,
    /// Distinct visitors that are known people.
    pub identified: u64,
    /// Clicks that could belong to another share of the same URL as well.
    pub ambiguous: u64,
    /// Clicks that name nobody: counted, but unique clickers cannot be.
    pub nameless: u64,
    /// Clicks left out: before the share, the sharer's own, bots, operators, previews.
    pub discarded: u64,
    /// The seven days end after as-of.
    pub open: bool,
    /// The click logs hold the clicks of this link; if not they are unknown, not zero.
    pub logged: bool,
    /// All clicks on the link up to as-of as its service sums them, from wherever; `None`: no sums.
    pub total_clicks: Option<u64>,
}

/// What shares need to know of the groups.
pub trait ShareContext {
    /// Members of `group` who could see a message of `sharer` at `ts`.
    fn reach(&self, group: usize, ts: i64, sharer: u32) -> u64;
    /// The person an account of the click log is in `group`.
    fn person(&self, group: usize, account: &str) -> Option<u32>;
    /// Whether a person's clicks count (neither bot nor operator).
    fn countable(&self, group: usize, person: u32) -> bool;
    /// Whether the click logs of `group` hold the clicks on `url` from one instant to another.
    fn logged(&self, group: usize, url: &str, from: i64, to: i64) -> bool;
}

/// One link of a post.
struct LinkPost<'a> {
    url: &'a str,
    post: &'a Post,
}

/// Merges posts of the same URL into shares and attributes the clicks. `end` is the instant as-of
/// ends. Posts may come in any order; shares come out by group, time and URL.
#[must_use]
pub fn shares(
    posts: &[Post],
    clicks: &[Click],
    context: &dyn ShareContext,
    calendar: &mut Calendar,
    end: i64,
) -> Vec<Share> {
    let mut links: Vec<LinkPost<'_>> =
        posts.iter().flat_map(|post| post.urls.iter().map(move |url| LinkPost { url, post })).collect();
    let place = |link: &LinkPost<'_>| (link.post.group, link.post.ts, link.url.to_owned(), link.post.person);
    links.sort_by_cached_key(place);
    links.dedup_by(|a, b| place(a) == place(b));
    let (mut shares, responders) = merge(&links, calendar);
    for (share, responders) in shares.iter_mut().zip(responders) {
        share.responders = u32::try_from(responders.len()).unwrap_or(u32::MAX);
        share.reach = context.reach(share.group, share.ts, share.sharer);
        let closes = calendar.add_days(share.ts, WINDOW_DAYS);
        share.open = closes > end;
        share.logged = context.logged(share.group, &share.url, share.ts, closes.min(end));
    }
    attribute(&mut shares, clicks, context, calendar);
    shares
}

fn merge(links: &[LinkPost<'_>], calendar: &mut Calendar) -> (Vec<Share>, Vec<BTreeSet<u32>>) {
    let mut shares: Vec<Share> = Vec::new();
    let mut responders: Vec<BTreeSet<u32>> = Vec::new();
    let mut latest: FxHashMap<(usize, &str), usize> = FxHashMap::default();
    for link in links {
        let message = link.post;
        let key = (message.group, link.url);
        if let Some(&at) = latest.get(&key)
            && message.ts - shares[at].ts <= 24 * HOUR_MS
        {
            shares[at].reshares += 1;
            if message.person != shares[at].sharer {
                responders[at].insert(message.person);
            }
            continue;
        }
        latest.insert(key, shares.len());
        responders.push(message.responders.iter().copied().filter(|person| *person != message.person).collect());
        shares.push(Share {
            group: message.group,
            url: link.url.to_owned(),
            ts: message.ts,
            day: calendar.day(message.ts),
            sharer: message.person,
            reshares: 0,
            responders: 0,
            reach: 0,
            clicks: 0,
            visitors: 0,
            identified: 0,
            ambiguous: 0,
            nameless: 0,
            discarded: 0,
            open: false,
            logged: false,
            total_clicks: None,
        });
    }
    (shares, responders)
}

fn attribute(shares: &mut [Share], clicks: &[Click], context: &dyn ShareContext, calendar: &mut Calendar) {
    let mut by_url: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, share) in shares.iter().enumerate() {
        by_url.entry(share.url.clone()).or_default().push(at);
    }
    let known = accounts_of_visitors(clicks);
    let mut visitors: Vec<BTreeSet<String>> = vec![BTreeSet::new(); shares.len()];
    let mut identified: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); shares.len()];
    for click in clicks {
        let Some(candidates) = by_url.get(&click.url) else { continue };
        let ours = |at: &&usize| click.group.is_none_or(|group| shares[**at].group == group);
        let open: Vec<usize> = candidates
            .iter()
            .filter(ours)
            .copied()
            .filter(|at| shares[*at].ts <= click.ts && click.ts < calendar.add_days(shares[*at].ts, WINDOW_DAYS))
            .collect();
        let Some(&at) = open.iter().max_by_key(|at| shares[**at].ts) else {
            // Outside every window: told with the first share it could mean.
            if let Some(&at) = candidates.iter().find(ours) {
                shares[at].discarded += 1;
            }
            continue;
        };
        let share = &mut shares[at];
        let account = click.account.as_deref().or_else(|| known.get(click.visitor.as_deref()?).copied().flatten());
        let person = account.and_then(|account| context.person(share.group, account));
        let counts = !click.robot
            && person.is_none_or(|person| person != share.sharer && context.countable(share.group, person));
        if !counts {
            share.discarded += 1;
            continue;
        }
        share.clicks += 1;
        share.ambiguous += u64::from(click.group.is_none() && open.len() > 1);
        let key = person
            .map(|person| format!("p{person}"))
            .or_else(|| account.map(|account| format!("a{account}")))
            .or_else(|| click.visitor.as_ref().map(|visitor| format!("v{visitor}")));
        share.nameless += u64::from(key.is_none());
        visitors[at].extend(key);
        identified[at].extend(person);
    }
    for (at, share) in shares.iter_mut().enumerate() {
        share.visitors = visitors[at].len() as u64;
        share.identified = identified[at].len() as u64;
    }
}

/// URL and, where the row names it, group.
type Key<'a> = (&'a str, Option<usize>);

/// Gives every share the sum its service has for the link. Days are added up; of several files, and
/// of days against the sum over all time, the largest counts: they tell of the same clicks.
pub fn add_totals(shares: &mut [Share], totals: &[Total], as_of: Day) {
    let mut days: BTreeMap<(Key<'_>, Option<Day>), BTreeMap<usize, u64>> = BTreeMap::new();
    for total in totals.iter().filter(|total| total.day.is_none_or(|day| day <= as_of)) {
        let file = days.entry(((&total.url, total.group), total.day)).or_default().entry(total.file).or_default();
        *file = file.saturating_add(total.clicks);
    }
    let mut sums: BTreeMap<Key<'_>, (u64, u64)> = BTreeMap::new();
    for ((key, day), files) in days {
        let clicks = files.into_values().max().unwrap_or(0);
        let (daily, ever) = sums.entry(key).or_default();
        let sum = if day.is_some() { daily } else { ever };
        *sum = sum.saturating_add(clicks);
    }
    for share in shares {
        let of = |group| sums.get(&(share.url.as_str(), group)).map(|(daily, ever)| *daily.max(ever));
        // What names the group is its own; what names none is the link's as a whole.
        share.total_clicks = of(Some(share.group)).or_else(|| of(None));
    }
}

/// The one account a visitor id was ever seen with; `None` inside for a visitor seen with several.
fn accounts_of_visitors(clicks: &[Click]) -> BTreeMap<&str, Option<&str>> {
    let mut known: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for click in clicks {
        if let (Some(visitor), Some(account)) = (click.visitor.as_deref(), click.account.as_deref()) {
            known
                .entry(visitor)
                .and_modify(|seen| *seen = seen.filter(|seen| *seen == account))
                .or_insert(Some(account));
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;

    /// Worked example F3: ten members, C shares, X is a bot.
    struct Ten;

    impl ShareContext for Ten {
        fn reach(&self, _: usize, _: i64, _: u32) -> u64 {
            9
        }
        fn person(&self, _: usize, account: &str) -> Option<u32> {
            "ABCDEFGHIJ".find(account).and_then(|at| u32::try_from(at).ok())
        }
        fn countable(&self, _: usize, _: u32) -> bool {
            true
        }
        fn logged(&self, _: usize, _: &str, _: i64, _: i64) -> bool {
            true
        }
    }

    fn click(ts: i64, url: &str, account: Option<&str>, visitor: Option<&str>, robot: bool) -> Click {
        Click {
            ts,
            url: crate::feature::url::canonical(url).unwrap(),
            group: None,
            visitor: visitor.map(str::to_owned),
            account: account.map(str::to_owned),
            robot,
        }
    }

    #[test]
    fn f3_clicks() {
        let mut zone = Zone::new("Asia/Shanghai").unwrap();
        let mut at = |text: &str| crate::calendar::parse_time(text, &mut zone).unwrap();
        let url = "https://ex.com/a";
        let clicks = [
            click(at("2026-03-02 12:31"), "https://ex.com/a?utm_source=wx", Some("B"), None, false),
            click(at("2026-03-02 12:35"), url, Some("B"), None, false),
            click(at("2026-03-02 13:00"), "https://EX.com/a#top", Some("D"), None, false),
            click(at("2026-03-02 12:29:50"), url, Some("E"), None, false),
            click(at("2026-03-02 12:40"), url, None, Some("p"), true),
            click(at("2026-03-02 12:41"), url, Some("C"), None, false),
            click(at("2026-03-02 12:42"), url, None, Some("v77"), false),
            click(at("2026-03-20 12:30"), url, Some("F"), None, false),
        ];
        let post = Post {
            ts: at("2026-03-02 12:30"),
            person: 2,
            urls: vec![url.to_owned()],
            responders: BTreeSet::from([2, 4]),
            ..Post::default()
        };
        let end = at("2026-03-25 00:00");
        let mut calendar = Calendar::new(zone, 0);
        let shares = shares(&[post], &clicks, &Ten, &mut calendar, end);
        let share = &shares[0];
        assert_eq!((share.visitors, share.identified, share.clicks, share.reach), (3, 2, 4, 9));
        assert_eq!((share.discarded, share.responders, share.open), (4, 1, false));
    }

    #[test]
    fn reshare_merges_for_a_day_and_last_touch_wins() {
        let mut calendar = Calendar::new(Zone::new("UTC").unwrap(), 0);
        let post = |ts, person| Post { ts, person, urls: vec!["https://e.x/1".to_owned()], ..Post::default() };
        let posts = [post(0, 1), post(20 * HOUR_MS, 2), post(50 * HOUR_MS, 1)];
        let clicks = [click(60 * HOUR_MS, "https://e.x/1", None, Some("v"), false)];
        let shares = shares(&posts, &clicks, &Ten, &mut calendar, i64::MAX / 2);
        assert_eq!(shares.len(), 2);
        assert_eq!((shares[0].reshares, shares[0].responders, shares[0].clicks), (1, 1, 0));
        assert_eq!((shares[1].clicks, shares[1].ambiguous), (1, 1));
    }

    #[test]
    fn clicks_that_name_nobody_are_counted_apart() {
        let mut calendar = Calendar::new(Zone::new("UTC").unwrap(), 0);
        let url = "https://e.x/1";
        let post = Post { person: 1, urls: vec![url.to_owned()], ..Post::default() };
        let clicks = [click(1, url, None, None, false), click(2, url, None, Some("v"), false)];
        let shares = shares(&[post], &clicks, &Ten, &mut calendar, i64::MAX / 2);
        assert_eq!((shares[0].clicks, shares[0].visitors, shares[0].nameless), (2, 1, 1));
    }

    #[test]
    fn totals_of_a_link() {
        let mut calendar = Calendar::new(Zone::new("UTC").unwrap(), 0);
        let post = |url: &str, group| Post { group, person: 1, urls: vec![url.to_owned()], ..Post::default() };
        let posts = [post("a", 0), post("a", 1), post("b", 0), post("c", 0)];
        let mut shares = shares(&posts, &[], &Ten, &mut calendar, 1);
        let total = |file, url: &str, group, day, clicks| Total { file, url: url.to_owned(), group, day, clicks };
        add_totals(
            &mut shares,
            &[
                // Two rows of one file are two parts; the same day in another file is the same clicks.
                total(0, "a", None, Some(1), 2),
                total(0, "a", None, Some(1), 3),
                total(1, "a", None, Some(1), 4),
                total(1, "a", None, Some(2), 4),
                total(1, "a", None, Some(9), 100),
                total(2, "a", None, None, 8),
                total(2, "a", Some(1), None, 6),
                total(2, "b", None, None, 7),
            ],
            8,
        );
        let totals: Vec<(usize, &str, Option<u64>)> =
            shares.iter().map(|share| (share.group, share.url.as_str(), share.total_clicks)).collect();
        assert_eq!(totals, [(0, "a", Some(9)), (0, "b", Some(7)), (0, "c", None), (1, "a", Some(6))]);
        assert!(shares.iter().all(|share| share.clicks == 0), "totals are no clicks");
    }
}
