//! The maps of the pages: bare, within their border of degrees, marked like the pages they stand on.
//!
//! Owns their sizes and what part of the world each shows. Never writes a list or a title into a map: the page does. Start at
//! [`of_pages`].

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::{Briefing, BriefingError, data};
use crate::brief::clip::Rect;
use crate::brief::frame::{Corners, with_margin};
use crate::brief::furniture::{self, BORDER};
use crate::brief::inside::{Inside, Part};
use crate::brief::role::Role;
use crate::brief::ruler::{MIDDLE_TO_BASELINE, Ruler};
use crate::brief::style::Palette;
use crate::brief::svg::{Px, escaped};
use crate::brief::{Picture, document_of};
use crate::plan::geometry::bounds;
use crate::report::Progress;

/// The overview map, pixels: at 170 mm of width, type is as large as on the page.
const OVERVIEW: (u32, u32) = (840, 850);
/// The map of an area.
const OF_AREA: (u32, u32) = (840, 520);
/// The height of a handling marking on a map.
const MARKING: f64 = 20.0;

/// A map's name in the template's folder, and its SVG.
pub(super) type Maps = BTreeMap<String, String>;

/// Draws the overview and a map for each area that has a page, and says in the data where they lie.
pub(super) fn of_pages(briefing: &Briefing<'_>, data: &mut Value, progress: &Progress) -> Result<Maps, BriefingError> {
    let mut maps = Maps::new();
    let n_pages = data
        .get("areas")
        .and_then(Value::as_array)
        .map_or(0, |areas| areas.iter().filter(|area| area.get("has_page") == Some(&Value::Bool(true))).count());
    progress.set_stage("drawing the overview map");
    let (svg, signs) = bare(briefing, briefing.bounds, OVERVIEW, progress)?;
    maps.insert("maps/overview.svg".to_owned(), svg);
    place(data, "overview", "maps/overview.svg", OVERVIEW);
    if let Some(Value::Array(all)) = data.get_mut("signs") {
        all.extend(signs);
    }
    let [(_, areas), ..] = data::members(briefing.plan);
    for (idx, one) in areas.iter().take(n_pages).enumerate() {
        progress.check()?;
        progress.set_stage(&format!("drawing map {} of {n_pages}", idx + 1));
        let corners = one.feature.geometry.as_ref().and_then(bounds).map(|corners| with_margin(corners, 0.35, 0.04));
        let (svg, _) = bare(briefing, corners, OF_AREA, progress)?;
        let name = format!("maps/area-{}.svg", one.number);
        if let Some(area) = data.get_mut("areas").and_then(|areas| areas.get_mut(idx)) {
            place(area, "map", &name, OF_AREA);
        }
        maps.insert(name, svg);
    }
    Ok(maps)
}

fn place(of: &mut Value, member: &str, file: &str, (width, height): (u32, u32)) {
    if let Some(object) = of.as_object_mut() {
        object.insert(member.to_owned(), serde_json::json!({ "file": file, "width": width, "height": height }));
    }
}

fn bare(
    briefing: &Briefing<'_>,
    bounds: Option<Corners>,
    size: (u32, u32),
    progress: &Progress,
) -> Result<(String, Vec<Value>), BriefingError> {
    bare_picture(&briefing.picture(bounds, size), Part::Whole, progress)
}

/// A map and nothing else, as a whole or without scale and warning; and what its lines mean.
pub(super) fn bare_picture(
    picture: &Picture<'_>,
    part: Part,
    progress: &Progress,
) -> Result<(String, Vec<Value>), BriefingError> {
    let size = picture.size;
    let palette = picture.theme.palette();
    let (width, height) = (f64::from(size.0), f64::from(size.1));
    let handling = picture.plan.handling.split_whitespace().collect::<Vec<_>>().join(" ");
    let marking = if handling.is_empty() { 0.0 } else { MARKING };
    let rect = Rect::new(BORDER, BORDER + marking, width - BORDER, height - BORDER - marking);
    let inside = Inside::of(picture, rect, 1.0, part, progress).map_err(BriefingError::Stopped)?;
    let mut page = String::new();
    furniture::border(&mut page, &inside.graticule, &inside.frame, palette, 1.0);
    if !handling.is_empty() {
        write_markings(&mut page, &handling, width, height, palette);
    }
    // Apart or together, the chart lies under all else.
    let body = [inside.ground_body.as_str(), &inside.body].concat();
    let svg = document_of(picture, rect, &inside.overlay.defs(1.0), &body, &page);
    Ok((svg, signs(&inside, palette)))
}

fn write_markings(out: &mut String, handling: &str, width: f64, height: f64, palette: &Palette) {
    let mut ruler = Ruler::strong(11.0);
    ruler.spacing = 0.8;
    let handling = ruler.cut(handling, width - 2.0 * BORDER);
    for middle in [MARKING * 0.45, height - MARKING * 0.45] {
        let _infallible = writeln!(
            out,
            r#"<text class="handling" x="{}" y="{}" text-anchor="middle" font-size="{}" font-weight="600" letter-spacing="{}" fill="{}">{}</text>"#,
            Px(width / 2.0),
            Px(middle + ruler.size * MIDDLE_TO_BASELINE),
            Px(ruler.size),
            Px(ruler.spacing),
            palette.warning,
            escaped(&handling)
        );
    }
}

/// What the lines of the chart mean, in the chart's own words.
pub(super) fn signs(inside: &Inside, palette: &Palette) -> Vec<Value> {
    let mut signs = Vec::new();
    for role in [Role::Demarcation, Role::Limit12, Role::Limit24, Role::LimitOther] {
        let Some(pen) = role.pen(palette, 1.0).filter(|_| inside.ground.shows(role)) else { continue };
        for words in inside.ground.words(role) {
            signs.push(serde_json::json!({
                "sign": "line", "colour": pen.colour.to_string(), "width": pen.width, "words": words,
                "dash": pen.dash.map(|(dash, gap)| [dash, gap]),
            }));
        }
    }
    signs
}
