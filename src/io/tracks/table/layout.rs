//! What the columns of a table are, told by its header or by the user.
//!
//! Owns what is known of each publisher: where its header stands, how it quotes, which unit its speeds have, whether its
//! times are UTC. Never reads a row of data. Start at [`Layout::find`].

use encoding_rs::{EUC_KR, Encoding, UTF_8, WINDOWS_1252};

use super::record::{Dialect, Records};
use crate::io::tracks::columns::{Columns, N_ROLES, Role, TimeFormat, role_of};
use crate::io::tracks::moment::Zone;

/// How many lines may stand before the header.
const MAX_LINES_BEFORE: usize = 20;
/// What separates fields, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// How many rows are shown where the columns are asked for.
const ROWS_SHOWN: usize = 5;
/// How many columns, and how much of a text, are shown there.
const COLUMNS_SHOWN: usize = 200;
const CHARS_SHOWN: usize = 60;

/// Where in a table what stands, and how it is written.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) dialect: Dialect,
    /// The column of each role, by its place in [`Role::ALL`].
    pub(super) column_of: [Option<usize>; N_ROLES],
    /// The column of the milliseconds that exactEarth writes beside a moment.
    pub(super) millis: Option<usize>,
    /// The names of the columns, to know the header when it comes again.
    pub(super) header: Vec<String>,
    /// How many fields of a record are looked at.
    pub(super) n_wanted: usize,
    /// The first bytes that are no rows, and how many lines they are.
    pub(super) head_bytes: usize,
    pub(super) head_lines: u64,
    pub(super) encoding: &'static Encoding,
    pub(super) time_format: TimeFormat,
    pub(super) publisher: Publisher,
}

/// Whose table it is, as far as that changes how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Publisher {
    /// Writes UTC and says so in its documentation, or in the name of the column.
    InUtc,
    /// `MarineTraffic`: UTC, and speeds in tenths of a knot.
    MarineTraffic,
    /// Global Fishing Watch: UTC, and the MMSI is in the segment's name or the file's, if anywhere.
    FishingWatch,
    /// The Korean Ministry of Oceans and Fisheries, static data: unquoted names that hold delimiters and quotes.
    KoreanStatic,
    /// Not known.
    Unknown,
}

impl Publisher {
    /// The zone of its times, where it is known.
    pub(super) fn zone(self) -> Option<Zone> {
        match self {
            Self::InUtc | Self::MarineTraffic | Self::FishingWatch => Zone::named("UTC"),
            Self::KoreanStatic | Self::Unknown => None,
        }
    }
}

/// A table whose columns are not known, as it is shown to the user who is asked for them.
#[derive(Debug)]
pub(super) struct Unknown {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Layout {
    /// Looks for the layout in the beginning of a text.
    pub(super) fn find(text: &[u8], is_whole: bool, columns: Option<&Columns>) -> Result<Self, Unknown> {
        let encoding = encoding_of(text, is_whole);
        if let Some(columns) = columns
            && let Some(layout) = mapped(text, encoding, columns)
        {
            return Ok(layout);
        }
        recognised(text, encoding).ok_or_else(|| unknown(text, encoding))
    }

    /// The column of a role.
    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.column_of.get(role.idx()).copied().flatten()
    }

    /// Whether each row says where a vessel is.
    pub(super) fn has_positions(&self) -> bool {
        self.column(Role::Lat).is_some() && self.column(Role::Lon).is_some()
    }
}

/// One line at the beginning of a text, as a header would be read.
struct HeadLine {
    dialect: Dialect,
    names: Vec<String>,
    /// Where the line after it begins, and how many lines it and those before it are.
    end: usize,
    n_lines: u64,
}

