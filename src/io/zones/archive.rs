//! Zipped zones: KMZ, zipped shapefiles, zipped GeoJSON.
//!
//! Owns which members are read, and the bounds on what they unpack to. Never writes a member to disk and never trusts a
//! size that the archive states. Start at [`read`].

use std::io::{Read, Seek};

use encoding_rs::EUC_KR;
use zip::ZipArchive;

use super::repair::Budget;
use super::xml::XmlError;
use super::{Layers, MAX_TEXT_BYTES, ZonesError, from_content, from_shapefile, shapefile, tak, text};
use crate::report::{Progress, Report};

/// The most members of an archive that are read as layers.
const MAX_LAYERS: usize = 256;
/// The largest list of contents of a TAK data package.
const MAX_MANIFEST_BYTES: u64 = 16 << 20;
/// The most members of an archive whose names are looked at.
const MAX_MEMBERS: usize = 100_000;

/// Reads every layer in an archive: KML first (a KMZ's other members are pictures), then shapefiles, then GeoJSON.
pub(super) fn read(source: impl Read + Seek, file: &str, progress: &Progress) -> Result<Layers, ZonesError> {
    let unusable = |source: String| ZonesError::Unusable { file: file.to_owned(), source: source.into() };
    let mut archive = ZipArchive::new(source).map_err(|error| unusable(format!("a broken zip archive ({error})")))?;
    let names: Vec<String> = archive.file_names_raw().take(MAX_MEMBERS).map(member_name).collect();
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let is_litter = |name: &str| name.starts_with("__macosx/") || name.contains("/._");
    let members = |extensions: &[&str]| -> Vec<usize> {
        let is_one = |name: &String| !is_litter(name) && extensions.iter().any(|extension| name.ends_with(extension));
        (0..lower.len()).filter(|idx| lower.get(*idx).is_some_and(is_one)).collect()
    };
    let mut budget = Budget::default();
    let mut layers = Vec::new();
    let mut faults = Vec::new();
    let mut kml = members(&[".kml"]);
    let shp = members(&[".shp"]);
    let json = members(&[".geojson", ".json"]);
    // In a KMZ the first KML is the document, and others may be linked from it (OGC 07-147r2, annex C): all are read, it first.
    kml.sort_by_key(|idx| lower.get(*idx).is_none_or(|name| name != "doc.kml"));
    let manifest = lower.iter().position(|name| name.ends_with("manifest/manifest.xml"));
    let mut cot = members(&[".cot"]);
    if manifest.is_some() {
        cot.extend(members(&[".xml"]).into_iter().filter(|idx| Some(*idx) != manifest));
    }
    if !cot.is_empty() {
        let read = package(&mut archive, &names, manifest, &cot, file, &mut budget, progress);
        match read {
            Ok(layer) => layers.extend(layer),
            Err(ZonesError::Stopped(stopped)) => return Err(stopped.into()),
            Err(error) => faults.push(error),
        }
    }
    let n_members = kml.len() + shp.len() + json.len();
    for idx in kml.into_iter().chain(shp).chain(json).take(MAX_LAYERS) {
        progress.check()?;
        let Some(name) = names.get(idx) else { continue };
        let member = format!("{file}/{name}");
        let read = if name.to_lowercase().ends_with(".shp") {
            shapefile_set(&mut archive, &lower, idx)
                .map_err(|error| ZonesError::Unusable { file: member.clone(), source: error.into() })
                .and_then(|set| from_shapefile(&set, &member, &mut budget, progress))
        } else {
            unpacked(&mut archive, idx, MAX_TEXT_BYTES)
                .map_err(|error| ZonesError::Unusable { file: member.clone(), source: error.into() })
                .and_then(|bytes| from_content(bytes, &member, None, &mut budget, progress))
        };
        match read {
            Ok(read) => layers.extend(read),
            Err(ZonesError::Stopped(stopped)) => return Err(stopped.into()),
            Err(error) => faults.push(error),
        }
    }
    // A document that only links to others is no layer.
    let (bare, mut layers): (Layers, Layers) = layers.into_iter().partition(|(_, report)| report.read == 0);
    if layers.is_empty() {
        layers = bare;
    } else if let Some((_, first)) = layers.first_mut() {
        bare.into_iter().for_each(|(_, report)| first.absorb(report));
    }
    // One good layer beside broken ones is opened, and the broken ones are said.
    let Some((_, report)) = layers.first_mut() else {
        return Err(match faults.into_iter().next() {
            Some(fault) => fault,
            None => unusable("a zip archive with neither KML nor shapefiles nor GeoJSON in it".to_owned()),
        });
    };
    if n_members > MAX_LAYERS {
        report.note(format!("{file}: {} files beyond the first {MAX_LAYERS} were not opened", n_members - MAX_LAYERS));
    }
    for fault in faults {
        let cause = std::error::Error::source(&fault).map(|cause| format!(": {cause}")).unwrap_or_default();
        report.note(format!("{fault}{cause}"));
    }
    Ok(layers)
}

