//! Every reader of untrusted bytes, as the fuzzer calls it and as `cargo test` replays what the fuzzer found.
//!
//! Owns the list of targets and what each asks of its reader beyond not panicking, hanging or taking too much memory. Part of
//! tests and fuzzing builds only. Start at [`TARGETS`]; `fuzz/README.md` has the rest.
#![expect(clippy::expect_used, reason = "to panic is how a target tells the fuzzer")]

use std::io::Write as _;
use std::path::Path;

use super::crs::Crs;
use super::tracks::columns::{Columns, role_of};
use super::tracks::{OutputFormat, ReadOptions};
use super::{dossier, encrypted, findings, mbtiles, mvt, plan_geojson, pmtiles, recognise, tracks, watchlist, zones};
use crate::chart::{PictureReader, TileId, TileReader, ZoneLayer};
use crate::coordinate::{self, Form};
use crate::geodesy;
use crate::report::{Progress, Report};
use crate::track::TrackStore;
use crate::units::Timestamp;

/// One reader, called on whatever bytes.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, that of its folder in `fuzz/seeds/`.
    pub name: &'static str,
    /// Reads the bytes; panics where the reader breaks a promise.
    pub run: fn(&[u8]),
}

/// Every target, in the order of their names.
pub const TARGETS: &[Target] = &[
    Target { name: "area_text", run: area_text },
    Target { name: "columns", run: columns },
    Target { name: "coordinate", run: coordinate },
    Target { name: "crs", run: crs },
    Target { name: "dossier", run: dossier },
    Target { name: "encrypted", run: encrypted },
    Target { name: "findings", run: findings },
    Target { name: "mbtiles", run: mbtiles },
    Target { name: "mvt", run: mvt },
    Target { name: "plan_geojson", run: plan_geojson },
    Target { name: "pmtiles", run: pmtiles },
    Target { name: "recognise", run: recognise },
    Target { name: "seal", run: seal },
    Target { name: "tracks_geojson", run: tracks },
    Target { name: "tracks_geopackage", run: tracks_geopackage },
    Target { name: "tracks_gpx", run: tracks },
    Target { name: "tracks_json_lines", run: tracks },
    Target { name: "tracks_kml", run: tracks },
    Target { name: "tracks_nmea", run: tracks_nmea },
    Target { name: "tracks_parquet", run: tracks },
    Target { name: "tracks_shapefile", run: tracks_shapefile },
    Target { name: "tracks_store", run: tracks_store },
    Target { name: "tracks_table", run: tracks },
    Target { name: "watchlist", run: watchlist },
    Target { name: "wkb", run: wkb },
    Target { name: "wkt", run: wkt },
    Target { name: "zones_coordinates", run: zones },
    Target { name: "zones_cot", run: zones },
    Target { name: "zones_geojson", run: zones },
    Target { name: "zones_geopackage", run: zones_geopackage },
    Target { name: "zones_gpx", run: zones },
    Target { name: "zones_kml", run: zones },
    Target { name: "zones_kmz", run: zones },
    Target { name: "zones_shapefile", run: zones_shapefile },
    Target { name: "zones_table", run: zones },
    Target { name: "zones_tak", run: zones },
    Target { name: "zones_text", run: zones },
];

/// A warning or a report: what is read of it is on the globe, has a name of its own text and a period in order, and what is
/// not drawn says why. Every name is one place.
fn area_text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let somewhere = |_: &str| geodesy::Position::new(38.0, 125.0);
    for today in [Some(Timestamp::from_seconds(0)), None] {
        for area in crate::plan::areas_in_text(&text, today, &somewhere) {
            assert!(area.geometry.is_some() || !area.faults.is_empty(), "an area is not drawn, and nothing says why");
            let is_in_order =
                area.period.and_then(|period| period.from.zip(period.to)).is_none_or(|(from, to)| from <= to);
            assert!(is_in_order, "{:?}", area.period);
            let corners = area.geometry.iter().flat_map(geo::CoordsIter::coords_iter);
            corners.for_each(|c| assert!(c.x.abs() <= 180.0 && c.y.abs() <= 90.0, "{c:?} is off the globe"));
        }
    }
    drop((crate::plan::places_in(&text), crate::plan::speaks_of_places(&text)));
}

/// A mapping of columns, and after a line break the names of a header.
fn columns(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (mapping, header) = text.split_once('\n').unwrap_or((&text, ""));
    let header: Vec<String> = header.split(',').map(str::to_owned).collect();
    header.iter().for_each(|name| {
        std::hint::black_box(role_of(name));
    });
    if let Ok(columns) = mapping.parse::<Columns>() {
        assert!(columns.places(&header).iter().all(|(_, idx)| *idx < header.len()), "a column beyond the header");
    }
}

