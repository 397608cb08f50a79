//! `cordon dossier`: all that is known of one vessel or finding, as JSON with a hash, or as pages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use clap::ValueHint;

use super::input::{self, Case};
use super::{brief::language_of, brief::theme_of, console, detect};
use crate::analysis::{Input, Params, Preset, WatchedZone};
use crate::brief::{self, DossierPages, Theme};
use crate::chart::{OfficialLimits, TileReader, Waters};
use crate::dossier::{self, Dossier, Material, PlanRef, SourceFile, Subject};
use crate::finding::{Finding, FindingId, Kind, Review};
use crate::io::findings::reviews;
use crate::io::{atomic, basemap, dossier as file, plan_geojson, sample, tracks, watchlist};
use crate::language::Language;
use crate::report::Progress;
use crate::track::TrackStore;
use crate::vessel::Mmsi;
use crate::vessel::watchlist::Watchlist;

/// Write the dossier of one vessel or one finding: JSON whose hash any machine can reproduce, pages (PDF, HTML) or its pictures.
///
/// Holds who the vessels say they are and were, what was found about them (with what a threshold hides, and why), how they match watch lists, where
/// they were and whose water that is, and what a plan's reviews say. The same tracks, chart, lists and plan give the same bytes on every
/// machine; `cordon verify` tells whether a dossier is as it was written. A finding, and a match, is a reason to look, not a verdict.
#[derive(clap::Args, Debug)]
#[command(group = clap::ArgGroup::new("subject").required(true).args(["mmsi", "finding"]))]
pub(super) struct Args {
    /// Track files, each recognised by what is in it; zones among them are watched for entering, findings stand in place of the search.
    #[arg(value_name = "FILE", required_unless_present = "sample", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Of this vessel.
    #[arg(long, value_name = "MMSI")]
    mmsi: Option<String>,
    /// Of the finding with this id, as `cordon detect` writes it; its first digits are enough where no other begins so.
    #[arg(long, value_name = "ID")]
    finding: Option<String>,
    /// Where to: .json, .pdf or .html; .png or .svg for its maps and plot; - for JSON on standard output.
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    output: PathBuf,
    /// Take the sample case.
    #[arg(long)]
    sample: bool,
    /// The plan whose reviews of findings, and whose handling marking, are in it.
    #[arg(long, value_name = "PLAN", value_hint = ValueHint::FilePath)]
    plan: Option<PathBuf>,
    /// The handling marking, in place of the plan's.
    #[arg(long, value_name = "TEXT")]
    handling: Option<String>,
    /// Watch lists: our CSV, OFAC's `SDN.CSV`, or `OpenSanctions`' CSV. Without one, those that come with the program. May be given
    /// several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    watchlist: Vec<PathBuf>,
    /// Which thresholds: korea (meetings near the shore) or gfw (Global Fishing Watch's, for the open ocean).
    #[arg(long, value_name = "PRESET", default_value = "korea", value_parser = detect::preset)]
    preset: Preset,
    /// Thresholds that go before the preset's: lines such as `encounter.distance_m = 400` in TOML.
    #[arg(long, value_name = "F.toml", value_hint = ValueHint::FilePath)]
    params: Option<PathBuf>,
    /// The language of the pages' own words: en or ko. JSON is English.
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = language_of)]
    language: Language,
    /// The map's colours: day, dusk or night.
    #[arg(long, value_name = "THEME", default_value = "day", value_parser = theme_of)]
    theme: Theme,
    /// Use this PMTiles map instead of the bundled one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// Time zone of track files that state none: Asia/Seoul, KST, UTC, +09:00.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    time_zone: Option<String>,
    /// Say nothing but errors.
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    passphrase: input::PassphraseArgs,
}

