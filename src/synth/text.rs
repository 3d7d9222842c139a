//! What synthetic members say: short sentences in Chinese and English, put together by chance. All
//! written for this tool. Ordinary sentences ask nothing (no question marks, no asking words), so
//! that response times rest on [`ask`] alone.

use super::chance::Dice;

/// What a group talks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    /// Engineers.
    Tech,
    /// A reading club that checks in daily.
    Reading,
    /// Users of a product and the people who help them, in English.
    Support,
    /// A little of everything, in both languages.
    Mixed,
}

/// The words of a theme.
struct Words {
    topics: &'static [&'static str],
    says: &'static [&'static str],
    asks: &'static [&'static str],
    answers: &'static [&'static str],
}

const TECH: Words = Words {
    topics: &[
        "日志采样",
        "连接池",
        "缓存预热",
        "灰度发布",
        "索引设计",
        "单元测试",
        "类型系统",
        "消息队列",
        "配置中心",
        "内存泄漏",
        "接口限流",
        "CI 流水线",
        "Rust",
        "Parquet",
        "向量检索",
    ],
    says: &[
        "我们上周也踩过{}的坑，最后改了超时",
        "{}这块可以先压测一轮再说",
        "同意，{}不该放在主流程里",
        "刚把{}的文档补上了",
        "昨晚复盘了{}，根因是重试风暴",
        "周末整理一篇{}的笔记发群里",
        "先加监控，再动{}",
        "这个版本{}快了差不多一倍",
        "{}的思路不错，学到了",
        "顺手给{}提了个 PR",
        "LGTM，合了吧",
        "线上已经恢复，稍后发报告",
        "收到",
        "哈哈哈哈",
        "有数据就好判断了",
        "tested {} on my side, works fine",
        "nice write-up on {}",
    ],
    asks: &[
        "{}上线之后延迟变高，大家是怎么排查的？",
        "请问{}有推荐的参数吗？",
        "{}的回滚脚本在哪里可以看到？",
        "为什么{}在容器里跑得更慢？",
    ],
    answers: &[
        "看一下群文件里的清单，第三节写了",
        "先把批大小调到 500 试试",
        "这个已知，下个小版本修",
        "我贴一段配置给你参考",
    ],
};

const READING: Words = Words {
    topics: &[
        "第三章",
        "第五章",
        "这本随笔",
        "昨天的选段",
        "人物小传",
        "作者的后记",
        "城市史",
        "短篇集",
        "译本",
        "书单",
    ],
    says: &[
        "打卡，今天读完{}",
        "{}里那句话抄下来了",
        "早安，晨读二十分钟",
        "今天只读了十页，{}有点难",
        "{}的节奏慢，但是很耐读",
        "地铁上听完了{}",
        "做了一张{}的思维导图",
        "赞，坚持就是胜利",
        "这周目标完成啦",
        "{}推荐给家里人了",
        "读到{}的时候想起了外婆",
        "晚安，明天继续",
        "收到，已补卡",
        "笔记写好了，晚点发",
    ],
    asks: &["请问{}的共读是今晚八点吗？", "{}有电子版推荐吗？", "补卡怎么补？", "{}的讨论题在哪里领取？"],
    answers: &["今晚八点，群里直接开始", "公告里有链接，往上翻两条", "发到这里就行，我来登记", "周五会统一整理"],
};

const SUPPORT: Words = Words {
    topics: &[
        "the CSV import",
        "dark mode",
        "the mobile app",
        "single sign-on",
        "the API token page",
        "dashboards",
        "weekly digests",
        "the webhook",
        "billing",
        "the beta build",
    ],
    says: &[
        "{} has been solid for us this week",
        "upgraded yesterday, {} feels faster",
        "small wish: keyboard shortcuts in {}",
        "we wrote a short guide on {} for our team",
        "confirmed, same here",
        "thanks, that fixed it",
        "the new release notes mention {}",
        "rolled {} out to 40 people, no complaints so far",
        "love the change to {}",
        "cleared the cache and {} came back",
        "heads-up: {} is read-only during maintenance",
        "+1",
        "works on Firefox too",
        "我们这边{}也正常了",
    ],
    asks: &[
        "how do I export everything from {}?",
        "is there a limit on {}?",
        "{} shows an error 403 for me, any idea?",
        "where can I find the docs for {}?",
    ],
    answers: &[
        "Settings, then Data, then Export. Takes a minute",
        "that is fixed in today's build, please update",
        "I have raised your limit, try again now",
        "the guide is pinned, section two covers it",
    ],
};

