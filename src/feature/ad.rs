//! Cues of solicitation (广告): a price, a call to act, a contact, a shop. In: a body. Out: four facts
//! and one for complaints about ads; [`ad_score`] counts kinds of cues. Source: `ad_rule_hits` in
//! docs/metrics.md. A suspicion for a human to confirm, never a verdict.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Features};
use super::hosts;
use super::pattern::fixed;
use super::table::Detector;
use super::url;
use crate::unit::Text;

/// One kind of cue, as rules and reports name it.
#[derive(Debug, Clone, Copy)]
pub struct AdCue {
    /// The fact that tells it.
    pub fact: Features,
    /// Its id in reports.
    pub id: &'static str,
    /// Its name.
    pub name: Text,
    /// What it goes by, as docs/metrics.md writes it.
    pub pattern: &'static str,
}

/// Kinds of cues, each counted once a message.
pub const AD_CUES: &[AdCue] = &[
    AdCue {
        fact: Features::AD_PRICE,
        id: "price",
        name: Text { zh: "价格", en: "price" },
        pattern: r"[¥￥]\s?\d|\d+元|包邮|秒杀|优惠券",
    },
    AdCue {
        fact: Features::AD_CALL,
        id: "call",
        name: Text { zh: "行动号召", en: "call to act" },
        pattern: "加微信|私聊|扫码|下单|代理|返利",
    },
    AdCue {
        fact: Features::AD_CONTACT,
        id: "contact",
        name: Text { zh: "联系方式", en: "contact" },
        pattern: r"1[3-9]\d{9} | QQ \d{5,11} | wxid | 二维码",
    },
    AdCue {
        fact: Features::AD_SHOP,
        id: "shop",
        name: Text { zh: "商店链接", en: "shop link" },
        pattern: "taobao.com, jd.com, weidian.com, …",
    },
];

/// Every kind of cue.
const KINDS: Features = Features::AD_PRICE.with(Features::AD_CALL).with(Features::AD_CONTACT).with(Features::AD_SHOP);

/// How many kinds of cues a message bears, 0 to 4.
#[must_use]
pub const fn ad_score(features: Features) -> u32 {
    features.count(KINDS)
}

/// Whether a message is held for an ad by its text: two kinds of cues, and no complaint about one.
#[must_use]
pub const fn ad_hit(features: Features) -> bool {
    ad_score(features) >= 2 && !features.has(Features::REPORTS_AD)
}

const PRICE: &[&str] =
    &["包邮", "秒杀", "优惠券", "free shipping", "flash sale", "coupon", "coupons", "discount code", "promo code"];
const CALL: &[&str] = &[
    "加微信",
    "私聊",
    "扫码",
    "下单",
    "代理",
    "返利",
    "dm me",
    "dm for",
    "pm me",
    "inbox me",
    "message me",
    "text me",
    "add me on",
    "add my wechat",
    "order now",
    "order here",
    "buy now",
    "shop now",
    "scan the qr",
    "scan the code",
    "cashback",
    "referral bonus",
    "resellers wanted",
];
const REPORTS: &[&str] = &[
    "举报",
    "又发广告",
    "又来发广告",
    "发广告的",
    "打广告的",
    "别发广告",
    "不要发广告",
    "谁发的广告",
    "有人发广告",
    "刷广告",
    "禁止广告",
    "是骗子",
    "被骗了",
    "reported",
    "reporting this",
    "report this",
    "spammer",
    "spammers",
    "is spam",
    "is a scam",
    "stop posting ads",
];

