//! Mapbox Vector Tiles (specification 2.1) to and from [`VectorTile`].
//!
//! Owns the tile's protobuf encoding. Never decompresses and never knows where a tile lies. The wire format is read by hand
//! rather than through `prost`: a hostile tile then costs a bounded multiple of its own size, because nothing is built that
//! is not kept. Start at [`decode`].
//!
//! # Source
//! <https://github.com/mapbox/vector-tile-spec/tree/master/2.1>

use std::collections::HashMap;
use std::sync::Arc;

use crate::chart::{Attribute, TileFeature, TileGeometry, TileLayer, VectorTile};

/// How far outside its tile a vertex may lie, in tile units; a tile beyond it is broken (real ones stay within a few
/// extents, and sums of such coordinates never overflow).
const MAX_COORDINATE: i32 = 1 << 24;

/// How many attributes of a feature are kept; those with a name in every language have some 150.
const MAX_ATTRIBUTES: usize = 256;

/// Why a vector tile cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MvtError {
    /// The tile ends in the middle of a value.
    #[error("the tile is cut short")]
    Truncated,
    /// A value has an encoding that vector tiles do not use.
    #[error("the tile is not a vector tile (wire type {0})")]
    WireType(u64),
    /// A number has more than 64 bits.
    #[error("the tile holds a number that is too long")]
    LongNumber,
    /// A name or text is not UTF-8.
    #[error("a text in the tile is not UTF-8")]
    Text,
    /// A geometry's commands do not make sense.
    #[error("a geometry in layer {layer:?} is broken: {what}")]
    Geometry {
        /// The layer it is in.
        layer: String,
        /// What is wrong.
        what: &'static str,
    },
}

/// Reads one tile, already decompressed.
///
/// Layers without a name and features without a usable geometry are left out; a ring of fewer than three vertices or no area
/// is dropped.
///
/// # Errors
/// [`MvtError`] if the bytes are not a vector tile.
pub fn decode(bytes: &[u8]) -> Result<VectorTile, MvtError> {
    let mut tile = VectorTile::default();
    let mut wire = Wire(bytes);
    while let Some((tag, value)) = wire.field()? {
        if let (3, Value::Bytes(layer)) = (tag, value)
            && let Some(layer) = decode_layer(layer)?
        {
            tile.layers.push(layer);
        }
    }
    Ok(tile)
}

fn decode_layer(bytes: &[u8]) -> Result<Option<TileLayer>, MvtError> {
    let mut layer = TileLayer { name: String::new(), extent: 4096, features: Vec::new() };
    let mut keys: Vec<Arc<str>> = Vec::new();
    let mut values: Vec<Option<Attribute>> = Vec::new();
    let mut wire = Wire(bytes);
    // Keys and values may follow the features that use them, so features wait for a second pass.
    while let Some((tag, value)) = wire.field()? {
        match (tag, value) {
            (1, Value::Bytes(name)) => text(name)?.clone_into(&mut layer.name),
            (3, Value::Bytes(key)) => keys.push(text(key)?.into()),
            (4, Value::Bytes(value)) => values.push(decode_value(value)?),
            (5, Value::Number(extent)) => {
                layer.extent = u32::try_from(extent).ok().filter(|e| (1..=1 << 20).contains(e)).unwrap_or(4096);
            }
            _ => {}
        }
    }
    if layer.name.is_empty() {
        return Ok(None);
    }
    let mut wire = Wire(bytes);
    while let Some((tag, value)) = wire.field()? {
        if let (2, Value::Bytes(feature)) = (tag, value)
            && let Some(feature) = decode_feature(feature, &keys, &values, &layer.name)?
        {
            layer.features.push(feature);
        }
    }
    Ok(Some(layer))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an attribute beyond 2^53 keeps its leading digits, which is all a map shows"
)]
fn decode_value(bytes: &[u8]) -> Result<Option<Attribute>, MvtError> {
    let mut found = None;
    let mut wire = Wire(bytes);
    while let Some((tag, value)) = wire.field()? {
        found = match (tag, value) {
            (1, Value::Bytes(words)) => Some(Attribute::Text(text(words)?.into())),
            (2, Value::Four(bits)) => Some(Attribute::Number(f64::from(f32::from_bits(bits)))),
            (3, Value::Eight(bits)) => Some(Attribute::Number(f64::from_bits(bits))),
            (4, Value::Number(n)) => Some(Attribute::Number(n.cast_signed() as f64)),
            (5 | 7, Value::Number(n)) => Some(Attribute::Number(n as f64)),
            (6, Value::Number(n)) => Some(Attribute::Number(unzigzag(n) as f64)),
            _ => found,
        };
    }
    Ok(found)
}

