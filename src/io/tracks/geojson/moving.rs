//! OGC Moving Features JSON: geometries whose points have their times beside them.
//!
//! Owns what the standard adds to GeoJSON: `temporalGeometry` with its prisms, `temporalProperties` with the same times; and the same
//! without a feature around it, as `MobilityDB` writes it. (Its trajectory encoding has the times among the properties, where the
//! others have them too.) Only points move here: of a moving area nothing is read. Start at [`Moving::settle`].
//!
//! # Source
//! OGC 19-045r3, clauses 6 and 7; units by their UN/CEFACT codes.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Prop;
use super::collection::{AnyProp, Coordinates, Feature, MAX_ITEMS, Point};
use crate::io::tracks::columns::{Role, role_of};

/// How deep prisms may lie in one another.
const MAX_DEPTH: u8 = 8;

/// What moves, and how.
#[derive(Debug, Default)]
pub(super) struct Moving {
    points: Vec<Point>,
    times: Vec<Prop>,
    /// Values over times of their own.
    groups: Vec<Group>,
    /// Points and times outside any prism.
    own: Part,
}

/// One set of points with their times.
#[derive(Debug, Default)]
struct Part {
    kind: String,
    points: Vec<Point>,
    times: Vec<Prop>,
}

/// Values that share their times.
#[derive(Debug, Default)]
struct Group {
    times: Vec<Prop>,
    values: Vec<(String, String, Vec<Prop>)>,
}

/// Whether a member of this name says how something moves.
pub(super) fn is_member(name: &str) -> bool {
    matches!(name, "datetimes" | "coordinates" | "sequences" | "prisms")
}

impl Moving {
    /// Whether there is anything that has times.
    pub(super) fn is_there(&self) -> bool {
        !self.times.is_empty() || !self.own.times.is_empty()
    }

    /// Reads a member that [`is_member`] knows.
    pub(super) fn take_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
        n_left: &mut usize,
        depth: u8,
    ) -> Result<(), A::Error> {
        match name {
            "datetimes" => self.own.times = list(map.next_value_seed(AnyProp { n_left })?),
            "coordinates" => {
                map.next_value_seed(Coordinates(&mut self.own.points))?;
            }
            _ => map.next_value_seed(Prisms { moving: self, n_left, depth })?,
        }
        Ok(())
    }

    /// Takes the type of what stands outside any prism.
    pub(super) fn take_kind(&mut self, kind: &str) {
        if kind.starts_with("Moving") {
            kind.clone_into(&mut self.own.kind);
        }
    }

    /// Takes a set of points that is complete.
    fn take(&mut self, part: Part) {
        let Part { kind, mut points, mut times } = part;
        if !matches!(kind.as_str(), "" | "MovingPoint" | "MovingGeomPoint" | "MovingGeogPoint") {
            // A moving area is where no one point tells; its moments are counted as without a position.
            points.clear();
        }
        let n = points.len().max(times.len());
        points.resize(n, Point { lon: f64::NAN, lat: f64::NAN, time: None });
        times.resize_with(n, || Prop::Nothing);
        self.points.append(&mut points);
        self.times.append(&mut times);
    }

    /// Hands over what moves to the feature, where each time becomes that of its vertex.
    pub(super) fn settle(mut self, feature: &mut Feature) {
        let own = std::mem::take(&mut self.own);
        if !own.times.is_empty() {
            self.take(own);
        }
        if self.times.is_empty() {
            return;
        }
        for group in self.groups {
            let is_same = group.times.len() == self.times.len()
                && group.times.iter().zip(&self.times).all(|(a, b)| super::text(a) == super::text(b));
            for (name, unit, values) in group.values.into_iter().filter(|_| is_same) {
                if let Some(values) = in_our_unit(&name, &unit, values) {
                    feature.properties.push((name, Prop::List(values)));
                }
            }
        }
        feature.points = self.points;
        feature.properties.push(("datetimes".to_owned(), Prop::List(self.times)));
    }
}

