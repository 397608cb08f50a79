//! Coordinates: one place in three forms, and the annex of every vertex.
//!
//! Owns how many vertices the annex holds. Never rounds anything but what it writes. Start at [`position`] and [`annex`].

use serde_json::{Value, json};

use super::data::Numbered;
use super::text;
use super::words::Words;
use crate::coordinate::{Form, format};
use crate::geodesy::Position;
use crate::plan::geometry::vertices;

/// The most vertices of the annex: about a hundred to a column, two columns to a page.
const MOST_VERTICES: usize = 4000;

/// A place: degrees and minutes, decimal degrees, MGRS, and the bare numbers.
pub(super) fn position(at: Position) -> Value {
    json!({
        "lat": at.lat(),
        "lon": at.lon(),
        "ddm": format(at, Form::Ddm),
        "decimal": format(at, Form::Decimal),
        "mgrs": format(at, Form::Mgrs),
    })
}

/// Every vertex of every area and line, ring by ring, and how many found no room.
pub(super) fn annex(areas: &[Numbered<'_>], lines: &[Numbered<'_>], words: &Words) -> (Vec<Value>, usize) {
    let (mut blocks, mut n_left, mut n_out) = (Vec::new(), MOST_VERTICES, 0);
    for (group, one) in areas.iter().map(|one| ("area", one)).chain(lines.iter().map(|one| ("line", one))) {
        let all = one.feature.geometry.as_ref().map_or_else(Vec::new, |geometry| vertices(geometry).collect());
        let (shown, hidden) = all.split_at(all.len().min(n_left));
        n_left -= shown.len();
        n_out += hidden.len();
        let n_parts = all.last().map_or(0, |(id, _)| id.part_idx + 1);
        let mut rings: Vec<Value> = Vec::new();
        for ring in shown.chunk_by(|(a, _), (b, _)| (a.part_idx, a.ring_idx) == (b.part_idx, b.ring_idx)) {
            let Some((id, _)) = ring.first() else { continue };
            let places: Vec<Value> = ring
                .iter()
                .map(|(id, at)| json!([id.vertex_idx + 1, format(*at, Form::Ddm), format(*at, Form::Decimal)]))
                .collect();
            rings.push(json!({ "words": ring_words(n_parts, id.part_idx, id.ring_idx, words), "vertices": places }));
        }
        if !rings.is_empty() {
            let name = text::line(&one.feature.name);
            let name = if name.is_empty() { words.get("no_name").to_owned() } else { name };
            blocks.push(json!({ "group": group, "number": one.number, "name": name, "rings": rings }));
        }
    }
    (blocks, n_out)
}

/// Which ring of which part; empty for the only one.
fn ring_words(n_parts: usize, part_idx: usize, ring_idx: usize, words: &Words) -> String {
    let part = (n_parts > 1).then(|| words.with("part", &[("n", &(part_idx + 1).to_string())]));
    let hole = (ring_idx > 0).then(|| words.with("hole", &[("n", &ring_idx.to_string())]));
    [part, hole].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
