//! Shapefiles of tracks: points with an MMSI and a time, and lines with an MMSI and the times of their ends.
//!
//! Owns how a record becomes fixes; how the bytes are read is the zones' affair, which have the reader. The vertices of a
//! line between its ends have no times of their own: theirs are reckoned by the distance sailed, and that is counted as
//! mended. Start at [`read_file`].

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use geo::Coord;

use super::ReadError;
use super::columns::{LineEnd, Role, line_end_of, role_of};
use super::intake::Intake;
use super::moment::Zone;
use super::row::{NoFix, Rules, on_the_globe};
use super::skip::Skip;
use crate::geodesy::{Position, haversine};
use crate::io::beside::side_file;
use crate::io::crs::Crs;
use crate::io::zones::archive;
use crate::io::zones::dbf::Table;
use crate::io::zones::repair::Raw;
use crate::io::zones::shapefile::{Records, Set, is_shp};
use crate::report::Sample;
use crate::track::FixRow;
use crate::units::Timestamp;

/// The largest `.shp` and `.dbf` that are read.
const MAX_SHP_BYTES: u64 = 256 << 20;
const MAX_DBF_BYTES: u64 = 384 << 20;
/// The largest of the small files beside them.
const MAX_SIDE_BYTES: u64 = 64 << 10;

/// The most shapefiles of one archive that are read.
const MAX_MEMBERS: usize = 256;

/// Reads a shapefile named by any of its files, or those of a zip archive.
pub(super) fn read_file(path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let mut head = Vec::new();
    let opened = File::open(path).map_err(|error| ReadError::io(path, "cannot be opened", error))?;
    (&opened).take(4).read_to_end(&mut head).map_err(|error| ReadError::io(path, "cannot be read", error))?;
    if head == b"PK\x03\x04" { read_zip(opened, path, intake) } else { read_plain(path, intake) }
}

/// Reads the shapefiles of a zip archive, each with what stands beside it there.
fn read_zip(file: File, path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let broken = |error: zip::result::ZipError| ReadError::io(path, "a broken zip archive", error.into());
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let lower: Vec<String> = archive.file_names_raw().map(|name| archive::member_name(name).to_lowercase()).collect();
    let is_one =
        |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| end == "shp") && !name.starts_with("__macosx/");
    let members: Vec<usize> = (0..lower.len()).filter(|idx| lower.get(*idx).is_some_and(|name| is_one(name))).collect();
    for idx in members.into_iter().take(MAX_MEMBERS) {
        intake.progress.check()?;
        let name = lower.get(idx).map_or("", String::as_str);
        let file = format!("{}/{name}", path.display());
        let Set { shp, dbf, prj, cpg, .. } = archive::shapefile_set(&mut archive, &lower, idx)
            .map_err(|why| ReadError::failed(path, format!("{name} {why}")))?;
        intake.progress.add_bytes(shp.len() as u64);
        read_set(&Parts { shp, dbf, prj, cpg }, path, file, intake)?;
    }
    Ok(())
}

/// The files of a shapefile.
struct Parts {
    shp: Vec<u8>,
    dbf: Option<Vec<u8>>,
    prj: Option<String>,
    cpg: Option<String>,
}

fn read_plain(path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let shp_path = side_file(path, "shp").unwrap_or_else(|| path.to_owned());
    let shp = bytes(&shp_path, path, MAX_SHP_BYTES)?;
    intake.progress.add_bytes(shp.len() as u64);
    let side = |extension: &str, most: u64| match side_file(path, extension) {
        Some(found) => bytes(&found, path, most).map(Some),
        None => Ok(None),
    };
    let text = |bytes: Option<Vec<u8>>| bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let (prj, cpg) = (text(side("prj", MAX_SIDE_BYTES)?), text(side("cpg", MAX_SIDE_BYTES)?));
    let dbf = side("dbf", MAX_DBF_BYTES)?;
    read_set(&Parts { shp, dbf, prj, cpg }, path, path.display().to_string(), intake)
}

