//! Our own table: a header that names the columns, in any order.

use super::{Reader, Row, records, word};
use crate::report::Stopped;
use crate::vessel::watchlist::Listed;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Aliases,
    Imo,
    Mmsi,
    CallSign,
    Flag,
    ShipType,
    Designated,
    Delisted,
    Measures,
    Resolution,
    Program,
    Source,
}

fn column_of(name: &str) -> Option<Column> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(match plain.as_str() {
        "name" | "vesselname" | "shipname" => Column::Name,
        "aliases" | "alias" | "formernames" | "formername" | "alsoknownas" | "aka" | "othernames" => Column::Aliases,
        "imo" | "imonumber" | "imono" => Column::Imo,
        "mmsi" | "mmsis" => Column::Mmsi,
        "callsign" => Column::CallSign,
        "flag" | "flagstate" => Column::Flag,
        "type" | "shiptype" | "vesseltype" => Column::ShipType,
        "designated" | "designationdate" | "listed" | "listedon" => Column::Designated,
        "delisted" | "delistingdate" | "removed" => Column::Delisted,
        "measures" | "measure" => Column::Measures,
        "resolution" | "resolutions" => Column::Resolution,
        "program" | "programme" | "regime" => Column::Program,
        "source" => Column::Source,
        _ => return None,
    })
}

/// Whether a row names a ship's columns, and one that only a list has; a table of tracks has neither.
pub(super) fn is_header(row: &Row) -> bool {
    let columns: Vec<Column> = row.fields.iter().filter_map(|field| column_of(field)).collect();
    let has = |wanted: &[Column]| columns.iter().any(|column| wanted.contains(column));
    let only_lists =
        [Column::Designated, Column::Delisted, Column::Measures, Column::Resolution, Column::Program, Column::Aliases];
    let is_of_tracks = row.fields.iter().any(|field| {
        let field = field.trim().to_lowercase();
        field.starts_with("lat") || field.starts_with("lon") || field.contains("time")
    });
    has(&[Column::Name, Column::Imo, Column::Mmsi]) && has(&only_lists) && !is_of_tracks
}

pub(super) fn read(text: &str, reader: &mut Reader<'_>) -> Result<(), Stopped> {
    let mut rows = records(text);
    let columns: Vec<Option<Column>> =
        rows.next().map(|row| row.fields.iter().map(|field| column_of(field)).collect()).unwrap_or_default();
    for row in rows {
        if row.fields.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        reader.begin(&row)?;
        let text = |wanted| columns.iter().position(|column| *column == Some(wanted)).map_or("", |idx| row.field(idx));
        let mut listed = Listed {
            name: text(Column::Name).to_owned(),
            aliases: word::several(text(Column::Aliases)),
            imo: word::imo(text(Column::Imo)),
            mmsis: word::several(text(Column::Mmsi)).iter().filter_map(|text| word::mmsi(text)).collect(),
            call_sign: text(Column::CallSign).to_owned(),
            flag: text(Column::Flag).to_owned(),
            ship_type: text(Column::ShipType).to_owned(),
            designated: word::day(text(Column::Designated)),
            delisted: word::day(text(Column::Delisted)),
            measures: text(Column::Measures).to_owned(),
            resolution: text(Column::Resolution).to_owned(),
            program: text(Column::Program).to_owned(),
            source: text(Column::Source).to_owned(),
        };
        listed.aliases.retain(|alias| *alias != listed.name);
        let unread = [
            ("IMO number unreadable", Column::Imo, listed.imo.is_none()),
            ("MMSI unreadable", Column::Mmsi, listed.mmsis.is_empty()),
            ("date unreadable", Column::Designated, listed.designated.is_none()),
            ("date unreadable", Column::Delisted, listed.delisted.is_none()),
        ];
        for (reason, column, is_missing) in unread {
            let stated: String = text(column).chars().take(40).collect();
            if is_missing && !stated.is_empty() {
                reader.repair(reason, &format!("“{stated}” is not understood; the ship is kept without it"));
            }
        }
        if row.fields.len() != columns.len() {
            let (has, wanted) = (row.fields.len(), columns.len());
            reader.repair("fields missing or too many", &format!("{has} fields where the header has {wanted}"));
        }
        reader.keep(listed);
    }
    Ok(())
}
