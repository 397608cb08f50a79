//! The case in hand, driven as a face drives it: what is opened, edited, saved, asked and lost to no crash.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cordon::io::{basemap, plan_geojson};
use cordon::plan::{Feature, FeatureId, Kind, PlanEdit};
use cordon::report::Progress;
use cordon::session::{
    Answer, CaseCommand, Command, FocusCommand, Folders, PlanCommand, Question, Selected, Session, SettingsCommand,
    Severity, ZoneCommand, ZoneFilter,
};
use cordon::track::pyramid::Vertex;
use tempfile::TempDir;
use uuid::Uuid;

/// A session whose settings and journals lie in a folder of its own.
fn session(home: &Path) -> Session {
    let folders = Folders { config: home.join("config"), state: home.join("state"), cache: home.join("cache") };
    Session::new(folders, basemap::bundled().expect("the bundled chart"), Arc::new(|| {}))
}

/// Takes in what jobs come to, until none is left.
fn settle(session: &mut Session) {
    let begun = Instant::now();
    while session.is_busy() {
        session.poll();
        assert!(begun.elapsed() < Duration::from_mins(2), "a job does not end: {:?}", session.jobs());
        std::thread::sleep(Duration::from_millis(2));
    }
    session.poll();
}

fn apply(session: &mut Session, command: CaseCommand) {
    session.apply(Command::Case(command));
    settle(session);
}

fn open(session: &mut Session, paths: &[&Path]) {
    apply(session, CaseCommand::Open(paths.iter().map(|path| (*path).to_owned()).collect()));
}

fn draw(session: &mut Session, name: &str) -> FeatureId {
    let id = FeatureId(Uuid::new_v4());
    let square = geo::Rect::new((124.0, 37.0), (124.5, 37.5)).to_polygon();
    let feature = Feature::new(id, Kind::InterdictionArea, name, square.into());
    let edit = PlanEdit::Add(vec![Arc::new(feature)]);
    session.apply(Command::Plan(PlanCommand::Edit { label: format!("Draw {name}"), edit }));
    id
}

fn answer(session: &mut Session, answer: Answer) {
    let (id, _) = session.question().expect("a question");
    session.apply(Command::Answer(id, answer));
    settle(session);
}

fn told(session: &Session, severity: Severity) -> Vec<&str> {
    session.notices().iter().filter(|n| n.severity == severity).map(|n| n.text.as_str()).collect()
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    path
}

const HEADER: &str =
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n";

fn tracks(folder: &Path, name: &str, rows: &[&str]) -> PathBuf {
    write(folder, name, &format!("{HEADER}{}\n", rows.join("\n")))
}

#[test]
fn the_sample_opens_with_tracks_zones_and_an_area() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    apply(&mut session, CaseCommand::OpenSample);
    let case = session.case();
    // What assets/sample/README.md says of it.
    assert_eq!(case.tracks().map(|tracks| tracks.store.vessels().len()), Some(64));
    assert_eq!(case.zones().iter().map(|set| set.layer.zones.len()).sum::<usize>(), 6);
    assert!(case.plan().features.iter().any(|f| f.kind == Kind::InterdictionArea && f.name == "Area Kilo"));
    assert!(case.path().is_none(), "the sample has no file of its own");
    assert_eq!(told(&session, Severity::Error), [""; 0]);
    assert!(session.question().is_none());
}

#[test]
fn a_plan_is_drawn_saved_opened_again_and_gone_on_with() {
    let home = TempDir::new().expect("a folder");
    let path = home.path().join("plan.geojson");
    let mut first = session(home.path());
    let id = draw(&mut first, "Area Alfa");
    assert!(!first.case().history().is_saved());
    apply(&mut first, CaseCommand::SaveAs(path.clone()));
    assert!(first.case().history().is_saved());
    let bytes = std::fs::read(&path).expect("saved");
    apply(&mut first, CaseCommand::Save);
    assert_eq!(std::fs::read(&path).expect("saved"), bytes, "two saves of one plan are the same bytes");
    apply(&mut first, CaseCommand::Quit);
    assert!(first.may_quit());
    drop(first);

    let mut second = session(home.path());
    assert!(second.question().is_none(), "nothing was left unsaved");
    open(&mut second, &[&path]);
    assert_eq!(second.case().plan().feature(id).map(|f| f.name.as_str()), Some("Area Alfa"));
    draw(&mut second, "Area Bravo");
    assert_eq!(second.case().history().undo_label(), Some("Draw Area Bravo"));
    second.apply(Command::Plan(PlanCommand::Undo));
    assert!(second.case().history().is_saved(), "undone to what the file holds");
    assert_eq!(second.case().history().redo_label(), Some("Draw Area Bravo"));
}

