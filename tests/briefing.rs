//! The briefing, as a library call and as the program writes it: PDF read back by another program's library, HTML as XML would
//! not have it but a browser does.
#![cfg(feature = "pages")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use cordon::brief::{self, Briefing, BriefingError, FileFault, TemplateFiles, Theme};
use cordon::chart::{TileError, TileId, TileReader, VectorTile};
use cordon::geodesy::Position;
use cordon::io::{basemap, plan_geojson};
use cordon::language::Language;
use cordon::plan::geometry::{CIRCLE_VERTICES, rectangle_between};
use cordon::plan::{Feature, FeatureId, Kind, Period, Plan, PlanId, Shape};
use cordon::report::Progress;
use cordon::units::{Metres, Timestamp};
use lopdf::{Document, Object};
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

/// A template of one file.
struct Own(&'static str);

impl TemplateFiles for Own {
    fn main(&self) -> &'static str {
        "own.typ"
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        if path == "own.typ" { Ok(self.0.as_bytes().to_vec()) } else { Err(FileFault::Missing) }
    }

    fn fonts(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
}

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("on the globe")
}

fn shaped(n: u128, kind: Kind, name: &str, shape: Shape) -> Feature {
    let geometry = cordon::plan::geometry::geometry_of(&shape).expect("a shape");
    let mut feature = Feature::new(FeatureId(Uuid::from_u128(n)), kind, name, geometry);
    feature.shape = Some(shape);
    feature
}

fn square(n: u128, name: &str, lat: f64, lon: f64) -> Feature {
    shaped(n, Kind::InterdictionArea, name, rectangle_between(at(lat, lon), at(lat + 0.3, lon + 0.4)))
}

fn plan(title: &str, features: Vec<Feature>) -> Plan {
    let moment = Timestamp::from_civil(2018, 1, 16, 3, 30, 0).expect("a moment");
    let mut plan = Plan::new(PlanId(Uuid::from_u128(7)), moment);
    plan.title = title.into();
    plan.author = "Watch officer".into();
    plan.handling = "FOR EXERCISE ONLY".into();
    plan.features = features.into_iter().map(Arc::new).collect();
    plan
}

fn briefing<'a>(plan: &'a Plan, map: &'a dyn TileReader) -> Briefing<'a> {
    Briefing {
        dossiers: &[],
        plan,
        fingerprint: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        tracks: &[],
        window: None,
        zones: &[],
        map,
        waters: None,
        bounds: None,
        theme: Theme::Day,
        language: Language::English,
    }
}

fn pdf(briefing: &Briefing<'_>) -> Document {
    let made = brief::pdf(briefing, None, &Progress::default()).expect("a briefing");
    let document = Document::load_mem(&made.content).expect("PDF");
    assert_eq!(document.get_pages().len(), made.n_pages);
    assert_eq!(made.notes, Vec::<String>::new());
    document
}

/// The words of all pages, with what Typst breaks lines at taken out.
fn words(document: &Document) -> String {
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).expect("text");
    squeezed(&text)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

fn fonts(document: &Document) -> Vec<(String, bool)> {
    let is_font = |object: &&Object| object.type_name().is_ok_and(|name| name == b"FontDescriptor");
    let descriptors = document.objects.values().filter(is_font).filter_map(|object| object.as_dict().ok());
    let name = |font: &lopdf::Dictionary| {
        String::from_utf8_lossy(font.get(b"FontName").and_then(Object::as_name).unwrap_or_default()).into_owned()
    };
    let is_embedded =
        |font: &lopdf::Dictionary| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].into_iter().any(|key| font.has(key));
    descriptors.map(|font| (name(font), is_embedded(font))).collect()
}

