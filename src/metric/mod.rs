//! Wing 2: the vitals, one file each, and the list they stand in.

mod absence_factor;
mod active_members;
mod active_retention;
mod ad_disclosure;
mod ad_rule_hits;
mod admin_response_time;
mod admin_rota;
mod announcement_completeness;
mod automation_share;
mod birthday_greetings;
mod calendar_compliance;
mod capacity_utilisation;
mod charter_survival_lift;
mod checkin_rate;
mod cohort_retention;
mod collab_doc_shares;
mod commerce_links;
mod content_spread;
mod contribution_value;
mod contributor_retention_gap;
mod conversation_sessions;
mod cross_platform_comparison;
mod daily_messages;
mod data_quality;
mod event_lift;
mod file_download_rate;
mod file_expiry_risk;
mod group_survival;
mod growth_accounting;
mod hour_of_week_heatmap;
mod identity_unification;
mod interactions_per_capita;
mod join_leave_flow;
mod join_source_mix;
mod ladder_progression;
mod layer_shares;
mod link_ctr;
mod mass_invite_alert;
mod membership_retention;
mod milestones;
mod minimisation_check;
mod newcomer_onboarding;
mod nickname_compliance;
mod participation_gini;
mod penalty_ledger;
mod pii_scan;
mod platform_reconcile;
mod points_ledger;
mod points_redemption;
mod portfolio_vertical_share;
mod pseudonymisation_check;
mod quality_shares_weekly;
mod raw_retention_age;
pub mod readings;
mod reply_graph;
mod resource_match_rate;
mod risk_register;
mod service_hours_published;
mod silence_watch;
mod spec;
mod speech_share_cap;
pub mod statements;
mod sticker_usage;
mod stickiness;
mod task_completion_rate;
mod tier_priority;
mod topic_debates_monthly;
mod topic_trends;
mod unanswered_rate;

pub use spec::{
    Bound, Cell, CiMethod, Compute, Context, Family, Forced, Judged, Measurement, Metric, Outcome, Standing, Summary,
    Table, Threshold, count,
};

/// Every vital, in report order.
pub const METRICS: &[&Metric] = &[
    &daily_messages::METRIC,
    &interactions_per_capita::METRIC,
    &active_members::METRIC,
    &stickiness::METRIC,
    &hour_of_week_heatmap::METRIC,
    &conversation_sessions::METRIC,
    &active_retention::WEEKLY,
    &active_retention::MONTHLY,
    &cohort_retention::METRIC,
    &membership_retention::METRIC,
    &growth_accounting::METRIC,
    &join_leave_flow::METRIC,
    &newcomer_onboarding::METRIC,
    &contributor_retention_gap::METRIC,
    &layer_shares::METRIC,
    &ladder_progression::METRIC,
    &participation_gini::METRIC,
    &absence_factor::METRIC,
    &reply_graph::METRIC,
    &link_ctr::METRIC,
    &file_download_rate::METRIC,
    &content_spread::METRIC,
    &quality_shares_weekly::METRIC,
    &topic_debates_monthly::METRIC,
    &topic_trends::METRIC,
    &resource_match_rate::METRIC,
    &checkin_rate::METRIC,
    &collab_doc_shares::METRIC,
    &calendar_compliance::METRIC,
    &event_lift::METRIC,
    &commerce_links::METRIC,
    &contribution_value::METRIC,
    &sticker_usage::METRIC,
    &milestones::METRIC,
    &birthday_greetings::METRIC,
    &admin_response_time::METRIC,
    &unanswered_rate::METRIC,
    &admin_rota::METRIC,
    &service_hours_published::METRIC,
    &tier_priority::METRIC,
    &task_completion_rate::METRIC,
    &automation_share::METRIC,
    &announcement_completeness::METRIC,
    &nickname_compliance::METRIC,
    &mass_invite_alert::METRIC,
    &join_source_mix::METRIC,
    &speech_share_cap::METRIC,
    &ad_rule_hits::METRIC,
    &ad_disclosure::METRIC,
    &penalty_ledger::METRIC,
    &points_ledger::METRIC,
    &points_redemption::METRIC,
    &silence_watch::METRIC,
    &capacity_utilisation::METRIC,
    &file_expiry_risk::METRIC,
    &group_survival::METRIC,
    &charter_survival_lift::METRIC,
    &portfolio_vertical_share::METRIC,
    &cross_platform_comparison::METRIC,
    &identity_unification::METRIC,
    &data_quality::METRIC,
    &platform_reconcile::METRIC,
    &pii_scan::METRIC,
    &pseudonymisation_check::METRIC,
    &minimisation_check::METRIC,
    &raw_retention_age::METRIC,
    &risk_register::METRIC,
];

/// The vital of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.id == id).copied()
}