#[test]
fn unsaved_changes_are_asked_about() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    draw(&mut session, "Area Alfa");
    apply(&mut session, CaseCommand::Quit);
    assert!(!session.may_quit());
    answer(&mut session, Answer::Cancel);
    assert!(!session.may_quit() && session.question().is_none());
    apply(&mut session, CaseCommand::Quit);
    answer(&mut session, Answer::Save);
    assert!(matches!(session.question(), Some((_, Question::SavePath { .. }))), "a plan without a file needs a path");
    let path = home.path().join("kept");
    answer(&mut session, Answer::SavePath(path.clone()));
    assert!(session.may_quit(), "saved, then gone on with what was asked");
    assert!(path.with_extension("geojson").is_file());
}

#[test]
fn a_crash_costs_no_edit() {
    let home = TempDir::new().expect("a folder");
    let mut crashed = session(home.path());
    draw(&mut crashed, "Area Alfa");
    drop(crashed); // without Quit: as the journal finds it when the program is gone

    let mut next = session(home.path());
    let Some((_, Question::Recover { journals })) = next.question() else { panic!("{:?}", next.question()) };
    assert_eq!(journals.iter().map(|journal| journal.n_features).collect::<Vec<_>>(), [1]);
    answer(&mut next, Answer::Recover(0));
    assert_eq!(next.case().plan().features.len(), 1);
    assert!(!next.case().history().is_saved());
    drop(next); // taken up, not saved, and crashed again

    let mut third = session(home.path());
    answer(&mut third, Answer::Recover(0));
    assert_eq!(third.case().plan().features.len(), 1);
    third.apply(Command::Case(CaseCommand::Quit));
    answer(&mut third, Answer::Discard);
    assert!(third.may_quit());
    drop(third);
    assert!(session(home.path()).question().is_none(), "given up on purpose, not offered again");
}

#[test]
fn what_someone_else_wrote_meanwhile_is_kept_beside() {
    let home = TempDir::new().expect("a folder");
    let path = home.path().join("plan.geojson");
    let mut session = session(home.path());
    draw(&mut session, "Area Alfa");
    apply(&mut session, CaseCommand::SaveAs(path.clone()));
    let theirs = r#"{"type":"FeatureCollection","features":[],"cordon":{"format":1,"title":"Theirs"}}"#;
    std::fs::write(&path, theirs).expect("written");
    draw(&mut session, "Area Bravo");
    apply(&mut session, CaseCommand::Save);
    let kept: Vec<_> = std::fs::read_dir(home.path())
        .expect("a folder")
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().contains("(other "))
        .map(|entry| std::fs::read_to_string(entry.path()).expect("readable"))
        .collect();
    assert_eq!(kept, [theirs]);
    let (ours, ..) = plan_geojson::read(&path, &Progress::default()).expect("a plan");
    assert_eq!(ours.features.len(), 2);
    assert!(told(&session, Severity::Warning).iter().any(|text| text.contains("Someone else had changed")));
}

#[test]
fn a_plan_of_a_newer_format_is_only_looked_at() {
    let home = TempDir::new().expect("a folder");
    let text = r#"{"type":"FeatureCollection","features":[],"cordon":{"format":99,"title":"From tomorrow"}}"#;
    let path = write(home.path(), "newer.geojson", text);
    let mut session = session(home.path());
    open(&mut session, &[&path]);
    assert!(session.case().is_read_only());
    draw(&mut session, "Area Alfa");
    assert_eq!(session.case().plan().features.len(), 0);
    assert!(told(&session, Severity::Error).iter().any(|text| text.contains("newer Cordon")));
    apply(&mut session, CaseCommand::Quit);
    assert!(session.may_quit());
    assert_eq!(std::fs::read_to_string(&path).expect("readable"), text);
}

