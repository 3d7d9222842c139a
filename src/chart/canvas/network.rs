//! Who answers whom: dots, lines between them, and labels where there is room.

use super::page::Area;
use super::pen::{Anchor, Pen, Stroke};
use super::text::{Size, width};
use super::theme::Ink;
use crate::chart::spec::Network;

/// Least and largest radius of a node.
const RADIUS: (f64, f64) = (4.0, 15.0);
/// Room between two dots.
const AIR: f64 = 3.0;
/// How often overlapping dots are moved.
const ROUNDS: usize = 80;
/// Thinnest and thickest line.
const LINE: (f64, f64) = (0.5, 4.0);

/// Draws the network into `room`.
pub fn draw(pen: &mut Pen, network: &Network, room: Area) {
    let air = RADIUS.1 + 4.0;
    let place = |(x, y): (f64, f64)| {
        (room.left + air + x * (room.width() - 2.0 * air), room.top + air + y * (room.height() - 2.0 * air))
    };
    // Areas, not radii, grow with the value.
    let radii: Vec<f64> =
        network.nodes.iter().map(|node| RADIUS.0 + node.size.max(0.0).sqrt() * (RADIUS.1 - RADIUS.0)).collect();
    let mut places: Vec<(f64, f64)> = network.nodes.iter().map(|node| place(node.at)).collect();
    part(&mut places, &radii, room);
    for (from, to, weight) in &network.edges {
        let (Some(from), Some(to)) = (places.get(*from), places.get(*to)) else { continue };
        // What is rare steps back, what is frequent stands out.
        let ink = if *weight > 0.25 { Ink::Muted } else { Ink::Hairline };
        pen.line(*from, *to, Stroke { ink, width: LINE.0 + weight * (LINE.1 - LINE.0), dash: "" });
    }
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for ((node, (x, y)), radius) in network.nodes.iter().zip(&places).zip(radii) {
        pen.told(&node.label, |pen| {
            pen.dot((*x, *y), radius + 1.0, Ink::Ground);
            pen.dot((*x, *y), radius, Ink::Series(0));
        });
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

/// Moves dots that overlap apart, a little at a time, and keeps them on the sheet.
fn part(places: &mut [(f64, f64)], radii: &[f64], room: Area) {
    for _ in 0..ROUNDS {
        for a in 0..places.len() {
            for b in a + 1..places.len() {
                let (dx, dy) = (places[b].0 - places[a].0, places[b].1 - places[a].1);
                let (apart, wished) = (dx.hypot(dy), radii[a] + radii[b] + AIR);
                if apart < wished {
                    // Dots on one place part sideways.
                    let (dx, dy) = if apart > 0.0 { (dx / apart, dy / apart) } else { (1.0, 0.0) };
                    let step = (wished - apart) / 2.0;
                    places[a] = (places[a].0 - dx * step, places[a].1 - dy * step);
                    places[b] = (places[b].0 + dx * step, places[b].1 + dy * step);
                }
            }
        }
        for (place, radius) in places.iter_mut().zip(radii) {
            let air = radius + 2.0;
            place.0 = place.0.clamp(room.left + air, room.right - air);
            place.1 = place.1.clamp(room.top + air, room.bottom - air);
        }
    }
}
