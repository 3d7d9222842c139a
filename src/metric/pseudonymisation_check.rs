//! 假名化: names or ids in outputs that should hold pseudonyms only.

use std::collections::BTreeSet;

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::unit::{Text, Unit};

/// Shortest name that is looked for, in letters: shorter ones are words.
const SHORTEST: usize = 2;
/// Shortest account id that is looked for inside links, in letters.
const SHORTEST_ID: usize = 6;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "pseudonymisation_check",
    name: Text { zh: "假名化", en: "Pseudonyms" },
    family: Family::Quality,
    doc: Text {
        zh: "--names pseudonym 的输出里仍出现的成员昵称或账号数（链接地址和热词中），应为 0。假名是带密钥的 HMAC-SHA256 的前十位，密钥不在报告里；这是去标识化，不是匿名化：人数少的群仍可能被认出。显示姓名时不适用。",
        en: "Members' names or account ids that still stand in outputs made with --names pseudonym (in links and trending words); should be 0. A pseudonym is the first ten digits of a keyed HMAC-SHA256, and the key is in no report. That is pseudonymous, not anonymous: in a small group people may still be told. Not applicable where names are shown.",
    },
    formula: "names and ids of people found in shareable outputs",
    needs: &["--names pseudonym"],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Above(0.0)), watch: None, n_min: 0, source: "S50" }],
    segments: &[],
    source: "S50",
    advice: "advice.compliance.pseudonym",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let over = |row: Measurement| row.basis("shareable").over(group.days.span());
    if context.settings.names_shown {
        let row = Measurement::new(Unit::Count).standing(Standing::NotApplicable).degraded("names_shown");
        return Outcome { rows: vec![over(row)], ..Outcome::default() };
    }
    let names: BTreeSet<String> = group
        .people
        .iter()
        .flat_map(|person| [Some(person.name.as_str()), Some(person.account.as_str()), person.nickname.as_deref()])
        .flatten()
        .filter(|name| name.chars().count() >= SHORTEST)
        .map(str::to_lowercase)
        .collect();
    let words = group.timeline.terms.terms.iter().filter(|term| names.contains(term.word.as_str())).count();
    let ids: BTreeSet<&str> =
        group.people.iter().map(|person| person.account.as_str()).filter(|id| id.len() >= SHORTEST_ID).collect();
    let urls: BTreeSet<&str> = group.shares.iter().map(|share| share.url.as_str()).collect();
    let links = urls.iter().filter(|url| in_parts(url, &ids)).count();
    let looked_at = (group.timeline.terms.terms.len() + urls.len()) as u64;
    let row = Measurement::counted(Unit::Count, (words + links) as u64, looked_at).standing(Standing::Judge);
    Outcome { rows: vec![over(row)], ..Outcome::default() }
}

/// Whether a part of an address, between its punctuation, is one of the ids.
fn in_parts(url: &str, ids: &BTreeSet<&str>) -> bool {
    url.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '-')
        .any(|part| part.len() >= SHORTEST_ID && ids.contains(part))
}
