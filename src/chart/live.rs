//! A plot as the page's script draws it again, so that a reader can point at values, zoom in time and
//! turn series off. In: a [`Plot`] with axes. Out: JSON of the same points, or nothing for kinds of
//! drawing that stay as they are.

use serde::Serialize;
use serde_json::value::RawValue;

use super::spec::{Axes, Axis, BadSide, Body, Layer, Plot, Scale, Tone};

#[derive(Serialize)]
struct Live<'a> {
    x: Side<'a>,
    y: Side<'a>,
    layers: Vec<Mark<'a>>,
    bounds: Vec<Bound<'a>>,
}

#[derive(Serialize)]
struct Side<'a> {
    title: &'a str,
    scale: &'static str,
    range: Option<(Short, Short)>,
}

/// One series. `ys` and what stands beside it have one entry for each of `xs`.
#[derive(Serialize, Default)]
struct Mark<'a> {
    kind: &'static str,
    name: &'a str,
    color: usize,
    xs: Vec<Short>,
    ys: Vec<Option<Short>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    from: Vec<Short>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hollow: Vec<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<Short>,
    #[serde(skip_serializing_if = "is_false")]
    soft: bool,
    #[serde(skip_serializing_if = "is_false")]
    dashed: bool,
    #[serde(skip_serializing_if = "is_false")]
    stepped: bool,
}

#[derive(Serialize)]
struct Bound<'a> {
    at: Short,
    words: &'a str,
    bad: &'static str,
    upright: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A number in at most seven significant digits, without a needless point.
struct Short(f64);

impl Serialize for Short {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = if self.0.is_finite() { written(self.0) } else { "null".to_owned() };
        RawValue::from_string(text).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

fn written(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}").replace("-0", "0");
    }
    let digits = if value == 0.0 { 0.0 } else { 6.0 - value.abs().log10().floor() };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 12")]
    let text = format!("{value:.*}", digits.clamp(0.0, 12.0) as usize);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The plot for the page's script; `None` for what has no two axes of numbers. The text may stand in a
/// script element: it holds no `<`.
///
/// # Panics
/// Never: a struct of numbers and words is always JSON.
#[must_use]
pub fn live(plot: &Plot) -> Option<String> {
    let Body::Axes(axes) = &plot.body else { return None };
    if axes.y.scale == Scale::Names || axes.x.scale == Scale::Names {
        return None;
    }
    let live = Live {
        x: side(&axes.x),
        y: side(&axes.y),
        layers: axes.layers.iter().filter_map(mark).collect(),
        bounds: bounds(axes),
    };
    (!live.layers.is_empty()).then(|| serde_json::to_string(&live).ok().map(|text| text.replace('<', "\\u003c")))?
}

fn side(axis: &Axis) -> Side<'_> {
    let scale = match axis.scale {
        Scale::Number => "number",
        Scale::Percent => "percent",
        Scale::Date => "date",
        Scale::Names => "names",
    };
    Side { title: &axis.title, scale, range: axis.range.map(|(low, high)| (Short(low), Short(high))) }
}

fn mark(layer: &Layer) -> Option<Mark<'_>> {
    Some(match layer {
        Layer::Line { name, color, dashed, points } => line(name, *color, *dashed, points),
        Layer::Dots { color, points } => Mark {
            kind: "dots",
            color: *color,
            xs: points.iter().map(|(x, ..)| Short(*x)).collect(),
            ys: points.iter().map(|(_, y, _)| Some(Short(*y))).collect(),
            hollow: points.iter().map(|(.., hollow)| u8::from(*hollow)).collect(),
            ..Mark::default()
        },
        Layer::Band { color, points } => {
            let known = || points.iter().filter_map(|(x, ends)| Some((*x, (*ends)?)));
            Mark {
                kind: "band",
                color: *color,
                xs: known().map(|(x, _)| Short(x)).collect(),
                ys: known().map(|(_, (_, high))| Some(Short(high))).collect(),
                from: known().map(|(_, (low, _))| Short(low)).collect(),
                ..Mark::default()
            }
        }
        Layer::Bars { name, color, tone, width, bars } => Mark {
            kind: "bars",
            name,
            color: *color,
            xs: bars.iter().map(|(x, ..)| Short(*x)).collect(),
            ys: bars.iter().map(|(_, _, to, _)| Some(Short(*to))).collect(),
            from: bars.iter().map(|(_, from, ..)| Short(*from)).collect(),
            hollow: bars.iter().map(|(.., hollow)| u8::from(*hollow)).collect(),
            width: Some(Short(*width)),
            soft: *tone == Tone::Soft,
            ..Mark::default()
        },
        Layer::Upright { .. } | Layer::Below { .. } | Layer::Rows(_) | Layer::Targets(_) => return None,
    })
}

