//! Who is to search what, and what slips through, by the built program.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use cordon::analysis::allocate::{LeftOut, NoCase};
use cordon::io::plan_geojson;
use cordon::plan::{Feature, Kind, PlanEdit, Unit};
use cordon::report::Progress;
use cordon::session::{
    Allocation, AllocationCommand, AllocationWish, CaseCommand, Command as Do, CoverageWish, NoAllocation, NoSlip,
    PlanCommand, Session, SlipEnd, SlipWish, Standing, Weights,
};
use serde_json::Value;

mod settled;

use settled::settle;

fn cordon(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).args(args).current_dir(folder).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sample case in a folder.
fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    cordon::io::sample::unpack(folder.path()).expect("room for the sample");
    folder
}

const FILES: [&str; 3] = ["allocate", "sample-plan.geojson", "sample-tracks.csv.zst"];

fn allocation(folder: &Path, args: &[&str]) -> Value {
    let output = cordon(folder, &[&FILES[..], &["--weights", "traffic", "--json"], args].concat());
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one object")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn the_sample_is_allocated_and_the_proposal_is_a_plan() {
    let folder = sample();
    let all = allocation(folder.path(), &["--every", "12", "--gap", "0", "-o", "with.geojson"]);
    assert_eq!(all["proven"], true, "{all}");
    assert!(number(&all["gap"]) <= 1e-6 && number(&all["covered"]) > 0.0, "{all}");
    assert!(number(&all["greedy"]) <= number(&all["covered"]) + 1e-6, "{all}");
    assert!(number(&all["covered"]) <= number(&all["in_areas"]), "{all}");
    let assigned = all["units"][0]["assigned"].as_array().expect("stints");
    assert!(!assigned.is_empty() && assigned.iter().all(|stint| (0.0..=1.0).contains(&number(&stint["pod"]))), "{all}");

    let plan: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("with.geojson")).expect("the plan")).expect("JSON");
    let features = plan["features"].as_array().expect("features");
    let unit = &all["units"][0]["id"];
    let held = features
        .iter()
        .filter(|feature| feature["properties"]["units"].as_array().is_some_and(|units| units.contains(unit)));
    assert!(held.count() >= 1, "{plan}");
    let checked = cordon(folder.path(), &["check", "with.geojson"]);
    assert!(!text(&checked.stdout).contains("two places at once"), "{}", text(&checked.stdout));
    // Proposed again, the same watches stand in the place of the old ones.
    let output = cordon(
        folder.path(),
        &[
            "allocate",
            "with.geojson",
            FILES[2],
            "--weights",
            "traffic",
            "--every",
            "12",
            "--gap",
            "0",
            "-o",
            "again.geojson",
        ],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    let again: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("again.geojson")).expect("the plan")).expect("JSON");
    assert_eq!(again["features"].as_array().map(Vec::len), Some(features.len()), "{again}");
}

#[test]
fn a_unit_is_sent_in_its_periods_on_station_and_sweeps_less_for_small_targets() {
    let folder = sample();
    let path = folder.path().join(FILES[1]);
    let mut plan: Value = serde_json::from_slice(&std::fs::read(&path).expect("the plan")).expect("JSON");
    let periods = [["2018-01-16T12:00:00Z", "2018-01-17T06:00:00Z"], ["2018-01-18T00:00:00Z", "2018-01-18T12:00:00Z"]];
    for feature in plan["features"].as_array_mut().expect("features") {
        let own = &mut feature["properties"];
        if own["name"] == "SYN Haeryong" {
            own["on_station"] = periods.iter().map(|[from, to]| format!("{from}/{to}")).collect();
            own["sweep_width_nm"] = 12.into();
            own["sweep_small_nm"] = 3.into();
        }
    }
    std::fs::write(&path, plan.to_string()).expect("room");
    let asked = ["--every", "12", "--without", "SYN Gannet"];
    let all = allocation(folder.path(), &asked);
    let units = all["units"].as_array().expect("units");
    assert_eq!(units.len(), 2, "once for each period: {all}");
    for (unit, [from, to]) in units.iter().zip(periods) {
        assert_eq!(unit["unit"], "SYN Haeryong");
        assert_eq!(unit["on_station"], serde_json::json!([from, to]));
        let assigned = unit["assigned"].as_array().expect("stints");
        let is_within = |stint: &Value| {
            let [begins, ends] = ["from", "to"].map(|end| stint[end].as_str().expect("a moment").to_owned());
            from <= begins.as_str() && ends.as_str() <= to
        };
        assert!(!assigned.is_empty() && assigned.iter().all(is_within), "{unit}");
    }
    let small = allocation(folder.path(), &[&asked[..], &["--target-size", "small"]].concat());
    assert!(number(&small["covered"]) < number(&all["covered"]), "{small}");
}