fn read_set(parts: &Parts, path: &Path, file: String, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let Parts { shp, dbf, prj, cpg } = parts;
    if !is_shp(shp) || shp.len() < 100 {
        return Err(ReadError::failed(path, "not a shapefile: its header is wrong or cut short"));
    }
    let dbf = dbf.as_ref().ok_or_else(|| {
        ReadError::failed(path, "no .dbf stands beside it, and only that says which vessel was where when")
    })?;
    let table = Table::parse(dbf, cpg.as_deref()).ok_or_else(|| ReadError::failed(path, "its .dbf is damaged"))?;
    if let Some(assumed) = &table.assumed {
        intake.report.note(format!("{file}: {assumed}"));
    }
    let crs = if let Some(prj) = prj.as_deref() {
        Crs::from_wkt(prj).map_err(|why| ReadError::failed(path, why.to_string()))?
    } else {
        let what = "no .prj stands beside it; its coordinates were taken as WGS 84 degrees";
        intake.report.note(format!("{file}: {what}"));
        Crs::wgs84("WGS 84")
    };
    if let Some(assumed) = &crs.assumed {
        intake.report.note(format!("{file}: {assumed}"));
    }
    let names = table.names();
    let fields = Fields::of(&names);
    let rules = Rules { zone: fields.zone().or_else(|| intake.zone.clone()), ..Rules::default() };
    let assumes_zone = fields.zone().is_none();
    let mut reading = Reading { intake, path, file, crs, rules, assumes_zone, fields, record: 0 };
    let n_claimed = table.n_claimed;
    for shape in Records::new(shp) {
        reading.intake.progress.check()?;
        reading.record += 1;
        let idx = usize::try_from(reading.record - 1).unwrap_or(usize::MAX);
        if idx < table.n_records && table.is_deleted(idx) {
            reading.intake.report.read += 1;
            reading.skip(Skip::NotAFix, "a record marked as deleted");
            continue;
        }
        let values = table.values(idx);
        match shape {
            Ok(shape) => reading.take(shape.raw, &values)?,
            Err(_fault) => {
                reading.intake.report.read += 1;
                reading.skip(Skip::NotAFix, "a record that is damaged or cut short");
            }
        }
    }
    let (read, missing) = (reading.record, n_claimed.saturating_sub(reading.record));
    if missing > 0 {
        let file = &reading.file;
        let note =
            format!("{file}: its .dbf has {missing} rows more than the .shp has shapes ({read}); they are no fixes");
        reading.intake.report.note(note);
    }
    Ok(())
}

fn bytes(found: &Path, path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let cannot_read = |error| ReadError::io(path, format!("{} cannot be read", found.display()), error);
    let mut bytes = Vec::new();
    File::open(found).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(cannot_read)?;
    if bytes.len() as u64 > most {
        return Err(ReadError::failed(path, format!("{} is larger than {} MiB", found.display(), most >> 20)));
    }
    Ok(bytes)
}

/// Which field of the table says what.
struct Fields {
    role_of: Vec<(Role, usize)>,
    first: Option<usize>,
    last: Option<usize>,
    says_utc: bool,
}

impl Fields {
    fn of(names: &[String]) -> Self {
        let mut fields = Self { role_of: Vec::new(), first: None, last: None, says_utc: false };
        for (idx, name) in names.iter().enumerate() {
            let lower = name.to_lowercase();
            match (role_of(name), line_end_of(name)) {
                (Some(role), _) if fields.role_of.iter().all(|(known, _)| *known != role) => {
                    fields.role_of.push((role, idx));
                    // MarineCadastre's own column, however far a DBF has cut its name.
                    let is_publishers = lower.starts_with("basedate") || lower.starts_with("base_date");
                    fields.says_utc |= role == Role::Time && (is_publishers || lower.contains("utc"));
                }
                (_, Some(LineEnd::First)) => fields.first = fields.first.or(Some(idx)),
                (_, Some(LineEnd::Last)) => fields.last = fields.last.or(Some(idx)),
                _ => {}
            }
        }
        // MarineCadastre's vessel tracks: "TrackStartTime", in UTC.
        fields.says_utc |=
            fields.first.and_then(|idx| names.get(idx)).is_some_and(|n| n.to_lowercase().starts_with("trackstart"));
        fields
    }

