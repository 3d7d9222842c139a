//! The parts of a new charter that are about the weekly gate and about many groups. In: the page being written. Out:
//! their sections, all switched off.

use super::Page;

/// `[gate]` and `[[waiver]]`.
pub(super) fn gate(page: &mut Page) {
    page.note(
        "门禁：每周检查怎样判定。decision：point 看数值（默认），interval 整个 95% 区间越线才算；\n\
         persistent 连续几个完整周期越线才算，默认 1；regress 较基线最多退步多少；require 必须能判定的体征；\n\
         fail_on 什么算失败：breach（默认）、watch、never，或越线的群占比 \"share>0.2\"、个数 \"count>3\"",
        "The gate: how the weekly check decides. decision: point looks at the value (the default), with interval the whole\n\
         95 % interval must be out; persistent: complete periods in a row, default 1; regress: how far a vital may fall\n\
         behind its baseline; require: vitals that must be judged; fail_on: breach (the default), watch, never, or a part\n\
         of the groups, \"share>0.2\" or \"count>3\"",
    );
    page.on("[gate]");
    for setting in [
        "decision = \"point\"",
        "persistent = 1",
        "regress = \"10%\"",
        "require = [\"weekly_retention\"]",
        "fail_on = \"breach\"",
    ] {
        page.off(setting);
    }
    page.gap();
    page.note(
        "豁免：到期之前，这项越线只作关注；到期后检查失败，提醒删去或续期。segment、group（群号或群名，可用 *）可不写",
        "Waivers: until the day, a breach of this vital is only watched; after it the check fails until the entry is\n\
         taken out or renewed. segment and group (id or name, with *) may be left out",
    );
    page.off("[[waiver]]");
    page.off("metric = \"link_ctr\"");
    page.off("group = \"telegram:123\"");
    page.off("expires = 2026-06-30");
    page.off(page.word("reason = \"春节假期\"", "reason = \"spring holidays\""));
    page.gap();
}

/// `[profiles]` and `[[groups]]`.
pub(super) fn groups(page: &mut Page) {
    page.gap();
    page.note(
        "多个群共用一份章程：以上对全部群生效；[profiles.名字] 是一组设置；每个 [[groups]] 选出一些群\n\
         （id 群号或群名、platform、type 即 groups.csv 的 group_type，均可用 *），use 套用设置组，再写只对它们生效的各节。\n\
         id 里没有 * 的群必须有导出，否则检查不通过。后写的优先。",
        "One charter for many groups: what stands above holds for all of them; [profiles.NAME] is a set of settings; each\n\
         [[groups]] picks groups (id or name, platform, type as groups.csv says, each with *), uses sets and adds sections\n\
         of its own. A group named without * must have an export, or the check ends with exit 2. Later entries win.",
    );
    page.off("[profiles.desk]");
    page.off("service = { hours = [\"Mon-Sun 00:00-24:00\"], sla_minutes = 5 }");
    page.gap();
    for setting in ["[[groups]]", "id = \"telegram:*\"", "platform = \"telegram\"", "type = \"*\"", "use = \"desk\""] {
        page.off(setting);
    }
    page.off("[groups.group]");
    page.off("declared_size = 480");
    page.off("[[groups.threshold]]");
    page.off("metric = \"daily_messages\"");
    page.off("breach = \"< 50\"");
}
