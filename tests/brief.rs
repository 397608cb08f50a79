//! The map picture, as a library call and as the program draws it.
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use cordon::brief::{self, Picture, Theme};
use cordon::chart::{Attribute, TileError, TileFeature, TileGeometry, TileId, TileLayer, TileReader, VectorTile};
use cordon::geodesy::Position;
use cordon::io::basemap;
use cordon::language::Language;
use cordon::plan::{Feature, FeatureId, Kind, Plan, PlanId};
use cordon::report::Progress;
use cordon::track::{Fix, TrackBuilder, TrackStore};
use cordon::units::Timestamp;
use cordon::vessel::{Identity, Mmsi};
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::{Document, Node};
use uuid::Uuid;

/// A world without anything.
struct Empty;

impl TileReader for Empty {
    fn tile(&self, _id: TileId) -> Result<Option<VectorTile>, TileError> {
        Ok(None)
    }

    fn zooms(&self) -> (u8, u8) {
        (0, 8)
    }

    fn attribution(&self) -> &'static str {
        "nobody <& sons>"
    }
}

/// A world whose west is land, in tiles that overlap by 64 units; two tiles of it cannot be read.
struct HalfWorld;

/// 3492/4096 round the Earth from 180° W: on the tiles' grid at every zoom.
const SHORE: f64 = 126.914_062_5;

impl TileReader for HalfWorld {
    fn tile(&self, id: TileId) -> Result<Option<VectorTile>, TileError> {
        if id.zoom > 3 && id.x.is_multiple_of(7) {
            return Err(TileError { id, what: "broken".into() });
        }
        let n = f64::from(1_u32 << id.zoom);
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the tile")]
        let shore = (((SHORE / 360.0 + 0.5) * n - f64::from(id.x)) * 4096.0).clamp(-64.0, 4160.0) as i32;
        let mut layers = Vec::new();
        if shore > -64 {
            let ring = vec![[-64, -64], [shore, -64], [shore, 4160], [-64, 4160]];
            layers.push(layer("land", TileGeometry::Polygons(vec![vec![ring]]), &[]));
        }
        layers.push(layer(
            "sea",
            TileGeometry::Points(vec![[2000, 1000]]),
            &[("name_en", "Test Sea"), ("name_ko", "시험해")],
        ));
        Ok(Some(VectorTile { layers }))
    }

    fn has(&self, _id: TileId) -> bool {
        true
    }

    fn zooms(&self) -> (u8, u8) {
        (0, 8)
    }

    fn attribution(&self) -> &'static str {
        "made up"
    }
}

fn layer(name: &str, geometry: TileGeometry, attributes: &[(&str, &str)]) -> TileLayer {
    let attributes =
        attributes.iter().map(|(key, text)| (Arc::from(*key), Attribute::Text(Arc::from(*text)))).collect();
    TileLayer { name: name.into(), extent: 4096, features: vec![TileFeature { geometry, attributes }] }
}

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

fn plan(title: &str, features: Vec<Feature>) -> Plan {
    let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_millis(0));
    title.clone_into(&mut plan.title);
    plan.features = features.into_iter().map(Arc::new).collect();
    plan
}

fn point(kind: Kind, name: &str, lat: f64, lon: f64) -> Feature {
    Feature::new(FeatureId(Uuid::nil()), kind, name, geo::Geometry::Point(geo::Point::new(lon, lat)))
}

fn picture<'a>(plan: &'a Plan, map: &'a dyn TileReader) -> Picture<'a> {
    Picture {
        plan,
        tracks: &[],
        window: None,
        zones: &[],
        map,
        waters: None,
        bounds: Some((at(34.0, 122.0), at(40.0, 130.0))),
        size: (1600, 1200),
        theme: Theme::Day,
    }
}

fn draw(picture: &Picture<'_>) -> String {
    brief::svg(picture, &Progress::default()).expect("a picture")
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|text| text.parse().ok()).expect("a number")
}

fn texts<'a>(document: &'a Document<'_>) -> Vec<&'a str> {
    document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect()
}

/// The map rectangle: left, top, width, height.
fn map_of(document: &Document<'_>) -> [f64; 4] {
    let clip = document.descendants().find(|node| node.attribute("id") == Some("map-clip")).expect("a clip path");
    let rect = clip.first_element_child().expect("a rectangle");
    ["x", "y", "width", "height"].map(|name| number(rect, name))
}

