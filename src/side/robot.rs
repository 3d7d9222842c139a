//! Browser strings of link previews, crawlers and programs: what fetches a link without a person
//! having clicked. One table for every click log. Pasting a link into a chat makes at least one
//! such fetch within seconds.

/// Words of user agents that are no person's browser, lower case.
const ROBOTS: &[&str] = &[
    // Crawlers and previews that say so.
    "bot",
    "crawler",
    "spider",
    "preview",
    "prefetch",
    "slurp",
    "ia_archiver",
    "mediapartners-google",
    "google-read-aloud",
    "google-inspectiontool",
    "googleother",
    "yisou",
    "sogou web",
    // Chat programs that fetch a link to show its card.
    "facebookexternalhit",
    "facebookcatalog",
    "facebot",
    "linkexpanding",
    "whatsapp/",
    "line-poker",
    "kakaotalk-scrap",
    "feishu",
    "larkurl",
    "skypeuri",
    "embedly",
    "iframely",
    "vkshare",
    "mastodon/",
    "pleroma",
    "zulipurl",
    // Programs and monitors.
    "headless",
    "phantomjs",
    "lighthouse",
    "curl/",
    "wget/",
    "python-requests",
    "python-urllib",
    "aiohttp",
    "httpx/",
    "go-http-client",
    "libwww",
    "apache-httpclient",
    "java/",
    "axios/",
    "node-fetch",
    "undici",
    "guzzle",
    "scrapy",
    "uptime",
    "pingdom",
    "statuscake",
    "site24x7",
    "zgrab",
    "masscan",
    "nmap",
    "nessus",
    "censys",
];

/// Words in which `bot` is no robot: makers of telephones.
const PHONES: &[&str] = &["cubot"];

/// Whether a browser string is no person's.
#[must_use]
pub fn is_robot(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    let names_robot = |agent: &str| ROBOTS.iter().any(|word| agent.contains(word));
    if PHONES.iter().any(|phone| agent.contains(phone)) {
        return names_robot(&PHONES.iter().fold(agent, |agent, phone| agent.replace(phone, "")));
    }
    names_robot(&agent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_robots() {
        for (agent, robot) in [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.49",
                false,
            ),
            ("Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", false),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 DingTalk(7.0.40)", false),
            ("TelegramBot (like TwitterBot)", true),
            ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", true),
            ("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", true),
            ("WhatsApp/2.23.20.0 A", true),
            ("facebookexternalhit/1.1;line-poker/1.0", true),
            ("Mozilla/5.0 (compatible; Baiduspider/2.0)", true),
            ("curl/8.5.0", true),
            ("", false),
        ] {
            assert_eq!(is_robot(agent), robot, "{agent}");
        }
    }
}
