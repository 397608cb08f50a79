//! The case in hand: everything true right now, and the commands that change it.
//!
//! Owns the tracks, zones and plan that are open, what is selected, the jobs under way, the questions that wait for an
//! answer and the notices already given. Knows no window: a face reads [`Session`] and sends it [`Command`]s. Start at
//! [`Session::apply`].

mod allocation;
mod apply;
mod approach;
mod ashore;
mod autosave;
mod case;
mod check;
mod clipboard;
mod clock;
mod command;
mod coverage;
mod dossier;
mod exporting;
mod extent;
pub mod faults;
mod findings;
mod focus;
mod inspection;
pub mod intercept;
mod jobs;
mod learning;
mod listing;
mod loading;
mod notices;
pub mod nouns;
mod opening;
pub mod patrol;
mod picture;
mod question;
mod reach;
mod saving;
mod scalpel;
mod settings;
mod vaults;
mod versions;

pub use allocation::{Allocation, AllocationDesk, AllocationWish, NoAllocation, Standing, Weights};
pub use approach::{Approach, NoApproach};
pub use ashore::AreaWaters;
pub use autosave::Journal;
pub use case::{Case, TrackCase, TrackSource, ZoneFilter, ZoneId, ZoneSet};
pub use clock::now;
pub use command::{
    AllocationCommand, CaseCommand, Command, ExportedTracks, FindingCommand, FocusCommand, InterceptCommand,
    PatrolCommand, PictureFormat, PlanCommand, SettingsCommand, ZoneCommand,
};
pub use coverage::{CoverageDesk, CoveragePicture, CoverageWish, NoCoverage, NoSlip, SlipEnd, SlipWish};
pub use extent::Corners;
pub use findings::{FindingDesk, FindingOrder, FindingWish, FoundFindings};
pub use focus::{Focus, Selected, TimeWindow};
pub use inspection::water_words;
pub use intercept::{GoesOn, InterceptDesk, InterceptMenu, InterceptWish, NoMenu};
pub use jobs::{JobId, JobView};
pub use listing::{FoundVessels, Listing, Named, Wish};
pub use notices::{Notice, Severity};
pub use opening::Opening;
pub use patrol::{PatrolAsk, PatrolDesk, Whom};
pub use picture::{Picture, PictureCells, PictureKind, PictureWish};
pub use question::{Answer, Locked, Question, QuestionId, ToEncrypt};
pub use reach::{Reach, ReachDesk};
pub use scalpel::AreaScore;
pub use settings::{OnlineSource, Settings, Theme};
pub use versions::KeptVersion;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use autosave::Autosave;
use jobs::Jobs;
use notices::Notices;

use crate::chart::{TileReader, Waters};

/// Called by a worker when it has something to show, so that a sleeping window draws a frame.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Where a session keeps what outlives it.
#[derive(Clone, Debug)]
pub struct Folders {
    /// Settings and recent files.
    pub config: PathBuf,
    /// Journals of unsaved work.
    pub state: PathBuf,
    /// What can be made again: tracks as they were read, and those too many for memory.
    pub cache: PathBuf,
}

impl Folders {
    /// The user's own, where the system keeps such things; the working folder where it names none.
    #[must_use]
    pub fn of_user() -> Self {
        let Some(dirs) = directories::ProjectDirs::from("org", "cordon", "cordon") else {
            let here = PathBuf::from(".cordon");
            return Self { config: here.clone(), state: here.clone(), cache: here.join("cache") };
        };
        Self {
            config: dirs.config_dir().to_owned(),
            state: dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned(),
            cache: dirs.cache_dir().to_owned(),
        }
    }
}

/// Everything true right now.
pub struct Session {
    case: Case,
    focus: Focus,
    jobs: Jobs,
    listing: Listing,
    desk: FindingDesk,
    reach: ReachDesk,
    intercept: InterceptDesk,
    approach: approach::ApproachDesk,
    allocation: AllocationDesk,
    coverage: CoverageDesk,
    check: check::CheckDesk,
    patrol: PatrolDesk,
    questions: Vec<(QuestionId, Question)>,
    notices: Notices,
    settings: Settings,
    folders: Folders,
    autosave: Autosave,
    /// The open tracks, for jobs that begin later and add to them.
    open_tracks: Arc<loading::OpenTracks>,
    basemap: Arc<dyn TileReader>,
    waters: Option<Arc<Waters>>,
    asked_for_waters: bool,
    ashore: ashore::Ashore,
    scalpel: scalpel::Scalpel,
    pictures: picture::PictureDesk,
    versions: versions::Versions,
    may_quit: bool,
    next_question: u64,
}

impl Session {
    /// A session with nothing open; offers back what an earlier one left unsaved.
    #[must_use]
    pub fn new(folders: Folders, basemap: Arc<dyn TileReader>, wake: Wake) -> Self {
        let settings = Settings::load(&folders.config);
        let open_now = loading::OpenNow { store: None, params: settings.pyramid_params() };
        let left_behind = autosave::left_behind(&folders.state);
        let mut session = Self {
            case: Case::new(clock::now()),
            focus: Focus::default(),
            jobs: Jobs::new(wake),
            listing: Listing::default(),
            desk: FindingDesk::default(),
            reach: ReachDesk::default(),
            intercept: InterceptDesk::default(),
            approach: approach::ApproachDesk::default(),
            allocation: AllocationDesk::default(),
            coverage: CoverageDesk::default(),
            check: check::CheckDesk::default(),
            patrol: PatrolDesk::default(),
            questions: Vec::new(),
            notices: Notices::default(),
            settings,
            autosave: Autosave::new(&folders.state),
            folders,
            open_tracks: Arc::new(Mutex::new(open_now)),
            basemap,
            waters: None,
            asked_for_waters: false,
            ashore: ashore::Ashore::default(),
            scalpel: scalpel::Scalpel::default(),
            pictures: picture::PictureDesk::default(),
            versions: versions::Versions::default(),
            may_quit: false,
            next_question: 0,
        };
        if !left_behind.is_empty() {
            session.ask(Question::Recover { journals: left_behind });
        }
        session
    }

    /// What is open.
    #[must_use]
    pub const fn case(&self) -> &Case {
        &self.case
    }

    /// What is selected, hovered and in the time window.
    #[must_use]
    pub const fn focus(&self) -> &Focus {
        &self.focus
    }

    /// The jobs under way.
    #[must_use]
    pub fn jobs(&self) -> Vec<JobView> {
        self.jobs.views()
    }

    /// Whether any job is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.jobs.is_busy()
    }

    /// The question that waits for an answer, oldest first.
    #[must_use]
    pub fn question(&self) -> Option<(QuestionId, &Question)> {
        self.questions.first().map(|(id, question)| (*id, question))
    }

    /// Every notice given so far, oldest first.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        self.notices.all()
    }

    /// The user's settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The chart beneath everything.
    #[must_use]
    pub fn basemap(&self) -> &Arc<dyn TileReader> {
        &self.basemap
    }

    /// Whose water is where, once [`Session::learn_waters`] has come to an end.
    #[must_use]
    pub const fn waters(&self) -> Option<&Arc<Waters>> {
        self.waters.as_ref()
    }

    /// Where this session keeps what outlives it.
    #[must_use]
    pub const fn folders(&self) -> &Folders {
        &self.folders
    }

    /// Whether the window may close: nothing is unsaved, or the user gave it up.
    #[must_use]
    pub const fn may_quit(&self) -> bool {
        self.may_quit
    }

    fn ask(&mut self, question: Question) {
        let id = QuestionId(self.next_question);
        self.next_question += 1;
        self.questions.push((id, question));
    }
}