#[test]
fn a_unit_lands_on_the_pixel_that_mercator_says() {
    let plan = plan("Units", vec![point(Kind::Unit, "SYN Haeryong", 36.6, 124.3)]);
    let svg = draw(&picture(&plan, &Empty));
    let document = Document::parse(&svg).expect("XML");
    let [left, top, width, height] = map_of(&document);
    // Spherical Mercator in degrees of the equator; the box 122–130°E, 34–40°N as large as the rectangle allows, in its middle.
    let y = |lat: f64| (45.0 + lat / 2.0).to_radians().tan().ln().to_degrees();
    let scale = (width / 8.0).min(height / (y(40.0) - y(34.0)));
    let expected = [
        left + width / 2.0 + (124.3 - 126.0) * scale,
        top + height / 2.0 - (y(36.6) - f64::midpoint(y(34.0), y(40.0))) * scale,
    ];
    let title = document.descendants().find(|node| node.text() == Some("SYN Haeryong")).expect("the unit's title");
    let symbol = title.parent().and_then(|g| g.descendants().find(|node| node.attribute("transform").is_some()));
    let transform = symbol.and_then(|node| node.attribute("transform")).expect("a place");
    let found: Vec<f64> = transform
        .trim_start_matches("translate(")
        .split([' ', ')'])
        .take(2)
        .map(|text| text.parse().expect("a number"))
        .collect();
    assert!((found[0] - expected[0]).abs() < 0.02 && (found[1] - expected[1]).abs() < 0.02, "{found:?} {expected:?}");
}

#[test]
fn names_from_files_cannot_break_the_picture() {
    let evil = "<Kilo> & \"co\" \u{1b}]]>'";
    let mut plan = plan(evil, vec![point(Kind::Point, evil, 36.6, 124.3)]);
    plan.handling = "</text><script>".to_owned();
    let svg = draw(&picture(&plan, &Empty));
    let document = Document::parse(&svg).expect("XML");
    let written = evil.replace('\u{1b}', "\u{fffd}");
    assert!(texts(&document).iter().any(|text| *text == written), "{:?}", texts(&document));
    assert!(!document.descendants().any(|node| node.has_tag_name("script")));
    assert!(texts(&document).iter().any(|text| text.contains("nobody <& sons>")));
    brief::png(&svg).expect("a picture");
}

#[test]
fn a_picture_says_what_it_is_and_what_it_is_not() {
    let mut plan = plan("Night watch", vec![point(Kind::Point, "Last report", 36.6, 124.3)]);
    plan.handling = "FOR EXERCISE ONLY".to_owned();
    let svg = draw(&picture(&plan, &Empty));
    let document = Document::parse(&svg).expect("XML");
    let texts = texts(&document);
    assert_eq!(texts.iter().filter(|text| **text == "FOR EXERCISE ONLY").count(), 2);
    for owed in ["Night watch", "Last report", "NOT FOR NAVIGATION", "36°N", "126°E", "N"] {
        assert!(texts.contains(&owed), "{owed}: {texts:?}");
    }
    // 1 nm is a minute of latitude to 0.3 %: the bar against the map's own parallels, with Mercator's stretch at its middle.
    let [_, _, width, height] = map_of(&document);
    let y = |lat: f64| (45.0 + lat / 2.0).to_radians().tan().ln().to_degrees();
    let scale = (width / 8.0).min(height / (y(40.0) - y(34.0)));
    let bar = document.descendants().find(|node| node.attribute("id") == Some("bar-nm")).expect("a bar");
    let middle = 37.06_f64; // Mercator's middle of 34 and 40
    let nm = number(bar, "width") / scale * middle.to_radians().cos() * 60.0;
    let said = texts.iter().find_map(|text| text.strip_suffix(" nm")).and_then(|n| n.parse::<f64>().ok()).expect("nm");
    assert!((nm / said - 1.0).abs() < 0.005, "{nm} for {said}");
}

