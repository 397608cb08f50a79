//! GeoJSON tracks: points that have a time, and lines whose vertices have one each.
//!
//! Owns how a feature becomes fixes. A vertex's time stands in a list beside the geometry (`coordTimes`, `times`, …, in the
//! properties or in `coordinateProperties`) or as the fourth number of its position. Features pass one at a time, so that a
//! collection of any length takes little memory; so do features one after another. OGC Moving Features JSON is read here too: it is
//! GeoJSON whose features move. Never keeps a geometry without times: that is a zone. Start at [`read_file`].

use std::io::{BufReader, Read};
use std::path::Path;

use serde::de::DeserializeSeed as _;

use self::collection::{Collection, Feature};
use self::guard::Guard;
use super::ReadError;
use super::columns::{Role, names_vertex_times, role_of};
use super::intake::Intake;
use super::moment::Zone;
use super::row::{NoFix, Rules, on_the_globe};
use super::skip::Skip;
use super::source::{self, Bytes, Text};
use crate::io::crs::Crs;
use crate::units::Timestamp;

mod collection;
mod guard;
mod moving;

/// One value of a property.
#[derive(Debug)]
enum Prop {
    Nothing,
    Number(f64),
    Text(Box<str>),
    List(Vec<Self>),
}

/// Reads a GeoJSON file, or every one of a zip archive.
pub(super) fn read_file(bytes: Bytes<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let progress = intake.progress.clone();
    let is_json = |name: &str| ["json", "jsonl", "jsons"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    source::read_each(bytes, path, &progress, "GeoJSON", is_json, |text| read_text(text, path, intake))
}

fn read_text(text: Text<'_>, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let file = source::name_of(path, text.member.as_deref());
    intake.progress.set_stage("reading");
    let rules = Rules { zone: intake.zone.clone(), ..Rules::default() };
    let mut reading = Reading { intake, path, file, rules, crs: None, n_features: 0, refusal: None };
    let reader = Guard::new(BufReader::with_capacity(256 << 10, text.reader));
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(64 << 10, reader));
    let outcome = read_values(&mut json, &mut reading);
    let Reading { intake, file, n_features, refusal, .. } = reading;
    intake.progress.check()?;
    if let Some(refusal) = refusal {
        return Err(refusal);
    }
    match outcome {
        Ok(()) if n_features == 0 => Err(ReadError::failed(path, "no features in it")),
        Ok(()) => Ok(()),
        Err(error) if n_features == 0 || error.io_error_kind() == Some(std::io::ErrorKind::FileTooLarge) => {
            Err(ReadError::failed(path, format!("broken GeoJSON: {error}")))
        }
        Err(error) => {
            intake
                .report
                .note(format!("{file}: broken after feature {n_features}; those before it were read ({error})"));
            Ok(())
        }
    }
}

/// Reads one collection, or one value after another (GeoJSON text sequences).
fn read_values<R: Read>(
    json: &mut serde_json::Deserializer<serde_json::de::IoRead<R>>,
    reading: &mut Reading<'_, '_>,
) -> Result<(), serde_json::Error> {
    Collection(reading).deserialize(&mut *json)?;
    while let Err(more) = json.end() {
        if !more.is_syntax() {
            return Err(more);
        }
        Collection(reading).deserialize(&mut *json)?;
    }
    Ok(())
}

/// The reading of one text.
struct Reading<'a, 'b> {
    intake: &'a mut Intake<'b>,
    path: &'a Path,
    file: String,
    rules: Rules,
    /// The coordinate system of a file that is not in WGS 84.
    crs: Option<Crs>,
    n_features: u64,
    /// Why the reading must end.
    refusal: Option<ReadError>,
}

impl Reading<'_, '_> {
    /// Takes the coordinate system that a file of the GeoJSON of 2008 names.
    fn take_crs(&mut self, name: &str) -> bool {
        match Crs::from_name(name) {
            Ok(crs) => {
                self.crs = Some(crs);
                true
            }
            Err(why) => {
                self.refusal = Some(ReadError::failed(self.path, why.to_string()));
                false
            }
        }
    }

