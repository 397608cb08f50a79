//! Where a silent ship can have been: on the bundled chart, and through the built program.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use cordon::analysis::reachability::{NoReach, Prism, ReachableSea, SeaParams};
use cordon::chart::Waters;
use cordon::geodesy::{Position, destination};
use cordon::io::basemap;
use cordon::report::Progress;
use cordon::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, Timestamp};
use serde_json::Value;

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

/// A deterministic source of numbers (Knuth, The Art of Computer Programming, vol. 2, 3.3.4, table 1, line 26).
struct Dice(u64);

impl Dice {
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A track of a ship that keeps off the chart's land: places a quarter of an hour apart.
fn sailed(dice: &mut Dice, waters: &Waters, speed: f64, n_steps: u32) -> Option<Vec<Position>> {
    let mut track = vec![at(33.9 + 1.4 * dice.unit(), 125.3 + 2.7 * dice.unit())];
    let mut course = 360.0 * dice.unit();
    let mut n_turns = 0;
    while track.len() <= n_steps as usize && n_turns < 60 {
        let here = *track.last()?;
        let step = |share: f64| {
            let metres = Metres::magnitude(share * speed * METRES_PER_NAUTICAL_MILE / 4.0);
            destination(here, Course::wrapped(course), metres)
        };
        // Every 500 m and less.
        if waters.is_land(here) || (1..=16).any(|part| waters.is_land(step(f64::from(part) / 16.0))) {
            course += 20.0 + 40.0 * dice.unit();
            n_turns += 1;
            continue;
        }
        track.push(step(1.0));
        course += 16.0 * (dice.unit() - 0.5);
    }
    (track.len() > n_steps as usize).then_some(track)
}

#[test]
fn no_track_among_the_islands_of_the_chart_is_left_out() {
    // As many as are asked for: ten thousand take minutes.
    let n_wanted: u32 = std::env::var("CORDON_SIMULATED_TRACKS").ok().and_then(|n| n.parse().ok()).unwrap_or(120);
    let waters = Waters::near(&*basemap::bundled().expect("the chart"), (at(32.0, 123.5), at(37.0, 130.0)));
    let mut dice = Dice(3);
    let (mut n, mut n_cut) = (0, 0);
    while n < n_wanted {
        let (speed, n_steps) = (8.0 + 8.0 * dice.unit(), 8 + (n % 40));
        let Some(track) = sailed(&mut dice, &waters, speed, n_steps) else { continue };
        n += 1;
        let (from, to) = (track[0], track[track.len() - 1]);
        let prism = Prism {
            from,
            from_time: Timestamp::from_seconds(0),
            to,
            to_time: Timestamp::from_seconds(900 * i64::from(n_steps)),
            speed: Knots::new(speed * 1.000_001).expect("a speed"),
        };
        let params = SeaParams { n_cells: 24 + n % 64 };
        let sea = ReachableSea::round_land(&prism, params, &waters, &Progress::default());
        let sea = sea.unwrap_or_else(|why| panic!("track {n}: {why}"));
        let missed = track.iter().filter(|place| !sea.holds(**place)).count();
        assert_eq!(missed, 0, "track {n}");
        n_cut += u32::from(sea.area().value() < prism.area(360).expect("it is possible").value());
    }
    assert!(n_cut > n_wanted / 10, "land was in the way of {n_cut} of {n_wanted}");
}

#[test]
fn the_korean_peninsula_is_gone_round() {
    let waters = Waters::near(&*basemap::bundled().expect("the chart"), (at(30.0, 120.0), at(43.0, 135.0)));
    // Off Incheon, and off Sokcho: 210 km over land; by sea some 541 nm round the south, added up leg by
    // leg by Hongdo-side waters, Jindo, Geoje and Busan.
    let (west, east) = (at(37.2, 126.0), at(38.2, 128.9));
    let prism = |hours: i64| Prism {
        from: west,
        from_time: Timestamp::from_seconds(0),
        to: east,
        to_time: Timestamp::from_seconds(3600 * hours),
        speed: Knots::new(14.0).expect("a speed"),
    };
    let reach =
        |hours: i64| ReachableSea::round_land(&prism(hours), SeaParams::default(), &waters, &Progress::default());
    let Err(NoReach::Empty(empty)) = reach(24) else { panic!("24 h at 14 kn are 336 nm") };
    let needed = empty.needed.expect("there is a way by sea").value() * 24.0;
    // At least so much: 4 % and a few cells less, and never more.
    assert!(empty.is_round_land && (460.0..541.0).contains(&needed), "{needed} nm");
    let sea = reach(60).expect("60 h at 14 kn are 840 nm");
    assert!(sea.holds(at(33.9, 127.9)), "south of the peninsula");
    for inland in [at(37.5, 127.5), at(36.0, 128.0), at(40.0, 126.5)] {
        assert!(!sea.holds(inland), "{inland:?}");
    }
}

/// Three ships off Tokchok-to: two that go dark for six hours thirty miles apart, and one that leaps over the peninsula in ten.
fn tracks() -> String {
    let mut rows = String::from(
        "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n",
    );
    let mut sail = |mmsi: u32, minute: i32, lat: f64, lon: f64| {
        let (day, hour, minute) = (16 + minute / 1440, minute / 60 % 24, minute % 60);
        rows +=
            &format!("{mmsi},2018-01-{day}T{hour:02}:{minute:02}:00,{lat:.5},{lon:.5},12,0,0,SHIP {mmsi},,,80,0,,,,\n");
    };
    // A mile of latitude every five minutes: 12 kn; then back, the same way.
    for (mmsi, lon) in [(440_123_456, 124.7), (440_123_457, 125.3), (440_123_458, 125.0)] {
        for step in 0..24 {
            sail(mmsi, 5 * step, 36.4 + f64::from(step) / 60.0, lon);
        }
        let (gap, to) = if mmsi == 440_123_458 { (600, (38.2, 128.9)) } else { (360, (36.4 + 23.0 / 60.0, lon)) };
        for step in 0..6 {
            sail(mmsi, 115 + gap + 5 * step, to.0 - f64::from(step) / 60.0, to.1);
        }
    }
    rows
}

fn reach(folder: &Path, args: &[&str]) -> Output {
    fs::write(folder.join("tracks.csv"), tracks()).expect("room for a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cordon"));
    command.args(["reach", "tracks.csv"]).args(args).current_dir(folder).output().expect("the program runs")
}

