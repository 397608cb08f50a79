//! Paper: plan, tracks, zones and chart become a picture, or a document.
//!
//! Owns the map picture as SVG and PNG: what is on it, in which order, and what it says of itself; and the briefing made of such
//! maps ([`Briefing`]), as pages ([`pdf`]) and for a browser ([`html`]). Never reads a file, never asks the clock: the same nouns
//! give the same bytes. Start at [`Picture`] and [`svg`]; [`png`] paints what [`svg`] wrote.
//!
//! A picture is a page: title and period above, the map in its border of degrees, the list of what the plan holds and what
//! the signs mean beside it. It has the window's colours ([`Theme`]) and the window's projection, spherical Web Mercator.
//! Names are placed so that none covers another; what finds no room is left out. All type scales with the page, so that the
//! same picture is right on a screen and, larger, on paper.

mod clip;
mod document;
mod embed;
mod frame;
mod furniture;
mod ground;
mod inside;
mod key;
mod label;
mod name;
mod overlay;
mod paint;
mod role;
mod ruler;
mod shares;
mod sheet;
mod style;
mod svg;
mod tracks;

use std::fmt::Write as _;

use crate::chart::{TileReader, Waters, ZoneLayer};
use crate::language::said;
use crate::plan::Plan;
use crate::report::{Progress, Stopped};
use crate::track::{Span, TrackStore};
use inside::{Inside, Part};
use sheet::Sheet;
use svg::{Px, escaped};

pub use document::{
    Briefing, BriefingError, Document, DossierPages, FileFault, LegalStatement, TemplateFiles, dossier_html,
    dossier_pdf, dossier_svg, html, json as briefing_json, law_of, law_texts, pdf,
};
pub use frame::Corners;
pub use paint::{PaintError, png};
pub use style::{Colour, Palette, Theme};
pub use tracks::extent_of;

/// The least and the greatest side of a picture, pixels.
pub const SIDES: std::ops::RangeInclusive<u32> = 320..=10_000;
/// The most pixels a picture has: painting one takes four bytes for each.
pub const MAX_PIXELS: u64 = 64_000_000;

/// The sea around the Korean peninsula: what a picture of nothing shows.
const HOME: [f64; 4] = [32.5, 121.5, 42.5, 132.5];

/// What a picture is made of.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Tracks.
    pub tracks: &'a [&'a TrackStore],
    /// The window of time in which tracks are shown; all of it if `None`.
    pub window: Option<Span>,
    /// Zones of files.
    pub zones: &'a [ZoneLayer],
    /// The chart.
    pub map: &'a dyn TileReader,
    /// Whose water is where, for the shares of each area in the list; none are told if `None`.
    pub waters: Option<&'a Waters>,
    /// What part of the world is shown; what the plan holds if `None` (failing that, zones or tracks).
    pub bounds: Option<Corners>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// How light it is.
    pub theme: Theme,
}

impl std::fmt::Debug for Picture<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture").field("size", &self.size).field("theme", &self.theme).finish_non_exhaustive()
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// No page has such a size.
    #[error(
        "a picture of {0} × {1} pixels cannot be made: each side has {least} to {most} pixels, and both together at most \
         {MAX_PIXELS}",
        least = SIDES.start(),
        most = SIDES.end()
    )]
    Size(u32, u32),
    /// It was stopped on request.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Draws a picture as SVG.
///
/// # Errors
/// [`PictureError`] if its size is no page's, or the job was asked to stop.
pub fn svg(picture: &Picture<'_>, progress: &Progress) -> Result<String, PictureError> {
    let (width, height) = picture.size;
    let is_page =
        SIDES.contains(&width) && SIDES.contains(&height) && u64::from(width) * u64::from(height) <= MAX_PIXELS;
    if !is_page {
        return Err(PictureError::Size(width, height));
    }
    let palette = picture.theme.palette();
    let sheet = Sheet::of(picture.size, !picture.plan.handling.trim().is_empty());
    let unit = sheet.unit;
    let Inside { frame, ground, tracks, overlay, graticule, body, .. } =
        Inside::of(picture, sheet.map, unit, Part::Whole, progress)?;
    let until = picture.window.or_else(|| span_of(picture.tracks)).map(|(_, to)| to);

    let mut page = String::new();
    let about_tracks = (tracks.n_vessels > 0).then(|| said!("picture-vessels", n = tracks.n_vessels));
    sheet.write_head(&mut page, picture.plan, about_tracks, palette);
    let key = key::key(&ground, &tracks, until, picture.zones, palette, unit);
    progress.set_stage("telling whose water");
    let shares = shares::of_plan(picture.plan, picture.waters, progress)?;
    let features = [false, true].map(|is_brief| key::features(picture.plan, &shares, palette, unit, is_brief));
    let room = sheet.list.height() - key.iter().map(|block| block.height).sum::<f64>();
    let [full, brief] = features;
    let is_fitting = full.iter().map(|block| block.height).sum::<f64>() <= room;
    sheet.write_list(&mut page, if is_fitting { &full } else { &brief }, &key, palette);
    sheet.write_foot(&mut page, picture.map.attribution(), palette);
    furniture::border(&mut page, &graticule, &frame, palette, unit);
    let style = embed::style(&[&body, &page]);
    let defs = format!("{style}{}", overlay.defs(unit));
    Ok(document_of(picture, sheet.map, &defs, &body, &page))
}

fn document_of(picture: &Picture<'_>, rect: clip::Rect, defs: &str, map: &str, page: &str) -> String {
    let palette = picture.theme.palette();
    let (width, height) = picture.size;
    let title = escaped(picture.plan.title.trim());
    let map_rect = format!(
        r#"x="{}" y="{}" width="{}" height="{}""#,
        Px(rect.left),
        Px(rect.top),
        Px(rect.width()),
        Px(rect.height())
    );
    let mut out = String::with_capacity(map.len() + page.len() + 2048);
    let _infallible = write!(
        out,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="{family}">
<title>{title}</title>
<defs><clipPath id="map-clip"><rect {map_rect}/></clipPath>
{defs}</defs>
<rect width="{width}" height="{height}" fill="{page_colour}"/>
<g id="map" clip-path="url(#map-clip)">
<rect {map_rect} fill="{sea}"/>
{map}</g>
{page}</svg>
"#,
        family = ruler::FAMILY,
        page_colour = palette.page,
        sea = palette.sea,
    );
    out
}

/// What a picture shows that was not told: all the plan holds, failing that all zones, failing that all tracks.
fn bounds_of(picture: &Picture<'_>) -> Corners {
    use crate::geodesy::Position;
    use crate::plan::geometry::bounds;
    let joined = |boxes: &mut dyn Iterator<Item = Corners>| boxes.reduce(frame::joined);
    let of_plan = joined(&mut picture.plan.features.iter().filter_map(|feature| bounds(feature.geometry.as_ref()?)));
    let of_zones =
        || joined(&mut picture.zones.iter().flat_map(|layer| &layer.zones).filter_map(|zone| bounds(&zone.geometry)));
    let of_tracks = || joined(&mut picture.tracks.iter().filter_map(|store| extent_of(store)));
    match of_plan.or_else(of_zones).or_else(of_tracks) {
        Some(corners) => frame::with_margin(corners, 0.12, 0.02),
        None => (Position::clamped(HOME[0], HOME[1]), Position::clamped(HOME[2], HOME[3])),
    }
}

fn span_of(stores: &[&TrackStore]) -> Option<Span> {
    stores.iter().filter_map(|store| store.span()).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}
