//! Features out of JSON, one at a time.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::columns::{names_vertex_times, role_of};
use super::moving::{self, Groups, Moving, Prism};
use super::{Prop, Reading};

/// The most vertices of one feature, and the most single values among its properties: what a hundred years of one ship's
/// fixes every five minutes come to.
pub(super) const MAX_ITEMS: usize = 5_000_000;

/// One feature: its vertices, and those of its properties that mean something here.
#[derive(Debug, Default)]
pub(super) struct Feature {
    pub(super) points: Vec<Point>,
    pub(super) properties: Vec<(String, Prop)>,
}

/// One vertex.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) lon: f64,
    pub(super) lat: f64,
    /// The fourth number of the position.
    pub(super) time: Option<f64>,
}

/// A collection, a feature, or a feature within one.
pub(super) struct Collection<'a, 'b, 'c>(pub(super) &'a mut Reading<'b, 'c>);

const STOP: &str = "no more is read";

impl<'de> DeserializeSeed<'de> for Collection<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut feature = Feature::default();
        let mut own = Vec::new();
        let mut moving = Moving::default();
        let (mut is_feature, mut n_left) = (false, MAX_ITEMS);
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "features" => map.next_value_seed(Features(&mut *self.0))?,
                "crs" => {
                    if let Some(name) = map.next_value_seed(CrsName)?
                        && !self.0.take_crs(&name)
                    {
                        return Err(A::Error::custom(STOP));
                    }
                }
                "geometry" => {
                    is_feature = true;
                    map.next_value_seed(Geometry(&mut feature.points))?;
                }
                "properties" => {
                    is_feature = true;
                    map.next_value_seed(Members { properties: &mut feature.properties, n_left: &mut n_left })?;
                }
                "temporalGeometry" => {
                    is_feature = true;
                    map.next_value_seed(Prism { moving: &mut moving, n_left: &mut n_left, depth: 0 })?;
                }
                "temporalProperties" => map.next_value_seed(Groups { moving: &mut moving, n_left: &mut n_left })?,
                "type" => {
                    if let Prop::Text(kind) = map.next_value_seed(AnyProp { n_left: &mut n_left })? {
                        moving.take_kind(&kind);
                    }
                }
                name if moving::is_member(name) => {
                    moving.take_member(name, &mut map, &mut n_left, 0)?;
                }
                name if role_of(name).is_some() => {
                    let value = map.next_value_seed(AnyProp { n_left: &mut n_left })?;
                    own.push((name.to_owned(), value));
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if moving.is_there() && !is_feature {
            // No feature stands around it: what is said beside it is said of it.
            is_feature = true;
            feature.properties.append(&mut own);
        }
        moving.settle(&mut feature);
        if is_feature && !self.0.take(&feature) {
            return Err(A::Error::custom(STOP));
        }
        Ok(())
    }
}

struct Features<'a, 'b, 'c>(&'a mut Reading<'b, 'c>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Collection(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

/// The name in `{"type":"name","properties":{"name":"…"}}`.
struct CrsName;

impl<'de> DeserializeSeed<'de> for CrsName {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        #[derive(Default, serde::Deserialize)]
        #[serde(default)]
        struct Crs {
            properties: Properties,
        }
        #[derive(Default, serde::Deserialize)]
        #[serde(default)]
        struct Properties {
            name: Option<String>,
        }
        let crs: Option<Crs> = serde::Deserialize::deserialize(deserializer)?;
        Ok(crs.and_then(|crs| crs.properties.name))
    }
}

/// A geometry or null.
struct Geometry<'a>(&'a mut Vec<Point>);

impl<'de> DeserializeSeed<'de> for Geometry<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Geometry<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a geometry")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut is_area = false;
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "coordinates" => {
                    map.next_value_seed(Coordinates(&mut *self.0))?;
                }
                "type" => is_area = map.next_value::<String>()?.ends_with("Polygon"),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if is_area {
            self.0.clear(); // an area among tracks is none, and is counted as without a position
        }
        Ok(())
    }
}

/// Coordinates of any depth: every position in them, in order.
pub(super) struct Coordinates<'a>(pub(super) &'a mut Vec<Point>);

impl<'de> DeserializeSeed<'de> for Coordinates<'_> {
    /// A number, where it is one.
    type Value = Option<f64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<f64>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Coordinates<'_> {
    type Value = Option<f64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_unit<E>(self) -> Result<Option<f64>, E> {
        Ok(Some(f64::NAN))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<f64>, E> {
        Ok(Some(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "no coordinate is near 2^53")]
    fn visit_u64<E>(self, value: u64) -> Result<Option<f64>, E> {
        Ok(Some(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "no coordinate is near 2^53")]
    fn visit_i64<E>(self, value: i64) -> Result<Option<f64>, E> {
        Ok(Some(value as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<f64>, A::Error> {
        let mut numbers = [None; 4];
        let mut n_numbers = 0;
        while let Some(found) = seq.next_element_seed(Coordinates(&mut *self.0))? {
            if found.is_some() {
                if let Some(place) = numbers.get_mut(n_numbers) {
                    *place = found;
                }
                n_numbers += 1;
            }
        }
        if n_numbers > 0 {
            if self.0.len() >= MAX_ITEMS {
                return Err(A::Error::custom("a feature of more than five million vertices"));
            }
            let [lon, lat, _, time] = numbers;
            self.0.push(Point { lon: lon.unwrap_or(f64::NAN), lat: lat.unwrap_or(f64::NAN), time });
        }
        Ok(None)
    }
}

/// The members of an object of properties that have a role here; `coordinateProperties` is looked into.
struct Members<'a> {
    properties: &'a mut Vec<(String, Prop)>,
    n_left: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "coordinateProperties" {
                map.next_value_seed(Members { properties: &mut *self.properties, n_left: &mut *self.n_left })?;
            } else if names_vertex_times(&name) || role_of(&name).is_some() {
                let value = map.next_value_seed(AnyProp { n_left: &mut *self.n_left })?;
                self.properties.push((name, value));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

pub(super) struct AnyProp<'a> {
    pub(super) n_left: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for AnyProp<'_> {
    type Value = Prop;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Prop, D::Error> {
        *self.n_left = self
            .n_left
            .checked_sub(1)
            .ok_or_else(|| D::Error::custom("a feature with more than five million values"))?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyProp<'_> {
    type Value = Prop;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property")
    }

    fn visit_unit<E>(self) -> Result<Prop, E> {
        Ok(Prop::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Prop, E> {
        Ok(Prop::Nothing)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Prop, E> {
        Ok(Prop::Number(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "no moment, speed or MMSI is near 2^53")]
    fn visit_u64<E>(self, value: u64) -> Result<Prop, E> {
        Ok(Prop::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "no moment, speed or MMSI is near 2^53")]
    fn visit_i64<E>(self, value: i64) -> Result<Prop, E> {
        Ok(Prop::Number(value as f64))
    }

    fn visit_str<E>(self, value: &str) -> Result<Prop, E> {
        Ok(Prop::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Prop, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(AnyProp { n_left: &mut *self.n_left })? {
            values.push(value);
        }
        Ok(Prop::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Prop, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Prop::Nothing)
    }
}
