//! Files people take for exports of a group and that cannot be read as one, with the reason. In:
//! the head of a file no format claims. Out: what it is and what to export instead.

use super::Head;

/// A kind of file that is no export.
struct Refusal {
    is: fn(&Head<'_>) -> bool,
    why: &'static str,
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        is: |head| head.bytes.starts_with(b"ID,Timestamp,Contents,Attachments"),
        why: "a Discord data package holds only the messages of the person who asked for it; \
              export the channel with DiscordChatExporter instead",
    },
    Refusal {
        is: |head| head.name == "manifest.json" && memchr::memmem::find(head.bytes, b"\"chatInfo\"").is_some(),
        why: "the messages lie in the chunks beside this manifest; pass the folder that holds both",
    },
];

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
        for (bytes, name, refused) in [
            (b"ID,Timestamp,Contents,Attachments\n1,2024-01-01,hi,\n".as_slice(), "messages.csv", true),
            (b"AuthorID,Author,Date,Content,Attachments,Reactions\n", "messages.csv", false),
            (b"", "messages.csv", false),
            (b"{\"metadata\":{},\"chatInfo\":{\"name\":\"x\"},\"chunked\":{}}", "manifest.json", true),
            (b"{\"name\":\"an extension\",\"manifest_version\":3}", "manifest.json", false),
        ] {
            assert_eq!(refusal(&Head { bytes, name }).is_some(), refused);
        }
    }
}
