//! The sentences of charts in both languages: how a value stands to its bound, what is drawn, where
//! it comes from. In: vitals and the report. Out: words; no chart writes its own foot.

use crate::calendar::{Day, date};
use crate::chart::pick::iso;
use crate::chart::spec::{BadSide, BoundLine};
use crate::look::{count_text, date_range, middle_cut, percent, unit_word, value_text};
use crate::report::{GroupReport, Report, Status, Vital};
use crate::unit::{Lang, Text, Unit};

/// The value of a vital as people read it; a dash when there is none.
pub fn value(vital: &Vital, lang: Lang) -> String {
    let bound = nearest_bound(vital);
    vital.row.value.map_or_else(|| "–".to_owned(), |value| value_text(value, vital.row.unit, bound, lang))
}

/// The value of a vital and its unit's word, apart.
pub fn value_and_unit(vital: &Vital, lang: Lang) -> (String, String) {
    let (whole, unit) = (value(vital, lang), unit_word(vital.row.value.unwrap_or_default(), vital.row.unit, lang));
    let number = whole.strip_suffix(unit).unwrap_or(&whole).trim_end().to_owned();
    (number, unit.to_owned())
}

/// The bound a value is held against: the one it has passed, else the only or lower one.
pub fn nearest_bound(vital: &Vital) -> Option<f64> {
    let (low, high) = vital.bounds;
    match vital.row.value {
        Some(value) if high.is_some_and(|high| value >= high) => high,
        _ => low.or(high),
    }
}

/// A bound without needless decimals: `60%`, `0.5 %`, `15`.
pub fn bound(at: f64, unit: Unit, lang: Lang) -> String {
    let trim = |value: f64| {
        let text = format!("{value:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    if unit == Unit::Ratio {
        return match lang {
            Lang::Zh => format!("{}%", trim(at * 100.0)),
            Lang::En => format!("{} %", trim(at * 100.0)),
        };
    }
    trim(at)
}

/// How the value stands to its bounds: 「低于 60%」, "below 60 %"; empty when nothing is judged.
pub fn standing(vital: &Vital, lang: Lang) -> String {
    let unit = vital.row.unit;
    let zh_en = |zh: String, en: String| if lang == Lang::Zh { zh } else { en };
    match vital.status {
        Status::InsufficientN => {
            let n = count_text(vital.row.n, lang);
            return zh_en(format!("样本不足，不下结论（n={n}）"), format!("too little data for a verdict (n={n})"));
        }
        Status::Partial => return zh_en("周期未满".to_owned(), "period not over".to_owned()),
        Status::NoData | Status::NotApplicable | Status::Info => return String::new(),
        Status::Ok | Status::Watch | Status::Breach => {}
    }
    let Some(value) = vital.row.value else { return String::new() };
    let name = |at: f64| bound(at, unit, lang);
    match vital.bounds {
        (Some(low), _) if value < low => zh_en(format!("低于 {}", name(low)), format!("below {}", name(low))),
        (_, Some(high)) if value > high => zh_en(format!("高于 {}", name(high)), format!("above {}", name(high))),
        _ if vital.status != Status::Ok => zh_en("需要关注".to_owned(), "worth watching".to_owned()),
        (Some(low), Some(high)) => {
            zh_en(format!("在 {}–{} 之内", name(low), name(high)), format!("within {}–{}", name(low), name(high)))
        }
        (Some(low), None) => zh_en(format!("不低于 {}", name(low)), format!("at or above {}", name(low))),
        (None, Some(high)) => zh_en(format!("不高于 {}", name(high)), format!("at or below {}", name(high))),
        (None, None) => String::new(),
    }
}

/// A title: what, its value, how it stands. 「周活跃留存 48.2%，低于 60%」.
pub fn answer(what: Text, vital: &Vital, lang: Lang) -> String {
    let what = what.get(lang);
    if vital.row.value.is_none() {
        return match (lang, vital.status) {
            (Lang::Zh, Status::NotApplicable) => format!("{what}：尚不适用"),
            (Lang::Zh, _) => format!("{what}：最近周期没有可判断的数据"),
            (Lang::En, Status::NotApplicable) => format!("{what}: not applicable yet"),
            (Lang::En, _) => format!("{what}: no data in the latest period"),
        };
    }
    let standing = standing(vital, lang);
    let value = value(vital, lang);
    match lang {
        _ if standing.is_empty() => format!("{what} {value}"),
        Lang::Zh => format!("{what} {value}，{standing}"),
        Lang::En => format!("{what} {value}, {standing}"),
    }
}

/// The line under the title: measure, group, days drawn, n.
pub fn subtitle(measure: &str, group: &GroupReport, days: Option<(Day, Day)>, n: Option<String>, lang: Lang) -> String {
    let mut parts = vec![measure.to_owned(), middle_cut(&group.name, 24)];
    parts.extend(days.map(|(first, last)| span(first, last, lang)));
    parts.extend(n);
    parts.join(" · ")
}

/// Days as people write them, with years where they differ.
pub fn span(first: Day, last: Day, lang: Lang) -> String {
    let year = |day: Day| iso(day).split('-').next().unwrap_or_default().to_owned();
    if year(first) == year(last) {
        let days = date_range(first, last, lang);
        return match lang {
            Lang::Zh => format!("{}年{days}", year(first)),
            Lang::En => format!("{days} {}", year(first)),
        };
    }
    match lang {
        Lang::Zh => format!("{}–{}", date(first).format("%Y年%-m月%-d日"), date(last).format("%Y年%-m月%-d日")),
        Lang::En => format!("{} – {}", date(first).format("%-d %b %Y"), date(last).format("%-d %b %Y")),
    }
}

/// `n=112`, with what was counted.
pub fn sample(vital: &Vital, lang: Lang) -> Option<String> {
    (vital.row.n > 0).then(|| format!("n={}", count_text(vital.row.n, lang)))
}

/// How many messages a chart stands on.
pub fn messages(count: f64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {} 条", whole(count, lang)),
        Lang::En => format!("{} messages", whole(count, lang)),
    }
}

