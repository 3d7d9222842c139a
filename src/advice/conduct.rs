//! Suggestions about how a group is run: service, rules, members, points, tools, compliance.

use super::t;
use crate::unit::Text;

/// Suggestions by key.
pub(super) const CONDUCT: &[(&str, Text)] = &[
    (
        "rules.speech_share",
        t(
            "近 7 天有 {value}超过单日发言上限[（{bound}）]（n={n}）。建议由管理员私下友好提醒，先肯定其热情，再说明群规；不公开点名。",
            "Passed the daily speech cap in the last 7 days: {value}[, bound {bound}] (n={n}). Consider a friendly private word from an admin: thanks for the energy first, then the rule; no naming in public.",
        ),
    ),
    (
        "members.silence_warn",
        t(
            "{value}沉默已满 7 天（n={n}）。建议私聊问候，了解近况和需要；名单见 members.csv。",
            "{value} silent for 7 days or more (n={n}). Consider a private hello asking how they are and what they need; the list is in members.csv.",
        ),
    ),
    (
        "members.to_clean",
        t(
            "{value}已 14 天未互动（n={n}）。名单仅供人工复核：请先核对请假、豁免和导出看不到的互动，本工具不会也不建议自动移出任何人。",
            "{value} without interaction for 14 days (n={n}). The list is for human review only: check leave, exemptions and what the export cannot show first; nobody is or should be removed automatically.",
        ),
    ),
    (
        "identity.map",
        t(
            "已确认的跨平台身份占 {value}[，界限 {bound}]（n={n}）。建议在 identities.csv 里补上确认过的对应关系；不要凭昵称相同就合并。",
            "Confirmed identities across platforms make up {value}[, bound {bound}] (n={n}). Consider adding confirmed pairs to identities.csv; do not merge people by equal nicknames.",
        ),
    ),
    (
        "tools.bot_balance",
        t(
            "机器人消息占 {value}[，界限 {bound}]（n={n}）。建议合并或定时发送自动消息，把高峰时段留给人的对话。",
            "Bots send {value} of all messages[, bound {bound}] (n={n}). Consider bundling or scheduling automatic posts and leaving the busy hours to people.",
        ),
    ),
    (
        "calendar.best_slot",
        t(
            "[发言最密的时段是 {best_slot}。]建议把需要讨论的内容放在活跃时段，通知类内容错开；换时段后用四周数据再比较。",
            "[The busiest slot is {best_slot}. ]Consider putting what needs discussion into the busy hours and notices outside them; compare over four weeks after a change.",
        ),
    ),
    (
        "data.quality",
        t(
            "数据完整性为 {value}[，界限 {bound}]（n={n}）。在据此行动前，建议重新导出缺口时段、检查被拒记录和时区，再运行一次。",
            "Completeness of the data is {value}[, bound {bound}] (n={n}). Before acting on it, consider exporting the missing stretch again, checking rejected records and the time zone, and running once more.",
        ),
    ),
    (
        "service.rota",
        t(
            "响应情况为 {value}[，界限 {bound}]（n={n}）。建议按小时排班，先补无人值守的时段，并指定每个时段的第一责任人。",
            "Response stands at {value}[, bound {bound}] (n={n}). Consider a rota by the hour, filling uncovered hours first, with one person first in charge of each.",
        ),
    ),
    (
        "service.unanswered",
        t(
            "未获回应的提问占 {value}[，界限 {bound}]（n={n}）。建议逐条补回，并把常见问题写进公告。",
            "Questions left unanswered make up {value}[, bound {bound}] (n={n}). Consider answering them one by one and putting frequent ones into the notice.",
        ),
    ),
    (
        "rules.ads",
        t(
            "疑似广告 {value}[，界限 {bound}]（n={n}）。均为线索，须人工确认后再按群规处理。",
            "Suspected ads: {value}[, bound {bound}] (n={n}). These are leads: a person should confirm each before the rules are applied.",
        ),
    ),
    (
        "rules.sanction",
        t(
            "处罚记录有 {value}需要核对（n={n}）。建议按警告、禁言、移出逐级处理并写明理由。",
            "Sanctions to look at: {value} (n={n}). Consider going step by step, warn, mute, remove, with a reason each time.",
        ),
    ),
    (
        "setup.announcement",
        t(
            "群公告具备 {value} 个必要部分[，界限 {bound}]（n={n}）。建议补齐群规、价值观与违规处理。",
            "The notice has {value} of its parts[, bound {bound}] (n={n}). Consider adding rules, values and what follows a breach.",
        ),
    ),
    (
        "setup.service_hours",
        t(
            "公示的响应时段与设定不一致或未公示（n={n}）。建议在公告里写明时段，例如“客服时间 9:00-18:00”。",
            "Service hours are unpublished or differ from those set (n={n}). Consider stating them in the notice, such as “service hours 9:00-18:00”.",
        ),
    ),
    (
        "setup.nickname",
        t(
            "群昵称符合规范的占 {value}[，界限 {bound}]（n={n}）。建议在欢迎语里给出格式和例子。",
            "Nicknames in the agreed form: {value}[, bound {bound}] (n={n}). Consider giving the form with an example in the welcome message.",
        ),
    ),
    (
        "setup.invite_confirm",
        t(
            "短时间大量拉人 {value}（n={n}）。建议开启群聊邀请确认，并核对这些新成员。",
            "Bursts of invitations: {value} (n={n}). Consider turning on approval of invitations and looking at those who came.",
        ),
    ),
    (
        "points.rebalance",
        t(
            "积分第一名占 {value}（n={n}）。建议检查各项权重与每日上限，避免靠刷屏得分。",
            "The first on the board holds {value} of all points (n={n}). Consider weights and daily caps, so that flooding earns nothing.",
        ),
    ),
    (
        "points.redeem",
        t(
            "积分兑换率为 {value}（n={n}）。建议让权益更容易看见，也更容易兑换。",
            "Points redeemed: {value} (n={n}). Consider making what they buy easier to see and to claim.",
        ),
    ),
    (
        "calendar.missed",
        t(
            "内容日历执行率为 {value}[，界限 {bound}]（n={n}）。建议为每个栏目指定主持人和替补，并提前一天备稿。",
            "Calendar kept: {value}[, bound {bound}] (n={n}). Consider a host and a deputy for each column, with the text ready the day before.",
        ),
    ),
    (
        "commerce.balance",
        t(
            "商业内容占 {value}[，界限 {bound}]（n={n}）。建议集中到固定时段，并与有用的内容搭配。",
            "Commerce makes up {value}[, bound {bound}] (n={n}). Consider fixed hours for it, beside content of use.",
        ),
    ),
    (
        "commerce.tier",
        t(
            "等级会员的响应优势为 {value}[，界限 {bound}]（n={n}）。建议核对优先咨询是否兑现。",
            "The head start of paying members is {value}[, bound {bound}] (n={n}). Consider whether the promised priority is kept.",
        ),
    ),
    (
        "capacity.split",
        t(
            "人数占上限 {value}[，界限 {bound}]（n={n}）。建议提前准备二群或按主题分群。",
            "Seats taken: {value}[, bound {bound}] (n={n}). Consider preparing a second group or splitting by topic.",
        ),
    ),
    (
        "data.reconcile",
        t(
            "与官方统计相差 {value}[，界限 {bound}]（n={n}）。建议核对统计口径（累计或当日）与导出范围。",
            "Differs from the platform's own figures by {value}[, bound {bound}] (n={n}). Consider what they count (to date, or that day) and what was exported.",
        ),
    ),
    (
        "tools.collab",
        t(
            "在线文档分享 {value}（n={n}）。建议把讨论结论沉淀到共享文档。",
            "Shared documents: {value} (n={n}). Consider keeping the outcome of discussions in a shared document.",
        ),
    ),
    (
        "tools.todo",
        t(
            "群待办完成率为 {value}（n={n}）。建议每个待办写清负责人和截止日。",
            "Group tasks done: {value} (n={n}). Consider an owner and a due date on each.",
        ),
    ),
    (
        "type.resource",
        t(
            "供需匹配率为 {value}[，界限 {bound}]（n={n}）。建议统一用【供】【需】开头，并由管理员牵线。",
            "Offers and requests answered: {value}[, bound {bound}] (n={n}). Consider one form for both, and an admin who introduces people.",
        ),
    ),
    (
        "type.learning",
        t(
            "打卡率为 {value}（n={n}）。建议固定打卡时间，并对连续打卡的人给出回应。",
            "Check-ins kept: {value} (n={n}). Consider a fixed hour, and a word for those who keep it up.",
        ),
    ),
    (
        "compliance.ad_label",
        t(
            "已标识的商业信息占 {value}[，界限 {bound}]（n={n}）。建议在同一条消息里显著写明“广告”。本提示不是法律意见。",
            "Commercial messages marked: {value}[, bound {bound}] (n={n}). Consider writing 广告 plainly in the same message. This is no legal advice.",
        ),
    ),
    (
        "risk.register",
        t(
            "三类风险中有 {value} 类越线（共 {n} 类有结论）。建议先看越线类别里最差的那一项，逐项按其建议处理；灰色的类别先补数据。",
            "{value} of the three classes of risk stand in breach ({n} could be judged). Consider starting with the worst vital of such a class and following its own advice; a grey class wants data first.",
        ),
    ),
    (
        "compliance.pii",
        t(
            "输出中发现 {value}疑似个人信息（n={n}）。请先处理再外发。",
            "Personal information found in outputs: {value} (n={n}). Please mend it before sharing.",
        ),
    ),
    (
        "compliance.pseudonym",
        t(
            "输出中有 {value}原始姓名或标识（n={n}）。对外请使用 --names pseudonym。",
            "Raw names or ids in outputs: {value} (n={n}). For others, use --names pseudonym.",
        ),
    ),
    (
        "compliance.purge",
        t(
            "原始导出已保存 {value}[，界限 {bound}]（n={n}）。建议删除到期的原始文件，只留汇总。",
            "Raw exports are {value} old[, bound {bound}] (n={n}). Consider deleting those past their time and keeping the sums.",
        ),
    ),
];
