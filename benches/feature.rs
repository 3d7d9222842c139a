//! Speed of the detectors that read text: messages as groups write them, with and without cues. Told
//! as messages and bytes a second; a million messages are to cost a quarter of a second.

use std::hint::black_box;

use chatvitals::feature::{Facts, Scanner};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const PLAIN: &[&str] = &[
    "昨天的会议纪要已经发到群文件里了",
    "收到",
    "同意楼上这个方案",
    "数据库连接池配置改成二十试试看，之前那个太小了",
    "I think we can ship this on Monday if nobody objects",
    "周末去爬山的同学在这里报个名吧",
];
const MIXED: &[&str] = &[
    "@张三 报名链接在哪？",
    "https://mp.weixin.qq.com/s?__biz=MzA3&mid=1&sn=abc",
    "面膜99元，加微信abc123下单",
    "欢迎新人[玫瑰]",
    "Thanks, that fixed it 👍",
    "大家好，我是做教育的李四",
];

fn feature(criterion: &mut Criterion) {
    let scanner = Scanner::built_in();
    let mut group = criterion.benchmark_group("feature");
    // One message in ten of `group` bears a cue that needs a closer look.
    let some = PLAIN.iter().cycle().take(54).chain(MIXED).copied().collect();
    for (name, texts) in [("plain", PLAIN.to_vec()), ("cues", MIXED.to_vec()), ("group", some)] {
        let bytes = texts.iter().map(|text| text.len() as u64).sum();
        group.throughput(Throughput::ElementsAndBytes { elements: texts.len() as u64, bytes });
        group.bench_function(name, |bencher| {
            let mut facts = Facts::default();
            bencher.iter(|| {
                for text in &texts {
                    scanner.scan(black_box(text), &mut facts);
                    black_box(&facts);
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, feature);
criterion_main!(benches);
