//! Sessions and answers over the three days of `tiny3d`, done on paper.

use crate::run::judged;
use crate::want::{ANY, check, head, part, vital};

#[test]
fn sessions_of_tiny3d() {
    let report = judged("tiny3d", "2026-03-04", "");
    check(
        &report,
        &[
            head("conversation_sessions", 6.0, ANY, 12, "info"),
            part("conversation_sessions", "dialogue_share", 0.5, (3.0, 6.0), 6, "info"),
            part("conversation_sessions", "median_size", 2.0, ANY, 6, "info"),
        ],
    );
    for (segment, want) in [("burstiness", 0.08574), ("burstiness_n", 0.18478)] {
        let got = vital(&report, "conversation_sessions", Some(segment)).row.value.unwrap();
        assert!((got - want).abs() < 5e-6, "{segment}: {got}");
    }
}

/// A day later every message has had its 24 hours: m1, m2, m10 and m14 are answered.
#[test]
fn answers_of_tiny3d() {
    check(
        &judged("tiny3d", "2026-03-05", ""),
        &[
            head("reply_graph", 0.5, (2.0, 4.0), 4, "info"),
            part("reply_graph", "edges", 4.0, ANY, 6, "info"),
            part("reply_graph", "reply_rate", 1.0 / 3.0, (4.0, 12.0), 12, "info"),
            part("reply_graph", "isolates", 1.0, ANY, 6, "info"),
        ],
    );
    let early = judged("tiny3d", "2026-03-04", "");
    check(&early, &[part("reply_graph", "reply_rate", 0.3, (3.0, 10.0), 10, "info")]);
}
