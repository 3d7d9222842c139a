//! The worked examples, done on paper first and run through the whole flow: a folder of
//! `fixtures/metrics`, a day, a charter, and the rows that must come out.

use crate::run::judged;
use crate::want::{ANY, check, few, head, interval, none, part, vital};
use chatvitals::metric::Cell;

#[test]
fn tiny3d_over_its_three_days() {
    let report = judged("tiny3d", "2026-03-04", "");
    check(
        &report,
        &[
            head("daily_messages", 4.0, (12.0, 3.0), 3, "insufficient_n"),
            part("daily_messages", "median_7d", 5.0, ANY, 3, "info"),
            part("daily_messages", "mean_all", 4.0, (12.0, 3.0), 3, "info"),
            part("daily_messages", "total", 12.0, (12.0, f64::NAN), 3, "info"),
            part("daily_messages", "zero_day_share", 0.0, (0.0, 3.0), 3, "info"),
            head("interactions_per_capita", 12.0 / 9.0, (12.0, 9.0), 9, "insufficient_n"),
            part("interactions_per_capita", "roster_day", 12.0 / 31.0, (12.0, 31.0), 31, "info"),
            part("active_members", "dau", 3.0, (9.0, 3.0), 3, "info"),
            head("participation_gini", 11.0 / 36.0, ANY, 6, "info"),
            part("participation_gini", "roster", 41.0 / 66.0, ANY, 11, "info"),
            part("participation_gini", "top1_share", 1.0 / 3.0, (4.0, 12.0), 6, "info"),
            part("participation_gini", "top10_share", 1.0, (12.0, 12.0), 6, "info"),
            head("absence_factor", 2.0, ANY, 6, "ok"),
            head("automation_share", 1.0 / 13.0, (1.0, 13.0), 13, "ok"),
            head("speech_share_cap", 0.0, (0.0, f64::NAN), 0, "insufficient_n"),
            none("link_ctr", 0, "no_data"),
            none("weekly_retention", 0, "not_applicable"),
            none("stickiness", 0, "insufficient_n"),
            part("join_leave_flow", "joins", 1.0, (1.0, f64::NAN), 1, "info"),
        ],
    );
}

/// Eligible and left-out rows add up to what was read: 16 = 12 + bot 1 + recalled 1 + system 2 (the
/// join, and the line that opens the export at midnight).
#[test]
fn tiny3d_loses_no_row() {
    let report = judged("tiny3d", "2026-03-04", "");
    let excluded = vital(&report, "daily_messages", None).excluded;
    assert_eq!((excluded.bot, excluded.operator, excluded.system, excluded.recalled), (1, 0, 2, 1));
    assert_eq!(excluded.out_of_tenure, 0);
    let input = &report.inputs[0];
    assert_eq!((input.read, input.kept, input.duplicate, input.rejected), (16, 16, 0, 0));
    assert_eq!(report.groups[0].messages + report.groups[0].events, 16);
}

#[test]
fn tiny3d_breaches_when_three_days_may_bear_a_verdict() {
    let report = judged("tiny3d", "2026-03-04", &few("daily_messages", "< 5", 3));
    check(&report, &[head("daily_messages", 4.0, (12.0, 3.0), 3, "breach")]);
    let vital = vital(&report, "daily_messages", None);
    assert_eq!(vital.advice_key, Some("advice.activity.topic_stimulus"));
    assert_eq!(vital.threshold.as_deref(), Some("< 5"));
}

/// The week of the three days, four quiet ones behind them.
#[test]
fn tiny3d_over_its_week() {
    let report = judged("tiny3d", "2026-03-08", "");
    check(
        &report,
        &[
            head("daily_messages", 12.0 / 7.0, (12.0, 7.0), 7, "breach"),
            part("daily_messages", "zero_day_share", 4.0 / 7.0, (4.0, 7.0), 7, "info"),
            head("active_members", 6.0, ANY, 6, "info"),
            part("active_members", "active_rate", 6.0 / (75.0 / 7.0), (6.0, 75.0 / 7.0), 10, "info"),
            part("interactions_per_capita", "active_week", 2.0, (12.0, 6.0), 6, "info"),
        ],
    );
}

#[test]
fn tiny3d_by_hour_of_week() {
    let report = judged("tiny3d", "2026-03-04", "");
    let table = report.table(&report.groups[0].id, "hour_of_week_heatmap", "cells").unwrap();
    let wanted = [(0, 9, 3), (0, 12, 1), (0, 23, 1), (1, 0, 1), (1, 10, 3), (1, 20, 1), (2, 9, 2)];
    let whole = |cell: &Cell| match cell {
        Cell::Number(number) => format!("{number}"),
        other => format!("{other:?}"),
    };
    let busy: Vec<(String, String, String)> = table
        .rows
        .iter()
        .filter(|row| row[2] != Cell::Number(0.0))
        .map(|row| (whole(&row[0]), whole(&row[1]), whole(&row[2])))
        .collect();
    let wanted: Vec<(String, String, String)> =
        wanted.iter().map(|(day, hour, n)| (day.to_string(), hour.to_string(), n.to_string())).collect();
    assert_eq!(busy, wanted);
    assert_eq!(table.rows.len(), 7 * 24);
}

