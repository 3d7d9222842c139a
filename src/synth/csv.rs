//! The little CSV writing the dialects share: cells, quoted where they must be. Columns and
//! line ends are what each dialect imitates itself.

use std::fmt::Write as _;

/// A cell; one with a comma, quote mark or line break gets its marks.
pub(super) struct Cell<'a>(pub &'a str);

impl std::fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.0.contains([',', '"', '\n', '\r']) {
            return f.write_str(self.0);
        }
        f.write_char('"')?;
        for (index, part) in self.0.split('"').enumerate() {
            f.write_str(if index == 0 { "" } else { "\"\"" })?;
            f.write_str(part)?;
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        for (text, want) in
            [("", ""), ("甲 乙", "甲 乙"), ("a,b", "\"a,b\""), ("\"x\"", "\"\"\"x\"\"\""), ("a\nb", "\"a\nb\"")]
        {
            assert_eq!(Cell(text).to_string(), want);
        }
    }
}
