//! Headings of crawlers' tables. In: a header. Out: whether it is one of posts or of comments, and
//! which column is what; `None` for any other table. Strict, since many sites have notes and likes.

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Posts.
    Posts,
    /// Comments below posts.
    Comments,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Id of the post.
    Post,
    /// Id of the comment.
    Comment,
    /// Id of the comment that is answered.
    Parent,
    /// The post a repost passes on.
    Original,
    /// Account of the author.
    UserId,
    /// Name of the author.
    UserName,
    /// Body.
    Text,
    /// When.
    Time,
    /// The same as a number, where both are given.
    Epoch,
    /// Topics of the post.
    Topics,
    /// The word searched for.
    Keyword,
    /// Address of an article.
    Article,
    /// Addresses of pictures.
    Pictures,
    /// Address of a video.
    Video,
}

const HEADINGS: [(Field, &[&str]); 14] = [
    (Field::Post, &["微博id", "微博编号", "note_id", "weibo_id", "mblog_id", "mid", "id"]),
    (Field::Comment, &["评论id", "comment_id", "cid"]),
    (
        Field::Parent,
        &["父评论id", "上级评论id", "回复评论id", "parent_comment_id", "root_comment_id", "rootid", "reply_comment_id"],
    ),
    (Field::Original, &["retweet_id", "原微博id", "转发微博id"]),
    (Field::UserId, &["user_id", "用户id", "评论者id", "评论用户id", "uid", "comment_user_id"]),
    (
        Field::UserName,
        &[
            "用户昵称",
            "评论者昵称",
            "评论用户昵称",
            "昵称",
            "用户名",
            "发布者",
            "评论者",
            "nickname",
            "screen_name",
            "user_name",
        ],
    ),
    (Field::Text, &["微博正文", "微博内容", "评论内容", "正文", "内容", "content", "text"]),
    (Field::Time, &["发布时间", "评论时间", "完整日期", "create_date_time", "created_at", "publish_time"]),
    (Field::Epoch, &["create_time"]),
    (Field::Topics, &["话题", "topics", "topic"]),
    (Field::Keyword, &["source_keyword", "keyword", "关键词"]),
    (Field::Article, &["头条文章url", "article_url"]),
    (Field::Pictures, &["微博图片url", "原始图片url", "pics", "image_url"]),
    (Field::Video, &["微博视频url", "视频url", "video_url"]),
];

/// Headings only Weibo's tables have.
const WEIBO: [&str; 8] =
    ["bid", "微博正文", "微博内容", "微博id", "微博编号", "reposts_count", "attitudes_count", "weibo_id"];
const COUNTS: [&[&str]; 3] = [
    &["转发数", "reposts_count", "shared_count", "reposts"],
    &["评论数", "comments_count", "comments"],
    &["点赞数", "attitudes_count", "liked_count", "likes"],
];

/// Where the columns of a table stand.
#[derive(Debug)]
pub(super) struct Columns {
    /// What the table holds.
    pub holds: Holds,
    places: Vec<(Field, usize)>,
}

impl Columns {
    /// The columns of a header; `None` when it is no table of Weibo's.
    pub fn of(header: &[String]) -> Option<Self> {
        let names: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
        let has = |name: &str| names.iter().any(|known| known == name);
        let find = |words: &[&str]| words.iter().find_map(|word| names.iter().position(|name| name == word));
        let places: Vec<(Field, usize)> =
            HEADINGS.iter().filter_map(|(field, words)| Some((*field, find(words)?))).collect();
        let found = |field: Field| places.iter().any(|(known, _)| *known == field);
        let somebody = found(Field::UserId) || found(Field::UserName);
        let dated = found(Field::Time) || found(Field::Epoch);
        if !(found(Field::Post) && found(Field::Text) && dated && somebody) {
            return None;
        }
        let counts = COUNTS.iter().filter(|words| find(words).is_some()).count();
        let own = WEIBO.iter().any(|name| has(name));
        let comments = found(Field::Comment) && (own || has("note_id") && has("comment_like_count"));
        let posts = !found(Field::Comment) && counts >= 2 && (own || has("note_id") && has("shared_count"));
        let holds = if comments { Holds::Comments } else { posts.then_some(Holds::Posts)? };
        Some(Self { holds, places })
    }

    /// The column of a field.
    pub fn place(&self, field: Field) -> Option<usize> {
        self.places.iter().find(|(known, _)| *known == field).map(|(_, place)| *place)
    }
}