#[test]
fn a_briefing_has_its_marking_on_every_page_its_fonts_and_its_bookmarks() {
    let mut kilo = square(1, "Area Kilo", 35.0, 123.0);
    kilo.task = "Detect transfers by night".to_owned();
    let from = Timestamp::from_civil(2018, 1, 16, 18, 0, 0);
    kilo.period = Period { from, to: Timestamp::from_civil(2018, 1, 18, 12, 0, 0) };
    let plan = plan("Night meetings", vec![kilo, square(2, "서해 2구역", 36.0, 124.0)]);
    let document = pdf(&briefing(&plan, &Empty));
    for (page, _) in document.get_pages() {
        let text = squeezed(&document.extract_text(&[page]).expect("text"));
        assert!(text.matches("FOREXERCISEONLY").count() >= 2, "page {page}: {text}");
        assert!(text.contains(&format!("page{page}of{}", document.get_pages().len())), "page {page}: {text}");
    }
    let words = words(&document);
    for expected in [
        "Nightmeetings",
        "Watchofficer",
        "AreaKilo",
        "서해2구역",
        "Detecttransfersbynight",
        "16Jan201818:00to18Jan201812:00UTC",
        "17Jan201803:00to18Jan201821:00KST",
        "35°00.0′N123°00.0′E",
        "35.00000°N123.00000°E",
        "0123456789abcdef0123456789abcdef",
    ] {
        assert!(words.contains(&squeezed(expected)), "{expected} is not in {words}");
    }
    let fonts = fonts(&document);
    assert!(
        !fonts.is_empty() && fonts.iter().all(|(name, is_embedded)| name.contains("Pretendard") && *is_embedded),
        "{fonts:?}"
    );
    let outlines = document.catalog().expect("a catalog").get(b"Outlines").expect("bookmarks");
    assert!(outlines.as_reference().is_ok());
    let information = document.trailer.get(b"Info").and_then(Object::as_reference).expect("information");
    let information = document.get_dictionary(information).expect("information");
    assert!(information.has(b"Title") && information.has(b"Author") && information.has(b"CreationDate"));
}

#[test]
fn the_same_plan_is_the_same_briefing() {
    let map = basemap::bundled().expect("a map");
    let plan = plan("Twice", vec![square(1, "Area Kilo", 35.0, 123.0), square(2, "Area Lima", 36.0, 124.0)]);
    let briefing = briefing(&plan, &*map);
    let pdf = || brief::pdf(&briefing, None, &Progress::default()).expect("a briefing").content;
    assert!(pdf() == pdf(), "the bytes differ");
    let html = || brief::html(&briefing, &Progress::default()).expect("a briefing").content;
    assert!(html() == html(), "the pages differ");
}

const MARKUP: &str = r#"#panic("x") *bold* _it_ $x^2$ <b>&amp; \ `code` @ref = Heading // no"#;

