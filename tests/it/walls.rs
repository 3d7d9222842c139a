//! Who may know what: a table of words and the only places they may stand in, read over `src/`
//! without comments and tests; wings whose siblings stay apart; and how long a file may grow.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Lines a file may have.
const LONGEST: usize = 400;

/// A word and the folders or files it may stand in; none means nowhere.
const WALLS: &[(&str, &[&str])] = &[
    (r"\bpolars\b", &["rollup/"]),
    (r"\b(resvg|usvg|tiny_skia)\b", &["chart/canvas.rs", "chart/canvas/"]),
    (r"\bplotters\b", &["chart/canvas.rs", "chart/canvas/"]),
    (r"\bfdg_sim\b", &["chart/layout.rs"]),
    (r"\bparquet::\w+::", &["parquet_file.rs"]),
    (r"\bindicatif\b", &["cli/progress.rs"]),
    (r"\bclap(_complete|_mangen)?\b", &["cli/"]),
    (r"\b(e?print(ln)?|dbg)!", &[]),
    (r"\b(Utc|Local|SystemTime)::now\b", &["cli/common.rs"]),
    (r"\b(reqwest|hyper|ureq|TcpStream|TcpListener|UdpSocket)\b", &[]),
    (r"\bunsafe\b", &["source/open.rs"]),
];

/// A room and the modules it never imports.
const ROOMS: &[(&str, &[&str])] = &[
    ("format/", &["dataset", "metric", "rollup", "report", "side", "charter", "render", "chart", "pipeline", "cli"]),
    ("metric/", &["format", "frame", "side", "source", "report", "render", "chart", "pipeline", "cli"]),
    ("render/", &["dataset", "frame", "format", "rollup", "side", "source", "stats", "pipeline", "cli"]),
    ("chart/", &["dataset", "frame", "format", "rollup", "side", "source", "stats", "pipeline", "cli"]),
    ("stats/", &["dataset", "frame", "metric", "report", "pipeline", "cli"]),
    (
        "store/",
        &[
            "charter", "chart", "cli", "convert", "dataset", "format", "metric", "pipeline", "render", "report",
            "rollup", "side", "source",
        ],
    ),
    ("frame/", &["dataset", "format", "metric", "report", "pipeline", "cli"]),
];

/// Wings, with the modules in them that siblings may share.
const WINGS: &[(&str, &[&str])] = &[
    (
        "format",
        &[
            "spec",
            "blocks",
            "chatlab",
            "chatlog",
            "clock",
            "file_kind",
            "half_day",
            "html",
            "html_body",
            "json",
            "kakaotalk",
            "lines",
            "mapping",
            "mattermost",
            "pywxdump",
            "qce",
            "qq",
            "roster",
            "system_text",
            "table",
            "utf8",
            "wechat",
            "wording",
        ],
    ),
    ("metric", &["spec"]),
    ("chart", &["spec", "canvas", "drawn", "layout", "live", "pick", "weekly", "words", "sample"]),
];

struct Source {
    /// Path below `src/`, with slashes.
    path: String,
    /// Lines as they stand.
    lines: usize,
    /// Code without comments and without its tests.
    code: String,
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Every file of `src/` that is not a module of tests.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    paths.sort();
    let texts: Vec<(PathBuf, String)> =
        paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    let tests: BTreeSet<PathBuf> = texts.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    assert!(texts.len() > 100, "only {} files in {}", texts.len(), root.display());
    let is_test = |path: &Path| tests.iter().any(|test| path.starts_with(test) || path == test.with_extension("rs"));
    texts
        .iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| Source {
            path: path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"),
            lines: text.lines().count(),
            code: code(text),
        })
        .collect()
}

/// Modules a file declares for tests only, as the path of their folder.
fn test_modules(path: &Path, text: &str) -> Vec<PathBuf> {
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let parent = path.parent().unwrap();
    let folder = if matches!(stem, "mod" | "lib" | "main") { parent.to_owned() } else { parent.join(stem) };
    let declared = Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\([^)]*\))? )?mod (\w+);").unwrap();
    declared.captures_iter(text).map(|found| folder.join(&found[1])).collect()
}

