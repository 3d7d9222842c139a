//! Names written from right to left, among words that are not: what follows must not be drawn into them.

/// The left-to-right mark: nothing to see, and the end of a stretch from right to left.
const MARK: char = '\u{200e}';

/// The name, closed by a mark when it holds letters written from right to left.
#[must_use]
pub fn closed(name: &str) -> String {
    let from_right =
        |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    if name.contains(from_right) { format!("{name}{MARK}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_from_the_right_are_closed() {
        assert_eq!(closed("张三"), "张三");
        assert_eq!(closed("عربي 1"), "عربي 1\u{200e}");
    }
}
