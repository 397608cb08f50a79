//! Dossiers of what is open: of a vessel or a finding to a file of their own, and of the findings that the plan holds into its briefing.
//!
//! Owns what of the session a dossier is made of. The work is a job's; a search that is not complete makes no dossier, since what is missing
//! would look like nothing found. Start at [`Session::export_dossier`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::findings::all_lists;
use super::jobs::Lane;
use super::loading::{Outcome, sentence};
use super::notices::Severity;
use super::{FoundFindings, Session, exporting};
use crate::brief::{self, BriefingError, DossierPages};
use crate::chart::{TileReader, Waters};
use crate::dossier::{self, Dossier, DossierError, Material, PlanRef, SourceFile, Subject};
use crate::finding::{Finding, FindingId, Review};
use crate::io::{atomic, dossier as file, plan_geojson, tracks};
use crate::language::{Language, said, words};
use crate::plan::Plan;
use crate::report::{Progress, Stopped};
use crate::track::TrackStore;
use crate::vessel::Mmsi;
use crate::vessel::watchlist::Watchlist;

/// What of the session dossiers are made of.
pub(super) struct Shelf {
    tracks: Arc<TrackStore>,
    found: Arc<FoundFindings>,
    lists: Arc<[Watchlist]>,
    reviews: BTreeMap<FindingId, Review>,
    plan: Arc<Plan>,
    files: Vec<SourceFile>,
}

/// The dossiers of a briefing, gathered.
pub(super) type Kept = Vec<(Dossier, String, TrackStore)>;

impl Session {
    /// What dossiers are made of just now; `None` where nothing is open, or not everything was looked for.
    pub(super) fn shelf(&self) -> Option<Shelf> {
        let tracks = self.case.tracks.as_ref()?;
        let found = self.desk.found().filter(|_| !self.desk.is_searching() && !self.desk.is_stopped())?;
        let file = |name: &str| SourceFile { name: name.to_owned(), sha256: None };
        Some(Shelf {
            tracks: Arc::clone(&tracks.store),
            found: Arc::clone(found),
            lists: self.desk.lists(),
            reviews: self.desk.reviews().clone(),
            plan: Arc::clone(self.case.plan()),
            files: tracks.sources.iter().map(|source| file(&source.name)).collect(),
        })
    }

    /// Writes a dossier: JSON with its hash, pages or a page for a browser, by the extension.
    pub(super) fn export_dossier(&mut self, path: PathBuf, subject: Subject, language: Language) {
        let Some(shelf) = self.shelf() else {
            self.notices.push(Severity::Warning, words("notice-dossier-searching").to_owned());
            return;
        };
        let title = said!("job-writing", name = super::apply::file_name(&path));
        let (basemap, waters) = (Arc::clone(&self.basemap), self.waters.clone());
        self.jobs.start(Lane::Free, title, move |progress| {
            // Findings are looked for only once the shore is known; it is as good as always.
            let waters = waters.unwrap_or_else(|| Arc::new(Waters::build(basemap.as_ref())));
            written(&path, subject, language, &shelf, &waters, basemap.as_ref(), progress)
        });
    }
}

fn written(
    path: &Path,
    subject: Subject,
    language: Language,
    shelf: &Shelf,
    waters: &Waters,
    map: &dyn TileReader,
    progress: &Progress,
) -> Outcome {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    if !matches!(extension.as_str(), "json" | "pdf" | "html" | "htm") {
        return Outcome::Failed(said!("notice-dossier-format", file = path.display().to_string()));
    }
    let lists = all_lists(&shelf.lists);
    let material = shelf.material(&lists, waters, map);
    progress.set_stage("gathering the dossier");
    // JSON is English, as all files are; its hash stands on the pages of any language.
    let english = match Language::English.scoped(|| gathered(&material, subject, progress)) {
        Ok(english) => english,
        Err(DossierError::Stopped(_)) => return exporting::stopped(path),
        Err(cause) => return exporting::not_written(&cause),
    };
    if extension == "json" {
        return told(path, &file::sealed(&english));
    }
    let sha256 = file::content_hash(&english);
    let made = language.scoped(|| {
        let spoken = gathered(&material, subject, progress)?;
        let part = tracks_of(&shelf.tracks, &spoken, progress)?;
        Ok::<_, DossierError>((spoken, part))
    });
    let Ok((spoken, part)) = made else { return exporting::stopped(path) };
    let pages = pages_of(&spoken, &sha256, &part, map, language);
    let made = if extension == "pdf" {
        brief::dossier_pdf(&pages, progress).map(|made| made.content)
    } else {
        brief::dossier_html(&pages, progress).map(|made| made.content.into_bytes())
    };
    match made {
        Ok(bytes) => told(path, &bytes),
        Err(BriefingError::Stopped(_)) => exporting::stopped(path),
        Err(cause) => Outcome::Failed(sentence(&cause)),
    }
}

