//! 入群来源: how people came in, and how far invitations reach.

use std::collections::BTreeMap;

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing};
use crate::dataset::{EventKind, Group, NOBODY, PersonIx};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "join_source_mix",
    name: Text { zh: "邀请入群占比", en: "Joins by invitation" },
    family: Family::Governance,
    doc: Text {
        zh: "全部完整日里入群的人中，由他人邀请的占比；另列扫码、搜索或链接、来源不明。先看 roster.csv 的 join_scene（企业微信 1 直接邀请、2 邀请链接、3 扫码），再看名单或事件里的邀请人。邀请树深度从没有邀请人的人算起。",
        en: "Of those who joined in the complete days, the share somebody invited; with those who scanned a code, came by search or link, or nobody knows how. The roster's join_scene decides (WeCom: 1 invited, 2 link, 3 code), then the inviter the roster or the event names. The depth of the invitation tree counts from people nobody invited.",
    },
    formula: "joins with an inviter / joins",
    needs: &["join events or roster"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("qr", "joins by a scanned code, over joins"),
        ("search", "joins by search or link, over joins"),
        ("unknown", "joins nobody knows the way of, over joins"),
        ("tree_depth", "longest chain of invitations"),
        ("top_inviter_share", "joins by the one who invited most, over joins by invitation"),
    ],
    source: "S10, S05",
    advice: "advice.setup.invite_confirm",
    compute: Compute::Group(compute),
};

/// Ways in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Invite,
    Qr,
    Search,
    Unknown,
}

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let joins = group.flow.iter().filter(|flow| matches!(flow.kind, crate::dataset::FlowKind::Join(_)));
    let joined: Vec<PersonIx> = joins.filter(|flow| group.days.contains(flow.day)).map(|flow| flow.person).collect();
    let inviters = inviters(group);
    let mut sources: BTreeMap<Source, u64> = BTreeMap::new();
    let mut invited: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for person in &joined {
        let source = source(group, *person, &inviters);
        *sources.entry(source).or_default() += 1;
        if let (Source::Invite, Some(inviter)) = (source, inviters.get(person)) {
            *invited.entry(*inviter).or_default() += 1;
        }
    }
    let n = joined.len() as u64;
    let of = |source: Source| sources.get(&source).copied().unwrap_or(0);
    let share = |source: Source| Measurement::ratio(of(source), n).info();
    let top = invited.values().copied().max().unwrap_or(0);
    let mut head = share(Source::Invite);
    if n == 0 {
        head.standing = Standing::NoData;
    }
    let rows = vec![
        head,
        share(Source::Qr).segment("qr"),
        share(Source::Search).segment("search"),
        share(Source::Unknown).segment("unknown"),
        Measurement::counted(Unit::Count, depth(&inviters), n).segment("tree_depth"),
        Measurement::ratio(top, invited.values().sum()).info().segment("top_inviter_share"),
    ];
    let over = |row: Measurement| row.basis("joins").over(group.days.span());
    Outcome { rows: rows.into_iter().map(over).collect(), ..Outcome::default() }
}

/// Who brought whom: the roster's word first, then the events'.
fn inviters(group: &Group) -> BTreeMap<PersonIx, PersonIx> {
    let mut inviters: BTreeMap<PersonIx, PersonIx> = BTreeMap::new();
    for event in group.timeline.events.iter().filter(|event| event.kind == EventKind::Join) {
        if !event.scanned && event.actor != NOBODY && event.subject != NOBODY && event.actor != event.subject {
            inviters.insert(event.subject, event.actor);
        }
    }
    for (ix, person) in (0..).zip(&group.people) {
        if let Some(inviter) = person.inviter {
            inviters.insert(ix, inviter);
        }
    }
    inviters
}

fn source(group: &Group, person: PersonIx, inviters: &BTreeMap<PersonIx, PersonIx>) -> Source {
    let scene = group.person(person).join_scene.as_deref().map(str::to_lowercase);
    match scene.as_deref() {
        Some("1" | "invite" | "invited" | "邀请" | "直接邀请") => Source::Invite,
        Some("3" | "qr" | "qrcode" | "qr_code" | "扫码" | "二维码") => Source::Qr,
        Some("2" | "link" | "search" | "搜索" | "链接" | "邀请链接") => Source::Search,
        _ if inviters.contains_key(&person) => Source::Invite,
        _ if scanned(group, person) => Source::Qr,
        _ => Source::Unknown,
    }
}

/// Came in by a scanned code, says an event.
fn scanned(group: &Group, person: PersonIx) -> bool {
    group.timeline.events.iter().any(|event| event.scanned && event.subject == person)
}

/// Longest chain of invitations; a circle ends where it began.
fn depth(inviters: &BTreeMap<PersonIx, PersonIx>) -> u64 {
    let chain = |mut person: PersonIx| {
        let mut steps = 0;
        while let Some(inviter) = inviters.get(&person) {
            steps += 1;
            if steps > inviters.len() as u64 {
                break;
            }
            person = *inviter;
        }
        steps
    };
    // Chains are short in groups of people; each is walked once from its end.
    inviters.keys().map(|person| chain(*person)).max().unwrap_or(0)
}
