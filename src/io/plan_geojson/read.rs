//! Bytes to a plan: what this program knows becomes fields, all else is kept as text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::value::RawValue;
use uuid::Uuid;

use super::{Access, FORMAT, PlanFileError, inspection, seal};
use crate::geodesy::Position;
use crate::io::geojson_geometry::{self as geometry, Mended};
use crate::io::json::{self, Members};
use crate::plan::{
    Feature, FeatureId, Foreign, Inspection, Kind, Period, Plan, PlanId, Shape, Style, Unit, UnitType, Version,
};
use crate::report::{Progress, Report, Sample};
use crate::units::{Course, Knots, Metres, NauticalMiles, Timestamp};

/// Reads a plan from the bytes of its file, which messages call `file`.
///
/// # Errors
/// [`PlanFileError`] if there is no plan in it.
pub fn from_bytes(bytes: &[u8], file: &str, progress: &Progress) -> Result<(Plan, Report, Access), PlanFileError> {
    let text = text_of(bytes, file)?;
    let root = Members::parse(text).map_err(|source| not_json(file, source))?;
    let not_a_plan = |missing: &str| PlanFileError::NotAPlan { file: file.to_owned(), missing: missing.to_owned() };
    if root.string("type").as_deref() != Some("FeatureCollection") {
        return Err(not_a_plan("it is not a GeoJSON FeatureCollection"));
    }
    let cordon =
        root.get("cordon").ok_or_else(|| not_a_plan("it has no member “cordon” (open it as zones instead)"))?;
    let cordon =
        Members::parse(cordon.get()).map_err(|_not_an_object| not_a_plan("its member “cordon” is no object"))?;
    let features = root.get("features").ok_or_else(|| not_a_plan("it has no features"))?;
    let features = json::elements(features.get()).map_err(|_no_array| not_a_plan("its features are no array"))?;

    let mut reader = Reader { file, report: Report::default(), feature_no: 0, name: String::new() };
    let (mut plan, access) = reader.head(cordon);
    plan.foreign_collection = reader.unknown(&root, &["type", "cordon", "bbox", "features"]);
    let ids = feature_ids(plan.id, &features);
    for (idx, (raw, id)) in features.iter().zip(&ids.of).enumerate() {
        progress.check()?;
        reader.feature_no = idx as u64 + 1;
        reader.report.read += 1;
        progress.add_rows(1);
        if let Some(feature) = reader.feature(raw, id, &ids.by_text) {
            reader.report.kept += 1;
            plan.features.push(Arc::new(feature));
        }
    }
    Ok((plan, reader.report, access))
}

/// The text of a JSON file: UTF-8, with or without a byte order mark, nested no deeper than it may be.
pub(crate) fn text_of<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, PlanFileError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|error| PlanFileError::NotUtf8 { file: file.to_owned(), byte: error.valid_up_to() })?;
    match json::too_deep(bytes) {
        Some(line) => Err(PlanFileError::TooDeep { file: file.to_owned(), line }),
        None => Ok(text),
    }
}

pub(crate) fn not_json(file: &str, source: serde_json::Error) -> PlanFileError {
    PlanFileError::NotJson { file: file.to_owned(), line: source.line(), source }
}

fn versions(raw: &RawValue) -> Option<Vec<Version>> {
    let version = |raw: &&RawValue| {
        let members = Members::parse(raw.get()).ok()?;
        Some(Version {
            modified: members.get("modified").and_then(moment)?,
            sha256: members.string("sha256")?,
            author: members.string("author").unwrap_or_default(),
        })
    };
    json::elements(raw.get()).ok()?.iter().map(version).collect()
}

/// The identities of a file's features.
struct FeatureIds {
    /// One per element of `features`: its id, and the file's own text where that is not a plain UUID of this feature alone.
    of: Vec<(FeatureId, Option<Arc<str>>)>,
    /// By the text of an `id` member, for references.
    by_text: BTreeMap<String, FeatureId>,
}