fn decode_feature(
    bytes: &[u8],
    keys: &[Arc<str>],
    values: &[Option<Attribute>],
    layer: &str,
) -> Result<Option<TileFeature>, MvtError> {
    let (mut kind, mut tags, mut commands) = (0, &[][..], &[][..]);
    let mut wire = Wire(bytes);
    while let Some((tag, value)) = wire.field()? {
        match (tag, value) {
            (2, Value::Bytes(packed)) => tags = packed,
            (3, Value::Number(number)) => kind = number,
            (4, Value::Bytes(packed)) => commands = packed,
            _ => {}
        }
    }
    let broken = |what| MvtError::Geometry { layer: layer.to_owned(), what };
    let parts = decode_commands(commands, kind == 1).map_err(broken)?;
    let geometry = match kind {
        1 => TileGeometry::Points(parts.into_iter().flatten().collect()),
        2 => TileGeometry::Lines(parts.into_iter().filter(|line| line.len() >= 2).collect()),
        3 => TileGeometry::Polygons(polygons_from_rings(parts)),
        _ => return Ok(None),
    };
    let is_empty = match &geometry {
        TileGeometry::Points(points) => points.is_empty(),
        TileGeometry::Lines(lines) => lines.is_empty(),
        TileGeometry::Polygons(polygons) => polygons.is_empty(),
    };
    if is_empty {
        return Ok(None);
    }
    let mut attributes = Vec::new();
    let mut wire = Wire(tags);
    // A feature has each key at most once (specification 2.1, 4.4): what is said again, or beyond all reason, is noise.
    while let (Some(key), Some(value)) = (wire.varint_or_end()?, wire.varint_or_end()?) {
        let pair = (
            usize::try_from(key).ok().and_then(|i| keys.get(i)),
            usize::try_from(value).ok().and_then(|i| values.get(i)),
        );
        if let (Some(key), Some(Some(value))) = pair
            && attributes.len() < MAX_ATTRIBUTES
            && attributes.iter().all(|(known, _)| known != key)
        {
            attributes.push((Arc::clone(key), value.clone()));
        }
    }
    Ok(Some(TileFeature { geometry, attributes }))
}

/// The parts of a geometry: one per `MoveTo` (for points: one in all).
fn decode_commands(bytes: &[u8], is_points: bool) -> Result<Vec<Vec<[i32; 2]>>, &'static str> {
    const CUT: &str = "its commands are cut short";
    let mut parts: Vec<Vec<[i32; 2]>> = Vec::new();
    let mut part: Vec<[i32; 2]> = Vec::new();
    let (mut x, mut y) = (0_i64, 0_i64);
    let mut wire = Wire(bytes);
    while let Some(command) = wire.varint_or_end().map_err(|_cut| CUT)? {
        let (id, count) = (command & 7, command >> 3);
        match id {
            1 | 2 => {
                for _ in 0..count {
                    let (Ok(dx), Ok(dy)) = (wire.varint(), wire.varint()) else { return Err(CUT) };
                    x = x.saturating_add(unzigzag(dx));
                    y = y.saturating_add(unzigzag(dy));
                    let within =
                        |v: i64| i32::try_from(v).ok().filter(|v| (-MAX_COORDINATE..=MAX_COORDINATE).contains(v));
                    let (Some(px), Some(py)) = (within(x), within(y)) else {
                        return Err("it reaches far outside its tile");
                    };
                    if id == 1 && !is_points && !part.is_empty() {
                        parts.push(std::mem::take(&mut part));
                    }
                    part.push([px, py]);
                }
            }
            7 => {}
            _ => return Err("it has an unknown command"),
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    Ok(parts)
}

/// Groups rings into polygons: a ring turning the way the first one does starts a polygon, any other is a hole in it.
fn polygons_from_rings(rings: Vec<Vec<[i32; 2]>>) -> Vec<Vec<Vec<[i32; 2]>>> {
    let mut polygons: Vec<Vec<Vec<[i32; 2]>>> = Vec::new();
    let mut outer_is_positive = true;
    for mut ring in rings {
        if ring.len() > 3 && ring.first() == ring.last() {
            ring.pop();
        }
        let area = twice_area(&ring);
        if ring.len() < 3 || area == 0 {
            continue;
        }
        match polygons.last_mut() {
            None => {
                outer_is_positive = area > 0;
                polygons.push(vec![ring]);
            }
            Some(_) if (area > 0) == outer_is_positive => polygons.push(vec![ring]),
            Some(polygon) => polygon.push(ring),
        }
    }
    polygons
}

/// Twice the signed area of an open ring in tile units: positive when clockwise on screen (y grows to the south).
fn twice_area(ring: &[[i32; 2]]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1])).sum()
}

fn unzigzag(n: u64) -> i64 {
    (n >> 1).cast_signed() ^ -(n & 1).cast_signed()
}

