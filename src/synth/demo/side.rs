//! The side files of the demo community: what its operator knows besides the chat. In: the
//! communities. Out: bytes of roster, admins, clicks, groups, identities and charter.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::act::{Clock, DAY_MS, MINUTE_MS, Standing};
use super::super::chance::{Dice, mix};
use super::super::json::Quoted;
use super::{Community, FIRST, Health, LAST, SEED, SHARED, TURN};
use crate::calendar::date;
use crate::error::{Error, Result};

/// A local time as spreadsheets show it.
fn time(at: i64) -> String {
    Clock::local(at).to_string().replace('T', " ")
}

/// A CSV file of equally long rows; the first is the header.
fn table<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let internal = |error: csv::Error| Error::Frame(format!("demo: {error}"));
    writer.write_record(header).map_err(internal)?;
    for row in rows {
        writer.write_record(row).map_err(internal)?;
    }
    writer.into_inner().map_err(|error| Error::Frame(format!("demo: {error}")))
}

/// `roster.csv`: everybody ever in the group, those who never speak included.
pub(super) fn roster(community: &Community) -> Result<Vec<u8>> {
    let header =
        ["group_id", "account_id", "name", "join_time", "leave_time", "role", "is_bot", "is_operator", "exempt_until"];
    let group = community.group_id();
    let rows = community.cast.members.iter().zip(&community.lives).enumerate().map(|(who, (member, life))| {
        let role = match member.standing {
            Standing::Owner => "owner",
            Standing::Admin => "admin",
            Standing::Member | Standing::Bot => "member",
        };
        // Two members are away with leave: their silence is excused.
        let excused = if matches!(who, 60 | 61) { date(LAST + 30).to_string() } else { String::new() };
        [
            group.clone(),
            community.account(who),
            member.name.clone(),
            time(life.joined),
            life.left.map_or(String::new(), time),
            role.to_owned(),
            (member.standing == Standing::Bot).to_string(),
            false.to_string(),
            excused,
        ]
    });
    table(header, rows)
}

/// `admins.csv`: owner and admins, for as long as the group is old.
pub(super) fn admins(community: &Community) -> Result<Vec<u8>> {
    let staff = community.cast.members.iter().enumerate();
    let rows = staff
        .filter(|(_, member)| matches!(member.standing, Standing::Owner | Standing::Admin))
        .map(|(who, _)| [community.account(who), "2025-03-01".to_owned(), String::new()]);
    table(["account_id", "from", "to"], rows)
}

/// `clicks.csv`: the log of a short-link service, in time order. Previews are in it, as in any log.
pub(super) fn clicks(community: &Community, health: Health) -> Result<Vec<u8>> {
    let header = ["time", "url", "visitor_id", "account_id", "group_id", "user_agent"];
    let group = community.group_id();
    let mut rows: Vec<(i64, [String; 6])> = Vec::new();
    for (at, url, visitor) in visits(community, health) {
        let (visitor, account, agent) = match visitor {
            Visitor::Preview(agent) => (format!("preview-{}", community.club.platform), String::new(), agent),
            Visitor::Member(who) => {
                let cookie = mix(community.club.id, who as u64);
                let known = cookie.is_multiple_of(5) || cookie % 5 == 2 || who < 12;
                let account = if known { community.account(who) } else { String::new() };
                (format!("v{:010x}", cookie & 0xff_ffff_ffff), account, browser(cookie))
            }
        };
        let row = [time(at), url, visitor, account, group.clone(), agent.to_owned()];
        rows.push((at, row));
    }
    rows.sort();
    table(header, rows.into_iter().map(|(_, row)| row))
}

fn browser(cookie: u64) -> &'static str {
    match cookie % 3 {
        0 => "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
        1 => "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
        _ => "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
    }
}

