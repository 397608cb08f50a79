//! A quick look through a GeoJSON file, enough to tell a plan from tracks from zones.

use std::fmt;
use std::io::{BufReader, Read};

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::io::json::Shallow;

/// How many features are looked at.
const FEATURES_LOOKED_AT: usize = 200;
/// How many names of properties are kept for each.
const NAMES_KEPT: usize = 256;
/// How much of a file is looked through for a `cordon` member, which this program writes near the beginning.
const BYTES_LOOKED_AT: u64 = 64 << 20;

/// What a GeoJSON file showed at a glance.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a file may show")]
pub(super) struct Survey {
    /// It has a `cordon` member.
    pub(super) is_plan: bool,
    /// It has a `cordon_findings` member.
    pub(super) is_findings: bool,
    /// It has a `cordon_dossier` member.
    pub(super) is_dossier: bool,
    /// It nests deeper than any reader here follows.
    pub(super) is_too_deep: bool,
    /// It has features, or is one, or is a geometry.
    pub(super) is_geojson: bool,
    /// Its first features.
    pub(super) features: Vec<Gist>,
}

/// What one feature showed at a glance.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Gist {
    /// The type of its geometry, or nothing.
    #[serde(deserialize_with = "geometry_type")]
    pub(super) geometry: String,
    /// The names of its properties.
    #[serde(deserialize_with = "names")]
    pub(super) properties: Vec<String>,
    /// Whether its geometry moves (OGC Moving Features JSON).
    #[serde(rename = "temporalGeometry", deserialize_with = "is_there")]
    pub(super) is_moving: bool,
}

/// Looks through a file as far as it can be read.
pub(super) fn survey(file: impl Read) -> Survey {
    let mut survey = Survey::default();
    let mut text = Shallow::new(file.take(BYTES_LOOKED_AT));
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(&mut text));
    // A broken or cut file is judged by what came before: its reader will say what is wrong with it.
    let _broken = Members(&mut survey).deserialize(&mut json);
    survey.is_too_deep = text.is_too_deep;
    survey
}

struct Members<'a>(&'a mut Survey);

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut own = Gist::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "cordon" => {
                    map.next_value::<IgnoredAny>()?;
                    self.0.is_plan = true;
                    return Ok(());
                }
                "cordon_findings" => {
                    map.next_value::<IgnoredAny>()?;
                    self.0.is_findings = true;
                }
                "cordon_dossier" => {
                    map.next_value::<IgnoredAny>()?;
                    self.0.is_dossier = true;
                    return Ok(());
                }
                "features" => {
                    self.0.is_geojson = true;
                    map.next_value_seed(Features(&mut self.0.features))?;
                }
                "geometry" => own.geometry = map.next_value_seed(GeometryType)?,
                "properties" => own.properties = map.next_value_seed(Names)?,
                "temporalGeometry" | "datetimes" | "sequences" | "prisms" => {
                    map.next_value::<IgnoredAny>()?;
                    own.is_moving = true;
                }
                "coordinates" | "geometries" => {
                    self.0.is_geojson = true;
                    map.next_value::<IgnoredAny>()?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !own.geometry.is_empty() || own.is_moving {
            self.0.is_geojson = true;
            self.0.features.push(own);
        }
        Ok(())
    }
}

struct Features<'a>(&'a mut Vec<Gist>);

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while self.0.len() < FEATURES_LOOKED_AT {
            match seq.next_element::<Gist>()? {
                Some(gist) => self.0.push(gist),
                None => return Ok(()),
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

fn geometry_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    GeometryType.deserialize(deserializer)
}

struct GeometryType;

impl<'de> DeserializeSeed<'de> for GeometryType {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Geometry {
            r#type: String,
        }
        Ok(Option::<Geometry>::deserialize(deserializer)?.unwrap_or_default().r#type)
    }
}

fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Option::<IgnoredAny>::deserialize(deserializer)?.is_some())
}

fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Names.deserialize(deserializer)
}

struct Names;

impl<'de> DeserializeSeed<'de> for Names {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Names {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties")
    }

    fn visit_unit<E>(self) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
        let mut names = Vec::new();
        while let Some((name, IgnoredAny)) = map.next_entry::<String, IgnoredAny>()? {
            if names.len() < NAMES_KEPT {
                names.push(name);
            }
        }
        Ok(names)
    }
}