#[test]
fn a_korean_picture_says_nothing_in_english() {
    let plan = plan("", vec![point(Kind::Point, "마지막 보고", 36.6, 124.3), point(Kind::Barrier, "", 36.0, 125.0)]);
    let store = wanderers(3, 200);
    let svg = Language::Korean.scoped(|| draw(&Picture { tracks: &[&store], ..picture(&plan, &HalfWorld) }));
    let document = Document::parse(&svg).expect("XML");
    let texts = texts(&document);
    for korean in ["항해용 아님", "제목 없는 계획", "이름 없음", "지점", "해도: made up"] {
        assert!(texts.contains(&korean), "{korean}: {texts:?}");
    }
    let is_english = |text: &&&str| {
        let word = |word: &str| word.len() > 2 && word.chars().all(|c| c.is_ascii_alphabetic());
        text.split(|c: char| !c.is_alphanumeric()).any(|part| word(part) && !["WGS", "AIS"].contains(&part))
    };
    // A chart's names and its makers' are theirs; so are the vessels'.
    let is_ours = |text: &&&str| !text.contains("Test Sea") && !text.contains("made up") && !text.starts_with("SYN ");
    assert_eq!(texts.iter().filter(is_ours).filter(is_english).collect::<Vec<_>>(), [""; 0].iter().collect::<Vec<_>>());
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let plan = plan("Twice", vec![point(Kind::Unit, "SYN Haeryong", 36.6, 124.3)]);
    let map = basemap::bundled().expect("a map");
    let store = wanderers(20, 500);
    let drawn = || draw(&Picture { tracks: &[&store], ..picture(&plan, &*map) });
    let (first, second) = (drawn(), drawn());
    assert_eq!(first, second);
    assert_eq!(brief::png(&first).expect("a picture"), brief::png(&second).expect("a picture"));
}

#[test]
fn the_seas_are_named_in_both_languages_and_hangul_shows() {
    let plan = plan("Yellow Sea", vec![]);
    let map = basemap::bundled().expect("a map");
    let svg = draw(&picture(&plan, &*map));
    let document = Document::parse(&svg).expect("XML");
    let texts = texts(&document);
    assert!(texts.contains(&"Yellow Sea") && texts.contains(&"황해"), "{texts:?}");
    let has_line = |words: &str| texts.iter().any(|text| text.contains(words));
    assert!(has_line("12 nm, computed") && has_line("24 nm, computed"), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("Northern Limit Line") && text.contains("disputed")), "{texts:?}");
    // The same text in a private-use character of no font would leave nothing or a box; Hangul's strokes differ by letter.
    let ink = |text: &str| {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40" font-family="Pretendard"><text x="4" y="30" font-size="28">{text}</text></svg>"#
        );
        let pixels = Pixmap::decode_png(&brief::png(&svg).expect("a picture")).expect("PNG");
        pixels.pixels().iter().map(|pixel| u32::from(pixel.alpha())).sum::<u32>()
    };
    assert!(ink("동해") > 0 && ink("동해") != ink("황해") && ink("동해") != ink("동동"));
}

#[test]
fn land_is_one_surface_without_seams_even_where_a_tile_is_broken() {
    let plan = plan("Shore", vec![]);
    let svg =
        draw(&Picture { bounds: Some((at(36.0, SHORE - 4.0), at(38.0, SHORE + 4.0))), ..picture(&plan, &HalfWorld) });
    let document = Document::parse(&svg).expect("XML");
    let [left, top, width, height] = map_of(&document);
    let pixels = Pixmap::decode_png(&brief::png(&svg).expect("a picture")).expect("PNG");
    let land = Theme::Day.palette().land.rgb;
    let rgb = |x: f64, y: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place on the page")]
        let pixel = pixels.pixel(x as u32, y as u32).expect("on the page");
        u32::from_be_bytes([0, pixel.red(), pixel.green(), pixel.blue()])
    };
    let sea = Theme::Day.palette().sea.rgb;
    // A row that has no name, no parallel and no scale on it, from the western edge to just short of the shore.
    let row = (0..40_u32)
        .map(|i| top + height * 0.30 + f64::from(i))
        .find(|y| rgb(left + width * 0.75, *y) == sea && rgb(left + 3.0, *y) == land)
        .expect("a clear row");
    let n_land = (0..).map(|i| left + 1.5 + f64::from(i)).take_while(|x| *x < left + width / 2.0 - 2.0);
    let strange: Vec<u32> = n_land.map(|x| rgb(x, row)).filter(|found| *found != land).collect();
    // Only the meridians cross the row.
    assert!(strange.len() <= 12, "{} of another colour: {strange:x?}", strange.len());
    assert_eq!(rgb(left + width / 2.0 + 4.0, row), sea);
}

fn wanderers(n_vessels: u32, n_fixes: u32) -> TrackStore {
    let mut builder = TrackBuilder::default();
    for v in 0..n_vessels {
        let mmsi = Mmsi::new(440_000_000 + v).expect("an MMSI");
        builder.identify(mmsi, Identity { name: Some(format!("SYN {v}")), ..Identity::default() });
        for i in 0..n_fixes {
            let (t, phase) = (f64::from(i) / f64::from(n_fixes), f64::from(v));
            let position = at(37.0 + 2.0 * (9.0 * t + phase).sin(), 126.0 + 3.0 * (7.0 * t + phase * 1.7).cos());
            let time = Timestamp::from_seconds(i64::from(i) * 60);
            builder.push(&Fix { mmsi, time, position, sog: None, cog: None, heading: None, nav_status: None });
        }
    }
    builder.build().0
}