fn feature_ids(plan: PlanId, features: &[&RawValue]) -> FeatureIds {
    let mut taken = BTreeSet::new();
    let mut by_text = BTreeMap::new();
    let mut of = Vec::with_capacity(features.len());
    for (idx, raw) in features.iter().enumerate() {
        let members = Members::parse(raw.get()).ok();
        let raw_id = members.as_ref().and_then(|m| m.get("id")).map(|id| json::compact(id.get()));
        let raw_id = raw_id.filter(|text| text != "null");
        let uuid = raw_id.as_deref().and_then(uuid_of);
        let derived = |salt: &str| FeatureId(Uuid::new_v5(&plan.0, salt.as_bytes()));
        let mut id = match (&uuid, &raw_id) {
            (Some(uuid), _) => FeatureId(*uuid),
            (None, Some(text)) => derived(text),
            (None, None) => derived(&format!("feature {idx}")),
        };
        // Two features with one id stay two features; `check` says so.
        while !taken.insert(id) {
            id = derived(&format!("{id} again at {idx}"));
        }
        let is_plain = raw_id.as_deref() == Some(json::quoted(&id.to_string()).as_str());
        if let Some(text) = &raw_id {
            by_text.entry(text.clone()).or_insert(id);
        }
        of.push((id, raw_id.filter(|_| !is_plain).map(Arc::from)));
    }
    FeatureIds { of, by_text }
}

struct Reader<'a> {
    file: &'a str,
    report: Report,
    feature_no: u64,
    name: String,
}

