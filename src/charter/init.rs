//! The charter to start from: every key explained, every built-in default in sight. In: what the
//! group is for and the language of the comments. Out: the text of a `charter.toml` that reads back.
//! `# ` opens an explanation; `#` alone switches a setting off, so deleting it switches it on.

mod gate;

use crate::unit::{Lang, Text};

use super::Profile;

/// One built-in threshold as the page shows it.
struct Example {
    metric: &'static str,
    segment: Option<&'static str>,
    breach: &'static str,
    n_min: u64,
    doc: Text,
}

const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

const fn example(metric: &'static str, breach: &'static str, n_min: u64, doc: Text) -> Example {
    Example { metric, segment: None, breach, n_min, doc }
}

const fn layer(segment: &'static str, breach: &'static str, doc: Text) -> Example {
    Example { metric: "layer_shares", segment: Some(segment), breach, n_min: 20, doc }
}

const THRESHOLDS: [Example; 10] = [
    example(
        "daily_messages",
        "< 5",
        7,
        text("日均发言条数（最近 7 个完整日）", "messages per day over the last 7 complete days"),
    ),
    example("interactions_per_capita", "< 5", 10, text("活跃者人均每日条数", "messages per active person and day")),
    example("weekly_retention", "< 0.6", 10, text("周活跃留存", "share of last week's active members still active")),
    example("monthly_retention", "< 0.6", 10, text("月活跃留存", "the same by month")),
    example("cohort_retention", "< 0.6", 10, text("新人首周留存", "newcomers still active in their first week")),
    example("membership_retention", "< 0.6", 10, text("在群留存", "members who have not left")),
    layer("core", "outside 0.01..0.1", text("核心成员占比", "share of core members")),
    layer("active", "outside 0.09..0.2", text("活跃成员占比", "share of active members")),
    layer("ordinary", "outside 0.7..0.9", text("普通成员占比", "share of ordinary members")),
    example("link_ctr", "< 0.15", 30, text("链接点击率；n 为触达人数", "link click-through; n is the reach")),
];

/// The page being written.
struct Page {
    lang: Lang,
    text: String,
}

impl Page {
    /// An explanation; one comment a line.
    fn note(&mut self, zh: &'static str, en: &'static str) {
        for line in text(zh, en).get(self.lang).lines() {
            self.text.push_str(&format!("# {line}\n"));
        }
    }

    /// A setting in force, or a heading.
    fn on(&mut self, setting: &str) {
        self.text.push_str(&format!("{setting}\n"));
    }

    /// A setting shown but not in force.
    fn off(&mut self, setting: &str) {
        self.text.push_str(&format!("#{setting}\n"));
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }

    const fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        text(zh, en).get(self.lang)
    }
}

/// The text of a commented `charter.toml` for a group of this kind, explained in `lang`.
#[must_use]
pub fn template(profile: Profile, lang: Lang) -> String {
    let mut page = Page { lang, text: String::new() };
    page.note(
        "群章程：这个群对自己的约定，chatvitals 按它判断各项体征。\n\
         每一项都可以不写。“# ”开头是说明；紧贴 # 的是未启用的设置，写着内置默认值或示例，删去 # 即启用。",
        "The charter: what this group promised itself; chatvitals judges its vitals by it.\n\
         Every key is optional. `# ` opens an explanation; a # right before a setting switches it off.\n\
         What is switched off shows the built-in default or an example; delete the # to use it.",
    );
    page.gap();
    group(&mut page, profile);
    roles(&mut page);
    service(&mut page, profile);
    rules(&mut page, profile);
    calendar(&mut page, profile);
    points(&mut page);
    metrics(&mut page);
    gate::gate(&mut page);
    thresholds(&mut page);
    gate::groups(&mut page);
    page.text
}

