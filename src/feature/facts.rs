//! What a text can tell, one bit each, and the few facts that carry a number. Apart from the
//! detectors that find them, because frames and rollups hold them for every message.

/// Facts about the text of a message, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Features(u64);

impl Features {
    /// Long enough to be an article (长文).
    pub const LONG_TEXT: Self = Self(1);
    /// Needs an answer: a question mark or a question word (提问).
    pub const ASK: Self = Self(1 << 1);
    /// Calls everybody: @所有人, @all (艾特全体).
    pub const MENTION_ALL: Self = Self(1 << 2);
    /// Names a price (价格).
    pub const AD_PRICE: Self = Self(1 << 3);
    /// Calls to buy, add or scan (行动号召).
    pub const AD_CALL: Self = Self(1 << 4);
    /// Gives a way of contact: phone, QQ, wxid (联系方式).
    pub const AD_CONTACT: Self = Self(1 << 5);
    /// Links to a shop, with or without a scheme (商店).
    pub const AD_SHOP: Self = Self(1 << 6);
    /// Complains of an ad rather than placing one (举报).
    pub const REPORTS_AD: Self = Self(1 << 7);
    /// Bears the mark 广告 as a word of its own (广告标识).
    pub const DISCLOSED: Self = Self(1 << 8);
    /// Says only 推广, 赞助 or 合作: a weak mark.
    pub const DISCLOSED_WEAK: Self = Self(1 << 9);
    /// Offers something (供).
    pub const SUPPLY: Self = Self(1 << 10);
    /// Looks for something (需).
    pub const DEMAND: Self = Self(1 << 11);
    /// Says that an offer or a request is settled (已对接).
    pub const SETTLED: Self = Self(1 << 12);
    /// Checks in (打卡).
    pub const CHECK_IN: Self = Self(1 << 13);
    /// Welcomes somebody (欢迎).
    pub const WELCOME: Self = Self(1 << 14);
    /// Introduces its sender (自我介绍).
    pub const INTRODUCTION: Self = Self(1 << 15);
    /// Confirms having read the rules (已阅群规).
    pub const RULES_READ: Self = Self(1 << 16);
    /// Wishes a happy birthday (生日祝福).
    pub const BIRTHDAY: Self = Self(1 << 17);
    /// Celebrates a milestone: 百日, 周年 (里程碑).
    pub const MILESTONE: Self = Self(1 << 18);
    /// Warns somebody by name: 警告 @ (警告).
    pub const WARNING: Self = Self(1 << 19);
    /// Gives a reason: 因, 违反, for, because (理由).
    pub const REASON: Self = Self(1 << 20);
    /// Thanks or says that it is solved (致谢).
    pub const THANKS: Self = Self(1 << 21);
    /// Opens a debate or a topic: 辩论, 正方, #话题# (辩论).
    pub const DEBATE: Self = Self(1 << 22);
    /// Opens with the word for a notice: 群公告 (公告).
    pub const NOTICE: Self = Self(1 << 23);
    /// States rules: 群规, 禁止 (群规).
    pub const RULES: Self = Self(1 << 24);
    /// States values: 宗旨, 价值观 (价值观).
    pub const VALUES: Self = Self(1 << 25);
    /// States what follows a breach: 警告, 移出 (违规处理).
    pub const HANDLING: Self = Self(1 << 26);
    /// Only announces what is to come: 明天, 预告 (预告).
    pub const PREVIEW: Self = Self(1 << 27);
    /// Holds an emoji (表情符号).
    pub const EMOJI: Self = Self(1 << 28);
    /// Sets the group a task: 群待办 (待办).
    pub const TASK: Self = Self(1 << 29);
    /// Reports a task as done (完成待办).
    pub const TASK_DONE: Self = Self(1 << 30);
    /// Mentions somebody (艾特).
    pub const MENTION: Self = Self(1 << 31);

    /// The bits, for keeping.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Facts that were kept.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The facts of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These facts but for the others.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether a fact holds.
    #[must_use]
    pub const fn has(self, fact: Self) -> bool {
        self.0 & fact.0 == fact.0
    }

    /// Whether any of several facts holds.
    #[must_use]
    pub const fn any(self, facts: Self) -> bool {
        self.0 & facts.0 != 0
    }

    /// How many of several facts hold.
    #[must_use]
    pub const fn count(self, facts: Self) -> u32 {
        (self.0 & facts.0).count_ones()
    }
}

impl std::ops::BitOr for Features {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Features {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A fact that carries a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Holds the keyword of a programme of the content calendar, by its place in [`super::Words`].
    Programme(u16),
    /// Publishes service hours: minutes after local midnight (响应时段).
    Hours {
        /// First minute.
        from_min: u16,
        /// Minute it ends, exclusive.
        to_min: u16,
    },
    /// Entries of a chain (接龙): people who signed up so far.
    Entries(u32),
}

impl Mark {
    /// A word for keeping; a programme has none, for its number is the charter's of that run.
    #[must_use]
    pub fn word(self) -> Option<String> {
        match self {
            Self::Programme(_) => None,
            Self::Hours { from_min, to_min } => Some(format!("hours:{from_min}-{to_min}")),
            Self::Entries(entries) => Some(format!("entries:{entries}")),
        }
    }

    /// Reads such a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let (kind, number) = word.split_once(':')?;
        match kind {
            "hours" => {
                let (from, to) = number.split_once('-')?;
                Some(Self::Hours { from_min: from.parse().ok()?, to_min: to.parse().ok()? })
            }
            "entries" => Some(Self::Entries(number.parse().ok()?)),
            _ => None,
        }
    }
}

/// All a text tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Facts without a number.
    pub features: Features,
    /// Facts with one: programmes in order of the text, then what the other detectors found.
    pub marks: Vec<Mark>,
    /// Where somebody may be mentioned: at most 32 characters after each `@`; who it is shows only
    /// once everybody is known.
    pub mentions: Vec<Box<str>>,
}

impl Facts {
    /// Nothing told; keeps the allocations.
    pub fn clear(&mut self) {
        self.features = Features::default();
        self.marks.clear();
        self.mentions.clear();
    }
}
