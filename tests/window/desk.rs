//! A display of its own, a window manager, hands and eyes, and a home folder that nobody else uses.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long anything may take that a user would wait for: builds without optimisation on a software rasteriser, on a
/// machine that does other things besides.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often is looked.
const GLANCE: Duration = Duration::from_millis(40);
/// The screen, larger than the window with its frame.
const SCREEN: &str = "1400x1000x24";

/// What is needed, and the Debian package that brings it.
const PROGRAMS: [(&str, &str); 5] = [
    ("Xvfb", "xvfb"),
    ("openbox", "openbox"),
    ("xdotool", "xdotool"),
    ("import", "imagemagick"),
    ("ogrinfo", "gdal-bin"),
];

/// Looks until there is something to see or the time is over.
pub(crate) fn wait_for<T>(patience: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let begun = Instant::now();
    loop {
        if let Some(seen) = look() {
            return Some(seen);
        }
        if begun.elapsed() > patience {
            return None;
        }
        sleep(GLANCE);
    }
}

/// The virtual display with everything around it; all of it ends with this value.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    display: String,
    servers: Vec<Child>,
}

impl Desk {
    pub(crate) fn set_up() -> Self {
        for (program, package) in PROGRAMS {
            let is_there = std::env::var_os("PATH")
                .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()));
            assert!(is_there, "{program} is missing (Debian package {package}): `./test install` brings it");
        }
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["home", "config", "state", "data", "cache", "runtime"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        let mut x = Command::new("Xvfb")
            // It finds a free number itself and says which.
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let mut number = String::new();
        BufReader::new(x.stdout.take().expect("piped")).read_line(&mut number).expect("Xvfb says its number");
        let mut desk = Self { folder, display: format!(":{}", number.trim()), servers: vec![x] };
        assert!(!number.trim().is_empty(), "Xvfb did not start");
        let openbox = desk.tool("openbox").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("openbox starts");
        desk.servers.push(openbox);
        desk
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A program on this display, in this home.
    fn tool(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let at = |name: &str| self.folder.path().join(name);
        command
            .current_dir(self.folder.path())
            .env("DISPLAY", &self.display)
            .env("HOME", at("home"))
            .env("XDG_CONFIG_HOME", at("config"))
            .env("XDG_STATE_HOME", at("state"))
            .env("XDG_DATA_HOME", at("data"))
            .env("XDG_CACHE_HOME", at("cache"))
            .env("XDG_RUNTIME_DIR", at("runtime"))
            // No file dialog of a desktop: paths are typed.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/dev/null")
            .env("LC_ALL", "C.UTF-8")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET");
        command
    }

    /// Starts the program and waits until its window has painted.
    pub(crate) fn open(&self, files: &[&Path]) -> Window<'_> {
        let log = self.folder.path().join("frames.csv");
        drop(fs::remove_file(&log));
        let stderr = self.folder.path().join("stderr.txt");
        let program = self
            .tool(env!("CARGO_BIN_EXE_cordon"))
            .arg("--frame-log")
            .arg(&log)
            .args(files)
            .stdout(Stdio::null())
            .stderr(File::create(&stderr).expect("a file"))
            .spawn()
            .expect("cordon starts");
        let mut window = Window { desk: self, program: Some(program), id: String::new(), log, stderr };
        let pid = window.program.as_ref().map(Child::id).expect("it runs").to_string();
        window.id = window.wait_for("the window", |w| {
            let found = w.said(&["search", "--onlyvisible", "--pid", &pid])?;
            found.lines().last().map(str::to_owned)
        });
        window.wait_for("the first frames", |w| (w.n_frames() >= 3).then_some(()));
        window.wait_for("the keyboard", |w| {
            w.said(&["windowactivate", &w.id]);
            (w.said(&["getactivewindow"])?.trim() == w.id).then_some(())
        });
        // By day, so that a question shows as a dimming.
        window.key("F6");
        window.wait_until_idle();
        window
    }

    /// The journals that lie in the state folder.
    pub(crate) fn journals(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.folder.path().join("state/cordon/journal")) else { return Vec::new() };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        paths.filter(|path| path.extension().is_some_and(|e| e == "journal")).collect()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for server in self.servers.iter_mut().rev() {
            // One that ended by itself needs no ending.
            drop(server.kill());
            drop(server.wait());
        }
    }
}

/// The program in its window.
pub(crate) struct Window<'a> {
    desk: &'a Desk,
    program: Option<Child>,
    id: String,
    log: PathBuf,
    stderr: PathBuf,
}

