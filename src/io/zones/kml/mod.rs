//! KML: placemarks as zones, folders as layers.
//!
//! Owns which parts of KML mean something for a zone: names, descriptions, extended data, the colour of its style, polygons
//! with holes, lines and points. Each outermost folder becomes a layer; folders inside it become the attribute `folder`.
//! Never follows a link. Start at [`read`].

mod geometry;
mod style;
mod walk;

use std::collections::{BTreeMap, HashMap};

use self::geometry::Found;
use self::style::Styles;
use self::walk::{Folder, Item, walk};
use super::repair::{Budget, Mender};
use super::xml::{Node, XmlError};
use super::{PLAN_DATA, name};
use crate::chart::{Zone, ZoneLayer};
use crate::io::crs::Crs;
use crate::report::{Progress, Report, Stopped};

/// Why a KML file has no zones.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KmlError {
    #[error("{0}")]
    Xml(String),
    #[error("XML, but not KML")]
    NotKml,
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// More outermost folders than this become one layer.
const MAX_LAYERS: usize = 64;
/// Attribute names beyond this many in a layer are left out.
const MAX_FIELDS: usize = 1000;

/// Reads the zones of a KML text, one layer per outermost folder that holds placemarks. What `report` already says of the
/// whole file stays in the first layer's.
pub(super) fn read(
    text: &str,
    file: &str,
    stem: &str,
    mut report: Report,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<Vec<(ZoneLayer, Report)>, KmlError> {
    if !text.contains("<kml") && !text.contains(":kml") && !text.contains("<Placemark") {
        return Err(KmlError::NotKml);
    }
    let mut survey = Survey::default();
    let surveyed = walk(text, progress, &mut |item| {
        survey.take(&item);
        Ok(())
    });
    match surveyed {
        Ok(()) => {}
        Err(XmlError::Stopped(stopped)) => return Err(stopped.into()),
        Err(XmlError::Entities) => return Err(KmlError::Xml(XmlError::Entities.to_string())),
        Err(error) if survey.n_placemarks == 0 => return Err(KmlError::Xml(error.to_string())),
        Err(error) => report.note(format!("{file}: {error}; what stands before it was read")),
    }
    for (tag, n) in &survey.others {
        report.note(format!("{file}: {n} {tag} elements are no zones and were not followed"));
    }
    if survey.n_dropped > 0 {
        let n = survey.n_dropped;
        report.note(format!("{file}: {n} attributes with names beyond the first {MAX_FIELDS} were left out"));
    }
    let is_one_layer = survey.layers.len() > MAX_LAYERS;
    let mut layers = survey.layers(is_one_layer, file, stem);
    let crs = Crs::wgs84("WGS 84 (KML)");
    if let Some(first) = layers.values_mut().next() {
        first.report = report;
        first.layer.plan = survey.plan.take();
    }
    let mut record = 0;
    let read = walk(text, progress, &mut |item| {
        let Item::Placemark(node, folders, line) = item else { return Ok(()) };
        progress.check()?;
        progress.add_rows(1);
        record += 1;
        let key = if is_one_layer { 0 } else { layer_key(folders) };
        let Some(Growing { layer, index, report }) = layers.get_mut(&key) else { return Ok(()) };
        report.read += 1;
        let line = Some(line);
        let mut mender = Mender { crs: &crs, file, report, what: "placemark", record, line, budget };
        match node {
            Some(node) => {
                let folder = inner_path(folders, is_one_layer);
                add(layer, index, &node, &folder, &survey.styles, &mut mender);
            }
            None => mender.skip("placemark too large", "it has more elements than fit in memory, left out"),
        }
        Ok(())
    });
    if let Err(XmlError::Stopped(stopped)) = read {
        return Err(stopped.into());
    }
    Ok(layers.into_values().map(|grown| (grown.layer, grown.report)).collect())
}

/// Which layer a placemark belongs to: its outermost folder, or 0 for none.
fn layer_key(folders: &[Folder]) -> usize {
    folders.iter().find(|folder| !folder.is_document).map_or(0, |folder| folder.number)
}

/// The names of the folders inside the one that is the layer (or of all, if there is but one layer).
fn inner_path(folders: &[Folder], is_one_layer: bool) -> String {
    let folders = folders.iter().filter(|folder| !folder.is_document && !folder.name.is_empty());
    let inner: Vec<&str> = folders.skip(usize::from(!is_one_layer)).map(|folder| folder.name.as_str()).collect();
    inner.join(" / ")
}

/// What a first look tells: styles may stand after the placemarks that use them, and attributes must be known to make a table.
#[derive(Default)]
struct Survey {
    styles: Styles,
    /// Each layer's name and attribute names, by [`layer_key`].
    layers: BTreeMap<usize, (String, Vec<String>)>,
    document: String,
    plan: Option<String>,
    n_placemarks: u64,
    /// Attributes with names beyond those that are kept.
    n_dropped: u64,
    others: BTreeMap<String, u64>,
}

impl Survey {
    fn take(&mut self, item: &Item<'_>) {
        match item {
            Item::Style(node) => self.styles.add(node),
            Item::Data(node) => {
                let data = node.children.iter().find(|data| data.tag == "Data" && data.name == PLAN_DATA);
                self.plan = self.plan.take().or(data.map(|data| data.text_of("value").to_owned()));
            }
            Item::Other(tag) => *self.others.entry((*tag).to_owned()).or_default() += 1,
            Item::Placemark(node, folders, _) => {
                self.n_placemarks += 1;
                let name = |is_document: bool| {
                    let found =
                        folders.iter().find(|folder| folder.is_document == is_document && !folder.name.is_empty());
                    found.map(|folder| folder.name.clone()).unwrap_or_default()
                };
                if self.document.is_empty() {
                    self.document = name(true);
                }
                let (layer, fields) = self.layers.entry(layer_key(folders)).or_default();
                if layer.is_empty() {
                    *layer = name(false);
                }
                let Some(node) = node else { return };
                let inner = inner_path(folders, false);
                for (field, _) in attributes(node, &inner) {
                    if fields.contains(&field) {
                        continue;
                    }
                    if fields.len() < MAX_FIELDS {
                        fields.push(field);
                    } else {
                        self.n_dropped += 1;
                    }
                }
            }
        }
    }

    fn layers(&mut self, is_one_layer: bool, file: &str, stem: &str) -> BTreeMap<usize, Growing> {
        let mut found = std::mem::take(&mut self.layers);
        if is_one_layer || found.is_empty() {
            let mut fields = vec!["folder".to_owned()];
            for field in found.into_values().flat_map(|(_, fields)| fields) {
                if !fields.contains(&field) && fields.len() < MAX_FIELDS {
                    fields.push(field);
                }
            }
            found = BTreeMap::from([(0, (String::new(), if is_one_layer { fields } else { Vec::new() }))]);
        }
        let grown = found.into_iter().map(|(key, (name, fields))| {
            let fallback = if self.document.is_empty() { stem } else { &self.document };
            let name = if name.is_empty() { fallback.to_owned() } else { name };
            let layer = ZoneLayer {
                name,
                source: file.to_owned(),
                crs: "WGS 84 (KML)".to_owned(),
                fields: fields.clone(),
                zones: Vec::new(),
                plan: None,
            };
            let index = fields.into_iter().enumerate().map(|(idx, name)| (name, idx)).collect();
            (key, Growing { layer, index, report: Report::default() })
        });
        grown.collect()
    }
}

/// A layer that is being filled.
struct Growing {
    layer: ZoneLayer,
    index: HashMap<String, usize>,
    report: Report,
}

/// Adds one placemark to a layer, or counts why not.
fn add(
    layer: &mut ZoneLayer,
    index: &HashMap<String, usize>,
    node: &Node,
    folder: &str,
    styles: &Styles,
    mender: &mut Mender<'_>,
) {
    let found = Found::in_placemark(node);
    if found.n_tracks > 0 {
        mender.repair("moving track left out", "a moving track (gx:Track) is no zone, left out");
    }
    if found.n_others > 0 {
        mender.repair("model left out", "a model has no outline to show, left out");
    }
    if found.is_too_large {
        mender.skip("geometry too large", "its coordinates take more than 32 MB, left out");
        return;
    }
    if found.n_altitudes > 0 {
        mender.repair("altitude dropped", &format!("{} places had an altitude, dropped", found.n_altitudes));
    }
    let Some(raw) = found.into_raw() else {
        mender.skip("no geometry", "it has no polygon, line or point, left out");
        return;
    };
    let Some(geometry) = mender.settle(raw) else { return };
    let mut values = vec![String::new(); layer.fields.len()];
    for (field, value) in attributes(node, folder) {
        if let Some(slot) = index.get(&field).and_then(|idx| values.get_mut(*idx)) {
            *slot = value;
        }
    }
    let mut name = node.text_of("name").to_owned();
    if name.is_empty() {
        name = name::field(&layer.fields).and_then(|idx| values.get(idx)).cloned().unwrap_or_default();
    }
    let colour = styles.colour_of(node);
    mender.keep(&mut layer.zones, Zone { name, attributes: values, geometry, colour });
}

/// Attribute names and values of a placemark, in the order of the file.
fn attributes(node: &Node, folder: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    if !folder.is_empty() {
        found.push(("folder".to_owned(), folder.to_owned()));
    }
    let mut put = |name: &str, value: String| {
        if !name.is_empty() && !value.is_empty() {
            found.push((name.to_owned(), value));
        }
    };
    put("description", plain(node.text_of("description")));
    for part in &node.children {
        match part.tag.as_str() {
            "TimeSpan" => {
                put("begin", part.text_of("begin").to_owned());
                put("end", part.text_of("end").to_owned());
            }
            "TimeStamp" => put("when", part.text_of("when").to_owned()),
            "ExtendedData" => {
                for data in &part.children {
                    match data.tag.as_str() {
                        "Data" => put(&data.name, data.text_of("value").to_owned()),
                        "SchemaData" => {
                            let simple = data.children.iter().filter(|child| child.tag == "SimpleData");
                            simple.for_each(|value| put(&value.name, value.text.trim().to_owned()));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Text without HTML: line ends where HTML breaks lines, no tags, the common references resolved.
fn plain(html: &str) -> String {
    if !html.contains('<') && !html.contains('&') {
        return html.trim().to_owned();
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let begins_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some((tag, after_tag)) = after.split_once('>').filter(|_| begins_tag) else {
            text.push('<');
            rest = after;
            continue;
        };
        let tag = tag.trim_start_matches('/').to_ascii_lowercase();
        let is_break = ["br", "p", "tr", "div", "li", "h1", "h2", "h3"].iter().any(|name| {
            tag.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        });
        text.push(if is_break { '\n' } else { ' ' });
        rest = after_tag;
    }
    text.push_str(rest);
    for (reference, meant) in [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        if text.contains(reference) {
            text = text.replace(reference, meant);
        }
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