#[test]
fn marks_of_markup_are_letters() {
    let mut area = square(1, MARKUP, 35.0, 123.0);
    area.remarks = format!("{MARKUP}\n#let x = 1");
    area.legal_basis = MARKUP.to_owned();
    let mut plan = plan(MARKUP, vec![area]);
    plan.author = MARKUP.to_owned();
    plan.handling = MARKUP.to_owned();
    let words = words(&pdf(&briefing(&plan, &Empty)));
    assert!(words.matches(&squeezed(r#"#panic("x")*bold*_it_$x^2$<b>&amp;\`code`@ref"#)).count() >= 5, "{words}");
    assert!(words.contains("#letx=1"), "{words}");
    let html = brief::html(&briefing(&plan, &Empty), &Progress::default()).expect("a briefing").content;
    assert!(!html.contains("<b>") && html.contains("&lt;b&gt;&amp;amp;"));
}

#[test]
fn a_thousand_features_with_long_texts_make_a_bounded_document_that_says_what_it_leaves_out() {
    let mut features: Vec<Feature> = (0..60).map(|n| square(n, &"W".repeat(10_000), 34.0, 122.0)).collect();
    features[0].remarks = "remark ".repeat(15_000);
    for n in 60..1200 {
        let point = geo::Geometry::Point(geo::Point::new(124.0, 36.0));
        features.push(Feature::new(FeatureId(Uuid::from_u128(n)), Kind::Point, format!("Point {n}"), point));
    }
    let mut nowhere = square(5000, "Without a place", 0.0, 0.0);
    (nowhere.geometry, nowhere.shape) = (None, None);
    features.push(nowhere);
    let plan = plan("Large", features);
    let document = pdf(&briefing(&plan, &Empty));
    assert!(document.get_pages().len() < 150, "{} pages", document.get_pages().len());
    let words = words(&document);
    for expected in [
        "20moreareashavenopageoftheirown",
        "140morearenotlistedhere",
        "morecharactersintheplanfile",
        "Withoutaplaceonthemap",
    ] {
        assert!(words.contains(expected), "{expected}");
    }
    let html = brief::html(&briefing(&plan, &Empty), &Progress::default()).expect("a briefing").content;
    assert!(html.len() < 2_500_000 && html.contains("140 more are not listed here"), "{}", html.len());
}

#[test]
fn shapes_and_coordinates_stand_in_the_document() {
    let circle = Shape::Circle { centre: at(38.72, 125.4), radius: Metres::magnitude(9260.0) };
    let plan = plan("Round", vec![shaped(1, Kind::PatrolZone, "Round", circle)]);
    let json = brief::briefing_json(&briefing(&plan, &Empty), &Progress::default()).expect("JSON");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let area = &json["areas"][0];
    assert_eq!(area["shape"], "circle, radius 5.00\u{a0}nm");
    assert_eq!(area["centre"]["ddm"], "38°43.2′N 125°24.0′E");
    assert_eq!(area["n_vertices"], CIRCLE_VERTICES);
    let listed = json["annex"][0]["rings"][0]["vertices"].as_array().map(Vec::len);
    assert_eq!(listed.and_then(|n| u32::try_from(n).ok()), Some(CIRCLE_VERTICES));
}

#[test]
fn a_template_of_ones_own_sets_the_same_data() {
    let plan = plan("Own", vec![square(1, "Area Kilo", 35.0, 123.0)]);
    let own = Own(
        "#let d = json(\"briefing.json\")\n#set page(width: 200pt, height: 100pt)\nMine: #d.areas.at(0).name\n#image(d.overview.file)",
    );
    let made = brief::pdf(&briefing(&plan, &Empty), Some(&own), &Progress::default()).expect("a briefing");
    let document = Document::load_mem(&made.content).expect("PDF");
    assert!(words(&document).contains("Mine:AreaKilo"));
}

#[test]
fn a_broken_template_ends_in_its_file_its_line_and_what_typst_says() {
    let plan = plan("Broken", vec![]);
    for (template, expected) in [
        ("= Title\n#no-such-name", "own.typ, line 2: unknown variable: no-such-name"),
        ("\n\n#image(\"gone.svg\")", "own.typ, line 3: "),
        ("#read(\"../secret.txt\")", "own.typ, line 1: "),
        ("#read(\"/etc/passwd\")", "only files of its own folder"),
        ("#import \"@preview/cetz:0.3.0\"", "packages are not fetched"),
        ("#datetime.today()", "own.typ, line 1: "),
        ("#let x = (", "own.typ, line 1: "),
    ] {
        let own = Own(template);
        let fault = brief::pdf(&briefing(&plan, &Empty), Some(&own), &Progress::default()).expect_err(template);
        assert!(matches!(fault, BriefingError::Template(_)), "{fault:?}");
        let said = fault.to_string();
        assert!(said.contains(expected) && said.lines().count() == 1, "{template}: {said}");
    }
}

#[test]
fn a_briefing_stops_when_asked() {
    let plan = plan("Stopped", vec![square(1, "Area Kilo", 35.0, 123.0)]);
    let progress = Progress::default();
    progress.stop();
    assert!(matches!(brief::pdf(&briefing(&plan, &Empty), None, &progress), Err(BriefingError::Stopped(_))));
    assert!(matches!(brief::html(&briefing(&plan, &Empty), &progress), Err(BriefingError::Stopped(_))));
}

#[test]
fn a_fingerprint_is_that_of_the_saved_file() {
    use sha2::{Digest as _, Sha256};
    let plan = plan("Saved", vec![square(1, "Area Kilo", 35.0, 123.0)]);
    let saved = cordon::io::plan_geojson::to_bytes(&plan);
    let hash: String = Sha256::digest(&saved).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(plan_geojson::content_hash(&plan), hash);
}

// ── the program ──────────────────────────────────────────────────────────────────────────────────────────────────

fn cordon(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cordon")).arg("brief").args(args).output().expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn in_folder(folder: &Path, name: &str) -> (PathBuf, String) {
    let path = folder.join(name);
    let text = path.display().to_string();
    (path, text)
}

#[test]
fn the_sample_case_is_briefed_in_english_with_its_waters_law_and_traffic() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, name) = in_folder(folder.path(), "sample.pdf");
    let output = cordon(&["--sample", "-o", &name]);
    assert!(output.status.success(), "{}", said(&output));
    let document = Document::load(&path).expect("PDF");
    let n_pages = document.get_pages().len();
    assert!((6..=20).contains(&n_pages), "{n_pages}");
    assert!(String::from_utf8_lossy(&output.stdout).contains(&format!("{n_pages} pages")));
    let words = words(&document);
    for expected in [
        "SYNTHETIC: night meetings in the Yellow Sea",
        "Area Kilo",
        "exclusive economic zone",
        "computed",
        "Inspection only with the consent of the flag State",
        "UNSCR 2375 (2017), para 7",
        "UNSCR 2397 (2017), para 9",
        "Legal aid, not advice",
        "SYN AURORA STAR",
        "Hours inside",
    ] {
        assert!(words.contains(&squeezed(expected)), "{expected}");
    }
    let lower = words.to_lowercase();
    assert!(!lower.contains("authoris") && !lower.contains("authoriz"));
}

#[test]
fn the_sample_case_is_briefed_in_korean() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, name) = in_folder(folder.path(), "sample.pdf");
    let output = cordon(&["--sample", "-o", &name, "--language", "ko"]);
    assert!(output.status.success(), "{}", said(&output));
    let words = words(&Document::load(&path).expect("PDF"));
    for expected in [
        "브리핑",
        "배타적 경제수역",
        "기국의 동의가 있어야만",
        "유엔 안보리 결의 2375호 (2017) 7항",
        "Area Kilo",
        "2018년 1월 16일",
    ] {
        assert!(words.contains(&squeezed(expected)), "{expected} is not in {words}");
    }
}

