//! The whole path in a real window: open, see, draw, name, save, close, open again, go on, crash, recover.
//!
//! Owns one long voyage through the built program on a virtual display (Xvfb, openbox, xdotool), and the reading of what it
//! saved by another program (GDAL's ogrinfo). Watches what the program does by its own traces: the journal, the frame log,
//! the files it writes; never waits for a fixed time alone. Start at [`the_whole_path`]; the display is in `desk`.
//!
//! On a failure, a picture of the screen lies in the target folder's `tmp/window-failure.png`.
#![cfg(feature = "ui")]
#![expect(clippy::expect_used, reason = "a test that cannot set its table has nothing to say")]

mod desk;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::{Desk, Window};
use serde_json::Value;

/// Two ships off Nampo; MarineCadastre's header says that the times are UTC.
const TRACKS: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO
440123456,2018-01-16T00:00:00,38.60,124.90,10.0,45.0,45,KILO ONE,
440123456,2018-01-16T01:00:00,38.72,125.05,10.0,45.0,45,KILO ONE,
440123456,2018-01-16T02:00:00,38.84,125.20,10.0,45.0,45,KILO ONE,
445000001,2018-01-16T00:00:00,38.85,124.95,8.0,135.0,135,LIMA TWO,
445000001,2018-01-16T01:00:00,38.75,125.08,8.0,135.0,135,LIMA TWO,
445000001,2018-01-16T01:30:00,NaN,125.10,8.0,135.0,135,LIMA TWO,
445000001,2018-01-16T02:00:00,38.62,125.19,8.0,135.0,135,LIMA TWO,
";

const ZONES: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"NAME":"Patrol Box West"},
"geometry":{"type":"Polygon","coordinates":[[[124.92,38.62],[125.02,38.62],[125.02,38.7],[124.92,38.7]]]}}]}"#;

#[test]
fn the_whole_path() {
    let desk = Desk::set_up();
    let file = |name: &str| desk.folder().join(name);
    fs::write(file("tracks.csv"), TRACKS).expect("room");
    fs::write(file("zones.geojson"), ZONES).expect("room");

    let window = desk.open(&[]);
    open_tracks_and_zones(&window, &file("tracks.csv"), &file("zones.geojson"));
    tracks_are_open(&window, &file("again.csv"));
    draw_a_polygon(&window);
    say_what_it_is_for(&window);
    picture_shows_all(&window, &file("map.svg"));
    save(&window, &file("plan.geojson"));
    window.quit();
    gdal_reads(
        &file("plan.geojson"),
        1,
        &["Area Kilo", "Inspect tankers", "2018-01-16T03:00:00Z", "interdiction_area"],
    );

    let window = desk.open(&[&file("plan.geojson")]);
    go_on(&window);
    window.crash();

    let window = desk.open(&[]);
    recover(&window);
    save_in_place(&window, &file("plan.geojson"), 2);
    window.quit();
    gdal_reads(&file("plan.geojson"), 2, &["Area Kilo", "Area Lima", "2018-01-17T03:00:00Z"]);
    assert_eq!(desk.journals().len(), 0, "a journal was left though all is saved");
}

fn open_tracks_and_zones(window: &Window<'_>, tracks: &Path, zones: &Path) {
    window.ask_path("ctrl+o", &tracks.display().to_string());
    window.wait_for("the tracks among the recent files", |w| w.settings().contains("tracks.csv").then_some(()));
    window.wait_until_idle();
    window.ask_path("ctrl+o", &zones.display().to_string());
    window.wait_for("the zones among the recent files", |w| w.settings().contains("zones.geojson").then_some(()));
    window.wait_until_idle();
}

/// What the window holds of the tracks, written by itself: six fixes, the seventh row had no position.
fn tracks_are_open(window: &Window<'_>, out: &Path) {
    window.command("export tracks");
    // Whose, and which part: all, as nothing is selected. Then where to.
    window.wait_until_dimmed();
    window.wait_until_idle();
    window.key("Return");
    window.wait_until_idle();
    window.type_path(&out.display().to_string());
    let written = window.wait_for("the exported tracks", |_| fs::read_to_string(out).ok());
    assert_eq!(written.lines().count(), 7, "{written}");
    window.wait_until_idle();
}

/// Three corners by pointer, the ring closed by Enter.
fn draw_a_polygon(window: &Window<'_>) {
    window.key("p");
    for (right, down) in [(0.42, 0.36), (0.58, 0.40), (0.50, 0.60)] {
        window.click(right, down);
    }
    window.key("Return");
    let plan = window.wait_for("the drawn area in the journal", Window::journal);
    let ring = plan["features"][0]["geometry"]["coordinates"][0].as_array().expect("a ring").clone();
    assert_eq!(ring.len(), 4, "three corners, closed: {ring:?}");
    for corner in &ring {
        let (lon, lat) = (corner[0].as_f64().expect("a number"), corner[1].as_f64().expect("a number"));
        // The map was fitted to what was opened: the middle of the window is among the tracks.
        assert!((124.0..126.5).contains(&lon) && (38.0..39.5).contains(&lat), "drawn at {lat} {lon}");
    }
}

