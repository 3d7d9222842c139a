//! Content, newcomers and the life of groups: worked examples done on paper, through the whole flow.

use chatvitals::report::Report;

use crate::run::judged;
use crate::want::{ANY, check, few, head, interval, none, part};

#[test]
fn a_debate_is_opened_by_an_admin_and_taken_up() {
    let march = judged("debates", "2026-03-31", "");
    check(&march, &[head("topic_debates_monthly", 1.0, ANY, 1, "ok")]);
    let april = judged("debates", "2026-04-30", "");
    check(
        &april,
        &[
            head("topic_debates_monthly", 0.0, ANY, 1, "breach"),
            part("topic_debates_monthly", "openings", 1.0, ANY, 1, "info"),
        ],
    );
}

#[test]
fn check_ins_of_four_people_over_five_days() {
    let report = judged("checkin", "2026-03-06", "[roles]\nbots = [\"X\"]\n");
    check(
        &report,
        &[
            head("checkin_rate", 0.7, (14.0, 20.0), 20, "info"),
            part("checkin_rate", "enrolled", 4.0, (4.0, f64::NAN), 4, "info"),
        ],
    );
    interval(&report, "checkin_rate", None, 0.4810, 0.8545);
}

#[test]
fn offers_and_requests_that_somebody_answered() {
    check(
        &judged("match", "2026-03-08", ""),
        &[
            head("resource_match_rate", 0.75, (3.0, 4.0), 4, "info"),
            part("resource_match_rate", "closed", 0.25, (1.0, 4.0), 4, "info"),
            part("resource_match_rate", "posts", 5.0, ANY, 5, "info"),
        ],
    );
    check(&judged("checkin", "2026-03-06", ""), &[none("resource_match_rate", 0, "not_applicable")]);
}

/// B's 29 February is kept on the 28th; C had left before the 2nd; nobody greeted D.
#[test]
fn birthdays_of_those_present() {
    check(&judged("birthday", "2026-03-03", ""), &[head("birthday_greetings", 0.5, (1.0, 2.0), 2, "watch")]);
    check(&judged("checkin", "2026-03-06", ""), &[none("birthday_greetings", 0, "no_data")]);
}

#[test]
fn stickers_among_messages() {
    check(
        &judged("stickers", "2026-03-02", ""),
        &[
            head("sticker_usage", 0.15, (30.0, 200.0), 200, "info"),
            part("sticker_usage", "emoji_texts", 0.2, (34.0, 170.0), 170, "info"),
        ],
    );
}

/// What the operator posted to three groups has spread nowhere.
#[test]
fn links_another_person_passed_on() {
    let report = judged("spread", "2026-03-08", "[roles]\noperators = [\"O\"]\n");
    let one = report.groups.iter().find(|group| group.name == "一群").unwrap();
    let vital = report.headline(&one.id, "content_spread").unwrap();
    assert_eq!((vital.row.numerator, vital.row.denominator), (Some(1.0), Some(4.0)));
    let reached = report.segment(&one.id, "content_spread", "groups_reached").unwrap();
    assert_eq!(reached.row.value, Some(3.0));
}

#[test]
fn good_articles_of_the_week() {
    let open = judged("good_articles", "2026-03-08", "");
    check(&open, &[head("quality_shares_weekly", 2.0, ANY, 2, "ok")]);
    check(&open, &[part("quality_shares_weekly", "candidates", 2.0, ANY, 2, "info")]);
    check(&judged("checkin", "2026-03-06", ""), &[none("quality_shares_weekly", 0, "no_data")]);
}

/// A week after K came the week is over: spoke, was welcomed, was answered.
#[test]
fn one_newcomer_is_too_few_to_judge() {
    check(
        &judged("tiny3d", "2026-03-11", ""),
        &[
            head("newcomer_onboarding", 1.0, (1.0, 1.0), 1, "insufficient_n"),
            part("newcomer_onboarding", "welcomed", 1.0, (1.0, 1.0), 1, "insufficient_n"),
            part("newcomer_onboarding", "first_post_replied", 1.0, (1.0, 1.0), 1, "info"),
        ],
    );
    check(&judged("tiny3d", "2026-03-10", ""), &[none("newcomer_onboarding", 0, "no_data")]);
    check(&judged("checkin", "2026-03-06", ""), &[none("newcomer_onboarding", 0, "not_applicable")]);
}

