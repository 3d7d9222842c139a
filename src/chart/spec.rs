//! The contract of a chart: which question it answers, and the plot it makes of the report. A
//! [`Plot`] says what is drawn (titles, axes, points, bounds) and holds no pixels; `canvas.rs` is
//! the only place that knows how it is drawn.

use crate::calendar::Day;
use crate::report::{GroupReport, Report, Status};
use crate::unit::Text;

/// One chart.
pub struct Chart {
    /// Id and file stem.
    pub id: &'static str,
    /// Name a person reads.
    pub name: Text,
    /// The question it answers.
    pub doc: Text,
    /// Metric whose section it stands in; `None` for the overview.
    pub metric: Option<&'static str>,
    /// It speaks of the whole run and is drawn once, not for each group.
    pub run: bool,
    /// The plot for one group; `None` when there is nothing honest to draw.
    pub plot: fn(&Report, &GroupReport) -> Option<Plot>,
}

/// A chart without pixels: words, marks and the numbers behind them.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// The answer, in words.
    pub title: String,
    /// What is drawn: measure, group, period, n.
    pub subtitle: String,
    /// Source, as-of, exclusions.
    pub foot: String,
    /// The drawing.
    pub body: Body,
    /// Exactly the numbers drawn: header and rows, for the CSV and the table behind the chart.
    pub data: (Vec<String>, Vec<Vec<String>>),
}

/// Kinds of drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Lines, areas, bands and bars over x and y axes.
    Axes(Axes),
    /// Coloured cells.
    Heat(Heat),
    /// Small multiples of judged vitals.
    Cards(Vec<Card>),
    /// Verdicts of many groups.
    Statuses(Statuses),
    /// Dots and lines between them.
    Network(Network),
}

/// How numbers on an axis are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Plain numbers.
    Number,
    /// Ratios written as per cent.
    Percent,
    /// Local days; values are day numbers.
    Date,
    /// Names; values are positions 0, 1, 2 … into [`Axis::names`].
    Names,
}

/// One axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Title with unit.
    pub title: String,
    /// How numbers are written.
    pub scale: Scale,
    /// Lowest and highest value shown; chosen from the data when `None`.
    pub range: Option<(f64, f64)>,
    /// Names of positions on a [`Scale::Names`] axis.
    pub names: Vec<String>,
}

impl Axis {
    /// An axis that finds its own range.
    #[must_use]
    pub fn new(title: &str, scale: Scale) -> Self {
        Self { title: title.to_owned(), scale, range: None, names: Vec::new() }
    }

    /// A date axis with half a day's room at both ends.
    #[must_use]
    pub fn dates((first, last): (Day, Day)) -> Self {
        Self { range: Some((x_of(first) - 0.5, x_of(last) + 0.5)), ..Self::new("", Scale::Date) }
    }

    /// An axis of names.
    #[must_use]
    pub fn names(names: Vec<String>) -> Self {
        Self { names, ..Self::new("", Scale::Names) }
    }
}

/// A chart with two axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Axes {
    /// Horizontal.
    pub x: Axis,
    /// Vertical.
    pub y: Axis,
    /// What is drawn, back to front.
    pub layers: Vec<Layer>,
    /// Dashed bounds with their words and the side that is bad.
    pub bounds: Vec<BoundLine>,
}

/// A bound on the value axis: y, or x where the y axis holds names.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundLine {
    /// Where.
    pub at: f64,
    /// The words on it: 「下限 60%」.
    pub words: String,
    /// The tinted side.
    pub bad: BadSide,
}

/// Which side of a bound is tinted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadSide {
    /// Values below are out of bounds.
    Below,
    /// Values above are out of bounds.
    Above,
    /// Neither is.
    None,
}

/// One mark series. `color` is an index into the series palette.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// A line; a `None` y is a gap.
    Line {
        /// Name at its end.
        name: String,
        /// Series colour.
        color: usize,
        /// Dashed: a reference or partial series.
        dashed: bool,
        /// Points.
        points: Vec<(f64, Option<f64>)>,
    },
    /// Dots; hollow ones are partial periods.
    Dots {
        /// Series colour.
        color: usize,
        /// x, y, hollow.
        points: Vec<(f64, f64, bool)>,
    },
    /// An interval band: x, low, high; gaps split it.
    Band {
        /// Series colour.
        color: usize,
        /// Points.
        points: Vec<(f64, Option<(f64, f64)>)>,
    },
    /// Bars from `from` to `to`; `x` is the middle, `width` in x units.
    Bars {
        /// Name for the legend or direct label.
        name: String,
        /// Series colour.
        color: usize,
        /// Full strength, or pale behind a line that carries the message.
        tone: Tone,
        /// Width in x units.
        width: f64,
        /// x, from, to, hollow.
        bars: Vec<(f64, f64, f64, bool)>,
    },
    /// An upright dashed line with its words: a promise on the horizontal axis.
    Upright {
        /// Where.
        at: f64,
        /// The words beside it.
        words: String,
    },
    /// A row of figures below the axis: place and words.
    Below {
        /// What they are.
        name: String,
        /// Figures.
        places: Vec<(f64, String)>,
    },
    /// Horizontal bars for named rows; several of one row stand end to end.
    Rows(Vec<Row>),
    /// Ranges the rows ought to lie in, drawn behind them.
    Targets(Vec<Target>),
}