fn group(page: &mut Page, profile: Profile) {
    page.on("[group]");
    page.note(
        "群类型：resource 资源对接 | learning 学习成长 | service 客户服务 | other 其他（默认）",
        "What the group is for: resource | learning | service | other (the default)",
    );
    page.on(&format!("profile = \"{}\"", profile.name()));
    page.note(
        "时区（IANA 名称），默认 Asia/Shanghai；命令行 --tz 优先",
        "Time zone, an IANA name; default Asia/Shanghai. --tz on the command line wins",
    );
    page.off("timezone = \"Asia/Shanghai\"");
    page.note(
        "一天从几点算起，默认 00:00；写 \"04:00\" 则凌晨四点前的发言算前一天",
        "Where a day begins, default 00:00; with \"04:00\" the small hours belong to the day before",
    );
    page.off("day_start = \"00:00\"");
    page.note(
        "建群日期（示例）；更早的消息视为导入的历史",
        "Day the group was founded (example); older messages count as imported history",
    );
    page.off("created_at = 2026-01-01");
    page.note(
        "申报人数（示例）；没有 roster.csv 时用作“全体成员”的分母",
        "Members as declared (example); stands for \"all members\" where there is no roster.csv",
    );
    page.off("declared_size = 480");
    page.note(
        "分层目标：band 核心 1–10%、活跃 9–20%、普通 70–90%（默认）| seed_10_20_70 | nielsen_1_9_90",
        "Layers aimed at: band, core 1-10 %, active 9-20 %, ordinary 70-90 % (the default) | seed_10_20_70 | nielsen_1_9_90",
    );
    page.off("layers = \"band\"");
    page.gap();
}

fn roles(page: &mut Page) {
    page.note("谁是谁：填账号或昵称，默认都为空", "Who is who: account ids or display names; all empty by default");
    page.on("[roles]");
    page.note("群主", "Owner");
    page.off(page.word("owner = [\"张三\"]", "owner = [\"Ann\"]"));
    page.note("管理员：算作核心成员，不进沉默名单", "Admins: core members, never on the silence list");
    page.off(page.word("admins = [\"李四\", \"王五\"]", "admins = [\"Bob\", \"Cleo\"]"));
    page.note("运营者自己的小号：一律不计入", "The operator's own extra accounts: never counted");
    page.off("operators = []");
    page.note("机器人：一律不计入", "Bots: never counted");
    page.off(page.word("bots = [\"小助手\"]", "bots = [\"helper\"]"));
    page.gap();
}

fn service(page: &mut Page, profile: Profile) {
    page.on("[service]");
    page.note(
        "服务时段；只有时段内的分钟计入响应时长。可写多行，可跨午夜，如 \"Sat,Sun 22:00-02:00\"",
        "Service hours; only minutes within them count as waiting. Several spans may stand here,\n\
         also past midnight: \"Sat,Sun 22:00-02:00\"",
    );
    let settings = ["hours = [\"Mon-Sun 09:00-18:00\"]", "sla_minutes = 15"];
    let show = if profile == Profile::Service { Page::on } else { Page::off };
    show(page, settings[0]);
    page.note("承诺多少分钟内响应，默认 15", "Minutes within which an answer is promised, default 15");
    show(page, settings[1]);
    page.gap();
}

fn rules(page: &mut Page, profile: Profile) {
    page.on("[rules]");
    page.note(
        "允许普通成员发的链接主机；默认 mp.weixin.qq.com、docs.qq.com、github.com",
        "Hosts that members may link to; default mp.weixin.qq.com, docs.qq.com, github.com",
    );
    if profile == Profile::Resource {
        page.note("资源对接群：另加交易平台", "A resource group: marketplaces besides");
        page.on(
            "link_allow = [\"mp.weixin.qq.com\", \"docs.qq.com\", \"1688.com\", \"taobao.com\", \"jd.com\", \"weidian.com\"]",
        );
    } else {
        page.off("link_allow = [\"mp.weixin.qq.com\", \"docs.qq.com\", \"github.com\"]");
    }
    page.note(
        "群昵称格式（正则），默认为“姓名-行业”，如 张三-金融",
        "Nickname pattern, a regular expression; default \"name-industry\" in Chinese",
    );
    page.off(r"nickname_pattern = '^\p{Han}{2,4}[\s\-_+＋·|｜/／]+\S{2,12}$'");
    page.gap();
}