#[test]
fn a_file_that_cannot_be_saved_leaves_the_work_in_memory_and_journal() {
    let home = TempDir::new().expect("a folder");
    let wall = write(home.path(), "a file", "not a folder");
    let mut first = session(home.path());
    draw(&mut first, "Area Alfa");
    apply(&mut first, CaseCommand::SaveAs(wall.join("plan.geojson")));
    let errors = told(&first, Severity::Error);
    assert!(errors.len() == 1 && errors[0].contains("the plan was not saved"), "{errors:?}");
    assert!(!first.case().history().is_saved());
    drop(first);
    assert!(matches!(session(home.path()).question(), Some((_, Question::Recover { .. }))));
}

#[test]
fn files_of_tracks_merge_and_repeated_rows_count_once() {
    let home = TempDir::new().expect("a folder");
    let row = "445000001,2018-01-16T00:00:00,38.0,125.0,10.0,90.0,90,ONE,,,70,0,100,15,5,70";
    let a = tracks(
        home.path(),
        "a.csv",
        &[row, "445000001,2018-01-16T00:10:00,38.0,125.03,10.0,90.0,90,ONE,,,70,0,100,15,5,70"],
    );
    let b = tracks(
        home.path(),
        "b.csv",
        &[row, "440000002,2018-01-16T00:00:00,37.0,125.0,,,,TWO,,,,,,,,", "440000002,x,1,1,,,,,,,,,,,,"],
    );
    let mut session = session(home.path());
    open(&mut session, &[&a]);
    open(&mut session, &[&b]);
    let open = session.case().tracks().expect("tracks");
    assert_eq!((open.store.vessels().len(), open.store.n_fixes()), (2, 3));
    assert_eq!(open.histogram.iter().sum::<u32>(), 3);
    assert_eq!(open.sources.iter().map(|s| (s.report.read, s.report.kept)).collect::<Vec<_>>(), [(2, 2), (3, 2)]);
    assert!(told(&session, Severity::Warning).iter().any(|text| text.contains("1 of 3 rows were skipped")));
    let report = home.path().join("report.json");
    apply(&mut session, CaseCommand::SaveReport(report.clone()));
    let text = std::fs::read_to_string(&report).expect("a report");
    assert!(text.contains(r#""read": 5,"#) && text.contains("b.csv"), "{text}");
    apply(&mut session, CaseCommand::CloseTracks);
    assert!(session.case().tracks().is_none());
}

#[test]
fn a_briefing_is_written_by_a_job_and_its_extension_is_its_format() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    apply(&mut session, CaseCommand::OpenSample);
    let language = cordon::language::Language::Korean;
    for (name, expected) in [("a.pdf", &b"%PDF-"[..]), ("a.html", b"<!DOCTYPE html>\n<html lang=\"ko\">")] {
        let path = home.path().join(name);
        apply(&mut session, CaseCommand::ExportBriefing { path: path.clone(), language });
        let bytes = std::fs::read(&path).expect("a briefing");
        assert!(bytes.starts_with(expected), "{name}");
        assert!(told(&session, Severity::Done).iter().any(|text| text.contains(name)), "{name}");
    }
    let path = home.path().join("a.doc");
    apply(&mut session, CaseCommand::ExportBriefing { path: path.clone(), language });
    assert!(!path.exists());
    assert!(told(&session, Severity::Error).iter().any(|text| text.contains(".pdf or .html")));
}

#[test]
fn a_file_with_no_stated_zone_asks() {
    let home = TempDir::new().expect("a folder");
    let text = "조회 기간 : 2018-01-16\n조회선박 척수 : 1\nMMSI,일시,위도,경도,SOG,COG,Heading\n440000001,2018-01-16 09:00:00,37.5,125.0,1.0,2.0,3\n";
    let path = write(home.path(), "korean.csv", text);
    let mut session = session(home.path());
    open(&mut session, &[&path]);
    let Some((_, Question::TimeZone { example, .. })) = session.question() else { panic!("{:?}", session.question()) };
    assert_eq!(example, "2018-01-16 09:00:00");
    answer(&mut session, Answer::TimeZone("Asia/Seoul".into()));
    let open = session.case().tracks().expect("tracks");
    // Korea Standard Time is nine hours ahead of UTC.
    assert_eq!(open.store.span().map(|(from, _)| from.to_string()).as_deref(), Some("2018-01-16T00:00:00Z"));
    assert_eq!(open.sources[0].report.assumed_time_zone.as_deref(), Some("Asia/Seoul"));
}

#[test]
fn an_unknown_header_asks_for_its_columns() {
    let home = TempDir::new().expect("a folder");
    let path = write(home.path(), "odd.csv", "Ship;When;Y;X\n440000001;2018-01-16T00:00:00Z;37.5;125.0\n");
    let mut session = session(home.path());
    open(&mut session, &[&path]);
    let Some((_, Question::Columns { header, rows, .. })) = session.question() else {
        panic!("{:?}", session.question())
    };
    assert_eq!(header, &["Ship", "When", "Y", "X"]);
    assert_eq!(rows[0][2], "37.5");
    answer(&mut session, Answer::Columns("mmsi=Ship,time=When,lat=Y,lon=X".into()));
    assert_eq!(session.case().tracks().map(|tracks| tracks.store.n_fixes()), Some(1));
}

#[test]
fn zones_are_filtered_hidden_adopted_and_closed() {
    let home = TempDir::new().expect("a folder");
    let zone = |name: &str, west: f64| {
        let east = west + 0.5;
        format!(
            r#"{{"type":"Feature","properties":{{"name":"{name}","sector":"서해"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},37],[{east},37],[{east},38],[{west},37]]]}}}}"#
        )
    };
    let text =
        format!(r#"{{"type":"FeatureCollection","features":[{},{}]}}"#, zone("A구역", 124.0), zone("B구역", 125.0));
    let path = write(home.path(), "zones.geojson", &text);
    let mut session = session(home.path());
    open(&mut session, &[&path]);
    let set = &session.case().zones()[0];
    let names: Vec<_> = set.layer.zones.iter().map(|zone| zone.name.clone()).collect();
    assert_eq!(names, ["A구역", "B구역"]);
    let id = cordon::session::ZoneId { set: set.id, zone_idx: 1 };
    let filter = ZoneFilter { field_idx: None, contains: "b구역".into() };
    session.apply(Command::Zone(ZoneCommand::Filter(0, Some(filter))));
    assert_eq!(session.case().zones()[0].shown_layer().zones.len(), 1);
    session.apply(Command::Plan(PlanCommand::Adopt(vec![id])));
    let adopted = session.case().plan().features[0].clone();
    assert_eq!((adopted.name.as_str(), adopted.kind), ("B구역", Kind::PatrolZone));
    assert!(adopted.remarks.contains("sector: 서해"), "{}", adopted.remarks);
    assert_eq!(session.case().history().undo_label(), Some("Adopt B구역"));
    session.apply(Command::Focus(FocusCommand::Select(vec![Selected::Zone(id)])));
    session.apply(Command::Zone(ZoneCommand::Close(0)));
    assert!(session.case().zones().is_empty() && session.focus().selection.is_empty());
}

#[test]
fn what_cannot_be_opened_is_said_once_and_the_rest_is_opened() {
    let home = TempDir::new().expect("a folder");
    let good = tracks(home.path(), "good.csv", &["445000001,2018-01-16T00:00:00,38.0,125.0,,,,,,,,,,,,"]);
    let mut session = session(home.path());
    let mut store = b"CORDONTS".to_vec();
    store.extend([0xFF; 64]);
    let broken = home.path().join("broken.cordon");
    std::fs::write(&broken, store).expect("written");
    open(&mut session, &[&home.path().join("not there.csv"), home.path(), &broken, &good]);
    let errors = told(&session, Severity::Error);
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(errors[0].contains("not there.csv") && errors[2].contains("broken.cordon"), "{errors:?}");
    assert!(session.case().tracks().is_some());
}

#[test]
fn plan_and_tracks_are_exported_in_other_formats() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    apply(&mut session, CaseCommand::OpenSample);
    for name in ["plan.kml", "plan.gpx"] {
        apply(&mut session, CaseCommand::ExportPlan(home.path().join(name)));
        if let Some((_, Question::Losses { lost, .. })) = session.question() {
            assert!(!lost.is_empty());
            assert!(!home.path().join(name).exists(), "{name} is asked about before anything is lost");
            answer(&mut session, Answer::Save);
        }
        let text = std::fs::read_to_string(home.path().join(name)).expect("written");
        assert!(text.contains("Area Kilo"), "{name}");
    }
    let one = session.case().tracks().expect("tracks").store.vessels()[0].clone();
    session.apply(Command::Focus(FocusCommand::Select(vec![Selected::Vessel(one.mmsi)])));
    let path = home.path().join("one.csv");
    apply(&mut session, CaseCommand::ExportTracks(path.clone()));
    let n_lines = std::fs::read_to_string(&path).expect("written").lines().count();
    assert_eq!(n_lines, one.fixes.len() + 1, "a header and the selected vessel's fixes, no one else's");
    assert_eq!(told(&session, Severity::Error), [""; 0]);
}

#[test]
fn whose_water_is_where_is_learnt_once() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    assert!(session.waters().is_none());
    session.learn_waters();
    session.learn_waters();
    assert_eq!(session.jobs().len(), 1);
    settle(&mut session);
    let place = cordon::geodesy::Position::new(37.5665, 126.978).expect("Seoul");
    let located = session.waters().expect("waters").locate(place);
    assert_eq!(located.state.as_deref(), Some("KOR"));
}

