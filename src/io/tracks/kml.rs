//! KML and KMZ tracks: `gx:Track` and `gx:MultiTrack`, points with a moment, lines of two vertices with a span of time.
//!
//! Owns how a placemark becomes fixes. The vessel is the one that it names: an `mmsi` among its extended data, or its MMSI in
//! its name or description (as this program writes it); failing that, the file's name. A point with a span of time was there when
//! it began. A line with a span has a moment for each vertex only if it has two; the vertices of a longer one are counted and
//! skipped, for nothing says how they lie in time. Never follows a link. Start at [`read_file`].
//!
//! # Source
//! OGC 12-007r2 (KML 2.3), and Google's KML reference for `gx:Track`.

use std::path::Path;

use quick_xml::events::BytesStart;

use super::ReadError;
use super::feed::Feed;
use super::intake::Intake;
use super::markup::{Visitor, attribute, walk};
use super::source::{self, Bytes, Text};
use placemark::{Placemark, Shape};

mod placemark;

/// Reads a KML file, or every one of a KMZ.
pub(super) fn read_file(bytes: Bytes<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let progress = intake.progress.clone();
    let is_kml = |name: &str| name.to_ascii_lowercase().ends_with(".kml");
    source::read_each(bytes, path, &progress, "KML", is_kml, |mut text| read_text(&mut text, path, intake))
}

fn read_text(text: &mut Text<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let is_member = text.member.is_some();
    // What is inside a KMZ is called doc.kml: only the archive's own name may tell the vessel.
    let mut kml = Kml { feed: Feed::new(intake, path, text.member.as_deref()), open: None };
    let fault = walk(text, path, &mut kml)?;
    let mut feed = kml.feed;
    feed.flush()?;
    match fault {
        Some(fault) if feed.n_taken() == 0 && !is_member => {
            Err(ReadError::failed(path, format!("broken KML: {fault}")))
        }
        Some(fault) => {
            feed.note(&format!("{fault}; what stands before it was read"));
            Ok(())
        }
        None if feed.n_taken() == 0 && !is_member => Err(ReadError::failed(path, "no placemarks in it")),
        None => Ok(()),
    }
}

struct Kml<'a, 'b> {
    feed: Feed<'a, 'b>,
    /// The placemark that is open, and its depth.
    open: Option<(Placemark, usize)>,
}

impl Visitor for Kml<'_, '_> {
    fn open(&mut self, tag: &str, start: &BytesStart<'_>, depth: usize, line: u64) -> Result<(), ReadError> {
        let Some((placemark, _)) = &mut self.open else {
            if tag == "Placemark" {
                self.open = Some((Placemark::new(line), depth));
            }
            return Ok(());
        };
        match tag {
            "Track" => placemark.begin_track(line),
            "Point" => placemark.begin_shape(Shape::Point),
            "LineString" => placemark.begin_shape(Shape::Line),
            "Polygon" | "LinearRing" | "Model" => placemark.begin_shape(Shape::Other),
            "Data" | "SimpleData" | "SimpleArrayData" => placemark.field = attribute(start, "name").unwrap_or_default(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, tag: &str, text: &str, depth: usize, line: u64) -> Result<(), ReadError> {
        let Some((placemark, of)) = &mut self.open else { return Ok(()) };
        if depth <= *of {
            let Some((placemark, _)) = self.open.take() else { return Ok(()) };
            return placemark.settle(&mut self.feed);
        }
        match tag {
            "Track" => placemark.end_track(),
            "name" | "description" if depth == *of + 1 => placemark.say(tag == "name", text),
            "when" => placemark.when(text, &self.feed.manner.rules),
            "begin" => placemark.begins(text),
            "end" => placemark.ends(text),
            "coord" => placemark.coord(text),
            "angles" => placemark.array_value("heading", text.split_ascii_whitespace().next().unwrap_or_default()),
            "coordinates" => placemark.coordinates(text, line),
            "value" => placemark.value(text),
            "SimpleData" => placemark.datum(text),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
