//! Charters read whole: what each key becomes, and what is said of each mistake.

use std::path::Path;

use proptest::prelude::*;

use crate::calendar::day_number;
use crate::charter::{
    Charter, Decision, FailOn, Gate, GroupRule, Level, Override, Points, Preset, Profile, Programme, Recurrence,
    Regress, ServiceHours, ThresholdProfile, Waiver, read, read_all,
};
use crate::metric::{Bound, METRICS};

fn parse(text: &str) -> Result<Charter, String> {
    read(Path::new("c.toml"), text, METRICS).map_err(|error| error.to_string())
}

fn day(year: i32, month: u32, day: u32) -> i32 {
    day_number(chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn every_key_is_kept() {
    let text = include_str!("../../../fixtures/charter/full.toml");
    let week = |days: &[usize]| std::array::from_fn(|day| days.contains(&day));
    let span = |days, from_min, to_min| ServiceHours { days, from_min, to_min };
    let threshold = |metric: &str, segment: Option<&str>| Override {
        metric: metric.into(),
        segment: segment.map(str::to_owned),
        ..Override::default()
    };
    let expected = Charter {
        off: vec!["silence_watch".to_owned()],
        thresholds: Some(ThresholdProfile::Calibrated),
        profile: Some(Profile::Learning),
        timezone: Some("Europe/Berlin".into()),
        day_start_ms: Some(4 * 3_600_000),
        created_at: Some(day(2026, 1, 1)),
        declared_size: Some(480),
        preset: Some(Preset::Seed),
        owner: words(&["A"]),
        admins: words(&["B", "张三"]),
        operators: words(&["A2"]),
        bots: words(&["X"]),
        service_hours: words(&["Mon-Fri 09:00-18:00", "Sat 22:00-02:00"]),
        hours: vec![span(week(&[0, 1, 2, 3, 4]), 540, 1080), span(week(&[5]), 1320, 1440), span(week(&[6]), 0, 120)],
        sla_minutes: Some(7.5),
        link_allow: words(&["mp.weixin.qq.com", "github.com"]),
        nickname_pattern: Some(r"^\p{Han}{2,4}[-_+·|/]\S{2,12}$".into()),
        calendar: vec![
            Programme {
                rule: Recurrence::Weekly(2),
                keyword: "行业快报".into(),
                host: None,
                grace_days: None,
                skip: vec![],
            },
            Programme {
                rule: Recurrence::Monthly(15),
                keyword: "案例复盘".into(),
                host: Some("A".into()),
                grace_days: Some(2),
                skip: vec![day(2026, 2, 15), day(2026, 3, 15)],
            },
        ],
        points: Points { speak: Some(2), share: Some(6), invite: Some(0) },
        overrides: vec![
            Override {
                breach: Some(Bound::Below(5.0)),
                watch: Some(Bound::Below(8.0)),
                n_min: Some(0),
                level: Some(Level::Warn),
                persistent: Some(3),
                decision: Some(Decision::Point),
                regress: Some(Regress(0.25)),
                line: 40,
                ..threshold("daily_messages", None)
            },
            Override { breach: Some(Bound::Outside(0.01, 0.1)), line: 50, ..threshold("layer_shares", Some("core")) },
            Override { n_min: Some(20), line: 55, ..threshold("cohort_retention", Some("cohort:2026-W10/week:1")) },
        ],
        gate: Gate {
            decision: Some(Decision::Interval),
            persistent: Some(2),
            regress: Some(Regress(0.1)),
            require: words(&["weekly_retention"]),
            fail_on: Some(FailOn::Share(Bound::Above(0.2))),
        },
        waivers: vec![Waiver {
            metric: "layer_shares".into(),
            segment: Some("active".into()),
            group: Some("telegram:1*".into()),
            expires: day(2026, 6, 30),
            reason: "spring holidays".into(),
            line: 71,
        }],
        groups: vec![GroupRule {
            id: Some("客服*".into()),
            platform: Some("we*".into()),
            kind: Some("service".into()),
            line: 81,
            charter: Charter {
                declared_size: Some(90),
                service_hours: words(&["Mon-Sun 00:00-24:00"]),
                hours: vec![span([true; 7], 0, 1440)],
                sla_minutes: Some(5.0),
                overrides: vec![Override {
                    breach: Some(Bound::Below(50.0)),
                    line: 90,
                    ..threshold("daily_messages", None)
                }],
                ..Charter::default()
            },
        }],
    };
    assert_eq!(parse(text), Ok(expected));
}

#[test]
fn little_is_enough() {
    for text in ["", "# nothing\n", "\u{feff}[group]\n", "[roles]\nowner = []\n", "calendar = []\nthreshold = []\n"] {
        assert_eq!(parse(text), Ok(Charter::default()), "{text:?}");
    }
    let inline =
        parse("group = { created_at = \"2026/1/5\", declared_size = 1_000 }\r\nservice.sla_minutes = 15\r\n").unwrap();
    assert_eq!((inline.created_at, inline.declared_size), (Some(day(2026, 1, 5)), Some(1000)));
    assert_eq!(inline.sla_minutes, Some(15.0));
}

#[test]
fn metrics_are_not_checked_when_none_are_given() {
    let text = "[[threshold]]\nmetric = \"my_own\"\nbreach = \"< 1\"\n";
    assert!(read(Path::new("c.toml"), text, &[]).is_ok());
    assert!(parse(text).is_err());
}

#[test]
fn mistakes_in_keys_are_named() {
    for (text, expected) in [
        ("[group]\n\ncraeted_at = 2026-01-01\n", "3: unknown key `craeted_at` in [group]; did you mean `created_at`?"),
        ("timezone = \"UTC\"\n", "1: unknown key `timezone` at the top level; it belongs in [group]"),
        ("[rolls]\n", "1: unknown key `rolls` at the top level; did you mean `roles`?"),
        ("[service]\nhour = []\n", "2: unknown key `hour` in [service]; did you mean `hours`?"),
        ("[rules]\nxyz = 1\n", "2: unknown key `xyz` in [rules]; known are `link_allow`, `nickname_pattern`"),
        (
            "[[calendar]]\nrule = \"weekly Wed\"\nkeywrod = \"a\"\n",
            "3: unknown key `keywrod` in [[calendar]]; did you mean `keyword`?",
        ),
        ("[points]\nb = 1\nspeek = 1\n", "2: unknown key `b` in [points]; known are `speak`, `share`, `invite`"),
        ("[[threshold]]\nmetrik = \"x\"\n", "2: unknown key `metrik` in [[threshold]]; did you mean `metric`?"),
        ("group = 1\n", "1: [group] must be a table of `key = value` lines, found the number 1"),
        ("[[group]]\n", "1: [group] must be a table of `key = value` lines, found a list"),
        ("[threshold]\n", "1: `threshold` is a list; begin each of its entries with the line `[[threshold]]`"),
        ("[[calendar]]\nrule = \"weekly Wed\"\n", "1: [[calendar]] needs `keyword`, such as `keyword = \"行业快报\"`"),
        (
            "\n[[threshold]]\nbreach = \"< 1\"\n",
            "2: [[threshold]] needs `metric`, such as `metric = \"daily_messages\"`",
        ),
    ] {
        assert_eq!(parse(text), Err(format!("c.toml:{expected}")), "{text:?}");
    }
}

#[test]
fn mistakes_in_values_are_named() {
    for (text, expected) in [
        (
            "[group]\nprofile = \"serivce\"\n",
            "2: `profile` in [group] is \"serivce\", which is none of its words; did you mean `service`?",
        ),
        (
            "[group]\nlayers = \"1-9-90\"\n",
            "2: `layers` in [group] is \"1-9-90\", which is none of its words; known are `band`, `seed_10_20_70`, `nielsen_1_9_90`",
        ),
        (
            "[group]\ntimezone = \"Asia/Shanghi\"\n",
            "2: `timezone` in [group] is \"Asia/Shanghi\", which is no time zone; use an IANA name such as Asia/Shanghai",
        ),
        (
            "[group]\ntimezone = 8\n",
            "2: `timezone` in [group] must be a text in quotes, such as `timezone = \"Asia/Shanghai\"`; found the number 8",
        ),
        ("[group]\ntimezone = \" \"\n", "2: `timezone` in [group] is empty; fill it or delete the line"),
        (
            "[group]\nday_start = \"24:00\"\n",
            "2: `day_start` in [group] is \"24:00\", which is no time of day; write such as \"04:00\"",
        ),
        (
            "[group]\nday_start = 04:00:00\n",
            "2: `day_start` in [group] must be a text in quotes, such as `day_start = \"04:00\"`; found the date or time 04:00:00",
        ),
        (
            "[group]\ncreated_at = \"January\"\n",
            "2: `created_at` in [group] must be a date, such as `created_at = 2026-01-31`; found the text \"January\"",
        ),
        (
            "[group]\ncreated_at = 2026-01-01T00:00:00Z\n",
            "2: `created_at` in [group] must be a date, such as `created_at = 2026-01-31`; found the date or time 2026-01-01T00:00:00Z",
        ),
        (
            "[group]\ndeclared_size = 0\n",
            "2: `declared_size` in [group] must be a whole number from 1, such as `declared_size = 480`; found the number 0",
        ),
        (
            "[group]\ndeclared_size = \"480\"\n",
            "2: `declared_size` in [group] must be a whole number from 1, such as `declared_size = 480`; found the text \"480\"",
        ),
        (
            "[roles]\nowner = \"A\"\n",
            "2: `owner` in [roles] must be a list of texts, such as `owner = [\"A\"]`; found the text \"A\"",
        ),
        (
            "[roles]\nbots = [\n  \"X\",\n  7,\n]\n",
            "4: `bots` in [roles] must be a list of texts in quotes, such as `bots = [\"X\"]`; found the number 7",
        ),
        ("[roles]\nadmins = [\"\"]\n", "2: `admins` in [roles] holds an empty text; fill it or delete it"),
        (
            "[service]\nhours = [\"9 to 5\"]\n",
            "2: `hours` in [service] holds \"9 to 5\", which is no span of service hours; write such as \"Mon-Sun 09:00-18:00\"",
        ),
        (
            "[service]\nsla_minutes = 0\n",
            "2: `sla_minutes` in [service] must be a number above 0, such as `sla_minutes = 15`; found the number 0",
        ),
        (
            "[service]\nsla_minutes = nan\n",
            "2: `sla_minutes` in [service] must be a number above 0, such as `sla_minutes = 15`; found the number nan",
        ),
        (
            "[rules]\nlink_allow = [\"https://github.com/a\"]\n",
            "2: `link_allow` in [rules] holds \"https://github.com/a\"; write hosts alone, such as \"github.com\"",
        ),
        (
            "[rules]\nnickname_pattern = '(a'\n",
            "2: `nickname_pattern` in [rules] is no regular expression: unclosed group",
        ),
        (
            "[rules]\nnickname_pattern = true\n",
            "2: `nickname_pattern` in [rules] must be a text in quotes, such as `nickname_pattern = '^\\p{Han}{2,4}-\\S{2,12}$'`; found `true`",
        ),
        (
            "[[calendar]]\nrule = \"every Wed\"\nkeyword = \"a\"\n",
            "2: `rule` in [[calendar]] is \"every Wed\", which says no day; write \"weekly Wed\", \"monthly 15\" or a date such as \"2026-03-15\"",
        ),
        (
            "[[calendar]]\nrule = \"monthly 1\"\nkeyword = \"a\"\ngrace_days = -1\n",
            "4: `grace_days` in [[calendar]] must be a whole number from 0, such as `grace_days = 1`; found the number -1",
        ),
        (
            "[[calendar]]\nrule = \"monthly 1\"\nkeyword = \"a\"\nskip = [1]\n",
            "4: `skip` in [[calendar]] must be a list of dates, such as `skip = [2026-02-18]`; found the number 1",
        ),
        (
            "[points]\nspeak = 1.5\n",
            "2: `speak` in [points] must be a whole number from 0, such as `speak = 1`; found the number 1.5",
        ),
    ] {
        assert_eq!(parse(text), Err(format!("c.toml:{expected}")), "{text:?}");
    }
}

#[test]
fn mistakes_in_thresholds_are_named() {
    let daily = "[[threshold]]\nmetric = \"daily_messages\"\n";
    for (text, expected) in [
        (
            "[[threshold]]\nmetric = \"dayly_messages\"\n".to_owned(),
            "2: unknown metric `dayly_messages` in [[threshold]]; did you mean `daily_messages`?",
        ),
        (
            "[[threshold]]\nmetric = \"x\"\n".to_owned(),
            "2: unknown metric `x` in [[threshold]]; `chatvitals metrics` lists them",
        ),
        (
            "[[threshold]]\nmetric = \"layer_shares\"\nsegment = \"cora\"\n".to_owned(),
            "3: unknown segment `cora` of `layer_shares`; did you mean `core`?",
        ),
        (
            "[[threshold]]\nmetric = \"absence_factor\"\nsegment = \"core\"\n".to_owned(),
            "3: unknown segment `core` of `absence_factor`; it has none, delete the line",
        ),
        (
            daily.to_owned(),
            "1: the [[threshold]] of `daily_messages` changes nothing; add `breach`, `watch` or `n_min`",
        ),
        (
            format!("{daily}breach = \"5\"\n"),
            "3: `breach` in [[threshold]]: `5` is no bound; write one of `< 5`, `<= 5`, `> 5`, `>= 5`, `outside 1..10`",
        ),
        (
            format!("{daily}breach = 5\n"),
            "3: `breach` in [[threshold]] must be a text in quotes, such as `breach = \"< 5\"`; found the number 5",
        ),
        (
            format!("{daily}watch = \"outside 2..1\"\n"),
            "3: `watch` in [[threshold]]: `outside 2..1`: the lower end lies above the upper one",
        ),
        (
            format!("{daily}n_min = -1\n"),
            "3: `n_min` in [[threshold]] must be a whole number from 0, such as `n_min = 10`; found the number -1",
        ),
        (
            format!("{daily}breach = \"< 8\"\nwatch = \"< 5\"\n"),
            "4: watch `< 5` would never fire: breach `< 8` fires first; make watch the stricter one, or swap the two",
        ),
        (
            format!("{daily}n_min = 1\n{daily}n_min = 2\n"),
            "4: `daily_messages` has a [[threshold]] on line 1 already; keep one of the two",
        ),
    ] {
        assert_eq!(parse(&text), Err(format!("c.toml:{expected}")), "{text:?}");
    }
}

#[test]
fn what_is_no_toml_is_located() {
    for (text, line, part) in [
        ("[group]\ncreated_at = 2026/01/01\n", 2, "write dates as 2026-01-31"),
        ("[group]\nprofile = learning\n", 2, "put texts in double quotes"),
        ("[rules]\nnickname_pattern = \"\\p{Han}\"\n", 2, "write patterns in single quotes"),
        ("[group]\n[group]\n", 2, "keep one of the two"),
        ("[group]\nprofile = “learning”\n", 2, "type quotes, =, [ ] and commas with the English keyboard"),
        ("[group\n", 1, "not valid TOML: "),
    ] {
        let message = parse(text).unwrap_err();
        assert!(
            message.starts_with(&format!("c.toml:{line}: not valid TOML: ")) && message.contains(part),
            "{message}"
        );
        assert!(!message.ends_with('.') && !message.contains('\n'), "{message}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_text_never_panics(text in "\\PC{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn random_values_never_panic(section in 0..7usize, key in 0..6usize, value in "[-\"'0-9A-Za-z\\[\\]{}:., <>]{0,40}") {
        let (title, keys) = super::KEYS[section];
        let key = keys[key % keys.len()];
        let _ = parse(&format!("{title}\n{key} = {value}\n"));
        let _ = parse(&format!("{title}\n{key} = '''{value}'''\n"));
    }
}

#[test]
fn mistakes_of_the_gate_are_named() {
    for (text, expected) in [
        (
            "[gate]\ndecision = \"intervall\"\n",
            "2: `decision` in [gate] is \"intervall\", which is none of its words; did you mean `interval`?",
        ),
        (
            "[gate]\npersistent = 0\n",
            "2: `persistent` in [gate] must be a whole number from 1, such as `persistent = 2`; found the number 0",
        ),
        (
            "[gate]\nregress = \"ten\"\n",
            "2: `regress` in [gate] is \"ten\"; write a part of the baseline's value, such as \"10%\"",
        ),
        (
            "[gate]\nrequire = [\"weekly_retenton\"]\n",
            "2: `require` in [gate] holds \"weekly_retenton\", which is no vital; did you mean `weekly_retention`?",
        ),
        (
            "[gate]\nfail_on = \"share>20\"\n",
            "2: `fail_on` in [gate] `share>20`: a share of groups lies between 0 and 1; for a number write count>3",
        ),
        (
            "[[waiver]]\nmetric = \"link_ctr\"\nreason = \"x\"\n",
            "1: [[waiver]] needs `expires`, such as `expires = 2026-06-30`",
        ),
        (
            "[[waiver]]\nmetric = \"link_ctr\"\nexpires = 2026-06-30\nreason = \"\"\n",
            "4: `reason` in [[waiver]] is empty; fill it or delete the line",
        ),
        (
            "[[threshold]]\nmetric = \"link_ctr\"\nlevel = \"forbid\"\n",
            "3: `level` in [[threshold]] is \"forbid\", which is none of its words; known are `deny`, `warn`, `allow`",
        ),
        (
            "[[threshold]]\nmetric = \"weekly_retention\"\nbreach = \"< 60\"\n",
            "3: `breach` in [[threshold]]: `< 60`: `weekly_retention` is a share between 0 and 1 (for 60 % write 0.6)",
        ),
    ] {
        assert_eq!(parse(text), Err(format!("c.toml:{expected}")), "{text:?}");
    }
}

#[test]
fn mistakes_of_groups_are_named() {
    for (text, expected) in [
        (
            "[[groups]]\nuse = \"a\"\n[profiles.a]\n",
            "1: [[groups]] names no group; give `id`, `platform` or `type` (patterns such as \"wechat:*\"), or move what it says to the top, where it holds for all",
        ),
        (
            "[[groups]]\nid = \"a\"\nuse = \"seles\"\n[profiles.sales]\n",
            "3: `use` in [[groups]] names \"seles\", which is no profile; did you mean `sales`?",
        ),
        (
            "[[groups]]\nid = \"a[\"\n",
            "2: `id` in [[groups]] is \"a[\", which is no pattern: unclosed character class; missing ']'",
        ),
        (
            "[[groups]]\nid = \"a\"\n[groups.group]\ntimezone = \"UTC\"\n",
            "4: `timezone` holds for the whole run; move it to [group] at the top level",
        ),
        ("[profiles.a]\nsla_minutes = 5\n", "2: unknown key `sla_minutes` in [profiles.NAME]; it belongs in [service]"),
    ] {
        assert_eq!(parse(text), Err(format!("c.toml:{expected}")), "{text:?}");
    }
}

#[test]
fn contradictions_are_named() {
    for (text, expected) in [
        (
            "[metrics]\noff = [\"link_ctr\"]\n[[threshold]]\nmetric = \"link_ctr\"\nn_min = 5\n",
            "3: the [[threshold]] of `link_ctr` has no effect: [metrics] off names it",
        ),
        (
            "[service]\nsla_minutes = 15\n[[threshold]]\nmetric = \"admin_response_time\"\nbreach = \"> 30\"\n",
            "3: [service] promises an answer within 15 minutes, this [[threshold]] breaks above 30; keep one of the two",
        ),
        (
            "[roles]\nadmins = [\"B\"]\nbots = [\"B\"]\n",
            "3: `B` stands in `admins` and in `bots` of [roles]: counted and never counted",
        ),
        (
            "[gate]\nrequire = [\"link_ctr\"]\n[[threshold]]\nmetric = \"link_ctr\"\nlevel = \"allow\"\n",
            "2: [gate] requires `link_ctr`, which this charter leaves unjudged; keep one of the two",
        ),
    ] {
        assert_eq!(parse(text), Err(format!("c.toml:{expected}")), "{text:?}");
    }
    let band = |name: &str, band: &str| {
        format!("[[threshold]]\nmetric = \"layer_shares\"\nsegment = \"{name}\"\nbreach = \"outside {band}\"\n")
    };
    let text = band("core", "0.3..0.4") + &band("active", "0.3..0.4") + &band("ordinary", "0.5..0.6");
    let said = parse(&text).unwrap_err();
    assert!(said.contains("add up to 100 %, these allow 110 to 140 %"), "{said}");
}

#[test]
fn every_mistake_is_found_at_once() {
    let text = "[group]\nprofile = \"lerning\"\ndeclared_size = 0\n[rolls]\n[[threshold]]\nmetric = \"dayly_messages\"\nbreach = \"< 1\"\n[[threshold]]\nmetric = \"link_ctr\"\nbreach = \"x\"\n";
    let (_, mistakes) = read_all(Path::new("c.toml"), text, METRICS).unwrap();
    let lines: Vec<String> =
        mistakes.iter().map(|error| error.to_string().split(':').nth(1).unwrap().to_owned()).collect();
    assert_eq!(lines, ["2", "3", "4", "6", "10"], "{mistakes:?}");
}
