//! A plan or zones as one table: what every writer here starts from.
//!
//! Owns which members become which columns, and what a value is as text. Never knows a format. Start at [`Sheet::of_plan`].

use std::collections::{BTreeMap, BTreeSet};

use geo::{Coord, Geometry, LineString, Polygon};
use uuid::Uuid;

use super::remains;
use crate::chart::ZoneLayer;
use crate::io::{geojson_geometry, json, plan_geojson};
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, Shape, Style, UnitType, title};
use crate::units::{Knots, NauticalMiles, Timestamp};

/// Features in rows, attributes in columns.
pub(super) struct Sheet {
    /// The plan's title, or the layer's name.
    pub(super) title: String,
    /// What the plan says of itself: name and value.
    pub(super) about: Vec<(&'static str, String)>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    /// Whether it is a plan.
    pub(super) is_plan: bool,
    /// What the plan says of itself, whole, as [`plan_geojson::about_text`] writes it.
    pub(super) plan: Option<String>,
}

/// One attribute.
pub(super) struct Column {
    pub(super) name: String,
    /// Whether every value is a number.
    pub(super) is_number: bool,
    /// Whether every value is `true` or `false`.
    is_boolean: bool,
}

/// One feature.
pub(super) struct Row {
    /// Its name.
    pub(super) name: String,
    /// What messages call it where it has no name.
    unnamed: String,
    /// The layer it comes from, if there are several.
    pub(super) layer: Option<String>,
    /// One value for each column, empty where there is none.
    pub(super) values: Vec<String>,
    pub(super) geometry: Option<Geometry<f64>>,
    pub(super) kind: Option<Kind>,
    pub(super) style: Style,
    pub(super) period: Period,
    /// What it was drawn as.
    pub(super) shape: Option<Shape>,
    /// What craft it is.
    pub(super) unit_type: Option<UnitType>,
    /// A feature's identity; for a zone, one made of what it is.
    pub(super) uid: Uuid,
}

impl Row {
    /// What messages call it.
    pub(super) fn title(&self) -> &str {
        if self.name.is_empty() { &self.unnamed } else { &self.name }
    }

    /// The value in the column with this name.
    pub(super) fn value<'a>(&'a self, columns: &[Column], name: &str) -> &'a str {
        let idx = columns.iter().position(|column| column.name == name);
        idx.and_then(|idx| self.values.get(idx)).map_or("", String::as_str)
    }
}

impl Sheet {
    /// A plan's features, members in the order of the plan file; those that no feature has are left out.
    pub(super) fn of_plan(plan: &Plan) -> Self {
        let names: BTreeMap<FeatureId, &str> = plan.features.iter().map(|f| (f.id, title(f))).collect();
        let members = plan.features.iter().map(|feature| members(feature, &names));
        let rows = plan.features.iter().map(|feature| Row {
            name: feature.name.clone(),
            unnamed: feature.kind.words().to_owned(),
            layer: None,
            values: Vec::new(),
            geometry: feature.geometry.as_ref().and_then(geojson_geometry::presentable),
            kind: Some(feature.kind),
            style: feature.style.clone(),
            period: feature.period,
            shape: feature.shape.clone(),
            unit_type: feature.unit.as_ref().and_then(|unit| unit.unit_type),
            uid: feature.id.0,
        });
        let (columns, rows) = filled(members.collect(), rows.collect());
        let about = [
            ("author", plan.author.clone()),
            ("handling", plan.handling.clone()),
            ("plan_id", plan.id.0.to_string()),
            ("created", plan.created.to_string()),
            ("modified", plan.modified.to_string()),
            ("parents", plan.parents.join(" ")),
        ];
        let about = about.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let plan_text = Some(plan_geojson::about_text(plan));
        Self { title: plan.title.clone(), about, columns, rows, is_plan: true, plan: plan_text }
    }

