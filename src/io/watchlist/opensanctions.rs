//! `OpenSanctions`' `targets.simple.csv`: a row for each target; those of the schema `Vessel` are ships.
//!
//! # Source
//! <https://www.opensanctions.org/docs/bulk/csv/>: columns `id, schema, name, aliases, birth_date, countries, addresses, identifiers, sanctions,
//! phones, emails, dataset, first_seen, last_seen, last_change`, lists joined by `;`.

use super::{Reader, Row, records, word};
use crate::report::Stopped;
use crate::vessel::watchlist::Listed;

/// Whether a row is the header of `targets.simple.csv`.
pub(super) fn is_header(row: &Row) -> bool {
    ["id", "schema", "name", "aliases", "identifiers"]
        .iter()
        .all(|wanted| row.fields.iter().any(|field| field.trim() == *wanted))
}

pub(super) fn read(text: &str, reader: &mut Reader<'_>) -> Result<(), Stopped> {
    let mut rows = records(text);
    let Some(header) = rows.next() else { return Ok(()) };
    let (mut n_others, mut last_change) = (0_u64, String::new());
    for row in rows {
        let text =
            |name: &str| header.fields.iter().position(|field| field.trim() == name).map_or("", |idx| row.field(idx));
        let changed = [text("last_change"), text("last_seen")].into_iter().find(|text| word::day(text).is_some());
        if let Some(changed) = changed.filter(|changed| *changed > last_change.as_str()) {
            changed.clone_into(&mut last_change);
        }
        let is_whole = row.fields.len() == header.fields.len();
        if is_whole && text("schema") != "Vessel" {
            n_others += 1;
            continue;
        }
        reader.begin(&row)?;
        if !is_whole {
            let (has, wanted) = (row.fields.len(), header.fields.len());
            reader.skip("fields missing or too many", &format!("{has} fields where the header has {wanted}"));
            continue;
        }
        let identifiers = word::several(text("identifiers"));
        let is_marked = |text: &&String| text.to_ascii_uppercase().starts_with("IMO");
        let marked = identifiers.iter().filter(is_marked).find_map(|text| word::imo(text));
        // A bare number of seven digits is an IMO number only if its check digit is right: registries number ships too.
        let bare = || {
            let numbers = identifiers.iter().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
            numbers.filter_map(|text| word::imo(text)).find(|imo| imo.has_valid_check_digit())
        };
        let listed = Listed {
            name: text("name").to_owned(),
            aliases: word::several(text("aliases")).into_iter().filter(|alias| alias != text("name")).collect(),
            imo: marked.or_else(bare),
            mmsis: identifiers
                .iter()
                .filter_map(|text| word::mmsi(text))
                .filter(|mmsi| mmsi.ship_mid().is_some())
                .collect(),
            flag: word::several(text("countries")).into_iter().next().unwrap_or_default(),
            program: word::several(text("program_ids")).join(", "),
            measures: text("sanctions").chars().take(500).collect(),
            source: text("dataset").to_owned(),
            ..Listed::default()
        };
        reader.keep(listed);
    }
    if n_others > 0 {
        reader.report.note(format!("{}: {n_others} targets are no vessels and were passed over", reader.file));
    }
    "OpenSanctions".clone_into(&mut reader.list.name);
    "opensanctions.org; the dataset of each entry is named".clone_into(&mut reader.list.source);
    "CC BY-NC 4.0".clone_into(&mut reader.list.licence);
    reader.list.date = last_change.chars().take(10).collect();
    Ok(())
}