/// A typed position: what is understood is written in every form and read again as the same place.
fn coordinate(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    drop(coordinate::parse_list(&text));
    drop((coordinate::is_prose(&text), coordinate::find(&text)));
    let period = crate::plan::period_in(&text, Timestamp::from_seconds(0)).map(|found| found.period);
    let is_in_order = period.and_then(|period| period.from.zip(period.to)).is_none_or(|(from, to)| from <= to);
    assert!(is_in_order, "{period:?}");
    let Ok(position) = coordinate::parse(&text) else { return };
    for form in Form::ALL {
        let written = coordinate::format(position, form);
        let again = coordinate::parse(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
        let off = geodesy::distance(again, position).value();
        // The coarsest form, DDM with one decimal, rounds to half a tenth of a minute: 93 m each way.
        assert!(off < 200.0, "{written} is {off} m away");
    }
}

/// A definition of a reference system: whatever it is, places come out finite or not at all.
fn crs(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for crs in [Crs::from_wkt(&text), Crs::from_name(&text)].into_iter().flatten() {
        for (x, y) in [(0.0, 0.0), (127.0, 38.0), (200_000.0, 500_000.0), (1e7, -1e7), (f64::MAX, 1e-300)] {
            let place = crs.to_wgs84(geo::Coord { x, y });
            assert!(place.is_none_or(|p| p.x.is_finite() && p.y.is_finite()), "{place:?}");
        }
    }
}

/// A file under the passphrase of the seeds: what comes out of it was authenticated, so it encrypts and decrypts as the same.
fn encrypted(bytes: &[u8]) {
    std::hint::black_box(encrypted::is_encrypted(bytes));
    let passphrase = encrypted::Passphrase::new("password".to_owned()).expect("not empty");
    if let Ok(plain) = encrypted::decrypt(bytes, "plan.geojson.age", &passphrase) {
        let again = encrypted::encrypt(&plain, &passphrase).expect("memory takes every byte");
        let again = encrypted::decrypt(&again, "plan.geojson.age", &passphrase).expect("its own file");
        assert_eq!(*again, *plain, "the content changed on its way");
    }
}

/// The seal of a dossier: one byte more, or one other, and it does not hold.
fn dossier(bytes: &[u8]) {
    std::hint::black_box(dossier::is_dossier(bytes));
    let seal = dossier::seal_of(bytes);
    drop(dossier::verified_json("dossier.json", &seal));
    if seal.content == plan_geojson::Content::Unchanged {
        assert!(dossier::is_dossier(bytes), "a whole dossier is not told from other files");
        let other = |bytes: &[u8]| dossier::seal_of(bytes).content != plan_geojson::Content::Unchanged;
        assert!(other(&[bytes, b" "].concat()), "a changed dossier is as it was written");
        let mut turned = bytes.to_vec();
        if let Some(middle) = turned.get_mut(bytes.len() / 2) {
            *middle ^= 1;
        }
        assert!(other(&turned), "a changed dossier is as it was written");
    }
}

/// The hash and the signatures of a file: one byte more, and neither holds.
fn seal(bytes: &[u8]) {
    let seal = plan_geojson::seal_of(bytes);
    if seal.content == plan_geojson::Content::Unchanged {
        let longer = plan_geojson::seal_of(&[bytes, b" "].concat());
        assert_ne!(longer.content, plan_geojson::Content::Unchanged, "a changed file is as it was saved");
        assert!(longer.signatures.iter().all(|signed| !signed.holds), "a signature holds for another content");
    }
}

fn mbtiles(bytes: &[u8]) {
    on_disk(bytes, |path| {
        if let Ok(map) = mbtiles::MbTiles::open(path) {
            look_around(&map, &map);
        }
    });
}

/// A vector tile: written and read again it is the same, but for layers with nothing in them.
fn mvt(bytes: &[u8]) {
    if let Ok(mut tile) = mvt::decode(bytes) {
        tile.layers.retain(|layer| !layer.features.is_empty());
        let written = mvt::encode(&tile);
        // As text, in which one NaN equals another.
        let again = mvt::decode(&written).map(|again| format!("{again:?}"));
        assert_eq!(again, Ok(format!("{tile:?}")), "the tile changed on its way");
    }
}

/// A plan: what is read is written, and that is read and written as the same bytes.
/// Every feature is accounted for, and findings written and read again are the same.
fn findings(bytes: &[u8]) {
    let progress = Progress::default();
    let Ok((found, report)) = findings::from_bytes(bytes, "findings.geojson", &progress) else { return };
    assert_eq!(report.read, report.kept + report.n_skipped(), "a feature was lost uncounted");
    let once = findings::to_bytes(&found);
    let again = findings::from_bytes(&once, "findings.geojson", &progress);
    let (again, report) = again.unwrap_or_else(|error| panic!("its own file: {error}"));
    assert_eq!(again.len(), found.len(), "{:?}", report.samples);
    let twice = findings::to_bytes(&again);
    assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice), "two saves differ");
}

