use geo::{Area as _, Geometry};

use super::*;

#[expect(clippy::panic_in_result_fn, reason = "a fault of the counts is a fault of the test")]
fn open(text: &str) -> Result<Vec<(ZoneLayer, Report)>, KmlError> {
    let layers = read(text, "z.kml", "z", Report::default(), &mut Budget::default(), &Progress::default())?;
    for (layer, report) in &layers {
        assert_eq!(report.read, report.kept + report.n_skipped(), "{report:?}");
        assert_eq!(report.kept, layer.zones.len() as u64);
    }
    Ok(layers)
}

fn document(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>구역도</name>{inside}</Document></kml>"
    )
}

fn placemark(name: &str, inside: &str) -> String {
    format!("<Placemark><name>{name}</name>{inside}</Placemark>")
}

const SQUARE: &str = "<Polygon><outerBoundaryIs><LinearRing><coordinates>
    124,37,0 125,37,0 125,38,0 124,38,0 124,37,0</coordinates></LinearRing></outerBoundaryIs>
    <innerBoundaryIs><LinearRing><coordinates>124.4,37.4 124.4,37.6 124.6,37.6 124.6,37.4 124.4,37.4</coordinates></LinearRing></innerBoundaryIs></Polygon>";

#[test]
fn polygons_keep_holes_attributes_and_colours() {
    let text = document(&format!(
        "<Style id='a'><LineStyle><color>ff0000ff</color></LineStyle><PolyStyle><color>7f00ff00</color></PolyStyle></Style>
         <StyleMap id='m'><Pair><key>normal</key><styleUrl>#a</styleUrl></Pair><Pair><key>highlight</key><styleUrl>#b</styleUrl></Pair></StyleMap>{}{}",
        placemark(
            "A &amp; B",
            &format!(
                "<description><![CDATA[<table><tr><td>가상</td></tr></table>둘째&nbsp;줄]]></description><styleUrl>#m</styleUrl>
                 <ExtendedData><Data name='번호'><value>7</value></Data>
                 <SchemaData schemaUrl='#s'><SimpleData name='비고'>서해</SimpleData></SchemaData></ExtendedData>
                 <TimeSpan><begin>2018-01-16</begin><end>2018-01-18</end></TimeSpan>{SQUARE}"
            )
        ),
        placemark("점", "<Point><coordinates> 124.5, 37.5, 20 </coordinates></Point>"),
    ));
    let layers = open(&text).expect("zones");
    let [(layer, report)] = layers.as_slice() else { panic!("{layers:?}") };
    assert_eq!((layer.name.as_str(), layer.zones.len()), ("구역도", 2));
    assert_eq!(layer.fields, ["description", "번호", "비고", "begin", "end"]);
    let zone = &layer.zones[0];
    assert_eq!((zone.name.as_str(), zone.colour.as_deref()), ("A & B", Some("#00ff00")));
    assert_eq!(zone.attributes, ["가상\n둘째 줄", "7", "서해", "2018-01-16", "2018-01-18"]);
    assert!((zone.geometry.unsigned_area() - 0.96).abs() < 1e-9, "{:?}", zone.geometry);
    assert!(matches!(layer.zones[1].geometry, Geometry::Point(p) if (p.x() - 124.5).abs() < 1e-9));
    assert_eq!(report.repaired.keys().collect::<Vec<_>>(), ["altitude dropped"]);
}

#[test]
fn outermost_folders_are_layers_and_inner_ones_an_attribute() {
    let text = document(&format!(
        "{}<Folder><name>서해</name>{}<Folder><name>북부</name>{}</Folder></Folder><Folder><name>동해</name>{}</Folder>",
        placemark("0", SQUARE),
        placemark("1", SQUARE),
        placemark("2", SQUARE),
        placemark("3", SQUARE)
    ));
    let layers = open(&text).expect("zones");
    let said: Vec<_> = layers.iter().map(|(layer, _)| (layer.name.as_str(), layer.zones.len())).collect();
    assert_eq!(said, [("구역도", 1), ("서해", 2), ("동해", 1)]);
    assert_eq!(layers[1].0.fields, ["folder"]);
    assert_eq!(layers[1].0.zones.iter().map(|zone| zone.attributes[0].as_str()).collect::<Vec<_>>(), ["", "북부"]);
}

