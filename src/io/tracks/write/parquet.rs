//! Parquet with the columns of `MarineCadastre`'s newer tables, and a point for each fix as `GeoParquet` has it.
//!
//! # Source
//! <https://geoparquet.org/releases/v1.1.0/>

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::Track;
use super::number::{heading, status};
use crate::track::FixRow;
use crate::units::Metres;
use crate::vessel::{Identity, ShipType};

/// The columns, in the order in which [`Group::write`] fills them.
const SCHEMA: &str = "message tracks {
    REQUIRED INT64 mmsi (INTEGER(64, true));
    REQUIRED INT64 base_date_time (TIMESTAMP(MILLIS, true));
    REQUIRED DOUBLE longitude;
    REQUIRED DOUBLE latitude;
    OPTIONAL FLOAT sog;
    OPTIONAL FLOAT cog;
    OPTIONAL INT32 heading;
    OPTIONAL BYTE_ARRAY vessel_name (STRING);
    OPTIONAL INT32 imo;
    OPTIONAL BYTE_ARRAY call_sign (STRING);
    OPTIONAL INT32 vessel_type;
    OPTIONAL INT32 status;
    OPTIONAL FLOAT length;
    OPTIONAL FLOAT width;
    OPTIONAL FLOAT draft;
    REQUIRED BYTE_ARRAY geometry;
}";

/// What says that the geometries are points in WGS 84; that is the default coordinate system.
const GEO: &str = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}"#;

/// About how many fixes lie together.
const GROUP: usize = 1 << 18;

