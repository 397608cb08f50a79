//! The sample case is what its README says it is.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::collections::{BTreeMap, BTreeSet};

use cordon::geodesy::{self, Position};
use cordon::io::{plan_geojson, sample};
use cordon::plan::Kind;
use cordon::report::Progress;
use cordon::track::{Fix, TrackBuilder, TrackStore};
use cordon::units::{Knots, Timestamp};
use cordon::vessel::Mmsi;

#[path = "../examples/build_sample"]
mod build_sample {
    pub(crate) mod case;
    mod fleet;
    #[rustfmt::skip]
    mod lanes;
    mod voyage;
}

const AURORA_STAR: u32 = 667_999_001;
const MOONLIGHT: u32 = 445_999_002;

fn text() -> String {
    String::from_utf8(zstd::decode_all(sample::TRACKS.bytes).expect("zstd")).expect("UTF-8")
}

/// Read without the program's own readers, so that the facts do not lean on them.
fn store() -> TrackStore {
    let mut builder = TrackBuilder::default();
    for row in csv::Reader::from_reader(text().as_bytes()).records() {
        let row = row.expect("a row");
        let number = |idx: usize| row[idx].parse::<f64>().expect("a number");
        builder.push(&Fix {
            mmsi: mmsi(row[0].parse().expect("an MMSI")),
            time: moment(&row[1]),
            position: Position::new(number(2), number(3)).expect("on the globe"),
            sog: Knots::new(number(4)),
            cog: None,
            heading: None,
            nav_status: None,
        });
    }
    builder.build().0
}

fn mmsi(number: u32) -> Mmsi {
    Mmsi::new(number).expect("an MMSI")
}

/// From `2018-01-16T03:12:40`.
fn moment(text: &str) -> Timestamp {
    let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().expect("digits");
    Timestamp::from_civil(2018, part(5..7), part(8..10), part(11..13), part(14..16), part(17..19)).expect("a moment")
}

#[test]
fn it_spans_three_days_and_some_sixty_vessels() {
    let store = store();
    assert_eq!(store.vessels().len(), 64);
    let (first, last) = store.span().expect("fixes");
    assert!(first >= moment("2018-01-16T00:00:00") && first < moment("2018-01-16T00:05:00"), "{first}");
    assert!(last < moment("2018-01-19T00:00:00") && last > moment("2018-01-18T23:55:00"), "{last}");
    assert!(sample::TRACKS.bytes.len() < 600_000);
}

#[test]
fn every_ship_is_plainly_invented() {
    let text = text();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.records() {
        let row = row.expect("a row");
        assert!(row[7].starts_with("SYN "), "{row:?}");
        assert_eq!(&row[0][3..6], "999", "{row:?}");
        assert!(row[8].starts_with("IMO39") || &row[8] == "IMO0000000", "{row:?}");
    }
}

#[test]
fn two_tankers_lie_together_by_night() {
    let store = store();
    let slice = |number| store.slice(store.vessel_idx(mmsi(number)).expect("in the case")).expect("a slice");
    let (aurora, moonlight) = (slice(AURORA_STAR), slice(MOONLIGHT));
    let begin = moment("2018-01-16T15:25:00");
    let mut n_minutes = 0;
    for minute in 0..150 {
        let now = begin.plus_millis(minute * 60_000);
        let (a, b) = (aurora.position_at(now).expect("there"), moonlight.position_at(now).expect("there"));
        let metres = geodesy::distance(a, b).value();
        assert!(metres < 300.0, "{now}: {metres} m");
        n_minutes += 1;
    }
    assert_eq!(n_minutes, 150); // two and a half hours
    for slice in [aurora, moonlight] {
        let end = begin.plus_millis(150 * 60_000);
        let sog = slice
            .fixes()
            .filter(|fix| (begin..end).contains(&store.time(*fix).expect("a time")))
            .map(|fix| store.sog(fix));
        assert!(sog.clone().count() > 20);
        assert!(sog.flatten().all(|sog| sog.value() < 1.0));
    }
}

#[test]
fn one_tanker_falls_silent_for_fourteen_hours() {
    let store = store();
    let mut silences = BTreeMap::new();
    for slice in store.slices() {
        let longest = slice.time_ms().windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0);
        silences.insert(slice.vessel().mmsi.value(), longest / 60_000);
    }
    let dark: Vec<_> = silences.iter().filter(|(_, minutes)| **minutes > 60).collect();
    assert_eq!(dark.len(), 1, "{dark:?}");
    assert_eq!(*dark[0].0, MOONLIGHT);
    assert!((13 * 60 + 30..=14 * 60 + 30).contains(dark[0].1), "{dark:?}");
}

#[test]
fn the_plan_is_as_the_program_saves_it() {
    let (plan, report, _access) =
        plan_geojson::from_bytes(sample::PLAN.bytes, sample::PLAN.name, &Progress::default()).expect("a plan");
    assert_eq!(report.n_skipped(), 0, "{report:?}");
    assert!(
        plan_geojson::to_bytes(&plan) == sample::PLAN.bytes,
        "save it again with `cargo run --example build_sample`"
    );
    assert!(plan.title.starts_with("SYNTHETIC"));
    let kinds: BTreeSet<_> = plan.features.iter().map(|f| f.kind).collect();
    for kind in [Kind::InterdictionArea, Kind::PatrolZone, Kind::ExclusionArea, Kind::ReferenceArea, Kind::Unit] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
    // The high seas need the flag State's consent; the plan never claims more.
    assert!(plan.features.iter().all(|f| !f.legal_basis.to_lowercase().contains("authori")));
    let kilo = plan.features.iter().find(|f| f.kind == Kind::InterdictionArea).expect("drawn");
    assert!(kilo.legal_basis.contains("2375") && kilo.period.from.is_some() && !kilo.task.is_empty());
}

#[test]
fn the_area_is_drawn_around_the_meeting() {
    use geo::Contains as _;
    let (plan, _report, _access) =
        plan_geojson::from_bytes(sample::PLAN.bytes, sample::PLAN.name, &Progress::default()).expect("a plan");
    let kilo = plan.features.iter().find(|f| f.kind == Kind::InterdictionArea).expect("drawn");
    let store = store();
    let moonlight = store.slice(store.vessel_idx(mmsi(MOONLIGHT)).expect("in the case")).expect("a slice");
    let met = moonlight.position_at(moment("2018-01-16T16:30:00")).expect("there");
    assert!(kilo.geometry.as_ref().is_some_and(|area| area.contains(&geo::Point(met.coord()))));
}

#[test]
fn the_generator_writes_the_same_case_each_time() {
    // Compared as text: the compressed bytes also depend on zstd's version.
    assert!(build_sample::case::csv() == text(), "run `cargo run --example build_sample` and commit what it writes");
}