#[test]
fn the_page_for_a_browser_needs_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    for language in ["en", "ko"] {
        let (path, name) = in_folder(folder.path(), "sample.html");
        let output = cordon(&["--sample", "-o", &name, "--language", language]);
        assert!(output.status.success(), "{}", said(&output));
        let html = std::fs::read_to_string(&path).expect("UTF-8");
        assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"));
        assert!(html.len() < 6_000_000, "{} bytes", html.len());
        assert!(html.contains("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"));
        // Nothing is loaded: no address in an attribute, in the style or in the script.
        for reference in [
            "src=",
            "srcset=",
            "<link",
            "<iframe",
            "@import",
            "url(http",
            "url(data",
            "href=\"http",
            "xlink:",
            "fetch(",
            "XMLHttpRequest",
            "import(",
        ] {
            assert!(!html.contains(reference), "{reference}");
        }
        for inside in html.split("href=\"").skip(1) {
            assert!(inside.starts_with('#'), "{}", inside.chars().take(40).collect::<String>());
        }
        assert_eq!(html.matches("class=\"marking ").count(), 2);
        assert_eq!(html.matches("on-map marked").count(), 2);
        assert!(html.matches("data-box=").count() >= 6 && html.contains("<svg id=\"map\""));
        assert!(html.contains(if language == "ko" { "배타적 경제수역" } else { "exclusive economic zone" }));
        well_formed(&html);
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let n_ids = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n_ids, "an id twice");
    }
}

/// Every element of a page is closed by its own end tag, in order.
fn well_formed(html: &str) {
    const VOID: [&str; 4] = ["meta", "br", "link", "img"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if tag.starts_with('!') {
            continue;
        }
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "…{tag}>{}", rest.chars().take(60).collect::<String>());
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
        if matches!(name, "script" | "style") && !tag.starts_with('/') {
            let end = format!("</{name}>");
            rest = &rest[rest.find(&end).expect("an end")..];
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn templates_of_files_are_set_or_refused_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let (own, own_name) = in_folder(folder.path(), "own.typ");
    let (out, out_name) = in_folder(folder.path(), "out.pdf");
    std::fs::write(folder.path().join("part.typ"), "#let greeting = [Good morning]").expect("written");
    std::fs::write(&own, "#import \"part.typ\": greeting\n#greeting #json(\"briefing.json\").title").expect("written");
    let output = cordon(&["--sample", "-o", &out_name, "--template", &own_name]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(words(&Document::load(&out).expect("PDF")).contains("GoodmorningSYNTHETIC"));
    std::fs::remove_file(&out).expect("removed");

    std::fs::write(&own, "= One\n\n#greeting").expect("written");
    let folder_name = folder.path().display().to_string();
    for (args, expected) in [
        (vec!["--sample", "-o", &out_name, "--template", &own_name], "own.typ, line 3: unknown variable: greeting"),
        (vec!["--sample", "-o", &out_name, "--template", &folder_name], "briefing.typ"),
        (vec!["--sample", "-o", &out_name, "--template", "gone.typ"], "cannot be opened"),
        (vec!["--sample", "-o", "a.html", "--template", &own_name], "--template sets the pages of a .pdf"),
        (vec!["--sample", "-o", &out_name, "--size", "a4"], "--size is for pictures"),
        (vec!["--sample", "-o", &out_name, "--language", "fr"], "choose en or ko"),
    ] {
        let output = cordon(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = said(&output);
        assert!(said.contains(expected) && said.trim_end().lines().count() == 1, "{args:?}: {said}");
        assert!(!out.exists(), "{args:?}");
    }
}