/// Who opened a link.
pub(super) enum Visitor {
    /// The platform's own fetcher, by its user agent.
    Preview(&'static str),
    /// A member, by index.
    Member(usize),
}

/// Every opening of a shared link: time, address, visitor.
pub(super) fn visits(community: &Community, health: Health) -> Vec<(i64, String, Visitor)> {
    let mut dice = Dice::new(SEED, 30 + community.club.id);
    let agent = match community.club.platform {
        "telegram" => "TelegramBot (like TwitterBot)",
        "discord" => "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        _ => "WhatsApp/2.24.25 A",
    };
    let turn = super::super::rhythm::midnight(TURN);
    let mut visits = Vec::new();
    for (at, sharer, url) in community.links() {
        visits.push((at + 2_000, url.to_owned(), Visitor::Preview(agent)));
        let sick = health == Health::Bad && at >= turn;
        let interest = if sick { 30 + dice.below(60) } else { 240 + dice.below(160) };
        for (who, life) in community.lives.iter().enumerate() {
            let bot = community.cast.members.get(who).is_some_and(|member| member.standing == Standing::Bot);
            if bot || who == sharer || !life.present(at) || !dice.permille(interest) {
                continue;
            }
            // Half of the clicks come within the hour, the rest within three days.
            let later = if dice.permille(500) { 60 * MINUTE_MS } else { 3 * DAY_MS };
            let first = at + 20_000 + dice.between(0, later);
            visits.push((first, url.to_owned(), Visitor::Member(who)));
            if dice.permille(150) {
                visits.push((first + dice.between(MINUTE_MS, 600 * MINUTE_MS), url.to_owned(), Visitor::Member(who)));
            }
        }
    }
    visits.retain(|(at, ..)| *at < community.cast.span.1);
    visits
}

/// `groups.csv`
pub(super) fn groups(communities: &[Community]) -> Result<Vec<u8>> {
    let header = ["group_id", "name", "platform", "type", "created_at", "declared_size", "charter"];
    let rows = communities.iter().map(|community| {
        let kind = if community.club.platform == "discord" { "other" } else { "learning" };
        [
            community.group_id(),
            community.cast.name.clone(),
            community.club.platform.to_owned(),
            kind.to_owned(),
            "2025-03-01".to_owned(),
            community.lives.iter().filter(|life| life.left.is_none()).count().to_string(),
            true.to_string(),
        ]
    });
    table(header, rows)
}

/// `identities.csv`: every account of the rosters, people who are in two of the groups as one.
pub(super) fn identities(communities: &[Community]) -> Result<Vec<u8>> {
    let mut rows = Vec::new();
    let mut shared = BTreeSet::new();
    for (index, (from, club, to)) in SHARED.into_iter().enumerate() {
        for (at, who) in [(0, from), (club, to)] {
            let community = &communities[at];
            let person = format!("p{:03}", index + 1);
            let evidence = if index % 2 == 0 { "self-declared" } else { "event registration" };
            shared.insert((at, community.account(who)));
            rows.push([person, community.club.platform.to_owned(), community.account(who), evidence.to_owned()]);
        }
    }
    let mut next = SHARED.len() + 1;
    for (at, community) in communities.iter().enumerate() {
        for who in 0..community.cast.members.len() {
            let account = community.account(who);
            if shared.insert((at, account.clone())) {
                rows.push([format!("p{next:03}"), community.club.platform.to_owned(), account, "roster".to_owned()]);
                next += 1;
            }
        }
    }
    table(["person_id", "platform", "account_id", "evidence"], rows)
}

/// `charter.toml`
pub(super) fn charter(communities: &[Community]) -> String {
    let list = |wanted: Standing| {
        let mut names = Vec::new();
        for community in communities {
            let members = community.cast.members.iter().enumerate();
            let chosen = members.filter(|(_, member)| member.standing == wanted);
            names.extend(chosen.map(|(who, _)| Quoted(&community.account(who)).to_string()));
        }
        names.join(", ")
    };
    let mut text = String::from("# 演示社群的群章程 · the charter of the demo community\n\n[group]\n");
    let _ =
        write!(text, "profile = \"learning\"\ntimezone = \"Asia/Shanghai\"\ncreated_at = {}\n\n", date(FIRST - 306));
    let _ = writeln!(text, "[roles]\nowner = [{}]\nadmins = [{}]", list(Standing::Owner), list(Standing::Admin));
    let _ = write!(text, "bots = [{}]\n\n", list(Standing::Bot));
    text.push_str("[service]\nhours = [\"Mon-Sun 09:00-21:00\"]\nsla_minutes = 15\n\n");
    text.push_str("[rules]\nlink_allow = [\"mp.weixin.qq.com\", \"docs.qq.com\", \"github.com\"]\n\n");
    text.push_str("[[calendar]]\nrule = \"weekly Wed\"\nkeyword = \"行业快报\"\n\n");
    text.push_str("[points]\nspeak = 1\nshare = 5\ninvite = 10\n");
    text
}