    /// Takes one feature; `false` if the reading must end.
    fn take(&mut self, feature: &Feature) -> bool {
        self.n_features += 1;
        if self.intake.progress.is_stopped() {
            return false;
        }
        let n_rows = feature.points.len() as u64;
        if n_rows == 0 {
            self.intake.report.read += 1;
            self.skip(Skip::NoPosition, String::new());
            return true;
        }
        self.intake.report.read += n_rows;
        self.intake.progress.add_rows(n_rows);
        let properties = Properties::of(feature);
        if properties.is_utc && self.rules.zone.is_none() {
            self.rules.zone = Zone::named("UTC");
        }
        let assumes_zone = !properties.is_utc;
        let mmsi = match self.rules.mmsi(properties.scalar(Role::Mmsi)) {
            Ok(mmsi) => mmsi,
            Err(NoFix::Skip(why, _)) => {
                let found = String::from_utf8_lossy(properties.scalar(Role::Mmsi)).into_owned();
                (0..n_rows).for_each(|_| self.skip(why, found.clone()));
                return true;
            }
            Err(NoFix::Unzoned) => return false,
        };
        let slot = self.intake.builder.slot(mmsi);
        let identity = self.rules.identity(|role| properties.scalar(role));
        let mut news = (!identity.is_empty()).then(|| identity.clone());
        if !identity.is_empty() {
            self.intake.builder.identify(mmsi, identity);
        }
        for (idx, point) in feature.points.iter().enumerate() {
            let texts = properties.at(idx, feature.points.len(), point.time);
            let field = |role: Role| texts.get(role.idx()).map_or(&b""[..], |text| text.as_bytes());
            let fix = self
                .place(point.lon, point.lat)
                .and_then(|(lat_e7, lon_e7)| Ok((lat_e7, lon_e7, self.rules.time_ms(field(Role::Time))?)));
            let (lat_e7, lon_e7, time_ms) = match fix {
                Ok(fix) => fix,
                Err(NoFix::Skip(why, role)) => {
                    self.skip(why, found(role, point, field(Role::Time)));
                    continue;
                }
                Err(NoFix::Unzoned) => {
                    let example = String::from_utf8_lossy(field(Role::Time)).into_owned();
                    self.refusal = Some(ReadError::NeedsTimeZone { path: self.path.to_owned(), example });
                    return false;
                }
            };
            if assumes_zone && self.rules.is_local(field(Role::Time)) {
                self.intake.assume_zone();
            }
            let fix = crate::track::FixRow { lat_e7, lon_e7, ..self.rules.motion(time_ms, field) };
            if let Some(why) = self.intake.filter.refusal(&fix) {
                self.skip(why, String::new());
                continue;
            }
            self.intake.builder.push_row(slot, fix);
            self.intake.builder.state(slot, Timestamp::from_millis(fix.time_ms), news.take());
        }
        self.refusal = self.intake.make_room().err();
        self.refusal.is_none()
    }

    fn place(&self, lon: f64, lat: f64) -> Result<(i32, i32), NoFix> {
        let coord = geo::Coord { x: lon, y: lat };
        let coord = match &self.crs {
            Some(crs) => crs.to_wgs84(coord).ok_or(NoFix::Skip(Skip::BadPosition, Role::Lat))?,
            None => coord,
        };
        if !(coord.x.is_finite() && coord.y.is_finite()) {
            return Err(NoFix::Skip(Skip::BadPosition, Role::Lat));
        }
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and what is off the globe is refused")]
        let e7 = |degrees: f64| (degrees * 1e7).round() as i64;
        on_the_globe(e7(coord.y), e7(coord.x)).map_err(|(why, role)| NoFix::Skip(why, role))
    }

    fn skip(&mut self, why: Skip, found: String) {
        why.count(&mut self.intake.report, &self.file, self.n_features, || found);
    }
}

/// What a message says was found.
fn found(role: Role, point: &collection::Point, time: &[u8]) -> String {
    match role {
        Role::Lat => format!("latitude {}", short(point.lat)),
        Role::Lon => format!("longitude {}", short(point.lon)),
        _ => String::from_utf8_lossy(time).chars().take(60).collect(),
    }
}

