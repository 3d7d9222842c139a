//! Posts of a Weibo topic or super-topic and the comments below them, as crawlers write them to CSV.
//! In: the tables of a folder. Out: each post and comment as a message of the topic; counts of
//! reposts, comments and likes have no date and no name, so they are no reactions.

mod columns;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::mapping::{TimeFormat, is_scientific};
use super::table::{Row, Rows, header};
use super::{Carries, Confidence, Folder, Format, Head, Part, Progress, Read, TimeKind};
use crate::error::{Error, Place, Result};
use crate::frame::{GroupRow, MessageKind, MessageRow, Who, Writer};
use crate::unit::Text;
use columns::{Columns, Field, Holds};

/// The format.
pub const WEIBO_CSV: Format = Format {
    id: "weibo-csv",
    name: Text { zh: "微博话题、超话的帖子与评论（CSV）", en: "Weibo topic posts and comments (CSV)" },
    platform: "weibo",
    how_to_export: Text {
        zh: "微博没有话题导出功能，用采集工具把话题或超话的帖子和评论存成 CSV，例如 weibo-search（按话题搜索）或 MediaCrawler（帖子和评论各一个文件）。\n\
             同一话题的帖子文件和评论文件放在同一个文件夹里，把文件夹交给 chatvitals。\n\
             不要用 Excel 打开再保存：长 ID 会变成 5.02E+15，时间会丢掉秒。遵守微博的规则，只采集你有权使用的公开内容。",
        en: "Weibo exports no topics; a crawler writes the posts and comments of a topic or super-topic to CSV, such as weibo-search (by topic) or MediaCrawler (one file of posts, one of comments).\n\
             Lay the files of posts and comments of a topic into one folder and pass the folder.\n\
             Do not open and save them in Excel: long ids become 5.02E+15 and times lose their seconds. Keep to Weibo's rules and collect only public content you may use.",
    },
    lacks: Text {
        zh: "转发数、评论数、点赞数只有总数，没有时间和人，不算表情回应；只看得到采集到的帖子，搜索结果有上限，所以每天的条数偏少；\
             没有成员名单，看不到加入和退出；潜水的人不出现；被删的帖子多半不在。",
        en: "Reposts, comments and likes are bare totals without time or person and count as no reactions; only what was collected is there, and searches are capped, so daily counts are low; \
             no list of members, no joins or leaves; readers who never write do not appear; deleted posts are mostly missing.",
    },
    extensions: &["csv"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: false,
        leaves: false,
        reactions: false,
        files: false,
    },
    sniff,
    beside: &[],
    read: Read::Folder(read),
};

/// Rows in which the topic is looked for.
const TOPIC_ROWS: usize = 5000;
/// Stands for a deleted post.
const DELETED: [&str; 3] = ["抱歉，此微博已被作者删除", "抱歉，作者已设置", "该微博已被删除"];

fn sniff(head: &Head<'_>) -> Confidence {
    match Columns::of(&header(head.bytes, b',')) {
        Some(_) => Confidence::Sure,
        None => Confidence::No,
    }
}

fn read(folder: &Folder<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut reading = Reading::new(folder)?;
    let mut read = 0;
    for wanted in [Holds::Posts, Holds::Comments] {
        for part in folder.parts {
            let content = part.open()?;
            let bytes = (*content).as_ref();
            let Some(columns) = Columns::of(&header(bytes, b',')) else { continue };
            if columns.holds == wanted {
                reading.part(*part, bytes, &columns, writer, progress);
                read += 1;
            }
        }
    }
    if read == 0 {
        let message = "no table of Weibo posts or comments: a header with id, author, text and time is needed";
        return Err(Error::Format { path: folder.path.to_owned(), place: Place::Line(1), message: message.to_owned() });
    }
    reading.finish(writer);
    Ok(())
}

/// The tables of one folder while they are read.
struct Reading {
    /// The folder's name, for files that name no topic.
    folder: String,
    times: Vec<TimeFormat>,
    topics: Vec<String>,
    /// Which topic a post belongs to.
    posts: FxHashMap<Box<str>, usize>,
    /// The topic whose group is open.
    open: Option<usize>,
    /// Ids a spreadsheet rounded.
    rounded: u64,
}

