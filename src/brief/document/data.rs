//! The JSON document that both forms of the briefing show.
//!
//! Owns what is in it and in which order, and how much of a large plan it holds; what is left out is counted. `docs/briefing.md`
//! describes every member. Never sets a page. Start at [`of`].

use serde_json::{Map, Value, json};

use super::words::Words;
use super::{Briefing, BriefingError, area, features, inspection, table, text};
use crate::brief::overlay;
use crate::brief::style::Palette;
use crate::plan::geometry::{Size, size};
use crate::plan::{Feature, Kind, Period, Plan};
use crate::report::Progress;
use crate::units::Timestamp;

/// The version of the document's members.
const FORMAT: u32 = 1;
/// The most areas that have a page of their own.
const MOST_PAGES: usize = 40;
/// The most dossiers of findings.
pub(super) const MOST_DOSSIERS: usize = 40;
/// The most rows of a table.
pub(super) const MOST_ROWS: usize = 1000;

/// A feature with its number in the briefing.
#[derive(Clone, Copy)]
pub(super) struct Numbered<'a> {
    pub(super) number: usize,
    pub(super) feature: &'a Feature,
    pub(super) size: Option<Size>,
}

/// What a feature is in the briefing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Area,
    Line,
    Unit,
    Point,
    Nowhere,
}

/// The whole document.
pub(super) fn of(briefing: &Briefing<'_>, progress: &Progress) -> Result<Value, BriefingError> {
    let words = Words::of(briefing.language).map_err(BriefingError::Words)?;
    let plan = briefing.plan;
    let palette = briefing.theme.palette();
    let [(_, areas), (_, lines), (_, units), (_, points), (_, nowhere)] = members(plan);

    let mut described = Vec::new();
    for (idx, one) in areas.iter().take(MOST_ROWS).enumerate() {
        progress.check()?;
        progress.set_stage(&format!("describing area {} of {}", idx + 1, areas.len()));
        described.push(area::of(one, briefing, &words, idx < MOST_PAGES, progress)?);
    }
    let (annex, annex_left_out) = table::annex(&areas, &lines, &words);
    let rows = |group: &[Numbered<'_>], of: &dyn Fn(&Numbered<'_>) -> Value| -> Vec<Value> {
        group.iter().take(MOST_ROWS).map(of).collect()
    };
    let over = |n: usize, most: usize| n.saturating_sub(most);
    Ok(json!({
        "format": FORMAT,
        "language": briefing.language.tag(),
        "words": words.all(),
        "title": if plan.title.trim().is_empty() { words.get("untitled").to_owned() } else { text::line(&plan.title) },
        "author": text::line(&plan.author),
        "handling": text::line(&plan.handling),
        "plan_id": plan.id.0.to_string(),
        "fingerprint": briefing.fingerprint,
        "created": words.moment(plan.created),
        "modified": words.moment(plan.modified),
        "period": words.period(whole_period(plan)),
        "tracks": tracks(briefing, &words),
        "chart": { "credits": text::paragraphs(briefing.map.attribution(), &words) },
        "kinds": kinds(plan, palette, &words),
        "signs": signs(briefing, palette, &words),
        "depths": depths(palette),
        "overview": Value::Null,
        "areas": described,
        "lines": rows(&lines, &|one| features::line(one, briefing, &words)),
        "units": rows(&units, &|one| features::unit(one, briefing, &words)),
        "points": rows(&points, &|one| features::point(one, briefing, &words)),
        "inspections": inspection::all(&numbered(plan), briefing, &words),
        "nowhere": rows(&nowhere, &|one| features::nowhere(one, briefing, &words)),
        "dossiers": [],
        "annex": annex,
        "left_out": {
            "pages": over(areas.len().min(MOST_ROWS), MOST_PAGES),
            "areas": over(areas.len(), MOST_ROWS),
            "lines": over(lines.len(), MOST_ROWS),
            "units": over(units.len(), MOST_ROWS),
            "points": over(points.len(), MOST_ROWS),
            "nowhere": over(nowhere.len(), MOST_ROWS),
            "vertices": annex_left_out,
            "dossiers": over(briefing.dossiers.len(), MOST_DOSSIERS),
        },
    }))
}

/// The features in the order of the briefing: by kind, those that stop ships first, then as the plan has them.
fn numbered(plan: &Plan) -> Vec<Numbered<'_>> {
    let mut sorted: Vec<&Feature> = plan.features.iter().map(|feature| &**feature).collect();
    sorted.sort_by_key(|feature| Kind::ALL.iter().position(|kind| *kind == feature.kind));
    let mut numbers = [0; 5];
    sorted
        .into_iter()
        .map(|feature| {
            let mut one = Numbered { number: 0, feature, size: feature.geometry.as_ref().map(size) };
            if let Some(number) = numbers.get_mut(group_of(&one) as usize) {
                *number += 1;
                one.number = *number;
            }
            one
        })
        .collect()
}

fn group_of(one: &Numbered<'_>) -> Group {
    match one.size {
        Some(Size { area: Some(_), .. }) => Group::Area,
        Some(Size { perimeter, .. }) if perimeter.value() > 0.0 => Group::Line,
        _ if one.feature.kind == Kind::Unit => Group::Unit,
        Some(_) => Group::Point,
        None => Group::Nowhere,
    }
}