    /// Zones with their attributes; those of several layers keep the layer's name in a column.
    pub(super) fn of_zones(layers: &[ZoneLayer]) -> Self {
        let is_many = layers.len() > 1;
        let mut columns = Columns::default();
        if is_many {
            // Text, though every layer were named with a number.
            columns.take("layer", std::iter::once(&String::new()));
        }
        let slots: Vec<Vec<Option<usize>>> = layers.iter().map(|layer| columns.of_layer(layer)).collect();
        let mut rows = Vec::new();
        for (layer, slots) in layers.iter().zip(&slots) {
            for zone in &layer.zones {
                let mut values = vec![String::new(); columns.all.len()];
                if let Some(first) = values.first_mut().filter(|_| is_many) {
                    first.clone_from(&layer.name);
                }
                for (value, slot) in zone.attributes.iter().zip(slots) {
                    if let Some(kept) = slot.and_then(|idx| values.get_mut(idx)) {
                        kept.clone_from(value);
                    }
                }
                rows.push(Row {
                    name: zone.name.clone(),
                    unnamed: format!("zone {}", rows.len() + 1),
                    layer: is_many.then(|| layer.name.clone()),
                    values,
                    geometry: geojson_geometry::presentable(&zone.geometry),
                    kind: None,
                    style: Style { stroke: zone.colour.clone(), fill: zone.colour.clone(), ..Style::default() },
                    period: Period::default(),
                    shape: None,
                    unit_type: None,
                    uid: Uuid::new_v5(&Uuid::from_u128(rows.len() as u128), zone.name.as_bytes()),
                });
            }
        }
        let title = layers.first().map(|layer| layer.name.clone()).unwrap_or_default();
        let plan = layers.iter().find_map(|layer| layer.plan.clone());
        Self { title, about: Vec::new(), columns: columns.all, rows, is_plan: false, plan }
    }

    /// Whether some column holds the names already.
    pub(super) fn has_name_column(&self) -> bool {
        let is_names = |idx: usize| self.rows.iter().all(|row| row.values.get(idx) == Some(&row.name));
        (0..self.columns.len()).any(is_names)
    }
}

/// Columns in order of appearance.
#[derive(Default)]
struct Columns {
    all: Vec<Column>,
    index: BTreeMap<String, usize>,
}

impl Columns {
    /// Takes values into the column of this name, made where there is none yet, and tells which that is.
    fn take<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a String>) -> usize {
        let idx = self.index.get(name).copied().unwrap_or_else(|| {
            self.index.insert(name.to_owned(), self.all.len());
            self.all.push(Column { name: name.to_owned(), is_number: true, is_boolean: true });
            self.all.len() - 1
        });
        if let Some(column) = self.all.get_mut(idx) {
            for value in values {
                column.is_number = column.is_number && is_json_number(value);
                column.is_boolean = column.is_boolean && is_json_boolean(value);
            }
        }
        idx
    }

    /// The column of each field of a layer; `None` for a field that is empty throughout. Of two fields with one name the
    /// second is numbered.
    fn of_layer(&mut self, layer: &ZoneLayer) -> Vec<Option<usize>> {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut slots = vec![None; layer.fields.len()];
        for (field_idx, (field, slot)) in layer.fields.iter().zip(&mut slots).enumerate() {
            let values = layer.zones.iter().filter_map(|zone| zone.attributes.get(field_idx));
            let mut values = values.filter(|value| !value.is_empty()).peekable();
            if values.peek().is_none() {
                continue;
            }
            let numbered = (2..).map(|n: u32| format!("{field} {n}"));
            let Some(name) = std::iter::once(field.clone()).chain(numbered).find(|name| !taken.contains(name)) else {
                continue;
            };
            *slot = Some(self.take(&name, values));
            taken.insert(name);
        }
        slots
    }
}

/// Columns in order of appearance, and the rows with their values in them.
fn filled(members: Vec<Vec<(String, String)>>, mut rows: Vec<Row>) -> (Vec<Column>, Vec<Row>) {
    let mut columns = Columns::default();
    for (name, value) in members.iter().flatten().filter(|(_, value)| !value.is_empty()) {
        columns.take(name, std::iter::once(value));
    }
    for (row, members) in rows.iter_mut().zip(members) {
        row.values = vec![String::new(); columns.all.len()];
        for (name, value) in members {
            if let Some(slot) = columns.index.get(&name).and_then(|idx| row.values.get_mut(*idx)) {
                *slot = value;
            }
        }
    }
    (columns.all, rows)
}

