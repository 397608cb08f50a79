//! Tables of areas from others: corners in rows, under the usual names, in degrees or as charts have them; or a geometry in a column.
//!
//! Owns what its columns mean and which rows make one area. A table that names vessels or moments is one of tracks. Start at
//! [`is_table`] and [`read`].

use std::collections::HashMap;
use std::sync::Arc;

use geo::Coord;

use super::ZonesError;
use super::repair::{Budget, Mender, Raw};
use crate::chart::{Zone, ZoneLayer};
use crate::coordinate;
use crate::io::crs::Crs;
use crate::io::tracks::columns::{Role, role_of};
use crate::io::wkt;
use crate::report::{Progress, Report};

/// The most corners of one area, and the most areas.
const MAX_VERTICES: usize = 3_000_000;
const MAX_AREAS: usize = 1_000_000;
/// The most columns of a table.
const MAX_COLUMNS: usize = 500;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    Lat,
    Lon,
    /// Latitude and longitude in one cell.
    Place,
    /// A geometry as well-known text.
    Geometry,
    /// Which area, by number.
    Key,
    /// Which area, by name.
    Name,
    /// Which corner.
    Order,
}

fn meaning(header: &str) -> Option<Means> {
    let plain: String = header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(match plain.as_str() {
        "lat" | "latitude" | "latdd" | "latdeg" | "latitudedeg" | "y" | "ycoord" | "n" | "north" | "위도" | "북위"
        | "纬度" | "北纬" | "緯度" | "北緯" => Means::Lat,
        "lon" | "long" | "lng" | "longitude" | "londd" | "londeg" | "longitudedeg" | "x" | "xcoord" | "e" | "east"
        | "경도" | "동경" | "经度" | "东经" | "経度" | "東経" => Means::Lon,
        "position" | "coordinate" | "coordinates" | "coord" | "coords" | "latlon" | "latlong" | "latitudelongitude"
        | "mgrs" | "place" | "좌표" | "위치" | "위경도" | "坐标" | "位置" => Means::Place,
        "wkt" | "geometry" | "geom" | "thegeom" | "shape" | "wktgeom" | "공간정보" => Means::Geometry,
        "id" | "areaid" | "zoneid" | "featureid" | "feature" | "areano" | "zoneno" | "구역번호" | "해역번호"
        | "구역코드" => Means::Key,
        "name" | "area" | "zone" | "areaname" | "zonename" | "region" | "구역" | "구역명" | "해역" | "해역명"
        | "수역" | "수역명" | "명칭" | "이름" | "区域" | "海域" | "名称" | "名前" | "区域名" => {
            Means::Name
        }
        "no" | "num" | "number" | "seq" | "sequence" | "order" | "point" | "pointno" | "pt" | "vertex" | "corner"
        | "idx" | "index" | "번호" | "순번" | "순서" | "점" | "点" | "序号" | "番号" => Means::Order,
        _ => return None,
    })
}

/// How a table is laid out.
struct Layout {
    delimiter: u8,
    header: Vec<String>,
    means: Vec<Option<Means>>,
}

impl Layout {
    /// From a table's first line; `None` if its columns do not say where anything is, or say which vessel was there when.
    fn of(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{FEFF}');
        let first = text.lines().find(|line| !line.trim().is_empty())?;
        let delimiter = [b'\t', b';', b',', b'|']
            .into_iter()
            .max_by_key(|delimiter| (first.matches(char::from(*delimiter)).count(), *delimiter == b','))?;
        let mut rows = reader(first, delimiter);
        let header: Vec<String> =
            rows.records().next()?.ok()?.iter().take(MAX_COLUMNS).map(|name| name.trim().to_owned()).collect();
        let is_track = |name: &String| matches!(role_of(name), Some(Role::Mmsi | Role::Time));
        if header.iter().any(is_track) {
            return None;
        }
        let mut means: Vec<Option<Means>> = Vec::with_capacity(header.len());
        for name in &header {
            let meaning = meaning(name).filter(|meaning| !means.contains(&Some(*meaning)));
            means.push(meaning);
        }
        let layout = Self { delimiter, header, means };
        let has = |meaning| layout.column(meaning).is_some();
        ((has(Means::Lat) && has(Means::Lon)) || has(Means::Place) || has(Means::Geometry)).then_some(layout)
    }

