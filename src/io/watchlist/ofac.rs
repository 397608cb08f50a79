//! OFAC's `SDN.CSV`: no header, twelve columns, `-0-` for nothing, numbers in the remarks; and `ALT.CSV`, other names.
//!
//! # Source
//! US Department of the Treasury, OFAC, "Data formats and data schemas", SDN data specification: `ent_num, SDN_Name, SDN_Type, Program, Title,
//! Call_Sign, Vess_type, Tonnage, GRT, Vess_flag, Vess_owner, Remarks`; `ent_num, alt_num, alt_type, alt_name, alt_remarks`.

use std::collections::HashMap;

use super::{Reader, Row, records, word};
use crate::report::Stopped;
use crate::vessel::watchlist::Listed;

const N_COLUMNS: usize = 12;
/// A list of other names longer than any.
const MOST_NAMES: usize = 1_000_000;

/// Whether a row is one of `SDN.CSV`.
pub(super) fn is_row(row: &Row) -> bool {
    let kind = row.field(2).to_ascii_lowercase();
    row.fields.len() == N_COLUMNS
        && row.field(0).parse::<u64>().is_ok()
        && matches!(kind.as_str(), "-0-" | "individual" | "vessel" | "aircraft" | "entity")
}

pub(super) fn read(text: &str, other_names: &str, reader: &mut Reader<'_>) -> Result<(), Stopped> {
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    for row in records(other_names).filter(|row| row.fields.len() >= 4).take(MOST_NAMES) {
        names.entry(row.field(0).to_owned()).or_default().push(row.field(3).to_owned());
    }
    let mut n_others = 0_u64;
    for row in records(text) {
        // The file ends with the end-of-file sign of DOS on a line of its own.
        if row.fields.len() == 1 && row.field(0).trim_matches(['\u{1a}', ' ']).is_empty() {
            continue;
        }
        let is_whole = row.fields.len() == N_COLUMNS;
        if is_whole && !row.field(2).eq_ignore_ascii_case("vessel") {
            n_others += 1;
            continue;
        }
        reader.begin(&row)?;
        if !is_whole {
            reader.skip("not 12 columns", &format!("{} columns where SDN.CSV has 12", row.fields.len()));
            continue;
        }
        let listed = vessel(&row, names.remove(row.field(0)).unwrap_or_default());
        reader.keep(listed);
    }
    if n_others > 0 {
        reader.report.note(format!("{}: {n_others} entries are no vessels and were passed over", reader.file));
    }
    "OFAC SDN".clone_into(&mut reader.list.name);
    "US Department of the Treasury, OFAC".clone_into(&mut reader.list.source);
    "US government work".clone_into(&mut reader.list.licence);
    "the file states no date".clone_into(&mut reader.list.caveat);
    Ok(())
}

fn stated(text: &str) -> String {
    if text == "-0-" { String::new() } else { text.to_owned() }
}

fn vessel(row: &Row, other_names: Vec<String>) -> Listed {
    let mut listed = Listed {
        name: stated(row.field(1)),
        aliases: other_names,
        call_sign: stated(row.field(5)),
        ship_type: stated(row.field(6)),
        flag: stated(row.field(9)),
        program: stated(row.field(3)),
        ..Listed::default()
    };
    for remark in row.field(11).split(';').map(|remark| remark.trim().trim_start_matches("alt. ").trim_end_matches('.'))
    {
        if let Some((_, number)) = remark.split_once("Identification IMO ") {
            listed.imo = listed.imo.or_else(|| word::imo(first_word(number)));
        } else if let Some((_, number)) = remark.split_once("MMSI ") {
            listed.mmsis.extend(word::mmsi(first_word(number)));
        } else if let Some(flag) = remark.strip_prefix("Vessel Flag ") {
            if listed.flag.is_empty() {
                flag.clone_into(&mut listed.flag);
            }
        } else if let Some(name) = remark.strip_prefix("a.k.a. ").or_else(|| remark.strip_prefix("f.k.a. ")) {
            listed.aliases.push(name.trim_matches(['\'', '"']).to_owned());
        }
    }
    listed.aliases.retain(|alias| !alias.is_empty() && *alias != listed.name && alias != "-0-");
    listed
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}