/// The first lines of a text, each with the delimiter that gives it the most fields of which `weight` thinks something.
fn head_lines<'a>(
    text: &'a [u8],
    encoding: &'static Encoding,
    weight: impl Fn(&[String]) -> usize + 'a,
) -> impl Iterator<Item = HeadLine> + 'a {
    let mut end = 0;
    let mut n_lines = 0;
    std::iter::from_fn(move || {
        let rest = text.get(end..).filter(|rest| !rest.is_empty())?;
        let best = DELIMITERS.into_iter().filter_map(|delimiter| {
            let dialect = Dialect { delimiter, has_quotes: true };
            let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            let line = rest.get(..len)?;
            let mut fields = Vec::new();
            let mut records = Records::new(line, dialect, usize::MAX);
            let names = match records.next(&mut fields) {
                Some(_) => fields.iter().map(|field| decode(field, encoding)).collect(),
                None => Vec::new(),
            };
            Some((len, HeadLine { dialect, names, end: 0, n_lines: 0 }))
        });
        // The first of those that weigh the same.
        let (len, mut line) = best.rev().max_by_key(|(_, line)| (weight(&line.names), line.names.len()))?;
        end += len;
        n_lines += 1;
        (line.end, line.n_lines) = (end, n_lines);
        Some(line)
    })
    .take(MAX_LINES_BEFORE)
}

fn n_roles(names: &[String]) -> usize {
    names.iter().filter(|name| role_of(name).is_some()).count()
}

/// The layout by a header that is known.
fn recognised(text: &[u8], encoding: &'static Encoding) -> Option<Layout> {
    head_lines(text, encoding, n_roles).find_map(|line| {
        let mut column_of = [None; N_ROLES];
        for (idx, name) in line.names.iter().enumerate() {
            if let Some(place) = role_of(name).and_then(|role| column_of.get_mut(role.idx())) {
                place.get_or_insert(idx);
            }
        }
        let has = |role: Role| column_of.get(role.idx()).is_some_and(Option::is_some);
        let has_fixes = has(Role::Time) && has(Role::Lat) && has(Role::Lon);
        let is_static =
            has(Role::Mmsi) && !has(Role::Lat) && !has(Role::Lon) && has(Role::Name) && n_roles(&line.names) >= 3;
        let publisher = publisher(&line.names, is_static);
        let is_known = (has_fixes && (has(Role::Mmsi) || publisher == Publisher::FishingWatch)) || is_static;
        is_known.then(|| layout(line, &column_of, encoding, TimeFormat::Auto, publisher))
    })
}

/// The layout as the user stated it; `None` if the table has no such columns.
fn mapped(text: &[u8], encoding: &'static Encoding, columns: &Columns) -> Option<Layout> {
    head_lines(text, encoding, |names| columns.places(names).len()).find_map(|mut line| {
        let numbers: Vec<String> = (1..=line.names.len()).map(|n| n.to_string()).collect();
        let is_data = looks_like_data(&line.names);
        let names = if is_data { &numbers } else { &line.names };
        let mut column_of = [None; N_ROLES];
        for (role, idx) in columns.places(names) {
            if let Some(place) = column_of.get_mut(role.idx()) {
                *place = Some(idx);
            }
        }
        let has = |role: Role| column_of.get(role.idx()).is_some_and(Option::is_some);
        let is_enough = [Role::Mmsi, Role::Time, Role::Lat, Role::Lon].into_iter().all(has);
        if !is_enough {
            return None;
        }
        let publisher = if is_data { Publisher::Unknown } else { publisher(&line.names, false) };
        if is_data {
            // There is no header: this line is a row like the rest.
            (line.end, line.n_lines, line.names) = (0, 0, Vec::new());
        }
        Some(layout(line, &column_of, encoding, columns.time_format, publisher))
    })
}

