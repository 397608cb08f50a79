use proptest::prelude::*;

use super::more::MORE;
use super::offices::OFFICES;
use super::table::ROWS;
use super::*;
use crate::coordinate::{self, Form};
use crate::geodesy::distance;
use crate::plan::geometry::size;

/// What an area is to be: its corners, and its square kilometres.
#[derive(Debug)]
pub(super) enum Wanted {
    /// To a millionth.
    Km2(&'static [(f64, f64)], f64),
    /// To half a percent: the ends of a corridor are round, its bends too.
    About(&'static [(f64, f64)], f64),
    /// To a thousandth: arcs are drawn with a vertex every two degrees.
    Near(&'static [(f64, f64)], f64),
    /// A line or a place, or nothing that can be drawn.
    Nothing(&'static [(f64, f64)]),
}

/// A text and what it says.
pub(super) struct Row {
    pub text: &'static str,
    pub areas: &'static [Wanted],
    /// From and to, parted by a slash; empty for none.
    pub period: &'static str,
    pub assumed: Option<Zone>,
    pub remarks: &'static [&'static str],
    /// Part of each fault.
    pub faults: &'static [&'static str],
}

fn today() -> Option<Timestamp> {
    Timestamp::from_civil(2024, 3, 10, 0, 0, 0)
}

/// A few places by name, as GeoNames has them.
fn place_of(name: &str) -> Option<Position> {
    let (lat, lon) = match name {
        "Shanghai" | "상하이" | "上海" => (31.23, 121.47),
        "Nampo" | "NAMPO" => (38.737, 125.408),
        "부산" | "BUSAN" | "釜山" => (35.1, 129.03),
        "이어도" | "Socotra" => (32.123, 125.183),
        "백령도" => (37.96, 124.67),
        _ => return None,
    };
    Position::new(lat, lon)
}

fn minutes(end: Option<Timestamp>) -> String {
    let end = end.map(|end| end.to_string());
    end.map_or_else(String::new, |end| end.replace('T', " ").chars().take(16).collect())
}

fn km2(area: &AreaInText) -> f64 {
    area.geometry
        .as_ref()
        .and_then(|geometry| size(geometry).area)
        .map_or(0.0, crate::units::SquareMetres::square_kilometres)
}

fn check(row: &Row) -> Vec<String> {
    let areas = areas_in_text(row.text, today(), &place_of);
    let mut wrong = Vec::new();
    if areas.len() != row.areas.len() {
        return vec![format!("{} areas, not {}: {areas:?}", areas.len(), row.areas.len())];
    }
    for (area, wanted) in areas.iter().zip(row.areas) {
        let (Wanted::Km2(corners, _) | Wanted::Near(corners, _) | Wanted::About(corners, _) | Wanted::Nothing(corners)) =
            wanted;
        let is_near = |(place, (lat, lon)): (&Position, &(f64, f64))| {
            (place.lat() - lat).abs() < 1e-7 && (place.lon() - lon).abs() < 1e-7
        };
        if area.corners.len() != corners.len() || !area.corners.iter().zip(*corners).all(is_near) {
            wrong.push(format!("corners {:?}, not {corners:?}", area.corners));
        }
        let is_size = match wanted {
            Wanted::Km2(_, wanted) => (km2(area) / wanted - 1.0).abs() < 1e-6,
            Wanted::Near(_, wanted) => (km2(area) / wanted - 1.0).abs() < 1e-3,
            Wanted::About(_, wanted) => (km2(area) / wanted - 1.0).abs() < 5e-3,
            Wanted::Nothing(_) => km2(area) == 0.0,
        };
        if !is_size {
            wrong.push(format!("{} km², not {wanted:?}", km2(area)));
        }
        let period = area.period.map_or_else(String::new, |p| format!("{}/{}", minutes(p.from), minutes(p.to)));
        if period != row.period {
            wrong.push(format!("period {period}"));
        }
        if area.assumed != row.assumed || area.remarks != row.remarks {
            wrong.push(format!("{:?} {:?}", area.assumed, area.remarks));
        }
        let faults: Vec<String> = area.faults.iter().map(ToString::to_string).collect();
        if faults.len() != row.faults.len() || !faults.iter().zip(row.faults).all(|(is, part)| is.contains(part)) {
            wrong.push(format!("faults {faults:?}"));
        }
    }
    wrong
}

#[test]
fn texts_in_four_languages_are_read_as_they_are_meant() {
    assert!(ROWS.len() >= 40);
    let wrong: String = ROWS
        .iter()
        .chain(MORE)
        .chain(OFFICES)
        .map(|row| (row, check(row)))
        .filter(|(_, wrong)| !wrong.is_empty())
        .map(|(row, wrong)| format!("\n{}\n  {}", row.text, wrong.join("\n  ")))
        .collect();
    assert!(wrong.is_empty(), "{wrong}");
}

/// Areas by GeographicLib: the polygon's, and circles' with a vertex every two degrees.
#[test]
fn an_outline_does_not_lose_a_circle_about_a_name() {
    let outline = "AREA BOUNDED BY 38-00N 124-00E, 38-00N 125-00E, 37-00N 125-00E, 37-00N 124-00E";
    for (beside, wanted) in [
        ("AND WITHIN 5 NM OF NAMPO", 269.329_280),
        ("AND BETWEEN 10 AND 20 NM OF NAMPO", 3231.94058),
        ("AND RADIUS 10 NM CENTRED ON 20 NM SOUTH OF BUSAN", 1_077.316_553),
    ] {
        let areas = areas_in_text(&format!("{outline} {beside}."), today(), &place_of);
        assert_eq!(areas.len(), 2, "{beside}: {areas:?}");
        assert!(areas.iter().all(|area| area.faults.is_empty()), "{areas:?}");
        assert!((km2(&areas[0]) / 9_813.924_697 - 1.0).abs() < 1e-6, "{areas:?}");
        assert!((km2(&areas[1]) / wanted - 1.0).abs() < 1e-6, "{areas:?}");
        assert_eq!(areas[0].remarks.len() + 1, areas[1].remarks.len(), "{areas:?}");
    }
}

/// A number says the year of issue; at the turn of the year that may be the one before the period's.
#[test]
fn the_year_of_issue_goes_before_the_readers_day() {
    let text =
        |number: &str, month: &str| format!("{number}. 132200Z TO 140900Z {month} WITHIN 5 NM OF 38-00N 125-00E");
    let year = |text: &str, today: Option<Timestamp>| {
        let area = areas_in_text(text, today, &place_of).remove(0);
        area.period.and_then(|period| period.from).map(|from| (from.civil().0, area.has_assumed_year))
    };
    assert_eq!(year(&text("HYDROPAC 1234/23", "MAR"), today()), Some((2023, false)));
    assert_eq!(year(&text("HYDROPAC 12/23", "MAR"), None), Some((2023, false)));
    assert_eq!(
        year(&text("HYDROPAC 1234/23", "JAN"), Timestamp::from_civil(2023, 12, 30, 0, 0, 0)),
        Some((2024, false))
    );
    assert_eq!(year(&text("HYDROPAC", "MAR"), today()), Some((2024, true)));
    assert_eq!(
        year("NOTICE: GUNNERY 13-15 MAR 2200Z TO 2300Z WITHIN 5 NM OF 38-00N 125-00E", today()),
        Some((2024, true))
    );
    // No warning is of a year that is yet to come.
    assert_eq!(year(&text("HYDROPAC 1234/99", "MAR"), today()), Some((2024, true)));
}

#[test]
fn a_ring_means_the_same_either_way_round_and_closed_or_open() {
    let corners = ["38-00N 124-00E", "38-30N 124-00E", "38-30N 124-30E", "38-10N 124-40E"];
    let read = |corners: &[&str]| {
        let areas = areas_in_text(&format!("AREA BOUNDED BY {}", corners.join(", ")), today(), &place_of);
        assert!(areas.len() == 1 && areas[0].faults.is_empty(), "{areas:?}");
        km2(&areas[0])
    };
    let forth = read(&corners);
    let back: Vec<&str> = corners.iter().rev().copied().collect();
    let closed: Vec<&str> = corners.iter().chain(corners.first()).copied().collect();
    assert!((read(&back) / forth - 1.0).abs() < 1e-9 && (read(&closed) / forth - 1.0).abs() < 1e-9);
}

#[test]
fn a_sector_is_as_wide_as_its_words_are_unsure() {
    let sector = |text: &str| match areas_in_text(text, today(), &place_of).remove(0).shape {
        Some(Shape::Sector { inner, outer, from, to, .. }) => {
            let [inner, outer] = [inner, outer].map(|radius| radius.value() / 1000.0);
            format!("{inner:.2} to {outer:.2} km, {:.2}° to {:.2}°", from.value(), to.value())
        }
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(sector("it sank 390 km south of Shanghai"), "351.00 to 429.00 km, 157.50° to 202.50°");
    assert_eq!(sector("it sank 391 km south of Shanghai"), "390.50 to 391.50 km, 157.50° to 202.50°");
    assert_eq!(sector("it sank about 391 km south of Shanghai"), "351.90 to 430.10 km, 157.50° to 202.50°");
    assert_eq!(sector("it sank 12.5 km NNE of Shanghai"), "12.45 to 12.55 km, 11.25° to 33.75°");
    assert_eq!(sector("it sank 12 km 359° from 37-30N 124-42E"), "11.50 to 12.50 km, 358.50° to 359.50°");
    assert_eq!(sector("it sank about 3 km north of Shanghai"), "2.50 to 3.50 km, 337.50° to 22.50°");
}

#[test]
fn a_long_text_is_read_in_its_length() {
    // What could make reading go back and forth: half-open lists, names, numbers, spaces, brackets.
    for piece in ["A. 38-30N 124-15E ", "13 TO ", "(", "    ", "38-", "東", "NORTH ", "5 NM 081° ", "가", "13日、", "1"]
    {
        let text = piece.repeat(200_000 / piece.len());
        let short = piece.repeat(20_000 / piece.len());
        let time = |text: &str| {
            let begun = std::time::Instant::now();
            drop(areas_in_text(text, today(), &place_of));
            begun.elapsed().as_secs_f64()
        };
        let (short, long) = (time(&short), time(&text));
        assert!(long < 40.0 * short + 1.0, "{piece}: {short} s for 20 kB, {long} s for 200 kB");
    }
}

fn at(month: u32, day: u32, hour: u32) -> Option<Timestamp> {
    Timestamp::from_civil(2026, month, day, hour, 0, 0)
}

fn nowhere(_: &str) -> Option<Position> {
    None
}

/// HYDROPAC's manner of writing; the first area as in `ui::dialog::new_area`, by GeographicLib's Planimeter.
#[test]
fn several_warnings_and_their_lettered_areas_are_told_apart() {
    let text = "HYDROPAC 771/26(94).\nYELLOW SEA.\nGUNNERY. 132200Z TO 140900Z MAR IN AREA BOUNDED BY\n38-46.58N 120-59.10E, 38-46.58N 121-05.88E,\n\
        38-41.60N 121-05.88E, 38-41.60N 120-59.10E.\n\nHYDROPAC 772/26(94).\nMISSILES. IN AREAS BOUNDED BY:\nA. 37-00N 124-00E, 37-00N 125-00E, 38-00N 125-00E.\n\
        B. 35-00N 124-00E, 35-00N 125-00E, 36-00N 125-00E, 36-00N 124-00E.\nFROM 200000Z TO 210000Z MAR.\n\nHYDROPAC 773/26(94).\nDERELICT WITHIN 2 MILES OF 36-30N 123-15E.";
    let found = areas_in_text(text, at(3, 10, 0), &nowhere);
    let names: Vec<&str> = found.iter().map(|area| area.name.as_str()).collect();
    assert_eq!(names, ["HYDROPAC 771/26(94)", "HYDROPAC 772/26(94) A", "HYDROPAC 772/26(94) B", "HYDROPAC 773/26(94)"]);
    assert!(found.iter().all(|area| area.geometry.is_some() && area.faults.is_empty()), "{found:?}");
    assert!((km2(&found[0]) / 90.528_196 - 1.0).abs() < 1e-6, "{}", km2(&found[0]));
    assert_eq!(found[0].period, Some(Period { from: at(3, 13, 22), to: at(3, 14, 9) }));
    assert_eq!(found[1].period, Some(Period { from: at(3, 20, 0), to: at(3, 21, 0) }));
    assert_eq!(found[2].period, found[1].period);
    let is_two_miles =
        |shape: &Shape| matches!(shape, Shape::Circle { radius, .. } if (radius.value() - 3704.0).abs() < 1e-6);
    assert!(found[3].shape.as_ref().is_some_and(is_two_miles));
    assert_eq!((found[3].line, found[3].period), (13, None));
}

#[test]
fn numbered_corners_are_one_area_and_so_is_a_list() {
    for text in [
        "사격훈련 구역\n1. 37-00N 124-00E\n2. 37-00N 125-00E\n3. 38-00N 125-00E",
        "37-00N 124-00E\n\n37-00N 125-00E\n\n38-00N 125-00E",
        "37.0 124.0\n37.0 125.0\n38.0 125.0\n",
        "(A) 37-00N 124-00E (B) 37-00N 125-00E (C) 38-00N 125-00E",
        "a. 37-00N 124-00E; b. 37-00N 125-00E; c. 38-00N 125-00E.",
        "• 37-00N 124-00E\n• 37-00N 125-00E\n• 38-00N 125-00E\n",
        "- 37-00N 124-00E\n- 37-00N 125-00E\n- 38-00N 125-00E\n",
        "① 37-00N 124-00E ② 37-00N 125-00E ③ 38-00N 125-00E",
    ] {
        let found = areas_in_text(text, None, &nowhere);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        // A warning's lines are geodesics, a bare list's are straight: either way there are three corners.
        let has_three = match (&found[0].geometry, &found[0].shape) {
            (Some(_), Some(Shape::Geodesic { corners })) => corners.len() == 3,
            (Some(Geometry::Polygon(area)), None) => area.exterior().0.len() == 4,
            _ => false,
        };
        assert!(has_three, "{found:?}");
    }
    assert_eq!(
        areas_in_text(
            "CABLE LAID ALONG TRACKLINE JOINING 37-00N 124-00E, 37-00N 125-00E, 38-00N 125-00E",
            None,
            &nowhere
        )
        .len(),
        1
    );
}

#[test]
fn an_area_with_a_corner_that_cannot_be_read_is_not_drawn() {
    let found = areas_in_text("AREA BOUNDED BY 37-00N 124-00E, 37-75N 125-00E, 38-00N 125-00E", None, &nowhere);
    assert!(
        found.len() == 1 && found[0].geometry.is_none() && found[0].faults[0].to_string().contains("75"),
        "{found:?}"
    );
    assert_eq!(areas_in_text("nothing of the kind", None, &nowhere), []);
}

#[test]
fn without_a_day_only_a_period_with_a_year_is_taken() {
    let area = "AREA BOUNDED BY 37-00N 124-00E, 37-00N 125-00E, 38-00N 125-00E";
    let undated = format!("{area} 132200Z TO 140900Z MAR");
    let fault = AreaFault::Undated("132200Z TO 140900Z MAR".to_owned());
    assert_eq!(areas_in_text(&undated, None, &nowhere)[0].faults, [fault]);
    assert_eq!(areas_in_text(&undated, None, &nowhere)[0].period, None);
    let stated = areas_in_text(&format!("{area} 132200Z TO 140900Z MAR 2026"), None, &nowhere);
    assert_eq!(stated[0].period, Some(Period { from: at(3, 13, 22), to: at(3, 14, 9) }));
}

/// An angle in degrees, minutes and seconds, whole of the last.
fn dms(degrees: f64) -> (f64, f64, f64) {
    let seconds = (degrees.abs() * 3600.0).round();
    ((seconds / 3600.0).floor(), (seconds / 60.0).floor() % 60.0, seconds % 60.0)
}

/// An angle in degrees and minutes, to a hundredth of the last.
fn dm(degrees: f64) -> (f64, f64) {
    let hundredths = (degrees.abs() * 6000.0).round();
    ((hundredths / 6000.0).floor(), hundredths % 6000.0 / 100.0)
}

/// A position as warnings write it, and how far that may be off in metres.
fn written(place: Position, form: usize) -> (String, f64) {
    let (lat, lon) = (place.lat(), place.lon());
    let (is_south, is_west) = (lat < 0.0, lon < 0.0);
    let letters = (if is_south { 'S' } else { 'N' }, if is_west { 'W' } else { 'E' });
    let in_words = |words: [&str; 4], [degree, minute, second]: [&str; 3]| {
        let (south, west) = (dms(lat), dms(lon));
        let written = |word: &str, angle: (f64, f64, f64)| {
            format!("{word}{}{degree}{}{minute}{}{second}", angle.0, angle.1, angle.2)
        };
        let (ns, ew) = (words[usize::from(is_south)], words[2 + usize::from(is_west)]);
        format!("{} {}", written(ns, south), written(ew, west))
    };
    match form {
        0 => {
            let (south, west) = (dm(lat), dm(lon));
            let text =
                format!("{:02}-{:05.2}{} {:03}-{:05.2}{}", south.0, south.1, letters.0, west.0, west.1, letters.1);
            (text, 15.0)
        }
        1 | 2 => {
            let marks = if form == 1 { ["-", "-", ""] } else { ["°", "′", "″"] };
            let written = |angle: (f64, f64, f64), letter: char| {
                format!("{:02}{}{:02}{}{:02}{}{letter}", angle.0, marks[0], angle.1, marks[1], angle.2, marks[2])
            };
            (format!("{}, {}", written(dms(lat), letters.0), written(dms(lon), letters.1)), 25.0)
        }
        3 => (in_words(["북위 ", "남위 ", "동경 ", "서경 "], ["도 ", "분 ", "초"]), 25.0),
        4 => (in_words(["北緯", "南緯", "東経", "西経"], ["度", "分", "秒"]), 25.0),
        5 => (in_words(["北纬", "南纬", "东经", "西经"], ["度", "分", "秒"]), 25.0),
        6 => (format!("{:.4}{} {:.4}{}", lat.abs(), letters.0, lon.abs(), letters.1), 10.0),
        _ => (coordinate::format(place, Form::Ddm), 150.0),
    }
}

const TOKENS: &[&str] = &[
    "AREA ",
    "1",
    "A. ",
    "(2) ",
    "WITHIN ",
    "5 NM ",
    "OF ",
    "RADIUS ",
    "38-30N ",
    "124-15E ",
    "38-30N 124-15E ",
    "BETWEEN ",
    "AND ",
    "TO ",
    "132200Z ",
    "MAR ",
    "13 ",
    "DAILY ",
    "UNTIL ",
    "3月",
    "13日",
    "0800时",
    "至",
    "每日",
    "から",
    "まで",
    "令和6年",
    "2024. 3. 13.",
    "부터 ",
    "까지 ",
    "가. ",
    "반경 ",
    "081° ",
    "south ",
    "of ",
    "Shanghai ",
    "약 390 km ",
    "上海",
    "以南",
    "约390公里",
    "EITHER SIDE ",
    "(",
    ")",
    "、",
    "-",
    "~",
    "2024-03-13T08:00",
    "+09:00",
    "\n",
    "第一区域",
    "扇形",
    "999999 ",
    "24:00",
    "0000 ",
];

proptest! {
    #[test]
    fn positions_come_back_within_the_precision_given(lat in -80.0..80.0_f64, lon in -179.9..179.9_f64, form in 0..8_usize) {
        let place = Position::clamped(lat, lon);
        let (text, precision) = written(place, form);
        let areas = areas_in_text(&format!("DRIFTING MINE IN {text} REPORTED"), today(), &place_of);
        prop_assert!(areas.len() == 1 && areas[0].corners.len() == 1 && areas[0].faults.is_empty(), "{} {:?}", text, areas);
        let off = distance(areas[0].corners[0], place).value();
        prop_assert!(off <= precision, "{} is {} m off", text, off);
    }

    #[test]
    fn no_mixture_of_words_makes_it_panic(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..40)) {
        for area in areas_in_text(&tokens.concat(), today(), &place_of) {
            let ends = area.period.and_then(|period| period.from.zip(period.to));
            prop_assert!(ends.is_none_or(|(from, to)| from <= to));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        drop(areas_in_text(&text, today(), &place_of));
    }
}
