//! Files people take for exports of a group and that cannot be read as one, with the reason. In:
//! the head of a file no format claims. Out: what it is and what to export instead.

use super::Head;

/// A kind of file that is no export.
struct Refusal {
    is: fn(&Head<'_>) -> bool,
    why: &'static str,
}

const REFUSALS: &[Refusal] = &[Refusal {
    is: |head| head.bytes.starts_with(b"ID,Timestamp,Contents,Attachments"),
    why: "a Discord data package holds only the messages of the person who asked for it; \
          export the channel with DiscordChatExporter instead",
}];

/// Why a file that no format claims is none, where that is known.
#[must_use]
pub fn refusal(head: &Head<'_>) -> Option<&'static str> {
    REFUSALS.iter().find(|refusal| (refusal.is)(head)).map(|refusal| refusal.why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_and_what_is_only_unknown() {
        for (bytes, refused) in [
            (b"ID,Timestamp,Contents,Attachments\n1,2024-01-01,hi,\n".as_slice(), true),
            (b"AuthorID,Author,Date,Content,Attachments,Reactions\n", false),
            (b"", false),
        ] {
            assert_eq!(refusal(&Head { bytes, name: "messages.csv" }).is_some(), refused);
        }
    }
}
