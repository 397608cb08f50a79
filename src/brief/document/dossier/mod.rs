//! The dossier of a vessel or a finding, as pages of the briefing's look, as a page for a browser, and as a map.
//!
//! Owns what of a dossier is on paper, in which words, and how much of a long one. The hash printed on it is that of its JSON, which holds
//! everything. Never judges. Start at [`DossierPages`].

mod data;
mod map;
mod page;
mod plot;
mod sheet;

use serde_json::{Value, json};

use super::words::Words;
use super::{BriefingError, Document, law, text, world};
use crate::brief::style::Theme;
use crate::chart::{TileReader, WaterZone};
use crate::dossier::{Dossier, LawText};
use crate::language::Language;
use crate::report::Progress;
use crate::track::TrackStore;

pub(super) use data::of as data_of;
pub(super) use map::Drawn;
pub(super) use page::section;

/// What the pages of a dossier are made of.
#[derive(Clone, Copy)]
pub struct DossierPages<'a> {
    /// The dossier, gathered in the pages' language.
    pub dossier: &'a Dossier,
    /// The hash that its JSON states.
    pub sha256: &'a str,
    /// The tracks of its vessels.
    pub tracks: &'a TrackStore,
    /// The chart.
    pub map: &'a dyn TileReader,
    /// The colours of its map.
    pub theme: Theme,
    /// The language of its own words.
    pub language: Language,
}

impl std::fmt::Debug for DossierPages<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DossierPages").field("subject", &self.dossier.subject).finish_non_exhaustive()
    }
}

/// What texts demand in a zone, in the language spoken, for a dossier that is being gathered.
#[must_use]
pub fn law_texts(zone: WaterZone) -> Vec<LawText> {
    let (statements, _) = law::law_of(zone, Language::current());
    statements.iter().map(|said| LawText { text: said.text.clone(), source: said.source.clone() }).collect()
}

/// The dossier as PDF, in the look of the briefing.
///
/// # Errors
/// [`BriefingError`] if the job was asked to stop, or this program sets no pages.
pub fn dossier_pdf(pages: &DossierPages<'_>, progress: &Progress) -> Result<Document<Vec<u8>>, BriefingError> {
    let (data, maps) = pages.language.scoped(|| {
        let drawn = Drawn::of(pages, 1, progress)?;
        Ok::<_, BriefingError>((document(pages, &drawn)?, drawn.into_maps()))
    })?;
    progress.set_stage("setting the pages");
    progress.check()?;
    world::pdf(&data, maps, None, progress)
}

/// The dossier as one page of HTML that needs no other file and no network.
///
/// # Errors
/// [`BriefingError`] if the job was asked to stop.
pub fn dossier_html(pages: &DossierPages<'_>, progress: &Progress) -> Result<Document<String>, BriefingError> {
    pages.language.scoped(|| {
        let drawn = Drawn::of(pages, 1, progress)?;
        let data = document(pages, &drawn)?;
        Ok(Document { content: page::written(&data, &drawn), n_pages: 1, notes: Vec::new() })
    })
}

/// The pictures of a dossier as one SVG: its maps and its plot, under its title, with the hash of its JSON beneath.
///
/// # Errors
/// [`BriefingError`] if the job was asked to stop.
pub fn dossier_svg(pages: &DossierPages<'_>, progress: &Progress) -> Result<String, BriefingError> {
    pages.language.scoped(|| sheet::svg(pages, &Drawn::of(pages, 1, progress)?))
}

/// The document of a dossier that stands alone: what the template asks of a briefing, and one dossier in it.
fn document(pages: &DossierPages<'_>, drawn: &Drawn) -> Result<Value, BriefingError> {
    let words = Words::of(pages.language).map_err(BriefingError::Words)?;
    let dossier = pages.dossier;
    Ok(json!({
        "format": 1,
        "document": "dossier",
        "language": pages.language.tag(),
        "words": words.all(),
        "title": data::title_of(dossier),
        "author": "",
        "handling": text::line(&dossier.handling),
        "fingerprint": pages.sha256,
        "modified": Value::Null,
        "chart": { "credits": text::paragraphs(pages.map.attribution(), &words) },
        "dossiers": [data_of(pages, &words, drawn)],
    }))
}
