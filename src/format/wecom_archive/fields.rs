//! One row of the archive as written. In: its keys. Out: their values, undecoded; the body under
//! whatever key its type puts it.

use crate::format::clock;
use crate::format::json::{Record, Value};
use crate::frame::Time;

/// The keys read of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub msgid: Value<'a>,
    pub action: Value<'a>,
    pub from: Value<'a>,
    pub tolist: Value<'a>,
    pub roomid: Value<'a>,
    pub msgtime: Value<'a>,
    pub msgtype: Value<'a>,
    /// Time of a `switch` row.
    pub time: Value<'a>,
    /// Who switched.
    pub user: Value<'a>,
    /// The decrypted row inside the answer of the interface.
    pub msg: Value<'a>,
    pub encrypted: Value<'a>,
    /// The one object a row holds.
    pub body: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"msgid" => &mut self.msgid,
            b"action" => &mut self.action,
            b"from" => &mut self.from,
            b"tolist" => &mut self.tolist,
            b"roomid" => &mut self.roomid,
            b"msgtime" => &mut self.msgtime,
            b"msgtype" => &mut self.msgtype,
            b"time" => &mut self.time,
            b"user" => &mut self.user,
            b"msg" => &mut self.msg,
            b"encrypt_chat_msg" => &mut self.encrypted,
            // Programs that write every body write null for those a row lacks.
            _ if value.raw().first() == Some(&b'{') && value.is_filled() => &mut self.body,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        let told = self.when().is_some() || !self.msg.is_absent() || !self.encrypted.is_absent();
        !self.msgid.is_absent() && told
    }
}

impl Fields<'_> {
    /// When the row says it happened.
    pub fn when(&self) -> Option<Time> {
        self.msgtime.integer().or_else(|| self.time.integer()).map(clock::epoch)
    }
}