fn text(bytes: &[u8]) -> Result<&str, MvtError> {
    std::str::from_utf8(bytes).map_err(|_not_utf8| MvtError::Text)
}

/// A protobuf message as it lies in memory.
struct Wire<'a>(&'a [u8]);

enum Value<'a> {
    Number(u64),
    Four(u32),
    Eight(u64),
    Bytes(&'a [u8]),
}

impl<'a> Wire<'a> {
    /// The next field's number and value; `None` at the end.
    fn field(&mut self) -> Result<Option<(u64, Value<'a>)>, MvtError> {
        let Some(key) = self.varint_or_end()? else { return Ok(None) };
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            1 => Value::Eight(u64::from_le_bytes(self.fixed()?)),
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_too_long| MvtError::Truncated)?;
                let (value, rest) = self.0.split_at_checked(length).ok_or(MvtError::Truncated)?;
                self.0 = rest;
                Value::Bytes(value)
            }
            5 => Value::Four(u32::from_le_bytes(self.fixed()?)),
            other => return Err(MvtError::WireType(other)),
        };
        Ok(Some((key >> 3, value)))
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], MvtError> {
        let (value, rest) = self.0.split_first_chunk::<N>().ok_or(MvtError::Truncated)?;
        self.0 = rest;
        Ok(*value)
    }

    fn varint(&mut self) -> Result<u64, MvtError> {
        self.varint_or_end()?.ok_or(MvtError::Truncated)
    }

    fn varint_or_end(&mut self) -> Result<Option<u64>, MvtError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(MvtError::Truncated)?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(Some(number));
            }
        }
        Err(MvtError::LongNumber)
    }
}

/// Writes one tile, not compressed: layers without features are left out. [`decode`] gives the same tile back.
///
/// Rings are written as they come: the first of a polygon must turn clockwise on screen and its holes the other way.
#[must_use]
pub fn encode(tile: &VectorTile) -> Vec<u8> {
    let mut out = Vec::new();
    for layer in tile.layers.iter().filter(|layer| !layer.features.is_empty()) {
        put_bytes(&mut out, 3, &encode_layer(layer));
    }
    out
}

fn encode_layer(layer: &TileLayer) -> Vec<u8> {
    let mut keys: Vec<&str> = Vec::new();
    let mut values: Vec<Vec<u8>> = Vec::new();
    let mut key_ids: HashMap<&str, u64> = HashMap::new();
    let mut value_ids: HashMap<Vec<u8>, u64> = HashMap::new();
    let mut out = Vec::new();
    put_number(&mut out, 15, 2);
    put_bytes(&mut out, 1, layer.name.as_bytes());
    for feature in &layer.features {
        let mut tags = Vec::new();
        for (key, value) in &feature.attributes {
            let key_id = *key_ids.entry(key).or_insert_with(|| {
                keys.push(key);
                keys.len() as u64 - 1
            });
            let value_id = *value_ids.entry(encode_value(value)).or_insert_with_key(|value| {
                values.push(value.clone());
                values.len() as u64 - 1
            });
            put_varint(&mut tags, key_id);
            put_varint(&mut tags, value_id);
        }
        let mut message = Vec::new();
        if !tags.is_empty() {
            put_bytes(&mut message, 2, &tags);
        }
        let (kind, commands) = encode_geometry(&feature.geometry);
        put_number(&mut message, 3, kind);
        put_bytes(&mut message, 4, &commands);
        put_bytes(&mut out, 2, &message);
    }
    for key in keys {
        put_bytes(&mut out, 3, key.as_bytes());
    }
    for value in values {
        put_bytes(&mut out, 4, &value);
    }
    put_number(&mut out, 5, u64::from(layer.extent));
    out
}

fn encode_value(value: &Attribute) -> Vec<u8> {
    let mut out = Vec::new();
    match value {
        Attribute::Text(words) => put_bytes(&mut out, 1, words.as_bytes()),
        // Minus zero is no whole number that an integer can hold.
        #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number that an i64 holds")]
        Attribute::Number(number)
            if number.fract() == 0.0 && number.abs() < 9e15 && (*number != 0.0 || number.is_sign_positive()) =>
        {
            put_number(&mut out, 6, zigzag(*number as i64));
        }
        Attribute::Number(number) => {
            put_varint(&mut out, 3 << 3 | 1);
            out.extend_from_slice(&number.to_le_bytes());
        }
    }
    out
}

fn encode_geometry(geometry: &TileGeometry) -> (u64, Vec<u8>) {
    let mut pen = Pen { at: [0, 0], out: Vec::new() };
    let kind = match geometry {
        TileGeometry::Points(points) => {
            pen.stroke(1, points);
            1
        }
        TileGeometry::Lines(lines) => {
            for line in lines {
                pen.path(line);
            }
            2
        }
        TileGeometry::Polygons(polygons) => {
            for ring in polygons.iter().flatten() {
                pen.path(ring);
                put_varint(&mut pen.out, 1 << 3 | 7);
            }
            3
        }
    };
    (kind, pen.out)
}

