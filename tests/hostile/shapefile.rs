//! Shapefiles put together by hand, so that any number in them can lie (ESRI Shapefile Technical Description, July 1998).

use std::path::Path;

use crate::bench::put;

/// The 100 bytes before the records.
pub(crate) fn header(shape_type: i32, file_bytes: usize) -> Vec<u8> {
    let words = i32::try_from(file_bytes / 2).unwrap_or(i32::MAX);
    let mut bytes = [9994_i32.to_be_bytes().as_slice(), &[0; 20], &words.to_be_bytes()].concat();
    bytes.extend([1000_i32, shape_type].iter().flat_map(|n| n.to_le_bytes()));
    bytes.resize(100, 0);
    bytes
}

/// One record with its own header; `claims` is the length in words that it states, if not its own.
pub(crate) fn record(number: i32, content: &[u8], claims: Option<i32>) -> Vec<u8> {
    let words = claims.unwrap_or_else(|| i32::try_from(content.len() / 2).expect("a short record"));
    [number.to_be_bytes().as_slice(), &words.to_be_bytes(), content].concat()
}

/// A polygon or line record's content; `claims` are the numbers of parts and points that it states, if not its own.
pub(crate) fn rings(shape_type: i32, points: &[(f64, f64)], claims: Option<(i32, i32)>) -> Vec<u8> {
    let (n_parts, n_points) = claims.unwrap_or_else(|| (1, i32::try_from(points.len()).expect("few points")));
    let mut content = shape_type.to_le_bytes().to_vec();
    content.extend([0.0_f64; 4].iter().flat_map(|n| n.to_le_bytes()));
    content.extend([n_parts, n_points, 0].iter().flat_map(|n| n.to_le_bytes()));
    content.extend(points.iter().flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()].concat()));
    content
}

/// A sound square in the Yellow Sea.
pub(crate) const SQUARE: [(f64, f64); 5] = [(125.2, 38.6), (125.2, 38.8), (125.6, 38.8), (125.6, 38.6), (125.2, 38.6)];

/// A shapefile of these records.
pub(crate) fn shp(shape_type: i32, records: &[Vec<u8>]) -> Vec<u8> {
    let records = records.concat();
    [header(shape_type, 100 + records.len()), records].concat()
}

/// A table with one text field `NAME` of ten bytes; any of its own numbers may lie.
pub(crate) struct Dbf<'a> {
    pub(crate) names: &'a [&'a [u8]],
    pub(crate) n_records: Option<u32>,
    pub(crate) header_bytes: u16,
    pub(crate) record_bytes: u16,
}

impl<'a> Dbf<'a> {
    pub(crate) fn of(names: &'a [&'a [u8]]) -> Self {
        Self { names, n_records: None, header_bytes: 65, record_bytes: 11 }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let n_records = self.n_records.unwrap_or(u32::try_from(self.names.len()).expect("few"));
        let mut bytes = [[3, 118, 1, 16].as_slice(), &n_records.to_le_bytes()].concat();
        bytes.extend([self.header_bytes, self.record_bytes].iter().flat_map(|n| n.to_le_bytes()));
        bytes.resize(32, 0);
        bytes.extend(*b"NAME\0\0\0\0\0\0\0C\0\0\0\0\x0a");
        bytes.resize(64, 0);
        bytes.push(b'\r');
        for name in self.names {
            let mut field = name.to_vec();
            field.resize(10, b' ');
            bytes.push(b' ');
            bytes.extend(field);
        }
        bytes.push(0x1a);
        bytes
    }
}

/// A sound shapefile of one square with what lies beside it.
pub(crate) fn square_with(path: &Path, beside: &[(&str, &[u8])]) {
    put(path, shp(5, &[record(1, &rings(5, &SQUARE, None), None)]));
    for (extension, bytes) in beside {
        put(&path.with_extension(extension), bytes);
    }
}