fn said(args: &[&str]) -> (String, Vec<Value>) {
    let folder = tempfile::tempdir().expect("a folder");
    let output = reach(folder.path(), &[args, &["-o", "out.geojson"]].concat());
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(folder.path().join("out.geojson")).expect("it was written");
    let json: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(json["cordon_reach"]["format"], 1);
    let features = json["features"].as_array().expect("features").clone();
    (String::from_utf8_lossy(&output.stdout).into_owned(), features)
}

fn of_role<'a>(features: &'a [Value], role: &str) -> Vec<&'a Value> {
    features.iter().filter(|feature| feature["properties"]["role"] == role).collect()
}

#[test]
fn a_silence_is_told_with_its_area_in_bands() {
    let (told, features) = said(&["--mmsi", "440123456"]);
    assert!(told.contains("at 12.1 kn (fastest hour of its track)"), "a mile in five minutes, rounded up: {told}");
    let silence = &of_role(&features, "silence")[0]["properties"];
    assert_eq!((&silence["silence_h"], &silence["possible"]), (&6.0.into(), &"yes".into()), "{silence}");
    // Back where it was: any stop up to all six hours, within 36.3 nm; open water but for islets.
    let bands: Vec<f64> =
        of_role(&features, "reach").iter().map(|f| f["properties"]["stop_from_h"].as_f64().expect("hours")).collect();
    assert_eq!(bands, [0.0, 1.0, 3.0]);
    let circle = std::f64::consts::PI * (36.3_f64 * 1.852).powi(2);
    let area = silence["area_km2"].as_f64().expect("an area");
    assert!(area > 0.9 * circle && area < 1.06 * circle, "{area} of {circle}");
    assert_eq!(silence["longest_stop_h"], 6.0);
    let (_, at_a_moment) = said(&["--mmsi", "440123456", "--at", "2018-01-16T03:00:00Z", "--speed", "5"]);
    assert_eq!(of_role(&at_a_moment, "silence")[0]["properties"]["speed_source"], "as stated");
}

#[test]
fn two_ships_can_have_met_half_way() {
    let (told, features) = said(&["--mmsi", "440123456", "--with", "440123457"]);
    let met = of_role(&features, "meeting")[0];
    // 0.6° of longitude at 36.78 N are 28.9 nm: half of it and back takes 2.4 h of the 6 at 12 kn.
    let hours = met["properties"]["together_h"].as_f64().expect("hours");
    assert!((hours - 3.59).abs() < 0.05, "{hours}");
    let (lon, lat) = (&met["geometry"]["coordinates"][0], &met["geometry"]["coordinates"][1]);
    assert!((lon.as_f64().expect("a longitude") - 125.0).abs() < 0.02, "{lon}");
    assert!((lat.as_f64().expect("a latitude") - 36.783).abs() < 0.02, "{lat}");
    assert!(!of_role(&features, "meeting_area").is_empty() && told.contains("they can have met"), "{told}");
    let (told, features) = said(&["--mmsi", "440123456", "--with", "440123457", "--least", "5"]);
    assert!(told.contains("cannot have been together for 5 h") && of_role(&features, "meeting").is_empty(), "{told}");
}

#[test]
fn an_impossible_silence_is_said_to_be_one() {
    // Over the peninsula, 210 nm away in 10 h: 21 kn straight, and some 55 by sea.
    let (told, features) = said(&["--mmsi", "440123458"]);
    let silence = &of_role(&features, "silence")[0]["properties"];
    let needed = silence["needed_kn"].as_f64().expect("a speed");
    assert_eq!((features.len(), &silence["possible"]), (1, &"no".into()));
    assert!((needed - 20.6).abs() < 0.5 && told.contains("impossible") && told.contains("needed between"), "{told}");
    let (told, features) = said(&["--mmsi", "440123458", "--speed", "24"]);
    let needed = of_role(&features, "silence")[0]["properties"]["needed_kn"].as_f64();
    assert!(needed.is_some_and(|needed| (45.0..58.0).contains(&needed)) && told.contains("round land"), "{told}");
}

#[test]
fn what_cannot_be_reckoned_is_refused_on_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for args in [
        &["--mmsi", "1"][..],
        &["--mmsi", "440123456", "--with", "440123456"],
        &["--mmsi", "440123456", "--speed", "0"],
        &["--mmsi", "440123456", "--at", "soon"],
    ] {
        let output = reach(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).trim().lines().count(), 1, "{args:?}");
    }
}
