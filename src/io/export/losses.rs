//! What a format cannot hold, said before it is lost, with how many features and which are concerned.
//!
//! Owns every such sentence. A loss is what another program does not see, or what does not come back when the file is read again;
//! the sentence says which. Never writes: the writers hold what they can, and this module knows what that is. Start at [`of`].

use geo::{CoordsIter as _, Geometry};

use super::sheet::{Parts, Row, Sheet};
use super::{Format, csv, dbf, gpx, remains, shapefile, tak};
use crate::io::zones::colour_of;
use crate::plan::Kind;

/// How many features a sentence names.
const NAMED: usize = 3;

/// What was said, in order, each thing once.
struct Said<'a> {
    format: &'static str,
    sheet: &'a Sheet,
    all: Vec<String>,
}

/// Everything that a format cannot hold of a sheet, a sentence each.
pub(super) fn of(format: Format, sheet: &Sheet) -> Vec<String> {
    let mut said = Said { format: format.words(), sheet, all: Vec::new() };
    match format {
        Format::GeoJson => said.in_geojson(),
        Format::Kml | Format::Kmz => said.in_kml(),
        Format::Gpx => said.in_gpx(),
        Format::Shapefile => said.in_shapefile(),
        Format::Csv => said.in_csv(),
        Format::GeoPackage => said.in_geopackage(),
        Format::Tak => said.in_tak(),
    }
    said.all
}

/// Three names and how many more there are: `“A”, “B”, “C” and 4 more`.
fn named<'a>(titles: impl Iterator<Item = &'a str>) -> Option<String> {
    let titles: Vec<&str> = titles.collect();
    let shown: Vec<String> = titles.iter().take(NAMED).map(|title| format!("“{}”", shortened(title))).collect();
    match titles.len() {
        0 => None,
        n if n > NAMED => Some(format!("{} and {} more", shown.join(", "), n - NAMED)),
        _ => Some(shown.join(", ")),
    }
}

fn shortened(title: &str) -> String {
    if title.chars().count() <= 40 { title.to_owned() } else { title.chars().take(39).chain(['…']).collect() }
}

fn parts(row: &Row) -> Option<Parts<'_>> {
    row.geometry.as_ref().map(Parts::of)
}

