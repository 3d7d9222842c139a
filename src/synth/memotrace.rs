//! A WeChat group as `MemoTrace` writes it to CSV: a row of WeChat's own table a line, type codes and
//! XML as they are. The group's name is only in the name of the file.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Cast, Recalls};
use super::csv::Cell;
use super::stream::stream;
use super::wechat::{Row, account_id, clock, row};

/// `MemoTrace`'s CSV.
pub(super) const CSV: Dialect = Dialect { id: "memotrace-csv", recalls: Recalls::Shown, write: csv };

fn csv(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,".as_bytes())?;
    out.write_all(b"StrTime,Remark,NickName,Sender\r\n")?;
    stream(out, cast, acts, "", |out, cast, act| {
        let Row { code: (code, sub), content } = row(cast, act);
        write!(out, "{},3,{code},{sub},0,{},3,{},", act.id, act.at / 1000, Cell(&content))?;
        write!(out, "{},,{},{}\r\n", clock(act.at), Cell(cast.name(act.who)), account_id(cast, act.who))
    })
}
