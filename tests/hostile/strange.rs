//! Files that are no files, and files with strange names.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::bench::Ends::{Either, Refused};
use crate::bench::{Ends, Row, check, put, run, try_one};

const TABLE: &str = "MMSI,BaseDateTime,LAT,LON\n440123456,2018-01-16T00:00:00,38.7,125.4\n";

const VERBS: [(&[&str], Option<&str>); 4] = [
    (&["import"], Some("tracks.cordon")),
    (&["convert"], Some("zones.geojson")),
    (&["check"], None),
    (&["brief"], Some("map.svg")),
];

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
}

#[test]
fn what_is_no_file_is_refused_by_every_verb() {
    let rows = [
        Row { name: "not there", make: |_| {}, ends: Refused },
        Row { name: "a folder", make: |p| fs::create_dir(p).expect("a folder"), ends: Refused },
        Row { name: "a folder.shp", make: |p| fs::create_dir(p).expect("a folder"), ends: Refused },
        Row { name: "a pipe", make: pipe, ends: Refused },
        Row { name: "zeros without end", make: |p| symlink("/dev/zero", p).expect("a link"), ends: Refused },
        Row { name: "a link to itself", make: |p| symlink(p, p).expect("a link"), ends: Refused },
        Row { name: "a link to nowhere.csv", make: |p| symlink("nowhere", p).expect("a link"), ends: Refused },
        Row { name: "noise", make: |p| put(p, crate::tracks::noise(10_000)), ends: Refused },
    ];
    for (verb, out) in VERBS {
        check(verb, out, &rows);
    }
}

#[test]
fn a_path_through_a_file_is_refused_by_every_verb() {
    for (verb, out) in VERBS {
        let folder = tempfile::tempdir().expect("a folder");
        put(&folder.path().join("file.csv"), TABLE);
        assert_eq!(try_one(folder.path(), verb, OsStr::new("file.csv/below"), out, Refused), Ok(()), "{verb:?}");
    }
}

/// Permissions do not bind root, so root asks as somebody else.
#[test]
fn a_file_that_may_not_be_read_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("secret.csv");
    put(&file, TABLE);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("our own file");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("our own folder");
    if fs::File::open(&file).is_err() {
        assert_eq!(try_one(folder.path(), &["import"], OsStr::new("secret.csv"), Some("a.cordon"), Refused), Ok(()));
        return;
    }
    // The program may lie where only root may go: a copy lies beside the file.
    let program = folder.path().join("cordon");
    fs::copy(env!("CARGO_BIN_EXE_cordon"), &program).expect("a copy");
    let said = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&program)
        .args(["import", "secret.csv", "-o", "-"])
        .current_dir(folder.path())
        .output()
        .expect("setpriv (util-linux) runs");
    let stderr = String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("cordon: secret.csv: ") && stderr.lines().count() == 1, "{stderr}");
}

#[test]
fn strange_names_are_names() {
    let names: [(&[u8], Ends); 5] = [
        (b"two\nlines.csv", Either),
        (b"\xff\xfe.csv", Either),
        (b"-o.csv", Either),
        (b" .csv", Either),
        ("구역 \u{202e}\u{1b}[31m.csv".as_bytes(), Either),
    ];
    for (name, ends) in names {
        for content in [TABLE, "no table"] {
            let folder = tempfile::tempdir().expect("a folder");
            put(&folder.path().join(OsStr::from_bytes(name)), content);
            let path = Path::new(".").join(OsStr::from_bytes(name));
            let tried = try_one(folder.path(), &["import"], path.as_os_str(), Some("tracks.cordon"), ends);
            assert_eq!(tried, Ok(()), "{name:?} of {content:?}");
        }
    }
    // A name as long as any may be, and one longer.
    for n in [251, 300] {
        let folder = tempfile::tempdir().expect("a folder");
        let name = "n".repeat(n) + ".csv";
        drop(fs::write(folder.path().join(&name), TABLE));
        assert_eq!(try_one(folder.path(), &["import"], OsStr::new(&name), Some("tracks.cordon"), Either), Ok(()));
    }
}

#[test]
fn arguments_of_nonsense_are_refused_in_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [
        &["import"] as &[&str],
        &["import", "--time-zone", "Mars/Olympus", "a.csv", "-o", "b.cordon"],
        &["import", "--bbox", "NaN,1e999,x", "a.csv", "-o", "b.cordon"],
        &["import", "--from", "0000-99-99", "a.csv", "-o", "b.cordon"],
        &["import", "--columns", "mmsi", "a.csv", "-o", "b.cordon"],
        &["import", "a.csv", "-o", "b.exe"],
        &["brief", "a.geojson", "-o", "b.svg", "--size", "99999999x99999999"],
        &["convert", "a.shp", "-o", "b.exe"],
        &["no such verb", "--and-no-such-flag"],
    ] {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let ran = run(folder.path(), "", &arguments);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{arguments:?}: {}", ran.stderr);
    }
}
