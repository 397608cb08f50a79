//! Which column of a table says what.
//!
//! Owns the names publishers give their columns, in English and Korean, and the mapping a user states where none is known.
//! Never reads a value. Start at [`role_of`]; a user's own mapping is [`Columns`].

use std::fmt;
use std::str::FromStr;

/// What a column says of a fix or its vessel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who: the MMSI.
    Mmsi,
    /// When.
    Time,
    /// Degrees north.
    Lat,
    /// Degrees east.
    Lon,
    /// Speed over ground, in knots unless the publisher says otherwise.
    Sog,
    /// Course over ground, in degrees.
    Cog,
    /// True heading, in degrees.
    Heading,
    /// Navigational status, as a number or in words.
    NavStatus,
    /// The vessel's name.
    Name,
    /// IMO ship number.
    Imo,
    /// Radio call sign.
    CallSign,
    /// Type of ship, as a number or in words.
    ShipType,
    /// Length in metres.
    Length,
    /// Width in metres.
    Width,
    /// Draught in metres.
    Draught,
    /// Destination.
    Destination,
    /// Metres from the antenna to the bow.
    DimA,
    /// Metres from the antenna to the stern.
    DimB,
    /// Metres from the antenna to port.
    DimC,
    /// Metres from the antenna to starboard.
    DimD,
}

/// How many roles there are.
pub(super) const N_ROLES: usize = 20;

impl Role {
    /// Every role, in the order a mapping dialog lists them: the four that each fix needs first.
    pub const ALL: [Self; N_ROLES] = [
        Self::Mmsi,
        Self::Time,
        Self::Lat,
        Self::Lon,
        Self::Sog,
        Self::Cog,
        Self::Heading,
        Self::NavStatus,
        Self::Name,
        Self::Imo,
        Self::CallSign,
        Self::ShipType,
        Self::Length,
        Self::Width,
        Self::Draught,
        Self::Destination,
        Self::DimA,
        Self::DimB,
        Self::DimC,
        Self::DimD,
    ];

    /// The word that stands for it in `--columns`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mmsi => "mmsi",
            Self::Time => "time",
            Self::Lat => "lat",
            Self::Lon => "lon",
            Self::Sog => "sog",
            Self::Cog => "cog",
            Self::Heading => "heading",
            Self::NavStatus => "status",
            Self::Name => "name",
            Self::Imo => "imo",
            Self::CallSign => "call_sign",
            Self::ShipType => "ship_type",
            Self::Length => "length",
            Self::Width => "width",
            Self::Draught => "draught",
            Self::Destination => "destination",
            Self::DimA => "a",
            Self::DimB => "b",
            Self::DimC => "c",
            Self::DimD => "d",
        }
    }

    /// Its place in [`Role::ALL`].
    pub(super) const fn idx(self) -> usize {
        self as usize
    }
}

/// The role of a column by its name, however it is capitalised or punctuated; `None` for a name not known.
#[must_use]
pub fn role_of(name: &str) -> Option<Role> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(match plain.as_str() {
        "mmsi"
        | "sourcemmsi"
        | "ssvid"
        | "mmsinumber"
        | "usermmsi"
        | "userid"
        | "vesselmmsi"
        | "shipmmsi"
        | "해상이동업무식별번호" => Role::Mmsi,
        "basedatetime" | "basedateti" | "basedate" | "timestamp" | "time" | "datetime" | "t" | "timestamputc"
        | "timeutc" | "utctime" | "utc" | "datetimeutc" | "utcdatetime" | "dtposutc" | "positiontime" | "postime"
        | "msgtime" | "receivedtime" | "receivetime" | "lastposepoch" | "epoch" | "unixtime" | "ts" | "rxtime"
        | "일시" | "수신일시" | "시간" | "수신시간" => Role::Time,
        "lat" | "latitude" | "latitudedegrees" | "latdeg" | "위도" => Role::Lat,
        "lon" | "long" | "lng" | "longitude" | "longitudedegrees" | "londeg" | "경도" => Role::Lon,
        "sog" | "speed" | "speedoverground" | "speedoverg" | "speedknots" | "sogknots" | "속도" | "대지속도" => {
            Role::Sog
        }
        "cog" | "course" | "courseoverground" | "courseover" | "cogdegrees" | "침로" | "대지침로" => Role::Cog,
        "heading" | "trueheading" | "trueheadin" | "hdg" | "선수방위" | "선수방향" => Role::Heading,
        "status" | "navstat" | "navstatus" | "navigationalstatus" | "navigationstatus" | "navigation" => {
            Role::NavStatus
        }
        "name" | "vesselname" | "shipname" | "선박명" => Role::Name,
        "imo" | "imonumber" | "vesselimo" => Role::Imo,
        "callsign" | "호출부호" => Role::CallSign,
        "type" | "vesseltype" | "shiptype" | "shipandcargotype" | "선종코드" => Role::ShipType,
        "length" | "loa" | "shiplength" => Role::Length,
        "width" | "beam" | "shipwidth" => Role::Width,
        "draft" | "draught" | "maxdraught" | "maximumstaticdraught" | "흘수" => Role::Draught,
        "dest" | "destination" | "destinatio" => Role::Destination,
        "a" | "dima" | "dimensiona" | "tobow" | "dimensiontobow" => Role::DimA,
        "b" | "dimb" | "dimensionb" | "tostern" | "dimensiontostern" => Role::DimB,
        "c" | "dimc" | "dimensionc" | "toport" | "dimensiontoport" => Role::DimC,
        "d" | "dimd" | "dimensiond" | "tostarboard" | "dimensiontostarboard" => Role::DimD,
        _ => return None,
    })
}