#[test]
fn official_limits_are_learnt_with_the_zones_and_forgotten_with_them() {
    let home = TempDir::new().expect("a folder");
    let path = home.path().join("limits.geojson");
    let text = r#"{"type":"Feature","properties":{"zone":"territorial sea","state":"KOR","source":"가상 고시"},
        "geometry":{"type":"Polygon","coordinates":[[[124,36],[126,36],[126,37],[124,37],[124,36]]]}}"#;
    std::fs::write(&path, text).expect("written");
    let mut session = session(home.path());
    let place = cordon::geodesy::Position::new(36.5, 124.3).expect("at sea");
    let source = |session: &Session| session.waters().and_then(|waters| waters.locate(place).source);
    session.learn_waters();
    apply(&mut session, CaseCommand::Open(vec![path.clone()]));
    assert_eq!(source(&session).as_deref(), Some("가상 고시"));
    session.apply(Command::Zone(ZoneCommand::Close(0)));
    settle(&mut session);
    assert_eq!(source(&session), None);
}

#[test]
fn a_silence_is_one_from_as_many_hours_on_as_the_user_says() {
    let home = TempDir::new().expect("a folder");
    let mut session = session(home.path());
    // A fix every ten minutes from 00:00 to 02:00, the next at 05:00: three hours of silence.
    let minutes = (0..=12).map(|n| n * 10).chain([300, 310]);
    let row = |minute: u32| {
        let (hour, minute) = (minute / 60, minute % 60);
        format!("440000001,2025-01-01T{hour:02}:{minute:02}:00,37.0,124.{hour}{minute:02},,,,,,,,,,,,")
    };
    let rows: Vec<String> = minutes.map(row).collect();
    let path = tracks(home.path(), "a.csv", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    open(&mut session, &[&path]);
    let silences = |session: &Session| {
        let tracks = session.case().tracks().expect("open");
        let n_fixes = tracks.store.n_fixes();
        tracks.pyramid.vertices(&tracks.store, 0, 0, 0..n_fixes).filter(Vertex::ends_silence).count()
    };
    assert_eq!((session.settings().silence_hours, silences(&session)), (4, 0));
    let generation = session.case().tracks().expect("open").generation;
    session.apply(Command::Settings(SettingsCommand::SilenceHours(2)));
    settle(&mut session);
    assert_eq!(silences(&session), 1);
    assert_ne!(session.case().tracks().expect("open").generation, generation, "the map draws it anew");
    // It is kept, and holds for what is opened later.
    drop(session);
    let mut session = self::session(home.path());
    open(&mut session, &[&path]);
    assert_eq!((session.settings().silence_hours, silences(&session)), (2, 1));
}