/// A feature's members in the order of the plan file, its name apart.
fn members(feature: &Feature, names: &BTreeMap<FeatureId, &str>) -> Vec<(String, String)> {
    let time = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string()).unwrap_or_default();
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let unit_names: Vec<&str> = feature.units.iter().filter_map(|id| names.get(id).copied()).collect();
    let unit_ids: Vec<String> = feature.units.iter().map(ToString::to_string).collect();
    let raw = |name: &str| feature.foreign.0.iter().find(|(key, _)| key == name).map(|(_, raw)| raw.as_ref());
    let shape = feature.shape.as_ref().map(|shape| plan_geojson::shape_text(shape, raw("shape"))).unwrap_or_default();
    let mut members: Vec<(&str, String)> = vec![
        ("id", feature.id.to_string()),
        ("kind", feature.kind.keyword().to_owned()),
        ("task", feature.task.clone()),
        ("effective_from", time(feature.period.from)),
        ("effective_to", time(feature.period.to)),
        ("units", unit_names.join(", ")),
        ("unit_ids", unit_ids.join(" ")),
        ("legal_basis", feature.legal_basis.clone()),
        ("remarks", feature.remarks.clone()),
        ("shape", shape),
    ];
    if let Some(unit) = &feature.unit {
        members.extend([
            ("nation", unit.nation.clone().unwrap_or_default()),
            ("unit_type", unit.unit_type.map(|unit_type| unit_type.keyword().to_owned()).unwrap_or_default()),
            ("speed_cruise_kn", number(unit.speed_cruise.map(Knots::value))),
            ("speed_max_kn", number(unit.speed_max.map(Knots::value))),
            ("endurance_h", number(unit.endurance_h)),
            ("sweep_width_nm", number(unit.sweep_width.map(NauticalMiles::value))),
            ("sweep_small_nm", number(unit.sweep_small.map(NauticalMiles::value))),
            ("sweep_large_nm", number(unit.sweep_large.map(NauticalMiles::value))),
            ("on_station", unit.on_station.iter().map(|period| period.interval()).collect::<Vec<_>>().join(" ")),
            ("available_from", time(unit.available.from)),
            ("available_to", time(unit.available.to)),
            ("base", unit.base.clone().unwrap_or_default()),
        ]);
    }
    let style = &feature.style;
    members.extend([
        ("stroke", style.stroke.clone().unwrap_or_default()),
        ("stroke-width", number(style.stroke_width)),
        ("stroke-opacity", number(style.stroke_opacity)),
        ("fill", style.fill.clone().unwrap_or_default()),
        ("fill-opacity", number(style.fill_opacity)),
    ]);
    let foreign = feature.foreign.0.iter().filter(|(name, _)| !remains::is_own(name));
    let foreign = foreign.map(|(name, raw)| (name.clone(), remains::text_of(raw)));
    let rest = remains::of(feature).map(|text| (remains::COLUMN.to_owned(), text));
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(foreign).chain(rest).collect()
}

/// Whether a text is a number as JSON writes one.
pub(super) fn is_json_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let begins = digits.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let leads_with_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    begins
        && !leads_with_zero
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok_and(|raw| raw.get() == text)
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_json_boolean(text: &str) -> bool {
    matches!(text, "true" | "false")
}

/// A JSON string, or the number or truth value that every value of its column is.
pub(super) fn json_value(value: &str, column: &Column) -> String {
    let is_bare = (column.is_number && is_json_number(value)) || (column.is_boolean && is_json_boolean(value));
    if is_bare { value.to_owned() } else { json::quoted(value) }
}

/// The parts of a geometry by what they are.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) points: Vec<Coord<f64>>,
    pub(super) lines: Vec<&'a LineString<f64>>,
    pub(super) polygons: Vec<&'a Polygon<f64>>,
}

impl<'a> Parts<'a> {
    /// All parts of a geometry, collections opened; empty ones are left out.
    pub(super) fn of(geometry: &'a Geometry<f64>) -> Self {
        let mut parts = Self::default();
        parts.gather(geometry);
        parts.lines.retain(|line| line.0.len() > 1);
        parts.polygons.retain(|polygon| polygon.exterior().0.len() > 3);
        parts
    }

    fn gather(&mut self, geometry: &'a Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.points.push(point.0),
            Geometry::MultiPoint(points) => self.points.extend(points.iter().map(|point| point.0)),
            Geometry::LineString(line) => self.lines.push(line),
            Geometry::MultiLineString(lines) => self.lines.extend(lines),
            Geometry::Polygon(polygon) => self.polygons.push(polygon),
            Geometry::MultiPolygon(polygons) => self.polygons.extend(polygons),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| self.gather(part)),
            // No reader here makes these.
            Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.points.is_empty() && self.lines.is_empty() && self.polygons.is_empty()
    }
}
