//! What the tests of the whole flow share: exports and a charter in, the report out, through the
//! same pipeline the command line drives.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chatvitals::error::Result;
use chatvitals::frame::Projection;
use chatvitals::pipeline::{self, Question};
use chatvitals::render;
use chatvitals::report::Report;
use chatvitals::synth::{self, Health, Plan};
use chatvitals::unit::Lang;

/// A folder of `fixtures/metrics`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/metrics").join(name)
}

/// The report of some exports.
pub fn report(question: &Question) -> Result<Report> {
    let reading = pipeline::read(question, Projection::Vitals, &|_| {})?;
    pipeline::report(question, &reading)
}

/// The report of a fixture as of a day, under a charter given as text.
pub fn judged(name: &str, as_of: &str, charter: &str) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("charter.toml");
    fs::write(&path, charter).unwrap();
    let question = Question {
        exports: vec![fixture(name)],
        as_of: Some(as_of.to_owned()),
        charter: Some(path),
        lang: Lang::En,
        ..Question::default()
    };
    report(&question).unwrap()
}

/// `metrics.json` of a report.
pub fn json(report: &Report) -> Vec<u8> {
    let mut bytes = Vec::new();
    render::JSON.write(report, &[], &mut bytes).unwrap();
    bytes
}

/// A synthetic export.
pub fn synth(format: &str, messages: u64, seed: u64, days: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let plan = Plan { messages, seed, members: Some(24), days: Some(days) };
    synth::write(format, &plan, &mut bytes).unwrap();
    bytes
}

/// The demo community, written once a run into the folder cargo keeps for tests.
pub fn demo(health: Health) -> PathBuf {
    static GOOD: OnceLock<PathBuf> = OnceLock::new();
    static BAD: OnceLock<PathBuf> = OnceLock::new();
    let (once, name) = match health {
        Health::Good => (&GOOD, "demo-good"),
        Health::Bad => (&BAD, "demo-bad"),
    };
    once.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        synth::write_demo(&folder, health).unwrap();
        folder
    })
    .clone()
}