/// A number in few letters.
fn short(number: f64) -> String {
    if number.abs() < 1e15 || !number.is_finite() { number.to_string() } else { format!("{number:e}") }
}

/// The properties of one feature by role.
struct Properties<'a> {
    /// Values that hold for the whole feature, as text.
    scalars: Vec<String>,
    /// Values that each vertex has its own of.
    lists: Vec<(Role, Vec<&'a Prop>)>,
    /// Whether times that state no zone are known to be UTC.
    is_utc: bool,
}

impl<'a> Properties<'a> {
    fn of(feature: &'a Feature) -> Self {
        let mut scalars = vec![String::new(); Role::ALL.len()];
        let mut lists: Vec<(Role, Vec<&Prop>)> = Vec::new();
        let mut is_utc = false;
        for (name, value) in &feature.properties {
            let role = if names_vertex_times(name) { Some(Role::Time) } else { role_of(name) };
            let Some(role) = role else { continue };
            let lower = name.to_lowercase();
            is_utc |= lower == "ssvid" || (role == Role::Time && (lower.contains("utc") || lower.contains("gmt")));
            match value {
                Prop::List(_) => {
                    let mut flat = Vec::new();
                    flatten(value, &mut flat);
                    lists.push((role, flat));
                }
                scalar => {
                    if let Some(place) = scalars.get_mut(role.idx()).filter(|place| place.is_empty()) {
                        *place = text(scalar);
                    }
                }
            }
        }
        Self { scalars, lists, is_utc }
    }

    fn scalar(&self, role: Role) -> &[u8] {
        self.scalars.get(role.idx()).map_or(b"", |text| text.as_bytes())
    }

    /// The values of one vertex of so many, by role. Of a line, what holds for the whole says nothing of one vertex.
    fn at(&self, idx: usize, n_points: usize, time: Option<f64>) -> Vec<String> {
        let mut texts = if n_points == 1 { self.scalars.clone() } else { vec![String::new(); Role::ALL.len()] };
        if let Some(place) = texts.get_mut(Role::Time.idx())
            && place.is_empty()
            && let Some(time) = time
        {
            *place = text(&Prop::Number(time));
        }
        for (role, list) in self.lists.iter().filter(|(_, list)| list.len() == n_points) {
            if let (Some(place), Some(value)) = (texts.get_mut(role.idx()), list.get(idx)) {
                *place = text(value);
            }
        }
        texts
    }
}

/// The single values of a list of lists, in order.
fn flatten<'a>(value: &'a Prop, into: &mut Vec<&'a Prop>) {
    match value {
        Prop::List(values) => values.iter().for_each(|value| flatten(value, into)),
        value => into.push(value),
    }
}