#[test]
fn what_ifs_change_the_answer_as_they_say() {
    let folder = sample();
    let all = allocation(folder.path(), &[]);
    let unit = all["units"][0]["unit"].as_str().expect("a name").to_owned();
    let area = all["units"][0]["assigned"][0]["area"].as_str().expect("a name").to_owned();
    let elsewhere = allocation(folder.path(), &["--never", &format!("{unit}={area}")]);
    let goes = elsewhere["units"][0]["assigned"].as_array().expect("stints");
    assert!(goes.iter().all(|stint| stint["area"] != area.as_str()), "{elsewhere}");
    assert!(number(&elsewhere["covered"]) <= number(&all["bound"]) + 1e-6, "{elsewhere}");
    let fewer = allocation(folder.path(), &["--without", &area]);
    assert!(number(&fewer["in_areas"]) < number(&all["in_areas"]), "{fewer}");
    for (args, why) in [
        (&["--without", "Nobody"][..], "the plan has no “Nobody”"),
        (&["--from", "2018-01-17", "--to", "2018-01-16"], "the time asked for is empty"),
        (&["--every", "0.5"], "more than 60 periods"),
        (&["--without", "SYN Haeryong", "--without", "SYN Gannet"], "no unit of the plan can be sent"),
    ] {
        let output = cordon(folder.path(), &[&FILES[..], &["--weights", "traffic"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains(why), "{args:?}: {}", text(&output.stderr));
    }
}

#[test]
fn the_way_of_least_detection_is_told_and_written() {
    let folder = sample();
    let args = [
        "coverage",
        "sample-plan.geojson",
        "--enter",
        "west",
        "--leave",
        "east",
        "--bbox",
        "122.8,37.2,124.6,38.6",
        "--json",
        "-o",
        "coverage.geojson",
    ];
    let output = cordon(folder.path(), &args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let slip: Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert!((0.0..=1.0).contains(&number(&slip["pod"])), "{slip}");
    let way = slip["way"].as_array().expect("places");
    assert_eq!(way.len(), slip["times"].as_array().map_or(0, Vec::len));
    assert!(number(&way[0][0]) < 122.9 && number(&way[way.len() - 1][0]) > 124.5, "{slip}");
    let written: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("coverage.geojson")).expect("a file")).expect("JSON");
    let features = written["features"].as_array().expect("features");
    let hours = written["cordon_coverage"]["hours"].as_array().map_or(0, Vec::len);
    assert!(features.len() > 1 && features[0]["properties"]["pod"].as_array().map(Vec::len) == Some(hours), "{hours}");
    assert_eq!(features[features.len() - 1]["properties"]["role"], "least_detection");

    let to_seoul =
        ["coverage", "sample-plan.geojson", "--enter", "west", "--leave", "east", "--bbox", "122.8,37.2,127.2,38"];
    let output = cordon(folder.path(), &to_seoul);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("east is all land"), "{}", text(&output.stderr));
}

/// The sample case as the window has it open, with all that is asked answered.
fn opened(folder: &Path, home: &Path) -> Session {
    let mut session = settled::session(home);
    session.apply(Do::Case(CaseCommand::Open(vec![folder.join(FILES[1]), folder.join(FILES[2])])));
    settle(&mut session);
    session.learn_waters();
    settle(&mut session);
    session
}

fn ask(session: &mut Session, wish: &AllocationWish) {
    session.apply(Do::Allocation(AllocationCommand::Ask(Some(Box::new(wish.clone())))));
}

fn allocated(session: &Session) -> Arc<Allocation> {
    Arc::clone(session.allocation().answer().expect("an answer").as_ref().expect("an allocation"))
}

/// To the millionth that the command line writes.
fn is_near(one: f64, other: &Value) -> bool {
    (one - number(other)).abs() < 1e-6
}

