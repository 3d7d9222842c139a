//! Speed of the two rollups that see every message or every link: counting coded rows, and merging
//! links into shares with their clicks. The rows are made by arithmetic, so no parser is measured.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Duration;

use chatvitals::calendar::{Calendar, Zone};
use chatvitals::rollup::{Class, Click, Post, Rows, ShareContext, count_rows, shares};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

const ROWS: u32 = 200_000;
const LINKS: u32 = 20_000;
const CLICKS: u32 = 50_000;
const MEMBERS: u32 = 500;
const DAYS: u32 = 365;
/// 2025-01-01 in UTC.
const START: i64 = 1_735_689_600_000;

/// A number below `below` that follows no visible order; the same for the same `at`.
fn scattered(at: u32, below: u32) -> u32 {
    at.wrapping_mul(2_654_435_761) % below
}

fn rows() -> Rows {
    let mut rows = Rows::default();
    for at in 0..ROWS {
        rows.group.push(0);
        rows.person.push(scattered(at, MEMBERS));
        rows.day.push(i32::try_from(20_089 + at * DAYS / ROWS).unwrap_or(0));
        rows.hour.push(u8::try_from(scattered(at, 24)).unwrap_or(0));
        rows.class.push(if at % 20 == 0 { Class::Bot } else { Class::Eligible } as u8);
    }
    rows
}

struct Everybody;

impl ShareContext for Everybody {
    fn reach(&self, _: usize, _: i64, _: u32) -> u64 {
        u64::from(MEMBERS - 1)
    }

    fn person(&self, _: usize, account: &str) -> Option<u32> {
        account.parse().ok()
    }

    fn countable(&self, _: usize, _: u32) -> bool {
        true
    }

    fn logged(&self, _: usize, _: &str, _: i64, _: i64) -> bool {
        true
    }
}

fn instant(at: u32, of: u32) -> i64 {
    START + i64::from(DAYS) * 86_400_000 * i64::from(at) / i64::from(of)
}

fn posts() -> Vec<Post> {
    let post = |at| Post {
        group: 0,
        ts: instant(at, LINKS),
        person: scattered(at, MEMBERS),
        urls: vec![format!("https://example.com/{}", scattered(at, LINKS / 4))],
        responders: BTreeSet::from([scattered(at, 7), scattered(at, 11)]),
        curated: false,
        ad: false,
    };
    (0..LINKS).map(post).collect()
}

fn clicks() -> Vec<Click> {
    let click = |at| Click {
        ts: instant(at, CLICKS),
        url: format!("https://example.com/{}", scattered(at, LINKS / 4)),
        group: None,
        visitor: Some(format!("v{}", scattered(at, 4 * MEMBERS))),
        account: (at % 3 == 0).then(|| scattered(at, MEMBERS).to_string()),
        robot: at % 50 == 0,
    };
    (0..CLICKS).map(click).collect()
}

fn rollups(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rollup");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(u64::from(ROWS)));
    group.bench_function("count_rows", |bencher| {
        bencher.iter_batched(rows, |rows| count_rows(rows, 1).expect("well-formed rows"), BatchSize::LargeInput);
    });
    let clicks = clicks();
    let mut calendar = Calendar::new(Zone::new("Asia/Shanghai").expect("a known zone"), 0);
    let end = instant(1, 1);
    group.throughput(Throughput::Elements(u64::from(LINKS + CLICKS)));
    group.bench_function("shares", |bencher| {
        bencher.iter_batched(
            posts,
            |posts| shares(&posts, black_box(&clicks), &Everybody, &mut calendar, end),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, rollups);
criterion_main!(benches);
