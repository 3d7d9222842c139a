//! Text that a spreadsheet would run as a formula, made to be read as text.

/// A quote before what begins like a formula: `=`, `+`, `-`, `@`, their full-width twins, and blanks that some
/// programs strip.
#[must_use]
pub fn harmless(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if runs || text.trim_start().starts_with(['=', '@']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for text in ["=1+1", "+86", "-x", "@SUM(A1)", "\t=1", "＝cmd", " =HYPERLINK(\"x\")"] {
            assert!(harmless(text).starts_with('\''), "{text}");
        }
        for text in ["张三", "a=b", "", "1-2"] {
            assert_eq!(harmless(text), text);
        }
    }
}
