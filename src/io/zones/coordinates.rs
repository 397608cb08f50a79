//! The table of coordinates that `io::export` writes: one vertex a row.
//!
//! Owns the reading of that table, also after a spreadsheet has saved it. Other tables are vessel tracks. Start at [`read`].

use std::sync::Arc;

use geo::Coord;

use super::ZonesError;
use super::repair::{Budget, Mender, Raw};
use crate::chart::{Zone, ZoneLayer};
use crate::io::crs::Crs;
use crate::report::{Progress, Report};

/// The columns that such a table begins with.
///
/// `feature` counts from 1; `ring` is 0 for points and lines, 1 for an outer ring, 2 and on for its holes.
pub(crate) const HEADER: &str = "feature,kind,name,part,ring,vertex,lat,lon";

/// How many of the columns are the table's own.
const N_OWN: usize = 8;
/// The most vertices of one feature.
const MAX_VERTICES: usize = 3_000_000;

/// Whether a text is such a table.
pub(super) fn is_table(text: &str) -> bool {
    text.trim_start_matches('\u{FEFF}').trim_start().starts_with(HEADER)
}

/// The rows of one feature so far.
struct Open {
    number: String,
    line: u64,
    name: String,
    attributes: Vec<String>,
    /// Part, ring and vertices, in file order.
    runs: Vec<(String, String, Vec<Coord<f64>>)>,
    n_vertices: usize,
}

/// Reads the zones of a table.
pub(super) fn read(
    text: &str,
    file: &str,
    stem: &str,
    mut report: Report,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<(ZoneLayer, Report), ZonesError> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let mut lines = Lines { bytes: text.as_bytes(), line: 1, counted_to: 0 };
    let headers = rows.headers().cloned().unwrap_or_default();
    let mut fields = vec!["kind".to_owned()];
    fields.extend(headers.iter().skip(N_OWN).map(str::to_owned));
    let crs = Crs::wgs84("WGS 84 (table of coordinates)");
    let mut zones = Vec::new();
    let mut mender = Mender { crs: &crs, file, report: &mut report, what: "feature", record: 0, line: None, budget };
    let mut open: Option<Open> = None;
    let mut row = csv::StringRecord::new();
    loop {
        let is_row = match rows.read_record(&mut row) {
            Ok(is_row) => is_row,
            // The text is a `String`, and rows may have any length: nothing is left that could fail.
            Err(error) => {
                mender.report.note(format!("{file}: {error}; what stands before it was read"));
                false
            }
        };
        if !is_row {
            break;
        }
        let cell = |idx: usize| row.get(idx).unwrap_or_default().trim();
        if let Some(done) = open.take_if(|open| open.number != cell(0)) {
            settle(done, &mut mender, &mut zones);
        }
        if open.is_none() {
            progress.check()?;
            progress.add_rows(1);
        }
        let open = open.get_or_insert_with(|| Open {
            number: cell(0).to_owned(),
            line: row.position().map_or(0, |position| lines.line_of(position.byte())),
            name: cell(2).to_owned(),
            attributes: (0..fields.len())
                .map(|idx| cell(if idx == 0 { 1 } else { N_OWN + idx - 1 }).to_owned())
                .collect(),
            runs: Vec::new(),
            n_vertices: 0,
        });
        open.n_vertices += 1;
        if open.n_vertices > MAX_VERTICES {
            continue;
        }
        let number = |idx: usize| cell(idx).parse::<f64>().unwrap_or(f64::NAN);
        let coord = Coord { x: number(7), y: number(6) };
        match open.runs.last_mut() {
            Some((part, ring, coords)) if part == cell(3) && ring == cell(4) => coords.push(coord),
            _ => open.runs.push((cell(3).to_owned(), cell(4).to_owned(), vec![coord])),
        }
    }
    if let Some(done) = open {
        settle(done, &mut mender, &mut zones);
    }
    let layer = ZoneLayer { name: stem.to_owned(), source: file.to_owned(), crs: crs.name, fields, zones, plan: None };
    Ok((layer, report))
}