    fn zone(&self) -> Option<Zone> {
        if self.says_utc { Zone::named("UTC") } else { None }
    }

    fn value<'a>(&self, values: &'a [String], role: Role) -> &'a [u8] {
        let idx = self.role_of.iter().find(|(known, _)| *known == role).map(|(_, idx)| *idx);
        idx.and_then(|idx| values.get(idx)).map_or(b"", |value| value.as_bytes())
    }
}

struct Reading<'a, 'b> {
    intake: &'a mut Intake<'b>,
    path: &'a Path,
    file: String,
    crs: Crs,
    rules: Rules,
    assumes_zone: bool,
    fields: Fields,
    record: u64,
}

impl Reading<'_, '_> {
    /// Takes one record; each of its vertices is a row.
    fn take(&mut self, raw: Option<Raw>, values: &[String]) -> Result<(), ReadError> {
        let coords: Vec<Coord<f64>> = match raw {
            Some(Raw::Points(points)) => points,
            Some(Raw::Lines(lines)) => lines.into_iter().flatten().collect(),
            Some(Raw::Polygons(_) | Raw::Rings(_) | Raw::Loops(_) | Raw::Mixed(_)) | None => Vec::new(),
        };
        self.intake.report.read += coords.len().max(1) as u64;
        self.intake.progress.add_rows(coords.len().max(1) as u64);
        if coords.is_empty() {
            self.skip(Skip::NoPosition, "");
            return Ok(());
        }
        let who = self.fields.value(values, Role::Mmsi);
        let mmsi = match self.rules.mmsi(who) {
            Ok(mmsi) => mmsi,
            Err(no_fix) => {
                let found = String::from_utf8_lossy(who).into_owned();
                return coords.iter().try_for_each(|_| self.refuse(no_fix, &found));
            }
        };
        let slot = self.intake.builder.slot(mmsi);
        let identity = self.rules.identity(|role| self.fields.value(values, role));
        self.intake.builder.identify(mmsi, identity.clone());
        let mut news = Some(identity);
        let times = match self.times(&coords, values) {
            Ok(times) => times,
            Err((no_fix, found)) => return coords.iter().try_for_each(|_| self.refuse(no_fix, &found)),
        };
        let is_line = coords.len() > 1;
        for (coord, time_ms) in coords.iter().zip(times) {
            let (lat_e7, lon_e7) = match self.place(*coord) {
                Ok(place) => place,
                Err(no_fix) => {
                    self.refuse(no_fix, &format!("{}, {}", coord.y, coord.x))?;
                    continue;
                }
            };
            // What a line says of its speed is not said of one vertex.
            let field = |role: Role| if is_line { &b""[..] } else { self.fields.value(values, role) };
            let fix = FixRow { lat_e7, lon_e7, ..self.rules.motion(time_ms, field) };
            if let Some(why) = self.intake.filter.refusal(&fix) {
                self.skip(why, "");
                continue;
            }
            self.intake.builder.push_row(slot, fix);
            self.intake.builder.state(slot, Timestamp::from_millis(fix.time_ms), news.take());
        }
        self.intake.make_room()
    }

    fn refuse(&mut self, no_fix: NoFix, found: &str) -> Result<(), ReadError> {
        match no_fix {
            NoFix::Skip(why, Role::Lat | Role::Lon) => self.skip(why, &format!("position {found}")),
            NoFix::Skip(why, _) => self.skip(why, found),
            NoFix::Unzoned => {
                return Err(ReadError::NeedsTimeZone { path: self.path.to_owned(), example: found.to_owned() });
            }
        }
        Ok(())
    }

