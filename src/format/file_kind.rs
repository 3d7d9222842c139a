//! What a shared file is, by the ending of its name. In: a name. Out: a kind of message. Shared by
//! formats that list files without saying what they are.

use crate::frame::MessageKind;

/// Picture, video, voice or any file.
pub(super) fn of_name(name: &str) -> MessageKind {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "svg" | "heic" | "avif" | "tiff" => MessageKind::Image,
        "mp4" | "mov" | "webm" | "mkv" | "avi" | "m4v" => MessageKind::Video,
        "mp3" | "ogg" | "wav" | "flac" | "m4a" | "opus" | "aac" => MessageKind::Voice,
        _ => MessageKind::File,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        for (name, want) in [
            ("a.PNG", MessageKind::Image),
            ("a.b.mp4", MessageKind::Video),
            ("voice.ogg", MessageKind::Voice),
            ("plan.pdf", MessageKind::File),
            ("png", MessageKind::File),
        ] {
            assert_eq!(of_name(name), want, "{name}");
        }
    }
}