struct Pen {
    at: [i32; 2],
    out: Vec<u8>,
}

impl Pen {
    fn path(&mut self, vertices: &[[i32; 2]]) {
        if let Some((first, rest)) = vertices.split_first() {
            self.stroke(1, &[*first]);
            self.stroke(2, rest);
        }
    }

    fn stroke(&mut self, command: u64, vertices: &[[i32; 2]]) {
        if vertices.is_empty() {
            return;
        }
        put_varint(&mut self.out, (vertices.len() as u64) << 3 | command);
        for vertex in vertices {
            put_varint(&mut self.out, zigzag(i64::from(vertex[0]) - i64::from(self.at[0])));
            put_varint(&mut self.out, zigzag(i64::from(vertex[1]) - i64::from(self.at[1])));
            self.at = *vertex;
        }
    }
}

fn zigzag(n: i64) -> u64 {
    (n << 1 ^ n >> 63).cast_unsigned()
}

fn put_number(out: &mut Vec<u8>, tag: u64, number: u64) {
    put_varint(out, tag << 3);
    put_varint(out, number);
}

fn put_bytes(out: &mut Vec<u8>, tag: u64, bytes: &[u8]) {
    put_varint(out, tag << 3 | 2);
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The polygon of the specification's section 4.3.5.6: two polygons, the second with a hole.
    const SPEC_RINGS: [u8; 33] = [
        9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15,
    ];

    #[test]
    fn the_specifications_multipolygon_reads_as_two_polygons_and_a_hole() {
        let parts = decode_commands(&SPEC_RINGS, false).expect("the specification's own example");
        let polygons = polygons_from_rings(parts);
        assert_eq!(polygons.len(), 2);
        assert_eq!(polygons[0], vec![vec![[0, 0], [10, 0], [10, 10], [0, 10]]]);
        assert_eq!(polygons[1][0], vec![[11, 11], [20, 11], [20, 20], [11, 20]]);
        assert_eq!(polygons[1][1], vec![[13, 13], [13, 17], [17, 17], [17, 13]]);
    }

    #[test]
    fn a_vertex_far_outside_its_tile_is_refused() {
        for far in [i64::from(MAX_COORDINATE) + 1, -i64::from(MAX_COORDINATE) - 1, i64::from(i32::MIN), i64::MAX] {
            let mut commands = vec![9]; // MoveTo, once.
            put_varint(&mut commands, zigzag(far));
            put_varint(&mut commands, 0);
            assert_eq!(decode_commands(&commands, false), Err("it reaches far outside its tile"), "{far}");
        }
    }

    fn tile() -> VectorTile {
        let feature = |geometry, attributes: &[(&str, Attribute)]| TileFeature {
            geometry,
            attributes: attributes.iter().map(|(key, value)| (Arc::from(*key), value.clone())).collect(),
        };
        VectorTile {
            layers: vec![
                TileLayer {
                    name: "land".into(),
                    extent: 4096,
                    features: vec![feature(
                        TileGeometry::Polygons(vec![vec![vec![[-5, 0], [4100, 0], [4100, 4100]]]]),
                        &[],
                    )],
                },
                TileLayer {
                    name: "place".into(),
                    extent: 512,
                    features: vec![
                        feature(
                            TileGeometry::Points(vec![[3, 4], [-1, 511]]),
                            &[("name_ko", Attribute::Text("동해".into()))],
                        ),
                        feature(
                            TileGeometry::Lines(vec![vec![[0, 0], [9, 9]], vec![[5, 5], [4, 4], [3, 5]]]),
                            &[("depth_m", Attribute::Number(-20.0)), ("x", Attribute::Number(0.5))],
                        ),
                    ],
                },
            ],
        }
    }

    #[test]
    fn a_tile_written_reads_back_the_same() {
        assert_eq!(decode(&encode(&tile())), Ok(tile()));
    }

    #[test]
    fn a_tile_cut_anywhere_is_read_or_refused_but_never_panics() {
        let whole = encode(&tile());
        for length in 0..whole.len() {
            let cut = decode(&whole[..length]);
            assert!(cut.is_err() || cut.is_ok_and(|cut| cut.layers.len() <= 2));
        }
    }

    #[test]
    fn a_vertex_count_beyond_the_bytes_is_refused() {
        // MoveTo with a count of 2^29-1 and two numbers.
        assert!(decode_commands(&[0xf9, 0xff, 0xff, 0xff, 0x0f, 2, 2], false).is_err());
    }
}