    /// The moment of each vertex.
    fn times(&mut self, coords: &[Coord<f64>], values: &[String]) -> Result<Vec<i64>, (NoFix, String)> {
        let at = |idx: Option<usize>| idx.and_then(|idx| values.get(idx)).map_or("", |text| text.trim());
        let (first, last) = (at(self.fields.first), at(self.fields.last));
        let parse = |text: &str| self.rules.time_ms(text.as_bytes()).map_err(|no_fix| (no_fix, text.to_owned()));
        let example = if coords.len() == 1 { self.fields.value(values, Role::Time) } else { first.as_bytes() };
        if self.assumes_zone && self.rules.is_local(example) {
            self.intake.assume_zone();
        }
        if coords.len() == 1 {
            let text = String::from_utf8_lossy(self.fields.value(values, Role::Time)).into_owned();
            return Ok(vec![parse(&text)?]);
        }
        let (first_ms, last_ms) = (parse(first)?, parse(last)?);
        if first_ms > last_ms {
            return Err((NoFix::Skip(Skip::BadTime, Role::Time), format!("from {first} to {last}")));
        }
        let place = |coord: &Coord<f64>| self.crs.to_wgs84(*coord).map(|c| Position::clamped(c.y, c.x));
        let places: Vec<Option<Position>> = coords.iter().map(place).collect();
        let mut sailed = vec![0.0];
        for (a, b) in places.iter().zip(places.iter().skip(1)) {
            let leg = a.zip(*b).map_or(0.0, |(a, b)| haversine(a, b).value());
            sailed.push(sailed.last().copied().unwrap_or_default() + leg);
        }
        let total = sailed.last().copied().unwrap_or_default();
        let n_between = coords.len().saturating_sub(2) as u64;
        if n_between > 0 {
            let (file, record) = (self.file.clone(), self.record);
            self.intake.report.repair("time reckoned between a line's ends", || Sample {
                file,
                line: Some(record),
                reason: "time reckoned between a line's ends".to_owned(),
                detail: format!("{n_between} vertices have no time: reckoned by the distance from {first} to {last}"),
            });
        }
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "shares of a span of time")]
        let time = |sailed: &f64| {
            let share = if total > 0.0 { sailed / total } else { 0.0 };
            first_ms + ((last_ms - first_ms) as f64 * share).round() as i64
        };
        Ok(sailed.iter().map(time).collect())
    }

    fn place(&self, coord: Coord<f64>) -> Result<(i32, i32), NoFix> {
        let bad = NoFix::Skip(Skip::BadPosition, Role::Lat);
        let degrees = self.crs.to_wgs84(coord).ok_or(bad)?;
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and what is off the globe is refused")]
        let e7 = |degrees: f64| (degrees * 1e7).round() as i64;
        on_the_globe(e7(degrees.y), e7(degrees.x)).map_err(|(why, role)| NoFix::Skip(why, role))
    }

    fn skip(&mut self, why: Skip, found: &str) {
        why.count(&mut self.intake.report, &self.file, self.record, || found.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::super::{ReadOptions, read};
    use super::*;
    use crate::report::Progress;

    #[test]
    fn a_zip_of_shapefiles_is_read_as_they_are() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tracks");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tracks.zip");
        let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
        let stems = ["track_lines", "track_points"];
        for stem in stems {
            for extension in ["shp", "shx", "dbf", "prj", "cpg"] {
                let name = format!("{stem}.{extension}");
                archive.start_file(format!("A/{name}"), zip::write::SimpleFileOptions::default()).unwrap();
                archive.write_all(&std::fs::read(fixtures.join(name)).unwrap()).unwrap();
            }
        }
        archive.finish().unwrap();
        let options = ReadOptions { time_zone: Some("UTC".to_owned()), ..ReadOptions::default() };
        let plain: Vec<_> = stems.iter().map(|stem| fixtures.join(format!("{stem}.shp"))).collect();
        let (plain, of_plain) = read(&plain, &options, &Progress::default()).unwrap();
        let (zipped, of_zipped) = read(&[path], &options, &Progress::default()).unwrap();
        assert!(zipped.n_fixes() > 0);
        assert_eq!(
            (zipped.lat_e7(), zipped.lon_e7(), zipped.time_ms()),
            (plain.lat_e7(), plain.lon_e7(), plain.time_ms())
        );
        assert_eq!((of_zipped.read, of_zipped.skipped), (of_plain.read, of_plain.skipped));
    }
}