pub(super) fn fill<'a>(
    out: &mut (impl Write + Send),
    tracks: impl Iterator<Item = io::Result<Track<'a>>>,
) -> io::Result<()> {
    let schema = Arc::new(parse_message_type(SCHEMA).map_err(failed)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("cordon ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new("geo".to_owned(), GEO.to_owned())]))
        .build();
    let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(failed)?;
    let mut group = Group::default();
    for track in tracks {
        let track = track?;
        let vessel = track.slice.vessel();
        for fix in vessel.fixes.clone().filter_map(|idx| track.store.row(idx)) {
            group.fixes.push((vessel.mmsi.value(), fix));
            if group.fixes.len() == GROUP {
                group.end_vessel(&vessel.identity);
                group.write(&mut file)?;
            }
        }
        group.end_vessel(&vessel.identity);
    }
    group.write(&mut file)?;
    file.close().map_err(failed)?;
    Ok(())
}

/// A failure to write, as the stream's.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

/// Fixes that are written together, by vessel.
#[derive(Default)]
struct Group<'a> {
    fixes: Vec<(u32, FixRow)>,
    /// Who sailed them, each with the number of fixes from the beginning up to its last.
    vessels: Vec<(usize, &'a Identity)>,
}

impl<'a> Group<'a> {
    fn end_vessel(&mut self, identity: &'a Identity) {
        if self.vessels.last().map_or(0, |(until, _)| *until) < self.fixes.len() {
            self.vessels.push((self.fixes.len(), identity));
        }
    }

    /// Writes what was gathered as a group of rows, and begins the next.
    fn write<W: Write + Send>(&mut self, file: &mut SerializedFileWriter<W>) -> io::Result<()> {
        if self.fixes.is_empty() {
            return Ok(());
        }
        let mut columns = Columns { rows: file.next_row_group().map_err(failed)?, levels: Vec::new() };
        let degrees = |e7: i32| f64::from(e7) / 1e7;
        columns.each::<Int64Type>(self.fixes.iter().map(|(mmsi, _)| i64::from(*mmsi)))?;
        columns.each::<Int64Type>(self.fixes.iter().map(|(_, fix)| fix.time_ms))?;
        columns.each::<DoubleType>(self.fixes.iter().map(|(_, fix)| degrees(fix.lon_e7)))?;
        columns.each::<DoubleType>(self.fixes.iter().map(|(_, fix)| degrees(fix.lat_e7)))?;
        columns.some::<FloatType>(self.fixes.iter().map(|(_, fix)| tenths(fix.sog_deciknots)))?;
        columns.some::<FloatType>(self.fixes.iter().map(|(_, fix)| tenths(fix.cog_decidegrees)))?;
        columns.some::<Int32Type>(self.fixes.iter().map(|(_, fix)| heading(fix.heading_degrees).map(i32::from)))?;
        let text = |text: &Option<String>| text.as_deref().map(ByteArray::from);
        let number = |number: u32| i32::try_from(number).ok();
        #[expect(clippy::cast_possible_truncation, reason = "metres of a ship")]
        let metres = |length: Option<Metres>| length.map(|length| length.value() as f32);
        columns.some::<ByteArrayType>(self.of_vessels(|identity| text(&identity.name)))?;
        columns.some::<Int32Type>(self.of_vessels(|identity| identity.imo.and_then(|imo| number(imo.value()))))?;
        columns.some::<ByteArrayType>(self.of_vessels(|identity| text(&identity.call_sign)))?;
        columns.some::<Int32Type>(self.of_vessels(|identity| identity.ship_type.map(ShipType::code).map(i32::from)))?;
        columns.some::<Int32Type>(self.fixes.iter().map(|(_, fix)| status(fix.nav_status).map(i32::from)))?;
        columns.some::<FloatType>(self.of_vessels(|identity| metres(identity.length)))?;
        columns.some::<FloatType>(self.of_vessels(|identity| metres(identity.width)))?;
        columns.some::<FloatType>(self.of_vessels(|identity| metres(identity.draught)))?;
        columns.each::<ByteArrayType>(
            self.fixes.iter().map(|(_, fix)| ByteArray::from(point(degrees(fix.lon_e7), degrees(fix.lat_e7)))),
        )?;
        columns.rows.close().map_err(failed)?;
        self.fixes.clear();
        self.vessels.clear();
        Ok(())
    }

    /// What a vessel says of itself, once for each of its fixes.
    fn of_vessels<T: Clone>(&self, of: impl Fn(&Identity) -> Option<T>) -> impl Iterator<Item = Option<T>> {
        let mut from = 0;
        self.vessels.iter().flat_map(move |(until, identity)| {
            let n = *until - std::mem::replace(&mut from, *until);
            std::iter::repeat_n(of(identity), n)
        })
    }
}

/// The columns of a group, filled one after another.
struct Columns<'a, W: Write + Send> {
    rows: SerializedRowGroupWriter<'a, W>,
    levels: Vec<i16>,
}

impl<W: Write + Send> Columns<'_, W> {
    /// Fills the next column with a value for each fix.
    fn each<T: DataType>(&mut self, values: impl Iterator<Item = T::T>) -> io::Result<()> {
        self.fill::<T>(&values.collect::<Vec<_>>(), false)
    }

    /// Fills the next column with values that may be absent.
    fn some<T: DataType>(&mut self, values: impl Iterator<Item = Option<T::T>>) -> io::Result<()> {
        let mut there = Vec::new();
        self.levels.clear();
        for value in values {
            self.levels.push(i16::from(value.is_some()));
            there.extend(value);
        }
        self.fill::<T>(&there, true)
    }

    fn fill<T: DataType>(&mut self, values: &[T::T], is_optional: bool) -> io::Result<()> {
        let levels = is_optional.then_some(self.levels.as_slice());
        let Some(mut column) = self.rows.next_column().map_err(failed)? else {
            return Err(io::Error::other("the table has fewer columns than were to be written"));
        };
        column.typed::<T>().write_batch(values, levels, None).map_err(failed)?;
        column.close().map_err(failed)
    }
}

fn tenths(value: u16) -> Option<f32> {
    // To the nearest that a float can hold, as 12.3 is written.
    (value != FixRow::NONE).then(|| f32::from(value) / 10.0)
}

/// A point as well-known binary, little-endian.
fn point(lon: f64, lat: f64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(21);
    bytes.push(1);
    bytes.extend_from_slice(&1_u32.to_le_bytes());
    bytes.extend_from_slice(&lon.to_le_bytes());
    bytes.extend_from_slice(&lat.to_le_bytes());
    bytes
}