impl Reading {
    fn new(folder: &Folder<'_>) -> Result<Self> {
        let layout = TimeFormat::named("%a %b %d %H:%M:%S %z %Y").map_err(|message| Error::Format {
            path: folder.path.to_owned(),
            place: Place::Whole,
            message,
        })?;
        Ok(Self {
            folder: folder.name.to_owned(),
            times: vec![TimeFormat::Iso, TimeFormat::Excel, TimeFormat::Epoch, layout],
            topics: Vec::new(),
            posts: FxHashMap::default(),
            open: None,
            rounded: 0,
        })
    }

    fn part(&mut self, part: &dyn Part, bytes: &[u8], columns: &Columns, writer: &mut Writer, progress: Progress<'_>) {
        writer.part(part.name());
        let named = topic(bytes, columns).or_else(|| by_file(part.name()));
        let topic = match named {
            Some(topic) => self.topic(&topic),
            // Comments name no topic: those of unknown posts go where the posts are.
            None if self.topics.is_empty() => {
                self.topic(&by_file(&self.folder).unwrap_or_else(|| stem(part.name()).to_owned()))
            }
            None => 0,
        };
        let mut rows = Rows::new(bytes, b',', progress);
        let mut below = false;
        while let Some(row) = rows.next() {
            match row {
                Ok(_) if !below => below = true,
                Ok(row) => {
                    if let Err(reason) = self.row(&row, columns, topic, writer) {
                        writer.reject(Place::Line(row.line), reason);
                    }
                }
                Err(open) if open.last => {
                    writer.truncated(Place::Line(open.line), "the file ends inside this row's quotes");
                }
                Err(open) => writer.reject(Place::Line(open.line), "a quote in this row is never closed"),
            }
        }
    }

    fn row(
        &mut self,
        row: &Row<'_>,
        columns: &Columns,
        topic: usize,
        writer: &mut Writer,
    ) -> std::result::Result<(), &'static str> {
        let cell = |field: Field| filled(row, columns, field);
        let time = cell(Field::Time).or_else(|| cell(Field::Epoch)).ok_or("no time")?;
        let time = self.times.iter().find_map(|format| format.read(time.trim()));
        let time = time.ok_or("no readable time; such as \"5分钟前\" cannot be dated")?;
        let ids = [Field::Post, Field::Comment, Field::Parent, Field::Original, Field::UserId];
        let [post, comment, parent, original, user] = ids.map(|field| self.id(cell(field)?.trim()));
        let (msg_id, reply_to, topic) = match columns.holds {
            Holds::Posts => {
                if let Some(post) = &post {
                    self.posts.insert(post.as_str().into(), topic);
                }
                (&post, &original, topic)
            }
            Holds::Comments => {
                let known = post.as_deref().and_then(|post| self.posts.get(post)).copied();
                let above = if parent.is_some() && parent != comment { &parent } else { &post };
                (&comment, above, known.unwrap_or(topic))
            }
        };
        self.open(topic, writer);
        let (name, text, article) = (cell(Field::UserName), cell(Field::Text), cell(Field::Article));
        let who = match (user.as_deref(), name.as_deref().map(str::trim)) {
            (Some(id), name) => Some(Who::id(id, name)),
            (None, name) => name.map(Who::name),
        };
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            text: text.as_deref(),
            urls: article.as_deref().as_slice(),
            scan_urls: true,
            ..MessageRow::new(time, who, kind(row, columns, text.as_deref().unwrap_or("")))
        });
        Ok(())
    }

    /// An id that is there and has all its digits.
    fn id(&mut self, cell: &str) -> Option<String> {
        // A quote in front is how some keep spreadsheets from rounding.
        let id = cell.trim_matches('\'');
        let sound = !is_scientific(id);
        self.rounded += u64::from(!sound);
        (sound && id != "0").then(|| id.to_owned())
    }

    fn topic(&mut self, name: &str) -> usize {
        self.topics.iter().position(|known| known == name).unwrap_or_else(|| {
            self.topics.push(name.to_owned());
            self.topics.len() - 1
        })
    }

    fn open(&mut self, topic: usize, writer: &mut Writer) {
        if self.open != Some(topic) {
            self.open = Some(topic);
            writer.group(GroupRow { platform: "weibo", id: None, name: self.topics.get(topic).map(String::as_str) });
        }
    }

    fn finish(self, writer: &mut Writer) {
        if self.rounded > 0 {
            writer.note(format!(
                "ids in scientific notation, such as 5.02E+15: {}; a spreadsheet rounded them, so they are read as no id and \
                 joined to nothing; collect again or use the file as the crawler wrote it",
                self.rounded
            ));
        }
    }
}