    fn column(&self, wanted: Means) -> Option<usize> {
        self.means.iter().position(|meaning| *meaning == Some(wanted))
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

/// Whether a text is a table of areas: its header says where, and a row under it has a place there.
pub(crate) fn is_table(head: &str) -> bool {
    let Some(layout) = Layout::of(head) else { return false };
    let mut rows = reader(head.trim_start_matches('\u{FEFF}'), layout.delimiter);
    let rows = rows.records().map_while(Result::ok).filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    let rows: Vec<csv::StringRecord> = rows.skip(1).take(20).collect();
    let is_placed = |row: &csv::StringRecord| matches!(place(&layout, row), Some(Placed::Corner(_) | Placed::Whole(_)));
    rows.iter().any(is_placed) && !rows.iter().flatten().any(says_who_or_when)
}

/// Whether a cell is an MMSI, a time of day, or a moment counted in seconds or milliseconds: whatever its column is called, the
/// table is one of vessels.
fn says_who_or_when(cell: &str) -> bool {
    let cell = cell.trim();
    let is_number = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let has_time = cell
        .as_bytes()
        .windows(5)
        .any(|five| matches!(five, [a, b, b':', c, d] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit())));
    has_time || (is_number && matches!(cell.len(), 9 | 10 | 13))
}

/// Where a row is.
enum Placed {
    Corner(Coord<f64>),
    Whole(geo::Geometry<f64>),
    Unreadable,
}

/// `None` for a row without anything where its place should be.
fn place(layout: &Layout, row: &csv::StringRecord) -> Option<Placed> {
    let cell =
        |meaning| layout.column(meaning).and_then(|idx| row.get(idx)).map(str::trim).filter(|text| !text.is_empty());
    if let Some(text) = cell(Means::Geometry) {
        if !wkt::begins(text) {
            return Some(Placed::Unreadable);
        }
        return Some(wkt::read(text).map_or(Placed::Unreadable, Placed::Whole));
    }
    let corner = match (cell(Means::Lat), cell(Means::Lon), cell(Means::Place)) {
        (Some(lat), Some(lon), _) => pair(lat, lon),
        (None, None, Some(both)) => one(both),
        (None, None, None) => return None,
        _ => None,
    };
    Some(corner.map_or(Placed::Unreadable, Placed::Corner))
}

fn pair(lat: &str, lon: &str) -> Option<Coord<f64>> {
    // A comma for the decimal point, in tables that part their columns otherwise.
    let number =
        |text: &str| text.parse::<f64>().or_else(|_| text.replace(',', ".").parse()).ok().filter(|n| n.is_finite());
    if let (Some(y), Some(x)) = (number(lat), number(lon)) {
        return Some(Coord { x, y });
    }
    let lettered = |text: &str, letters: &[&str], letter: char| {
        let upper = text.to_uppercase();
        let is_said = letters.iter().any(|letter| upper.contains(letter)) || text.starts_with('-');
        if is_said { text.to_owned() } else { format!("{text}{letter}") }
    };
    let lat = lettered(lat, &["N", "S", "위", "北", "南"], 'N');
    let lon = lettered(lon, &["E", "W", "경", "东", "東", "西"], 'E');
    one(&format!("{lat} {lon}"))
}

fn one(text: &str) -> Option<Coord<f64>> {
    if let Ok(place) = coordinate::parse(text) {
        return Some(place.coord());
    }
    match coordinate::find(text).as_slice() {
        [(_, Ok(place))] => Some(place.coord()),
        _ => None,
    }
}

/// The rows of one area so far.
struct Open {
    line: u64,
    name: String,
    attributes: Vec<String>,
    corners: Vec<Coord<f64>>,
    whole: Vec<geo::Geometry<f64>>,
    n_unreadable: u64,
    n_rows: usize,
}

/// Reads the areas of a table.
pub(super) fn read(
    text: &str,
    file: &str,
    stem: &str,
    mut report: Report,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<(ZoneLayer, Report), ZonesError> {
    let unusable = |source: String| ZonesError::Unusable { file: file.to_owned(), source: source.into() };
    let text = text.trim_start_matches('\u{FEFF}');
    let layout = Layout::of(text).ok_or_else(|| unusable("a table that does not say where anything is".to_owned()))?;
    let has_geometry = layout.column(Means::Geometry).is_some();
    let is_kept = |meaning: Option<Means>| match meaning {
        None | Some(Means::Key) => true,
        Some(Means::Geometry | Means::Name) => false,
        Some(Means::Lat | Means::Lon | Means::Place | Means::Order) => has_geometry,
    };
    let kept: Vec<usize> =
        (0..layout.header.len()).filter(|idx| is_kept(layout.means.get(*idx).copied().flatten())).collect();
    let key = key(&layout, text);
    let mut areas: Vec<Open> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut rows = reader(text, layout.delimiter);
    let mut row = csv::StringRecord::new();
    let (mut is_header, mut n_rows, mut n_beyond) = (true, 0_usize, 0_u64);
    loop {
        match rows.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                report.note(format!("{file}: {error}; what stands before it was read"));
                break;
            }
        }
        if row.iter().all(|cell| cell.trim().is_empty()) || std::mem::take(&mut is_header) {
            continue;
        }
        n_rows += 1;
        if n_rows.is_multiple_of(1024) {
            progress.check()?;
        }
        let cell = |idx: Option<usize>| idx.and_then(|idx| row.get(idx)).unwrap_or_default().trim();
        let line = row.position().map_or(0, csv::Position::line);
        let Some(whole) = place(&layout, &row) else { continue };
        // A geometry of its own is an area of its own.
        let of = match (&whole, key) {
            (Placed::Whole(_), _) | (_, Key::Row) => format!("row {n_rows}"),
            (_, Key::All) => String::new(),
            (_, Key::Column(idx)) => cell(Some(idx)).to_owned(),
        };
        let idx = if let Some(idx) = index.get(&of) {
            *idx
        } else if areas.len() >= MAX_AREAS {
            n_beyond += 1;
            continue;
        } else {
            let attributes = kept.iter().map(|idx| cell(Some(*idx)).to_owned()).collect();
            let name = cell(layout.column(Means::Name)).to_owned();
            areas.push(Open {
                line,
                name,
                attributes,
                corners: Vec::new(),
                whole: Vec::new(),
                n_unreadable: 0,
                n_rows: 0,
            });
            index.insert(of, areas.len() - 1);
            areas.len() - 1
        };
        let Some(open) = areas.get_mut(idx) else { continue };
        open.n_rows += 1;
        match whole {
            Placed::Whole(geometry) => open.whole.push(geometry),
            Placed::Corner(_) if open.corners.len() > MAX_VERTICES => {}
            Placed::Corner(corner) => open.corners.push(corner),
            Placed::Unreadable => open.n_unreadable += 1,
        }
    }
    if n_beyond > 0 {
        report.note(format!("{file}: {n_beyond} rows beyond the first {MAX_AREAS} areas were left out"));
    }
    let crs = Crs::wgs84("WGS 84 (table of coordinates)");
    let fields: Vec<String> = kept.iter().filter_map(|idx| layout.header.get(*idx).cloned()).collect();
    let mut zones = Vec::new();
    for (idx, open) in areas.into_iter().enumerate() {
        progress.check()?;
        progress.add_rows(1);
        report.read += 1;
        let (record, line) = (idx as u64 + 1, Some(open.line));
        let mut mender = Mender { crs: &crs, file, report: &mut report, what: "area", record, line, budget };
        settle(open, stem, &mut mender, &mut zones);
    }
    let layer = ZoneLayer { name: stem.to_owned(), source: file.to_owned(), crs: crs.name, fields, zones, plan: None };
    Ok((layer, report))
}

