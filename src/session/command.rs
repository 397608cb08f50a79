//! Everything a face can ask of a session, grouped by who owns what changes.

use std::path::PathBuf;

use crate::analysis::Preset;
use crate::dossier::Subject;
use crate::finding::{FindingId, Review};
use crate::geodesy::Position;
use crate::language::Language;
use crate::plan::{FeatureId, PlanEdit};
use crate::units::Knots;

use super::allocation::AllocationWish;
use super::case::{ZoneFilter, ZoneId};
use super::coverage::CoverageWish;
use super::findings::FindingWish;
use super::focus::{Selected, TimeWindow};
use super::intercept::InterceptWish;
use super::jobs::JobId;
use super::listing::Wish;
use super::patrol::PatrolAsk;
use super::picture::PictureWish;
use super::question::{Answer, QuestionId};
use super::settings::{OnlineSource, Settings, Theme};

/// One thing to do.
#[derive(Clone, Debug)]
pub enum Command {
    /// Change the plan.
    Plan(PlanCommand),
    /// Change what is looked at.
    Focus(FocusCommand),
    /// Open, save, export.
    Case(CaseCommand),
    /// Change how loaded zones are shown.
    Zone(ZoneCommand),
    /// Answer a question.
    Answer(QuestionId, Answer),
    /// Look at, judge, keep what looks wrong.
    Finding(FindingCommand),
    /// Ask who can meet the vessel that is looked at, and look at what is said.
    Intercept(InterceptCommand),
    /// Lay a search pattern out, and keep it.
    Patrol(PatrolCommand),
    /// Ask this of the list of vessels.
    List(Box<Wish>),
    /// Show this picture of the traffic.
    Picture(PictureWish),
    /// Show how likely ships are detected, so.
    Coverage(CoverageWish),
    /// Decide which units search which areas.
    Allocation(AllocationCommand),
    /// Stop a job.
    CancelJob(JobId),
    /// Change a setting.
    Settings(SettingsCommand),
    /// An area is being drawn or dragged and looks like this now; `None` once it is done. What is known of it, see
    /// [`super::Session::waters_drawn`] and [`super::Session::score_drawn`].
    Drawn(Option<Box<geo::Geometry<f64>>>),
    /// Put a sentence of the face's own into the notice log: a map tile that cannot be read.
    Tell(super::notices::Severity, String),
}

/// Changes of the plan.
#[derive(Clone, Debug)]
pub enum PlanCommand {
    /// An edit and its name in the menu ("Draw circle").
    Edit {
        /// The name of the edit.
        label: String,
        /// The edit.
        edit: PlanEdit,
    },
    /// Take the last edit back.
    Undo,
    /// Make the next edit again.
    Redo,
    /// Go to a state of the history.
    JumpTo(usize),
    /// Add the features of a GeoJSON text.
    Paste(String),
    /// Copy zones of loaded files into the plan.
    Adopt(Vec<ZoneId>),
    /// Follow the proposal with this index for the selected area: [`super::AreaScore::suggestions`].
    Follow(usize),
}

/// What is done with what looks wrong.
#[derive(Clone, Debug)]
pub enum FindingCommand {
    /// Ask this of the list.
    List(Box<FindingWish>),
    /// Look again, with these thresholds.
    LookAgain(Preset),
    /// Say what is thought of one: an edit of the plan.
    Judge(FindingId, Review),
    /// Put one into the plan, as a point with its evidence.
    AddToPlan(FindingId),
    /// Tell where the ship whose silence this one names can have been, if it was no faster than this; without a speed, as fast as it is.
    ShowReach(FindingId, Option<Knots>),
    /// Show that no longer.
    HideReach,
    /// Put it into the plan, as an area for reference.
    KeepReach,
}

/// What is done with who can meet a vessel.
#[derive(Clone, Debug)]
pub enum InterceptCommand {
    /// Ask it so.
    Ask(Box<InterceptWish>),
    /// Look at the meeting of this unit; without one at the soonest.
    Open(Option<FeatureId>),
    /// Put this unit's meeting into the plan, as its route there.
    AddToPlan(FeatureId),
}

/// What is done with who searches what.
#[derive(Clone, Debug)]
pub enum AllocationCommand {
    /// Ask it so; without a wish no longer.
    Ask(Option<Box<AllocationWish>>),
    /// Stop looking for a better answer.
    Stop,
    /// Make the edit that the answer proposes.
    Apply,
}

/// What is done with a search pattern.
#[derive(Clone, Debug)]
pub enum PatrolCommand {
    /// Lay this one out; without one, none any more.
    Ask(Option<Box<PatrolAsk>>),
    /// Put the one laid out into the plan, as a route.
    AddToPlan,
    /// Write it for the bridge, as GPX.
    Save(PathBuf),
}

