//! The geometry of a placemark.

use geo::Coord;

use super::super::repair::Raw;
use super::super::xml::Node;

/// The longest `coordinates` that are read, in bytes.
const MAX_COORDINATES_BYTES: usize = 32 << 20;

/// What was found in a placemark.
#[derive(Default)]
pub(super) struct Found {
    points: Vec<Coord<f64>>,
    lines: Vec<Vec<Coord<f64>>>,
    polygons: Vec<Vec<Vec<Coord<f64>>>>,
    /// Places with an altitude other than zero.
    pub(super) n_altitudes: u64,
    /// Moving tracks.
    pub(super) n_tracks: u64,
    /// Models and other things without an outline.
    pub(super) n_others: u64,
    /// Whether some of it was too large.
    pub(super) is_too_large: bool,
}

impl Found {
    /// All geometry of a placemark.
    pub(super) fn in_placemark(placemark: &Node) -> Self {
        let mut found = Self::default();
        placemark.children.iter().for_each(|child| found.look(child));
        found
    }

    // The depth of nodes is bounded where they are read.
    fn look(&mut self, node: &Node) {
        match node.tag.as_str() {
            "MultiGeometry" | "MultiPolygon" | "MultiLineString" | "MultiPoint" => {
                node.children.iter().for_each(|child| self.look(child));
            }
            "Point" => {
                let places = self.coordinates(node);
                self.points.extend(places.first());
            }
            "LineString" | "LinearRing" => {
                let places = self.coordinates(node);
                self.lines.push(places);
            }
            "Polygon" => {
                let boundary = |tag: &'static str| node.children.iter().filter(move |child| child.tag == tag);
                let rings = boundary("outerBoundaryIs").chain(boundary("innerBoundaryIs"));
                let rings: Vec<&Node> = rings.flat_map(|boundary| &boundary.children).collect();
                let rings = rings.into_iter().filter(|ring| ring.tag == "LinearRing");
                let rings: Vec<Vec<Coord<f64>>> = rings.map(|ring| self.coordinates(ring)).collect();
                self.polygons.push(rings);
            }
            "Track" | "MultiTrack" => self.n_tracks += 1,
            "Model" | "LatLonQuad" => self.n_others += 1,
            _ => {}
        }
    }

    /// `None` if there is none at all.
    pub(super) fn into_raw(self) -> Option<Raw> {
        let mut parts = Vec::new();
        if !self.polygons.is_empty() {
            parts.push(Raw::Polygons(self.polygons));
        }
        if !self.lines.is_empty() {
            parts.push(Raw::Lines(self.lines));
        }
        if !self.points.is_empty() {
            parts.push(Raw::Points(self.points));
        }
        if parts.len() < 2 { parts.pop() } else { Some(Raw::Mixed(parts)) }
    }

    fn coordinates(&mut self, node: &Node) -> Vec<Coord<f64>> {
        let texts = node.children.iter().filter(|child| child.tag == "coordinates");
        let mut places = Vec::new();
        for text in texts.map(|child| child.text.as_str()) {
            if text.len() > MAX_COORDINATES_BYTES {
                self.is_too_large = true;
                continue;
            }
            let joined;
            let text = if text.contains(", ") || text.contains(" ,") {
                joined = without_spaces_at_commas(text);
                &joined
            } else {
                text
            };
            places.extend(text.split_ascii_whitespace().map(|tuple| self.place(tuple)));
        }
        places
    }

    /// A tuple `lon,lat[,alt]`; what is none becomes NaN, and is counted where places are looked at.
    fn place(&mut self, tuple: &str) -> Coord<f64> {
        let mut numbers = tuple.split(',').map(|number| number.parse::<f64>().unwrap_or(f64::NAN));
        let (x, y) = (numbers.next().unwrap_or(f64::NAN), numbers.next().unwrap_or(f64::NAN));
        self.n_altitudes += u64::from(numbers.next().is_some_and(|altitude| altitude.is_finite() && altitude != 0.0));
        if numbers.next().is_some() { Coord { x: f64::NAN, y: f64::NAN } } else { Coord { x, y } }
    }
}

/// Hand-made files write `124.5, 37.5, 0`, which the format does not allow and every viewer reads.
fn without_spaces_at_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(',').map(str::trim).peekable();
    while let Some(part) = parts.next() {
        out.push_str(part);
        if parts.peek().is_some() {
            out.push(',');
        }
    }
    out
}