/// What OUT is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Standard,
    Pdf,
    Html,
    Png,
    Svg,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let form = form_of(&args.output)?;
    let progress = Progress::default();
    let mut opener = input::Opener::new(&args.passphrase);
    let params = detect::params(args.preset, args.params.as_deref())?;
    let case = if args.sample { Case::sample(&progress)? } else { Case::default() };
    let mut case = case.with_files(&args.files, args.time_zone.as_deref(), &mut opener, &progress)?;
    // Areas of a plan among the files are watched, as `cordon detect` does; those of `--plan` and of the sample are not, as in the window.
    let zones = if args.sample { detect::zones_of_layers(&case) } else { detect::zones_of(&case) };
    if let Some(path) = &args.plan {
        ensure!(case.plan.is_none() || args.sample, "{}: a second plan; a dossier takes one", path.display());
        let (plan, report, _access) = opener.plan(path, &progress)?;
        case.notes.extend(input::notes_of(&path.display().to_string(), &report));
        case.plan = Some(plan);
    }
    for path in &args.watchlist {
        let (list, report) = watchlist::read(path, &progress)?;
        case.notes.extend(input::notes_of(&path.display().to_string(), &report));
        case.watchlists.push(list);
    }
    if !args.quiet {
        case.notes.iter().for_each(console::warn);
    }
    let Some(tracks) = case.tracks.as_ref().filter(|tracks| tracks.n_fixes() > 0) else {
        bail!("none of the files has vessel tracks; nothing was written");
    };
    let map = match &args.map {
        Some(path) => basemap::open(path),
        None => basemap::bundled(),
    }?;
    let found = Found::of(&case, &zones, tracks, &*map, &params, &progress)?;
    let files = files_of(args)?;
    let material = |handling: &str| found.material(tracks, &*map, files.clone(), handling);
    let own_handling = case.plan.as_ref().map(|plan| plan.handling.clone()).unwrap_or_default();
    let handling = args.handling.clone().unwrap_or(own_handling);
    let subject = subject_of(args, &material(&handling))?;
    let dossier = gathered(&material(&handling), subject, &progress)?;
    let bytes = match form {
        Form::Json | Form::Standard => file::sealed(&dossier),
        _ => page(args, form, &dossier, &material(&handling), &*map, &progress)?,
    };
    if form == Form::Standard {
        console::print_bytes(&bytes).context("cannot write to standard output")?;
    } else {
        atomic::write_bytes(&args.output, &bytes)?;
        if !args.quiet {
            let said = format!("{}: {}, {}\n", args.output.display(), dossier.title(), file::content_hash(&dossier));
            console::print(&said)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The dossier as pages or as a picture, in the language asked for; the hash is that of the JSON.
fn page(
    args: &Args,
    form: Form,
    english: &Dossier,
    material: &Material<'_>,
    map: &dyn TileReader,
    progress: &Progress,
) -> anyhow::Result<Vec<u8>> {
    let sha256 = file::content_hash(english);
    let spoken = args.language.scoped(|| gathered(material, english.subject, progress))?;
    let vessels: Vec<Mmsi> = spoken.vessels.iter().map(|vessel| vessel.mmsi).collect();
    let part = tracks::part(material.tracks, Some(&vessels), None, progress)?;
    let pages = DossierPages {
        dossier: &spoken,
        sha256: &sha256,
        tracks: &part,
        map,
        theme: args.theme,
        language: args.language,
    };
    Ok(match form {
        Form::Html => brief::dossier_html(&pages, progress)?.content.into_bytes(),
        Form::Svg => brief::dossier_svg(&pages, progress)?.into_bytes(),
        Form::Png => brief::png(&brief::dossier_svg(&pages, progress)?)?,
        Form::Pdf | Form::Json | Form::Standard => brief::dossier_pdf(&pages, progress)?.content,
    })
}

fn gathered(material: &Material<'_>, subject: Subject, progress: &Progress) -> anyhow::Result<Dossier> {
    Ok(match subject {
        Subject::Vessel(mmsi) => dossier::of_vessel(material, mmsi, progress)?,
        Subject::Finding(id) => dossier::of_finding(material, id, progress)?,
    })
}

fn subject_of(args: &Args, material: &Material<'_>) -> anyhow::Result<Subject> {
    if let Some(text) = &args.mmsi {
        let number = text.trim().parse().ok().and_then(Mmsi::new);
        let mmsi = number.with_context(|| format!("“{text}” is no MMSI: nine digits; nothing was written"))?;
        return Ok(Subject::Vessel(mmsi));
    }
    let digits = args.finding.as_deref().unwrap_or_default();
    Ok(Subject::Finding(dossier::find_id(material, digits)?))
}

/// What was found in the tracks of a case, and what was compared.
pub(super) struct Found {
    findings: Vec<Finding>,
    reviews: BTreeMap<FindingId, Review>,
    lists: Vec<Watchlist>,
    waters: Waters,
    plan: Option<PlanRef>,
}

impl Found {
    /// Looks for everything that looks wrong, unless the case brings its findings.
    pub(super) fn of(
        case: &Case,
        zones: &[WatchedZone],
        tracks: &TrackStore,
        map: &dyn TileReader,
        params: &Params,
        progress: &Progress,
    ) -> anyhow::Result<Self> {
        let waters = input::waters_of_tracks(map, tracks);
        let lists = if case.watchlists.is_empty() { watchlist::bundled() } else { case.watchlists.clone() };
        let findings = if case.findings.is_empty() {
            let input = Input { tracks, waters: &waters, zones, lists: &lists };
            crate::analysis::detect(&input, params, &Kind::ALL, &mut |_| {}, progress)?.all().to_vec()
        } else {
            case.findings.clone()
        };
        let text = case.plan.as_ref().and_then(|plan| plan.foreign.get(reviews::MEMBER));
        let plan = case.plan.as_ref().map(|plan| PlanRef {
            id: plan.id.0.to_string(),
            title: plan.title.clone(),
            sha256: plan_geojson::content_hash(plan),
        });
        Ok(Self {
            findings,
            reviews: text.map(|text| reviews::read(text)).unwrap_or_default(),
            lists,
            waters: waters.with_limits(OfficialLimits::of(&case.zones)),
            plan,
        })
    }

    /// What dossiers are made of.
    pub(super) fn material<'a>(
        &'a self,
        tracks: &'a TrackStore,
        map: &dyn TileReader,
        files: Vec<SourceFile>,
        handling: &str,
    ) -> Material<'a> {
        Material {
            tracks,
            waters: &self.waters,
            findings: self.findings.iter().collect(),
            reviews: &self.reviews,
            lists: &self.lists,
            plan: self.plan.clone(),
            handling: handling.to_owned(),
            law: brief::law_texts,
            chart: map.attribution().to_owned(),
            files,
        }
    }
}