/// Words of price and call, and of complaint; signs of money.
pub(super) const DETECTOR: Detector = Detector {
    sure: &[(Features::AD_PRICE, PRICE), (Features::AD_CALL, CALL), (Features::REPORTS_AD, REPORTS)],
    cues: &["¥", "￥", "元", "$", "£", "€", "usd", "rmb"],
    look: look_for_price,
};
/// Accounts people are asked to add.
pub(super) const ACCOUNT: Detector = Detector {
    sure: &[(Features::AD_CONTACT, &["二维码", "qr code", "wxid"])],
    cues: &["微信", "vx", "wx", "加v", "加我v", "wechat", "whatsapp", "telegram", "phone:", "tel:", "t.me/"],
    look: look_for_account,
};
/// Numbers of QQ.
pub(super) const QQ: Detector = Detector { sure: &[], cues: &["qq", "扣扣"], look: look_for_qq };
/// Mobile numbers of mainland China.
pub(super) const PHONE: Detector =
    Detector { sure: &[], cues: &["13", "14", "15", "16", "17", "18", "19"], look: look_for_phone };
/// Hosts of shops, by a piece of each that no other text is likely to hold.
pub(super) const SHOP: Detector = Detector {
    sure: &[(Features::AD_SHOP, &["淘口令"])],
    cues: &[
        "weidian.",
        "youzan.",
        "koudaitong.",
        "taobao.",
        "tb.cn",
        "tmall.",
        "jd.com",
        "3.cn",
        "pinduoduo.",
        "yangkeduo.",
        "store.weixin",
        "shop.weixin",
        "shopify.",
        "shopee.",
        "xiaodian.",
        "channels.weixin",
        "xiaohongshu.",
        "jinritemai.",
        "1688.com",
        "vip.com",
        "suning.",
        "xiaoe-tech",
        "etsy.",
        "ebay.",
        "amazon.",
        "aliexpress.",
        "lazada.",
        "gumroad.",
    ],
    look: look_for_shop,
};

/// A price: a sign before digits, or digits before a unit.
static MONEY: LazyLock<Regex> = LazyLock::new(|| fixed(r"(?i)[¥￥$£€]\s?[0-9]|[0-9]+元|[0-9]\s?(?:usd|rmb)(?-u:\b)"));

/// A way of contact. An account after 微信 must look like one, unless 加 calls to add it.
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    fixed(concat!(
        r"(?i)(?:微信|vx|wx|wechat)\s*(?:号|id)?\s*[:：]\s*[a-z][-_a-z0-9]{5,19}",
        r"|(?:微信|(?-u:\b)vx|(?-u:\b)wx)\s*号?\s*[a-z][-_a-z]*[0-9_][-_a-z0-9]{0,14}",
        r"|加(?:我|个)?(?:微信|vx|wx|v)\s*[a-z][-_a-z0-9]{5,19}",
        r"|(?:whatsapp|telegram|tel|phone)\s*[:：]?\s*(?:@[a-z][a-z0-9_]{4,}|\+[0-9][-0-9 ]{7,14})|t\.me/[a-z0-9_]"
    ))
});

fn look_for_price(text: &str, facts: &mut Facts) {
    if !facts.features.has(Features::AD_PRICE) && MONEY.is_match(text) {
        facts.features |= Features::AD_PRICE;
    }
}

fn look_for_account(text: &str, facts: &mut Facts) {
    if !facts.features.has(Features::AD_CONTACT) && CONTACT.is_match(text) {
        facts.features |= Features::AD_CONTACT;
    }
}

/// Five to eleven digits after the word, whatever of 群, 号 and a colon lies between.
fn look_for_qq(text: &str, facts: &mut Facts) {
    let numbered = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '群', '号', '码', ':', '：']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (5..=11).contains(&digits) && !rest.starts_with('0')
    };
    let pairs = text.as_bytes().windows(2).enumerate();
    let latin = pairs.filter(|(_, pair)| pair.eq_ignore_ascii_case(b"qq")).map(|(at, _)| at + 2);
    let han = text.match_indices("扣扣").map(|(at, word)| at + word.len());
    if latin.chain(han).filter_map(|at| text.get(at..)).any(numbered) {
        facts.features |= Features::AD_CONTACT;
    }
}

fn look_for_phone(text: &str, facts: &mut Facts) {
    let bytes = text.as_bytes();
    if memchr::memchr_iter(b'1', bytes).any(|at| is_phone(bytes, at)) {
        facts.features |= Features::AD_CONTACT;
    }
}

