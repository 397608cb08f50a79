//! TAK data packages: a zip of Cursor-on-Target events, one for each shape, with a manifest.
//!
//! Owns which event a feature becomes. What TAK has no place for stands in a detail of our own, `__cordon`, which other programs pass
//! over. Open periods are given in full, since an event must have a start and a moment at which it goes stale. Start at [`package`].
//!
//! # Source
//! The `CoT` base schema (MITRE, Event.xsd 2.0); types and details of drawings, routes and markers as ATAK-CIV 5 writes them; the
//! manifest is a `MissionPackageManifest` of version 2.

use std::io::{Cursor, Write as _};

use geo::{Centroid as _, Coord, Geometry, LineString};
use uuid::Uuid;

use super::ExportError;
use super::markup::escaped;
use super::remains;
use super::sheet::{Parts, Row, Sheet};
use crate::io::geojson_geometry::{presentable, push, write_degrees};
use crate::io::zones::colour_of;
use crate::io::zones::tak::{DETAIL, MANIFEST, PLAN_PARAMETER};
use crate::plan::geometry::geometry_of;
use crate::plan::{Kind, Shape, UnitType};
use crate::units::Timestamp;

/// When something without an end goes stale.
const OPEN_END: &str = "2100-01-01T00:00:00Z";
/// What `CoT` writes for a height or an error that is not known (Event.xsd: `hae`, `ce`, `le`).
const UNKNOWN: &str = "9999999.0";

/// Whether a feature is one event as what it was drawn as: a circle or a rectangle, and its outline is still that.
pub(super) fn is_one_event(row: &Row) -> bool {
    drawn(row).is_some()
}

/// The circle or rectangle that a feature still is.
fn drawn(row: &Row) -> Option<&Shape> {
    let shape = row.shape.as_ref()?;
    match shape {
        Shape::Circle { .. } => {}
        // One that goes over the antimeridian is cut there.
        Shape::Rectangle { south_west, north_east } if south_west.lon() < north_east.lon() => {}
        _ => return None,
    }
    let outline = geometry_of(shape).ok().as_ref().and_then(presentable);
    (outline == row.geometry).then_some(shape)
}

/// The bytes of a package; `made` is its time.
pub(super) fn package(sheet: &Sheet, made: Timestamp) -> Result<Vec<u8>, ExportError> {
    let broken = |error: zip::result::ZipError| ExportError::Archive(error.into());
    let events: Vec<Event> =
        sheet.rows.iter().enumerate().flat_map(|(idx, row)| events(sheet, row, idx + 1, made)).collect();
    if events.is_empty() {
        return Err(ExportError::Nothing);
    }
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(MANIFEST, options).map_err(broken)?;
    archive.write_all(manifest(sheet, &events).as_bytes()).map_err(ExportError::Archive)?;
    for event in &events {
        archive.start_file(event.entry(), options).map_err(broken)?;
        archive.write_all(event.xml.as_bytes()).map_err(ExportError::Archive)?;
    }
    Ok(archive.finish().map_err(broken)?.into_inner())
}

struct Event {
    uid: String,
    name: String,
    xml: String,
}

impl Event {
    fn entry(&self) -> String {
        format!("{0}/{0}.cot", self.uid)
    }
}

fn manifest(sheet: &Sheet, events: &[Event]) -> String {
    let uid = Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        events.iter().map(|event| event.uid.as_str()).collect::<Vec<_>>().join(" ").as_bytes(),
    );
    let title = if sheet.title.is_empty() { "Cordon" } else { sheet.title.as_str() };
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MissionPackageManifest version=\"2\">\n  <Configuration>\n",
    );
    let uid = uid.to_string();
    let plan = sheet.plan.iter().map(|plan| (PLAN_PARAMETER, plan.as_str()));
    for (name, value) in [("uid", uid.as_str()), ("name", title), ("onReceiveDelete", "false")].into_iter().chain(plan)
    {
        push(&mut out, format_args!("    <Parameter name=\"{name}\" value=\"{}\"/>\n", in_attribute(value)));
    }
    out.push_str("  </Configuration>\n  <Contents>\n");
    for event in events {
        push(&mut out, format_args!("    <Content ignore=\"false\" zipEntry=\"{}\">\n", event.entry()));
        push(&mut out, format_args!("      <Parameter name=\"uid\" value=\"{}\"/>\n", event.uid));
        push(
            &mut out,
            format_args!("      <Parameter name=\"name\" value=\"{}\"/>\n    </Content>\n", in_attribute(&event.name)),
        );
    }
    out.push_str("  </Contents>\n</MissionPackageManifest>\n");
    out
}

