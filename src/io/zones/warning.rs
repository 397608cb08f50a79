//! Text with coordinates in it, a navigational warning or a list, as zones.
//!
//! Owns what becomes an attribute: the text itself as remarks, its period, the circle it draws. `plan::areas_in_text` takes the text
//! apart, and the bundled chart knows places by name. Start at [`read`].

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::Geometry;

use super::repair::{Budget, Mender, Raw};
use crate::chart::{Zone, ZoneLayer};
use crate::io::basemap;
use crate::io::crs::Crs;
use crate::io::plan_geojson;
use crate::plan::{AreaFault, AreaInText, Shape, areas_in_text, speaks_of_places};
use crate::report::{Progress, Report};
use crate::units::Timestamp;

/// The longest text that is read: a year of warnings.
const MAX_BYTES: usize = 4 << 20;
/// How many rows tell a table.
const ROWS_LOOKED_AT: usize = 12;

/// Whether a text speaks of places and is no table. Its beginning is enough.
pub(crate) fn is_text(head: &str) -> bool {
    let lines: Vec<&str> = head.lines().map(str::trim).filter(|line| !line.is_empty()).take(ROWS_LOOKED_AT).collect();
    let is_table = |delimiter| is_table(&lines, delimiter);
    !lines.is_empty() && ![',', ';', '\t', '|'].into_iter().any(is_table) && speaks_of_places(head)
}

/// Whether these lines are rows of a table: as many fields in most of them, with a header above them or a ship's number in each. A line of a warning may have as many commas as the next, but it is headed by no words without a number.
fn is_table(lines: &[&str], delimiter: char) -> bool {
    let counts: Vec<usize> = lines.iter().map(|line| unquoted(line, delimiter)).collect();
    let Some(most) = counts.iter().filter(|n| **n > 1).max_by_key(|n| counts.iter().filter(|m| m == n).count()) else {
        return false;
    };
    let rows: Vec<&str> = lines.iter().zip(&counts).filter(|(_, n)| *n == most).map(|(line, _)| *line).collect();
    let is_header = |line: &&str| {
        let n_digits = line.chars().filter(char::is_ascii_digit).count();
        n_digits * 5 < line.chars().filter(|c| c.is_alphabetic()).count()
    };
    let has_number =
        |line: &&str| line.split(delimiter).any(|field| field.trim_matches([' ', '"']).len() == 9 && is_number(field));
    rows.len() > 1
        && rows.len() * 2 >= lines.len()
        && (rows.first().is_some_and(is_header) || rows.iter().all(has_number))
}

fn is_number(field: &str) -> bool {
    field.trim_matches([' ', '"']).bytes().all(|byte| byte.is_ascii_digit())
}

/// How often a delimiter stands in a line outside quotes.
fn unquoted(line: &str, delimiter: char) -> usize {
    let mut is_quoted = false;
    let counted = line.chars().filter(|c| {
        is_quoted ^= *c == '"';
        *c == delimiter && !is_quoted
    });
    counted.count()
}

/// Reads the areas that a text speaks of. `today` tells the year where the text leaves it out.
pub(super) fn read(
    text: &str,
    file: &str,
    stem: &str,
    today: Option<Timestamp>,
    mut report: Report,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<(ZoneLayer, Report), super::ZonesError> {
    if text.len() > MAX_BYTES {
        let source = format!("text with coordinates longer than {} MB, refused", MAX_BYTES >> 20).into();
        return Err(super::ZonesError::Unusable { file: file.to_owned(), source });
    }
    let crs = Crs::wgs84("WGS 84 (coordinates in a text)");
    let mut zones: Vec<Arc<Zone>> = Vec::new();
    let (mut n_undated, mut n_without_month) = (0, 0);
    let mut assumed: BTreeSet<String> = BTreeSet::new();
    for (idx, area) in areas_in_text(text, today, &|name| basemap::names().named(name)).into_iter().enumerate() {
        progress.check()?;
        progress.add_rows(1);
        report.read += 1;
        let (record, line) = (idx as u64 + 1, Some(area.line));
        let mut mender = Mender { crs: &crs, file, report: &mut report, what: "area", record, line, budget };
        let Some((raw, shape)) = drawn(&area, &mut mender) else { continue };
        let Some(geometry) = mender.settle(raw) else { continue };
        n_undated += u64::from(area.has_assumed_year);
        n_without_month += u64::from(area.has_assumed_month);
        if let Some(zone) = area.assumed {
            let ahead = zone.minutes_ahead();
            assumed.insert(format!(
                "UTC{}{:02}:{:02}",
                if ahead < 0 { '-' } else { '+' },
                ahead.abs() / 60,
                ahead.abs() % 60
            ));
        }
        let moment = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string()).unwrap_or_default();
        let period = area.period.unwrap_or_default();
        let name = if area.name.is_empty() { stem.to_owned() } else { area.name };
        let shape = shape.map(|shape| plan_geojson::shape_text(&shape, None)).unwrap_or_default();
        let attributes = vec![area.text, moment(period.from), moment(period.to), shape];
        mender.keep(&mut zones, Zone { name, attributes, geometry, colour: None });
    }
    if n_undated > 0 {
        report.note(format!(
            "{file}: {n_undated} periods state no year; the one nearest to the file's own date was taken"
        ));
    }
    if n_without_month > 0 {
        report.note(format!(
            "{file}: {n_without_month} periods state no month; the one nearest to the file's own date was taken"
        ));
    }
    for zone in assumed {
        report
            .note(format!("{file}: periods that state no time zone were read as {zone}, the custom of who writes so"));
    }
    let fields = ["remarks", "effective_from", "effective_to", "shape"].map(str::to_owned).to_vec();
    let layer = ZoneLayer { name: stem.to_owned(), source: file.to_owned(), crs: crs.name, fields, zones, plan: None };
    Ok((layer, report))
}

