//! The demo community (演示社群): three groups on three platforms over one quarter, with the side files
//! and the charter an operator would keep. In: a folder and how the community fares. Out: files on
//! disk that every command reads like anybody's. Nobody in it exists.

mod days;
mod lives;
mod programme;
mod side;
#[cfg(test)]
mod vitals;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::act::{Act, Body, Cast, Deed, Member};
use super::chance::Dice;
use super::names::{Names, Tongue};
use super::text::Theme;
use super::{discord, telegram, whatsapp};
use crate::calendar::Day;
use crate::error::{Error, Result};
use lives::Life;

/// Local day 2026-01-01, first of the quarter.
const FIRST: Day = 20_454;
/// Local day 2026-03-31, last of the quarter. Each export starts the evening before the first and
/// ends the morning after the last, so that these are complete days.
const LAST: Day = FIRST + 89;
/// Local day 2026-02-21, from which a sick community is sick: people come back from Spring Festival
/// and do not come back to the group.
const TURN: Day = FIRST + 51;
/// The demo is one community, so it has one seed: the one the thresholds are met with.
const SEED: u64 = 2026;

/// How the demo community fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Every vital within its default threshold.
    Good,
    /// Falls ill after Spring Festival: retention down, links unread, answers late, one member floods
    /// one group and another falls silent.
    Bad,
}

/// What [`write_demo`] wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPaths {
    /// The folder: an EXPORT to every command.
    pub root: PathBuf,
    /// The exports in it.
    pub exports: Vec<PathBuf>,
    /// The charter.
    pub charter: PathBuf,
}

/// One group of the community.
struct Club {
    platform: &'static str,
    /// The export, from the root.
    export: &'static str,
    name: &'static str,
    id: u64,
    theme: Theme,
    tongue: Tongue,
    size: usize,
    bot: bool,
    decline: Decline,
    group_key: fn(&Cast) -> String,
    account_id: fn(&Member) -> String,
    write: fn(&Cast, &mut dyn Iterator<Item = Act>, &mut dyn Write) -> io::Result<()>,
}

/// How a club fares once it is sick; shares in thousandths.
struct Decline {
    /// Chance that one of the core comes on a day.
    core: u64,
    /// Chance that a regular comes on a day of a week they come in.
    regular: u64,
    /// Somebody writes more than all others together.
    flood: bool,
}

static CLUBS: [Club; 3] = [
    Club {
        platform: "telegram",
        export: "telegram/ChatExport/result.json",
        name: "技术交流群",
        id: 1_871_204_466,
        theme: Theme::Tech,
        tongue: Tongue::Chinese,
        size: 118,
        bot: true,
        decline: Decline { core: 500, regular: 480, flood: true },
        group_key: |cast| cast.id.to_string(),
        account_id: |member| telegram::account_id(member.account),
        write: telegram::write,
    },
    Club {
        platform: "whatsapp",
        export: "whatsapp/WhatsApp Chat with 读书打卡群.txt",
        name: "读书打卡群",
        id: 1_602_338_190,
        theme: Theme::Reading,
        tongue: Tongue::Chinese,
        size: 88,
        bot: false,
        decline: Decline { core: 90, regular: 50, flood: false },
        group_key: |cast| cast.name.clone(),
        account_id: |member| member.name.clone(),
        write: whatsapp::android,
    },
    Club {
        platform: "discord",
        export: "discord/Product Support - general.json",
        name: "Product Support",
        id: 1_093_377_142,
        theme: Theme::Support,
        tongue: Tongue::English,
        size: 132,
        bot: true,
        decline: Decline { core: 330, regular: 300, flood: false },
        group_key: |cast| discord::channel_id(cast).to_string(),
        account_id: |member| discord::account_id(member.account),
        write: discord::write,
    },
];

/// A club with everything that happened in it.
struct Community {
    club: &'static Club,
    cast: Cast,
    /// One for each member of the cast.
    lives: Vec<Life>,
    acts: Vec<Act>,
}

impl Community {
    /// `platform:id`, as the frames call the group.
    fn group_id(&self) -> String {
        format!("{}:{}", self.club.platform, (self.club.group_key)(&self.cast))
    }

    /// The account id of a member, as the export has it.
    fn account(&self, who: usize) -> String {
        self.cast.members.get(who).map_or_else(String::new, self.club.account_id)
    }

    /// Shared links: time, sharer, address.
    fn links(&self) -> impl Iterator<Item = (i64, usize, &str)> {
        self.acts.iter().filter_map(|act| match &act.deed {
            Deed::Say(say) => match &say.body {
                Body::Link { url, .. } => Some((act.at, act.who, url.as_str())),
                _ => None,
            },
            _ => None,
        })
    }
}

/// Indices of people who are in two clubs: in the first club and in another.
const SHARED: [(usize, usize, usize); 9] =
    [(6, 1, 8), (9, 1, 12), (12, 1, 15), (20, 1, 25), (31, 1, 40), (7, 2, 8), (10, 2, 11), (22, 2, 30), (35, 2, 41)];

/// The three clubs of the community.
fn communities(health: Health) -> Vec<Community> {
    let mut names = Names::default();
    let mut clubs: Vec<(Cast, Vec<Life>, Dice)> = Vec::new();
    for (index, club) in CLUBS.iter().enumerate() {
        let mut dice = Dice::new(SEED, 10 + index as u64);
        let (cast, lives) = lives::people(club, health, &mut names, &mut dice);
        clubs.push((cast, lives, dice));
    }
    for (from, club, to) in SHARED {
        let name = clubs[0].0.members[from].name.clone();
        clubs[club].0.members[to].name = name;
    }
    clubs
        .into_iter()
        .zip(&CLUBS)
        .map(|((cast, lives, mut dice), club)| {
            let acts = days::acts(club, &cast, &lives, health, &mut dice);
            Community { club, cast, lives, acts }
        })
        .collect()
}