/// Lines counted as the rows go by: the reader's own count is one short where lines end in CR LF.
struct Lines<'a> {
    bytes: &'a [u8],
    line: u64,
    counted_to: usize,
}

impl Lines<'_> {
    /// The line, counted from 1, of the row that begins at a byte or at the line end there.
    fn line_of(&mut self, byte: u64) -> u64 {
        let mut at = usize::try_from(byte).unwrap_or(usize::MAX).min(self.bytes.len());
        while matches!(self.bytes.get(at), Some(b'\r' | b'\n')) {
            at += 1;
        }
        let passed = self.bytes.get(self.counted_to..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted_to = at.max(self.counted_to);
        self.line
    }
}

fn settle(open: Open, mender: &mut Mender<'_>, zones: &mut Vec<Arc<Zone>>) {
    mender.record += 1;
    mender.line = Some(open.line);
    mender.report.read += 1;
    if open.n_vertices > MAX_VERTICES {
        mender.skip("geometry too large", "it has more than three million vertices, left out");
        return;
    }
    let (mut points, mut lines) = (Vec::new(), Vec::new());
    let mut polygons: Vec<(String, Vec<Vec<Coord<f64>>>)> = Vec::new();
    for (part, ring, coords) in open.runs {
        if ring == "0" || ring.is_empty() {
            if coords.len() == 1 {
                points.extend(coords);
            } else {
                lines.push(coords);
            }
        } else if let Some((_, rings)) = polygons.last_mut().filter(|(last, _)| *last == part) {
            rings.push(coords);
        } else {
            polygons.push((part, vec![coords]));
        }
    }
    let mut parts = Vec::new();
    if !polygons.is_empty() {
        parts.push(Raw::Polygons(polygons.into_iter().map(|(_, rings)| rings).collect()));
    }
    if !lines.is_empty() {
        parts.push(Raw::Lines(lines));
    }
    if !points.is_empty() {
        parts.push(Raw::Points(points));
    }
    let raw = if parts.len() == 1 { parts.pop() } else { Some(Raw::Mixed(parts)) };
    if let Some(geometry) = raw.and_then(|raw| mender.settle(raw)) {
        mender.keep(zones, Zone { name: open.name, attributes: open.attributes, geometry, colour: None });
    }
}

#[cfg(test)]
mod tests {
    use geo::{Area as _, Geometry};

    use super::*;

    #[test]
    fn a_table_that_a_spreadsheet_saved_is_read() {
        let text = format!(
            "\u{FEFF}{HEADER},task\r\n1,patrol_zone,\"서해, 북부\",1,1,1,37,124,가\r\n1,patrol_zone,,1,1,2,37,125,\r\n1,,,1,1,3,38,125,\r\n1,,,1,1,4,38,124,\r\n\
             1,,,1,2,1,37.2,124.2,\r\n1,,,1,2,2,37.4,124.4,\r\n1,,,1,2,3,37.2,124.4,\r\n2,point,점,1,0,1,37.5,x\r\n3,patrol_route,항로,1,0,1,37,124\r\n3,,,1,0,2,38,124\r\n"
        );
        let (layer, report) =
            read(&text, "z.csv", "z", Report::default(), &mut Budget::default(), &Progress::default()).expect("zones");
        assert_eq!((report.read, report.kept, report.n_skipped()), (3, 2, 1));
        assert_eq!((layer.zones[0].name.as_str(), layer.zones[1].name.as_str()), ("서해, 북부", "항로"));
        assert_eq!(layer.zones[0].attributes, ["patrol_zone", "가"]);
        assert!((layer.zones[0].geometry.unsigned_area() - 0.98).abs() < 1e-9, "{:?}", layer.zones[0].geometry);
        assert!(matches!(layer.zones[1].geometry, Geometry::LineString(_)));
        let lines: Vec<_> = report.samples.iter().filter_map(|sample| sample.line).collect();
        assert_eq!(lines, [2, 2, 9, 9], "{:?}", report.samples);
    }
}