#[test]
fn many_parts_stay_together() {
    let text = document(&placemark(
        "여럿",
        &format!(
            "<MultiGeometry>{SQUARE}<MultiGeometry>{}</MultiGeometry></MultiGeometry>",
            SQUARE.replace("12", "13")
        ),
    ));
    let layers = open(&text).expect("zones");
    let Geometry::MultiPolygon(parts) = &layers[0].0.zones[0].geometry else { panic!("{:?}", layers[0].0.zones) };
    assert_eq!(parts.0.iter().map(|part| part.interiors().len()).collect::<Vec<_>>(), [1, 1]);
    let text = document(&placemark(
        "섞임",
        &format!("<MultiGeometry>{SQUARE}<Point><coordinates>1,2</coordinates></Point></MultiGeometry>"),
    ));
    let layers = open(&text).expect("zones");
    assert!(matches!(&layers[0].0.zones[0].geometry, Geometry::GeometryCollection(parts) if parts.0.len() == 2));
}

#[test]
fn what_is_no_zone_is_counted_with_its_line() {
    let text = document(&format!(
        "\n{}\n{}\n{}\n<NetworkLink><name>x</name></NetworkLink><GroundOverlay/>\n{}",
        placemark("빈 것", ""),
        placemark("항적", "<gx:Track><when>2018</when><gx:coord>124 37 0</gx:coord></gx:Track>"),
        placemark("멀리", "<Point><coordinates>124,99</coordinates></Point>"),
        placemark("열림", &SQUARE.replace(" 124,37,0</coordinates>", "</coordinates>")),
    ));
    let (layer, report) = open(&text).expect("zones").remove(0);
    assert_eq!((layer.zones.len(), report.read), (1, 4));
    let located: Vec<_> = report.samples.iter().map(|s| (s.line.unwrap_or(0), s.reason.as_str())).collect();
    assert_eq!(
        located,
        [
            (3, "no geometry"),
            (4, "moving track left out"),
            (4, "no geometry"),
            (5, "place off the globe"),
            (5, "no usable geometry"),
            (7, "ring closed"),
        ]
    );
    assert!(report.notes.iter().any(|note| note.contains("1 NetworkLink")), "{:?}", report.notes);
}

#[test]
fn entities_depth_and_broken_xml_end_in_a_sentence() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE kml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><kml><Placemark><name>&b;</name></Placemark></kml>";
    assert!(open(bomb).is_err_and(|error| error.to_string().contains("entities")));
    let deep = format!("<kml>{}", "<Folder>".repeat(100_000));
    assert!(open(&deep).is_err_and(|error| error.to_string().contains("nested more than")));
    let in_placemark = format!("<kml><Placemark>{}", "<a>".repeat(100_000));
    assert!(open(&in_placemark).is_err_and(|error| error.to_string().contains("nested more than")));
    assert!(open("<html><body>no</body></html>").is_err_and(|error| error.to_string() == "XML, but not KML"));
    // Cut in the middle: what stands before it is read, and the cut is said.
    let whole = document(&[placemark("1", SQUARE), placemark("2", SQUARE)].concat());
    let cut = &whole[..whole.len() - 60];
    let (layer, report) = open(cut).expect("the first").remove(0);
    assert_eq!((layer.zones.len(), report.notes.len()), (1, 1), "{:?}", report.notes);
    for len in (0..whole.len()).filter(|len| whole.is_char_boundary(*len)) {
        let n_zones = open(&whole[..len]).map_or(0, |layers| layers.iter().map(|(layer, _)| layer.zones.len()).sum());
        assert!(n_zones <= 2);
    }
}

#[test]
fn a_placemark_of_a_million_elements_is_skipped_and_the_rest_is_read() {
    let crowd = format!("<Placemark>{}</Placemark>", "<a/>".repeat(1_000_000));
    let (layer, report) = open(&document(&[crowd, placemark("2", SQUARE)].concat())).expect("the second").remove(0);
    assert_eq!((layer.zones.len(), report.skipped.get("placemark too large")), (1, Some(&1)));
}
