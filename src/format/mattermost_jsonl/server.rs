//! Channels and users of the server, as the lines before the posts tell them. In: every line. Out:
//! the members of each channel, and names for the posts that follow.

use rustc_hash::FxHashMap;

use super::Line;
use crate::format::json::Value;
use crate::frame::{GroupRow, MemberRow, Who, Writer};

/// What is known of the server.
#[derive(Debug, Default)]
pub(super) struct Server {
    /// Shown names of channels, by `team/channel`.
    channels: FxHashMap<String, String>,
    /// Shown name and whether it is a bot, by user name.
    users: FxHashMap<String, (Option<String>, bool)>,
    /// The group the writer stands in.
    open: String,
}

impl Server {
    /// One line.
    pub fn take(&mut self, writer: &mut Writer, line: &Line<'_>) -> Result<(), &'static str> {
        match line.kind.inner().unwrap_or_default() {
            b"version" => {
                if line.version.integer() != Some(1) {
                    writer.note("a version of the bulk export that is not known; read as version 1");
                }
            }
            b"channel" => self.channel(line.object),
            b"user" => self.user(writer, line.object),
            b"bot" => {
                if let Some(name) = line.object.get(b"username").word() {
                    let shown = line.object.get(b"display_name").word().map(std::borrow::Cow::into_owned);
                    self.users.insert(name.into_owned(), (shown, true));
                }
            }
            b"post" | b"direct_post" => return self.thread(writer, line.object),
            b"scheme" | b"role" | b"emoji" | b"team" | b"direct_channel" => {}
            _ => return Err("a line of no known type"),
        }
        Ok(())
    }

    fn channel(&mut self, channel: Value<'_>) {
        let team = channel.get(b"team").text().unwrap_or_default();
        let (Some(name), Some(shown)) = (channel.get(b"name").word(), channel.get(b"display_name").word()) else {
            return;
        };
        self.channels.insert(format!("{team}/{name}"), shown.into_owned());
    }

    fn user(&mut self, writer: &mut Writer, user: Value<'_>) {
        let Some(name) = user.get(b"username").word() else { return };
        let word = |key: &[u8]| user.get(key).word().map(std::borrow::Cow::into_owned);
        let full: Vec<String> = [word(b"first_name"), word(b"last_name")].into_iter().flatten().collect();
        let full = (!full.is_empty()).then(|| full.join(" "));
        let shown = word(b"nickname").or(full);
        self.users.insert(name.clone().into_owned(), (shown, user.get(b"is_bot").is_true()));
        for team in user.get(b"teams").items() {
            let team_name = team.get(b"name").text().unwrap_or_default();
            for channel in team.get(b"channels").items() {
                let Some(channel_name) = channel.get(b"name").word() else { continue };
                self.enter(writer, &format!("{team_name}/{channel_name}"));
                let roles = channel.get(b"roles").text().unwrap_or_default();
                let role = roles.split(' ').any(|role| role == "channel_admin").then_some("admin");
                writer.member(&MemberRow { who: self.who(&name), role, bot: self.is_bot(&name) });
            }
        }
    }

    /// Goes to the group of that key.
    pub fn enter(&mut self, writer: &mut Writer, key: &str) {
        if self.open != key {
            let name = self.channels.get(key).map(String::as_str);
            writer.group(GroupRow { platform: "mattermost", id: Some(key), name });
            key.clone_into(&mut self.open);
        }
    }

    /// An account under its shown name.
    pub fn who<'b>(&'b self, user: &'b str) -> Who<'b> {
        Who::id(user, Some(self.users.get(user).and_then(|(shown, _)| shown.as_deref()).unwrap_or(user)))
    }

    /// The export says the account is a bot.
    pub fn is_bot(&self, user: &str) -> bool {
        self.users.get(user).is_some_and(|(_, bot)| *bot)
    }
}