/// The dossiers of the findings that a plan holds, for its briefing.
#[derive(Default)]
pub(super) struct Kept {
    all: Vec<(Dossier, String, TrackStore)>,
    /// Findings of the plan that are not in the tracks.
    pub(super) n_missing: usize,
}

impl Kept {
    /// Their pages.
    pub(super) fn pages<'a>(
        &'a self,
        map: &'a dyn TileReader,
        theme: Theme,
        language: Language,
    ) -> Vec<DossierPages<'a>> {
        let pages = |(dossier, sha256, tracks): &'a (Dossier, String, TrackStore)| DossierPages {
            dossier,
            sha256: sha256.as_str(),
            tracks,
            map,
            theme,
            language,
        };
        self.all.iter().map(pages).collect()
    }
}

/// The dossiers of the findings that a case's plan holds; nothing is looked for where it holds none.
pub(super) fn kept_in_plan(
    case: &Case,
    map: &dyn TileReader,
    language: Language,
    progress: &Progress,
) -> anyhow::Result<Kept> {
    let (Some(plan), Some(tracks)) = (&case.plan, &case.tracks) else { return Ok(Kept::default()) };
    let text = plan.foreign.get(reviews::MEMBER);
    let ids = dossier::kept_in(plan, &text.map(|text| reviews::read(text)).unwrap_or_default());
    if ids.is_empty() {
        return Ok(Kept::default());
    }
    let found = Found::of(case, &detect::zones_of_layers(case), tracks, map, &Params::default(), progress)?;
    let material = found.material(tracks, map, Vec::new(), &plan.handling);
    let mut kept = Kept::default();
    // In order of time, as findings are listed.
    let mut listed: Vec<&Finding> = found.findings.iter().filter(|finding| ids.contains(&finding.id())).collect();
    listed.sort_by(|a, b| a.cmp_listed(b));
    kept.n_missing = ids.len().saturating_sub(listed.len());
    for finding in listed {
        let sha256 = file::content_hash(&dossier::of_finding(&material, finding.id(), progress)?);
        let spoken = language.scoped(|| dossier::of_finding(&material, finding.id(), progress))?;
        let vessels: Vec<Mmsi> = spoken.vessels.iter().map(|vessel| vessel.mmsi).collect();
        let part = tracks::part(tracks, Some(&vessels), None, progress)?;
        kept.all.push((spoken, sha256, part));
    }
    Ok(kept)
}

/// The files that were named, each with the hash of its content; of a folder or a file in parts the name alone.
fn files_of(args: &Args) -> anyhow::Result<Vec<SourceFile>> {
    let all = args.files.iter().chain(&args.plan).chain(&args.watchlist).chain(&args.params).chain(&args.map);
    let mut files: Vec<SourceFile> = all
        .map(|path| {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let sha256 = path.is_file().then(|| file::sha256_of(path)).transpose();
            let sha256 = sha256.with_context(|| format!("{}: cannot be read; nothing was written", path.display()))?;
            Ok(SourceFile { name, sha256 })
        })
        .collect::<anyhow::Result<_>>()?;
    if args.sample {
        for part in [sample::TRACKS, sample::PLAN, sample::ZONES] {
            files.push(SourceFile { name: part.name.to_owned(), sha256: Some(plan_geojson::sha256(part.bytes)) });
        }
    }
    Ok(files)
}

/// What to write, by the name of the file.
fn form_of(output: &Path) -> anyhow::Result<Form> {
    if output.as_os_str() == "-" {
        return Ok(Form::Standard);
    }
    let extension = output.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "json" => Ok(Form::Json),
        "pdf" => Ok(Form::Pdf),
        "html" | "htm" => Ok(Form::Html),
        "png" => Ok(Form::Png),
        "svg" => Ok(Form::Svg),
        _ => bail!(
            "{}: name a file that ends in .json, .pdf, .html, .png or .svg; nothing was written",
            output.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_says_what_it_holds() {
        let forms = ["-", "a.JSON", "a.pdf", "a.htm", "a.png", "a.svg"].map(|name| form_of(Path::new(name)).ok());
        let expected = [Form::Standard, Form::Json, Form::Pdf, Form::Html, Form::Png, Form::Svg];
        assert_eq!(forms, expected.map(Some));
        assert!(form_of(Path::new("a.txt")).is_err() && form_of(Path::new("a")).is_err());
    }
}