/// Writes the demo community into `dir`: exports with side files beside them, `groups.csv`,
/// `identities.csv` and `charter.toml` at the top. Two flaws are there on purpose: a second Telegram
/// export that overlaps the first, and one damaged record in the Discord export.
///
/// # Errors
/// [`Error::Io`] with the path that could not be written.
pub fn write_demo(dir: &Path, health: Health) -> Result<DemoPaths> {
    let communities = communities(health);
    let mut exports = Vec::new();
    for community in &communities {
        let path = dir.join(community.club.export);
        let folder = path.parent().unwrap_or(dir);
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
        let mut bytes = rendered(community, &community.acts, &path)?;
        if community.club.platform == "discord" {
            damage(&mut bytes);
        }
        put(&path, &bytes)?;
        if community.club.platform == "telegram" {
            let overlap = folder.join("result-overlap.json");
            let from = community.acts.len() * 4 / 5;
            put(&overlap, &rendered(community, &community.acts[from..], &overlap)?)?;
            exports.push(overlap);
        }
        exports.push(path.clone());
        put(&folder.join("roster.csv"), &side::roster(community)?)?;
        put(&folder.join("admins.csv"), &side::admins(community)?)?;
        put(&folder.join("clicks.csv"), &side::clicks(community, health)?)?;
    }
    put(&dir.join("groups.csv"), &side::groups(&communities)?)?;
    put(&dir.join("identities.csv"), &side::identities(&communities)?)?;
    let charter = dir.join("charter.toml");
    put(&charter, side::charter(&communities).as_bytes())?;
    exports.sort();
    Ok(DemoPaths { root: dir.to_owned(), exports, charter })
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| Error::io(path, error))
}

fn rendered(community: &Community, acts: &[Act], path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut acts = acts.iter().cloned();
    (community.club.write)(&community.cast, &mut acts, &mut bytes).map_err(|error| Error::io(path, error))?;
    Ok(bytes)
}

/// Puts a record without a readable time at the end of a Discord export; the count at its foot counts
/// it, as the exporter would have.
fn damage(bytes: &mut Vec<u8>) {
    const END: &[u8] = b"\n  ],\n  \"messageCount\": ";
    let Some(at) = bytes.windows(END.len()).rposition(|window| window == END) else { return };
    let foot = String::from_utf8_lossy(&bytes[at + END.len()..]).into_owned();
    let count: u64 = foot.trim_end_matches(['}', '\n']).parse().unwrap_or(0);
    bytes.truncate(at);
    bytes.extend_from_slice(b",\n    {\n      \"id\": \"1\",\n      \"type\": \"Default\",\n");
    bytes.extend_from_slice(b"      \"timestamp\": \"####-##-##T##:##\",\n      \"content\": \"\"\n    }");
    bytes.extend_from_slice(END);
    bytes.extend_from_slice(format!("{}\n}}", count + 1).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;

    #[test]
    fn the_quarter_is_the_first_of_2026() {
        for (day, text) in [(FIRST, "2026-01-01"), (LAST, "2026-03-31"), (TURN, "2026-02-21")] {
            assert_eq!(parse_day("", text).unwrap(), day, "{text}");
        }
    }

    #[test]
    fn the_folder_is_what_an_operator_keeps() {
        let dir = tempfile::tempdir().unwrap();
        let paths = write_demo(dir.path(), Health::Good).unwrap();
        assert_eq!(paths.exports.len(), 4);
        for export in &paths.exports {
            let bytes = fs::metadata(export).unwrap().len();
            assert!(bytes > 20_000, "{}: {bytes}", export.display());
        }
        let charter: toml::Table = fs::read_to_string(&paths.charter).unwrap().parse().unwrap();
        assert_eq!(charter["group"]["profile"].as_str(), Some("learning"));
        for file in ["telegram/ChatExport/roster.csv", "whatsapp/clicks.csv", "discord/admins.csv", "identities.csv"] {
            let mut rows = csv::Reader::from_path(dir.path().join(file)).unwrap();
            assert!(rows.records().filter(|row| row.as_ref().is_ok_and(|row| row.len() > 2)).count() > 1, "{file}");
        }
        let whole: serde_json::Value =
            serde_json::from_slice(&fs::read(dir.path().join(CLUBS[2].export)).unwrap()).unwrap();
        assert_eq!(whole["messageCount"].as_u64().unwrap(), whole["messages"].as_array().unwrap().len() as u64);
        let last = whole["messages"].as_array().unwrap().last().unwrap().clone();
        assert!(last["timestamp"].as_str().unwrap().starts_with('#'), "one damaged record, still JSON");
    }

    #[test]
    fn the_same_bytes_every_time() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for health in [Health::Good, Health::Bad] {
            let paths = write_demo(one.path(), health).unwrap();
            write_demo(two.path(), health).unwrap();
            for export in paths.exports {
                let other = two.path().join(export.strip_prefix(one.path()).unwrap());
                assert!(fs::read(&export).unwrap() == fs::read(other).unwrap(), "{}", export.display());
            }
        }
    }
}