#[test]
fn the_window_allocates_as_the_command_line_does() {
    let (folder, home) = (sample(), tempfile::tempdir().expect("a folder"));
    let mut session = opened(folder.path(), home.path());
    for (weights, name, hours) in [(Weights::Traffic, "traffic", 12), (Weights::Findings, "findings", 24)] {
        let every = hours.to_string();
        let output = cordon(
            folder.path(),
            &[&FILES[..], &["--weights", name, "--every", &every, "--json", "-o", "with.geojson"]].concat(),
        );
        let told: Value = serde_json::from_slice(&output.stdout).expect("one object");
        let wish = AllocationWish { weights, every: Duration::from_hours(hours), ..AllocationWish::default() };
        ask(&mut session, &wish);
        settle(&mut session);
        let found = allocated(&session);
        assert!(session.allocation().is_current() && session.allocation().standing() == Standing::Ended);
        assert_eq!(session.allocation().is_proven(), told["proven"] == true, "{told}");
        for (here, there) in [
            (found.answer.covered, "covered"),
            (found.answer.bound, "bound"),
            (found.greedy, "greedy"),
            (found.case.instance.whole(), "in_areas"),
            (found.case.everywhere, "everywhere"),
        ] {
            assert!(is_near(here, &told[there]), "{name}: {there} {here}, {told}");
        }
        let whys = found.whys.as_ref().expect("reasons");
        let units = told["units"].as_array().expect("units");
        assert_eq!(units.len(), found.case.units.len());
        for ((unit, stints), why) in units.iter().zip(&found.stints).zip(whys.iter()) {
            assert!(is_near(why.adds, &unit["adds"]) && is_near(why.one_more, &unit["one_more_adds"]), "{unit}");
            let assigned = unit["assigned"].as_array().expect("stints");
            assert_eq!(assigned.len(), stints.len(), "{unit}");
            for (there, here) in assigned.iter().zip(stints) {
                assert_eq!(there["id"], found.case.areas[here.area].to_string(), "{unit}");
                assert_eq!(there["from"], found.case.moment(here.on_scene.0).to_string(), "{unit}");
                assert_eq!(there["to"], found.case.moment(here.on_scene.1).to_string(), "{unit}");
                assert!(is_near(here.pod, &there["pod"]), "{unit}");
            }
        }

        // Applied, it is one edit, and the plan that the command line writes.
        let before = Arc::clone(session.case().plan());
        session.apply(Do::Allocation(AllocationCommand::Apply));
        assert!(session.allocation().wish().is_none(), "nobody asks any more");
        let written = std::fs::read(folder.path().join("with.geojson")).expect("the plan");
        let (plan, ..) = plan_geojson::from_bytes(&written, "with.geojson", &Progress::default()).expect("a plan");
        assert_eq!(session.case().plan().features, plan.features, "{name}");
        session.apply(Do::Plan(PlanCommand::Undo));
        assert!(Arc::ptr_eq(session.case().plan(), &before), "one edit is one undo");
    }
}

#[test]
fn what_is_asked_last_is_answered_and_stopping_stops() {
    let (folder, home) = (sample(), tempfile::tempdir().expect("a folder"));
    let mut session = opened(folder.path(), home.path());
    let traffic = AllocationWish { weights: Weights::Traffic, ..AllocationWish::default() };
    ask(&mut session, &traffic);
    let unit = session.case().plan().features.iter().find(|feature| feature.kind == Kind::Unit).expect("a unit").id;
    let area = session.case().plan().features.iter().find(|feature| feature.kind == Kind::PatrolZone);
    let never = AllocationWish { never: vec![(unit, area.expect("a zone").id)], ..traffic.clone() };
    ask(&mut session, &never);
    settle(&mut session);
    let found = allocated(&session);
    assert_eq!(found.wish, never);
    assert!(found.stints[0].iter().all(|stint| found.case.areas[stint.area] != never.never[0].1));

    ask(&mut session, &AllocationWish { every: Duration::from_hours(4), ..traffic.clone() });
    assert_eq!(session.allocation().standing(), Standing::Searching);
    session.apply(Do::Allocation(AllocationCommand::Stop));
    settle(&mut session);
    assert_eq!(session.allocation().standing(), Standing::Stopped);
    // Stopped, it stays so until anything is asked.
    session.poll();
    assert!(!session.is_busy());
    ask(&mut session, &traffic);
    settle(&mut session);
    assert_eq!((session.allocation().standing(), &allocated(&session).wish), (Standing::Ended, &traffic));
    session.apply(Do::Allocation(AllocationCommand::Ask(None)));
    assert!(session.allocation().answer().is_none());
}