/// Text inside an attribute, which knows no line ends of its own (XML 1.0, section 3.3.3).
fn in_attribute(text: &str) -> String {
    escaped(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// The geometry of one event.
enum Drawn<'a> {
    Circle { centre: Coord<f64>, radius_m: f64 },
    Rectangle([Coord<f64>; 4]),
    Ring(&'a LineString<f64>),
    Route(&'a LineString<f64>),
    Line(&'a LineString<f64>),
    Marker(Coord<f64>),
}

/// The events of one feature: its parts, each ring of them.
fn events(sheet: &Sheet, row: &Row, number: usize, made: Timestamp) -> Vec<Event> {
    let write = |drawn: &Drawn<'_>, part: Option<(usize, usize)>| event(sheet, row, number, made, drawn, part);
    match drawn(row) {
        Some(Shape::Circle { centre, radius }) => {
            return vec![write(&Drawn::Circle { centre: centre.coord(), radius_m: radius.value() }, None)];
        }
        Some(Shape::Rectangle { south_west, north_east }) => {
            let (south_west, north_east) = (south_west.coord(), north_east.coord());
            let north_west = Coord { x: south_west.x, y: north_east.y };
            let south_east = Coord { x: north_east.x, y: south_west.y };
            return vec![write(&Drawn::Rectangle([north_west, north_east, south_east, south_west]), None)];
        }
        _ => {}
    }
    let parts = row.geometry.as_ref().map(Parts::of).unwrap_or_default();
    let mut all: Vec<(usize, usize, Drawn<'_>)> = Vec::new();
    let mut part = 0;
    for polygon in &parts.polygons {
        part += 1;
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        all.extend(rings.enumerate().map(|(idx, ring)| (part, idx + 1, Drawn::Ring(ring))));
    }
    for line in &parts.lines {
        part += 1;
        let is_route = matches!(row.kind, Some(Kind::PatrolRoute | Kind::Barrier));
        all.push((part, 0, if is_route { Drawn::Route(line) } else { Drawn::Line(line) }));
    }
    for point in &parts.points {
        part += 1;
        all.push((part, 0, Drawn::Marker(*point)));
    }
    let is_parted = all.len() > 1;
    all.iter().map(|(part, ring, drawn)| write(drawn, is_parted.then_some((*part, *ring)))).collect()
}

fn event(
    sheet: &Sheet,
    row: &Row,
    number: usize,
    made: Timestamp,
    drawn: &Drawn<'_>,
    part: Option<(usize, usize)>,
) -> Event {
    let uid = match part {
        None | Some((1, 0 | 1)) => row.uid.to_string(),
        Some((part, ring)) => format!("{}.{part}.{ring}", row.uid),
    };
    let name = match part {
        Some((_, ring)) if ring > 1 => format!("{} (hole)", row.title()),
        _ => row.title().to_owned(),
    };
    let from = row.period.from.unwrap_or(made);
    let to = row.period.to.map(|to| to.max(from));
    let stale = to.map_or_else(|| OPEN_END.to_owned(), |to| to.to_string());
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    push(
        &mut out,
        format_args!(
            "<event version=\"2.0\" uid=\"{uid}\" type=\"{}\" time=\"{made}\" start=\"{from}\" stale=\"{stale}\" how=\"h-e\">\n",
            event_type(row, drawn)
        ),
    );
    let place = anchor(drawn);
    out.push_str("  <point lat=\"");
    write_degrees(&mut out, place.y);
    out.push_str("\" lon=\"");
    write_degrees(&mut out, place.x);
    push(&mut out, format_args!("\" hae=\"{UNKNOWN}\" ce=\"{UNKNOWN}\" le=\"{UNKNOWN}\"/>\n  <detail>\n"));
    push(&mut out, format_args!("    <contact callsign=\"{}\"/>\n", in_attribute(&name)));
    push(&mut out, format_args!("    <remarks>{}</remarks>\n", escaped(&remarks(sheet, row))));
    geometry(&mut out, drawn, &uid);
    style(&mut out, row, drawn);
    out.push_str("    <labels_on value=\"true\"/>\n    <archive/>\n");
    own_detail(&mut out, sheet, row, number, part);
    out.push_str("  </detail>\n</event>\n");
    Event { uid, name, xml: out }
}

const fn event_type(row: &Row, drawn: &Drawn<'_>) -> &'static str {
    match drawn {
        Drawn::Circle { .. } => "u-d-c-c",
        Drawn::Rectangle(_) => "u-d-r",
        Drawn::Ring(_) | Drawn::Line(_) => "u-d-f",
        Drawn::Route(_) => "b-m-r",
        // Friendly, at sea or in the air: fixed wing, rotary wing, drone (MIL-STD-2525C by way of Cursor-on-Target's types).
        Drawn::Marker(_) if matches!(row.kind, Some(Kind::Unit)) => match row.unit_type {
            Some(UnitType::Aircraft) => "a-f-A-M-F",
            Some(UnitType::Helicopter) => "a-f-A-M-H",
            Some(UnitType::Drone) => "a-f-A-M-F-Q",
            Some(UnitType::Ship) | None => "a-f-S",
        },
        Drawn::Marker(_) => "b-m-p-s-m",
    }
}

/// Where an event is, in one place.
fn anchor(drawn: &Drawn<'_>) -> Coord<f64> {
    let of_line = |line: &LineString<f64>| line.0.first().copied().unwrap_or_default();
    match drawn {
        Drawn::Circle { centre, .. } => *centre,
        Drawn::Marker(place) => *place,
        Drawn::Rectangle([north_west, _, south_east, _]) => (*north_west + *south_east) / 2.0,
        Drawn::Ring(ring) => {
            let area = Geometry::Polygon(geo::Polygon::new((*ring).clone(), Vec::new()));
            area.centroid().map_or_else(|| of_line(ring), |centre| centre.0)
        }
        Drawn::Route(line) | Drawn::Line(line) => of_line(line),
    }
}

fn geometry(out: &mut String, drawn: &Drawn<'_>, uid: &str) {
    let link = |out: &mut String, coord: &Coord<f64>, more: &str| {
        push(out, format_args!("    <link {more}point=\""));
        write_degrees(out, coord.y);
        out.push(',');
        write_degrees(out, coord.x);
        out.push_str("\"/>\n");
    };
    match drawn {
        Drawn::Circle { radius_m, .. } => {
            push(
                out,
                format_args!("    <shape><ellipse major=\"{radius_m}\" minor=\"{radius_m}\" angle=\"360\"/></shape>\n"),
            );
        }
        Drawn::Rectangle(corners) => corners.iter().for_each(|corner| link(out, corner, "")),
        // The first again at the end is what makes an outline of a line.
        Drawn::Ring(line) | Drawn::Line(line) => line.0.iter().for_each(|place| link(out, place, "")),
        Drawn::Route(line) => {
            for (idx, place) in line.0.iter().enumerate() {
                let more = format!("uid=\"{uid}.wp{idx}\" type=\"b-m-p-w\" callsign=\"CP{}\" relation=\"c\" ", idx + 1);
                link(out, place, &more);
            }
            out.push_str("    <link_attr method=\"Driving\" prefix=\"CP\" direction=\"Infil\" routetype=\"Primary\" order=\"Ascending Check Points\"/>\n    <__routeinfo><__navcues/></__routeinfo>\n");
        }
        Drawn::Marker(_) => {}
    }
}

/// Colours as signed numbers of 32 bits: opacity, red, green, blue. Without a style of its own a feature takes the colour of its kind.
fn style(out: &mut String, row: &Row, drawn: &Drawn<'_>) {
    let style = &row.style;
    let given = |colour: &Option<String>| colour.as_deref().and_then(colour_of);
    let of_kind = row.kind.map(|kind| super::kml::colour_of_kind(kind).to_owned());
    let stroke =
        given(&style.stroke).or_else(|| given(&style.fill)).or(of_kind).unwrap_or_else(|| "#1565c0".to_owned());
    let fill = given(&style.fill).unwrap_or_else(|| stroke.clone());
    let line = argb(&stroke, style.stroke_opacity.unwrap_or(1.0));
    let width = style.stroke_width.filter(|width| width.is_finite() && *width >= 0.0).unwrap_or(2.0);
    if let Drawn::Marker(_) = drawn {
        push(out, format_args!("    <color argb=\"{line}\"/>\n"));
        if row.kind != Some(Kind::Unit) {
            push(out, format_args!("    <usericon iconsetpath=\"COT_MAPPING_SPOTMAP/b-m-p-s-m/{line}\"/>\n"));
        }
        return;
    }
    push(
        out,
        format_args!(
            "    <strokeColor value=\"{line}\"/>\n    <strokeWeight value=\"{width}\"/>\n    <strokeStyle value=\"solid\"/>\n"
        ),
    );
    if let Drawn::Circle { .. } | Drawn::Rectangle(_) | Drawn::Ring(_) = drawn {
        push(out, format_args!("    <fillColor value=\"{}\"/>\n", argb(&fill, style.fill_opacity.unwrap_or(0.2))));
    }
}

fn argb(rrggbb: &str, opacity: f64) -> i32 {
    let rgb = rrggbb.get(1..).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1 just before")]
    let alpha = (opacity.clamp(0.0, 1.0) * 255.0).round() as u32;
    (alpha << 24 | rgb & 0x00ff_ffff).cast_signed()
}

/// What a device shows: the task, the legal ground and the remarks of a plan's feature, all attributes of a zone.
fn remarks(sheet: &Sheet, row: &Row) -> String {
    if !sheet.is_plan {
        let values =
            sheet.columns.iter().zip(&row.values).filter(|(_, value)| !value.is_empty() && **value != row.name);
        return values.map(|(column, value)| format!("{}: {value}", column.name)).collect::<Vec<_>>().join("\n");
    }
    let value = |name: &str| row.value(&sheet.columns, name).to_owned();
    let legal = value("legal_basis");
    let legal = if legal.is_empty() { legal } else { format!("Legal basis: {legal}") };
    let parts = [value("task"), legal, value("remarks")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn own_detail(out: &mut String, sheet: &Sheet, row: &Row, number: usize, part: Option<(usize, usize)>) {
    push(out, format_args!("    <{DETAIL} name=\"{}\"", in_attribute(&row.name)));
    if let Some((part, ring)) = part {
        push(out, format_args!(" feature=\"{}\" part=\"{part}.{ring}\"", row.uid));
    }
    out.push_str(">\n");
    let order = sheet.is_plan.then(|| (remains::ORDER, number.to_string()));
    let columns = sheet.columns.iter().map(|column| column.name.as_str());
    let values = columns.zip(row.values.iter().cloned()).filter(|(_, value)| !value.is_empty());
    for (name, value) in values.chain(order) {
        let (name, value) = (in_attribute(name), escaped(&value));
        push(out, format_args!("      <member name=\"{name}\">{value}</member>\n"));
    }
    push(out, format_args!("    </{DETAIL}>\n"));
}
