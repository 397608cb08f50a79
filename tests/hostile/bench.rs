//! Where a broken file is tried: a folder, a memory limit, a time limit, and what must be true afterwards.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What the program may map at most, in KiB, as `ulimit -v` counts: 1 GiB.
const MEMORY_KIB: &str = "1048576";
/// No broken file may keep it longer. (A build without optimisation on a busy machine with two cores.)
const LONGEST: Duration = Duration::from_mins(2);

/// How the program must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ends {
    /// With 2, one sentence that names the file, and nothing written.
    Refused,
    /// With 0 or 1, the output written whole, and what was skipped or mended counted.
    Counted,
    /// As one of the two: which, is a matter of taste.
    Either,
}

/// One broken file: its name, how it is made, and how the program must end.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) make: fn(&Path),
    pub(crate) ends: Ends,
}

/// A file of these bytes.
pub(crate) fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::write(path, bytes).expect("room for a broken file");
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program in `folder`, bounded in memory and time. `shell` comes first: more limits, redirections of its own.
pub(crate) fn run(folder: &Path, shell: &str, arguments: &[&OsStr]) -> Ran {
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -v {MEMORY_KIB}; {shell} exec \"$0\" \"$@\""))
        .arg(env!("CARGO_BIN_EXE_cordon"))
        .args(arguments)
        .current_dir(folder)
        // Threads reserve address space that they never use; on a machine of many cores that alone would be the limit.
        .env("MALLOC_ARENA_MAX", "2")
        .env("RAYON_NUM_THREADS", "2")
        // Likewise the allocator: it reserves a gigabyte at a time, and whether that still fits is chance.
        .env("MIMALLOC_ARENA_RESERVE", "0")
        .env("RUST_BACKTRACE", "0")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sh starts");
    let [stdout, stderr] = [drain(child.stdout.take().expect("piped")), drain(child.stderr.take().expect("piped"))];
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("our own child") {
            break status;
        }
        if begun.elapsed() > LONGEST {
            child.kill().expect("our own child");
            child.wait().expect("our own child");
            panic!("{arguments:?} still ran after {LONGEST:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    Ran { status, stdout: stdout.join().expect("read"), stderr: stderr.join().expect("read") }
}

fn drain(mut stream: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<String> {
    let read = move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("a pipe");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    std::thread::Builder::new().name("drain".into()).spawn(read).expect("a thread")
}

/// Tries every row: `verb` with the file and, where it writes, `-o out/OUT`.
pub(crate) fn check(verb: &[&str], out: Option<&str>, rows: &[Row]) {
    let mut faults = Vec::new();
    for row in rows {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(row.name);
        (row.make)(&file);
        if let Err(fault) = try_one(folder.path(), verb, OsStr::new(row.name), out, row.ends) {
            faults.push(format!("\n── {} {}: {fault}", verb.join(" "), row.name));
        }
    }
    assert!(faults.is_empty(), "{} of {} rows:{}", faults.len(), rows.len(), faults.concat());
}

/// Tries one file of a folder.
pub(crate) fn try_one(folder: &Path, verb: &[&str], file: &OsStr, out: Option<&str>, ends: Ends) -> Result<(), String> {
    let out_folder = folder.join("out");
    fs::create_dir_all(&out_folder).expect("a folder");
    let out_path = out.map(|name| PathBuf::from("out").join(name));
    let mut arguments: Vec<OsString> = verb.iter().map(OsString::from).collect();
    arguments.push(file.to_owned());
    if let Some(out) = &out_path {
        arguments.extend([OsString::from("-o"), out.into()]);
    }
    let arguments: Vec<&OsStr> = arguments.iter().map(OsString::as_os_str).collect();
    let ran = run(folder, "", &arguments);
    let left = names(&out_folder);
    let verdict = judge(&ran, file, ends).and_then(|()| match (ran.status.code(), out) {
        (Some(0 | 1), Some(out)) if !left.iter().any(|name| name == out) => Err("no output was written".to_owned()),
        // A shapefile is several files.
        (Some(0 | 1), Some(out)) => {
            let stem = Path::new(out).file_stem();
            match left.iter().find(|name| Path::new(name).file_stem() != stem) {
                Some(other) => Err(format!("it left {} behind", other.display())),
                None => whole(&out_folder.join(out)),
            }
        }
        _ if left.is_empty() => Ok(()),
        _ => Err(format!("it was refused, and yet {left:?} was written")),
    });
    verdict.map_err(|fault| {
        let end = |text: &str| text.chars().take(600).collect::<String>();
        format!("{fault}\n   {}\n   stdout: {}\n   stderr: {}", ran.status, end(&ran.stdout), end(&ran.stderr))
    })
}

/// What every end has in common, and what this one must be.
fn judge(ran: &Ran, file: &OsStr, ends: Ends) -> Result<(), String> {
    if let Some(signal) = ran.status.signal() {
        return Err(format!("a signal, {signal}, ended it"));
    }
    if ran.stderr.contains("panicked") || ran.stdout.contains("panicked") {
        return Err("it panicked".to_owned());
    }
    if let Some(line) = ran.stderr.lines().find(|line| !line.starts_with("cordon: ")) {
        return Err(format!("a line on standard error is not the program's own sentence: {line}"));
    }
    let code = ran.status.code();
    match code {
        Some(2) if ends != Ends::Counted => {
            // A name may hold what a line cannot: then its words are looked for.
            let name = String::from_utf8_lossy(file.as_bytes()).into_owned();
            let is_named = name.split_whitespace().all(|word| ran.stderr.contains(word));
            match ran.stderr.lines().count() {
                1 if is_named => Ok(()),
                1 => Err("the sentence does not name the file".to_owned()),
                n => Err(format!("{n} lines on standard error where one sentence should be")),
            }
        }
        Some(0 | 1) if ends != Ends::Refused => {
            let said = format!("{}{}", ran.stdout, ran.stderr);
            let is_counted = ["skipped", "mended", "repaired", "altered", "assumed", "taken as", "cut", "problem"];
            if ends == Ends::Counted && !is_counted.iter().any(|word| said.contains(word)) {
                return Err("nothing was said of what is wrong with the file".to_owned());
            }
            Ok(())
        }
        other => Err(format!("ended with {other:?}, expected {ends:?}")),
    }
}

/// Whether an output can be read again from beginning to end.
fn whole(path: &Path) -> Result<(), String> {
    let bytes = fs::read(path).map_err(|error| format!("the output cannot be read: {error}"))?;
    match path.extension().and_then(OsStr::to_str) {
        Some("geojson" | "json") => serde_json::from_slice::<serde_json::Value>(&bytes)
            .map(drop)
            .map_err(|error| format!("the output is not whole: {error}")),
        Some("cordon") => {
            let name = path.file_name().unwrap_or_default();
            let ran = run(
                path.parent().unwrap_or(path),
                "",
                &[OsStr::new("import"), name, OsStr::new("-o"), OsStr::new("-")],
            );
            if ran.status.success() { Ok(()) } else { Err(format!("the store is not whole: {}", ran.stderr)) }
        }
        Some("svg") if bytes.trim_ascii_end().ends_with(b"</svg>") => Ok(()),
        Some("svg") => Err("the picture is cut short".to_owned()),
        _ => Ok(()),
    }
}

/// What lies in a folder.
pub(crate) fn names(folder: &Path) -> Vec<OsString> {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect()
}
