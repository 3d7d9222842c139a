//! Where the nodes of a network stand: a force-directed layout (Fruchterman & Reingold 1991). In: how many
//! nodes and their edges. Out: places in the unit square, the same for the same network. The only file
//! that knows the layout crate.

use fdg_sim::glam::Vec3;
use fdg_sim::petgraph::graph::NodeIndex;
use fdg_sim::{ForceGraph, ForceGraphHelper, Simulation, SimulationParameters};

/// Steps after which a network of some sixty nodes stands still.
const STEPS: usize = 1200;
/// Length of a step.
const STEP: f32 = 0.035;

/// The places of `nodes` nodes joined by `edges`.
#[expect(clippy::cast_precision_loss, reason = "some sixty nodes")]
pub fn layout(nodes: usize, edges: &[(usize, usize)]) -> Vec<(f64, f64)> {
    let mut graph: ForceGraph<(), ()> = ForceGraph::default();
    let indexes: Vec<NodeIndex> = (0..nodes).map(|at| graph.add_force_node(at.to_string(), ())).collect();
    // A node is not drawn to itself.
    for (from, to) in edges.iter().filter(|(from, to)| from != to) {
        if let (Some(from), Some(to)) = (indexes.get(*from), indexes.get(*to)) {
            graph.add_edge(*from, *to, ());
        }
    }
    let mut simulation = Simulation::from_graph(graph, SimulationParameters::default());
    // Not where chance puts them: on a sunflower's spiral, the first in the middle.
    for (at, index) in indexes.iter().enumerate() {
        let (turn, out) = (at as f32 * 2.399_963, 30.0 * (at as f32).sqrt());
        if let Some(node) = simulation.get_graph_mut().node_weight_mut(*index) {
            node.location = Vec3::new(out * turn.cos(), out * turn.sin(), 0.0);
            node.old_location = node.location;
        }
    }
    for _ in 0..STEPS {
        simulation.update(STEP);
    }
    let places: Vec<(f64, f64)> = indexes
        .iter()
        .filter_map(|index| simulation.get_graph().node_weight(*index))
        .map(|node| (f64::from(node.location.x), f64::from(node.location.y)))
        .collect();
    into_unit_square(&places)
}

/// Stretched to fill the unit square; what is no number stands in the middle.
fn into_unit_square(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let range = |of: fn(&(f64, f64)) -> f64| {
        let finite = || places.iter().map(of).filter(|value| value.is_finite());
        (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max))
    };
    let (x, y) = (range(|place| place.0), range(|place| place.1));
    let share = |value: f64, (low, high): (f64, f64)| {
        if value.is_finite() && high > low { (value - low) / (high - low) } else { 0.5 }
    };
    places.iter().map(|place| (share(place.0, x), share(place.1, y))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_network_stands_the_same_and_keeps_its_nodes_apart() {
        let edges: Vec<(usize, usize)> = (1..30).map(|at| (at, at * 7 % at.max(2))).collect();
        let (one, other) = (layout(30, &edges), layout(30, &edges));
        assert_eq!(one, other);
        assert!(one.iter().all(|(x, y)| (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y)));
        for (at, a) in one.iter().enumerate() {
            let near = one.iter().skip(at + 1).map(|b| (a.0 - b.0).hypot(a.1 - b.1)).fold(f64::INFINITY, f64::min);
            assert!(near > 0.01, "{at}: {near}");
        }
        assert_eq!(layout(1, &[]), [(0.5, 0.5)]);
        assert!(layout(0, &[]).is_empty());
    }
}