/// Values of a vertex in the unit that fixes have; `None` for those whose unit is not known.
fn in_our_unit(name: &str, unit: &str, values: Vec<Prop>) -> Option<Vec<Prop>> {
    let factor = match (role_of(name)?, unit) {
        (Role::Cog | Role::Heading | Role::NavStatus, _) | (Role::Sog, "KNT" | "kn" | "kt") => return Some(values),
        (Role::Sog, "KMH" | "km/h") => 1.0 / 1.852,
        (Role::Sog, "MTS" | "m/s") => 3600.0 / 1852.0,
        _ => return None,
    };
    let scaled = |value| match value {
        Prop::Number(number) => Prop::Number(number * factor),
        other => other,
    };
    Some(values.into_iter().map(scaled).collect())
}

fn list(value: Prop) -> Vec<Prop> {
    match value {
        Prop::List(values) => values,
        _ => Vec::new(),
    }
}

/// One geometry that moves.
pub(super) struct Prism<'a> {
    pub(super) moving: &'a mut Moving,
    pub(super) n_left: &'a mut usize,
    pub(super) depth: u8,
}

impl<'de> DeserializeSeed<'de> for Prism<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Prism<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a moving geometry")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.depth > MAX_DEPTH {
            return Err(A::Error::custom("moving geometries that lie in one another too deep"));
        }
        let around = std::mem::take(&mut self.moving.own);
        while let Some(name) = map.next_key::<String>()? {
            if is_member(&name) {
                self.moving.take_member(&name, &mut map, self.n_left, self.depth)?;
            } else if name == "type" {
                self.moving.own.kind = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        let part = std::mem::replace(&mut self.moving.own, around);
        if self.moving.points.len().saturating_add(part.points.len()) > MAX_ITEMS {
            return Err(A::Error::custom("a feature of more than five million vertices"));
        }
        if !part.times.is_empty() || !part.points.is_empty() {
            self.moving.take(part);
        }
        Ok(())
    }
}

/// Several of them.
struct Prisms<'a> {
    moving: &'a mut Moving,
    n_left: &'a mut usize,
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for Prisms<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Prisms<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("moving geometries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let depth = self.depth + 1;
        while seq.next_element_seed(Prism { moving: &mut *self.moving, n_left: &mut *self.n_left, depth })?.is_some() {}
        Ok(())
    }
}

/// Values over time, in groups that share their times.
pub(super) struct Groups<'a> {
    pub(super) moving: &'a mut Moving,
    pub(super) n_left: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for Groups<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Groups<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("temporal properties")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(group) = seq.next_element_seed(OneGroup { n_left: &mut *self.n_left })? {
            self.moving.groups.push(group);
        }
        Ok(())
    }
}