/// The features by the member of the document that holds them.
pub(super) fn members(plan: &Plan) -> [(&'static str, Vec<Numbered<'_>>); 5] {
    let numbered = numbered(plan);
    let of = |group: Group| numbered.iter().filter(|one| group_of(one) == group).copied().collect();
    [
        ("areas", of(Group::Area)),
        ("lines", of(Group::Line)),
        ("units", of(Group::Unit)),
        ("points", of(Group::Point)),
        ("nowhere", of(Group::Nowhere)),
    ]
}

/// What every table and page says of a feature.
pub(super) fn heading(one: &Numbered<'_>, briefing: &Briefing<'_>, words: &Words) -> Map<String, Value> {
    let feature = one.feature;
    let name = text::line(&feature.name);
    let (stroke, fill) = overlay::colours_of(feature, briefing.theme.palette());
    let mut out = Map::new();
    out.insert("number".into(), one.number.into());
    out.insert("id".into(), feature.id.to_string().into());
    out.insert("name".into(), if name.is_empty() { words.get("no_name").into() } else { name.into() });
    out.insert("kind".into(), feature.kind.keyword().into());
    out.insert("kind_words".into(), words.get(&format!("kind_{}", feature.kind.keyword())).into());
    out.insert("stroke".into(), stroke.to_string().into());
    out.insert("fill".into(), fill.to_string().into());
    out.insert("period".into(), words.period(feature.period));
    out.insert("task".into(), text::paragraphs(&feature.task, words).into());
    out.insert("legal_basis".into(), text::paragraphs(&feature.legal_basis, words).into());
    out.insert("remarks".into(), text::paragraphs(&feature.remarks, words).into());
    let assigned = feature.units.iter().filter_map(|id| briefing.plan.feature(*id)).take(MOST_ROWS);
    let assigned: Vec<Value> = assigned.map(|unit| text::line(&unit.name).into()).collect();
    out.insert("assigned".into(), assigned.into());
    out
}

/// From the first beginning to the last end of what the plan holds.
fn whole_period(plan: &Plan) -> Period {
    let periods = || plan.features.iter().map(|feature| feature.period).filter(|period| *period != Period::default());
    let is_open = |pick: fn(&Period) -> Option<Timestamp>| periods().any(|period| pick(&period).is_none());
    Period {
        from: periods().filter_map(|p| p.from).min().filter(|_| !is_open(|p| p.from)),
        to: periods().filter_map(|p| p.to).max().filter(|_| !is_open(|p| p.to)),
    }
}

fn tracks(briefing: &Briefing<'_>, words: &Words) -> Value {
    let spans = briefing.tracks.iter().filter_map(|store| store.span());
    let Some((from, to)) = spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else { return Value::Null };
    let n_vessels: usize = briefing.tracks.iter().map(|store| store.vessels().len()).sum();
    let n_fixes: usize = briefing.tracks.iter().map(|store| store.n_fixes()).sum();
    let period = words.period(Period { from: Some(from), to: Some(to) });
    let (vessels, fixes) = (grouped(n_vessels), grouped(n_fixes));
    let places = [("n", vessels.as_str()), ("f", fixes.as_str()), ("a", super::said(&period, "/utc"))];
    let line = words.with("tracks_line", &places);
    json!({ "vessels": n_vessels, "fixes": n_fixes, "period": period, "words": line })
}

/// A count with its thousands parted: `1,234,567`.
pub(super) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The kinds that the plan has, with their colours and how many there are.
fn kinds(plan: &Plan, palette: &Palette, words: &Words) -> Vec<Value> {
    let of = |kind: Kind| {
        let n = plan.features.iter().filter(|feature| feature.kind == kind).count();
        let words = words.get(&format!("kind_{}", kind.keyword())).to_owned();
        let is_line = matches!(kind, Kind::PatrolRoute | Kind::Barrier);
        let is_point = matches!(kind, Kind::Unit | Kind::Point | Kind::Inspection);
        let sign = if is_line {
            "line"
        } else if is_point {
            "point"
        } else {
            "area"
        };
        let colour = palette.of(kind).to_string();
        (n > 0).then(|| json!({ "kind": kind.keyword(), "words": words, "colour": colour, "sign": sign, "count": n }))
    };
    Kind::ALL.into_iter().filter_map(of).collect()
}

/// What the signs on the maps mean, as far as they do not belong to the plan; the lines of the chart come with the map.
fn signs(briefing: &Briefing<'_>, palette: &Palette, words: &Words) -> Vec<Value> {
    let mut signs = Vec::new();
    for layer in briefing.zones.iter().filter(|layer| !layer.zones.is_empty()).take(12) {
        let words = words.with("sign_zone", &[("a", &text::line(&layer.name))]);
        let colour = crate::brief::key::zone_colour(layer, palette).to_string();
        signs.push(json!({ "sign": "area", "colour": colour, "words": words }));
    }
    if !briefing.tracks.is_empty() {
        let (track, gap) = (palette.track.to_string(), palette.gap.to_string());
        signs.push(json!({ "sign": "line", "colour": track, "width": 1.6, "words": words.get("sign_track") }));
        signs.push(json!({ "sign": "line", "colour": gap, "width": 1.4, "dash": [6.0, 4.0], "words": words.get("sign_silence") }));
        let vessel = palette.vessel.to_string();
        signs.push(json!({ "sign": "vessel", "colour": vessel, "words": words.get("sign_vessel") }));
    }
    signs
}

/// The colours of the depths, each with where it ends.
fn depths(palette: &Palette) -> Vec<Value> {
    let ends = [Some(20), Some(50), Some(100), Some(200), Some(1000), Some(2000), None];
    palette.depth.iter().zip(ends).map(|(colour, to)| json!({ "colour": colour.to_string(), "to_m": to })).collect()
}