/// Eleven digits from `at` on, a space or hyphen after the third and seventh allowed, no digit around
/// them but the country's 86.
fn is_phone(bytes: &[u8], at: usize) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let before = bytes.get(..at).unwrap_or_default();
    let own = before.strip_suffix(b"86").unwrap_or(before);
    if own.last().is_some_and(u8::is_ascii_digit) || !bytes.get(at + 1).is_some_and(|byte| (b'3'..=b'9').contains(byte))
    {
        return false;
    }
    let mut next = at;
    for count in 0..11 {
        if matches!(count, 3 | 7) && bytes.get(next).is_some_and(|byte| matches!(byte, b' ' | b'-')) {
            next += 1;
        }
        if !digit(next) {
            return false;
        }
        next += 1;
    }
    !digit(next)
}

fn look_for_shop(text: &str, facts: &mut Facts) {
    let links = || text.contains("://") && url::find(text).into_iter().any(hosts::is_shop_link);
    if !facts.features.has(Features::AD_SHOP) && (links() || names_shop(text)) {
        facts.features |= Features::AD_SHOP;
    }
}

/// The host of a shop written without a scheme: `m.tb.cn/h.5x`.
fn names_shop(text: &str) -> bool {
    text.split(|c: char| {
        !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | ':' | '/' | '?' | '=' | '&' | '_' | '@' | '%')
    })
    .filter(|piece| piece.contains('.') && !piece.contains("://") && !piece.contains('@'))
    .filter_map(|piece| piece.split(['/', '?', ':']).next())
    .any(hosts::is_shop)
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::{check, facts};
    use super::*;

    #[test]
    fn scores() {
        for (text, score, hit) in [
            ("面膜99元，加微信abc123下单", 3, true),
            ("门票99元吗？", 1, false),
            ("https://taobao.com/item/1", 1, false),
            ("https://mp.weixin.qq.com/s/x", 0, false),
            ("举报！面膜99元，加微信abc123下单", 3, false),
            ("今天天气不错", 0, false),
            ("Handmade bags $25, DM me, WhatsApp: +65 8123 4567", 3, true),
        ] {
            let features = facts(text).features;
            assert_eq!((ad_score(features), ad_hit(features)), (score, hit), "{text}");
        }
    }

    #[test]
    fn prices() {
        check(
            Features::AD_PRICE,
            &[
                ("¥ 9", true),
                ("￥99", true),
                ("99元", true),
                ("元旦快乐", false),
                ("2026元旦", true),
                ("包邮到家", true),
                ("$5 off", true),
                ("coupon", true),
                ("a coupons", true),
                ("couponing", false),
            ],
        );
    }

    #[test]
    fn contacts() {
        check(
            Features::AD_CONTACT,
            &[
                ("电话13800138000", true),
                ("138 0013 8000", true),
                ("+8613800138000", true),
                ("12800138000", false),
                ("138001380001", false),
                ("订单2013800138000号", false),
                ("QQ：12345678", true),
                ("qq群 87654321", true),
                ("QQ邮箱", false),
                ("FAQ 12345678", false),
                ("微信abc123", true),
                ("微信：lihua-shop", true),
                ("加微信lihuashop", true),
                ("微信iphone版", false),
                ("wxid_8x8x", true),
                ("微信群很热闹", false),
                ("扫二维码", true),
                ("t.me/abc", true),
                ("WeChat account", false),
            ],
        );
    }

    #[test]
    fn shops() {
        check(
            Features::AD_SHOP,
            &[
                ("https://item.taobao.com/a", true),
                ("看taobao.com/a", true),
                ("m.tb.cn/h.5x 打开", true),
                ("nottaobao.com", false),
                ("淘宝挺好", false),
                ("https://ex.com/?u=taobao.com", false),
                ("a@taobao.com", false),
            ],
        );
    }
}