fn told(path: &Path, bytes: &[u8]) -> Outcome {
    match atomic::write_bytes(path, bytes) {
        Ok(()) => Outcome::Told(vec![exporting::wrote(path)]),
        Err(cause) => exporting::not_written(&cause),
    }
}

fn gathered(material: &Material<'_>, subject: Subject, progress: &Progress) -> Result<Dossier, DossierError> {
    match subject {
        Subject::Vessel(mmsi) => dossier::of_vessel(material, mmsi, progress),
        Subject::Finding(id) => dossier::of_finding(material, id, progress),
    }
}

fn tracks_of(store: &TrackStore, dossier: &Dossier, progress: &Progress) -> Result<TrackStore, Stopped> {
    let vessels: Vec<Mmsi> = dossier.vessels.iter().map(|vessel| vessel.mmsi).collect();
    tracks::part(store, Some(&vessels), None, progress)
}

/// The pages of a dossier. Their maps have the colours of paper, whatever the window's are.
pub(super) const fn pages_of<'a>(
    dossier: &'a Dossier,
    sha256: &'a str,
    tracks: &'a TrackStore,
    map: &'a dyn TileReader,
    language: Language,
) -> DossierPages<'a> {
    DossierPages { dossier, sha256, tracks, map, theme: brief::Theme::Day, language }
}

impl Shelf {
    fn material<'a>(&'a self, lists: &'a [Watchlist], waters: &'a Waters, map: &dyn TileReader) -> Material<'a> {
        let plan = &self.plan;
        // A plan that nobody has begun says nothing of anything.
        let is_begun = !plan.features.is_empty() || !plan.title.trim().is_empty() || !self.reviews.is_empty();
        let plan_ref = is_begun.then(|| PlanRef {
            id: plan.id.0.to_string(),
            title: plan.title.clone(),
            sha256: plan_geojson::content_hash(plan),
        });
        Material {
            tracks: &self.tracks,
            waters,
            findings: self.found.all.iter().map(Arc::as_ref).collect(),
            reviews: &self.reviews,
            lists,
            plan: plan_ref,
            handling: plan.handling.clone(),
            law: brief::law_texts,
            chart: map.attribution().to_owned(),
            files: self.files.clone(),
        }
    }

    /// The dossiers of the findings that the plan holds, in order of time.
    pub(super) fn kept(
        &self,
        waters: &Waters,
        map: &dyn TileReader,
        language: Language,
        progress: &Progress,
    ) -> Result<Kept, Stopped> {
        let ids = dossier::kept_in(&self.plan, &self.reviews);
        let lists = all_lists(&self.lists);
        let material = self.material(&lists, waters, map);
        let mut kept = Kept::new();
        let mut listed: Vec<&Finding> = material.findings.iter().copied().filter(|f| ids.contains(&f.id())).collect();
        listed.sort_by(|a, b| a.cmp_listed(b));
        for finding in listed {
            progress.check()?;
            let of = |language: Language| {
                language.scoped(|| dossier::of_finding(&material, finding.id(), progress)).map_err(|_stopped| Stopped)
            };
            let (english, spoken) = (of(Language::English)?, of(language)?);
            let part = tracks_of(&self.tracks, &spoken, progress)?;
            kept.push((spoken, file::content_hash(&english), part));
        }
        Ok(kept)
    }
}
