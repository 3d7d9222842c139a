//! Who answers whom: dots, lines between them, and labels where there is room.

use super::page::Area;
use super::pen::{Anchor, Pen, Stroke};
use super::text::{Size, width};
use super::theme::Ink;
use crate::chart::spec::Network;

/// Least and largest radius of a node.
const RADIUS: (f64, f64) = (4.0, 15.0);
/// Thinnest and thickest line.
const LINE: (f64, f64) = (0.5, 4.0);

/// Draws the network into `room`.
pub fn draw(pen: &mut Pen, network: &Network, room: Area) {
    let air = RADIUS.1 + 4.0;
    let place = |(x, y): (f64, f64)| {
        (room.left + air + x * (room.width() - 2.0 * air), room.top + air + y * (room.height() - 2.0 * air))
    };
    let places: Vec<(f64, f64)> = network.nodes.iter().map(|node| place(node.at)).collect();
    for (from, to, weight) in &network.edges {
        let (Some(from), Some(to)) = (places.get(*from), places.get(*to)) else { continue };
        // What is rare steps back, what is frequent stands out.
        let ink = if *weight > 0.25 { Ink::Muted } else { Ink::Hairline };
        pen.line(*from, *to, Stroke { ink, width: LINE.0 + weight * (LINE.1 - LINE.0), dash: "" });
    }
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for (node, (x, y)) in network.nodes.iter().zip(&places) {
        // Areas, not radii, grow with the value.
        let radius = RADIUS.0 + node.size.max(0.0).sqrt() * (RADIUS.1 - RADIUS.0);
        pen.dot((*x, *y), radius + 1.0, Ink::Ground);
        pen.dot((*x, *y), radius, Ink::Series(0));
        let half = width(&node.label, Size::Small) / 2.0;
        let free = taken
            .iter()
            .all(|(other, height, wide)| (x - other).abs() > half + wide + 2.0 || (y - height).abs() > 14.0);
        if half + 2.0 <= radius && free {
            taken.push((*x, *y, half));
            pen.text((*x, y + 4.0), &node.label, Size::Small, Ink::Ground, Anchor::Middle);
        }
    }
}
