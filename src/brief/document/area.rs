//! What the briefing says of one area.
//!
//! Owns its place, size, waters, law and traffic. Never leaves a computed share unlabelled. Start at [`of`].

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::data::{Numbered, grouped, heading};
use super::words::Words;
use super::{Briefing, law, table, text, traffic};
use crate::brief::shares::percent;
use crate::chart::{Share, ShareParams, WaterZone, Waters};
use crate::plan::geometry::{centre, vertices};
use crate::plan::{Feature, Period, Shape};
use crate::report::{Progress, Stopped};

/// Places asked in an area that has a page: the share is told in hundredths.
const PARAMS: ShareParams = ShareParams { n_places: 2000 };
/// The same for an area that is only in a table.
const ROUGH: ShareParams = ShareParams { n_places: 400 };
/// An outline of more vertices is only in the annex.
const MOST_CORNERS: usize = 12;
/// The most vessels named.
const MOST_VESSELS: usize = 12;
/// The most sentences on what is disputed.
const MOST_DISPUTES: usize = 8;

/// One area; with `has_page`, all there is to say.
pub(super) fn of(
    one: &Numbered<'_>,
    briefing: &Briefing<'_>,
    words: &Words,
    has_page: bool,
    progress: &Progress,
) -> Result<Value, Stopped> {
    let feature = one.feature;
    let mut out = heading(one, briefing, words);
    out.insert("has_page".into(), has_page.into());
    out.insert("map".into(), Value::Null);
    if let Some(square) = one.size.and_then(|size| size.area) {
        let km2 = (square.square_kilometres() * 1e4).round() / 1e4;
        out.insert("size".into(), json!({ "km2": km2, "words": held(&square.to_string()) }));
    }
    out.insert("shape".into(), shape_words(feature, words).into());
    out.insert("centre".into(), centre(feature).map_or(Value::Null, table::position));
    let corners = feature.geometry.as_ref().map_or_else(Vec::new, |geometry| vertices(geometry).collect());
    out.insert("n_vertices".into(), corners.len().into());
    let is_round = matches!(feature.shape, Some(Shape::Circle { .. } | Shape::Ring { .. } | Shape::Sector { .. }));
    let is_listed = has_page && !is_round && corners.len() <= MOST_CORNERS;
    let listed: Vec<Value> = corners.iter().filter(|_| is_listed).map(|(_, at)| table::position(*at)).collect();
    out.insert("corners".into(), listed.into());
    if let Some(geometry) = feature.geometry.as_ref() {
        let waters = briefing.waters.filter(|waters| waters.has_shoreline());
        let shares = waters.map(|waters| waters.shares(geometry, if has_page { &PARAMS } else { &ROUGH }));
        progress.check()?;
        let disputed = waters.filter(|_| has_page).map(|waters| disputes(waters, geometry)).unwrap_or_default();
        out.insert(
            "waters".into(),
            shares.as_deref().map_or(Value::Null, |shares| waters_of(shares, &disputed, words)),
        );
        let law = shares.as_deref().filter(|_| has_page).map(|shares| law_of(shares, words)).unwrap_or_default();
        out.insert("law".into(), law.into());
        let needs_consent = shares.iter().flatten().any(|share| share.zone.asks_flag_state());
        out.insert("needs_flag_consent".into(), needs_consent.into());
        let is_counted = has_page && !briefing.tracks.is_empty();
        let traffic = if is_counted { traffic_of(feature, geometry, briefing, words, progress)? } else { Value::Null };
        out.insert("traffic".into(), traffic);
    }
    Ok(Value::Object(out))
}

fn disputes(waters: &Waters, geometry: &geo::Geometry<f64>) -> Vec<Value> {
    waters.disputed_in(geometry).into_iter().take(MOST_DISPUTES).map(Value::from).collect()
}

fn zone_words(zone: WaterZone, words: &Words) -> String {
    words.get(&format!("zone_{}", zone.as_str())).to_owned()
}

fn basis_words(share: &Share, words: &Words) -> String {
    let source = share.source.as_deref();
    source.map_or_else(
        || words.get("computed").to_owned(),
        |source| words.with("official", &[("a", &text::line(source))]),
    )
}

fn waters_of(shares: &[Share], disputed: &[Value], words: &Words) -> Value {
    let rows: Vec<Value> = shares
        .iter()
        .take(super::data::MOST_ROWS)
        .map(|share| {
            json!({
                "zone": share.zone.as_str(),
                "zone_words": zone_words(share.zone, words),
                "zone_short": words.get(&format!("short_{}", share.zone.as_str())),
                "state": share.state.as_deref(),
                "share": (share.share * 1e6).round() / 1e6,
                "percent": held(&percent(share.share)),
                "size": held(&share.size.to_string()),
                "basis": basis_words(share, words),
                "is_computed": share.source.is_none(),
            })
        })
        .collect();
    json!({
        "shares": rows,
        "has_computed": shares.iter().any(|share| share.source.is_none()),
        "disputed": disputed,
    })
}