/// Every row is accounted for, and every ship that is kept can be matched.
fn watchlist(bytes: &[u8]) {
    let other_names = bytes.get(bytes.len() / 2..);
    for other_names in [None, other_names] {
        let read = watchlist::from_bytes(bytes, "list.csv", other_names, &Progress::default());
        let Ok((list, report)) = read else { return };
        assert_eq!(report.read, report.kept + report.n_skipped(), "a row was lost uncounted");
        assert_eq!(report.kept, list.entries.len() as u64);
        assert!(list.entries.iter().all(crate::vessel::watchlist::Listed::can_be_matched));
    }
}

fn plan_geojson(bytes: &[u8]) {
    let progress = Progress::default();
    let Ok((plan, report, _access)) = plan_geojson::from_bytes(bytes, "plan.geojson", &progress) else { return };
    assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "a feature was lost uncounted");
    let once = plan_geojson::to_bytes(&plan);
    let again = plan_geojson::from_bytes(&once, "plan.geojson", &progress);
    let (plan, _report, _access) = again.unwrap_or_else(|error| panic!("its own file: {error}"));
    let twice = plan_geojson::to_bytes(&plan);
    assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice), "two saves differ");
}

fn pmtiles(bytes: &[u8]) {
    on_disk(bytes, |path| {
        if let Ok(map) = pmtiles::PmTiles::open(path) {
            look_around(&map, &map);
        }
    });
}

fn recognise(bytes: &[u8]) {
    on_disk(bytes, |path| drop(recognise::recognise(path)));
}

/// Tracks in memory, as text or compressed: all rows are accounted for, and a store of them holds the same fixes.
fn tracks(bytes: &[u8]) {
    tracks_named("tracks", bytes);
}

/// The same of what is read as an NMEA log, whatever it is.
fn tracks_nmea(bytes: &[u8]) {
    tracks_named("tracks.nmea", bytes);
}

fn tracks_named(name: &str, bytes: &[u8]) {
    let progress = Progress::default();
    let Ok((store, report)) = tracks::read_bytes(name, bytes, &reading(), &progress) else { return };
    account(&store, &report);
    let mut file = Vec::new();
    tracks::write_to(&mut file, OutputFormat::Store, &store, None, &progress).expect("memory takes every byte");
    let again = tracks::read_bytes("tracks.cordon", &file, &reading(), &progress);
    let (again, _report) = again.unwrap_or_else(|error| panic!("its own store: {error}"));
    assert_eq!(again.n_fixes(), store.n_fixes(), "its own store holds other fixes");
    for format in [OutputFormat::Csv, OutputFormat::GeoJson, OutputFormat::Gpx, OutputFormat::Kml] {
        tracks::write_to(&mut std::io::sink(), format, &store, None, &progress).expect("a sink takes every byte");
    }
}

/// A store on disk, where it is mapped.
fn tracks_store(bytes: &[u8]) {
    on_disk(bytes, |path| {
        let read = tracks::read(&[path.to_owned()], &reading(), &Progress::default());
        if let Ok((store, report)) = read {
            account(&store, &report);
            for slice in store.slices() {
                slice.fixes().for_each(|idx| {
                    std::hint::black_box((store.row(idx), store.position(idx), store.time(idx)));
                });
            }
        }
    });
}

/// A database on disk, where SQLite wants it.
fn tracks_geopackage(bytes: &[u8]) {
    on_disk(bytes, |path| {
        if let Ok((store, report)) = tracks::read(&[path.to_owned()], &reading(), &Progress::default()) {
            account(&store, &report);
        }
    });
}

fn tracks_shapefile(bytes: &[u8]) {
    shapefile_on_disk(bytes, |path| {
        if let Ok((store, report)) = tracks::read(&[path.to_owned()], &reading(), &Progress::default()) {
            account(&store, &report);
        }
    });
}

/// Zones in memory: all features are accounted for.
fn zones(bytes: &[u8]) {
    if let Ok(layers) = zones::read_bytes("zones", bytes, &Progress::default()) {
        account_for_zones(&layers);
    }
}

fn zones_shapefile(bytes: &[u8]) {
    shapefile_on_disk(bytes, |path| {
        if let Ok(layers) = zones::read(path, &Progress::default()) {
            account_for_zones(&layers);
        }
    });
}

