//! `docs/` is what the descriptors say. `CHATVITALS_BLESS=1` writes the pages anew.

use std::fs;
use std::path::Path;

use chatvitals::catalog;

#[test]
fn pages_are_what_the_descriptors_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let bless = std::env::var_os("CHATVITALS_BLESS").is_some();
    let mut stale = Vec::new();
    for (name, text) in catalog::docs() {
        let path = folder.join(name);
        if bless {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &text).unwrap();
        }
        if fs::read_to_string(&path).unwrap_or_default() != text {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "docs/ is behind src/: {stale:?}; CHATVITALS_BLESS=1 cargo test --test it docs::");
}

/// A page whose descriptors are gone goes too.
#[test]
fn no_generated_page_is_left_over() {
    let known: Vec<&str> = catalog::docs().iter().map(|(name, _)| *name).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let generated = fs::read(&path).unwrap().starts_with(b"<!-- Generated");
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(!generated || known.contains(&name), "{}", path.display());
    }
}

#[test]
fn pages_hold_every_descriptor_in_both_languages() {
    let pages = catalog::docs();
    let page = |wanted: &str| pages.iter().find(|(name, _)| *name == wanted).map(|(_, text)| text.as_str()).unwrap();
    for metric in chatvitals::metric::METRICS {
        for text in [metric.id, metric.doc.zh, metric.doc.en, metric.formula] {
            assert!(page("metrics.md").contains(text), "{}: {text}", metric.id);
        }
        for (segment, _) in metric.segments {
            assert!(page("metrics.md").contains(&format!("`{segment}`")), "{} {segment}", metric.id);
        }
    }
    for format in chatvitals::format::FORMATS {
        assert!(page("formats.md").contains(format.name.zh) && page("formats.md").contains(format.name.en));
    }
    for chart in chatvitals::chart::CHARTS {
        assert!(page("charts.md").contains(chart.doc.zh) && page("charts.md").contains(chart.doc.en), "{}", chart.id);
    }
}

#[test]
fn both_readmes_name_every_format() {
    for page in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
        for format in chatvitals::format::FORMATS {
            assert!(text.contains(&format!("`{}`", format.id)), "{page} does not name {}", format.id);
        }
    }
}
