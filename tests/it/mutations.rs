//! Every file of every fixture damaged (cut, pieces said twice, lost, swapped and overwritten, by a seeded
//! generator) and read beside the sound one through the whole flow. However it ends, nothing panics, no
//! record is lost or counted twice, and the exit code is a documented one. `CHATVITALS_MUTATIONS=100` looks
//! longer.

use std::fmt;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use chatvitals::error::Error;
use chatvitals::format::FORMATS;
use chatvitals::pipeline::Question;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::Value;

use crate::{binary, run};

/// A file of a fixture: the fixture, and the file inside it where the fixture is a folder.
struct Target {
    format: &'static str,
    fixture: PathBuf,
    file: PathBuf,
}

/// What is done to the bytes of a file.
#[derive(Debug, Clone, Copy)]
enum Damage {
    /// Only the beginning is left.
    Cut,
    /// The beginning is lost.
    Behead,
    /// A piece is said twice.
    Double,
    /// A piece is lost.
    Lose,
    /// Two pieces change places.
    Swap,
    /// Bytes are overwritten by any bytes.
    Scramble,
    /// Bytes are overwritten by those that have a meaning to some format.
    Confuse,
    /// Two lines change places.
    Shuffle,
}

const DAMAGES: [Damage; 8] = [
    Damage::Cut,
    Damage::Behead,
    Damage::Double,
    Damage::Lose,
    Damage::Swap,
    Damage::Scramble,
    Damage::Confuse,
    Damage::Shuffle,
];

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.format, self.file.display())
    }
}

fn targets() -> Vec<Target> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut found = Vec::new();
    for format in FORMATS {
        let entries = fs::read_dir(root.join(format.id)).unwrap().map(|entry| entry.unwrap().path());
        for fixture in entries.filter(|path| !path.to_string_lossy().ends_with(".expected.csv")) {
            let mut files = Vec::new();
            walk(&fixture, &mut files);
            found.extend(files.into_iter().map(|file| Target { format: format.id, fixture: fixture.clone(), file }));
        }
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    found
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            walk(&entry.unwrap().path(), files);
        }
    } else {
        files.push(path.to_owned());
    }
}

fn below(rng: &mut ChaCha8Rng, end: usize) -> usize {
    usize::try_from(rng.next_u64() % (end.max(1) as u64)).unwrap()
}

impl Damage {
    fn done(self, mut bytes: Vec<u8>, rng: &mut ChaCha8Rng) -> Vec<u8> {
        let size = bytes.len();
        let from = below(rng, size);
        let to = (from + 1 + below(rng, size / 3)).min(size);
        match self {
            Self::Cut => bytes.truncate(from),
            Self::Behead => drop(bytes.drain(..from / 4)),
            Self::Double => drop(bytes.splice(to..to, bytes[from..to].to_vec())),
            Self::Lose => drop(bytes.drain(from..from + (to - from).min(60))),
            Self::Swap => {
                let other = below(rng, size);
                let length = (to - from).min(size - other).min(from.abs_diff(other));
                (0..length).for_each(|step| bytes.swap(from + step, other + step));
            }
            Self::Scramble => (0..8).for_each(|_| bytes[below(rng, size)] = rng.next_u32().to_le_bytes()[0]),
            Self::Confuse => (0..6).for_each(|_| bytes[below(rng, size)] = b"\"\n{}[]<>,:\\0 \r"[below(rng, 14)]),
            Self::Shuffle => {
                let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
                let (one, other) = (below(rng, lines.len()), below(rng, lines.len()));
                lines.swap(one, other);
                bytes = lines.concat();
            }
        }
        bytes
    }
}

impl Target {
    /// Lays a copy of the fixture into a folder, its file damaged if asked; gives the copy.
    fn lay(&self, folder: &Path, damaged: Option<&[u8]>) -> PathBuf {
        let inside = self.fixture.parent().unwrap();
        let mut files = Vec::new();
        walk(&self.fixture, &mut files);
        for file in files {
            let copy = folder.join(file.strip_prefix(inside).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            match damaged.filter(|_| file == self.file) {
                Some(bytes) => fs::write(copy, bytes).unwrap(),
                None => drop(fs::copy(file, copy).unwrap()),
            }
        }
        folder.join(self.fixture.file_name().unwrap())
    }

    /// The sound copy and a damaged one, as EXPORT arguments.
    fn exports(&self, folder: &Path, damage: Damage, rng: &mut ChaCha8Rng) -> Vec<PathBuf> {
        let damaged = damage.done(fs::read(&self.file).unwrap(), rng);
        vec![self.lay(&folder.join("sound"), None), self.lay(&folder.join("damaged"), Some(&damaged))]
    }
}

/// What is wrong with the report of some exports; whether there was one.
fn wrong(exports: Vec<PathBuf>) -> Result<bool, String> {
    let question = Question { exports, ..Question::default() };
    match catch_unwind(AssertUnwindSafe(|| run::report(&question))) {
        Err(_) => Err("panics".to_owned()),
        Ok(Err(Error::Frame(what))) => Err(what),
        Ok(Err(_)) => Ok(false),
        Ok(Ok(report)) => {
            for input in &report.inputs {
                let counted = input.kept + input.duplicate + input.rejected;
                if input.read != counted {
                    return Err(format!("{}: read {}, counted {counted}", input.path, input.read));
                }
            }
            Ok(true)
        }
    }
}

#[test]
fn damage_loses_no_record() {
    let mut bad = Vec::new();
    let (mut reports, mut runs) = (0, 0);
    let rounds = std::env::var("CHATVITALS_MUTATIONS").map_or(2, |rounds| rounds.parse().unwrap());
    for (number, target) in targets().iter().enumerate() {
        for round in 0..rounds {
            let damage = DAMAGES[(number + round * 3) % DAMAGES.len()];
            let place = binary::folder();
            let mut rng = ChaCha8Rng::seed_from_u64((number + (round << 32)) as u64);
            match wrong(target.exports(place.path(), damage, &mut rng)) {
                Ok(report) => reports += usize::from(report),
                Err(what) => bad.push(format!("{target} {damage:?}, round {round}: {what}")),
            }
            runs += 1;
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(reports * 10 > runs * 7, "{reports} reports of {runs} runs: what is tested is mostly errors");
}

#[test]
fn damage_ends_in_a_documented_exit_code() {
    let mut last = "";
    for (number, target) in targets().iter().enumerate() {
        if target.format == last {
            continue;
        }
        last = target.format;
        let place = binary::folder();
        let mut rng = ChaCha8Rng::seed_from_u64(number as u64);
        let exports = target.exports(place.path(), DAMAGES[number % DAMAGES.len()], &mut rng);
        let arguments = ["check", "--json", binary::text(&exports[0]), binary::text(&exports[1])];
        let said = binary::say(place.path(), &arguments);
        assert!(matches!(said.code, 0..=2) && !said.err.contains("panicked"), "{target}: {} {}", said.code, said.err);
        // What breaks off has its report too, though it cannot pass.
        assert!(said.code == 2 || !said.out.is_empty(), "{target}: {}", said.err);
        if said.out.is_empty() {
            continue;
        }
        let document: Value = serde_json::from_str(&said.out).unwrap();
        for input in document["inputs"].as_array().unwrap() {
            let count = |key: &str| input[key].as_u64().unwrap();
            assert_eq!(count("read"), count("kept") + count("duplicate") + count("rejected"), "{target}: {input}");
        }
    }
}