impl Said<'_> {
    /// Says something of the features of which it is true, if it is of any.
    fn say(&mut self, what: &str, is_concerned: impl Fn(&Row) -> bool) {
        let rows = self.sheet.rows.iter().filter(|row| is_concerned(row));
        if let Some(names) = named(rows.map(Row::title)) {
            self.all.push(format!("{}: {what} ({names})", self.format));
        }
    }

    /// Says something of the whole.
    fn say_of_all(&mut self, what: &str) {
        self.all.push(format!("{}: {what}", self.format));
    }

    fn has_value(&self, name: &str) -> impl Fn(&Row) -> bool + use<'_> {
        let idx = self.sheet.columns.iter().position(|column| column.name == name);
        move |row| idx.and_then(|idx| row.values.get(idx)).is_some_and(|value| !value.is_empty())
    }

    /// A plan's members, where the format has no place of its own for them.
    fn members(&mut self, members: &[(&str, &str)], how: &str) {
        if !self.sheet.is_plan {
            return;
        }
        for (name, words) in members {
            let titles: Vec<String> = self
                .sheet
                .rows
                .iter()
                .filter(|row| self.has_value(name)(row))
                .map(|row| row.title().to_owned())
                .collect();
            if let Some(names) = named(titles.iter().map(String::as_str)) {
                self.all.push(format!("{}: {words} {how} ({names})", self.format));
            }
        }
    }

    fn shapes(&mut self, where_kept: &str) {
        let is_plan = self.sheet.is_plan;
        let what =
            format!("circles and other shapes become plain polygons; what they were drawn as stands in {where_kept}");
        self.say(&what, |row| is_plan && row.shape.is_some());
    }

    fn without_place(&mut self, what: &str) {
        self.say(&format!("no place on the map; {what}"), |row| parts(row).is_none_or(|parts| parts.is_empty()));
    }

    /// Drawn colours that a format's own style cannot have.
    fn odd_colours(&mut self) {
        let is_odd = |colour: &Option<String>| colour.as_deref().is_some_and(|colour| colour_of(colour).is_none());
        self.say("colours that are not written #rrggbb do not show", |row| {
            is_odd(&row.style.stroke) || is_odd(&row.style.fill)
        });
    }

    fn has_colours(row: &Row) -> bool {
        let style = &row.style;
        style.stroke.is_some()
            || style.fill.is_some()
            || style.stroke_width.is_some()
            || style.stroke_opacity.is_some()
            || style.fill_opacity.is_some()
    }

    fn colours(&mut self, in_a_plan: &str) {
        let what = if self.sheet.is_plan { in_a_plan } else { "colours are not written" };
        self.say(what, Self::has_colours);
    }

    /// What every reader does to outlines that cross themselves.
    fn crossings(&mut self) {
        let is_crossing = |row: &Row| {
            let areas = row.geometry.as_ref().filter(|_| parts(row).is_some_and(|parts| !parts.polygons.is_empty()));
            areas
                .is_some_and(|area| area.coords_count() < 2_000 && crate::plan::geometry::self_crossing(area).is_some())
        };
        self.say(
            "outlines that cross themselves are taken apart where they cross when the file is read again",
            is_crossing,
        );
    }

    fn in_geojson(&mut self) {
        if !self.sheet.is_plan {
            self.say("zones without a place are written without geometry", |row| row.geometry.is_none());
        }
    }

    fn in_kml(&mut self) {
        self.without_place("its placemark shows nowhere, and is not read back");
        let only = [
            ("kind", "kinds of features"),
            ("task", "tasks"),
            ("unit_ids", "units of an area"),
            ("unit_type", "what units can do"),
            ("legal_basis", "legal grounds"),
            ("remarks", "remarks"),
        ];
        self.members(&only, "are written as extended data only");
        self.shapes("extended data");
        self.odd_colours();
        if self.sheet.is_plan {
            self.say_of_all("author, handling, dates and ancestry of the plan stand in the document's extended data, which most programs do not show");
        }
        self.crossings();
    }

    fn in_gpx(&mut self) {
        self.without_place("left out");
        self.say("areas are written as closed tracks; GPX has no areas", |row| {
            parts(row).is_some_and(|parts| !parts.polygons.is_empty())
        });
        self.say("holes are written as further closed tracks of their area", |row| {
            parts(row).is_some_and(|parts| parts.polygons.iter().any(|polygon| !polygon.interiors().is_empty()))
        });
        self.say(
            "the points and lines of one feature are written as waypoints and routes of their own, one by one",
            |row| {
                parts(row).is_some_and(|parts| {
                    parts.points.len() + parts.lines.len() + usize::from(!parts.polygons.is_empty()) > 1
                })
            },
        );
        let is_other = |name: &str| !matches!(name, "kind" | "id");
        let columns: Vec<usize> = (0..self.sheet.columns.len())
            .filter(|idx| self.sheet.columns.get(*idx).is_some_and(|c| is_other(&c.name)))
            .collect();
        self.say(
            "attributes stand in the description as text, and in extensions; periods are not times of the track",
            |row| columns.iter().any(|idx| row.values.get(*idx).is_some_and(|value| !value.is_empty())),
        );
        self.say("descriptions of more than 90,000 bytes end there in other programs, whole in extensions", |row| {
            row.values.iter().map(String::len).sum::<usize>() > gpx::LONGEST
        });
        self.colours("colours stand in extensions only");
        self.shapes("extensions");
        if self.sheet.is_plan {
            self.say_of_all(
                "author, handling, dates and ancestry of the plan stand in the description and in extensions",
            );
        }
        self.crossings();
    }

    fn in_shapefile(&mut self) {
        self.without_place("left out");
        self.colours("colours are attributes only");
        self.shapes("an attribute");
        let suffixes = shapefile::suffixes(self.sheet);
        if suffixes.len() > 1 {
            let suffixes = suffixes.join(", ");
            self.say_of_all(&format!(
                "one file holds one kind of geometry; written as one each, their names ending in {suffixes}"
            ));
        }
        self.say("areas, lines and points of one feature go into several files", |row| {
            parts(row).is_some_and(|parts| kinds_of(&parts).len() > 1)
        });
        dbf::losses(self.sheet).into_iter().for_each(|what| self.say_of_all(&what));
        let fields = dbf::long(self.sheet);
        for (name, titles) in fields {
            if let Some(names) = named(titles.iter().copied()) {
                let what = if name == remains::COLUMN {
                    "members without a column of their own (unknown ones, hidden, locked, group) are too long for a field, and lose their types or are lost".to_owned()
                } else {
                    format!("“{name}” is longer than a file's {} bytes for it and is cut", dbf::MAX_WHOLE)
                };
                self.all.push(format!("{}: {what} ({names})", self.format));
            }
        }
        if self.sheet.is_plan {
            self.say_of_all("title, author, handling, dates and ancestry of the plan are not written");
        }
        self.crossings();
    }

    fn in_csv(&mut self) {
        self.without_place("left out");
        self.colours("colours are columns only");
        self.shapes("a column");
        self.say("texts longer than 32,767 characters are cut by spreadsheets that save the table", |row| {
            row.values.iter().any(|value| value.len() > csv::LONGEST_CELL && value.chars().count() > csv::LONGEST_CELL)
        });
        if self.sheet.is_plan {
            self.say_of_all("title, author, handling, dates and ancestry of the plan are not written");
        }
        self.crossings();
    }

    fn in_geopackage(&mut self) {
        self.without_place("its row has no geometry, and is not read back");
        self.colours("colours are columns only; programs show the layers in colours of their own");
        self.shapes("a column");
        self.crossings();
    }

    fn in_tak(&mut self) {
        self.without_place("left out");
        self.say("holes are written as shapes of their own", |row| {
            parts(row).is_some_and(|parts| parts.polygons.iter().any(|polygon| !polygon.interiors().is_empty()))
        });
        self.say("a shape has one part; each part is written as one of its own, under the feature's name", |row| {
            parts(row).is_some_and(|parts| parts.points.len() + parts.lines.len() + parts.polygons.len() > 1)
                && !tak::is_one_event(row)
        });
        self.say(
            "rings, sectors and corridors become plain shapes; what they were drawn as stands in our own detail",
            |row| row.shape.is_some() && !tak::is_one_event(row),
        );
        let only =
            [("kind", "kinds of features"), ("unit_ids", "units of an area"), ("unit_type", "what units can do")];
        self.members(&only, "stand in our own detail only");
        let shown = [("task", "tasks"), ("legal_basis", "legal grounds")];
        self.members(&shown, "stand among the remarks");
        let is_plan = self.sheet.is_plan;
        self.say("no end is stated; it goes stale on 1 January 2100", |row| is_plan && row.period.to.is_none());
        self.say("a beginning that is not stated is the plan's own date", |row| is_plan && row.period.from.is_none());
        self.say("a period that ends before it begins goes stale as it begins", |row| {
            row.period.from.zip(row.period.to).is_some_and(|(from, to)| to < from)
        });
        self.say("more vertices than some devices draw (over 5,000)", |row| {
            row.geometry.as_ref().is_some_and(|geometry| geometry.coords_count() > 5_000)
        });
        self.odd_colours();
        if self.sheet.is_plan {
            self.say_of_all(
                "author, handling, dates and ancestry of the plan stand in the manifest, which devices do not show",
            );
        } else {
            self.say("attributes stand among the remarks", |row| row.values.iter().any(|value| !value.is_empty()));
        }
        self.say("barriers are written as routes", |row| row.kind == Some(Kind::Barrier) && is_line(row));
        self.crossings();
    }
}

fn is_line(row: &Row) -> bool {
    matches!(row.geometry, Some(Geometry::LineString(_) | Geometry::MultiLineString(_)))
}

fn kinds_of(parts: &Parts<'_>) -> Vec<&'static str> {
    let kinds =
        [("areas", parts.polygons.is_empty()), ("lines", parts.lines.is_empty()), ("points", parts.points.is_empty())];
    kinds.into_iter().filter(|(_, is_empty)| !is_empty).map(|(kind, _)| kind).collect()
}
