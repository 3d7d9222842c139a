//! Wing 3: the outputs, one file each, and the list they stand in. A renderer reads the report and
//! the drawings made of it, and nothing else.

mod compare;
pub mod diff;
pub mod explain;
mod figure;
mod finding;
mod gate;
mod gate_change;
mod github;
mod grid;
pub mod history;
mod html;
mod json;
mod junit;
pub mod links;
mod listing;
mod markdown;
pub mod members;
mod page;
pub mod points;
mod portfolio;
mod quality;
pub mod rules;
#[cfg(test)]
mod sample;
mod sarif;
mod sheet;
mod spark;
mod spec;
mod summary;
pub mod terminal;
mod trend;
mod view;
mod width;
mod words;
mod xlsx;

pub use gate::obstacles;
pub use sheet::{Field, Sheet};
pub use spec::{Drawing, Drawings, Renderer, Style};

use crate::unit::Text;

/// The page.
pub const HTML: Renderer = Renderer {
    id: "html",
    doc: Text {
        zh: "一个自足的网页：先看判定，再按类别看图表、数据表、定义和建议；不联网，可打印",
        en: "one self-contained page: verdicts first, then charts, tables, definitions and advice by family; no network, prints well",
    },
    file: "index.html",
    extension: "html",
    render: html::write,
};

/// The document.
pub const MARKDOWN: Renderer = Renderer {
    id: "markdown",
    doc: Text {
        zh: "同一份报告的 Markdown 版，图表以 PNG 链接", en: "the same in Markdown, charts linked as PNGs"
    },
    file: "report.md",
    extension: "md",
    render: markdown::write,
};

/// The machine's copy.
pub const JSON: Renderer = Renderer {
    id: "json",
    doc: Text { zh: "机器可读的全部数值，未四舍五入", en: "every number for machines, unrounded" },
    file: "metrics.json",
    extension: "json",
    render: json::write,
};

/// People.
pub const MEMBERS: Renderer = Renderer {
    id: "members",
    doc: Text { zh: "每位成员一行", en: "one row a person" },
    file: "members.csv",
    extension: "csv",
    render: |report, _, out| members::sheet(report).csv(out),
};

/// Links.
pub const LINKS: Renderer = Renderer {
    id: "links",
    doc: Text { zh: "每个链接一行", en: "one row a shared link" },
    file: "links.csv",
    extension: "csv",
    render: |report, _, out| links::sheet(report).csv(out),
};

/// The workbook.
pub const XLSX: Renderer = Renderer {
    id: "xlsx",
    doc: Text {
        zh: "全部表格的工作簿：一表一页，日期与百分比为真值，判定着色",
        en: "every table as a workbook: a sheet each, real dates and per cents, verdicts in colour",
    },
    file: "report.xlsx",
    extension: "xlsx",
    render: xlsx::write,
};

/// The verdict table.
pub const TERMINAL: Renderer = Renderer {
    id: "terminal",
    doc: Text { zh: "打印到终端的判定表", en: "the verdict table on stdout" },
    file: "",
    extension: "txt",
    render: terminal::plain,
};

/// Test results.
pub const JUNIT: Renderer = Renderer {
    id: "junit",
    doc: Text {
        zh: "JUnit XML：一群一个测试集，一项体征一个用例", en: "JUnit XML: a suite a group, a case a vital"
    },
    file: "",
    extension: "xml",
    render: junit::write,
};

/// Annotations.
pub const GITHUB: Renderer = Renderer {
    id: "github",
    doc: Text { zh: "GitHub 工作流注解，最重的在前", en: "GitHub workflow annotations, the worst first" },
    file: "",
    extension: "txt",
    render: github::write,
};

/// Code scanning.
pub const SARIF: Renderer = Renderer {
    id: "sarif",
    doc: Text {
        zh: "SARIF 2.1.0，定位到章程里的阈值行", en: "SARIF 2.1.0, pointing at the charter's threshold lines"
    },
    file: "",
    extension: "sarif",
    render: sarif::write,
};

/// A comment.
pub const SUMMARY: Renderer = Renderer {
    id: "summary",
    doc: Text {
        zh: "放进合并请求评论或作业摘要的判定",
        en: "the verdicts for a pull request's comment or a job's summary",
    },
    file: "",
    extension: "md",
    render: summary::write,
};

/// Every output, those of the report folder first.
pub const RENDERERS: &[&Renderer] =
    &[&HTML, &MARKDOWN, &XLSX, &JSON, &MEMBERS, &LINKS, &TERMINAL, &JUNIT, &GITHUB, &SARIF, &SUMMARY];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Lang;

    #[test]
    fn every_output_is_the_same_twice_and_ends_its_last_line() {
        let report = sample::report(Lang::Zh);
        let drawings = sample::drawings(&report);
        for renderer in RENDERERS {
            let written = || {
                let mut out = Vec::new();
                renderer.write(&report, &drawings, &mut out).unwrap();
                out
            };
            let bytes = written();
            assert_eq!(bytes, written(), "{}", renderer.id);
            assert!(renderer.extension == "xlsx" || bytes.ends_with(b"\n"), "{}", renderer.id);
            assert!(renderer.file.is_empty() || renderer.file.ends_with(renderer.extension));
        }
    }

    #[test]
    fn an_empty_report_renders_everywhere() {
        let mut report = sample::report(Lang::En);
        (report.groups, report.vitals, report.members) = (Vec::new(), Vec::new(), Vec::new());
        (report.links, report.inputs) = (Vec::new(), Vec::new());
        for renderer in RENDERERS {
            renderer.write(&report, &[], &mut Vec::new()).unwrap();
        }
    }
}