/// Changes of what is looked at.
#[derive(Clone, Debug)]
pub enum FocusCommand {
    /// Select just these.
    Select(Vec<Selected>),
    /// Select this beside what is selected, or no longer.
    Toggle(Selected),
    /// The pointer is on this now.
    Hover(Option<Selected>),
    /// Show only this part of the tracks' span.
    Window(Option<TimeWindow>),
}

/// Opening, saving, exporting.
#[derive(Clone, Debug)]
pub enum CaseCommand {
    /// Open files of any kind: tracks merge, zones add a layer, a plan takes the place of the one open.
    Open(Vec<PathBuf>),
    /// The same, where times that state no zone are in this one.
    OpenIn {
        /// The files.
        paths: Vec<PathBuf>,
        /// An IANA name or an offset; `None` asks where it is needed.
        time_zone: Option<String>,
    },
    /// Open the synthetic sample case.
    OpenSample,
    /// Begin a new plan.
    NewPlan,
    /// Save the plan to its file (asks for a path if it has none: see [`super::Question::SavePath`]).
    Save,
    /// Look for the versions of the plan that were kept.
    ListVersions,
    /// Go back to the version with this index in [`super::Session::versions`], as an edit.
    GoBackTo(usize),
    /// Merge another version of the plan into it, as an edit.
    MergeWith(PathBuf),
    /// Save the plan to a file; encrypted, if its name ends in `.age`.
    SaveAs(PathBuf),
    /// Save the plan to a file by a new passphrase, which is asked for.
    SaveEncrypted(PathBuf),
    /// Sign the plan's file with the private key in this file; saves the plan first, where it has unsaved changes.
    Sign(PathBuf),
    /// Make a private key, to be written to a new file, and sign with it from now on.
    MakeKey {
        /// The file.
        path: PathBuf,
        /// Whose key it is.
        name: String,
    },
    /// Write the map as a picture.
    ExportPicture {
        /// To which file.
        path: PathBuf,
        /// In which format.
        format: PictureFormat,
        /// South-west and north-east corner of what to show.
        bounds: (Position, Position),
    },
    /// Write the briefing of the plan: pages if the extension is `.pdf`, a page for a browser if it is `.html`.
    ExportBriefing {
        /// To which file.
        path: PathBuf,
        /// In which language its own words are.
        language: Language,
    },
    /// Write the dossier of a vessel or a finding: JSON with its hash, pages, or a page for a browser, by the extension.
    ExportDossier {
        /// To which file.
        path: PathBuf,
        /// Of what.
        subject: Subject,
        /// In which language the pages' own words are.
        language: Language,
    },
    /// Write the selected (or all) tracks to a file; the format is told by its extension.
    ExportTracks(PathBuf),
    /// Write tracks to a file, chosen more closely.
    ExportTracksOf {
        /// To which file.
        path: PathBuf,
        /// Whose.
        which: ExportedTracks,
        /// Only what lies in the time window.
        only_window: bool,
    },
    /// Write the plan in another format; the format is told by its extension.
    ExportPlan(PathBuf),
    /// Save the report of the last imports as JSON.
    SaveReport(PathBuf),
    /// Close all tracks.
    CloseTracks,
    /// Close the window, after asking about unsaved changes.
    Quit,
}

/// Whose tracks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportedTracks {
    /// Those of the selected vessels; of all, where none is selected.
    Selected,
    /// Those of the vessels that the list lets through.
    Listed,
    /// All.
    All,
}

/// Formats of a map picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Pixels.
    Png,
    /// Vectors.
    Svg,
}

/// Changes of how loaded zones are shown.
#[derive(Clone, Debug)]
pub enum ZoneCommand {
    /// Show or hide a layer.
    Show(usize, bool),
    /// Colour a layer, `#rrggbb`; `None` takes the colours of its file.
    Colour(usize, Option<String>),
    /// Show only zones whose attribute contains a text.
    Filter(usize, Option<ZoneFilter>),
    /// Close a layer.
    Close(usize),
}

/// Changes of settings.
#[derive(Clone, Debug)]
pub enum SettingsCommand {
    /// Day, dusk or night.
    Theme(Theme),
    /// The interface's language.
    Language(Language),
    /// How coordinates are written.
    CoordinateForm(crate::coordinate::Form),
    /// From how many hours on a silence is shown as one.
    SilenceHours(u32),
    /// Whether drawing snaps.
    Snap(bool),
    /// Use an online map, or none. Nothing connects before this.
    Online(Option<OnlineSource>),
    /// Everything at once.
    All(Box<Settings>),
}