#[test]
fn many_fixes_make_no_large_picture() {
    let store = wanderers(20, 20_000);
    assert_eq!(store.n_fixes(), 400_000);
    let plan = plan("Many", vec![]);
    let svg = draw(&Picture { tracks: &[&store], ..picture(&plan, &Empty) });
    // Twenty loops of some 4,000 pixels each: a vertex every few pixels, six letters each.
    assert!(svg.len() < 400_000, "{}", svg.len());
    let document = Document::parse(&svg).expect("XML");
    assert!(texts(&document).iter().any(|text| text.contains("20 vessels in view")));
    assert!(texts(&document).contains(&"SYN 7"));
}

#[test]
fn a_window_of_time_leaves_the_rest_of_the_tracks_out() {
    let store = wanderers(3, 1000);
    let plan = plan("Window", vec![]);
    let window = Some((Timestamp::from_seconds(6000), Timestamp::from_seconds(12_000)));
    let length = |window| {
        let svg = draw(&Picture { tracks: &[&store], window, ..picture(&plan, &Empty) });
        svg.len()
    };
    assert!(length(window) < length(None));
}

#[test]
fn sizes_that_no_page_has_are_refused() {
    let plan = plan("Sizes", vec![]);
    for size in [(0, 0), (10, 800), (1600, 40_000), (9000, 9000)] {
        let refused = brief::svg(&Picture { size, ..picture(&plan, &Empty) }, &Progress::default());
        assert!(refused.is_err_and(|error| error.to_string().contains("pixels")), "{size:?}");
    }
}

#[cfg(feature = "ui")]
#[test]
fn paper_has_the_colours_of_the_screen() {
    use cordon::ui::theme::{Kind as Screen, Theme as Window};
    for (paper, screen) in Theme::ALL.into_iter().zip([Screen::Day, Screen::Dusk, Screen::Night]) {
        let (paper, window) = (paper.palette(), Window::of(screen));
        let (chart, plan, track) = (&window.chart, &window.plan, &window.track);
        let mut pairs = vec![
            (paper.sea, chart.sea),
            (paper.contour, chart.contour),
            (paper.land, chart.land),
            (paper.lake, chart.lake),
            (paper.coast, chart.coast),
            (paper.green, chart.green),
            (paper.built, chart.built),
            (paper.road, chart.road),
            (paper.boundary, chart.boundary),
            (paper.limit, chart.limit),
            (paper.demarcation, chart.demarcation),
            (paper.label_land, chart.label_land),
            (paper.label_country, chart.label_country),
            (paper.label_sea, chart.label_sea),
            (paper.label_port, chart.label_port),
            (paper.halo_land, chart.halo_land),
            (paper.halo_sea, chart.halo_sea),
            (paper.graticule, chart.graticule),
            (paper.furniture, chart.furniture),
            (paper.plate, chart.plate),
            (paper.interdiction, plan.interdiction),
            (paper.patrol, plan.patrol),
            (paper.exclusion, plan.exclusion),
            (paper.reference, plan.reference),
            (paper.route, plan.route),
            (paper.unit, plan.unit),
            (paper.label, plan.label),
            (paper.halo, plan.halo),
            (paper.track, track.quiet),
            (paper.gap, track.gap),
            (paper.vessel, track.vessel),
            (paper.vessel_edge, track.vessel_edge),
            (paper.text, window.ui.text),
            (paper.text_weak, window.ui.text_weak),
            (paper.line, window.ui.line),
            (paper.warning, window.ui.error),
        ];
        pairs.extend(paper.depth.into_iter().zip(chart.depth));
        for (idx, (paper, screen)) in pairs.into_iter().enumerate() {
            let [_, r, g, b] = paper.rgb.to_be_bytes();
            let expected = egui::Color32::from_rgba_unmultiplied(r, g, b, paper.alpha);
            assert_eq!(expected, screen, "colour {idx} of {screen:?}");
        }
    }
}

// ── the program ──────────────────────────────────────────────────────────────────────────────────────────────────

fn cordon(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).arg("brief").args(args).output().expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    path
}