impl Reader<'_> {
    fn sample(&self, reason: &str, detail: &str) -> Sample {
        let name = if self.name.is_empty() { String::new() } else { format!(" “{}”", shortened(&self.name)) };
        Sample {
            file: self.file.to_owned(),
            line: (self.feature_no > 0).then_some(self.feature_no),
            reason: reason.to_owned(),
            detail: match self.feature_no {
                0 => detail.to_owned(),
                no => format!("feature {no}{name}: {detail}"),
            },
        }
    }

    fn repair(&mut self, reason: &str, detail: &str) {
        let sample = self.sample(reason, detail);
        self.report.repair(reason, || sample);
    }

    fn skip(&mut self, reason: &str, detail: &str) {
        let sample = self.sample(reason, detail);
        self.report.skip(reason, || sample);
    }

    /// All members but the known ones.
    fn unknown(&mut self, members: &Members<'_>, known: &[&str]) -> Foreign {
        let mut seen = BTreeSet::new();
        for (name, _) in &members.0 {
            if !seen.insert(name.as_str()) && known.contains(&name.as_str()) {
                self.repair("member given twice", &format!("“{name}” is there twice; the last one was taken"));
            }
        }
        let kept = members.0.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        Foreign(kept.map(|(name, value)| (name.clone(), Arc::from(json::compact(value.get())))).collect())
    }

    #[expect(clippy::cast_precision_loss, reason = "formats are counted in ones")]
    fn head(&mut self, cordon: Members<'_>) -> (Plan, Access) {
        let mut fields = Fields { members: cordon, known: Vec::new(), unreadable: Vec::new() };
        let format = fields.take("format", |raw| Some(raw.get().trim().to_owned()));
        let access = match format.as_deref().map(str::parse::<f64>) {
            Some(Ok(number)) if number <= FORMAT as f64 => Access::ReadWrite,
            Some(_) => {
                let format = format.unwrap_or_default();
                self.report.note(format!(
                    "{}: written in format {format}, which is newer than this program's ({FORMAT}); opened read-only",
                    self.file
                ));
                Access::ReadOnly { format }
            }
            None => {
                self.report.note(format!("{}: states no format; read as format {FORMAT}", self.file));
                Access::ReadWrite
            }
        };
        let id = fields.take("id", |raw| uuid_of(raw.get()));
        let id = id.unwrap_or_else(|| {
            self.report
                .note(format!("{}: the plan has no UUID; one was derived from what stands in its place", self.file));
            let text = fields.members.get("id").map_or("", |raw| raw.get());
            Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("cordon plan {text}").as_bytes())
        });
        let mut plan = Plan::new(PlanId(id), Timestamp::from_seconds(0));
        plan.title = fields.take("title", json::string).unwrap_or_default();
        plan.author = fields.take("author", json::string).unwrap_or_default();
        let created = fields.take("created", moment);
        let modified = fields.take("modified", moment);
        plan.created = created.or(modified).unwrap_or(Timestamp::from_seconds(0));
        plan.modified = modified.unwrap_or(plan.created);
        plan.handling = fields.take("handling", json::string).unwrap_or_default();
        plan.parents = fields.take("parents", |raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        plan.history = fields.take("history", versions).unwrap_or_default();
        // What seals a file says nothing about the next one.
        fields.known.extend(seal::MEMBERS);
        plan.foreign = fields.finish(self);
        (plan, access)
    }

    fn feature(
        &mut self,
        raw: &RawValue,
        id: &(FeatureId, Option<Arc<str>>),
        ids: &BTreeMap<String, FeatureId>,
    ) -> Option<Feature> {
        self.name.clear();
        let members = Members::parse(raw.get()).ok().filter(|m| m.string("type").as_deref() == Some("Feature"));
        let Some(members) = members else {
            self.skip("not a feature", "not a GeoJSON Feature, left out");
            return None;
        };
        let properties = match members.get("properties").map(|raw| Members::parse(raw.get())) {
            Some(Ok(properties)) => properties,
            Some(Err(_)) if members.get("properties").is_some_and(|raw| raw.get() != "null") => {
                self.repair("properties unreadable", "its properties are no object and were left out");
                Members(Vec::new())
            }
            _ => Members(Vec::new()),
        };
        let mut fields = Fields { members: properties, known: Vec::new(), unreadable: Vec::new() };
        let name = fields.take("name", json::string).unwrap_or_default();
        self.name.clone_from(&name);
        let word = fields.take("kind", json::string);
        let kind = word.as_deref().and_then(Kind::from_keyword).unwrap_or_else(|| {
            let found =
                word.as_deref().map_or("it has no kind".to_owned(), |word| format!("its kind “{word}” is unknown"));
            self.repair("kind unknown", &format!("{found}; shown as a reference area"));
            if word.is_some() {
                fields.unreadable.push("kind");
            }
            Kind::ReferenceArea
        });
        let mut feature = Feature {
            id: id.0,
            foreign_id: id.1.clone(),
            kind,
            name,
            task: fields.take("task", json::string).unwrap_or_default(),
            period: Period { from: fields.moment("effective_from", self), to: fields.moment("effective_to", self) },
            units: fields.take("units", |raw| unit_references(raw, ids)).unwrap_or_default(),
            legal_basis: fields.take("legal_basis", json::string).unwrap_or_default(),
            remarks: fields.take("remarks", json::string).unwrap_or_default(),
            shape: None,
            geometry: None,
            style: Style::default(),
            is_hidden: fields.take("hidden", boolean).unwrap_or_default(),
            is_locked: fields.take("locked", boolean).unwrap_or_default(),
            group: fields.take("group", json::string).unwrap_or_default(),
            unit: None,
            inspection: Inspection::default(),
            foreign: Foreign::default(),
            foreign_feature: self.unknown(&members, &["type", "id", "geometry", "properties"]),
        };
        let shape = fields.members.get("shape").filter(|raw| raw.get() != "null").map(|raw| shape(raw.get()));
        fields.known.push("shape");
        if kind == Kind::Unit {
            feature.unit = Some(unit(&mut fields, self));
        }
        feature.style = Style {
            stroke: fields.take("stroke", json::string),
            stroke_width: fields.take("stroke-width", json::number),
            stroke_opacity: fields.take("stroke-opacity", json::number),
            fill: fields.take("fill", json::string),
            fill_opacity: fields.take("fill-opacity", json::number),
        };
        feature.foreign = fields.finish(self);
        feature.inspection = inspection::read(&mut feature.foreign);
        if let Some((shape, extras)) = shape {
            if matches!(shape, Shape::Unknown(_)) {
                self.repair(
                    "shape unknown",
                    "what it was drawn as is not known here; it is kept, its outline is shown",
                );
            }
            feature.foreign.0.extend(extras.map(|text| ("shape".to_owned(), Arc::from(text))));
            feature.shape = Some(shape);
        }
        self.place(&mut feature, members.get("geometry"));
        Some(feature)
    }

    fn place(&mut self, feature: &mut Feature, raw: Option<&RawValue>) {
        let Some(raw) = raw.filter(|raw| raw.get() != "null") else { return };
        let mut mended = Mended::default();
        match geometry::parse(raw.get(), &mut mended) {
            Ok((place, extras)) => {
                feature.geometry = Some(place);
                feature.foreign_feature.0.extend(extras.map(|text| ("geometry".to_owned(), Arc::from(text))));
                self.note_mended(mended);
            }
            Err(error) => {
                self.repair("no usable position", &format!("{error}; kept in the file, but not shown on the map"));
                feature.foreign_feature.0.push(("geometry".to_owned(), Arc::from(json::compact(raw.get()))));
            }
        }
    }

    fn note_mended(&mut self, mended: Mended) {
        if mended.n_altitudes > 0 {
            self.repair(
                "altitude dropped",
                &format!("{} positions had an altitude, which was dropped", mended.n_altitudes),
            );
        }
        if mended.n_unclosed > 0 {
            self.repair("ring closed", "a ring did not end where it began; it was closed");
        }
        if mended.n_winding > 0 {
            self.repair("ring turned", "a ring was wound the wrong way (RFC 7946, section 3.1.6); it was turned");
        }
        if mended.is_cut {
            self.repair("cut at the antimeridian", "it crosses the antimeridian and was cut there");
        }
    }
}

