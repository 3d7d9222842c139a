//! Hosts known by name: where documents are edited together (协作文档), where things are sold (商店),
//! and where anybody may link to (外链白名单). In: the host of a link. Out: yes or no; sub-domains
//! belong to their domain, look-alikes do not.

use super::url;

/// Documents edited together. Source: `collab_doc_shares` in docs/metrics.md.
pub const COLLAB: &[&str] = &["docs.qq.com", "kdocs.cn", "alidocs.dingtalk.com", "yuque.com", "feishu.cn", "shimo.im"];

/// Shops. Source: `ad_rule_hits` and `commerce_links` in docs/metrics.md.
pub const SHOPS: &[&str] = &[
    "weidian.com",
    "youzan.com",
    "koudaitong.com",
    "taobao.com",
    "tb.cn",
    "tmall.com",
    "jd.com",
    "3.cn",
    "pinduoduo.com",
    "yangkeduo.com",
    "store.weixin.qq.com",
    "shop.weixin.qq.com",
    "xiaodian.weixin.qq.com",
    "haohuo.jinritemai.com",
    "jinritemai.com",
    "1688.com",
    "vip.com",
    "suning.com",
    "xiaoe-tech.com",
    "shopify.com",
    "myshopify.com",
    "etsy.com",
    "ebay.com",
    "amazon.com",
    "aliexpress.com",
    "shopee.com",
    "lazada.com",
    "gumroad.com",
];

/// Paths that are shops on hosts that are not.
const SHOP_PATHS: &[(&str, &[&str])] =
    &[("channels.weixin.qq.com", &["/shop", "/store", "/product"]), ("xiaohongshu.com", &["/goods-detail", "/store"])];

/// Where anybody may link to unless the charter says otherwise (K7).
pub const ALLOWED: &[&str] = &["mp.weixin.qq.com", "docs.qq.com", "channels.weixin.qq.com", "github.com"];

/// Host of a canonical address, without its port.
#[must_use]
pub fn of(url: &str) -> Option<&str> {
    url.split("://").nth(1)?.split(['/', '?', ':', '#']).next().filter(|host| !host.is_empty())
}

/// Whether `host` is `domain` or lies under it. Case, a port and a final dot do not matter.
#[must_use]
pub fn belongs(host: &str, domain: &str) -> bool {
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.').as_bytes();
    let domain = domain.trim_start_matches("*.").trim_matches('.').as_bytes();
    let Some(cut) = host.len().checked_sub(domain.len()) else { return false };
    let (before, tail) = host.split_at(cut);
    !domain.is_empty() && tail.eq_ignore_ascii_case(domain) && (before.is_empty() || before.ends_with(b"."))
}

/// Whether documents are edited together there.
#[must_use]
pub fn is_collab(host: &str) -> bool {
    COLLAB.iter().any(|domain| belongs(host, domain))
}

/// Whether things are sold there.
#[must_use]
pub fn is_shop(host: &str) -> bool {
    SHOPS.iter().any(|domain| belongs(host, domain))
}

/// Whether a link leads to a shop: by its host, or by its path where a host has shops among other things.
#[must_use]
pub fn is_shop_link(link: &str) -> bool {
    let Some((host, path)) = host_and_path(link) else { return false };
    is_shop(host)
        || SHOP_PATHS
            .iter()
            .any(|(domain, paths)| belongs(host, domain) && paths.iter().any(|start| path.starts_with(start)))
}

/// Whether a link to `host` may lead to a shop at all; [`is_shop_link`] tells by the path.
#[must_use]
pub fn may_sell(host: &str) -> bool {
    is_shop(host) || SHOP_PATHS.iter().any(|(domain, _)| belongs(host, domain))
}

/// Whether anybody may link to `host`: by the built-in list or by what the charter adds.
#[must_use]
pub fn allowed(host: &str, extra: &[String]) -> bool {
    ALLOWED.iter().any(|domain| belongs(host, domain)) || extra.iter().any(|domain| belongs(host, domain.trim()))
}

/// The host and the path of a web link.
fn host_and_path(link: &str) -> Option<(&str, &str)> {
    let (_, rest) = url::tidy(link)?.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    // What stands before an `@` is a user, the oldest trick of look-alikes.
    Some((authority.rsplit('@').next().unwrap_or(authority), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_and_look_alikes() {
        for (host, collab, shop, open) in [
            ("docs.qq.com", true, false, true),
            ("DOCS.QQ.COM", true, false, true),
            ("qq.com", false, false, false),
            ("mydocs.qq.com", false, false, false),
            ("team.feishu.cn", true, false, false),
            ("feishu.cn.evil.com", false, false, false),
            ("item.taobao.com", false, true, false),
            ("taobao.com:443", false, true, false),
            ("nottaobao.com", false, false, false),
            ("u.jd.com.", false, true, false),
            ("github.com", false, false, true),
            ("docs.github.com", false, false, true),
            ("evil-github.com", false, false, false),
            ("github.com.evil.com", false, false, false),
            ("mp.weixin.qq.com", false, false, true),
            ("store.weixin.qq.com", false, true, false),
            ("", false, false, false),
        ] {
            assert_eq!((is_collab(host), is_shop(host), allowed(host, &[])), (collab, shop, open), "{host}");
        }
    }

    #[test]
    fn a_charter_adds_hosts() {
        let extra = ["example.org".to_owned(), " *.shop.example ".to_owned(), String::new()];
        for (host, want) in [("a.example.org", true), ("x.shop.example", true), ("example.com", false), ("", false)] {
            assert_eq!(allowed(host, &extra), want, "{host}");
        }
    }

    #[test]
    fn shops_by_path() {
        for (link, want) in [
            ("https://channels.weixin.qq.com/shop/1", true),
            ("https://channels.weixin.qq.com/web/feed", false),
            ("https://item.taobao.com/item.htm?id=1", true),
            ("https://taobao.com@evil.com/", false),
            ("https://evil.com/?u=taobao.com", false),
            ("weixin://x", false),
        ] {
            assert_eq!(is_shop_link(link), want, "{link}");
        }
    }
}