/// The foot: source, as-of, what the headline leaves out.
pub fn foot(report: &Report, group: &GroupReport, vital: Option<&Vital>) -> String {
    let lang = report.lang;
    let formats = &group.formats;
    let mut parts = Vec::new();
    let source = Text { zh: "来源：", en: "Source: " }.get(lang);
    if !formats.is_empty() {
        parts.push(format!("{source}{}", formats.join(Text { zh: "、", en: ", " }.get(lang))));
    }
    let as_of = Text { zh: "截至 ", en: "as of " }.get(lang);
    parts.push(format!("{as_of}{} ({})", iso(report.as_of), report.tz));
    if let Some(out) = vital.map(|vital| excluded(vital, lang)).filter(|out| !out.is_empty()) {
        parts.push(out);
    }
    parts.join(" · ")
}

fn excluded(vital: &Vital, lang: Lang) -> String {
    let out = vital.excluded;
    let reasons = [
        (out.bot, Text { zh: "机器人", en: "bots" }),
        (out.operator, Text { zh: "运营账号", en: "operators" }),
        (out.system, Text { zh: "系统消息", en: "system" }),
        (out.recalled, Text { zh: "撤回", en: "recalled" }),
        (out.out_of_tenure, Text { zh: "建群前", en: "before the group" }),
    ];
    let said: Vec<String> = reasons
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{} {}", name.get(lang), count_text(*count, lang)))
        .collect();
    if said.is_empty() {
        return String::new();
    }
    match lang {
        Lang::Zh => format!("不计入：{}", said.join("、")),
        Lang::En => format!("left out: {}", said.join(", ")),
    }
}

/// The foot of what is drawn of the whole run: the formats of every group.
pub fn foot_of_run(report: &Report, group: &GroupReport) -> String {
    let mut formats: Vec<&'static str> = report.groups.iter().flat_map(|group| group.formats.clone()).collect();
    formats.sort_unstable();
    formats.dedup();
    foot(report, &GroupReport { formats, tables: std::collections::BTreeMap::new(), ..group.clone() }, None)
}

/// The dashed lines of a vital's bounds, with their words.
pub fn bound_lines(vital: Option<&Vital>, lang: Lang) -> Vec<BoundLine> {
    vital.map_or_else(Vec::new, |vital| bound_lines_at(vital.bounds, vital.row.unit, lang))
}

/// The dashed lines of a lowest and a highest good value, with their words.
pub fn bound_lines_at((low, high): (Option<f64>, Option<f64>), unit: Unit, lang: Lang) -> Vec<BoundLine> {
    let line = |at: f64, words: Text, bad| BoundLine {
        at,
        words: format!("{} {}", words.get(lang), bound(at, unit, lang)),
        bad,
    };
    let low = low.map(|at| line(at, Text { zh: "下限", en: "at least" }, BadSide::Below));
    let high = high.map(|at| line(at, Text { zh: "上限", en: "at most" }, BadSide::Above));
    low.into_iter().chain(high).collect()
}

/// A ratio as per cent in words.
pub fn share(ratio: f64, lang: Lang) -> String {
    percent(ratio, None, lang)
}

/// A whole number of people or things, as people write it.
pub fn whole(value: f64, lang: Lang) -> String {
    value_text(value, Unit::Index, None, lang)
}

/// Weekday names from Monday, short.
pub fn weekdays(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Zh => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    }
}