/// What the law asks in each zone that the area has a part in, the largest first.
fn law_of(shares: &[Share], words: &Words) -> Vec<Value> {
    let mut zones: Vec<WaterZone> = Vec::new();
    let mut parts: BTreeMap<WaterZone, Vec<String>> = BTreeMap::new();
    for share in shares {
        if !zones.contains(&share.zone) {
            zones.push(share.zone);
        }
        let state = share.state.as_deref().map(|state| format!("{state}\u{a0}")).unwrap_or_default();
        parts.entry(share.zone).or_default().push(format!("{state}{}", held(&percent(share.share))));
    }
    let of = |zone: WaterZone| {
        let parts = parts.get(&zone).map(|parts| parts.join(", ")).unwrap_or_default();
        json!({
            "zone": zone.as_str(),
            "zone_words": zone_words(zone, words),
            "parts": parts,
            "statements": law::statements(zone, words)
                .into_iter()
                .map(|said| json!({ "text": said.text, "source": said.source }))
                .collect::<Vec<_>>(),
        })
    };
    zones.into_iter().map(of).collect()
}

fn traffic_of(
    feature: &Feature,
    geometry: &geo::Geometry<f64>,
    briefing: &Briefing<'_>,
    words: &Words,
    progress: &Progress,
) -> Result<Value, Stopped> {
    let traffic = traffic::inside(geometry, feature.period, briefing.tracks, progress)?;
    let silence = traffic::SILENCE_HOURS.to_string();
    let note = words.with("traffic_note", &[("h", &silence)]);
    let Some((from, to)) = traffic.span else {
        let whole = briefing.tracks.iter().filter_map(|store| store.span()).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let period =
            whole.map(|(from, to)| words.period(Period { from: Some(from), to: Some(to) })).unwrap_or_default();
        let line = words.with("traffic_outside", &[("a", super::said(&period, "/utc"))]);
        return Ok(json!({ "vessels": 0, "hours": 0.0, "words": line, "note": note, "listed": [], "more": 0 }));
    };
    let period = words.period(Period { from: Some(from), to: Some(to) });
    let hours: f64 = traffic.stays.iter().map(|stay| stay.hours).sum();
    let (n, h) = (grouped(traffic.stays.len()), format!("{hours:.1}"));
    let key = if traffic.stays.is_empty() { "traffic_none" } else { "traffic_line" };
    let line = words.with(key, &[("n", &n), ("h", &h), ("a", super::said(&period, "/utc"))]);
    let listed: Vec<Value> = traffic
        .stays
        .iter()
        .take(MOST_VESSELS)
        .map(|stay| {
            json!({ "name": text::line(&stay.name), "mmsi": stay.mmsi.to_string(), "hours": format!("{:.1}", stay.hours) })
        })
        .collect();
    Ok(json!({
        "vessels": traffic.stays.len(),
        "hours": (hours * 100.0).round() / 100.0,
        "period": period,
        "words": line,
        "note": note,
        "listed": listed,
        "more": traffic.stays.len().saturating_sub(MOST_VESSELS),
    }))
}

/// With spaces that do not break.
fn held(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// What the area was drawn as.
fn shape_words(feature: &Feature, words: &Words) -> String {
    let nm = |metres: crate::units::Metres| held(&metres.nautical_miles().to_string());
    match &feature.shape {
        Some(Shape::Circle { radius, .. }) => words.with("shape_circle", &[("a", &nm(*radius))]),
        Some(Shape::Ring { inner, outer, .. }) => words.with("shape_ring", &[("a", &nm(*inner)), ("b", &nm(*outer))]),
        Some(Shape::Sector { outer, from, to, .. }) => {
            words.with("shape_sector", &[("a", &nm(*outer)), ("b", &from.to_string()), ("c", &to.to_string())])
        }
        Some(Shape::Rectangle { .. }) => words.get("shape_rectangle").to_owned(),
        Some(Shape::Corridor { half_width, .. }) => words.with("shape_corridor", &[("a", &nm(*half_width))]),
        Some(Shape::Geodesic { .. }) => words.get("shape_geodesic").to_owned(),
        Some(Shape::Measured { .. } | Shape::Unknown(_)) | None => words.get("shape_polygon").to_owned(),
    }
}
