//! 表情包使用: how much of the talk is stickers and emoji.

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing};
use crate::dataset::{Features, Line, MessageKind};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "sticker_usage",
    name: Text { zh: "表情包占比", en: "Sticker share" },
    family: Family::Content,
    doc: Text {
        zh: "全部完整日里，表情（贴纸、动画表情）占有效发言的比例，另列含 emoji 的文字消息占比。多数导出不写表情的编号，因此本群专属表情的占比无法得知时为空，不当作零。",
        en: "In all complete days, stickers over eligible messages, with the share of texts that hold an emoji. Most exports do not tell which sticker it was; the share of the group's own pack is then unknown, not zero.",
    },
    formula: "stickers / eligible messages",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("emoji_texts", "texts that hold an emoji, over texts"),
        ("own_pack", "stickers of the group's own pack, over stickers; unknown without sticker ids"),
    ],
    source: "S45",
    advice: "advice.emotion.sticker",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let lines: Vec<&Line> =
        group.timeline.lines.iter().filter(|line| line.eligible() && group.days.contains(line.day)).collect();
    let of = |kind: MessageKind| lines.iter().filter(|line| line.kind == kind).count() as u64;
    let emoji = lines.iter().filter(|line| line.kind == MessageKind::Text && line.features.has(Features::EMOJI));
    let mut own = Measurement::new(Unit::Ratio).segment("own_pack").degraded("no_sticker_ids");
    own.n = of(MessageKind::Sticker);
    let rows = vec![
        Measurement::ratio(of(MessageKind::Sticker), lines.len() as u64).info(),
        Measurement::ratio(emoji.count() as u64, of(MessageKind::Text)).info().segment("emoji_texts"),
        own.standing(Standing::NoData),
    ];
    let over = |row: Measurement| row.basis("messages").over(group.days.span());
    Outcome { rows: rows.into_iter().map(over).collect(), ..Outcome::default() }
}