fn code(text: &str) -> String {
    let inline = Regex::new(r"(?m)^#\[cfg\(test\)\]\s*(?:#\[[^\n]*\]\s*)?mod \w+ \{").unwrap();
    let end = inline.find(text).map_or(text.len(), |found| found.start());
    let lines = text[..end].lines().map(|line| line.split_once("//").map_or(line, |(before, _)| before));
    lines.collect::<Vec<_>>().join("\n")
}

/// Modules of the crate a file names: `crate::report`, and each of `crate::{calendar, report}`.
fn named(code: &str) -> BTreeSet<String> {
    let single = Regex::new(r"\bcrate::(\w+)").unwrap();
    let list = Regex::new(r"\bcrate::\{([^;]*)\};").unwrap();
    let word = Regex::new(r"\w+").unwrap();
    let mut names: BTreeSet<String> = single.captures_iter(code).map(|found| found[1].to_owned()).collect();
    for found in list.captures_iter(code) {
        names.extend(word.find_iter(&found[1]).map(|word| word.as_str().to_owned()));
    }
    names
}

#[test]
fn words_stay_in_their_rooms() {
    let sources = sources();
    let mut wrong = Vec::new();
    for (word, rooms) in WALLS {
        let pattern = Regex::new(word).unwrap();
        for source in &sources {
            let allowed = rooms.iter().any(|room| source.path.starts_with(room));
            if let Some(found) = pattern.find(&source.code).filter(|_| !allowed) {
                wrong.push(format!("src/{}: {} (only in {rooms:?})", source.path, found.as_str()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn rooms_import_downwards_only() {
    let sources = sources();
    let mut wrong = Vec::new();
    for (room, forbidden) in ROOMS {
        for source in sources.iter().filter(|source| source.path.starts_with(room)) {
            let names = named(&source.code);
            let found = forbidden.iter().filter(|name| names.contains(**name));
            wrong.extend(found.map(|name| format!("src/{} imports crate::{name}", source.path)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn siblings_of_a_wing_do_not_know_each_other() {
    let sources = sources();
    let mut wrong = Vec::new();
    for (wing, shared) in WINGS {
        let module = |path: &str| -> Option<String> {
            let inner = path.strip_prefix(wing)?.strip_prefix('/')?;
            Some(inner.split(['/', '.']).next()?.to_owned())
        };
        let modules: BTreeSet<String> = sources.iter().filter_map(|source| module(&source.path)).collect();
        let apart = modules.iter().filter(|name| *name != "mod" && !shared.contains(&name.as_str()));
        for other in apart {
            let pattern = Regex::new(&format!(r"\b(super|{wing})::(\{{[^;]*\b)?{other}\b")).unwrap();
            for source in &sources {
                let Some(own) = module(&source.path).filter(|own| own != other && own != "mod") else { continue };
                if pattern.is_match(&source.code) {
                    wrong.push(format!("src/{} ({own}) knows {wing}/{other}", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn files_stay_short() {
    let long = sources().into_iter().filter(|source| source.lines > LONGEST);
    let long: Vec<String> = long.map(|source| format!("src/{}: {} lines", source.path, source.lines)).collect();
    assert!(long.is_empty(), "longer than {LONGEST} lines\n{}", long.join("\n"));
}

#[test]
fn files_say_what_stands_in_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let silent: Vec<String> = paths
        .iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//! "))
        .map(|path| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// The walls must be able to fall.
#[test]
fn a_breach_is_seen() {
    let text = "use crate::{calendar::Day, dataset::Group};\n// crate::metric\nfn f() {}\n#[cfg(test)]\nmod tests {\n    println!();\n}\n";
    let code = code(text);
    assert!(!code.contains("println") && !code.contains("metric"), "{code}");
    assert!(named(&code).contains("dataset"));
    let found = test_modules(Path::new("a/b.rs"), "#[cfg(test)]\nmod sample;\nmod other;");
    assert_eq!(found, [Path::new("a/b/sample")]);
}
