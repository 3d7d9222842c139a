//! Speed of a whole run but for the drawing: a Telegram export of 200,000 messages on disk, read,
//! joined, counted, measured and judged, as `check` does it.

use std::fs::File;
use std::hint::black_box;
use std::io::BufWriter;
use std::time::Duration;

use chatvitals::frame::Projection;
use chatvitals::pipeline::{self, Question};
use chatvitals::synth::{self, Plan};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const MESSAGES: u64 = 200_000;

fn whole(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the export");
    let path = folder.path().join("result.json");
    let plan = Plan { messages: MESSAGES, seed: 1, members: None, days: None };
    let mut out = BufWriter::new(File::create(&path).expect("the folder is ours"));
    synth::write("telegram-json", &plan, &mut out).expect("the disk takes the export");
    drop(out);
    let question = Question { exports: vec![path], ..Question::default() };
    let read = || pipeline::read(&question, Projection::Vitals, &|_| ()).expect("a synthetic export is readable");

    let mut group = criterion.benchmark_group("whole");
    group.sample_size(10).measurement_time(Duration::from_secs(5)).throughput(Throughput::Elements(MESSAGES));
    group.bench_function("read", |bencher| bencher.iter(|| black_box(read().frames.len())));
    let reading = read();
    group.bench_function("report", |bencher| {
        bencher.iter(|| pipeline::report(&question, black_box(&reading)).expect("a report"));
    });
    group.bench_function("read and report", |bencher| {
        bencher.iter(|| pipeline::report(&question, &read()).expect("a report"));
    });
    group.finish();
}

criterion_group!(benches, whole);
criterion_main!(benches);