fn filled<'r>(row: &Row<'r>, columns: &Columns, field: Field) -> Option<Cow<'r, str>> {
    row.get(columns.place(field)?).filter(|cell| !cell.trim().is_empty())
}

fn kind(row: &Row<'_>, columns: &Columns, text: &str) -> MessageKind {
    let has = |field: Field| filled(row, columns, field).is_some();
    if DELETED.iter().any(|words| text.starts_with(words)) {
        MessageKind::Recalled
    } else if columns.holds == Holds::Posts && has(Field::Original) {
        MessageKind::Forward
    } else if has(Field::Video) {
        MessageKind::Video
    } else if has(Field::Pictures) {
        MessageKind::Image
    } else {
        MessageKind::Text
    }
}

/// The topic half of the rows name, else the word searched for.
fn topic(bytes: &[u8], columns: &Columns) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = Rows::new(bytes, b',', &|_| ());
    let (mut seen, mut first) = (0, true);
    while let Some(row) = rows.next().filter(|_| seen < TOPIC_ROWS) {
        let Ok(row) = row else { continue };
        if std::mem::take(&mut first) {
            continue;
        }
        seen += 1;
        let cells = [Field::Topics, Field::Keyword].map(|field| columns.place(field).and_then(|place| row.get(place)));
        let mut names: Vec<&str> = cells
            .iter()
            .flatten()
            .flat_map(|cell| cell.split([',', '，', ';', '#']))
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            *counts.entry(name.to_owned()).or_default() += 1;
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count * 2 >= seen).map(|(name, _)| name)
}

/// The topic a file is named after; `None` for names crawlers give to any file.
fn by_file(name: &str) -> Option<String> {
    let stem = stem(name).trim_matches('#');
    let plain = stem.to_lowercase();
    let words = plain.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty());
    let usual = [
        "search", "detail", "creator", "contents", "comments", "content", "comment", "posts", "post", "weibo", "微博",
        "评论", "帖子", "csv", "data", "x",
    ];
    let tells = words.into_iter().any(|word| !usual.contains(&word));
    tells.then(|| stem.to_owned())
}

fn stem(name: &str) -> &str {
    Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_are_weibo() {
        for (header, sure) in [
            (
                "id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,发布时间,发布工具",
                true,
            ),
            (
                "note_id,content,create_time,create_date_time,liked_count,comments_count,shared_count,user_id,nickname",
                true,
            ),
            (
                "comment_id,create_time,create_date_time,note_id,content,sub_comment_count,comment_like_count,user_id,nickname",
                true,
            ),
            ("微博id,评论id,父评论id,评论者昵称,评论内容,评论时间,点赞数", true),
            ("id,user_id,screen_name,text,created_at,reposts_count,comments_count,attitudes_count", true),
            // posts of one user: nobody is named, so nothing can be told of a community
            ("id,bid,正文,头条文章url,日期,点赞数,评论数,转发数,话题", false),
            // another site's notes
            (
                "note_id,type,title,desc,time,user_id,nickname,liked_count,collected_count,comment_count,share_count",
                false,
            ),
            ("comment_id,create_time,note_id,content,user_id,nickname,sub_comment_count,like_count", false),
            ("id,user_id,text,created_at", false),
            ("序号,时间,发送者身份,消息类型,内容", false),
        ] {
            let head = Head { bytes: header.as_bytes(), name: "x.csv" };
            assert_eq!(sniff(&head) == Confidence::Sure, sure, "{header}");
        }
    }

    #[test]
    fn files_named_after_a_topic() {
        for (name, want) in [
            ("#每日读书#.csv", Some("每日读书")),
            ("读书打卡.csv", Some("读书打卡")),
            ("search_contents_2026-03-02.csv", None),
            ("comments.csv", None),
            ("20260302.csv", None),
        ] {
            assert_eq!(by_file(name).as_deref(), want, "{name}");
        }
    }
}
