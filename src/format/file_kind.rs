//! What kind of message an attached file makes, by its MIME type or the ending of its name. Apart
//! because the chat servers' formats all carry files and none says what they are.

use crate::frame::MessageKind;

/// The kind of a file's name.
pub(super) fn of_name(name: &str) -> MessageKind {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "svg" | "heic" | "avif" | "tiff" => MessageKind::Image,
        "mp4" | "mov" | "webm" | "mkv" | "avi" | "m4v" => MessageKind::Video,
        "mp3" | "ogg" | "wav" | "flac" | "m4a" | "opus" | "aac" | "amr" => MessageKind::Voice,
        _ => MessageKind::File,
    }
}

/// The kind of a MIME type, where that says it; else of the name.
pub(super) fn of_type(mime: &str, name: &str) -> MessageKind {
    match mime.split('/').next() {
        Some("image") => MessageKind::Image,
        Some("video") => MessageKind::Video,
        Some("audio") => MessageKind::Voice,
        _ => of_name(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (mime, name, want) in [
            ("", "a.PNG", MessageKind::Image),
            ("audio/mp4", "x", MessageKind::Voice),
            ("application/pdf", "x.pdf", MessageKind::File),
            ("application/octet-stream", "x.mp4", MessageKind::Video),
            ("", "noending", MessageKind::File),
        ] {
            assert_eq!(of_type(mime, name), want, "{mime} {name}");
        }
    }
}
