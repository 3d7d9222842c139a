//! The made-up vitals of the sample report: every status, every shape of bound, hundreds of cells.

use super::{ONE, TWO, day};
use crate::advice::{self, AdviceArgs};
use crate::calendar::Day;
use crate::charter::parse_bound;
use crate::metric::{CiMethod, Compute, Family, Measurement, Metric, Outcome, Standing};
use crate::report::{Excluded, Status, Vital};
use crate::unit::{Lang, Text, Unit};

const fn metric(id: &'static str, name: Text, family: Family, unit: Unit, advice: &'static str) -> Metric {
    Metric {
        id,
        name,
        family,
        doc: Text {
            zh: "以最近一个完整周期为准；分母只含当期在场的人，机器人和运营账号不计入。它不说明原因。",
            en: "Taken over the last complete period; the base holds people present in it, bots and operator accounts left out. It does not tell why.",
        },
        formula: "counted in the period / people in the base",
        needs: &[],
        unit,
        thresholds: &[],
        segments: &[],
        source: "S30",
        advice,
        compute: Compute::Group(|_| Outcome::default()),
    }
}

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

static METRICS: [Metric; 12] = [
    metric(
        "daily_messages",
        t("日均发言条数", "Daily messages"),
        Family::Activity,
        Unit::MessagesPerDay,
        "advice.activity.topic_stimulus",
    ),
    metric(
        "interactions_per_capita",
        t("人均互动频次", "Interactions per capita"),
        Family::Activity,
        Unit::MessagesPerPersonDay,
        "advice.activity.topic_stimulus",
    ),
    metric(
        "active_members",
        t("活跃人数", "Active members"),
        Family::Activity,
        Unit::Persons,
        "advice.activity.activate_silent",
    ),
    metric(
        "weekly_retention",
        t("周活跃留存", "Weekly retention"),
        Family::Retention,
        Unit::Ratio,
        "advice.retention.engagement",
    ),
    metric(
        "monthly_retention",
        t("月活跃留存", "Monthly retention"),
        Family::Retention,
        Unit::Ratio,
        "advice.retention.engagement",
    ),
    metric(
        "cohort_retention",
        t("新人同期群留存", "Newcomer cohort retention"),
        Family::Retention,
        Unit::Ratio,
        "advice.retention.admission",
    ),
    metric(
        "membership_retention",
        t("在群留存", "Membership retention"),
        Family::Retention,
        Unit::Ratio,
        "advice.retention.admission",
    ),
    metric("layer_shares", t("分层占比", "Layer shares"), Family::Structure, Unit::Index, "advice.layers.activate"),
    metric("link_ctr", t("链接点击率", "Link click-through"), Family::Content, Unit::Ratio, "advice.content.format"),
    metric(
        "file_download_rate",
        t("文件下载率", "File download rate"),
        Family::Content,
        Unit::Ratio,
        "advice.content.format",
    ),
    metric(
        "speech_share_cap",
        t("单日发言占比超限", "Daily speech cap"),
        Family::Governance,
        Unit::Count,
        "advice.rules.speech_share",
    ),
    metric(
        "silence_watch",
        t("沉默名单", "Silence watch"),
        Family::Governance,
        Unit::Persons,
        "advice.members.to_clean",
    ),
];

struct Build {
    group: &'static str,
    lang: Lang,
    vitals: Vec<Vital>,
}

impl Build {
    fn add(&mut self, metric: usize, row: Measurement, status: Status, threshold: &str) -> &mut Vital {
        let metric = &METRICS[metric];
        let bounds = parse_bound(threshold).map(|bound| bound.limits()).unwrap_or_default();
        let fired = matches!(status, Status::Breach | Status::Watch);
        let key = row.advice.unwrap_or(metric.advice);
        let high = bounds.1.filter(|high| row.value.is_some_and(|value| value > *high));
        let broken = high.or(bounds.0);
        let args = AdviceArgs { value: row.value, bound: broken, n: row.n, unit: row.unit, extra: &[] };
        self.vitals.push(Vital {
            metric,
            group: self.group.to_owned(),
            status,
            interval_status: None,
            threshold: (!threshold.is_empty()).then(|| threshold.to_owned()),
            bounds,
            rule: None,
            lowered: None,
            excluded: Excluded { bot: 31, system: 12, recalled: 2, ..Excluded::default() },
            advice_key: fired.then_some(key),
            advice: if fired { advice::text(key, &args, self.lang) } else { None },
            row,
        });
        self.vitals.last_mut().unwrap()
    }
}

