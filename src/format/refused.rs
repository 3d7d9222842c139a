//! Files people take for exports of a group and that cannot be read as one, with the reason. In:
//! the head of a file no format claims. Out: what it is and what to export instead.

use super::Head;
use super::json::{Value, head_keys, start};

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
    Refusal {
        is: is_training,
        why: "a fine-tuning data set (conversations of roles) holds no times and no members; \
              export the chat itself as CSV, HTML or full JSON",
    },
    Refusal {
        is: is_day_list,
        why: "MemoTrace's text for language models tells only the day, not the time of a message, and drops what is no text; \
              export the group as CSV instead",
    },
    Refusal {
        is: is_short_json,
        why: "PyWxDump's short JSON holds neither ids nor message types, so members, joins and files cannot be told; \
              export the full JSON or CSV instead",
    },
];

/// Why a file that no format claims is none, where that is known.
#[must_use]
pub fn refusal(head: &Head<'_>) -> Option<&'static str> {
    REFUSALS.iter().find(|refusal| (refusal.is)(head)).map(|refusal| refusal.why)
}

/// The first object of an array, or the object itself, as its keys and values.
fn first_object<'a>(head: &Head<'a>) -> Vec<(&'a [u8], Value<'a>)> {
    let at = start(head.bytes);
    let rest = head.bytes.get(at..).unwrap_or_default();
    match rest.first() {
        Some(b'[') => head_keys(rest.get(1..).unwrap_or_default()),
        _ => head_keys(rest),
    }
}

/// `[{"conversations": [{"role": …, "content": …}]}]`, or `{"messages": …}` with a line each.
fn is_training(head: &Head<'_>) -> bool {
    first_object(head).iter().any(|(key, value)| {
        // An item cut by the end of the head still shows its first keys.
        let turns = value.raw().strip_prefix(b"[").map(head_keys).unwrap_or_default();
        let has = |name: &[u8]| turns.iter().any(|(key, _)| *key == name);
        matches!(*key, b"conversations" | b"messages")
            && (has(b"role") && has(b"content") || has(b"from") && has(b"value"))
    })
}

/// Twenty stars, a date, twenty stars.
fn is_day_list(head: &Head<'_>) -> bool {
    let stars = [b'*'; 20];
    let line = head.bytes.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    let date = line.strip_prefix(stars.as_slice()).and_then(|rest| rest.strip_suffix(stars.as_slice()));
    date.is_some_and(|date| date.len() == 10 && date.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-'))
}

/// An array of objects that have just the three keys of one of the two short forms.
fn is_short_json(head: &Head<'_>) -> bool {
    let keys: Vec<&[u8]> = first_object(head).into_iter().map(|(key, _)| key).collect();
    let short = [
        [b"nickname".as_slice(), b"message".as_slice(), b"time".as_slice()],
        [b"sender".as_slice(), b"content".as_slice(), b"timestamp".as_slice()],
    ];
    head.bytes.get(start(head.bytes)) == Some(&b'[') && short.iter().any(|short| keys == short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_and_what_is_only_unknown() {
        for (text, word) in [
            ("ID,Timestamp,Contents,Attachments\n1,2024-01-01,hi,\n", "Discord"),
            ("AuthorID,Author,Date,Content,Attachments,Reactions\n", ""),
            ("", ""),
            (r#"[{"conversations":[{"role":"system","content":"x"},{"role":"user","content":"hi"}]}]"#, "fine-tuning"),
            ("[\n  {\n    \"conversations\": [\n      {\"role\": \"user\", \"content\": \"cut", "fine-tuning"),
            (r#"[{"id":"1","conversations":[{"from":"human","value":"hi"}]}]"#, "fine-tuning"),
            ("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}\n{\"messages\":[]}\n", "fine-tuning"),
            (r#"{"messages":[{"sender":"a","content":"hi"}]}"#, ""),
            (r#"{"role":"user","content":"hi"}"#, ""),
            ("********************2024-01-02********************\n甲:早 在吗 \n", "MemoTrace"),
            ("********************\n2024-01-02\n", ""),
            (r#"[{"nickname":"甲","message":"早","time":"2024-01-02 03:04:05"}]"#, "PyWxDump"),
            (r#"[{"sender":"甲","content":"早","timestamp":"2024-01-02 03:04:05"}]"#, "PyWxDump"),
            (r#"[{"sender":"甲","content":"早","timestamp":1,"kind":2}]"#, ""),
            (r#"{"sender":"甲","content":"早","timestamp":1}"#, ""),
        ] {
            let why = refusal(&Head { bytes: text.as_bytes(), name: "x" }).unwrap_or_default();
            assert_eq!(why.is_empty(), word.is_empty(), "{text}");
            assert!(why.contains(word), "{text}: {why}");
        }
        for (text, refused) in [
            (r#"{"metadata":{},"chatInfo":{"name":"x"},"chunked":{}}"#, true),
            (r#"{"name":"an extension","manifest_version":3}"#, false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "manifest.json" };
            assert_eq!(refusal(&head).is_some(), refused, "{text}");
        }
    }
}
