//! Pages set by Typst.
//!
//! Owns what Typst may see: the template's own folder, the data and the maps laid into it, the program's two faces of type and
//! those in the folder. There is no network, no package, no other file and no clock. Start at [`pdf`].
//!
//! A `World` of our own, since `typst-kit` is about what must not happen here: files of the system, packages, a clock.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;
use typst::diag::{FileError, FileResult, Severity, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::map::Maps;
use super::{BriefingError, Document, FileFault, TemplateFiles};
use crate::brief::ruler::{REGULAR, STRONG};
use crate::report::Progress;

/// The template that comes with the program.
const TEMPLATE: &str = include_str!("../../../assets/brief/briefing.typ");
/// What the bundled template is called.
const TEMPLATE_NAME: &str = "briefing.typ";
/// The template of a dossier that stands alone, and what it is called.
const ALONE: &str = include_str!("../../../assets/brief/alone.typ");
const ALONE_NAME: &str = "alone.typ";
/// What both import. A template's own folder may have files of the same names, which go before these.
const PARTS: [(&str, &str); 2] = [
    ("look.typ", include_str!("../../../assets/brief/look.typ")),
    ("dossier.typ", include_str!("../../../assets/brief/dossier.typ")),
];
/// What the data are called in the template's folder.
const DATA_NAME: &str = "briefing.json";
/// The most faults told of at once.
const MOST_FAULTS: usize = 4;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// What Typst sees.
struct Desk<'a> {
    main: FileId,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// Data, maps and the bundled template.
    laid: BTreeMap<String, Bytes>,
    template: Option<&'a dyn TemplateFiles>,
    progress: &'a Progress,
    read: Mutex<BTreeMap<String, FileResult<Bytes>>>,
}

impl Desk<'_> {
    fn bytes(&self, id: FileId) -> FileResult<Bytes> {
        // Typst asks for every map: the only place at which it can be stopped.
        if self.progress.is_stopped() {
            return Err(FileError::Other(Some("stopped".into())));
        }
        let path = id.get();
        if !matches!(path.root(), VirtualRoot::Project) {
            let said = "packages are not fetched: a template may use only files of its own folder";
            return Err(FileError::Other(Some(said.into())));
        }
        let name = path.vpath().get_without_slash();
        if let Some(bytes) = self.laid.get(name) {
            return Ok(bytes.clone());
        }
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = read.entry(name.to_owned()).or_insert_with(|| {
            let template = self.template.ok_or(FileFault::Missing);
            let own = template.and_then(|template| template.read(name)).map(Bytes::new);
            let part = PARTS.iter().find(|(part, _)| *part == name).map(|(_, text)| Bytes::from_string(*text));
            let bytes = match (own, part) {
                (Err(FileFault::Missing), Some(part)) => Ok(part),
                (own, _) => own,
            };
            bytes.map_err(|fault| {
                let words = format!("{name}: {fault} (a template may use only files of its own folder)");
                FileError::Other(Some(words.into()))
            })
        });
        bytes.clone()
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let bytes = self.bytes(id)?;
        let text = std::str::from_utf8(&bytes).map_err(|_not_utf8| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.trim_start_matches('\u{feff}').to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.bytes(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// No clock: the date of a briefing is its plan's.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets the pages and writes them as PDF.
pub(super) fn pdf(
    data: &Value,
    maps: Maps,
    template: Option<&dyn TemplateFiles>,
    progress: &Progress,
) -> Result<Document<Vec<u8>>, BriefingError> {
    let mut laid: BTreeMap<String, Bytes> =
        maps.into_iter().map(|(name, svg)| (name, Bytes::from_string(svg))).collect();
    laid.insert(DATA_NAME.to_owned(), Bytes::from_string(data.to_string()));
    let is_dossier = super::said(data, "/document") == "dossier";
    let (bundled, text) = if is_dossier { (ALONE_NAME, ALONE) } else { (TEMPLATE_NAME, TEMPLATE) };
    let main = template.map_or(bundled, |template| template.main());
    if template.is_none() {
        laid.insert(bundled.to_owned(), Bytes::from_string(text));
    }
    let path = VirtualPath::new(main).map_err(|fault| BriefingError::Template(vec![format!("{main}: {fault}")]))?;
    let more_fonts = template.map(TemplateFiles::fonts).unwrap_or_default();
    let fonts: Vec<Font> = [Bytes::new(REGULAR), Bytes::new(STRONG)]
        .into_iter()
        .chain(more_fonts.into_iter().map(Bytes::new))
        .flat_map(Font::iter)
        .collect();
    let desk = Desk {
        main: RootedPath::new(VirtualRoot::Project, path).intern(),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        laid,
        template,
        progress,
        read: Mutex::default(),
    };
    let set = set(&desk);
    // What Typst remembers from one run to the next would only be held in memory.
    typst::comemo::evict(0);
    progress.check()?;
    set
}

fn set(desk: &Desk<'_>) -> Result<Document<Vec<u8>>, BriefingError> {
    let broken = |faults: &[SourceDiagnostic]| BriefingError::Template(sentences(faults, desk));
    let Warned { output, warnings } = typst::compile::<PagedDocument>(desk);
    let pages = output.map_err(|faults| broken(&faults))?;
    let options = PdfOptions { creator: Smart::Custom(Some("Cordon".to_owned())), ..PdfOptions::default() };
    desk.progress.set_stage("writing the pages");
    desk.progress.check()?;
    let content = typst_pdf::pdf(&pages, &options).map_err(|faults| broken(&faults))?;
    Ok(Document { content, n_pages: pages.pages().len(), notes: sentences(&warnings, desk) })
}

/// What Typst says, each with its file and line.
fn sentences(faults: &[SourceDiagnostic], desk: &Desk<'_>) -> Vec<String> {
    let mut said: Vec<String> = faults.iter().take(MOST_FAULTS).map(|fault| sentence(fault, desk)).collect();
    if faults.len() > MOST_FAULTS {
        said.push(format!("and {} more", faults.len() - MOST_FAULTS));
    }
    said
}

fn sentence(fault: &SourceDiagnostic, desk: &Desk<'_>) -> String {
    let place = fault.span.id().and_then(|id| {
        let range = desk.range(fault.span)?;
        let line = desk.source(id).ok()?.lines().byte_to_line(range.start)? + 1;
        Some(format!("{}, line {line}: ", id.get().vpath().get_without_slash()))
    });
    let what = if fault.severity == Severity::Warning { "warning: " } else { "" };
    let hints: Vec<&str> = fault.hints.iter().map(|hint| hint.v.as_str()).collect();
    let hints = if hints.is_empty() { String::new() } else { format!(" (hint: {})", hints.join("; ")) };
    let said = format!("{}{what}{}{hints}", place.unwrap_or_default(), fault.message);
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}
