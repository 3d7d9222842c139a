//! Governance: rules, sanctions, points and joins, done on paper.

use crate::run::judged;
use crate::want::{ANY, check, head, none, part, vital};

/// One ad with three cues and one link outside the list in the week of 2 March; the price asked for and the
/// public-account article are none. The marked ad is one too. The link had no answer for a day.
#[test]
fn suspected_ads_and_outside_links() {
    let report = judged("rules", "2026-03-10", "");
    check(
        &report,
        &[
            head("ad_rule_hits", 3.0, ANY, 14, "breach"),
            part("ad_rule_hits", "solicitations", 2.0, ANY, 14, "info"),
            part("ad_rule_hits", "links", 1.0, ANY, 14, "info"),
            part("ad_rule_hits", "unpunished", 1.0, ANY, 14, "info"),
        ],
    );
    let marked = vital(&report, "ad_disclosure", None);
    assert_eq!((marked.row.numerator, marked.row.denominator, marked.status.name()), (Some(1.0), Some(3.0), "breach"));
    assert!(marked.row.degraded.contains(&"unvalidated"));
}

/// C was warned for a reason; E was muted without a warning; D's link stayed unanswered.
#[test]
fn sanctions_step_by_step() {
    check(
        &judged("rules", "2026-03-10", ""),
        &[
            head("penalty_ledger", 2.0, ANY, 2, "watch"),
            part("penalty_ledger", "skip_level", 1.0, ANY, 2, "info"),
            part("penalty_ledger", "unsanctioned_hit", 1.0, ANY, 2, "info"),
            part("penalty_ledger", "no_reason", 0.0, ANY, 2, "info"),
        ],
    );
}

#[test]
fn two_of_three_parts_of_the_notice() {
    check(
        &judged("rules", "2026-03-10", ""),
        &[
            head("announcement_completeness", 2.0, ANY, 1, "breach"),
            part("announcement_completeness", "values", 0.0, ANY, 1, "info"),
        ],
    );
}

/// Six invited by C in seven minutes are an alert, five by D are none.
#[test]
fn bursts_of_invitations_and_ways_in() {
    let report = judged("invites", "2026-03-12", "");
    check(
        &report,
        &[
            head("mass_invite_alert", 1.0, ANY, 14, "watch"),
            part("mass_invite_alert", "by_inviter", 1.0, ANY, 14, "info"),
            head("join_source_mix", 11.0 / 14.0, (11.0, 14.0), 14, "info"),
        ],
    );
}

/// tiny3d on 4 March: C 3, A 3, D 2, B, E and K 1 each; a week after K came and spoke, C has ten more.
#[test]
fn points_of_tiny3d() {
    let of = |day: &str| {
        let report = judged("tiny3d", day, "");
        let mut points: Vec<(String, u64)> =
            report.members.iter().filter_map(|member| Some((member.account.clone(), member.points?))).collect();
        points.sort();
        points
    };
    let told = |points: &[(&str, u64)]| points.iter().map(|(who, n)| ((*who).to_owned(), *n)).collect::<Vec<_>>();
    let spoken =
        [("A", 3), ("B", 1), ("C", 3), ("D", 2), ("E", 1), ("F", 0), ("G", 0), ("H", 0), ("I", 0), ("J", 0), ("K", 1)];
    assert_eq!(of("2026-03-04"), told(&spoken));
    let mut later = spoken;
    later[2].1 = 13;
    assert_eq!(of("2026-03-11"), told(&later));
    check(&judged("tiny3d", "2026-03-04", ""), &[none("points_redemption", 0, "no_data")]);
}

#[test]
fn nicknames_in_the_agreed_form() {
    let report = judged("invites", "2026-03-12", "");
    let row = &vital(&report, "nickname_compliance", None).row;
    assert_eq!((row.numerator, row.basis), (Some(2.0), "roster"));
}