/// The events of a TAK data package, as one layer; `None` if no member holds one.
fn package<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    names: &[String],
    manifest: Option<usize>,
    members: &[usize],
    file: &str,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<Option<(crate::chart::ZoneLayer, Report)>, ZonesError> {
    let mut package = tak::Package::default();
    let mut report = Report::default();
    if let Some(idx) = manifest {
        match unpacked(archive, idx, MAX_MANIFEST_BYTES) {
            Ok(bytes) => package.take_manifest(&text::decoded(bytes).0),
            Err(error) => report.note(format!("{file}: its manifest {error}")),
        }
    }
    if package.name.is_empty() {
        super::stem(file).clone_into(&mut package.name);
    }
    // All events together, as one text might be.
    let mut n_left = MAX_TEXT_BYTES;
    for (n_read, idx) in members.iter().enumerate() {
        progress.check()?;
        let member = names.get(*idx).map(|name| format!("{file}/{name}")).unwrap_or_default();
        let bytes = match unpacked(archive, *idx, n_left) {
            Ok(bytes) => bytes,
            Err(error) => {
                report.note(format!("{member}: {error}"));
                continue;
            }
        };
        n_left = n_left.saturating_sub(bytes.len() as u64);
        match package.take(&text::decoded(bytes).0, &member, progress) {
            Ok(()) => {}
            Err(XmlError::Stopped(stopped)) => return Err(stopped.into()),
            Err(error) => report.note(format!("{member}: {error}; what stands before it was read")),
        }
        if n_left == 0 {
            report.note(format!(
                "{file}: {} events beyond those that fit in memory were not read",
                members.len() - n_read - 1
            ));
            break;
        }
    }
    if package.is_empty() && package.plan.is_none() {
        let why = "a TAK data package without an event that shows on a map".to_owned();
        return Err(ZonesError::Unusable { file: file.to_owned(), source: why.into() });
    }
    Ok(Some(package.finish(file, report, budget)))
}

/// A member's name: UTF-8, or as Korean Windows writes it.
pub(in crate::io) fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => EUC_KR.decode_without_bom_handling(raw).0.into_owned(),
    }
}

fn unpacked<R: Read + Seek>(archive: &mut ZipArchive<R>, idx: usize, most: u64) -> Result<Vec<u8>, String> {
    let member = archive.by_index(idx).map_err(|error| format!("cannot be unpacked: {error}"))?;
    let mut bytes = Vec::new();
    member.take(most + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be unpacked: {error}"))?;
    if bytes.len() as u64 > most {
        return Err(format!("unpacks to more than {} MB, refused", most >> 20));
    }
    Ok(bytes)
}

pub(in crate::io) fn shapefile_set<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    lower: &[String],
    idx: usize,
) -> Result<shapefile::Set, String> {
    let shp = unpacked(archive, idx, shapefile::MAX_SHP_BYTES)?;
    let stem = lower.get(idx).and_then(|name| name.strip_suffix(".shp")).unwrap_or_default().to_owned();
    let find = |extension: &str| lower.iter().position(|name| *name == format!("{stem}.{extension}"));
    let mut side = |extension: &str, most: u64| find(extension).map(|idx| unpacked(archive, idx, most)).transpose();
    Ok(shapefile::Set {
        shp,
        shx_len: side("shx", shapefile::MAX_SHP_BYTES)?.map(|shx| shx.len() as u64),
        dbf: side("dbf", shapefile::MAX_DBF_BYTES)?,
        prj: side("prj", 1 << 20)?.map(|bytes| text::decoded(bytes).0),
        cpg: side("cpg", 1 << 10)?.map(|bytes| text::decoded(bytes).0),
    })
}