/// 60.0 % is not below 60 %; half is, and the interval leaves doubt.
#[test]
fn weeks_retention_on_and_below_the_bound() {
    let charter = few("weekly_retention", "< 0.6", 1);
    let second = judged("weeks", "2026-03-15", &charter);
    check(&second, &[head("weekly_retention", 0.6, (3.0, 5.0), 5, "ok")]);
    interval(&second, "weekly_retention", None, 0.2307, 0.8824);
    let third = judged("weeks", "2026-03-22", &charter);
    check(
        &third,
        &[
            head("weekly_retention", 0.5, (2.0, 4.0), 4, "breach"),
            part("weekly_retention", "history", 0.6, (3.0, 5.0), 5, "info"),
        ],
    );
    interval(&third, "weekly_retention", None, 0.15, 0.85);
    assert_eq!(vital(&third, "weekly_retention", None).interval_status.unwrap().name(), "watch");
}

#[test]
fn weeks_growth_and_cohorts() {
    let second = judged("weeks", "2026-03-15", "");
    check(
        &second,
        &[
            head("weekly_retention", 0.6, (3.0, 5.0), 5, "insufficient_n"),
            head("growth_accounting", 0.5, (1.0, 2.0), 6, "insufficient_n"),
            part("growth_accounting", "new", 1.0, ANY, 6, "info"),
            part("growth_accounting", "retained", 3.0, ANY, 6, "info"),
            part("growth_accounting", "resurrected", 0.0, ANY, 6, "info"),
            part("growth_accounting", "churned", 2.0, ANY, 6, "info"),
            head("active_members", 4.0, ANY, 4, "info"),
        ],
    );
    let third = judged("weeks", "2026-03-22", "");
    check(
        &third,
        &[
            head("weekly_retention", 0.5, (2.0, 4.0), 4, "insufficient_n"),
            head("growth_accounting", 1.0, (2.0, 2.0), 6, "insufficient_n"),
            part("growth_accounting", "new", 1.0, ANY, 6, "info"),
            part("growth_accounting", "retained", 2.0, ANY, 6, "info"),
            part("growth_accounting", "resurrected", 1.0, ANY, 6, "info"),
            part("growth_accounting", "churned", 2.0, ANY, 6, "info"),
            part("cohort_retention", "cohort:2026-W10/week:0", 1.0, (5.0, 5.0), 5, "info"),
            part("cohort_retention", "cohort:2026-W10/week:1", 0.6, (3.0, 5.0), 5, "info"),
            part("cohort_retention", "cohort:2026-W10/week:2", 0.6, (3.0, 5.0), 5, "info"),
            // The cohort of W11 is one person who did not come back: pooled with the five.
            head("cohort_retention", 0.5, (3.0, 6.0), 6, "insufficient_n"),
        ],
    );
    assert_eq!(vital(&third, "cohort_retention", None).row.basis, "join_date");
}

#[test]
fn months_retention_and_stickiness() {
    let report = judged("months", "2026-02-28", "");
    check(
        &report,
        &[
            head("monthly_retention", 0.7, (7.0, 10.0), 10, "ok"),
            part("active_members", "mau", 10.0, ANY, 10, "info"),
            head("stickiness", 1.0 / 28.0, (10.0 / 28.0, 10.0), 10, "info"),
            part("stickiness", "active_days_per_member", 1.0, (10.0, 10.0), 10, "info"),
        ],
    );
    interval(&report, "monthly_retention", None, 0.3968, 0.8922);
    // One month is nothing to compare with.
    let young = judged("months", "2026-01-31", "");
    check(&young, &[none("monthly_retention", 0, "not_applicable")]);
}

#[test]
fn membership_counts_those_who_were_there_before() {
    let report = judged("membership", "2026-01-31", "");
    check(&report, &[head("membership_retention", 0.96, (48.0, 50.0), 50, "ok")]);
    interval(&report, "membership_retention", None, 0.8654, 0.9890);
}

#[test]
fn layers_of_twenty_members() {
    let report = judged("layers", "2026-03-01", "");
    check(
        &report,
        &[
            head("layer_shares", 0.025, (f64::NAN, 20.0), 20, "info"),
            part("layer_shares", "core", 0.15, (3.0, 20.0), 20, "breach"),
            part("layer_shares", "active", 0.15, (3.0, 20.0), 20, "ok"),
            part("layer_shares", "ordinary", 0.70, (14.0, 20.0), 20, "ok"),
            part("layer_shares", "light", 0.25, (5.0, 20.0), 20, "info"),
            part("layer_shares", "silent", 0.45, (9.0, 20.0), 20, "info"),
        ],
    );
    assert_eq!(vital(&report, "layer_shares", Some("core")).advice_key, Some("advice.layers.top_heavy"));
    for (preset, distance) in [("seed_10_20_70", 0.05), ("nielsen_1_9_90", 0.20)] {
        let report = judged("layers", "2026-03-01", &format!("[group]\nlayers = \"{preset}\"\n"));
        check(&report, &[head("layer_shares", distance, (f64::NAN, 20.0), 20, "info")]);
    }
}

