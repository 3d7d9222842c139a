//! The words, links and file of a message or post: from what its author typed where the answer has
//! it, else from the rendered page.

use std::borrow::Cow;

use super::fields::Fields;
use crate::format::html_body::HtmlBody;

/// A body as far as it is kept.
#[derive(Debug, Default)]
pub(super) struct Body<'a> {
    pub text: Option<Cow<'a, str>>,
    pub links: Vec<String>,
    /// Links are to be looked for in the text.
    pub scan: bool,
    pub has_picture: bool,
}

impl<'a> Body<'a> {
    /// The body of a message.
    pub fn of(fields: &Fields<'a>) -> Self {
        match fields.message.word() {
            Some(typed) => Self { text: Some(without_quotes(typed)), scan: true, ..Self::default() },
            None if fields.cooked.is_filled() => {
                let page = HtmlBody::of(&fields.cooked.text().unwrap_or_default());
                Self {
                    text: Some(Cow::Owned(page.text)),
                    links: page.links,
                    scan: false,
                    has_picture: page.has_picture,
                }
            }
            None => Self::default(),
        }
    }
}

/// `[quote="ann, post:1"] … [/quote]` holds somebody else's words.
fn without_quotes(text: Cow<'_, str>) -> Cow<'_, str> {
    const END: &str = "[/quote]";
    if !text.contains(END) {
        return text;
    }
    let mut own = String::new();
    let mut rest: &str = &text;
    while let Some((before, quote)) = rest.split_once("[quote") {
        let Some((_, after)) = quote.split_once(END) else { break };
        own.push_str(before);
        rest = after;
    }
    own.push_str(rest);
    Cow::Owned(own.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_left_out() {
        for (text, want) in [
            ("plain", "plain"),
            ("[quote=\"ann, post:1\"]\nold https://q.example\n[/quote]\n\nnew", "new"),
            ("a [quote]b[/quote] c [quote]d[/quote] e", "a  c  e"),
            ("[quote] never closed", "[quote] never closed"),
            ("x [/quote] y", "x [/quote] y"),
        ] {
            assert_eq!(without_quotes(Cow::Borrowed(text)), want, "{text}");
        }
    }
}