/// Name, task and period in the inspector, by keys alone.
fn say_what_it_is_for(window: &Window<'_>) {
    rename(window, "Area Kilo");
    window.key("F2");
    for (fields_on, text) in [(2, "Inspect tankers"), (1, "2018-01-16 03:00"), (1, "2018-01-17 03:00")] {
        (0..fields_on).for_each(|_| window.key("Tab"));
        window.key("ctrl+a");
        window.type_text(text);
    }
    window.key("Tab");
    let is_said = |properties: &Value| {
        properties["task"] == "Inspect tankers"
            && properties["effective_from"] == "2018-01-16T03:00:00Z"
            && properties["effective_to"] == "2018-01-17T03:00:00Z"
    };
    window.wait_for("task and period in the journal", |w| {
        is_said(&w.journal()?["features"][0]["properties"]).then_some(())
    });
    window.key("Escape");
}

fn rename(window: &Window<'_>, name: &str) {
    window.key("F2");
    window.key("ctrl+a");
    window.type_text(name);
    window.key("Return");
    window.wait_for("the new name in the journal", |w| names(&w.journal()?).contains(&name.to_owned()).then_some(()));
}

/// The map as a picture has the area and the zone on it.
fn picture_shows_all(window: &Window<'_>, out: &Path) {
    window.ask_path("ctrl+shift+p", &out.display().to_string());
    let svg = window.wait_for("the map picture", |_| fs::read_to_string(out).ok());
    for name in ["Area Kilo", "Patrol Box West"] {
        assert!(svg.contains(name), "{name} is not in the picture");
    }
    window.wait_until_idle();
}

fn save(window: &Window<'_>, path: &Path) {
    window.ask_path("ctrl+s", &path.display().to_string());
    window.wait_for("the saved plan", |_| saved(path, 1));
    window.wait_for("the journal's end", |w| w.journal().is_none().then_some(()));
}

fn save_in_place(window: &Window<'_>, path: &Path, n_features: usize) {
    window.key("ctrl+s");
    window.wait_for("the plan saved over itself", |_| saved(path, n_features));
    window.wait_for("the journal's end", |w| w.journal().is_none().then_some(()));
}

fn saved(path: &Path, n_features: usize) -> Option<()> {
    let plan: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    (plan["features"].as_array()?.len() == n_features).then_some(())
}

/// The plan is open again: one more area, taken back, made again, and named.
fn go_on(window: &Window<'_>) {
    window.key("r");
    window.drag((0.30, 0.30), (0.38, 0.40));
    let two = |w: &Window<'_>| (w.journal()?["features"].as_array()?.len() == 2).then_some(());
    window.wait_for("a second area in the journal", two);
    window.key("Escape");
    window.key("ctrl+z");
    window.wait_for("the undone edit: nothing is unsaved", |w| w.journal().is_none().then_some(()));
    window.key("ctrl+shift+z");
    window.wait_for("the edit made again", two);
    window.command("select and move");
    window.click(0.34, 0.35);
    rename(window, "Area Lima");
}

/// A session that ended without saving is offered back; the first button takes it up.
fn recover(window: &Window<'_>) {
    window.wait_until_dimmed();
    window.key("Tab");
    window.key("Return");
    window.wait_until_bright();
    window.wait_until_idle();
}

fn names(plan: &Value) -> Vec<String> {
    let features = plan["features"].as_array().cloned().unwrap_or_default();
    features.iter().filter_map(|feature| Some(feature["properties"]["name"].as_str()?.to_owned())).collect()
}

/// Another program reads the plan: so many features, and these words among their values.
fn gdal_reads(path: &Path, n_features: usize, words: &[&str]) {
    let said = Command::new("ogrinfo").args(["-ro", "-al"]).arg(path).output();
    let said = said.expect("ogrinfo runs; `./test install` brings it (gdal-bin)");
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success() && text.contains(&format!("Feature Count: {n_features}")), "{text}");
    // GDAL shows a moment as 2018/01/16 03:00:00+00.
    let plain = |text: &str| text.replace('/', "-").replace('T', " ").replace("+00", "Z");
    for word in words {
        assert!(plain(&text).contains(&plain(word)), "ogrinfo does not show {word}:\n{text}");
    }
}

/// Where a picture of the screen goes when something fails.
fn failure_picture() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("window-failure.png")
}

#[test]
fn a_display_that_is_not_there_is_said() {
    let said =
        Command::new(env!("CARGO_BIN_EXE_cordon")).env("DISPLAY", ":4095").env_remove("WAYLAND_DISPLAY").output();
    let said = said.expect("the program starts");
    let stderr = String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("cordon: ") && !stderr.contains("panicked"), "{stderr}");
}
