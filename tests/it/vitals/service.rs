//! Service: worked example F4 and what stands around it, done on paper.

use crate::run::judged;
use crate::want::{ANY, check, few, head, interval, none, part, vital};

const DAILY: &str = "[service]\nhours = [\"Mon-Sun 09:00-18:00\"]\n";

fn daily(rest: &str) -> String {
    format!("{DAILY}{rest}")
}

/// 8, 22, 20 and 0 service minutes, and one question only another member answered: no admin's answer, so
/// it is still open at the end of the second day.
#[test]
fn five_questions() {
    let report = judged("sla", "2026-03-03", &daily(&few("admin_response_time", "> 15", 5)));
    let row = vital(&report, "admin_response_time", None);
    assert_eq!((row.row.value, row.row.n, row.status.name()), (None, 5, "breach"));
    assert!(row.row.degraded.contains(&"not_reached"));
    check(
        &report,
        &[
            part("admin_response_time", "median", 20.0, ANY, 5, "info"),
            part("admin_response_time", "compliance", 0.4, (2.0, 5.0), 5, "insufficient_n"),
            part("admin_response_time", "answered", 4.0, ANY, 5, "info"),
            head("unanswered_rate", 0.0, (0.0, 5.0), 5, "insufficient_n"),
            part("unanswered_rate", "no_admin_reply", 0.2, (1.0, 5.0), 5, "info"),
        ],
    );
    interval(&report, "admin_response_time", Some("compliance"), 0.1176, 0.7693);
    let few_asks = judged("sla", "2026-03-03", DAILY);
    assert_eq!(vital(&few_asks, "admin_response_time", None).status.name(), "insufficient_n");
    let around_the_clock = judged("sla", "2026-03-03", "");
    assert!(vital(&around_the_clock, "admin_response_time", None).row.degraded.contains(&"no_service_hours"));
}

/// 520 members; A wrote on five of five service days, B on three, C on one.
#[test]
fn three_admins_named_two_there() {
    let workdays = "[service]\nhours = [\"Mon-Fri 09:00-18:00\"]\n";
    check(
        &judged("rota", "2026-03-08", workdays),
        &[
            head("admin_rota", 2.0, (2.0, 520.0), 520, "breach"),
            part("admin_rota", "configured", 3.0, (3.0, 520.0), 520, "ok"),
        ],
    );
    check(&judged("sla", "2026-03-03", DAILY), &[none("admin_rota", 0, "not_applicable")]);
}

#[test]
fn hours_in_the_notice_are_those_of_the_charter() {
    check(&judged("rota", "2026-03-08", DAILY), &[head("service_hours_published", 1.0, ANY, 1, "ok")]);
    let other = "[service]\nhours = [\"Mon-Sun 10:00-19:00\"]\n";
    check(&judged("rota", "2026-03-08", other), &[head("service_hours_published", 1.0, ANY, 1, "watch")]);
    check(&judged("sla", "2026-03-03", DAILY), &[head("service_hours_published", 0.0, ANY, 0, "breach")]);
}

/// Paying members wait 2, 4 and 6 minutes, the others 5, 9 and 20.
#[test]
fn paying_members_wait_less() {
    check(
        &judged("tiers", "2026-03-02", DAILY),
        &[
            head("tier_priority", 5.0, (9.0, 4.0), 3, "insufficient_n"),
            part("tier_priority", "with_tier", 4.0, ANY, 3, "info"),
        ],
    );
    check(&judged("sla", "2026-03-03", DAILY), &[none("tier_priority", 0, "not_applicable")]);
}
