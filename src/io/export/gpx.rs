//! GPX 1.1 (topografix.com/GPX/1/1): points as waypoints, lines as routes, areas as tracks that end where they begin.

use geo::LineString;

use super::markup::{element, escaped};
use super::remains;
use super::sheet::{Parts, Row, Sheet};
use crate::io::geojson_geometry::{push, write_degrees};

/// The namespace of what this program keeps in a file's extensions.
const NAMESPACE: &str = "urn:cordon:gpx";
/// No element is longer, in bytes: GDAL, and QGIS with it, takes a file with one of more than 100,000 for broken (its GPX
/// driver's "Too much data inside one element", 3.6). What is longer is shortened for show, and kept in several of our own.
pub(super) const LONGEST: usize = 90_000;

/// Waypoints, then routes, then tracks, as the schema orders them.
pub(super) fn text(sheet: &Sheet) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"Cordon\" xmlns=\"http://www.topografix.com/GPX/1/1\" xmlns:cordon=\"{NAMESPACE}\">\n",
    );
    let about: Vec<String> = sheet.about.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    out.push_str("<metadata>\n");
    element(&mut out, 1, "name", &sheet.title);
    element(&mut out, 1, "desc", &about.join("\n"));
    if let Some(plan) = &sheet.plan {
        push(&mut out, format_args!("  <extensions><cordon:plan>{}</cordon:plan></extensions>\n", escaped(plan)));
    }
    out.push_str("</metadata>\n");
    let rows: Vec<(Described<'_>, Parts<'_>)> = sheet
        .rows
        .iter()
        .enumerate()
        .map(|(idx, row)| {
            let parts = row.geometry.as_ref().map(Parts::of).unwrap_or_default();
            let n_elements = parts.points.len() + parts.lines.len() + usize::from(!parts.polygons.is_empty());
            (Described { sheet, row, order: idx + 1, is_parted: n_elements > 1 }, parts)
        })
        .collect();
    for (described, parts) in &rows {
        for (idx, point) in parts.points.iter().enumerate() {
            place(&mut out, "wpt", *point, false);
            described.write(&mut out, 1 + usize::from(!parts.polygons.is_empty()) + parts.lines.len() + idx);
            out.push_str("</wpt>\n");
        }
    }
    for (described, parts) in &rows {
        for (idx, line) in parts.lines.iter().enumerate() {
            out.push_str("<rte>\n");
            described.write(&mut out, 1 + usize::from(!parts.polygons.is_empty()) + idx);
            line.0.iter().for_each(|coord| place(&mut out, "rtept", *coord, true));
            out.push_str("</rte>\n");
        }
    }
    for (described, parts) in rows.iter().filter(|(_, parts)| !parts.polygons.is_empty()) {
        out.push_str("<trk>\n");
        described.write(&mut out, 1);
        for polygon in &parts.polygons {
            segment(&mut out, polygon.exterior());
            polygon.interiors().iter().for_each(|ring| segment(&mut out, ring));
        }
        out.push_str("</trk>\n");
    }
    out.push_str("</gpx>\n");
    out
}

/// What an element says of its feature: what every program shows, and in its extensions what this one reads.
struct Described<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    order: usize,
    /// Whether it is written as several elements.
    is_parted: bool,
}

impl Described<'_> {
    fn write(&self, out: &mut String, part: usize) {
        described(out, self.sheet, self.row);
        out.push_str("  <extensions>");
        let mut kept = Kept { out, n_bytes: None };
        let order = (self.sheet.is_plan).then(|| (remains::ORDER, self.order.to_string()));
        let part = (self.sheet.is_plan && self.is_parted).then(|| (remains::PART, part.to_string()));
        let columns = self.sheet.columns.iter().map(|column| column.name.as_str());
        let values = columns.zip(self.row.values.iter().cloned()).filter(|(_, value)| !value.is_empty());
        for (name, value) in values.chain(order).chain(part) {
            let mut pieces = pieces(&value);
            let first = pieces.next().unwrap_or_default();
            if is_element_name(name) {
                kept.element(&format!("    <cordon:{name}>{first}</cordon:{name}>\n"));
            } else {
                kept.element(&format!("    <cordon:member name=\"{}\">{first}</cordon:member>\n", escaped(name)));
            }
            for more in pieces {
                kept.element(&format!("    <cordon:more name=\"{}\">{more}</cordon:more>\n", escaped(name)));
            }
        }
        kept.end();
        out.push_str("</extensions>\n");
    }
}

/// Our own element in the extensions, begun anew whenever it would become too long.
struct Kept<'a> {
    out: &'a mut String,
    /// How long it is so far; `None` while there is none.
    n_bytes: Option<usize>,
}

impl Kept<'_> {
    fn element(&mut self, text: &str) {
        if self.n_bytes.is_some_and(|n| n + text.len() > LONGEST) {
            self.end();
        }
        if self.n_bytes.is_none() {
            self.out.push_str("<cordon:feature>\n");
        }
        *self.n_bytes.get_or_insert(0) += text.len();
        self.out.push_str(text);
    }

    fn end(&mut self) {
        if self.n_bytes.take().is_some() {
            self.out.push_str("  </cordon:feature>");
        }
    }
}

