//! The overview map for a browser: the same place drawn at several scales, of which the page shows the one that suits.
//!
//! Owns how many scales there are and what is drawn at each: names and signs at every one, so that more names find room as one
//! comes nearer; sea, land and tracks at two. Never reads the page's script. Start at [`of`].

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::data::{Numbered, members};
use super::{Briefing, BriefingError, map};
use crate::brief::clip::Rect;
use crate::brief::frame::Frame;
use crate::brief::inside::{Inside, Part};
use crate::brief::svg::Px;
use crate::plan::geometry::bounds;
use crate::report::Progress;

/// The map, in units that are pixels where it is shown 1200 pixels wide.
const SIZE: [f64; 2] = [1200.0, 800.0];
/// At how many times that size the map is drawn, and whether the chart is drawn anew: between, the last one is enlarged.
const LEVELS: [(u32, bool); 6] = [(1, true), (2, false), (4, true), (8, false), (16, false), (32, false)];
/// What is jumped to is shown at least so large, in the map's units.
const LEAST_BOX: f64 = 30.0;

/// Draws the map as one `svg` element, and says in the data what part of it each thing takes.
pub(super) fn of(briefing: &Briefing<'_>, data: &mut Value, progress: &Progress) -> Result<String, BriefingError> {
    let picture = briefing.picture(briefing.bounds, (1200, 800));
    let palette = picture.theme.palette();
    let (mut grounds, mut signs, mut defs) = (String::new(), String::new(), String::new());
    let mut frame = None;
    for (scale, has_ground) in LEVELS {
        progress.check()?;
        progress.set_stage(&format!("drawing the map at {scale} times its size"));
        let rect = Rect::new(0.0, 0.0, SIZE[0] * f64::from(scale), SIZE[1] * f64::from(scale));
        let inside = Inside::of(&picture, rect, 1.0, Part::Layers, progress)?;
        let class = if scale == 1 { " on" } else { "" };
        let group = |class: &str, body: &str| {
            let shrink = 1.0 / f64::from(scale);
            format!("<g class=\"{class}\" data-scale=\"{scale}\" transform=\"scale({shrink})\">{body}</g>\n")
        };
        if has_ground {
            // An id belongs to one element of a page.
            let body = inside.ground_body.replace(" id=\"graticule\"", "");
            grounds.push_str(&group(&format!("ground{class}"), &body));
        }
        signs.push_str(&group(&format!("signs{class}"), &inside.body));
        if frame.is_none() {
            defs = inside.overlay.defs(1.0);
            if let Some(Value::Array(all)) = data.get_mut("signs") {
                all.extend(map::signs(&inside, palette));
            }
            frame = Some(inside.frame);
        }
    }
    let Some(frame) = frame else { return Ok(String::new()) };
    for (member, group) in members(briefing.plan) {
        for (idx, one) in group.iter().enumerate() {
            let Some(object) = data.get_mut(member).and_then(|all| all.get_mut(idx)).and_then(Value::as_object_mut)
            else {
                break; // a table holds no more
            };
            object.insert("box".to_owned(), box_of(one, &frame));
        }
    }
    // Longitude, and latitude on Mercator's scale, of the upper left corner, degrees; units to a degree.
    let corner = frame.position_from_page([0.0, 0.0]);
    let north = (45.0 + corner.lat() / 2.0).to_radians().tan().ln().to_degrees();
    let per_degree = SIZE[0] / frame.degrees_wide();
    let mut out = String::with_capacity(grounds.len() + signs.len() + 1024);
    let _infallible = write!(
        out,
        r#"<svg id="map" viewBox="0 0 {} {}" tabindex="0" role="img" data-west="{}" data-north="{north}" data-per-degree="{per_degree}" preserveAspectRatio="xMidYMid slice"><defs>{defs}</defs><rect width="{}" height="{}" fill="{}"/>"#,
        SIZE[0],
        SIZE[1],
        frame.west(),
        SIZE[0],
        SIZE[1],
        palette.sea
    );
    out.push_str(&grounds);
    out.push_str(&signs);
    let _infallible = write!(
        out,
        r#"<rect class="edge" width="{}" height="{}" fill="none" stroke="{}"/></svg>"#,
        SIZE[0], SIZE[1], palette.furniture
    );
    Ok(out)
}

/// West, north, east and south of a thing, in the map's units; `null` for what is not on it.
fn box_of(one: &Numbered<'_>, frame: &Frame) -> Value {
    let Some((south_west, north_east)) = one.feature.geometry.as_ref().and_then(bounds) else { return Value::Null };
    let (a, b) = (frame.page_from_position(south_west), frame.page_from_position(north_east));
    let middle = [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])];
    let half = [0, 1].map(|axis| ((a[axis] - b[axis]).abs() / 2.0).max(LEAST_BOX));
    let rounded = |value: f64| Px(value).to_string().parse::<f64>().unwrap_or_default();
    json!([
        rounded(middle[0] - half[0]),
        rounded(middle[1] - half[1]),
        rounded(middle[0] + half[0]),
        rounded(middle[1] + half[1])
    ])
}
