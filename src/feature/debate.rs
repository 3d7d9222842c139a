//! Openers of a debate or a topic (辩论, 话题): words of debate, or a topic between two `#`. In: a body.
//! Out: [`Features::DEBATE`]. Source: `topic_debates_monthly` in docs/metrics.md.

use super::facts::{Facts, Features};
use super::table::Detector;
use super::url;

/// Words of debate and the sign of a topic.
pub(super) const DETECTOR: Detector = Detector {
    sure: &[(Features::DEBATE, &["辩论", "反方", "pk", "话题讨论", "debate", "debates", "topic discussion"])],
    cues: &["#", "＃", "正方"],
    look,
};

fn look(text: &str, facts: &mut Facts) {
    if facts.features.has(Features::DEBATE) {
        return;
    }
    let side = text.match_indices("正方").any(|(at, word)| {
        // 正方形 and 正方体 take no side.
        !text.get(at + word.len()..).unwrap_or_default().starts_with(['形', '体'])
    });
    if side || has_topic(text) {
        facts.features |= Features::DEBATE;
    }
}

/// `#…#` outside links. A space before the second `#` tells two hashtags; digits alone a dialling code.
fn has_topic(text: &str) -> bool {
    let links = if text.contains("://") { url::find(text) } else { Vec::new() };
    let spans = links.iter().map(|link| {
        let start = link.as_ptr() as usize - text.as_ptr() as usize;
        start..start + link.len()
    });
    let spans: Vec<_> = spans.collect();
    let mut open: Option<usize> = None;
    for (at, sign) in text.match_indices(['#', '＃']) {
        if spans.iter().any(|span| span.contains(&at)) {
            continue;
        }
        if let Some(start) = open {
            let topic = text.get(start..at).unwrap_or_default();
            if topic.chars().any(char::is_alphabetic) && !topic.ends_with(char::is_whitespace) {
                return true;
            }
        }
        open = Some(at + sign.len());
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn openers() {
        check(
            Features::DEBATE,
            &[
                ("#要不要上大学#", true),
                ("＃要不要上大学＃ 开聊", true),
                ("今晚辩论赛", true),
                ("正方：应该", true),
                ("正方形", false),
                ("PK 赛", true),
                ("spks", false),
                ("#接龙", false),
                ("#rust #wasm", false),
                ("*#06#", false),
                ("https://a.b/#x https://c.d/#y", false),
                ("Friday debate: tabs or spaces", true),
                ("早", false),
            ],
        );
    }
}