/// The members of one object, taken one by one; a value that does not fit stays with the unknown ones.
struct Fields<'a> {
    members: Members<'a>,
    known: Vec<&'static str>,
    unreadable: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    fn take<T>(&mut self, name: &'static str, read: impl FnOnce(&'a RawValue) -> Option<T>) -> Option<T> {
        self.known.push(name);
        let raw = self.members.get(name).filter(|raw| raw.get() != "null")?;
        let value = read(raw);
        if value.is_none() {
            self.unreadable.push(name);
        }
        value
    }

    fn moment(&mut self, name: &'static str, reader: &mut Reader<'_>) -> Option<Timestamp> {
        let mut is_zoneless = false;
        let found = self.take(name, |raw| {
            moment(raw).or_else(|| {
                is_zoneless = true;
                let civil: jiff::civil::DateTime = json::string(raw)?.trim().parse().ok()?;
                let utc = jiff::tz::Offset::UTC.to_timestamp(civil).ok()?;
                Some(Timestamp::from_millis(utc.as_millisecond()))
            })
        });
        if found.is_some() && is_zoneless {
            reader.repair("time without a zone", &format!("“{name}” states no time zone; taken as UTC"));
        }
        found
    }

    fn finish(self, reader: &mut Reader<'_>) -> Foreign {
        for name in self.unreadable.iter().filter(|name| **name != "kind") {
            reader
                .repair("value unreadable", &format!("the value of “{name}” does not fit; kept in the file, not used"));
        }
        let known: Vec<&str> = self.known.iter().filter(|name| !self.unreadable.contains(name)).copied().collect();
        let mut foreign = reader.unknown(&self.members, &known);
        // Of an unreadable member given twice, only the last was looked at: it alone stands in its place.
        for name in self.unreadable {
            let last = foreign.0.iter().rposition(|(key, _)| key == name);
            let mut idx = 0;
            foreign.0.retain(|(key, _)| {
                let is_kept = key != name || Some(idx) == last;
                idx += 1;
                is_kept
            });
        }
        foreign
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= 60 { name.to_owned() } else { name.chars().take(59).chain(['…']).collect() }
}

/// The UUID that a JSON string is.
fn uuid_of(text: &str) -> Option<Uuid> {
    Uuid::try_parse(&serde_json::from_str::<String>(text).ok()?).ok()
}

/// An RFC 3339 moment.
fn moment(raw: &RawValue) -> Option<Timestamp> {
    moment_of(json::string(raw)?.trim())
}

fn moment_of(text: &str) -> Option<Timestamp> {
    let moment: jiff::Timestamp = text.parse().ok()?;
    let kept = Timestamp::from_millis(moment.as_millisecond());
    (kept.millis() == moment.as_millisecond()).then_some(kept)
}

/// Periods as ISO 8601 intervals: an array of them, or one text of several as a table has it; `None` unless each is one.
fn on_station(raw: &RawValue) -> Option<Vec<Period>> {
    let end = |text: &str| match text {
        "" | ".." => Some(None),
        text => moment_of(text).map(Some),
    };
    let period = |text: &str| {
        let (from, to) = text.split_once('/')?;
        Some(Period { from: end(from)?, to: end(to)? })
    };
    let texts = match json::string(raw) {
        Some(text) => text.split_whitespace().map(str::to_owned).collect(),
        None => json::elements(raw.get()).ok()?.into_iter().map(json::string).collect::<Option<Vec<String>>>()?,
    };
    texts.iter().map(|text| period(text.trim())).collect()
}

