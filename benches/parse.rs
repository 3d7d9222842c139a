//! Speed of every format: one row each, from the list of formats, over a synthetic export of 50,000
//! messages held in memory. A new format with a synthetic dialect gets its row by being in the list.
//! Told twice, as MB/s and as messages/s, because formats spend very different bytes on a message.

use std::hint::black_box;
use std::time::Duration;

use chatvitals::calendar::Zone;
use chatvitals::format::{FORMATS, Format};
use chatvitals::frame::{Frames, Projection, Writer};
use chatvitals::synth::{self, Plan, SYNTH_FORMATS};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const MESSAGES: u64 = 50_000;

fn frames(format: &Format, bytes: &[u8], projection: Projection) -> Frames {
    let zone = Zone::new("Asia/Shanghai").expect("a known zone");
    let mut writer = Writer::new(zone, projection);
    format.read_alone(bytes, "bench", &mut writer, &|_| ()).expect("a synthetic export is readable");
    writer.finish()
}

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    for format in FORMATS.iter().filter(|format| SYNTH_FORMATS.contains(&format.id)) {
        let plan = Plan { messages: MESSAGES, seed: 1, members: None, days: None };
        let mut bytes = Vec::new();
        synth::write(format.id, &plan, &mut bytes).expect("memory takes every byte");
        assert!(frames(format, &bytes, Projection::Vitals).messages.len() as u64 >= MESSAGES / 2, "{}", format.id);
        group.throughput(Throughput::ElementsAndBytes { elements: MESSAGES, bytes: bytes.len() as u64 });
        let projections = [("codes", Projection::Codes), ("vitals", Projection::Vitals), ("full", Projection::Full)];
        for (name, projection) in projections {
            group.bench_function(format!("{}/{name}", format.id), |bencher| {
                bencher.iter(|| black_box(frames(format, black_box(&bytes), projection)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
