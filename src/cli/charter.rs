//! `charter …`: the charter as code. In: charters and test files. Out: mistakes under the lines they stand on, what is
//! in force, the charter laid out, tests passed and failed, the JSON schema.

use std::fs;
use std::io::Read;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::charter::{self, Charter, Named};
use crate::error::{Error, Result};
use crate::metric::METRICS;
use crate::render::{Style, explain};
use crate::trial;

use super::Outcome;
use super::args::{CharterArgs, CharterCommand, ColorArg, ExplainArgs, FmtArgs};
use super::common::lang;
use super::output::{Out, Pending, colored, remark};

/// Runs the command.
///
/// # Errors
/// [`Error::Io`] for files, [`Error::Config`] and [`Error::Usage`] for what stands in them.
pub fn run(args: &CharterArgs) -> Result<Outcome> {
    match &args.command {
        CharterCommand::Check(args) => check(&args.files),
        CharterCommand::Explain(args) => explain(args),
        CharterCommand::Fmt(args) => fmt(args),
        CharterCommand::Test(args) => test(&args.files),
        CharterCommand::Schema => {
            let text = serde_json::to_string_pretty(&charter::schema())
                .map_err(|error| Error::Frame(format!("charter schema: {error}")))?;
            Out::stdout().text(&format!("{text}\n"))
        }
    }
}

fn text_of(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|source| Error::io(path, source))
}

/// Shows every mistake of every file under its line.
fn check(files: &[std::path::PathBuf]) -> Result<Outcome> {
    let mut wrong = 0;
    for path in files {
        let text = text_of(path)?;
        let mistakes = match charter::read_all(path, &text, METRICS) {
            Ok((charter, mistakes)) => {
                if mistakes.is_empty() {
                    remark(&format!("{}: {}", path.display(), said(&charter)));
                }
                mistakes
            }
            Err(error) => vec![error],
        };
        wrong += mistakes.len();
        for mistake in &mistakes {
            remark(&snippet(mistake, path, &text));
        }
    }
    match wrong {
        0 => Ok(Outcome::Done),
        1 => Err(Error::Usage("1 mistake in the charter".to_owned())),
        _ => Err(Error::Usage(format!("{wrong} mistakes in the charter"))),
    }
}

/// What a sound charter holds, in a line.
fn said(charter: &Charter) -> String {
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let parts = [
        count(charter.overrides.len(), "threshold", "thresholds"),
        count(charter.waivers.len(), "waiver", "waivers"),
        count(charter.groups.len(), "entry for groups", "entries for groups"),
    ];
    format!("no mistake; {}", parts.join(", "))
}

/// A mistake under the line it stands on, a caret below the word.
fn snippet(mistake: &Error, path: &Path, text: &str) -> String {
    let Error::Config { at: Some(at), message, .. } = mistake else { return format!("error: {mistake}") };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let name = path.display().to_string();
    let report = [Level::ERROR
        .primary_title(message.as_str())
        .element(Snippet::source(text).path(name.as_str()).annotation(AnnotationKind::Primary.span(word(text, *at))))];
    let renderer = if colored(ColorArg::Auto) { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&report).clone()
}

/// The word of TOML that begins at a byte: a quoted text, a header, or up to the next blank or sign.
fn word(text: &str, at: usize) -> std::ops::Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    let mut letters = rest.char_indices();
    let first = letters.next().map_or(' ', |(_, letter)| letter);
    let length = match first {
        '"' | '\'' => letters.find(|(_, letter)| *letter == first || *letter == '\n').map(|(end, _)| end + 1),
        '[' => rest.find('\n'),
        _ => letters.find(|(_, letter)| letter.is_whitespace() || "=,]}#".contains(*letter)).map(|(end, _)| end),
    };
    let end = at + length.unwrap_or(rest.len());
    let end = if text.get(at..end).is_some_and(|word| word.ends_with('\n')) { end - 1 } else { end };
    at.min(text.len())..end.max(at + 1).min(text.len())
}

fn explain(args: &ExplainArgs) -> Result<Outcome> {
    let text = text_of(&args.file)?;
    let whole = charter::read(&args.file, &text, METRICS)?;
    let id = args.group.clone().unwrap_or_default();
    let platform = args.platform.as_deref().or_else(|| id.split_once(':').map(|(platform, _)| platform));
    let asked = args.group.is_some() || args.platform.is_some() || args.kind.is_some();
    let own = if asked {
        let platform = platform.unwrap_or_default();
        whole.of(Named { id: &id, name: &id, platform, kind: args.kind.as_deref() })
    } else {
        whole
    };
    let name = args.file.display().to_string();
    let mut text = Vec::new();
    let written = if args.json {
        explain::json(&own, &mut text)
    } else {
        let style = if colored(ColorArg::Auto) { Style::Ansi } else { Style::Plain };
        explain::terminal(&own, &name, lang(args.lang), style, &mut text)
    };
    written.map_err(|source| Error::io("standard output", source))?;
    Out::stdout().bytes(&text)
}

fn fmt(args: &FmtArgs) -> Result<Outcome> {
    let mut untidy = false;
    for path in &args.files {
        let piped = path.as_os_str() == "-";
        let text = if piped {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(|source| Error::io("standard input", source))?;
            text
        } else {
            text_of(path)?
        };
        let laid = charter::lay_out(&text)
            .map_err(|message| Error::Usage(format!("{}: not valid TOML: {message}", path.display())))?;
        if piped && !args.check {
            Out::stdout().text(&laid)?;
        } else if laid != text {
            untidy = true;
            if args.check {
                remark(&format!("{}: would be written otherwise; run `chatvitals charter fmt`", path.display()));
            } else {
                let pending = Pending::beside(path)?;
                fs::write(pending.path(), &laid).map_err(|source| Error::io(pending.path(), source))?;
                pending.commit()?;
                remark(&format!("{}: written anew", path.display()));
            }
        }
    }
    Ok(if untidy && args.check { Outcome::OutOfBounds } else { Outcome::Done })
}

fn test(files: &[std::path::PathBuf]) -> Result<Outcome> {
    let (mut passed, mut failed) = (0, 0);
    let mut text = String::new();
    for path in files {
        for row in trial::run(path)? {
            if row.expected == row.got {
                passed += 1;
                continue;
            }
            failed += 1;
            text.push_str(&format!(
                "{}:{}: {} · row {}: {} should be {}, is {}\n",
                path.display(),
                row.line,
                row.test,
                row.row,
                row.vital,
                row.expected.name(),
                row.got.name()
            ));
        }
    }
    text.push_str(&format!("{passed} passed, {failed} failed\n"));
    Out::stdout().text(&text)?;
    Ok(if failed > 0 { Outcome::OutOfBounds } else { Outcome::Done })
}
