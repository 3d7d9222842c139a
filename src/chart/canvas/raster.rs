//! SVG → PNG, with the embedded font. In: the SVG text of a chart. Out: PNG bytes, twice the logical
//! size. A character the embedded font lacks is drawn with the embedded emoji, else with a system font
//! that has an outline for it, else as □: never nothing. System fonts are looked at only then, so plain text renders the
//! same on every machine and starts fast.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, ID, Query, Style};
use resvg::usvg::{FontFamily, FontResolver, Options, Tree};

use super::pen::FAMILY;
use super::text::{EMOJI, FONT, has_glyph};
use crate::error::{Error, Result};

/// Pixels a logical pixel.
const SCALE: f32 = 2.0;

/// What stands for a character no font draws.
const PLACEHOLDER: char = '□';

/// The picture of an SVG, as PNG.
///
/// # Errors
/// [`Error::Frame`] when the SVG does not parse or the picture cannot be encoded: a defect of this
/// program.
pub fn png(svg: &str) -> Result<Vec<u8>> {
    let foreign = foreign(svg);
    let drawn = with_faces(svg, &foreign);
    let tree = Tree::from_str(&drawn, &options(&foreign)).map_err(|error| defect(&error))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| defect(&"no size"))?;
    let mut picture = Pixmap::new(size.width(), size.height()).ok_or_else(|| defect(&"no room"))?;
    picture.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
    encode(&picture).map_err(|error| defect(&error))
}

/// The picture in three channels, for it was begun on white, at a fast level: 4 ms a chart and 197 KB, where
/// the default takes 27 ms for 104 KB (52 charts of the demo).
fn encode(picture: &Pixmap) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let mut pixels = Vec::with_capacity(picture.data().len() / 4 * 3);
    for pixel in picture.data().as_chunks::<4>().0 {
        let [red, green, blue, _] = *pixel;
        pixels.extend_from_slice(&[red, green, blue]);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// The SVG with each foreign character in a span of its own face, or as the placeholder. A face that
/// could draw the whole text must not take the text over.
fn with_faces(svg: &str, foreign: &BTreeMap<char, Option<ID>>) -> String {
    let mut out = String::with_capacity(svg.len());
    for letter in svg.chars() {
        match foreign.get(&letter) {
            None => out.push(letter),
            Some(None) => out.push(PLACEHOLDER),
            Some(Some(_)) => out.push_str(&format!("<tspan font-family=\"{}\">{letter}</tspan>", face_name(letter))),
        }
    }
    out
}

fn defect(what: &dyn std::fmt::Display) -> Error {
    Error::Frame(format!("chart: {what}"))
}

/// Characters the embedded font lacks, each with the system face that draws it, if any.
fn foreign(svg: &str) -> BTreeMap<char, Option<ID>> {
    let mut found = BTreeMap::new();
    for letter in svg.chars().filter(|letter| !letter.is_ascii() && *letter != '\u{200e}' && !has_glyph(*letter)) {
        found.entry(letter).or_insert_with(|| face_among(own_fonts(), letter).or_else(|| system_face(letter)));
    }
    found
}

/// The embedded fonts alone.
fn own_fonts() -> &'static Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(FONT.to_vec());
        fonts.load_font_data(EMOJI.to_vec());
        fonts.set_serif_family(FAMILY);
        Arc::new(fonts)
    })
}

/// The embedded fonts first, then what the system has.
fn all_fonts() -> &'static Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = Database::clone(own_fonts());
        fonts.load_system_fonts();
        Arc::new(fonts)
    })
}

/// The system face nearest to a plain regular one, by name among equals, that has an outline for
/// the character; faces of pictures only (most colour emoji) would leave a hole.
fn system_face(letter: char) -> Option<ID> {
    face_among(all_fonts(), letter)
}

fn face_among(fonts: &Database, letter: char) -> Option<ID> {
    let mut faces: Vec<_> = fonts.faces().collect();
    faces.sort_by_key(|face| {
        (face.weight.0.abs_diff(400), face.style != Style::Normal, &face.post_script_name, face.id.to_string())
    });
    faces
        .into_iter()
        .map(|face| face.id)
        .find(|id| fonts.with_face_data(*id, |data, index| outlined(data, index, letter)).unwrap_or(false))
}

fn outlined(data: &[u8], index: u32, letter: char) -> bool {
    let Ok(face) = ttf_parser::Face::parse(data, index) else { return false };
    face.glyph_index(letter).is_some_and(|glyph| face.glyph_bounding_box(glyph).is_some())
}

/// The name a foreign character's face goes by inside one SVG.
fn face_name(letter: char) -> String {
    format!("u{:x}", u32::from(letter))
}

/// The embedded face for every text, the chosen system face for each foreign character.
fn options(foreign: &BTreeMap<char, Option<ID>>) -> Options<'_> {
    let own_face = |id: &ID| own_fonts().face(*id).is_some();
    let fonts = if foreign.values().flatten().all(own_face) { own_fonts() } else { all_fonts() };
    let family = [Family::Name(FAMILY)];
    let own = own_fonts().query(&Query { families: &family, ..Query::default() });
    Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::clone(fonts),
        font_resolver: FontResolver {
            select_font: Box::new(move |font, _| {
                let FontFamily::Named(name) = font.families().first()? else { return own };
                foreign.iter().find_map(|(letter, id)| (*name == face_name(*letter)).then_some(*id)).flatten().or(own)
            }),
            select_fallback: Box::new(|_, _, _| None),
        },
        ..Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(words: &str) -> Vec<u8> {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"24\" font-family=\"{FAMILY}\">\
             <text x=\"4\" y=\"18\" font-size=\"16\">{words}</text></svg>"
        );
        png(&svg).unwrap()
    }

    #[test]
    fn a_character_no_font_has_is_a_box_never_nothing() {
        // U+10FFFD is a private-use character no font is meant to draw.
        assert_eq!(foreign("\u{10fffd}").get(&'\u{10fffd}'), Some(&None));
        assert_eq!(picture("\u{10fffd}"), picture("□"));
        assert_ne!(picture("□"), picture(""));
    }

    #[test]
    fn a_foreign_character_does_not_change_the_face_of_its_neighbours() {
        // U+20BB7 is in common family names and not in the embedded font; some systems have it.
        let both = with_faces("吉\u{20bb7}", &foreign("\u{20bb7}"));
        assert!(both.starts_with('吉') && !both.ends_with("吉</tspan>"), "{both}");
        let known = BTreeMap::from([('\u{20bb7}', Some(ID::dummy()))]);
        assert_eq!(with_faces("a\u{20bb7}b", &known), "a<tspan font-family=\"u20bb7\">\u{20bb7}</tspan>b");
    }

    #[test]
    fn plain_text_never_looks_at_system_fonts() {
        assert!(foreign("群脉 Weekly retention 48.2\u{2009}% ●▲■○−–…").is_empty());
        assert_ne!(picture("婧"), picture("喆"));
    }
}
