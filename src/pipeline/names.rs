//! Everybody an input names: what a copy to forward must not hold. In: what was read. Out: names and ids, those of
//! second accounts too.

use super::Reading;

/// Names and ids of groups and people in exports, rosters and identity maps, as often as they stand there.
pub(super) fn names(reading: &Reading) -> impl Iterator<Item = String> {
    let frames = reading.frames.iter();
    let groups = frames.clone().flat_map(|frames| &frames.groups).flat_map(|group| {
        let id = group.id.split_once(':').map_or(group.id.as_str(), |(_, id)| id);
        [id, group.name.as_str()]
    });
    let accounts = frames
        .flat_map(|frames| &frames.accounts)
        .flat_map(|account| [account.id.as_deref(), account.name.as_deref()].into_iter().flatten());
    let rosters = reading.sides.iter().filter_map(|side| side.roster.as_deref()).flatten().flat_map(|row| {
        let named = [Some(row.account_id.as_str()), Some(row.name.as_str())];
        named.into_iter().chain([row.group_nickname.as_deref(), row.inviter.as_deref()]).flatten()
    });
    let identities = reading.sides.iter().filter_map(|side| side.identities.as_deref()).flatten();
    let identities = identities.flat_map(|row| [row.person_id.as_str(), row.account_id.as_str()]);
    groups.chain(accounts).chain(rosters).chain(identities).map(str::to_owned)
}
