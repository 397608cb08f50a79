//! Labelled scenarios: what was put in is found, and little else.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]
#![expect(clippy::cast_precision_loss, reason = "shares of some hundred events")]

use std::collections::BTreeMap;

use cordon::analysis::{Findings, Input, Params, detect};
use cordon::chart::Waters;
use cordon::finding::{Finding, Kind};
use cordon::geodesy::Position;
use cordon::io::basemap;
use cordon::report::Progress;

mod scenario_case;

use scenario_case::{Scenario, Sea, Truth};

/// The kinds that the scenario has labels for.
const LABELLED: [Kind; 7] = [
    Kind::Encounter,
    Kind::Loitering,
    Kind::Gap,
    Kind::ImpossibleSpeed,
    Kind::OnLand,
    Kind::Circling,
    Kind::DuplicateIdentity,
];

const YELLOW_SEA: Sea = Sea { south: 33.8, west: 123.2, north: 36.0, east: 125.0, inland: (36.2, 117.5) };
/// Off California, where the chart is coarse.
const OFF_CALIFORNIA: Sea = Sea { south: 31.0, west: -124.0, north: 34.0, east: -120.5, inland: (36.5, -119.5) };
/// Both sides of the antimeridian.
const DATE_LINE: Sea = Sea { south: 45.0, west: 178.5, north: 47.0, east: 181.5, inland: (47.0, 128.0) };

fn found_in(scenario: &Scenario, sea: Sea) -> Findings {
    let map = basemap::bundled().expect("the bundled map");
    let corners = (Position::clamped(sea.south - 9.5, -179.9), Position::clamped(sea.north + 1.0, 179.9));
    let waters = if sea.west < 0.0 || sea.east > 180.0 {
        Waters::build(&*map)
    } else {
        Waters::near(&*map, (Position::clamped(corners.0.lat(), 117.0), Position::clamped(corners.1.lat(), 128.0)))
    };
    let input = Input { tracks: &scenario.store, waters: &waters, zones: &[], lists: &[] };
    detect(&input, &Params::default(), &Kind::ALL, &mut |_| {}, &Progress::default()).expect("not stopped")
}

fn is_that(finding: &Finding, truth: &Truth) -> bool {
    let mut vessels: Vec<u32> = finding.vessels.iter().map(|mmsi| mmsi.value()).collect();
    vessels.sort_unstable();
    // A loitering is told by whole hours of the clock.
    let tolerance_s = if truth.kind == Kind::Loitering { 3_600 + 600 } else { 900 };
    let off = |found: i64, put: i64| (found / 1000 - put).abs() <= tolerance_s;
    finding.kind == truth.kind
        && vessels == truth.vessels
        && off(finding.start.millis(), truth.start)
        && off(finding.end.millis(), truth.end)
}

/// Recall and precision of every kind, and what was wrong.
fn judge(scenario: &Scenario, found: &Findings) -> BTreeMap<Kind, (f64, f64, Vec<String>)> {
    let mut judged = BTreeMap::new();
    for kind in LABELLED {
        let truths: Vec<&Truth> = scenario.truths.iter().filter(|truth| truth.kind == kind).collect();
        let shown: Vec<&Finding> = found.shown().filter(|finding| finding.kind == kind).collect();
        let mut wrong = Vec::new();
        let (mut n_found, mut n_wanted) = (0, 0);
        for truth in truths.iter().filter(|truth| !truth.is_optional) {
            n_wanted += 1;
            if shown.iter().any(|finding| is_that(finding, truth)) {
                n_found += 1;
            } else {
                let near: Vec<String> = found
                    .all()
                    .iter()
                    .filter(|f| f.kind == kind && f.vessels.iter().any(|mmsi| truth.vessels.contains(&mmsi.value())))
                    .map(|f| format!("{} {} {:?} {}", f.start, f.end, f.suppressed, told(f)))
                    .collect();
                wrong.push(format!("missed {truth:?}; there is {near:?}"));
            }
        }
        let n_right = shown.iter().filter(|finding| truths.iter().any(|truth| is_that(finding, truth))).count();
        for finding in shown.iter().filter(|finding| !truths.iter().any(|truth| is_that(finding, truth))) {
            let vessels = &finding.vessels;
            wrong.push(format!("wrongly {kind} {vessels:?} {} {} {}", finding.start, finding.end, told(finding)));
        }
        let share = |n: usize, of: usize| if of == 0 { 1.0 } else { n as f64 / of as f64 };
        judged.insert(kind, (share(n_found, n_wanted), share(n_right, shown.len()), wrong));
    }
    judged
}

fn told(finding: &Finding) -> String {
    finding.evidence.iter().map(|e| format!("{}={} ", e.name, e.value)).collect()
}

fn check(seed: u64, sea: Sea, has_sog: bool) {
    let scenario = Scenario::of(seed, sea, has_sog);
    assert!((180..=260).contains(&scenario.n_ships), "{} ships", scenario.n_ships);
    let found = found_in(&scenario, sea);
    let mut faults = Vec::new();
    for (kind, (recall, precision, wrong)) in judge(&scenario, &found) {
        if recall < 0.95 || precision < 0.9 {
            faults.push(format!("{kind}: recall {recall:.3}, precision {precision:.3}\n  {}", wrong.join("\n  ")));
        }
    }
    assert!(faults.is_empty(), "seed {seed}:\n{}", faults.join("\n"));
}

#[test]
fn events_in_the_yellow_sea_are_found() {
    check(1, YELLOW_SEA, true);
    check(2, YELLOW_SEA, true);
}

#[test]
fn events_are_found_without_a_column_of_speeds() {
    check(3, YELLOW_SEA, false);
}

#[test]
fn events_off_california_are_found_on_a_coarse_chart() {
    check(4, OFF_CALIFORNIA, true);
}

#[test]
fn events_on_both_sides_of_the_antimeridian_are_found() {
    check(5, DATE_LINE, true);
}

#[test]
fn the_answer_depends_neither_on_threads_nor_on_the_order_of_rows() {
    let scenario = Scenario::of(6, YELLOW_SEA, true);
    let found = found_in(&scenario, YELLOW_SEA);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    assert!(one.install(|| found_in(&scenario, YELLOW_SEA)) == found);
    let n_shown = found.shown().count();
    assert_eq!(n_shown + found.suppressed().count(), found.all().len());
}