/// Which end of a line the moment in a column of this name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    First,
    Last,
}

/// Whether a column holds the moment of a line's first or last vertex, by its name, whole or cut to a DBF's ten characters.
pub(super) fn line_end_of(name: &str) -> Option<LineEnd> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "trackstarttime" | "trackstart" | "starttime" | "start" | "timestart" | "tstart" | "begin" | "begintime" => {
            Some(LineEnd::First)
        }
        "trackendtime" | "trackendti" | "trackend" | "endtime" | "end" | "timeend" | "tend" => Some(LineEnd::Last),
        _ => None,
    }
}

/// Whether a property of this name holds one moment per vertex of a line.
#[must_use]
pub fn names_vertex_times(name: &str) -> bool {
    // `datetimes` is that of OGC Moving Features JSON (trajectory encoding).
    matches!(name, "coordTimes" | "coordtimes" | "times" | "timestamps" | "coordinateTimes" | "datetimes")
}

/// How a column writes moments, where they cannot be told apart by looking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeFormat {
    /// Tell by looking: year first, or day first where the year comes last, or seconds since 1970.
    #[default]
    Auto,
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Seconds since 1970-01-01T00:00:00Z.
    UnixSeconds,
    /// Milliseconds since then.
    UnixMillis,
}

/// Which column of an unknown table says what, as a user states it: names of its header, or numbers counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Roles and the columns that fill them.
    pub roles: Vec<(Role, String)>,
    /// How its moments are written.
    pub time_format: TimeFormat,
}

/// A mapping of columns that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// A part that is not `role=column`.
    #[error("“{0}” is not of the form role=column")]
    NotAPair(String),
    /// A role nobody knows.
    #[error("“{0}” is no role; the roles are {roles} and time_format", roles = RoleWords)]
    UnknownRole(String),
    /// A format of moments nobody knows.
    #[error("“{0}” is no time format; they are auto, day-first, month-first, unix and unix-ms")]
    UnknownTimeFormat(String),
}

struct RoleWords;

impl fmt::Display for RoleWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Role::ALL.map(Role::word).join(", "))
    }
}

/// `mmsi=ID,time=When,lat=Y,lon=X[,sog=Speed,…][,time_format=day-first]`
impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(text: &str) -> Result<Self, ColumnsError> {
        let mut columns = Self::default();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let (word, column) = part.split_once('=').ok_or_else(|| ColumnsError::NotAPair(part.to_owned()))?;
            let (word, column) = (word.trim(), column.trim());
            if word == "time_format" {
                columns.time_format = match column {
                    "auto" => TimeFormat::Auto,
                    "day-first" => TimeFormat::DayFirst,
                    "month-first" => TimeFormat::MonthFirst,
                    "unix" => TimeFormat::UnixSeconds,
                    "unix-ms" => TimeFormat::UnixMillis,
                    _ => return Err(ColumnsError::UnknownTimeFormat(column.to_owned())),
                };
                continue;
            }
            let role = Role::ALL.into_iter().find(|role| role.word().eq_ignore_ascii_case(word));
            columns.roles.push((role.ok_or_else(|| ColumnsError::UnknownRole(word.to_owned()))?, column.to_owned()));
        }
        Ok(columns)
    }
}

impl Columns {
    /// Where in a header the column of each role stands; a role whose column is not there is left out.
    #[must_use]
    pub fn places(&self, header: &[String]) -> Vec<(Role, usize)> {
        let place = |column: &str| {
            let named = header.iter().position(|name| name == column);
            let alike = || header.iter().position(|name| name.trim().eq_ignore_ascii_case(column));
            let numbered =
                || column.parse().ok().and_then(|n: usize| n.checked_sub(1)).filter(|idx| *idx < header.len());
            named.or_else(alike).or_else(numbered)
        };
        self.roles.iter().filter_map(|(role, column)| Some((*role, place(column)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_written() {
        for name in ["MMSI", "mmsi", "sourcemmsi", " MMSI ", "ssvid"] {
            assert_eq!(role_of(name), Some(Role::Mmsi), "{name}");
        }
        assert_eq!(role_of("# Timestamp"), Some(Role::Time));
        assert_eq!(role_of("base_date_time"), Some(Role::Time));
        assert_eq!(role_of("위도"), Some(Role::Lat));
        assert_eq!(role_of("Message_ID"), None);
    }

    #[test]
    fn every_role_stands_at_its_own_place() {
        assert!(Role::ALL.iter().enumerate().all(|(idx, role)| role.idx() == idx));
    }

    #[test]
    fn a_mapping_is_read_by_name_and_by_number() {
        let columns: Columns = "mmsi=Ship Id,time=2, lat=Y ,lon=x,time_format=day-first".parse().unwrap();
        let header = ["Ship Id", "When", "X", "Y"].map(str::to_owned);
        assert_eq!(columns.places(&header), [(Role::Mmsi, 0), (Role::Time, 1), (Role::Lat, 3), (Role::Lon, 2)]);
        assert_eq!(columns.time_format, TimeFormat::DayFirst);
        assert_eq!("lat".parse::<Columns>(), Err(ColumnsError::NotAPair("lat".into())));
        assert!("speed=SOG".parse::<Columns>().unwrap_err().to_string().contains("sog, cog"));
    }
}
