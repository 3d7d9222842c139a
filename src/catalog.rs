//! Loops over the descriptors: what `formats` and `metrics` print, and the pages of `docs/`. Nothing
//! is said here that the descriptors do not say.

use serde_json::{Value, json};

use crate::chart::CHARTS;
use crate::feature::VALIDATION;
use crate::format::{FORMATS, Format, TimeKind};
use crate::frame::{EventKind, MessageKind, schema};
use crate::metric::{Family, METRICS, Metric, Threshold, readings, statements};
use crate::side::{LOGS, SIDE_FILES};
use crate::unit::{Lang, Text};
use crate::verdict;

/// `formats`: one line each.
#[must_use]
pub fn formats_list(lang: Lang) -> String {
    let width = FORMATS.iter().map(|format| format.id.len()).max().unwrap_or(0);
    let line = |format: &&Format| format!("{:width$}  {}\n", format.id, format.name.get(lang));
    FORMATS.iter().map(line).collect::<Vec<_>>().concat()
}

/// `metrics`: one line each, by family.
#[must_use]
pub fn metrics_list(lang: Lang) -> String {
    let width = METRICS.iter().map(|metric| metric.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for family in Family::ALL {
        let mut members = METRICS.iter().filter(|metric| metric.family == family).peekable();
        if members.peek().is_none() {
            continue;
        }
        text.push_str(&format!("{}\n", family.name().get(lang)));
        for metric in members {
            text.push_str(&format!("  {:width$}  {}\n", metric.id, metric.name.get(lang)));
        }
    }
    text
}

const fn words(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

/// `formats ID`: everything said about a format.
#[must_use]
pub fn format_page(format: &Format, lang: Lang) -> String {
    let time = match format.time {
        TimeKind::Epoch => words("纪元秒/毫秒，与时区无关", "epoch; no zone needed"),
        TimeKind::Offset => words("带时区偏移的时钟", "clocks with their offset"),
        TimeKind::Local => words("不带时区的本地时钟，按 --tz 解读", "clocks without zone, read in --tz"),
    };
    let lines = [
        (words("如何导出", "How to export"), format.how_to_export.get(lang).to_owned()),
        (words("扩展名", "File endings"), format.extensions.join(", ")),
        (words("时间", "Time"), time.get(lang).to_owned()),
        (words("包含", "Carries"), carries(format, lang)),
        (words("缺少", "Lacks"), format.lacks.get(lang).to_owned()),
    ];
    let mut text = format!("{} — {}\n", format.id, format.name.get(lang));
    for (head, body) in lines {
        text.push_str(&format!("\n{}\n{}\n", head.get(lang), indent(&body)));
    }
    text
}

fn carries(format: &Format, lang: Lang) -> String {
    let c = format.carries;
    let list = [
        (c.account_ids, words("账号 ID", "account ids")),
        (c.message_ids, words("消息 ID", "message ids")),
        (c.replies, words("回复关系", "replies")),
        (c.joins, words("入群", "joins")),
        (c.leaves, words("退群", "leaves")),
        (c.reactions, words("带时间的回应", "dated reactions")),
        (c.files, words("文件名与大小", "file names and sizes")),
    ];
    let held: Vec<&str> = list.iter().filter(|(has, _)| *has).map(|(_, text)| text.get(lang)).collect();
    held.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// `metrics ID`: everything said about a vital.
#[must_use]
pub fn metric_page(metric: &Metric, lang: Lang) -> String {
    let mut text = format!("{} — {}\n\n{}\n", metric.id, metric.name.get(lang), indent(metric.doc.get(lang)));
    let needs = if metric.needs.is_empty() { "—".to_owned() } else { metric.needs.join("; ") };
    for (head, body) in [
        (words("公式", "Formula"), metric.formula.to_owned()),
        (words("单位", "Unit"), metric.unit.name().to_owned()),
        (words("需要", "Needs"), needs),
        (words("默认阈值", "Default thresholds"), thresholds(metric)),
        (words("分项", "Segments"), segments(metric)),
        (words("出处", "Source"), sources(metric, lang)),
    ] {
        if !body.is_empty() {
            text.push_str(&format!("\n{}\n{}\n", head.get(lang), indent(&body)));
        }
    }
    text
}

/// The source with what its numbers say.
fn sources(metric: &Metric, lang: Lang) -> String {
    let told = statements::named(metric.source).into_iter();
    let lines = told.map(|statement| format!("{}: {}", statement.id, statement.text.get(lang)));
    std::iter::once(metric.source.to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
}

/// The threshold of `--profile calibrated`, in words.
fn calibrated(metric: &Metric) -> Option<String> {
    let bound = metric.thresholds.iter().find(|rule| rule.segment.is_none())?.breach?.limits().0?;
    let weeks = verdict::WEEKS;
    Some(format!("breach < min({bound}, P20 of the group's own last {weeks} complete weeks) with --profile calibrated"))
}

fn thresholds(metric: &Metric) -> String {
    let own = verdict::CALIBRATED.contains(&metric.id).then(|| calibrated(metric));
    metric.thresholds.iter().map(threshold).chain(own.flatten()).collect::<Vec<_>>().join("\n")
}

fn threshold(rule: &Threshold) -> String {
    let mut parts = Vec::new();
    parts.extend(rule.breach.map(|bound| format!("breach {bound}")));
    parts.extend(rule.watch.map(|bound| format!("watch {bound}")));
    let what = rule.segment.map_or(String::new(), |segment| format!("{segment}: "));
    format!("{what}{} (n >= {}; {})", parts.join(", "), rule.n_min, rule.source)
}

fn segments(metric: &Metric) -> String {
    metric.segments.iter().map(|(name, what)| format!("{name}: {what}")).collect::<Vec<_>>().join("\n")
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// Formats as JSON.
#[must_use]
pub fn formats_json(formats: &[&Format], lang: Lang) -> String {
    let rows: Vec<Value> = formats
        .iter()
        .map(|format| {
            let c = format.carries;
            json!({
                "id": format.id, "name": format.name.get(lang), "platform": format.platform,
                "extensions": format.extensions, "how_to_export": format.how_to_export.get(lang),
                "lacks": format.lacks.get(lang),
                "carries": {"account_ids": c.account_ids, "message_ids": c.message_ids, "replies": c.replies,
                            "joins": c.joins, "leaves": c.leaves, "reactions": c.reactions, "files": c.files},
            })
        })
        .collect();
    pretty(&Value::Array(rows))
}

/// Vitals as JSON.
#[must_use]
pub fn metrics_json(metrics: &[&Metric], lang: Lang) -> String {
    let rows: Vec<Value> = metrics
        .iter()
        .map(|metric| {
            let rules: Vec<Value> = metric
                .thresholds
                .iter()
                .map(|rule| {
                    json!({"segment": rule.segment, "breach": rule.breach.map(|b| b.to_string()),
                           "watch": rule.watch.map(|b| b.to_string()), "n_min": rule.n_min, "source": rule.source})
                })
                .collect();
            let segments: Vec<Value> =
                metric.segments.iter().map(|(name, what)| json!({"name": name, "what": what})).collect();
            json!({
                "id": metric.id, "name": metric.name.get(lang), "family": metric.family.name().get(lang),
                "doc": metric.doc.get(lang), "formula": metric.formula, "needs": metric.needs,
                "unit": metric.unit.name(), "thresholds": rules, "calibrated": calibrated(metric).filter(|_| verdict::CALIBRATED.contains(&metric.id)),
                "segments": segments, "source": metric.source,
            })
        })
        .collect();
    pretty(&Value::Array(rows))
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The generated pages of `docs/`: file name and text.
#[must_use]
pub fn docs() -> Vec<(&'static str, String)> {
    vec![
        ("formats.md", formats_doc()),
        ("metrics.md", metrics_doc()),
        ("charts.md", charts_doc()),
        ("schema.md", schema_doc()),
        ("side-files.md", side_doc()),
    ]
}

const GENERATED: &str = "<!-- Generated from the descriptors in src/; edit those. -->\n\n";

fn formats_doc() -> String {
    let mut text = format!("{GENERATED}# Formats · 格式\n");
    for format in FORMATS {
        text.push_str(&format!("\n## {}\n", format.id));
        for lang in [Lang::En, Lang::Zh] {
            text.push_str(&format!("\n```text\n{}```\n", format_page(format, lang)));
        }
    }
    text
}

fn metrics_doc() -> String {
    let mut text = format!("{GENERATED}# Vitals · 指标\n");
    for metric in METRICS {
        text.push_str(&format!("\n## {} · {}\n\n{}\n\n{}\n", metric.id, metric.name.zh, metric.doc.en, metric.doc.zh));
        text.push_str(&format!("\n- **Formula:** {}\n- **Unit:** {}\n", metric.formula, metric.unit.name()));
        if !metric.needs.is_empty() {
            text.push_str(&format!("- **Needs:** {}\n", metric.needs.join("; ")));
        }
        for rule in metric.thresholds {
            text.push_str(&format!("- **Threshold:** {}\n", threshold(rule)));
        }
        if verdict::CALIBRATED.contains(&metric.id) {
            let own = calibrated(metric).map(|rule| format!("- **Threshold:** {rule}\n"));
            text.push_str(&own.unwrap_or_default());
        }
        for (name, what) in metric.segments {
            text.push_str(&format!("- `{name}` — {what}\n"));
        }
        text.push_str(&format!("- **Source:** {}\n", metric.source));
    }
    text.push_str(&readings_doc());
    text.push_str(&validation_doc());
    text.push_str(
        "\n## Sources · 出处\n\nThe numbers name statements of the operations guide the vitals go back to.\n\n",
    );
    text.push_str("| number | statement | 内容 |\n|---|---|---|\n");
    for statement in statements::STATEMENTS {
        text.push_str(&format!("| {} | {} | {} |\n", statement.id, statement.text.en, statement.text.zh));
    }
    text
}

/// Contradictions of the source document and how they are read.
fn readings_doc() -> String {
    let mut text = String::from("\n## Readings · 取舍\n");
    for reading in readings::READINGS {
        text.push_str(&format!(
            "\n- **{}.** {}\n  **{}：** {}\n",
            reading.about.en, reading.text.en, reading.about.zh, reading.text.zh
        ));
    }
    text
}

/// How well texts are understood, as measured.
fn validation_doc() -> String {
    let mut text = String::from(
        "\n## Detectors · 文本识别\n\nQuestions and ads are found by words. Measured on samples labelled by hand, rich in near misses \
         (`tests/samples`); below 90 % precision a vital that rests on words alone reaches watch at most.\n\n\
         提问与广告靠词语识别，精度用手工标注、刻意多放易混句的样本测得；精度低于 90% 时，仅凭词语的指标最多到“关注”。\n\n\
         | detector | precision | recall |\n|---|---|---|\n",
    );
    for row in VALIDATION {
        let told = |(hits, n): (u64, u64)| {
            let (low, high) = crate::stats::wilson(hits, n);
            format!("{hits}/{n} ({:.0}–{:.0} %)", 100.0 * low, 100.0 * high)
        };
        text.push_str(&format!("| {} | {} | {} |\n", row.detector, told(row.precision), told(row.recall)));
    }
    text
}

fn charts_doc() -> String {
    let mut text = format!("{GENERATED}# Charts · 图表\n\n| chart | question | 问题 |\n|---|---|---|\n");
    for chart in CHARTS {
        text.push_str(&format!("| `{}` | {} | {} |\n", chart.id, chart.doc.en, chart.doc.zh));
    }
    text
}

fn schema_doc() -> String {
    let mut text = format!("{GENERATED}# Schema · 数据表\n\nWhat `convert` writes, one row a message.\n");
    for (title, columns) in [("Messages", schema::MESSAGES), ("Events", schema::EVENTS)] {
        text.push_str(&format!("\n## {title}\n\n| column | type | null | meaning |\n|---|---|---|---|\n"));
        for column in columns {
            let null = if column.nullable { "yes" } else { "no" };
            text.push_str(&format!("| `{}` | {:?} | {null} | {} |\n", column.name, column.kind, column.doc));
        }
    }
    let kinds: Vec<&str> = MessageKind::ALL.iter().map(|kind| kind.name()).collect();
    let events: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
    text.push_str(&format!("\nMessage kinds: {}.\n\nEvent kinds: {}.\n", kinds.join(", "), events.join(", ")));
    text.push_str(VERDICTS_PAGE);
    text
}

const VERDICTS_PAGE: &str = "
## metrics.json

What `report` writes and `check --json` prints, schema `chatvitals/metrics/1`. Keys may be added under the same name; \
none is renamed or taken away. Numbers are unrounded, missing ones null, days local dates.

| key | holds |
|---|---|
| `schema`, `tool`, `as_of`, `tz`, `charter` | what made it, the last day judged, the zone of days, the charter's path |
| `inputs[]` | `path`, `format`, `bytes`; records `read` = `kept` + `duplicate` + `rejected`; `truncated` names the place; `notices` |
| `groups[]` | `id`, `name`, `platform`; `messages`, `events`, `members`; `coverage`, first and last record |
| `metrics[]` | a row a vital, group and segment: `value` in `unit` over `period_start` to `period_end`, made of `numerator` and \
`denominator`; `n` observations; `ci_low`, `ci_high` at 95 % by `ci_method`; `status`, `interval_status`, `threshold`; \
`basis`, `partial`, `degraded`, `excluded`; `advice_key`, `advice` |
| `metrics[].lowered` | only where a verdict is milder than its numbers: `from` which status, `by` level, waiver or persistent |
| `gate` | only where something is missing, required, waived or compared: `tests` verdicts, `false_alarms` expected by chance, \
`obstacles[]` (`kind`, `group`, `subject`, `message`, `allowed`), `required[]` that were not judged, `waivers[]` (`expired`, \
`used`), `baseline` with its `changes[]` |

How a run decides over these rows: [the weekly gate](gate.md).
";

const LOG_PAGE: &str = "
## Click logs of other programs · 其他程序的点击日志

These are told by their content, whatever they are called and gzipped or not: put them into the EXPORT folder, pass them \
as an EXPORT, or with `--side FILE`. `--base-url https://your.site` says where paths belong when a log names no host. A \
click is a GET answered with 2xx or 3xx and made by a person's browser; link previews, crawlers, HEAD requests, errors, \
parts of pages and further pieces of one download are left out and counted in a notice. Addresses of visitors are hashed \
with their browser while reading and never kept. A link on a host that no log names, or shared outside the days a server \
log spans, is unknown, not unclicked. Totals stand in `total_clicks` of `links.csv` and give no rate.

这些文件按内容识别，叫什么名字、是否 gzip 都可以：放进 EXPORT 文件夹，或作为 EXPORT 传入，或用 `--side FILE`。日志不写域名时，\
用 `--base-url https://your.site` 说明路径属于哪个网站。一次点击是浏览器发出、得到 2xx 或 3xx 的 GET 请求；链接预览、爬虫、HEAD、\
出错的请求、页面的零件、同一次下载的后续分段都不算，剔除多少会写在提示里。访客的 IP 在读取时与浏览器标识一起散列，从不保留原文。\
日志不含其域名的链接，或分享时间不在服务器日志时段内的链接，是未知，不是没人点。合计写在 `links.csv` 的 `total_clicks` 列，不据此算点击率。
";

fn side_doc() -> String {
    let mut text = format!("{GENERATED}# Side files · 辅助文件\n");
    for file in SIDE_FILES {
        text.push_str(&format!("\n## {}\n\n{}\n\n{}\n\n", file.name, file.doc.en, file.doc.zh));
        text.push_str("| column | required | meaning | 含义 |\n|---|---|---|---|\n");
        for column in file.columns {
            let required = if column.required { "yes" } else { "" };
            text.push_str(&format!("| `{}` | {required} | {} | {} |\n", column.name, column.doc.en, column.doc.zh));
        }
    }
    text.push_str(LOG_PAGE);
    for log in LOGS {
        text.push_str(&format!("\n### {} · {}\n\n`{}`\n\n", log.name.en, log.name.zh, log.id));
        let (carries, how) = (log.carries.doc(), log.how_to_obtain);
        text.push_str(&format!(
            "- **Get it:** {}\n- **Carries:** {}\n- **Lacks:** {}\n",
            how.en, carries.en, log.lacks.en
        ));
        text.push_str(&format!("- **取得：**{}\n- **带有：**{}\n- **缺少：**{}\n", how.zh, carries.zh, log.lacks.zh));
    }
    text
}