#[test]
fn what_a_unit_lacks_is_told() {
    let (folder, home) = (sample(), tempfile::tempdir().expect("a folder"));
    let mut session = opened(folder.path(), home.path());
    let units = session.case().plan().features.iter().filter(|feature| feature.kind == Kind::Unit);
    let without = |feature: &Arc<Feature>| {
        let unit = feature.unit.clone().map(|unit| Unit { sweep_width: None, ..unit });
        Arc::new(Feature { unit, ..Feature::clone(feature) })
    };
    let edit = PlanEdit::Replace(units.map(without).collect());
    session.apply(Do::Plan(PlanCommand::Edit { label: "Sweep width".into(), edit }));
    ask(&mut session, &AllocationWish { weights: Weights::Traffic, ..AllocationWish::default() });
    settle(&mut session);
    let Some(Err(NoAllocation::Case(NoCase::NoUnits, left_out))) = session.allocation().answer() else {
        panic!("{:?}", session.allocation().answer())
    };
    assert!(left_out.iter().any(|(_, why)| *why == LeftOut::NoSweepWidth), "{left_out:?}");
    // No area says when it is in force: no time is meant.
    session.apply(Do::Plan(PlanCommand::Undo));
    let areas = session
        .case()
        .plan()
        .features
        .iter()
        .map(|feature| Arc::new(Feature { period: cordon::plan::Period::default(), ..Feature::clone(feature) }));
    let edit = PlanEdit::Replace(areas.collect());
    session.apply(Do::Plan(PlanCommand::Edit { label: "Periods".into(), edit }));
    settle(&mut session);
    assert!(matches!(session.allocation().answer(), Some(Err(NoAllocation::NoPeriod))));
}

#[test]
fn the_window_finds_the_way_through_that_the_command_line_does() {
    let (folder, home) = (sample(), tempfile::tempdir().expect("a folder"));
    let output = cordon(folder.path(), &["coverage", FILES[1], "--enter", "south", "--leave", "north", "--json"]);
    let told: Value = serde_json::from_slice(&output.stdout).expect("one object");
    let mut session = opened(folder.path(), home.path());
    let wish =
        CoverageWish { is_shown: true, is_most: false, slip: Some(SlipWish::default()), ..CoverageWish::default() };
    session.apply(Do::Coverage(wish.clone()));
    settle(&mut session);
    let shown = Arc::clone(session.coverage().picture().expect("a picture"));
    let slips = shown.slip.as_ref().expect("it is asked for").as_ref().expect("a way");
    assert!(is_near(slips.least.pod.value(), &told["pod"]), "{told}");
    let times = told["times"].as_array().expect("times");
    let here: Vec<Value> = slips.least.way.iter().map(|(_, at)| at.to_string().into()).collect();
    assert_eq!(&here, times);
    assert_eq!(told["by_hour"].as_array().map(Vec::len), Some(slips.by_hour.len()));

    // A feature of the plan and a place in words are ends like any other; what is none is told.
    let zone = session.case().plan().features.iter().find(|feature| feature.kind == Kind::PatrolZone).expect("a zone");
    let to_zone = SlipWish { leave: SlipEnd::Feature(zone.id), ..SlipWish::default() };
    let nowhere = SlipWish { leave: SlipEnd::Place("Nowhere at all".into()), ..SlipWish::default() };
    let outside = SlipWish { leave: SlipEnd::Place("10N 10E".into()), ..SlipWish::default() };
    for (slip, fault) in
        [(to_zone, None), (nowhere, Some(NoSlip::NoPlace("Nowhere at all".into()))), (outside, Some(NoSlip::Outside))]
    {
        session.apply(Do::Coverage(CoverageWish { slip: Some(slip), ..wish.clone() }));
        settle(&mut session);
        let shown = session.coverage().picture().expect("a picture");
        assert_eq!(shown.slip.as_ref().and_then(|slip| slip.as_ref().err()), fault.as_ref());
    }
    session.apply(Do::Coverage(CoverageWish::default()));
    assert!(session.coverage().answer().is_none());
}