const TAILS_ZH: &[&str] = &["～", "。", "！", "", "", "，辛苦了", "，回头细聊", "，先这样", "，欢迎补充"];
const EMOJI: &[&str] = &["👍", "😂", "🎉", "🙏", "💪", "🔥", "☕", "📚", "🚀", "🌧️", "🧧", "👀"];

/// Stickers, by the emoji they stand for.
pub(super) const STICKERS: &[&str] = &["😂", "👍", "🎉", "😭", "🐱", "🌹", "👌", "🤝"];

fn words(theme: Theme, dice: &mut Dice) -> &'static Words {
    match theme {
        Theme::Tech => &TECH,
        Theme::Reading => &READING,
        Theme::Support => &SUPPORT,
        Theme::Mixed => [&TECH, &TECH, &READING, &SUPPORT][dice.index(4)],
    }
}

fn fill(pattern: &str, words: &Words, dice: &mut Dice) -> String {
    pattern.replace("{}", dice.word(words.topics))
}

/// An ordinary message: mostly one sentence, at times two or three, at times lines.
pub(super) fn say(theme: Theme, dice: &mut Dice) -> String {
    let words = words(theme, dice);
    let mut text = fill(dice.word(words.says), words, dice);
    let more = match dice.below(100) {
        0..70 => 0,
        70..90 => 1,
        90..98 => 2,
        _ => 5,
    };
    for _ in 0..more {
        let joint = if dice.permille(100) {
            "\n"
        } else if text.is_ascii() {
            ". "
        } else {
            "，"
        };
        let next = fill(dice.word(words.says), words, dice);
        if !text.contains(&next) {
            text.push_str(joint);
            text.push_str(&next);
        }
    }
    if !text.is_ascii() {
        text.push_str(dice.word(TAILS_ZH));
    }
    if dice.permille(180) {
        text.push_str(dice.word(EMOJI));
    }
    text
}

/// A question that waits for an answer.
pub(super) fn ask(theme: Theme, dice: &mut Dice) -> String {
    let words = words(theme, dice);
    fill(dice.word(words.asks), words, dice)
}

/// What whoever is on duty says to it.
pub(super) fn answer(theme: Theme, dice: &mut Dice) -> String {
    let words = words(theme, dice);
    fill(dice.word(words.answers), words, dice)
}

/// What stands beside a shared link.
pub(super) fn share(theme: Theme, dice: &mut Dice) -> String {
    let words = words(theme, dice);
    let pattern = dice.word(match theme {
        Theme::Support => &["good read on {}", "new guide: {}", "notes from our session on {}"],
        _ => &["分享一篇讲{}的文章", "好文，{}讲得很清楚", "整理了{}的资料"],
    });
    fill(pattern, words, dice)
}

/// What somebody sells who was not asked.
pub(super) fn ad(theme: Theme) -> &'static str {
    match theme {
        Theme::Support => "Private course only $19 today, limited offer! DM me to order.",
        _ => "内部价进阶课程，今天只要199元，先到先得，加微信 study2026 下单",
    }
}

/// The bot's daily line.
pub(super) fn bulletin(theme: Theme) -> &'static str {
    match theme {
        Theme::Support => "Daily digest: no open incidents. Post a question any time.",
        _ => "【每日播报】今日签到已开启，发送“签到”即可参加。",
    }
}

/// A file somebody might attach, with its size in bytes.
pub(super) fn file(dice: &mut Dice) -> (String, u64) {
    const FILES: &[&str] =
        &["会议纪要", "压测报告", "书单", "排期表", "架构图", "release-notes", "checklist", "survey-results"];
    const ENDINGS: &[&str] = &["pdf", "xlsx", "docx", "pptx", "zip", "md"];
    let name = format!("{}-{:02}.{}", dice.word(FILES), dice.below(40) + 1, dice.word(ENDINGS));
    (name, 20_000 + dice.below(8_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKING: &[&str] = &["?", "？", "怎么", "如何", "为什么", "哪里", "多少", "能不能", "请问", "吗"];

    #[test]
    fn only_questions_ask() {
        let mut dice = Dice::new(5, 0);
        for theme in [Theme::Tech, Theme::Reading, Theme::Support, Theme::Mixed] {
            for _ in 0..500 {
                let (said, asked) = (say(theme, &mut dice), ask(theme, &mut dice));
                assert!(!ASKING.iter().any(|word| said.contains(word)), "{said}");
                assert!(asked.contains(['?', '？']), "{asked}");
                let answered = answer(theme, &mut dice);
                assert!(!ASKING.iter().any(|word| answered.contains(word)), "{answered}");
            }
        }
    }
}