/// What an area draws, as it is to be settled; `None`, and counted, if it draws nothing. What is wrong with it is said.
fn drawn(area: &AreaInText, mender: &mut Mender<'_>) -> Option<(Raw, Option<Shape>)> {
    let Some(geometry) = area.geometry.clone() else {
        let unread = area.faults.iter().any(|fault| matches!(fault, AreaFault::Place(..) | AreaFault::Unknown(_)));
        let reason = if unread { "a place that cannot be read" } else { "an area that cannot be drawn" };
        let causes: Vec<String> = area.faults.iter().map(ToString::to_string).collect();
        mender.skip(reason, &format!("{}; the area was left out", causes.join("; ")));
        return None;
    };
    for fault in &area.faults {
        match fault {
            AreaFault::Reordered => mender.repair("corners out of order", &fault.to_string()),
            // The one who mends outlines says so.
            AreaFault::Crosses => {}
            other => {
                let line = mender.line.map_or_else(String::new, |line| format!(", line {line}"));
                let note = format!("{}{line}: {other}", mender.file);
                mender.report.note(note);
            }
        }
    }
    let crosses = area.faults.contains(&AreaFault::Crosses);
    let shape = area.shape.clone().filter(|_| !crosses);
    Some(match geometry {
        // Which way corners are listed says nothing.
        Geometry::Polygon(area) => {
            let (rim, holes) = area.into_inner();
            (Raw::Loops(std::iter::once(rim).chain(holes).map(|ring| ring.0).collect()), shape)
        }
        other => (Raw::from_geometry(other), shape),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_tables() {
        for text in [
            "GUNNERY. AREA BOUNDED BY 38-46.58N 120-59.10E, 38-46.58N 121-05.88E AND 38-41.60N 121-05.88E.",
            "사격훈련 구역: 가. 북위 37도 39분 30초 동경 126도 0분 30초",
            "37-00N 124-00E\n37-00N 125-00E\n38-00N 125-00E\n",
            "37.0, 124.0\n37.0, 125.0\n38.0, 125.0\n",
            "A. 38-46.58N 120-59.10E, 38-46.58N 121-05.88E, 38-41.60N 121-05.88E, 38-41.60N 120-59.10E.\n\
             B. 37-46.58N 120-59.10E, 37-46.58N 121-05.88E, 37-41.60N 121-05.88E, 37-41.60N 120-59.10E.\n",
            "13 MAR 26 0800I-1800I\nLAT 38-00N LONG 125-00E\nLAT 38-00N LONG 125-30E\nLAT 38-30N LONG 125-30E\n",
        ] {
            assert!(is_text(text), "{text}");
        }
        for text in [
            "MMSI,BaseDateTime,LAT,LON\n440123456,2018-01-16T00:00:00,37.5,124.5\n",
            "MMSI;시간;위도;경도\n440123456;2018;37°30′N;124°30′E\n440123456;2018;37°30′N;124°31′E\n",
            "440123456,2018-01-16 00:00:00,37.5,124.5,10.5\n440123456,2018-01-16 00:01:00,37.5,124.6,10.5\n",
            // A name in quotes with a comma in it, and rows that break off.
            "MMSI,BaseDateTime,LAT,LON,SOG,Name\n440999001,2023-01-11T00:00:00,35.1,129.05,8.8,SYN ONE\n\
             440999001,2023-01-11T00:10:00,35.11,129.06,8.8,\"SYN, ONE\"\n440999002,2023-01-11T00:10:00\n",
            "조회 기간 : 2023-01-01 00:00:00 ~ 2023-01-01 23:59:59\n조회선박 척수 : 2\nMMSI,일시,위도,경도,SOG,COG\n\
             440999010,2023-01-01 09:00:00,37.1,124.8,7.5,180.0\n440999010,2023-01-01 09:10:00,37.0,124.8,7.5,180.0\n",
            "$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76",
            "a letter to nobody",
            "",
        ] {
            assert!(!is_text(text), "{text}");
        }
    }
}