#[test]
fn the_sample_case_becomes_a_png_of_the_asked_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("sample.png");
    let output = cordon(&["--sample", "-o", &out.to_string_lossy(), "--size", "1280x800"]);
    assert!(output.status.success(), "{}", said(&output));
    let pixels = Pixmap::decode_png(&std::fs::read(&out).expect("written")).expect("PNG");
    assert_eq!((pixels.width(), pixels.height()), (1280, 800));
    let mut colours: Vec<_> = pixels.pixels().iter().map(|p| (p.red(), p.green(), p.blue())).collect();
    colours.sort_unstable();
    colours.dedup();
    assert!(colours.len() > 500, "only {} colours", colours.len());
    assert!(pixels.pixels().iter().all(|pixel| pixel.alpha() == 255));
}

#[test]
fn the_sample_case_on_standard_output_names_its_areas_and_vessels() {
    let output = cordon(&["--sample", "-o", "-", "--bounds", "122.8,35,123.8,35.6", "--theme", "night"]);
    assert!(output.status.success(), "{}", said(&output));
    let svg = String::from_utf8(output.stdout).expect("UTF-8");
    let document = Document::parse(&svg).expect("XML");
    let texts = texts(&document);
    assert!(texts.contains(&"Area Kilo") && texts.contains(&"SYNTHETIC, FOR EXERCISE ONLY"), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("vessels in view")), "{texts:?}");
    // Area Kilo lies a hundred miles from any coast, between Korea and China.
    let waters = texts.iter().find(|text| text.contains("(computed)")).expect("whose water");
    assert!(
        waters.starts_with("EEZ\u{a0}") && waters.contains("KOR\u{a0}") && waters.contains("CHN\u{a0}"),
        "{waters}"
    );
    assert!(svg.contains(&Theme::Night.palette().page.to_string()));
    // Regular and semi-bold letters are in it, and nothing is fetched.
    assert_eq!(svg.matches("@font-face{").count(), 2);
    assert_eq!(svg.matches("url(data:font/otf;base64,").count(), 2);
    assert!(svg.len() < 600_000, "{}", svg.len());
}

#[test]
fn zones_and_tracks_alone_make_a_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let zones = written(
        folder.path(),
        "patrol.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"서해 1구역"},
            "geometry":{"type":"Polygon","coordinates":[[[124,36],[125,36],[125,37],[124,37],[124,36]]]}}]}"#,
    );
    let tracks = written(
        folder.path(),
        "ais.csv",
        "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName\n\
         440999001,2018-01-16T00:00:00,36.4,124.2,9.0,45.0,45,SYN ONE\n\
         440999001,2018-01-16T01:00:00,36.5,124.4,9.0,45.0,45,SYN ONE\n\
         440999001,2018-01-16T02:00:00,96.5,124.4,9.0,45.0,45,SYN ONE\n",
    );
    let output = cordon(&[&zones.to_string_lossy(), &tracks.to_string_lossy(), "-o", "-"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("1 of 3 skipped"), "{}", said(&output));
    let svg = String::from_utf8(output.stdout).expect("UTF-8");
    let document = Document::parse(&svg).expect("XML");
    let texts = texts(&document);
    assert!(texts.contains(&"서해 1구역") && texts.contains(&"SYN ONE"), "{texts:?}");
}

#[test]
fn what_cannot_be_drawn_is_refused_in_a_sentence_and_leaves_the_old_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = written(folder.path(), "old.png", "old");
    let old_name = old.to_string_lossy().into_owned();
    let doc = folder.path().join("brief.doc").to_string_lossy().into_owned();
    let gone = folder.path().join("gone.geojson").to_string_lossy().into_owned();
    for (args, expected) in [
        (vec!["--sample", "-o", &doc], "name a file that ends in .pdf, .html, .png or .svg"),
        (vec![gone.as_str(), "-o", &old_name], "cannot be opened"),
        (vec!["--sample", "-o", &old_name, "--size", "20x20"], "pixels"),
        (vec!["--sample", "-o", &old_name, "--size", "wide"], "is no size"),
        (vec!["--sample", "-o", &old_name, "--bounds", "1,2,3"], "west,south,east,north"),
        (vec!["--sample", "-o", &old_name, "--theme", "noon"], "day, dusk or night"),
        (vec!["-o", &old_name], "required"),
    ] {
        let output = cordon(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = said(&output);
        assert!(said.contains(expected) && said.trim_end().lines().count() == 1, "{args:?}: {said}");
    }
    assert_eq!(std::fs::read_to_string(&old).expect("there"), "old");
    assert!(!Path::new(&doc).exists());
}
