//! Tables of no known format, read by a mapping: CSV and TSV, JSON Lines and JSON arrays, workbooks.
//! In: the file and the mapping that says which column is what. Out: messages and events. Apart from
//! the mapping itself, which knows nothing of files.

mod csv;
mod jsonl;
mod propose;
mod rows;
mod xlsx;

use super::spec::{Carries, Confidence, Format, Looks, Mapped, Read, TimeKind};
use crate::unit::Text;

pub use propose::{Proposal, propose};

/// Rows among which the header is looked for.
const HEADER_ROWS: usize = 20;

const CARRIES: Carries = Carries {
    account_ids: true,
    message_ids: true,
    replies: true,
    joins: true,
    leaves: true,
    reactions: false,
    files: true,
};

const LACKS: Text = Text {
    zh: "有什么取决于表格有哪些列：没有 sender_id 列时，人只能按名字认（改名会变成两个人，同名会并成一个）；没有消息 ID 时，重复导出按时间、发送人和内容去重；\
         没有事件列时看不到入群和退群；表情回应一律没有。",
    en: "What is there depends on the columns: without sender_id people are names (a rename makes two, namesakes become one); without message_id copies are told by time, sender and content; \
         without event columns joins and leaves are not seen; reactions never are.",
};

/// CSV and TSV.
pub const MAPPED_CSV: Format = Format {
    id: "mapped-csv",
    name: Text { zh: "任意 CSV / TSV 表格（配映射文件）", en: "Any CSV or TSV table (with a mapping)" },
    platform: "unknown",
    how_to_export: Text {
        zh: "把聊天记录从后台、数据库或表格里存成 CSV（每行一条消息，第一行是列名）。\n\
             运行 chatvitals formats map 文件.csv -o mapping.toml，得到一份映射草稿，核对每一列。\n\
             然后运行 chatvitals report 文件.csv --map mapping.toml；或把 mapping.toml 放在导出文件夹里，不必再写 --map。",
        en: "Save the chat from its console, database or spreadsheet as CSV: one message a row, column names on top.\n\
             Run chatvitals formats map FILE.csv -o mapping.toml for a draft of the mapping and check every column.\n\
             Then run chatvitals report FILE.csv --map mapping.toml, or lay mapping.toml into the export folder and leave out --map.",
    },
    lacks: LACKS,
    extensions: &["csv", "tsv"],
    time: TimeKind::Local,
    carries: CARRIES,
    sniff: |_| Confidence::No,
    beside: &[],
    read: Read::Mapped(Mapped { looks_at: Looks::Head, fits: csv::fits, read: csv::read }),
};

/// JSON Lines and JSON arrays.
pub const MAPPED_JSONL: Format = Format {
    id: "mapped-jsonl",
    name: Text {
        zh: "任意 JSONL / JSON 数组（配映射文件）", en: "Any JSON Lines or JSON array (with a mapping)"
    },
    platform: "unknown",
    how_to_export: Text {
        zh: "把聊天记录存成 JSONL（每行一个对象）或一个 JSON 数组；数组放在对象里时，用 records 写出它的键。\n\
             运行 chatvitals formats map 文件.jsonl -o mapping.toml，得到一份映射草稿，核对每一个键；嵌套的键用点连接，如 sender.name。\n\
             然后运行 chatvitals report 文件.jsonl --map mapping.toml。",
        en: "Save the chat as JSON Lines (one object a line) or as one JSON array; where an object holds the array, `records` names its key.\n\
             Run chatvitals formats map FILE.jsonl -o mapping.toml for a draft of the mapping and check every key; nested keys are joined by dots: sender.name.\n\
             Then run chatvitals report FILE.jsonl --map mapping.toml.",
    },
    lacks: LACKS,
    extensions: &["jsonl", "ndjson", "json"],
    time: TimeKind::Epoch,
    carries: CARRIES,
    sniff: |_| Confidence::No,
    beside: &[],
    read: Read::Mapped(Mapped { looks_at: Looks::Head, fits: jsonl::fits, read: jsonl::read }),
};

/// Workbooks.
pub const MAPPED_XLSX: Format = Format {
    id: "mapped-xlsx",
    name: Text { zh: "任意 Excel 表格（配映射文件）", en: "Any Excel workbook (with a mapping)" },
    platform: "unknown",
    how_to_export: Text {
        zh: "准备好 Excel 文件（.xlsx 或 .xls），每行一条消息，有一行列名；ID 列请存成“文本”，否则 Excel 会把长数字改掉。\n\
             运行 chatvitals formats map 文件.xlsx -o mapping.toml，得到一份映射草稿，核对每一列。\n\
             然后运行 chatvitals report 文件.xlsx --map mapping.toml。解开后超过 1 GiB 的文件不读，请另存为 CSV。",
        en: "Have the workbook (.xlsx or .xls) with one message a row and a row of column names; keep id columns as text, or Excel rounds long numbers.\n\
             Run chatvitals formats map FILE.xlsx -o mapping.toml for a draft of the mapping and check every column.\n\
             Then run chatvitals report FILE.xlsx --map mapping.toml. Files above 1 GiB unpacked are refused; save them as CSV.",
    },
    lacks: LACKS,
    extensions: &["xlsx", "xlsm", "xls"],
    time: TimeKind::Local,
    carries: CARRIES,
    sniff: |_| Confidence::No,
    beside: &[],
    read: Read::Mapped(Mapped { looks_at: Looks::Whole, fits: xlsx::fits, read: xlsx::read }),
};