/// Ten members in the light layer: two rose, one left.
#[test]
fn steps_up_the_ladder() {
    check(
        &judged("ladder", "2026-04-26", ""),
        &[
            head("ladder_progression", 0.2, (2.0, 10.0), 10, "info"),
            part("ladder_progression", "from:light/to:left", 0.1, (1.0, 10.0), 10, "info"),
            part("ladder_progression", "from:light/to:light", 0.7, (7.0, 10.0), 10, "info"),
        ],
    );
    check(&judged("checkin", "2026-03-06", ""), &[none("ladder_progression", 0, "not_applicable")]);
}

fn of_first(report: &Report, id: &str, segment: Option<&str>) -> Option<f64> {
    let group = &report.groups[0].id;
    let vital = segment.map_or_else(|| report.headline(group, id), |segment| report.segment(group, id, segment));
    vital.unwrap().row.value
}

#[test]
fn lives_of_five_groups() {
    let report = judged("lives", "2026-06-30", "");
    check(&report, &[head("group_survival", 60.0, (3.0, 5.0), 5, "insufficient_n")]);
    let close = |segment: &str, want: f64| {
        let got = of_first(&report, "group_survival", Some(segment)).unwrap();
        assert!((got - want).abs() < 1e-12, "{segment}: {got}");
    };
    close("survival_7", 1.0);
    close("survival_42", 0.6);
    close("survival_180", 0.3);
    check(&report, &[head("portfolio_vertical_share", 1.0, (1.0, 1.0), 1, "info")]);
    assert_eq!(of_first(&report, "charter_survival_lift", Some("with_charter")), Some(2.0));
}

/// Three of twenty: exactly 15 % is within bounds. The sharer's own and the late one do not count.
#[test]
fn files_fetched_by_those_who_could_see_them() {
    check(
        &judged("files", "2026-03-15", &few("file_download_rate", "< 0.15", 20)),
        &[
            head("file_download_rate", 0.15, (3.0, 20.0), 20, "ok"),
            part("file_download_rate", "downloads", 4.0, ANY, 20, "info"),
            part("file_download_rate", "files_shared", 1.0, ANY, 1, "info"),
        ],
    );
    check(&judged("checkin", "2026-03-06", ""), &[none("file_download_rate", 0, "no_data")]);
}

/// Five due in March 2026: four Wednesdays and the 15th. One came a day late, one never; announcing
/// tomorrow's, and asking after it, kept none.
#[test]
fn columns_of_the_calendar() {
    check(
        &judged("calendar", "2026-03-31", ""),
        &[
            head("calendar_compliance", 0.6, (3.0, 5.0), 5, "watch"),
            part("calendar_compliance", "delivered", 0.8, (4.0, 5.0), 5, "ok"),
            part("calendar_compliance", "column:案例复盘", 1.0, (1.0, 1.0), 1, "info"),
        ],
    );
    check(&judged("checkin", "2026-03-06", ""), &[none("calendar_compliance", 0, "not_applicable")]);
}

#[test]
fn messages_around_an_event() {
    let report = judged("event", "2026-04-04", "");
    check(&report, &[part("event_lift", "events", 1.0, ANY, 1, "info")]);
    let lift = of_first(&report, "event_lift", None).unwrap();
    assert!((lift - 0.3).abs() < 1e-12, "{lift}");
    // G hosted it and never spoke: active all the same.
    check(&report, &[part("layer_shares", "silent", 0.0, (0.0, 7.0), 7, "info")]);
}

/// Two local days of commits by B's address; the fourth commit is nobody's.
#[test]
fn contributions_are_days_of_commits() {
    check(
        &judged("event", "2026-04-04", ""),
        &[
            head("contribution_value", 10.0, ANY, 1, "info"),
            part("contribution_value", "commit_days", 2.0, ANY, 1, "info"),
            part("contribution_value", "unmapped_commits", 1.0, ANY, 1, "info"),
        ],
    );
    check(&judged("checkin", "2026-03-06", ""), &[none("contribution_value", 0, "no_data")]);
}