/// How strongly a mark is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Full colour.
    Strong,
    /// Pale: context.
    Soft,
}

/// One horizontal bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Row position: an index into the names of the y axis.
    pub y: f64,
    /// Where it begins and ends on the value axis.
    pub span: (f64, f64),
    /// Words inside, when there is room.
    pub inside: String,
    /// Words behind its end; empty for none.
    pub label: String,
    /// Colour.
    pub paint: Paint,
    /// Strength.
    pub tone: Tone,
    /// The period is not over: drawn as an outline.
    pub hollow: bool,
}

/// The range one row ought to lie in.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Row position.
    pub y: f64,
    /// Lowest and highest good value.
    pub range: (f64, f64),
    /// Words on it: 「目标 1%–10%」.
    pub words: String,
}

/// Colour by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// A series colour.
    Series(usize),
    /// A status colour.
    Status(Status),
}

/// A grid of coloured cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// Column names, left to right.
    pub columns: Vec<String>,
    /// Row names, top to bottom.
    pub rows: Vec<String>,
    /// Title of the horizontal axis.
    pub x_title: String,
    /// Title of the vertical axis.
    pub y_title: String,
    /// Cell values, row by row; `None` is blank.
    pub cells: Vec<Vec<Option<f64>>>,
    /// Number in a cell: per cent or plain.
    pub scale: Scale,
    /// Cells with too little data: hatched (row, column).
    pub thin: Vec<(usize, usize)>,
    /// Title of the colour scale.
    pub legend: String,
}

/// Verdicts, a row a group and a column a vital.
#[derive(Debug, Clone, PartialEq)]
pub struct Statuses {
    /// Names of vitals.
    pub columns: Vec<String>,
    /// Names of groups.
    pub rows: Vec<String>,
    /// Verdicts, row by row; `None` is blank.
    pub cells: Vec<Vec<Option<Status>>>,
}

/// A network of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Its dots, the largest first.
    pub nodes: Vec<Node>,
    /// Lines: the dots they join, and how thick, 0–1.
    pub edges: Vec<(usize, usize, f64)>,
}

/// One dot of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands in the unit square.
    pub at: (f64, f64),
    /// How large, 0–1.
    pub size: f64,
    /// The words in it, when there is room.
    pub label: String,
}

/// One card of the overview.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Name of the vital.
    pub name: String,
    /// Value as people read it, without its unit.
    pub value: String,
    /// The unit's word; empty for ratios and indices.
    pub unit: String,
    /// Bound and n.
    pub note: String,
    /// Verdict.
    pub status: Status,
    /// Its history for the sparkline, oldest first; gaps are `None`.
    pub spark: Vec<Option<f64>>,
    /// Where the bound lies in the sparkline.
    pub bound: Option<f64>,
}

/// The corners of a curve that falls in steps, carried on to `last`: what stands between two drops is
/// level.
#[must_use]
pub fn steps(curve: &[(f64, f64)], last: f64) -> Vec<(f64, Option<f64>)> {
    let mut points: Vec<(f64, Option<f64>)> = Vec::with_capacity(curve.len() * 2 + 1);
    for (x, y) in curve.iter().filter(|(x, _)| *x <= last) {
        if let Some((_, level)) = points.last().copied() {
            points.push((*x, level));
        }
        points.push((*x, Some(*y)));
    }
    if let Some((x, level)) = points.last().copied().filter(|(x, _)| *x < last) {
        points.extend([(x, level), (last, level)]);
    }
    points
}

/// First and last day as floats, for date axes.
#[must_use]
pub fn x_of(day: Day) -> f64 {
    f64::from(day)
}

/// Bars of several series standing on one another, away from zero in the direction of `sign`: of
/// each series x, value and hollow; x, from, to and hollow come back. Missing values leave no bar.
#[must_use]
pub fn stack(series: &[Vec<(f64, Option<f64>, bool)>], sign: f64) -> Vec<Vec<(f64, f64, f64, bool)>> {
    let mut reached: Vec<f64> = vec![0.0; series.first().map_or(0, Vec::len)];
    series
        .iter()
        .map(|values| {
            let bar = |((x, value, hollow), from): (&(f64, Option<f64>, bool), &mut f64)| {
                let below = *from;
                *from += sign * (*value)?;
                Some((*x, below, *from, *hollow))
            };
            values.iter().zip(&mut reached).filter_map(bar).collect()
        })
        .collect()
}