impl Window<'_> {
    /// What xdotool answers, if it can.
    fn said(&self, arguments: &[&str]) -> Option<String> {
        let said = self.desk.tool("xdotool").args(arguments).stderr(Stdio::null()).output().expect("xdotool runs");
        said.status.success().then(|| String::from_utf8_lossy(&said.stdout).into_owned())
    }

    fn does(&self, arguments: &[&str]) {
        assert!(self.said(arguments).is_some(), "xdotool could not {arguments:?}");
    }

    /// Waits for something, or fails with a picture of the screen.
    pub(crate) fn wait_for<T>(&self, what: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        if let Some(seen) = wait_for(PATIENCE, || look(self)) {
            return seen;
        }
        let picture = crate::failure_picture();
        drop(self.desk.tool("import").args(["-window", "root"]).arg(&picture).status());
        let errors = fs::read_to_string(&self.stderr).unwrap_or_default();
        panic!("waited {PATIENCE:?} for {what} in vain; the screen: {}\n{errors}", picture.display());
    }

    /// How many frames were painted so far.
    fn n_frames(&self) -> usize {
        fs::read_to_string(&self.log).map_or(0, |text| text.lines().count().saturating_sub(1))
    }

    /// Does something, and waits until the window has painted what came of it.
    fn and_see(&self, act: impl FnOnce()) {
        let before = self.n_frames();
        act();
        // A key that nothing listens to may paint nothing: then a moment is enough.
        let _seen = wait_for(Duration::from_millis(1500), || (self.n_frames() >= before + 2).then_some(()));
    }

    pub(crate) fn key(&self, key: &str) {
        self.and_see(|| self.does(&["key", "--clearmodifiers", key]));
    }

    pub(crate) fn type_text(&self, text: &str) {
        self.and_see(|| self.does(&["type", "--clearmodifiers", "--delay", "8", "--", text]));
    }

    /// Clicks at a share of the window's width and height.
    pub(crate) fn click(&self, right: f64, down: f64) {
        self.point(right, down);
        self.and_see(|| self.does(&["click", "1"]));
    }

    /// Presses at one place, moves by way of others, lets go at the last.
    pub(crate) fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        self.point(from.0, from.1);
        self.and_see(|| self.does(&["mousedown", "1"]));
        for step in 1..=4 {
            let share = f64::from(step) / 4.0;
            self.point(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        }
        self.and_see(|| self.does(&["mouseup", "1"]));
    }

    fn point(&self, right: f64, down: f64) {
        let (width, height) = self.size();
        let [x, y] = [right * width, down * height].map(|n| format!("{n:.0}"));
        self.and_see(|| self.does(&["mousemove", "--window", &self.id, &x, &y]));
    }

    fn size(&self) -> (f64, f64) {
        let said = self.said(&["getwindowgeometry", "--shell", &self.id]).expect("the window's size");
        let number = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)?.parse::<f64>().ok());
        number("WIDTH=").zip(number("HEIGHT=")).expect("a width and a height")
    }

    /// Asks for a path by a key and types it.
    pub(crate) fn ask_path(&self, key: &str, path: &str) {
        self.key(key);
        self.type_path(path);
    }

    /// Types a path into the question for one.
    pub(crate) fn type_path(&self, path: &str) {
        self.wait_until_dimmed();
        self.key("ctrl+a");
        self.type_text(path);
        self.key("Return");
        self.wait_until_bright();
    }

    /// Finds a command in the palette and runs it.
    pub(crate) fn command(&self, name: &str) {
        self.key("ctrl+p");
        self.type_text(name);
        self.key("Return");
    }

    /// How bright the left edge of the window is: a question dims all but itself.
    fn brightness(&self) -> Option<f64> {
        let said = self
            .desk
            .tool("import")
            .args([
                "-window",
                &self.id,
                "-crop",
                "6x200+2+300",
                "-resize",
                "1x1!",
                "-colorspace",
                "gray",
                "-format",
                "%[fx:mean]",
                "info:",
            ])
            .stderr(Stdio::null())
            .output()
            .expect("import (ImageMagick) runs");
        String::from_utf8_lossy(&said.stdout).trim().parse().ok()
    }

    /// Waits until a question stands before everything else.
    pub(crate) fn wait_until_dimmed(&self) {
        self.wait_for("a question", |w| (w.brightness()? < DIMMED).then_some(()));
    }

    /// Waits until no question stands before everything else.
    pub(crate) fn wait_until_bright(&self) {
        self.wait_for("the question to be gone", |w| (w.brightness()? >= DIMMED).then_some(()));
    }

    /// Waits until the window paints no more than its clock: no job is under way, no animation.
    pub(crate) fn wait_until_idle(&self) {
        self.wait_for("the window to come to rest", |w| {
            let before = w.n_frames();
            sleep(Duration::from_millis(900));
            (w.n_frames() <= before + 3).then_some(())
        });
    }

    /// The program's settings file.
    pub(crate) fn settings(&self) -> String {
        let folder = self.desk.folder.path().join("config/cordon");
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        entries.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
    }

    /// The plan in the newest journal: what is not yet saved.
    pub(crate) fn journal(&self) -> Option<Value> {
        let newest = self
            .desk
            .journals()
            .into_iter()
            .max_by_key(|path| fs::metadata(path).and_then(|about| about.modified()).ok())?;
        let text = fs::read_to_string(newest).ok()?;
        serde_json::from_str(text.split_once('\n')?.1).ok()
    }

    /// Closes the window and waits for the program to end well.
    pub(crate) fn quit(mut self) {
        self.key("ctrl+q");
        let mut program = self.program.take().expect("it runs");
        let status = wait_for(PATIENCE, || program.try_wait().expect("our own child"));
        let errors = fs::read_to_string(&self.stderr).unwrap_or_default();
        if status.is_none() {
            drop(program.kill());
            drop(program.wait());
        }
        assert!(status.is_some_and(|status| status.success()), "it did not quit: {status:?}\n{errors}");
        assert!(!errors.contains("panicked"), "{errors}");
    }

    /// Ends the program as a crash would.
    pub(crate) fn crash(mut self) {
        let mut program = self.program.take().expect("it runs");
        program.kill().expect("our own child");
        program.wait().expect("our own child");
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        if let Some(mut program) = self.program.take() {
            // A failed test leaves no window behind.
            drop(program.kill());
            drop(program.wait());
        }
    }
}

/// Between the day theme's panels (about 0.95) and the same under a question.
const DIMMED: f64 = 0.8;