fn layout(
    line: HeadLine,
    column_of: &[Option<usize>; N_ROLES],
    encoding: &'static Encoding,
    time_format: TimeFormat,
    publisher: Publisher,
) -> Layout {
    let is_korean_static = publisher == Publisher::KoreanStatic;
    let segment = line.names.iter().position(|name| is_segment(name)).filter(|_| publisher == Publisher::FishingWatch);
    let mut column_of = *column_of;
    if let (Some(segment), Some(place @ None)) = (segment, column_of.get_mut(Role::Mmsi.idx())) {
        *place = Some(segment);
    }
    let millis = line.names.iter().position(|name| plain(name) == "millisecond");
    let last = column_of.iter().chain([&millis]).flatten().max().map_or(0, |idx| idx + 1);
    Layout {
        millis,
        dialect: Dialect { has_quotes: !is_korean_static, ..line.dialect },
        column_of,
        n_wanted: if is_korean_static { usize::MAX } else { last },
        head_bytes: line.end,
        head_lines: line.n_lines,
        header: line.names,
        encoding,
        time_format,
        publisher,
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_segment(name: &str) -> bool {
    plain(name) == "segid"
}

/// Whose table has these columns.
pub(super) fn publisher(names: &[String], is_static: bool) -> Publisher {
    let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let has = |name: &str| plain.iter().any(|p| p == name);
    // Exactly as MarineTraffic writes it: others with like names have speeds in knots.
    let marine_traffic = ["MMSI", "LAT", "LON", "SPEED", "HEADING", "COURSE", "STATUS", "TIMESTAMP"];
    if is_static {
        let is_korean = has("선박명") && plain.first().is_some_and(|name| name == "mmsi");
        return if is_korean { Publisher::KoreanStatic } else { Publisher::Unknown };
    }
    if marine_traffic.iter().all(|name| names.iter().any(|n| n.trim() == *name)) {
        return Publisher::MarineTraffic;
    }
    if has("segid") || has("ssvid") {
        return Publisher::FishingWatch;
    }
    let time = names.iter().find(|name| role_of(name) == Some(Role::Time)).map(|name| name.to_lowercase());
    let says_utc = time.is_some_and(|name| ["utc", "gmt", "epoch", "unix"].iter().any(|zone| name.contains(zone)));
    let is_known = has("basedatetime") // MarineCadastre, old and of 2025
        || has("typeofmobile") // Danish Maritime Authority
        || has("navstat") // AISHub, VesselFinder
        || (has("sourcemmsi") && has("t")) // NARI
        || (has("messageid") && has("repeatindicator")); // exactEarth
    if is_known || says_utc { Publisher::InUtc } else { Publisher::Unknown }
}

/// What the user is shown of a table whose columns are not known.
fn unknown(text: &[u8], encoding: &'static Encoding) -> Unknown {
    let shown = |names: Vec<String>| -> Vec<String> {
        names.into_iter().take(COLUMNS_SHOWN).map(|name| name.chars().take(CHARS_SHOWN).collect()).collect()
    };
    let mut lines =
        head_lines(text, encoding, <[String]>::len).map(|line| line.names).filter(|names| !names.is_empty());
    let first = shown(lines.next().unwrap_or_default());
    let has_header = !looks_like_data(&first);
    let header = if has_header { first.clone() } else { (1..=first.len()).map(|n| n.to_string()).collect() };
    let rows = (!has_header).then_some(first).into_iter().chain(lines.map(shown)).take(ROWS_SHOWN).collect();
    Unknown { header, rows }
}

/// Whether a line has a number where a header would have names.
fn looks_like_data(names: &[String]) -> bool {
    names.iter().any(|name| name.trim().parse::<f64>().is_ok_and(f64::is_finite))
}

/// The encoding of a text by its beginning: UTF-8 if it is that, CP949 if it is that, else Windows-1252.
fn encoding_of(text: &[u8], is_whole: bool) -> &'static Encoding {
    // The last character may be cut off.
    let end = if is_whole { text.len() } else { memchr::memrchr(b'\n', text).unwrap_or(text.len()) };
    let text = text.get(..end).unwrap_or_default();
    [UTF_8, EUC_KR]
        .into_iter()
        .find(|encoding| encoding.decode_without_bom_handling_and_without_replacement(text).is_some())
        .unwrap_or(WINDOWS_1252)
}

fn decode(raw: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(raw).0.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Layout {
        Layout::find(text.as_bytes(), true, None).unwrap()
    }

    #[test]
    fn publishers_are_known_by_their_header() {
        for (header, publisher) in [
            ("MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status", Publisher::InUtc),
            ("mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name", Publisher::InUtc),
            ("# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG", Publisher::InUtc),
            ("MMSI,TIME,LONGITUDE,LATITUDE,COG,SOG,HEADING,ROT,NAVSTAT,IMO,NAME", Publisher::InUtc),
            ("MMSI,LAT,LON,SPEED,HEADING,COURSE,STATUS,TIMESTAMP", Publisher::MarineTraffic),
            ("mmsi,lat,lon,speed,heading,course,status,timestamp", Publisher::Unknown),
            ("MMSI,TIMESTAMP,LATITUDE,LONGITUDE,COURSE,SPEED,HEADING,NAVSTAT,IMO,NAME", Publisher::InUtc),
            ("Lon,Lat,Timestamp,Speed,Course,Seg_id", Publisher::FishingWatch),
            (
                "sourcemmsi,navigationalstatus,rateofturn,speedoverground,courseoverground,trueheading,lon,lat,t",
                Publisher::InUtc,
            ),
            ("MMSI,일시,위도,경도,SOG,COG,Heading", Publisher::Unknown),
            ("MMSI,선박명,선종코드,IMO,호출부호,DimA,DimB,DimC,DimD,흘수,추정톤수", Publisher::KoreanStatic),
            ("mmsi;timestamp_utc;lat;lon", Publisher::InUtc),
        ] {
            assert_eq!(found(header).publisher, publisher, "{header}");
        }
    }

    #[test]
    fn lines_before_the_header_are_passed_over() {
        let layout = found("조회 기간 : 2023-01-01 ~ 2023-01-02\n조회선박 척수 : 2\nMMSI,일시,위도,경도\n");
        assert_eq!((layout.head_lines, layout.column(Role::Lat)), (3, Some(2)));
    }

    #[test]
    fn any_delimiter_will_do() {
        assert_eq!(found("MMSI\tTime\tLat\tLon\n").dialect.delimiter, b'\t');
        assert_eq!(found("MMSI;Time;Lat;Lon\n").dialect.delimiter, b';');
    }

    #[test]
    fn unknown_columns_are_shown() {
        let unknown = Layout::find(b"id,when,y,x\n1,2,3,4\n", true, None).unwrap_err();
        assert_eq!(unknown.header, ["id", "when", "y", "x"]);
        assert_eq!(unknown.rows, [["1", "2", "3", "4"]]);
        let headerless = Layout::find(b"440000001,2018-01-16 00:00:00,38.1,125.2\n", true, None).unwrap_err();
        assert_eq!(headerless.header, ["1", "2", "3", "4"]);
        assert_eq!(headerless.rows.len(), 1);
    }

    #[test]
    fn a_stated_mapping_goes_first() {
        let columns: Columns = "mmsi=id,time=when,lat=y,lon=x".parse().unwrap();
        let layout = Layout::find(b"id,when,y,x\n1,2,3,4\n", true, Some(&columns)).unwrap();
        assert_eq!((layout.column(Role::Lon), layout.head_lines), (Some(3), 1));
        let columns: Columns = "mmsi=1,time=2,lat=3,lon=4".parse().unwrap();
        let layout = Layout::find(b"440000001,2018-01-16 00:00:00,38.1,125.2\n", true, Some(&columns)).unwrap();
        assert_eq!((layout.column(Role::Mmsi), layout.head_bytes), (Some(0), 0));
    }

    #[test]
    fn the_milliseconds_that_exactearth_writes_beside_a_moment_are_added() {
        let text = "\"MMSI\",\"Message_ID\",\"Repeat_indicator\",\"Time\",\"Millisecond\",\"Longitude\",\"Latitude\"\n\
            \"440999009\",\"1\",\"0\",\"20210701_185151\",\"250\",\"129\",\"35\"\n\
            \"440999009\",\"1\",\"0\",\"20210701_185152\",\"None\",\"129\",\"35\"\n";
        let progress = crate::report::Progress::default();
        let (store, _) = crate::io::tracks::read_bytes(
            "a.csv",
            text.as_bytes(),
            &crate::io::tracks::ReadOptions::default(),
            &progress,
        )
        .unwrap();
        // 2021-07-01T18:51:51Z is 1625165511, by `date -d`.
        assert_eq!(store.time_ms(), [1_625_165_511_250, 1_625_165_512_000]);
    }
}