fn settle(open: Open, stem: &str, mender: &mut Mender<'_>, zones: &mut Vec<Arc<Zone>>) {
    if open.n_unreadable > 0 {
        // An area without one of its corners is another area.
        let detail = format!("{} of its {} places cannot be read; it was left out", open.n_unreadable, open.n_rows);
        mender.skip("a place that cannot be read", &detail);
        return;
    }
    if open.corners.len() > MAX_VERTICES {
        mender.skip("geometry too large", "it has more than three million vertices, left out");
        return;
    }
    let mut corners = open.corners;
    let raw = if open.whole.is_empty() {
        match corners.len() {
            0 => return,
            1 => Raw::Points(corners),
            2 => Raw::Lines(vec![corners]),
            _ => {
                // Tables seldom say the first corner again, and run either way.
                if corners.first() != corners.last() {
                    corners.extend(corners.first().copied());
                }
                Raw::Loops(vec![corners])
            }
        }
    } else {
        let parts: Vec<Raw> = open.whole.into_iter().map(Raw::from_geometry).collect();
        if parts.len() == 1 { parts.into_iter().next().unwrap_or(Raw::Mixed(Vec::new())) } else { Raw::Mixed(parts) }
    };
    let Some(geometry) = mender.settle(raw) else { return };
    let name = if open.name.is_empty() { stem.to_owned() } else { open.name };
    mender.keep(zones, Zone { name, attributes: open.attributes, geometry, colour: None });
}

/// What makes rows one area.
#[derive(Clone, Copy)]
enum Key {
    Column(usize),
    /// Each row is one of its own.
    Row,
    /// All rows are one.
    All,
}

/// A column of which some value stands in two rows; else, where one names each row anew, every row is a place of its own.
fn key(layout: &Layout, text: &str) -> Key {
    let mut is_named = false;
    for column in [Means::Key, Means::Name].into_iter().filter_map(|meaning| layout.column(meaning)) {
        let mut rows = reader(text, layout.delimiter);
        let mut seen = std::collections::HashSet::new();
        let values = rows.records().map_while(Result::ok).skip(1);
        let values = values.filter_map(|row| row.get(column).map(|value| value.trim().to_owned()));
        let mut is_repeated = false;
        for value in values.take(100_000).filter(|value| !value.is_empty()) {
            is_named = true;
            if !seen.insert(value) {
                is_repeated = true;
                break;
            }
        }
        if is_repeated {
            return Key::Column(column);
        }
    }
    if is_named { Key::Row } else { Key::All }
}