/// A value as XML holds it, in pieces of at most four fifths of [`LONGEST`].
fn pieces(value: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = value;
    std::iter::from_fn(move || {
        let (piece, more) = cut(rest, LONGEST / 5 * 4)?;
        rest = more;
        Some(escaped(piece))
    })
}

/// The first part of a text that is at most so many bytes long as XML holds it, and what follows it; `None` at the end.
fn cut(text: &str, n_bytes: usize) -> Option<(&str, &str)> {
    if text.is_empty() {
        return None;
    }
    let mut left = n_bytes;
    let end = text.char_indices().find(|(_, c)| {
        // The longest escape is `&quot;`.
        let len = if matches!(c, '&' | '<' | '>' | '"' | '\r') { 6 } else { c.len_utf8() };
        let is_over = len > left;
        left = left.saturating_sub(len);
        is_over
    });
    text.split_at_checked(end.map_or(text.len(), |(at, _)| at))
}

/// Whether a name can be an element's as it stands: Latin letters and Hangul, which XML 1.0 has in every edition.
fn is_element_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_' || ('가'..='힣').contains(&c);
    name.starts_with(is_letter)
        && !matches!(name, "member" | "more" | "feature")
        && name.chars().all(|c| is_letter(c) || c.is_ascii_digit() || matches!(c, '-' | '.'))
}

/// Name, description and type, as all three elements have them.
fn described(out: &mut String, sheet: &Sheet, row: &Row) {
    element(out, 1, "name", &row.name);
    let hidden = [
        remains::COLUMN,
        "id",
        "kind",
        "unit_ids",
        "shape",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "fill",
        "fill-opacity",
    ];
    let values = sheet.columns.iter().zip(&row.values).filter(|(column, value)| {
        let is_said = **value == row.name || (sheet.is_plan && hidden.contains(&column.name.as_str()));
        !value.is_empty() && !is_said
    });
    let lines: Vec<String> = values.map(|(column, value)| format!("{}: {value}", column.name)).collect();
    let told = lines.join("\n");
    match cut(&told, LONGEST) {
        Some((shown, rest)) if !rest.is_empty() => element(out, 1, "desc", &format!("{shown}…")),
        _ => element(out, 1, "desc", &told),
    }
    let kind = row.kind.map_or_else(|| row.value(&sheet.columns, "kind").to_owned(), |kind| kind.keyword().to_owned());
    if !kind.is_empty() {
        push(out, format_args!("  <type>{}</type>\n", escaped(&kind)));
    }
}

fn segment(out: &mut String, ring: &LineString<f64>) {
    out.push_str("  <trkseg>\n");
    ring.0.iter().for_each(|coord| place(out, "trkpt", *coord, true));
    out.push_str("  </trkseg>\n");
}

fn place(out: &mut String, tag: &str, coord: geo::Coord<f64>, is_whole: bool) {
    push(out, format_args!("<{tag} lat=\""));
    write_degrees(out, coord.y);
    out.push_str("\" lon=\"");
    write_degrees(out, coord.x);
    out.push_str(if is_whole { "\"/>\n" } else { "\">\n" });
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::io::export::write_plan;
    use crate::io::zones;
    use crate::plan::{Feature, FeatureId, Kind, Plan, PlanId};
    use crate::report::Progress;
    use crate::units::Timestamp;

    #[test]
    fn a_remark_of_300_kb_comes_back_whole_and_no_element_is_longer_than_gdal_reads() {
        let remarks = format!("<시작> {}끝", "비고 & \"인용\"\n".repeat(20_000));
        assert!(remarks.len() > 300_000);
        let mut feature =
            Feature::new(FeatureId(Uuid::nil()), Kind::Point, "점", geo::point! { x: 1.0, y: 2.0 }.into());
        feature.remarks.clone_from(&remarks);
        let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0));
        plan.features.push(Arc::new(feature));
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.gpx");
        let lost = write_plan(&path, &plan).expect("written");
        assert!(lost.iter().any(|loss| loss.contains("90,000 bytes")), "{lost:?}");

        let text = std::fs::read_to_string(&path).expect("text");
        let longest = text.split("<cordon:feature>").map(str::len).max();
        assert!(longest.is_some_and(|len| len < 100_000), "{longest:?}");
        let (layer, report) = zones::read(&path, &Progress::default()).expect("read back").remove(0);
        assert!(report.skipped.is_empty(), "{report:?}");
        let idx = layer.fields.iter().position(|name| name == "remarks").expect("remarks");
        assert_eq!(layer.zones[0].attributes[idx], remarks);
    }

    #[test]
    fn a_text_is_cut_between_letters_and_nothing_is_lost() {
        for n_bytes in 6..40 {
            let text = "가나다 & <라> \"abc\"";
            let mut rest = text;
            let mut whole = String::new();
            while let Some((piece, more)) = cut(rest, n_bytes) {
                assert!(!piece.is_empty() && escaped(piece).len() <= n_bytes, "{piece}");
                whole.push_str(piece);
                rest = more;
            }
            assert_eq!(whole, text);
        }
    }
}