/// A line; one that stands upright anywhere is a curve of steps, told by its level after each.
fn line<'a>(name: &'a str, color: usize, dashed: bool, points: &[(f64, Option<f64>)]) -> Mark<'a> {
    #[expect(clippy::float_cmp, reason = "both corners of a step are made of one number")]
    let stepped = points.windows(2).any(|pair| pair[0].0 == pair[1].0);
    let mut kept: Vec<(f64, Option<f64>)> = Vec::with_capacity(points.len());
    for point in points {
        #[expect(clippy::float_cmp, reason = "as above")]
        match kept.last_mut() {
            Some(last) if last.0 == point.0 => *last = *point,
            _ => kept.push(*point),
        }
    }
    Mark {
        kind: "line",
        name,
        color,
        dashed,
        stepped,
        xs: kept.iter().map(|(x, _)| Short(*x)).collect(),
        ys: kept.iter().map(|(_, y)| y.map(Short)).collect(),
        ..Mark::default()
    }
}

fn bounds(axes: &Axes) -> Vec<Bound<'_>> {
    let level = axes.bounds.iter().map(|bound| Bound {
        at: Short(bound.at),
        words: &bound.words,
        bad: match bound.bad {
            BadSide::Below => "below",
            BadSide::Above => "above",
            BadSide::None => "none",
        },
        upright: false,
    });
    let upright = axes.layers.iter().filter_map(|layer| match layer {
        Layer::Upright { at, words } => Some(Bound { at: Short(*at), words, bad: "none", upright: true }),
        _ => None,
    });
    level.chain(upright).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::spec::steps;
    use crate::chart::{CHARTS, sample};
    use crate::unit::Lang;

    #[test]
    fn numbers_are_short_and_exact_enough() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (20.0, "20"),
            (-10.0, "-10"),
            (0.1, "0.1"),
            (1.0 / 3.0, "0.3333333"),
            (-2.5, "-2.5"),
            (19_000.123_456, "19000.12"),
        ] {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn a_curve_of_steps_keeps_the_level_after_each() {
        let mark = line("S", 0, false, &steps(&[(0.0, 1.0), (3.0, 0.5)], 5.0));
        assert!(mark.stepped);
        let ys: Vec<f64> = mark.ys.iter().flatten().map(|y| y.0).collect();
        assert_eq!((mark.xs.len(), ys), (3, vec![1.0, 0.5, 0.5]));
    }

    #[test]
    fn every_chart_over_numbers_can_be_drawn_again() {
        let report = sample::report(Lang::Zh);
        let mut known = 0;
        for chart in CHARTS {
            let Some(plot) = (chart.plot)(&report, &report.groups[0]) else { continue };
            let Some(text) = live(&plot) else { continue };
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert!(!text.contains('<'), "{}", chart.id);
            for layer in value["layers"].as_array().unwrap() {
                let count = layer["xs"].as_array().unwrap().len();
                assert!(count > 0 && layer["ys"].as_array().unwrap().len() == count, "{}", chart.id);
                assert!(layer.get("from").is_none_or(|from| from.as_array().unwrap().len() == count));
            }
            known += 1;
        }
        assert!(known >= 6, "{known}");
    }
}