fn calendar(page: &mut Page, profile: Profile) {
    page.note(
        "内容日历：每个 [[calendar]] 是一个固定栏目，默认没有。\n\
         rule 何时：\"weekly Wed\"、\"monthly 15\" 或某一天 \"2026-03-15\"；keyword 消息里含的词；\n\
         host 由谁发（不写则谁都可以）；grace_days 可迟几天，默认 1；skip 免发的日子",
        "Content calendar: each [[calendar]] is one programme; none by default.\n\
         rule: \"weekly Wed\", \"monthly 15\" or one day, \"2026-03-15\"; keyword: a word its message holds;\n\
         host: who publishes it (anybody, unless named); grace_days: how late it may be, default 1; skip: days off",
    );
    let (weekly, monthly) = match profile {
        Profile::Learning => (("行业快报", "industry brief"), ("案例复盘", "case review")),
        Profile::Resource => (("供需清单", "offers and wants"), ("对接复盘", "deals in review")),
        Profile::Service => (("常见问题", "questions and answers"), ("服务通报", "service report")),
        Profile::Other => (("本周话题", "topic of the week"), ("月度小结", "month in review")),
    };
    let show = if profile == Profile::Learning { Page::on } else { Page::off };
    let keyword = |page: &Page, (zh, en)| format!("keyword = \"{}\"", page.word(zh, en));
    let (weekly, monthly) = (keyword(page, weekly), keyword(page, monthly));
    for setting in ["[[calendar]]", "rule = \"weekly Wed\"", &weekly] {
        show(page, setting);
    }
    page.off("grace_days = 1");
    page.off(page.word("host = \"张三\"", "host = \"Ann\""));
    page.off("skip = [2026-02-18]");
    page.gap();
    for setting in ["[[calendar]]", "rule = \"monthly 15\"", &monthly] {
        show(page, setting);
    }
    page.gap();
}

fn points(page: &mut Page) {
    page.note(
        "积分：发言、分享、邀请各计几分；下面是内置默认值",
        "Points for a message, a share, an invited member; these are the built-in weights",
    );
    page.on("[points]");
    for setting in ["speak = 1", "share = 5", "invite = 10"] {
        page.off(setting);
    }
    page.gap();
}

fn metrics(page: &mut Page) {
    page.note(
        "体征：off 里的不计算；thresholds 为 seed（来源文档的数字，默认）或 calibrated（按本群近八周自己的水平）",
        "Vitals: those in off are not computed; thresholds are seed (the source document's numbers, the default)\n\
         or calibrated (by the group's own last eight weeks)",
    );
    page.on("[metrics]");
    page.off("off = [\"topic_trends\"]");
    page.off("thresholds = \"seed\"");
    page.gap();
}