#[cfg(test)]
mod tests {
    use geo::{Area as _, Geometry};

    use super::*;

    fn open(text: &str) -> (ZoneLayer, Report) {
        assert!(is_table(text), "{text}");
        read(text, "z.csv", "z", Report::default(), &mut Budget::default(), &Progress::default()).expect("zones")
    }

    #[test]
    fn corners_under_every_usual_name_make_areas() {
        for text in [
            "구역명,번호,위도,경도,비고\n가 구역,1,37,124,가상\n가 구역,2,37,125,\n가 구역,3,38,125,\n나,1,35,124,\n나,2,35,125,\n나,3,36,125,\n",
            "Area;Latitude;Longitude\n가 구역;37,0;124,0\n가 구역;37,0;125,0\n가 구역;38,0;125,0\n나;35,0;124,0\n나;35,0;125,0\n나;36,0;125,0\n",
            "id\tname\tLAT\tLON\n1\t가 구역\t37°00.0'N\t124°00.0'E\n1\t가 구역\t37-00N\t125-00E\n1\t가 구역\t38 00 00 N\t125 00 00 E\n2\t나\t35°N\t124°E\n2\t나\t35°N\t125°E\n2\t나\t36°N\t125°E\n",
            "name,coordinates\n가 구역,37-00N 124-00E\n가 구역,37-00N 125-00E\n가 구역,38-00N 125-00E\n나,35-00N 124-00E\n나,35-00N 125-00E\n나,36-00N 125-00E\n",
        ] {
            let (layer, report) = open(text);
            assert_eq!((report.read, report.kept), (2, 2), "{text}: {report:?}");
            let names: Vec<&str> = layer.zones.iter().map(|zone| zone.name.as_str()).collect();
            assert_eq!(names, ["가 구역", "나"], "{text}");
            for zone in &layer.zones {
                assert!((zone.geometry.unsigned_area() - 0.5).abs() < 1e-6, "{text}: {:?}", zone.geometry);
            }
        }
    }

    #[test]
    fn a_geometry_in_a_column_and_a_list_of_ports_are_read() {
        let (layer, _) =
            open("WKT,name,n\n\"POLYGON ((124 37, 125 37, 125 38, 124 37))\",가,7\n\"POINT (124 37)\",점,\n");
        assert!(matches!(layer.zones[0].geometry, Geometry::Polygon(_)));
        assert!(matches!(layer.zones[1].geometry, Geometry::Point(_)));
        assert_eq!(
            (layer.fields.as_slice(), layer.zones[0].attributes.as_slice()),
            (&["n".to_owned()][..], &["7".to_owned()][..])
        );
        let (layer, _) = open("name,lat,lon\nIncheon,37.45,126.6\nBusan,35.1,129.04\nMokpo,34.78,126.38\n");
        assert!(layer.zones.len() == 3 && layer.zones.iter().all(|zone| matches!(zone.geometry, Geometry::Point(_))));
        let (layer, _) = open("mgrs\n51S XC 68280 88439\n51S XC 78280 88439\n51S XC 78280 98439\n");
        assert!(matches!(layer.zones[0].geometry, Geometry::Polygon(_)));
        assert_eq!(layer.zones[0].name, "z");
    }

    #[test]
    fn an_area_with_a_corner_that_cannot_be_read_is_left_out_and_said() {
        let (layer, report) = open("name,lat,lon\n가,37,124\n가,x,125\n가,38,125\n나,35,124\n나,35,125\n나,36,125\n");
        assert_eq!((layer.zones.len(), report.read, report.n_skipped()), (1, 2, 1));
        assert_eq!(report.samples[0].line, Some(2));
    }

    #[test]
    fn positions_of_vessels_are_no_areas() {
        for text in [
            "MMSI,BaseDateTime,LAT,LON\n440123456,2018-01-16T00:00:00,37.5,124.5\n",
            "time,name,lat,lon\n2018-01-16T00:00:00Z,A,37.5,124.5\n",
            "a,b,c\n1,2,3\n",
            "lat,lon\nx,y\n",
            "ID,When,Y,X\n440123456,16.01.2018,37.5,124.5\n",
            "ID,When,Y,X\nA,16.01.2018 00:10,37.5,124.5\n",
        ] {
            assert!(!is_table(text), "{text}");
        }
    }
}