fn text(value: &Prop) -> String {
    match value {
        Prop::Number(number) => number.to_string(),
        Prop::Text(text) => text.to_string(),
        Prop::Nothing | Prop::List(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::ReadOptions;
    use super::*;
    use crate::report::{Progress, Report};
    use crate::track::TrackStore;

    fn read(text: &str) -> Result<(TrackStore, Report), String> {
        let progress = Progress::default();
        let options = ReadOptions::default();
        let mut intake = Intake::new(&options, &progress).map_err(|e| e.to_string())?;
        let bytes = Bytes::Memory(Cursor::new(text.as_bytes()));
        read_file(bytes, Path::new("a.geojson"), &mut intake).map_err(|e| e.to_string())?;
        intake.finish().map_err(|e| e.to_string())
    }

    const POINT: &str = r#"{"type":"Feature","properties":{"mmsi":"445000001","timestamp":"2018-01-16T00:00:00Z","sog":11.5,
        "name":"해양호"},"geometry":{"type":"Point","coordinates":[125.1,38.2]}}"#;

    #[test]
    fn points_with_times_are_fixes() {
        let (store, report) = read(&format!(r#"{{"type":"FeatureCollection","features":[{POINT}]}}"#)).unwrap();
        assert_eq!((report.read, report.kept), (1, 1));
        let vessel = &store.vessels()[0];
        assert_eq!((vessel.mmsi.value(), vessel.identity.name.as_deref()), (445_000_001, Some("해양호")));
        assert_eq!(
            (store.lat_e7(), store.lon_e7(), store.sog_deciknots()),
            (&[382_000_000][..], &[1_251_000_000][..], &[115][..])
        );
    }

    #[test]
    fn lines_have_a_time_for_each_vertex() {
        for times in [
            r#""coordTimes":["2018-01-16T00:00:00Z","2018-01-16T00:10:00Z","x"]"#,
            r#""coordinateProperties":{"times":["2018-01-16T00:00:00Z","2018-01-16T00:10:00Z",null]}"#,
            r#""times":[1516060800000,1516061400000,true]"#,
        ] {
            let (store, report) = read(&format!(
                r#"{{"geometry":{{"coordinates":[[125,38],[125.1,38],[125.2,38]],"type":"LineString"}},"type":"Feature",
                    "properties":{{"MMSI":445000001,"sog":[1,null,3],{times}}}}}"#
            ))
            .unwrap();
            assert_eq!((report.read, report.kept, report.n_skipped()), (3, 2, 1), "{times}");
            assert_eq!(store.time_ms(), [1_516_060_800_000, 1_516_061_400_000]);
            assert_eq!(store.sog_deciknots(), [10, crate::track::FixRow::NONE]);
        }
    }

    #[test]
    fn several_lines_share_one_list_of_lists() {
        let (store, _) = read(
            r#"{"type":"Feature","properties":{"mmsi":445000001,"coordTimes":[["2018-01-16T00:00:00Z"],["2018-01-16T00:10:00Z"]]},
                "geometry":{"type":"MultiLineString","coordinates":[[[179.9,38]],[[-179.9,38]]]}}"#,
        )
        .unwrap();
        assert_eq!(store.lon_e7(), [1_799_000_000, -1_799_000_000]);
    }

    #[test]
    fn what_cannot_be_used_is_counted() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":null,"properties":{"mmsi":445000001}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[125,95]},"properties":{"mmsi":445000001,"t":1516060800}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[1e400,38]},"properties":null},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[125,38]},"properties":{"mmsi":1e999,"t":1516060800}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[125,1e999]},"properties":{"mmsi":445000001,"t":1516060800}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[125,38]},"properties":{"mmsi":445000001,"t":1e999}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[125,38]},"properties":{"mmsi":445000001,"t":1516060800,"sog":1e999}}]}"#;
        let (store, report) = read(text).unwrap();
        assert_eq!((report.read, report.kept, report.n_skipped()), (7, 1, 6), "{report:?}");
        assert_eq!(store.sog_deciknots(), [crate::track::FixRow::NONE]);
        let found: Vec<&str> = report.samples.iter().map(|sample| sample.detail.as_str()).collect();
        assert!(found.iter().any(|detail| detail.contains("latitude 1e99")), "{found:?}");
        assert!(report.notes.is_empty(), "{:?}", report.notes);
    }

    #[test]
    fn a_time_without_a_zone_asks() {
        let error = read(&POINT.replace("00:00Z", "00:00")).unwrap_err();
        assert!(error.contains("“2018-01-16T00:00:00”, state no time zone"), "{error}");
    }

    #[test]
    fn a_sequence_of_features_is_read() {
        assert_eq!(read(&format!("{POINT}\n{}", POINT.replace("T00:", "T01:"))).unwrap().1.kept, 2);
        assert_eq!(read(&format!("\u{1e}{POINT}\n\u{1e}{}", POINT.replace("T00:", "T01:"))).unwrap().1.kept, 2);
    }

    #[test]
    fn nesting_and_endless_strings_are_refused() {
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(
            read(&format!("{{\"geometry\":{{\"coordinates\":{}", "[".repeat(100_000)))
                .unwrap_err()
                .contains("recursion limit")
        );
        assert!(read(&format!("{{\"a\":\"{}\"}}", "x".repeat(20 << 20))).unwrap_err().contains("longer than"));
    }
}