fn thresholds(page: &mut Page) {
    page.note(
        "阈值：每个 [[threshold]] 改写一条内置阈值，没写的仍用内置。下面是内置值。\n\
         breach 越过即违约，watch 越过则关注（写法 < 5、<= 5、> 5、>= 5、outside 1..10）；n_min 样本少于它就不下结论。\n\
         比率写成 0–1。level：deny 越线即失败（默认）、warn 只提醒、allow 不判定；decision、persistent、regress 同 [gate]。\n\
         全部体征与定义：chatvitals metrics",
        "Thresholds: each [[threshold]] replaces one built-in threshold; what it does not name stays. These are built in.\n\
         Past breach the charter is broken, past watch it is worth a look (< 5, <= 5, > 5, >= 5, outside 1..10);\n\
         with fewer than n_min observations nothing is said. Rates are written 0 to 1. level: deny fails the run (the\n\
         default), warn only warns, allow leaves it unjudged; decision, persistent and regress as in [gate].\n\
         All vitals: chatvitals metrics",
    );
    for threshold in &THRESHOLDS {
        page.gap();
        page.note(threshold.doc.zh, threshold.doc.en);
        page.off("[[threshold]]");
        page.off(&format!("metric = \"{}\"", threshold.metric));
        if let Some(segment) = threshold.segment {
            page.off(&format!("segment = \"{segment}\""));
        }
        page.off(&format!("breach = \"{}\"", threshold.breach));
        page.off(&format!("n_min = {}", threshold.n_min));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::charter::{Charter, parse_bound, read};
    use crate::metric::METRICS;

    const PROFILES: [Profile; 4] = [Profile::Resource, Profile::Learning, Profile::Service, Profile::Other];

    fn back(text: &str) -> Charter {
        read(Path::new("charter.toml"), text, METRICS).unwrap()
    }

    fn switched_on(text: &str) -> String {
        let on = |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned();
        text.lines().map(on).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_page_reads_back_as_its_profile() {
        for profile in PROFILES {
            for lang in [Lang::Zh, Lang::En] {
                let charter = back(&template(profile, lang));
                assert_eq!(charter.profile, Some(profile));
                assert_eq!(charter.sla_minutes.is_some(), profile == Profile::Service);
                assert_eq!(!charter.hours.is_empty(), profile == Profile::Service);
                assert_eq!(charter.calendar.len(), if profile == Profile::Learning { 2 } else { 0 });
                assert_eq!(charter.link_allow.contains(&"1688.com".to_owned()), profile == Profile::Resource);
                assert!(charter.overrides.is_empty() && charter.bots.is_empty(), "nothing invented is in force");
            }
        }
    }

    #[test]
    fn every_key_is_shown_and_works_when_switched_on() {
        for profile in PROFILES {
            for lang in [Lang::Zh, Lang::En] {
                let page = switched_on(&template(profile, lang));
                let charter = back(&page);
                assert_eq!((charter.overrides.len(), charter.calendar.len()), (THRESHOLDS.len(), 2));
                for key in crate::charter::read::KEYS
                    .iter()
                    .flat_map(|(_, keys)| *keys)
                    .filter(|key| !["watch", "level"].contains(key))
                {
                    assert!(page.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key} {lang:?}");
                }
                assert!(template(profile, lang).contains("watch"));
            }
        }
    }

    #[test]
    fn comments_are_in_the_language_asked_for() {
        for profile in PROFILES {
            let english = template(profile, Lang::En);
            let han = |line: &&str| line.starts_with("# ") && line.chars().any(|c| ('一'..='鿿').contains(&c));
            assert_eq!(english.lines().find(han), None);
            let chinese = template(profile, Lang::Zh);
            assert_eq!(
                english.lines().filter(|line| !line.starts_with("# ")).count(),
                chinese.lines().filter(|line| !line.starts_with("# ")).count()
            );
            let bare = |line: &&str| line.starts_with("# ") && !line.chars().any(|c| ('一'..='鿿').contains(&c));
            assert_eq!(chinese.lines().find(bare), None);
        }
    }

    #[test]
    fn what_is_called_built_in_is() {
        for shown in &THRESHOLDS {
            let Some(metric) = METRICS.iter().find(|metric| metric.id == shown.metric) else { continue };
            let built_in = metric.thresholds.iter().find(|built_in| built_in.segment == shown.segment).unwrap();
            assert_eq!(built_in.breach, parse_bound(shown.breach).ok(), "{} {:?}", shown.metric, shown.segment);
            assert_eq!(built_in.n_min, shown.n_min, "{} {:?}", shown.metric, shown.segment);
        }
    }
}