/// A database on disk, where SQLite wants it.
fn zones_geopackage(bytes: &[u8]) {
    on_disk(bytes, |path| {
        if let Ok(layers) = zones::read(path, &Progress::default()) {
            account_for_zones(&layers);
        }
    });
}

/// A geometry as bytes: what is read is written, and that is read as the same.
fn wkb(bytes: &[u8]) {
    std::hint::black_box(super::wkb::point(bytes).is_ok());
    if let Ok(Some((geometry, _))) = super::wkb::read(bytes) {
        let mut out = Vec::new();
        super::wkb::write(&mut out, &geometry);
        let again = super::wkb::read(&out);
        // As text, in which one NaN equals another. A point of them is none.
        let is_whole = geo::CoordsIter::coords_iter(&geometry).all(|c| c.x.is_finite() && c.y.is_finite());
        let again = again.map(|again| again.map(|(geometry, _)| format!("{geometry:?}")));
        assert!(!is_whole || again == Ok(Some(format!("{geometry:?}"))), "{geometry:?} became {again:?}");
    }
}

fn wkt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    drop((super::wkt::begins(&text), super::wkt::read(&text)));
}

/// Files that state no zone are in Korea, so that the question for it is out of the way.
fn reading() -> ReadOptions {
    ReadOptions { time_zone: Some("KST".to_owned()), ..ReadOptions::default() }
}

fn account(store: &TrackStore, report: &Report) {
    assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "a row was lost uncounted");
    assert_eq!(report.kept, store.n_fixes() as u64, "kept rows and fixes differ");
}

fn account_for_zones(layers: &[(ZoneLayer, Report)]) {
    for (layer, report) in layers {
        assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "a zone was lost uncounted");
        assert_eq!(report.kept, layer.zones.len() as u64, "kept features and zones differ");
    }
}

/// Reads the tiles at the corners of the first zooms, as vector tiles and as pictures.
fn look_around(vectors: &dyn TileReader, pictures: &dyn PictureReader) {
    let (first, last) = vectors.zooms();
    for zoom in (first..=last).take(2) {
        let edge = 1_u32.checked_shl(u32::from(zoom)).map_or(u32::MAX, |n| n - 1);
        for (x, y) in [(0, 0), (edge, edge / 2)] {
            let id = TileId { zoom, x, y };
            drop((vectors.tile(id), vectors.has(id), pictures.picture(id)));
        }
    }
}

/// Hands the bytes over as a file.
fn on_disk(bytes: &[u8], read: impl FnOnce(&Path)) {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("room for a temporary file");
    read(file.path());
}

/// What parts the files of a shapefile in one fuzz input; the `.shp` goes first.
const PARTS: [(&str, &[u8]); 4] = [("dbf", b"<<dbf>>"), ("prj", b"<<prj>>"), ("cpg", b"<<cpg>>"), ("shx", b"<<shx>>")];

/// Hands the bytes over as the files of a shapefile.
fn shapefile_on_disk(bytes: &[u8], read: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut parts: Vec<(&str, &[u8])> = vec![("shp", bytes)];
    for (extension, mark) in PARTS {
        let Some((_, last)) = parts.last_mut() else { continue };
        if let Some(at) = last.windows(mark.len()).position(|window| window == mark) {
            let (before, rest) = last.split_at(at);
            *last = before;
            parts.push((extension, rest.get(mark.len()..).unwrap_or_default()));
        }
    }
    for (extension, part) in parts {
        std::fs::write(folder.path().join("zones").with_extension(extension), part).expect("room for a temporary file");
    }
    read(&folder.path().join("zones.shp"));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds")
    }

    #[test]
    fn every_target_has_seeds_and_every_seed_a_target() {
        let folders = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
        let seeded: BTreeSet<String> = folders
            .filter(|folder| fs::read_dir(folder).unwrap().next().is_some())
            .map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        let known: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
        assert_eq!(seeded, known);
    }

    /// Every seed and past crash, whole and cut short.
    #[test]
    fn seeds_and_past_crashes_are_read_without_harm() {
        for target in TARGETS {
            for entry in fs::read_dir(folder().join(target.name)).unwrap() {
                let path = entry.unwrap().path();
                let bytes = fs::read(&path).unwrap();
                let shorter = [0, 1, 2, 7, bytes.len() / 2, bytes.len() * 9 / 10];
                for n_cut in shorter.into_iter().filter(|n| *n <= bytes.len()) {
                    let cut = bytes[..bytes.len() - n_cut].to_vec();
                    let name = format!("{} less {n_cut} bytes", path.display());
                    let reads = std::panic::catch_unwind(|| (target.run)(&cut));
                    assert!(reads.is_ok(), "{name}: the panic is above");
                }
            }
        }
    }
}