/// Two articles that found readers lift a member of two active days; repetitions, single and late
/// repliers and texts a character too short do not.
#[test]
fn quality_shares_make_a_member_active() {
    let report = judged("articles", "2026-03-01", "");
    let layer = |name: &str| report.members.iter().find(|member| member.name == name).unwrap().layer;
    assert_eq!(["p01", "p04", "p05", "p06", "p07"].map(layer), ["active", "light", "light", "light", "silent"]);
}

/// Ten joins, eight of them seven days old, two of those gone within seven days.
#[test]
fn joins_that_ended_early() {
    let report = judged("joins", "2026-03-13", "");
    check(
        &report,
        &[
            head("join_leave_flow", 0.25, (2.0, 8.0), 8, "insufficient_n"),
            part("join_leave_flow", "joins", 10.0, ANY, 12, "info"),
            part("join_leave_flow", "leaves", 2.0, ANY, 12, "info"),
            part("join_leave_flow", "kicks", 1.0, ANY, 12, "info"),
            part("join_leave_flow", "net", 8.0, ANY, 12, "info"),
        ],
    );
}

#[test]
fn clicks_on_one_link() {
    let report = judged("clicks", "2026-03-20", "");
    check(
        &report,
        &[
            head("link_ctr", 3.0 / 9.0, (3.0, 9.0), 9, "insufficient_n"),
            part("link_ctr", "identified_only", 2.0 / 9.0, (2.0, 9.0), 9, "info"),
            part("link_ctr", "clicks_per_reach", 4.0 / 9.0, (4.0, 9.0), 9, "info"),
        ],
    );
    interval(&report, "link_ctr", None, 0.1206, 0.6458);
    let link = &report.links[0];
    assert_eq!((report.links.len(), link.url.as_str(), link.reach), (1, "https://ex.com/a", Some(9)));
    assert_eq!((link.clicks, link.unique_clickers, link.partial), (Some(4), Some(3), false));
}

/// Seven days after a week's end, and no sooner, its links are judged.
#[test]
fn clicks_wait_for_their_window() {
    for (as_of, judged_yet) in [("2026-03-14", false), ("2026-03-15", true)] {
        let report = judged("clicks", as_of, "");
        assert_eq!(vital(&report, "link_ctr", None).row.value.is_some(), judged_yet, "{as_of}");
    }
}

/// Exactly 30 % of a day is allowed.
#[test]
fn speech_share_on_and_above_the_bound() {
    let on = judged("boundary", "2026-03-02", "");
    check(
        &on,
        &[
            head("speech_share_cap", 0.0, ANY, 1, "ok"),
            part("speech_share_cap", "max_share", 0.3, (6.0, 20.0), 1, "info"),
        ],
    );
    let above = judged("boundary", "2026-03-03", "");
    check(
        &above,
        &[
            head("speech_share_cap", 1.0, ANY, 2, "breach"),
            part("speech_share_cap", "max_share", 0.35, (7.0, 20.0), 2, "info"),
        ],
    );
}

#[test]
fn silence_of_eleven_members() {
    let report = judged("silence", "2026-03-20", "");
    check(
        &report,
        &[
            head("silence_watch", 2.0, (2.0, 7.0), 7, "info"),
            part("silence_watch", "warning", 3.0, (3.0, 7.0), 7, "info"),
            part("silence_watch", "active", 2.0, (2.0, 7.0), 7, "info"),
            part("silence_watch", "exempt", 2.0, (2.0, 7.0), 7, "info"),
            part("silence_watch", "never_spoke", 2.0, (2.0, 7.0), 7, "info"),
        ],
    );
    assert!(vital(&report, "silence_watch", None).row.degraded.contains(&"lower_bound"));
    for (account, days, state, lower_bound) in [
        ("A", Some(1), "active", false),
        ("B", Some(7), "warning", false),
        ("C", Some(13), "warning", false),
        ("D", Some(14), "to_clean", false),
        ("E", Some(10), "warning", false),
        ("F", Some(19), "to_clean", true),
        ("K", Some(1), "active", false),
    ] {
        let member = report.members.iter().find(|member| member.account == account).unwrap();
        assert_eq!((member.silent_days, member.state, member.lower_bound), (days, state, lower_bound), "{account}");
    }
    for (account, state) in [("G", "exempt"), ("H", "exempt"), ("I", "left"), ("J", "bot")] {
        let member = report.members.iter().find(|member| member.account == account).unwrap();
        assert_eq!(member.state, state, "{account}");
    }
}

#[test]
fn identity_map_of_eight_accounts() {
    let report = judged("identity", "2026-03-02", "");
    check(
        &report,
        &[
            head("identity_unification", 0.75, (6.0, 8.0), 8, "info"),
            part("identity_unification", "persons", 6.0, ANY, 8, "info"),
            part("identity_unification", "dedup_effect", 0.25, (2.0, 8.0), 8, "info"),
        ],
    );
}
