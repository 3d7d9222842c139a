//! `index.html`: one self-contained file. The template lays out what `page.rs` picked; autoescape
//! is on, only drawings go in as they are, and a content policy forbids every request and script.

use std::io::{self, Write};

use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::page::{self, Head};
use super::spec::Drawings;
use super::width::unruly;
use super::words;
use crate::chart::css_variables;
use crate::look::{DARK, LIGHT};
use crate::report::Report;
use crate::unit::Lang;

const PAGE: &str = include_str!("templates/page.html");
const PARTS: &str = include_str!("templates/parts.html");
const STYLE: &str = include_str!("templates/style.css");
const PLOT_SCRIPT: &str = include_str!("templates/plot.js");
const PAGE_SCRIPT: &str = include_str!("templates/page.js");
const CHARTING: &str = include_str!("../../assets/uplot/uPlot.iife.min.js");
const CHARTING_STYLE: &str = include_str!("../../assets/uplot/uPlot.min.css");
const CHARTING_LICENCE: &str = include_str!("../../assets/uplot/LICENSE");

/// Writes the page.
///
/// # Errors
/// What the sink says; a template that does not fit its page is [`io::ErrorKind::Other`].
pub fn write(report: &Report, drawings: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    let mut templates = templates();
    templates.add_template("page.html", PAGE).map_err(io::Error::other)?;
    templates.add_template("parts.html", PARTS).map_err(io::Error::other)?;
    let page = page::page(report, drawings, head(report.lang));
    let text = templates
        .get_template("page.html")
        .and_then(|template| template.render(Value::from(Serde(&page))))
        .map_err(io::Error::other)?;
    // Lines that held only template marks are blank; nothing in the page is laid out by them.
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Templates whose texts are escaped and cannot turn the reading order of a page.
pub(super) fn templates() -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    // A name that turns the reading order would turn the page with it.
    templates.set_formatter(|out, state, value| match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) if text.contains(unruly) => {
            // The mark behind a name from right to left keeps the page straight.
            let plain: String = text.chars().filter(|letter| !unruly(*letter) || *letter == '\u{200e}').collect();
            minijinja::escape_formatter(out, state, &Value::from(plain))
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    templates
}

/// What the page carries besides its words: style, script, and the policy that lets only these run.
fn head(lang: Lang) -> Head {
    let script = script();
    let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
    let said: serde_json::Map<String, serde_json::Value> =
        words::SCRIPT.iter().map(|(key, text)| ((*key).to_owned(), text.get(lang).into())).collect();
    Head { css: style(), hash, script, words: serde_json::Value::Object(said).to_string() }
}

/// The charting library under its licence, then the page's own script, without indents and blank lines: the
/// page holds none, and the policy names the hash of exactly what stands in it.
fn script() -> String {
    let parts = ["/*", CHARTING_LICENCE, "*/", CHARTING, "(()=>{'use strict';", PLOT_SCRIPT, PAGE_SCRIPT, "})();"];
    let lines = parts.iter().flat_map(|part| part.lines()).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<&str>>().join("\n")
}

/// The style sheet with both palettes in front: light, dark by preference, and either by choice.
fn style() -> String {
    let (light, dark) = (css_variables(&LIGHT), css_variables(&DARK));
    format!(
        ":root{{color-scheme:light;{light}}}\n:root:has(#theme:checked){{color-scheme:dark;{dark}}}\n\
         @media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}\n\
         :root:has(#theme:checked){{color-scheme:light;{light}}}}}\n\
         @media print{{:root,:root:has(#theme:checked){{color-scheme:light;{light}}}}}\n{CHARTING_STYLE}\n{STYLE}"
    )
}

/// Text as it may stand in an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::unit::Lang;

    fn page(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &sample::drawings(report), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Opening and closing tags match, void elements aside.
    fn assert_nested(text: &str) {
        const VOID: [&str; 6] = ["meta", "link", "br", "hr", "input", "!doctype"];
        let mut open: Vec<String> = Vec::new();
        let mut rest = text;
        while let Some((_, tail)) = rest.split_once('<') {
            let (tag, after) = tail.split_once('>').expect("a tag ends");
            rest = after;
            let name: String =
                tag.chars().take_while(|c| !c.is_whitespace() && *c != '/' || tag.starts_with('/')).collect();
            if let Some(name) = name.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(name.trim()), "…{}", &after[..after.len().min(80)]);
            } else if name == "style" || name == "script" {
                rest = after.split_once(&format!("</{name}>")).expect("it ends").1;
            } else if !VOID.contains(&name.as_str()) && !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn the_page_is_well_formed_and_self_contained() {
        for lang in [Lang::Zh, Lang::En] {
            for report in [sample::report(lang), sample::one_group(lang)] {
                let text = page(&report);
                assert_nested(&text);
                for outside in [" src=", "href=\"http", "href=\"//", "@import", "url(", "fetch(", "XMLHttpRequest"] {
                    assert!(!text.contains(outside), "{outside}");
                }
                assert!(text.contains(&format!("lang=\"{}\"", if lang == Lang::Zh { "zh-CN" } else { "en" })));
                for vital in &report.vitals {
                    let name = vital.metric.name.get(lang);
                    assert!(text.contains(name), "{name}");
                }
            }
        }
    }

    /// A variable nobody declares falls back to a colour of the light ground.
    #[test]
    fn every_colour_used_is_declared_on_both_grounds() {
        let text = page(&sample::report(Lang::Zh));
        let used: std::collections::BTreeSet<&str> = text
            .split("var(--")
            .skip(1)
            .filter_map(|rest| rest.split([')', ',']).next())
            .filter(|name| *name != "key" && !name.contains('\''))
            .collect();
        assert!(used.len() > 8, "{used:?}");
        for name in used {
            assert!(text.matches(&format!("--{name}:#")).count() >= 2, "--{name}");
        }
    }

    /// Only the one script runs, and it is the one the policy names, with its licence.
    #[test]
    fn the_policy_names_the_script() {
        let text = page(&sample::report(Lang::En));
        assert_eq!(text.matches("<script>").count(), 1);
        let script = text.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
        let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
        assert!(text.contains(&format!("script-src 'sha256-{hash}'\"")));
        assert!(script.contains("Copyright (c) 2022 Leon Sorokin") && script.contains("uPlot"));
        assert_eq!(text.matches("<script").count(), 1 + text.matches("type=\"application/json\"").count());
    }

    #[test]
    fn names_are_escaped_and_drawings_are_not() {
        let text = page(&sample::report(Lang::Zh));
        assert!(text.contains("&lt;b&gt;") && !text.contains("<b>"));
        assert!(text.contains("<svg") && text.contains("var(--series-1)"));
    }

    #[test]
    fn links_inside_the_page_lead_somewhere() {
        let text = page(&sample::report(Lang::En));
        let mut links = 0;
        for part in text.split("href=\"#").skip(1) {
            let id = part.split('"').next().unwrap();
            assert!(text.contains(&format!("id=\"{id}\"")), "{id}");
            links += 1;
        }
        assert!(links > 20, "{links}");
        let ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        let once: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), once.len(), "ids are unique");
    }

    #[test]
    fn cells_of_cohorts_are_no_cards() {
        let text = page(&sample::one_group(Lang::Zh));
        assert!(!text.contains("cohort:2026"));
    }

    /// With `CHATVITALS_PAGES=FOLDER` the pages are also written there, to look at.
    #[test]
    fn every_page_is_whole_in_both_languages() {
        let folder = std::env::var("CHATVITALS_PAGES").ok();
        for lang in [Lang::Zh, Lang::En] {
            for (name, report) in [("two", sample::report(lang)), ("one", sample::one_group(lang))] {
                let text = page(&report);
                assert!(text.starts_with("<!") && text.trim_end().ends_with("</html>"), "{name} {}", lang.code());
                if let Some(folder) = &folder {
                    std::fs::create_dir_all(folder).unwrap();
                    std::fs::write(format!("{folder}/{name}-{}.html", lang.code()), text).unwrap();
                }
            }
        }
    }
}
