//! Outputs that cannot be written: what stood there before still stands, and nothing half stands beside it.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use crate::bench::{Ran, names, put, run};

/// A folder with a table of 20,000 fixes, a plan and zones.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let row = |n: u32| format!("{},2018-01-16T00:00:{:02},38.{n},125.{n}\n", 440_000_000 + n, n % 60);
    let table = "MMSI,BaseDateTime,LAT,LON\n".to_owned() + &(0..20_000).map(row).collect::<String>();
    put(&folder.path().join("tracks.csv"), table);
    let feature = |n: u32| {
        format!(
            r#"{{"type":"Feature","properties":{{"name":"zone {n}"}},"geometry":{{"type":"Polygon","coordinates":[[[125,38],[126,38],[126,39],[125,38]]]}}}}"#
        )
    };
    let features: Vec<String> = (0..200).map(feature).collect();
    put(
        &folder.path().join("zones.geojson"),
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")),
    );
    folder
}

const JOBS: [(&[&str], &str); 3] = [
    (&["import", "tracks.csv"], "out.cordon"),
    (&["convert", "zones.geojson"], "out.kml"),
    (&["brief", "zones.geojson"], "out.svg"),
];

fn write(folder: &Path, shell: &str, job: &[&str], out: &str) -> Ran {
    let arguments: Vec<&OsStr> = job.iter().copied().chain(["-o", out]).map(OsStr::new).collect();
    run(folder, shell, &arguments)
}

fn assert_refused(ran: &Ran, names: &str) {
    assert_eq!(ran.status.code(), Some(2), "{names}: {:?} {}{}", ran.status, ran.stdout, ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{names}: {}", ran.stderr);
    assert!(ran.stderr.starts_with("cordon: ") && ran.stderr.contains(names), "{names}: {}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

/// The system refuses to let a file grow past 8 blocks, as a full disk would: the signal for that is ignored, so that the
/// write itself fails.
#[test]
fn a_full_disk_leaves_what_was_there() {
    for (job, out) in JOBS {
        let folder = folder();
        put(&folder.path().join(out), "what was there before");
        let ran = write(folder.path(), "trap '' XFSZ; ulimit -f 8;", job, out);
        assert_refused(&ran, out);
        assert_eq!(fs::read(folder.path().join(out)).expect("still there"), b"what was there before");
        assert_eq!(names(folder.path()).len(), 3, "something was left behind: {:?}", names(folder.path()));
    }
}

#[test]
fn standard_output_that_is_full_is_said() {
    for (job, out) in [(JOBS[0].0, "-"), (JOBS[2].0, "-")] {
        let folder = folder();
        assert_refused(&write(folder.path(), "exec >/dev/full;", job, out), "standard output");
    }
}

#[test]
fn a_device_that_is_full_is_said() {
    let folder = folder();
    for (job, out) in JOBS {
        let link = folder.path().join(format!("full-{out}"));
        std::os::unix::fs::symlink("/dev/full", &link).expect("a link");
        assert_refused(&write(folder.path(), "", job, &format!("full-{out}")), &format!("full-{out}"));
        assert!(link.is_symlink(), "the link was replaced");
    }
}

#[test]
fn places_where_nothing_can_be_written() {
    for (job, out) in JOBS {
        let folder = folder();
        let extension = Path::new(out).extension().and_then(OsStr::to_str).expect("one");
        fs::create_dir(folder.path().join(format!("folder.{extension}"))).expect("a folder");
        for place in [
            format!("no such folder/{out}"),
            format!("tracks.csv/{out}"),
            format!("folder.{extension}"),
            format!("/proc/{out}"),
            format!("{}.{extension}", "n".repeat(300)),
        ] {
            assert_refused(&write(folder.path(), "", job, &place), &place);
        }
        assert_eq!(names(folder.path()).len(), 3, "something was left behind: {:?}", names(folder.path()));
    }
}

#[test]
fn a_file_may_be_written_over_itself() {
    let folder = folder();
    let ran = write(folder.path(), "", &["import", "tracks.csv"], "tracks.csv");
    assert!(ran.status.success(), "{}", ran.stderr);
    let again = write(folder.path(), "", &["import", "tracks.csv"], "-");
    assert_eq!(again.stdout.lines().count(), 20_001, "{}", again.stderr);
}
