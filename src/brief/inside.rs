//! The inside of a map: chart, tracks, what the plan holds, and their names, one over the other.
//!
//! Owns the order in which they are drawn and in which names find room. Never knows what lies round the map. Start at
//! [`Inside::of`].

use super::clip::Rect;
use super::frame::Frame;
use super::furniture::Graticule;
use super::ground::Ground;
use super::name::NameKind;
use super::overlay::Overlay;
use super::style::Palette;
use super::tracks::Drawn;
use super::{Picture, bounds_of, furniture, ground, label};
use crate::report::{Progress, Stopped};

/// What is on a map, and its SVG.
#[derive(Debug)]
pub(super) struct Inside {
    pub(super) frame: Frame,
    pub(super) ground: Ground,
    pub(super) tracks: Drawn,
    pub(super) overlay: Overlay,
    pub(super) graticule: Graticule,
    /// Chart and tracks, where they were asked for apart.
    pub(super) ground_body: String,
    /// Everything within the border, or what lies over the chart.
    pub(super) body: String,
}

/// What of a map is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it in one, with scale bars and north.
    Whole,
    /// Chart and tracks apart from what lies over them; no scale, no warning: a page has its own.
    Layers,
}

impl Inside {
    /// Draws what a picture shows into a rectangle of its page.
    pub(super) fn of(
        picture: &Picture<'_>,
        rect: Rect,
        unit: f64,
        part: Part,
        progress: &Progress,
    ) -> Result<Self, Stopped> {
        let palette = picture.theme.palette();
        progress.set_stage("drawing the map");
        let frame = Frame::fitted(rect, picture.bounds.unwrap_or_else(|| bounds_of(picture)));
        let ground = Ground::of(&frame, picture.map, unit, progress)?;
        progress.set_stage("drawing tracks");
        let tracks = Drawn::of(picture.tracks, picture.window, &frame, palette, unit, progress)?;
        let overlay = Overlay::of(&frame, picture.plan, picture.zones, palette, unit);

        let mut ground_body = String::new();
        ground.write(&mut ground_body, palette, unit, frame.zoom());
        let graticule = furniture::graticule(&frame, unit);
        graticule.write_lines(&mut ground_body, &frame, palette, unit);
        tracks.write_lines(&mut ground_body, palette, unit);
        let mut body = if part == Part::Whole { std::mem::take(&mut ground_body) } else { String::new() };
        body.push_str(overlay.body());
        body.push_str(tracks.heads());
        let mut above = String::new();
        let kept = if part == Part::Whole {
            let warning = furniture::warning(&mut above, &frame, palette, unit);
            furniture::scale(&mut above, &frame, palette, unit);
            vec![furniture::scale_plate(&frame, unit), warning]
        } else {
            Vec::new()
        };
        let labels = labels_of(&frame, unit, palette, &ground, &tracks, &overlay, &kept);
        labels.write(&mut body);
        body.push_str(&above);
        Ok(Self { frame, ground, tracks, overlay, graticule, ground_body, body })
    }
}

/// Names where they find room, in the order of what matters; none over what is kept free.
fn labels_of(
    frame: &Frame,
    unit: f64,
    palette: &'static Palette,
    ground: &Ground,
    tracks: &Drawn,
    overlay: &Overlay,
    kept: &[Rect],
) -> label::Labels {
    let mut labels = label::Labels::new(frame.rect.grown(-3.0 * unit), unit, palette);
    kept.iter().for_each(|rect| labels.reserve(*rect));
    overlay.symbols.iter().for_each(|symbol| labels.reserve(*symbol));
    labels.place(overlay.names.clone());
    for at in &tracks.places {
        labels.reserve(Rect::around(*at, 5.0 * unit, 5.0 * unit));
    }
    // In the order of what matters: seas and countries, disputed lines, then vessels, limits and towns.
    let (great, small): (Vec<_>, Vec<_>) = ground
        .names
        .iter()
        .cloned()
        .partition(|name| matches!(name.kind, NameKind::Country | NameKind::Sea | NameKind::Capital));
    labels.place(great);
    let along = |labels: &mut label::Labels, wanted: NameKind| {
        for (role, words, line) in &ground.worded {
            if ground::kind_of_words(*role) == wanted {
                labels.place_first_along(wanted, &ground::shorter(words), line);
            }
        }
    };
    along(&mut labels, NameKind::Demarcation);
    along(&mut labels, NameKind::Limit);
    labels.place(tracks.names.clone());
    labels.place(small);
    along(&mut labels, NameKind::Depth);
    labels
}
