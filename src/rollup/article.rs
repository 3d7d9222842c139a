//! Articles (优质分享的候选): what members offer each other to read, and which of it found readers.
//! In: posts and the shares of their links. Out: one [`Article`] a post that is no repetition.
//! Source of the rule: `quality_shares_weekly` in docs/metrics.md.

use rustc_hash::FxHashMap;

use super::link::{Post, Share};
use crate::calendar::{Calendar, Day};

/// Days within which the same URL is a repetition.
const REPETITION_DAYS: i32 = 28;
/// Distinct others who answer or react within a day.
const RESPONDERS: usize = 2;
/// Click-through rate of a link that found its readers.
const CTR: f64 = 0.15;

/// A link, file or long text offered to the group for the first time in 28 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article {
    /// Index of the group.
    pub group: usize,
    /// UTC milliseconds.
    pub ts: i64,
    /// Its local day.
    pub day: Day,
    /// Who offered it.
    pub person: u32,
    /// Distinct others who answered or reacted within 24 hours.
    pub responders: u32,
    /// It found readers: two others answered or reacted within 24 hours, owner or admin reacted, or
    /// its click-through rate reached 15 %.
    pub quality: bool,
}

/// The articles among `posts`, by group and time.
#[must_use]
pub fn articles(posts: &[Post], shares: &[Share], calendar: &mut Calendar) -> Vec<Article> {
    let mut order: Vec<&Post> = posts.iter().collect();
    order.sort_by_key(|post| (post.group, post.ts, post.person));
    let opened: FxHashMap<(usize, i64, &str), &Share> =
        shares.iter().map(|share| ((share.group, share.ts, share.url.as_str()), share)).collect();
    let mut latest: FxHashMap<(usize, &str), i64> = FxHashMap::default();
    let mut articles = Vec::new();
    for post in order.into_iter().filter(|post| !post.ad) {
        let mut repeated = 0;
        for url in &post.urls {
            let before = latest.insert((post.group, url), post.ts);
            repeated += usize::from(before.is_some_and(|before| post.ts <= calendar.add_days(before, REPETITION_DAYS)));
        }
        if repeated > 0 && repeated == post.urls.len() {
            continue;
        }
        let others = post.responders.iter().filter(|person| **person != post.person).count();
        let clicked = post.urls.iter().any(|url| {
            opened.get(&(post.group, post.ts, url.as_str())).is_some_and(|share| {
                #[expect(clippy::cast_precision_loss, reason = "counts of people stay far below 2^52")]
                let rate = share.visitors as f64 / share.reach as f64;
                share.reach > 0 && rate >= CTR
            })
        });
        let quality = post.curated || others >= RESPONDERS || clicked;
        articles.push(Article {
            group: post.group,
            ts: post.ts,
            day: calendar.day(post.ts),
            person: post.person,
            responders: u32::try_from(others).unwrap_or(u32::MAX),
            quality,
        });
    }
    articles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{HOUR_MS, Zone};
    use std::collections::BTreeSet;

    const DAY: i64 = 24 * HOUR_MS;

    fn post(day: i64, url: &str, responders: &[u32], curated: Curated) -> Post {
        Post {
            ts: day * DAY,
            person: 1,
            urls: if url.is_empty() { Vec::new() } else { vec![url.to_owned()] },
            responders: responders.iter().copied().collect::<BTreeSet<u32>>(),
            curated: curated == Curated::Yes,
            ..Post::default()
        }
    }

    #[derive(Clone, Copy, PartialEq)]
    enum Curated {
        Yes,
        No,
    }

    fn share(day: i64, url: &str, visitors: u64, reach: u64) -> Share {
        Share {
            group: 0,
            url: url.to_owned(),
            ts: day * DAY,
            day: 0,
            sharer: 1,
            reshares: 0,
            responders: 0,
            reach,
            clicks: visitors,
            visitors,
            identified: 0,
            ambiguous: 0,
            discarded: 0,
            nameless: 0,
            total_clicks: None,
            logged: true,
            open: false,
        }
    }

    fn told(posts: &[Post], shares: &[Share]) -> Vec<(Day, bool)> {
        let mut calendar = Calendar::new(Zone::new("UTC").unwrap(), 0);
        articles(posts, shares, &mut calendar).iter().map(|article| (article.day, article.quality)).collect()
    }

    /// The worked example: three repliers; one replier and CTR 16 %, then 10 %; a repetition.
    #[test]
    fn worked_example() {
        let posts = [
            post(0, "a", &[2, 3, 4], Curated::No),
            post(1, "b", &[2], Curated::No),
            post(2, "a", &[2, 3], Curated::No),
        ];
        assert_eq!(told(&posts, &[share(1, "b", 16, 100)]), [(0, true), (1, true)]);
        assert_eq!(told(&posts, &[share(1, "b", 10, 100)]), [(0, true), (1, false)]);
        assert_eq!(told(&posts, &[share(1, "b", 15, 100)]), [(0, true), (1, true)]);
    }

    #[test]
    fn repetition_ends_after_28_days_and_files_never_repeat() {
        let days = |posts: &[Post]| told(posts, &[]).len();
        assert_eq!(days(&[post(0, "a", &[], Curated::No), post(28, "a", &[], Curated::No)]), 1);
        assert_eq!(days(&[post(0, "a", &[], Curated::No), post(29, "a", &[], Curated::No)]), 2);
        assert_eq!(days(&[post(0, "", &[], Curated::No), post(0, "", &[], Curated::No)]), 2);
    }

    #[test]
    fn ones_own_answer_is_no_response_and_an_admins_reaction_is_enough() {
        assert_eq!(told(&[post(0, "", &[1, 2], Curated::No)], &[]), [(0, false)]);
        assert_eq!(told(&[post(0, "", &[2], Curated::Yes)], &[]), [(0, true)]);
    }
}