fn week() -> (Day, Day) {
    (day("2026-03-09"), day("2026-03-15"))
}

fn number(unit: Unit, value: f64, n: u64) -> Measurement {
    Measurement { value: Some(value), n, standing: Standing::Judge, ..Measurement::new(unit) }.over(Some(week()))
}

fn share(kept: u64, base: u64) -> Measurement {
    Measurement::ratio(kept, base).over(Some(week()))
}

fn activity(build: &mut Build) {
    let mut daily = number(Unit::MessagesPerDay, 263.4, 7);
    daily.ci = Some((221.0, 305.857, CiMethod::Bootstrap95));
    build.add(0, daily, Status::Ok, "< 5");
    build.add(0, number(Unit::MessagesPerDay, 251.0, 7).segment("median_7d"), Status::Info, "");
    build.add(0, number(Unit::Messages, 19_870.0, 105).segment("total"), Status::Info, "");
    build.add(1, number(Unit::MessagesPerPersonDay, 6.2, 312).basis("active_day"), Status::Ok, "< 5");
    build.add(2, number(Unit::Persons, 112.0, 112), Status::Info, "");
    build.add(2, number(Unit::Persons, 41.3, 112).segment("dau"), Status::Info, "");
}

fn retention(build: &mut Build) {
    build.add(3, share(54, 112), Status::Breach, "< 0.6").interval_status = Some(Status::Watch);
    let earlier = share(61, 112).segment("history").over(Some((day("2026-03-02"), day("2026-03-08"))));
    build.add(3, earlier, Status::Info, "");
    let month = share(60, 120).over(Some((day("2026-03-01"), day("2026-03-31"))));
    build.add(4, month.standing(Standing::Partial), Status::Partial, "");
    build.add(5, share(3, 5).degraded("no_roster"), Status::InsufficientN, "");
    for week in 1..40 {
        let name = format!("cohort:2026-W{:02}/week:{}", week % 10 + 1, week);
        build.add(5, share(week, 40).segment(name), Status::Info, "");
    }
    build.add(6, share(40, 40).basis("roster"), Status::Ok, "< 0.6");
}

fn structure_and_more(build: &mut Build) {
    build.add(7, number(Unit::Index, 0.0621, 312).basis("roster"), Status::Info, "");
    let mut core = share(37, 312).segment("core").basis("roster");
    core.advice = Some("advice.layers.top_heavy");
    build.add(7, core, Status::Breach, "outside 0.01..0.1").bounds = (Some(0.01), Some(0.1));
    let mut active = share(25, 312).segment("active").basis("roster");
    active.advice = Some("advice.layers.grow_contributors");
    build.add(7, active, Status::Watch, "outside 0.09..0.2");
    build.add(7, share(250, 312).segment("ordinary").basis("roster"), Status::InsufficientN, "outside 0.7..0.9");
    let mut clicks = share(210, 2310).basis("reach");
    clicks.degraded.push("leakage");
    build.add(8, clicks, Status::Breach, "< 0.15");
    build.add(9, Measurement::new(Unit::Ratio).basis("reach"), Status::NoData, "");
    build.add(10, number(Unit::Count, 3.0, 7).basis("speakers"), Status::Breach, "> 0");
    build.add(10, number(Unit::Ratio, 0.4127, 7).segment("max_share"), Status::Info, "");
    build.add(11, number(Unit::Persons, 14.0, 312).basis("roster"), Status::NotApplicable, "");
}

fn second(build: &mut Build) {
    build.add(0, number(Unit::MessagesPerDay, 3.857_142_857_142_857, 7), Status::Breach, "< 5");
    build.add(3, share(5, 9), Status::InsufficientN, "< 0.6");
    build.add(6, share(21, 24), Status::Ok, "< 0.6");
    build.add(8, Measurement::new(Unit::Ratio).basis("reach"), Status::NoData, "");
}

/// The vitals of both groups.
pub fn vitals(lang: Lang) -> Vec<Vital> {
    let mut build = Build { group: ONE, lang, vitals: Vec::new() };
    activity(&mut build);
    retention(&mut build);
    structure_and_more(&mut build);
    build.group = TWO;
    second(&mut build);
    build.vitals
}