/// The units a feature names; `None` unless each is a UUID or a feature of this file.
fn unit_references(raw: &RawValue, ids: &BTreeMap<String, FeatureId>) -> Option<Vec<FeatureId>> {
    let references = json::elements(raw.get()).ok()?;
    let resolve = |raw: &&RawValue| {
        let text = json::compact(raw.get());
        let uuid = || uuid_of(&text).map(FeatureId);
        ids.get(&text).copied().or_else(uuid)
    };
    references.iter().map(resolve).collect()
}

fn unit(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Unit {
    Unit {
        nation: fields.take("nation", json::string),
        unit_type: fields.take("unit_type", |raw| {
            let word = json::string(raw)?;
            UnitType::ALL.into_iter().find(|unit_type| unit_type.keyword() == word)
        }),
        speed_cruise: fields.take("speed_cruise_kn", |raw| Knots::new(json::number(raw)?)),
        speed_max: fields.take("speed_max_kn", |raw| Knots::new(json::number(raw)?)),
        endurance_h: fields.take("endurance_h", json::number),
        sweep_width: fields.take("sweep_width_nm", |raw| NauticalMiles::new(json::number(raw)?)),
        sweep_small: fields.take("sweep_small_nm", |raw| NauticalMiles::new(json::number(raw)?)),
        sweep_large: fields.take("sweep_large_nm", |raw| NauticalMiles::new(json::number(raw)?)),
        available: Period { from: fields.moment("available_from", reader), to: fields.moment("available_to", reader) },
        on_station: fields.take("on_station", on_station).unwrap_or_default(),
        base: fields.take("base", json::string),
    }
}

fn boolean(raw: &RawValue) -> Option<bool> {
    serde_json::from_str(raw.get()).ok()
}

/// A shape from its text, with its unknown members as the text of an object.
pub(crate) fn shape(text: &str) -> (Shape, Option<String>) {
    let known = Members::parse(text).ok().and_then(|members| Some((known_shape(&members)?, members)));
    let Some(((shape, names), members)) = known else { return (Shape::Unknown(Arc::from(json::compact(text))), None) };
    let extras: Vec<String> = members
        .0
        .iter()
        .filter(|(name, _)| !names.contains(&name.as_str()))
        .map(|(name, value)| format!("{}:{}", json::quoted(name), json::compact(value.get())))
        .collect();
    (shape, (!extras.is_empty()).then(|| format!("{{{}}}", extras.join(","))))
}

fn known_shape(members: &Members<'_>) -> Option<(Shape, &'static [&'static str])> {
    let position = |raw: &RawValue| {
        let [lon, lat]: [f64; 2] = serde_json::from_str(raw.get()).ok()?;
        Position::new(lat, lon).map(Position::rounded)
    };
    let place = |name| members.get(name).and_then(position);
    let places = |name| {
        let all = json::elements(members.get(name)?.get()).ok()?;
        all.into_iter().map(position).collect::<Option<Vec<Position>>>()
    };
    let metres = |name| members.get(name).and_then(json::number).and_then(Metres::new);
    let course = |name| members.get(name).and_then(json::number).and_then(Course::new);
    Some(match members.string("type")?.as_str() {
        "circle" => {
            (Shape::Circle { centre: place("center")?, radius: metres("radius_m")? }, &["type", "center", "radius_m"])
        }
        "rectangle" => (
            Shape::Rectangle { south_west: place("south_west")?, north_east: place("north_east")? },
            &["type", "south_west", "north_east"],
        ),
        "ring" => (
            Shape::Ring { centre: place("center")?, inner: metres("inner_m")?, outer: metres("outer_m")? },
            &["type", "center", "inner_m", "outer_m"],
        ),
        "sector" => (
            Shape::Sector {
                centre: place("center")?,
                inner: members.get("inner_m").map_or(Some(Metres::magnitude(0.0)), |_| metres("inner_m"))?,
                outer: metres("outer_m")?,
                from: course("from_deg")?,
                to: course("to_deg")?,
            },
            &["type", "center", "inner_m", "outer_m", "from_deg", "to_deg"],
        ),
        "corridor" => (
            Shape::Corridor { route: places("route")?, half_width: metres("half_width_m")? },
            &["type", "route", "half_width_m"],
        ),
        "polygon" if members.string("edges")? == "geodesic" => {
            (Shape::Geodesic { corners: places("corners")? }, &["type", "edges", "corners"])
        }
        "measured" => (Shape::Measured { places: places("places")? }, &["type", "places"]),
        _ => return None,
    })
}
