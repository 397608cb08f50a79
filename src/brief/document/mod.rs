//! The briefing: a plan, with tracks and zones, as a document to hand over.
//!
//! Owns what the document holds ([`data`]), its maps, its words in two languages, and its two forms: pages set by Typst from a
//! template ([`pdf`]) and one self-contained page for a browser ([`html`]). Never reads a file and never asks the clock: a
//! template of the user's comes in as [`TemplateFiles`], the date is the plan's own. Start at [`Briefing`].
//!
//! Both forms show one and the same JSON document, which `docs/briefing.md` describes member by member. Names and remarks reach
//! a template as data, never as source, so that `#` and `*` in them are letters.

mod area;
mod data;
mod dossier;
mod features;
mod inspection;
mod law;
mod layers;
mod map;
mod page;
mod table;
mod template;
mod text;
mod traffic;
mod words;
#[cfg(feature = "pages")]
mod world;
#[cfg(not(feature = "pages"))]
#[path = "no_pages.rs"]
mod world;

use serde_json::Value;

use super::frame::Corners;
use super::style::Theme;
use super::{Picture, PictureError};
use crate::chart::{TileReader, Waters, ZoneLayer};
use crate::language::Language;
use crate::plan::Plan;
use crate::report::{Progress, Stopped};
use crate::track::{Span, TrackStore};

pub use dossier::{DossierPages, dossier_html, dossier_pdf, dossier_svg, law_texts};
pub use law::{LegalStatement, law_of};
pub use template::{FileFault, TemplateFiles};

/// What a briefing is made of.
#[derive(Clone, Copy)]
pub struct Briefing<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// SHA-256 of the plan as it is saved, in hexadecimal digits.
    pub fingerprint: &'a str,
    /// Tracks.
    pub tracks: &'a [&'a TrackStore],
    /// The window of time in which the maps show tracks; all of it if `None`.
    pub window: Option<Span>,
    /// Zones of files.
    pub zones: &'a [ZoneLayer],
    /// The chart.
    pub map: &'a dyn TileReader,
    /// Whose water is where; not told if `None`.
    pub waters: Option<&'a Waters>,
    /// Dossiers of findings that the plan holds or whose review says that they stand, each a page or more.
    pub dossiers: &'a [DossierPages<'a>],
    /// What the overview map shows; what the plan holds if `None`.
    pub bounds: Option<Corners>,
    /// The colours of its maps.
    pub theme: Theme,
    /// The language of its own words.
    pub language: Language,
}

impl std::fmt::Debug for Briefing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Briefing").field("language", &self.language).field("theme", &self.theme).finish_non_exhaustive()
    }
}

impl<'a> Briefing<'a> {
    /// The picture of a part of the world that its maps are made of.
    fn picture(&self, bounds: Option<Corners>, size: (u32, u32)) -> Picture<'a> {
        Picture {
            plan: self.plan,
            tracks: self.tracks,
            window: self.window,
            zones: self.zones,
            map: self.map,
            waters: None,
            bounds,
            size,
            theme: self.theme,
        }
    }
}

/// Why there is no briefing.
#[derive(Debug, thiserror::Error)]
pub enum BriefingError {
    /// Typst cannot make pages of the template.
    #[error("the template cannot be set: {}", .0.join("; "))]
    Template(Vec<String>),
    /// This program was built without the feature that sets pages.
    #[error("this program was built without Typst and cannot set pages; a briefing as .html needs none")]
    NoPages,
    /// A map could not be drawn.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The words that come with the program are not whole.
    #[error("the words of the briefing cannot be read: {0}")]
    Words(String),
    /// It was stopped on request.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// A finished document, and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document<T> {
    /// The document.
    pub content: T,
    /// How many pages it has; a page for a browser has one.
    pub n_pages: usize,
    /// What Typst warns of in the template, a sentence each.
    pub notes: Vec<String>,
}

/// The briefing as PDF, from the bundled template or a user's.
///
/// # Errors
/// [`BriefingError`] if the template is broken or the job was asked to stop.
pub fn pdf(
    briefing: &Briefing<'_>,
    template: Option<&dyn TemplateFiles>,
    progress: &Progress,
) -> Result<Document<Vec<u8>>, BriefingError> {
    let (data, maps) = briefing.language.scoped(|| {
        let mut data = data::of(briefing, progress)?;
        let mut maps = map::of_pages(briefing, &mut data, progress)?;
        for drawn in dossiers(briefing, &mut data, progress)? {
            maps.extend(drawn.into_maps());
        }
        Ok::<_, BriefingError>((data, maps))
    })?;
    progress.set_stage("setting the pages");
    progress.check()?;
    world::pdf(&data, maps, template, progress)
}

/// The briefing as one page of HTML that needs no other file and no network.
///
/// # Errors
/// [`BriefingError`] if the job was asked to stop.
pub fn html(briefing: &Briefing<'_>, progress: &Progress) -> Result<Document<String>, BriefingError> {
    briefing.language.scoped(|| {
        let mut data = data::of(briefing, progress)?;
        let map = layers::of(briefing, &mut data, progress)?;
        let drawn = dossiers(briefing, &mut data, progress)?;
        Ok(Document { content: page::written(&data, &map, &drawn), n_pages: 1, notes: Vec::new() })
    })
}

/// The JSON document that a template is given.
///
/// # Errors
/// [`BriefingError`] if the job was asked to stop.
pub fn json(briefing: &Briefing<'_>, progress: &Progress) -> Result<String, BriefingError> {
    briefing.language.scoped(|| {
        let mut data = data::of(briefing, progress)?;
        dossiers(briefing, &mut data, progress)?;
        Ok(data.to_string())
    })
}

/// Draws the pictures of the dossiers, and puts what they say into the data.
fn dossiers(
    briefing: &Briefing<'_>,
    data: &mut Value,
    progress: &Progress,
) -> Result<Vec<dossier::Drawn>, BriefingError> {
    let words = words::Words::of(briefing.language).map_err(BriefingError::Words)?;
    let mut pictures = Vec::new();
    for (idx, pages) in briefing.dossiers.iter().take(data::MOST_DOSSIERS).enumerate() {
        progress.check()?;
        let drawn = dossier::Drawn::of(pages, idx + 1, progress)?;
        if let Some(Value::Array(all)) = data.get_mut("dossiers") {
            all.push(dossier::data_of(pages, &words, &drawn));
        }
        pictures.push(drawn);
    }
    Ok(pictures)
}

/// A member's text; empty where there is none.
fn said<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