struct OneGroup<'a> {
    n_left: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for OneGroup<'_> {
    type Value = Group;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Group, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OneGroup<'_> {
    type Value = Group;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a group of temporal properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Group, A::Error> {
        let mut group = Group::default();
        while let Some(name) = map.next_key::<String>()? {
            if name == "datetimes" {
                group.times = list(map.next_value_seed(AnyProp { n_left: &mut *self.n_left })?);
            } else if role_of(&name).is_some() {
                let (unit, values) = map.next_value_seed(Series { n_left: &mut *self.n_left })?;
                group.values.push((name, unit, values));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(group)
    }
}

/// The unit and the values of one property.
struct Series<'a> {
    n_left: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for Series<'_> {
    type Value = (String, Vec<Prop>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Series<'_> {
    type Value = (String, Vec<Prop>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values over time")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut unit, mut values) = (String::new(), Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "form" | "uom" => unit = map.next_value()?,
                "values" => values = list(map.next_value_seed(AnyProp { n_left: &mut *self.n_left })?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok((unit, values))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{ReadOptions, read_bytes};
    use crate::report::{Progress, Report};
    use crate::track::{FixRow, TrackStore};

    fn read(text: &str) -> (TrackStore, Report) {
        let (store, report) =
            read_bytes("a.json", text.as_bytes(), &ReadOptions::default(), &Progress::default()).expect("tracks");
        assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "{report:?}");
        (store, report)
    }

    /// The example of OGC 19-045r3, clause 7, with a ship in place of the car: 65 km/h are 35.097 knots.
    const PRISM: &str = r#"{"type":"Feature","crs":{"type":"Name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},
        "trs":{"type":"Link","properties":{"type":"ogcdef","href":"http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}},
        "temporalGeometry":{"type":"MovingPoint","datetimes":["2011-07-14T22:01:01.450Z","2011-07-14T23:01:01.450Z","2011-07-15T00:01:01.450Z"],
          "coordinates":[[139.757083,35.627701,0.5],[139.757399,35.627701,2.0],[139.757555,35.627688,4.0]],"interpolation":"Linear"},
        "temporalProperties":[
          {"datetimes":["2011-07-14T22:01:01.450Z","2011-07-14T23:01:01.450Z","2011-07-15T00:01:01.450Z"],
           "length":{"type":"Measure","form":"http://qudt.org/vocab/quantitykind/Length","values":[1,2.4,1]},
           "speed":{"type":"Measure","form":"KMH","values":[65,70,80],"interpolation":"Linear"}},
          {"datetimes":["2011-07-14T22:01:01.450Z"],"cog":{"type":"Measure","values":[12]}}],
        "geometry":{"type":"LineString","coordinates":[[1,1],[2,2]]},"properties":{"name":"SEA STAR","mmsi":440123456}}"#;

    #[test]
    fn prisms_are_fixes() {
        let (store, report) = read(PRISM);
        // 2011-07-14T22:01:01Z is 1310680861, by `date -d`.
        assert_eq!(store.time_ms(), [1_310_680_861_450, 1_310_684_461_450, 1_310_688_061_450]);
        assert_eq!(store.lon_e7(), [1_397_570_830, 1_397_573_990, 1_397_575_550]);
        assert_eq!(store.sog_deciknots(), [351, 378, 432]);
        assert_eq!(store.cog_decidegrees(), [FixRow::NONE; 3]);
        assert_eq!((store.vessels()[0].identity.name.as_deref(), report.n_skipped()), (Some("SEA STAR"), 0));
        assert_eq!(read(&format!(r#"{{"type":"FeatureCollection","features":[{PRISM},{PRISM}]}}"#)).1.duplicates, 3);
    }

    #[test]
    fn trajectories_and_collections_of_prisms_are_fixes() {
        let (store, _) = read(
            r#"{"type":"Feature","properties":{"mmsi":440123456,"datetimes":[1310680861450,1310684461450]},
                "geometry":{"type":"LineString","coordinates":[[125,38],[125.1,38]]}}"#,
        );
        assert_eq!(store.time_ms(), [1_310_680_861_450, 1_310_684_461_450]);
        let (store, report) = read(
            r#"{"type":"Feature","properties":{"mmsi":440123456},"temporalGeometry":{"type":"MovingGeometryCollection","prisms":[
                {"type":"MovingPoint","coordinates":[[125,38],[125.1,38]],"datetimes":["2018-01-16T00:00:00Z"]},
                {"datetimes":["2018-01-16T02:00:00Z"],"coordinates":[[125.2,38]],"type":"MovingPoint"},
                {"datetimes":["2018-01-16T03:00:00Z"],"coordinates":[[[[1,1],[2,1],[2,2],[1,1]]]],"type":"MovingPolygon"}]}}"#,
        );
        assert_eq!(store.lon_e7(), [1_250_000_000, 1_252_000_000]);
        let skipped: Vec<_> = report.skipped.iter().map(|(why, n)| (why.as_str(), *n)).collect();
        assert_eq!(skipped, [("no time", 1), ("position not understood", 1)]);
    }

    #[test]
    fn what_mobilitydb_writes_is_read() {
        // As asMFJSON writes a sequence set, in a line of its own; whose it is stands beside it.
        let (store, _) = read(
            r#"{"type":"MovingPoint","mmsi":440123456,"sequences":[{"coordinates":[[125,38],[125.1,38]],"datetimes":["2018-01-16T00:00:00+00","2018-01-16T01:00:00+00"],"lower_inc":true},
                {"coordinates":[[125.2,38]],"datetimes":["2018-01-16T11:00:00+09"]}],"interpolation":"Linear"}"#,
        );
        assert_eq!(store.lon_e7(), [1_250_000_000, 1_251_000_000, 1_252_000_000]);
    }
}
