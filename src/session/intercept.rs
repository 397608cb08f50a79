//! Who can meet the vessel that is looked at, from the play head on: found by a job, the latest question wins.
//!
//! Owns what is asked and what came of it. The computation is `analysis::intercept`'s, the same as the command line's; a meeting in the plan is an edit.
//! Start at [`InterceptDesk`].

use std::sync::Arc;

use geo::{Geometry, LineString};
use uuid::Uuid;

use super::command::InterceptCommand;
use super::findings::names_of;
use super::focus::Selected;
use super::jobs::Lane;
use super::loading::Outcome;
use super::notices::Severity;
use super::{JobId, Session};
use crate::analysis::intercept::{
    Answer, AssumeError, Assumption, MenuParams, NoAnswer, Offer, Question, Sea, SeaParams, SpeedUsed, candidates,
    ground_of,
};
use crate::chart::Waters;
use crate::geodesy::Position;
use crate::io::basemap;
use crate::language::{said, words};
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, PlanEdit};
use crate::report::Progress;
use crate::track::TrackStore;
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// How the vessel is taken to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GoesOn {
    /// On its course at its speed, along a geodesic.
    #[default]
    Course,
    /// Along its recorded track, or its past route again.
    Route,
    /// To a place or port, by name or coordinates as they were typed.
    To(String),
}

/// What is asked beside the vessel and the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InterceptWish {
    /// How the vessel goes on.
    pub goes_on: GoesOn,
    /// Which speed of the units counts.
    pub speed: SpeedUsed,
    /// Whether they must be back within their endurance.
    pub must_return: bool,
    /// Which of several vessels of a finding; else its first.
    pub whom: Option<Mmsi>,
}

/// What an answer rests on.
#[derive(Clone, Debug)]
struct Wanted {
    tracks: u64,
    of: Mmsi,
    asked: Timestamp,
    wish: InterceptWish,
    plan: Arc<Plan>,
    waters: Arc<Waters>,
}

impl Wanted {
    /// Whether the two differ at most in the moment: then what is under way is still worth waiting for.
    fn is_like(&self, other: &Self) -> bool {
        self.tracks == other.tracks
            && self.of == other.of
            && self.wish == other.wish
            && Arc::ptr_eq(&self.plan, &other.plan)
            && Arc::ptr_eq(&self.waters, &other.waters)
    }

    fn is(&self, other: &Self) -> bool {
        self.is_like(other) && self.asked == other.asked
    }
}

/// A sea in which ways are looked for, kept as long as the box and the chart stay the same: what was asked of the chart need not be asked again.
pub(super) struct KeptSea {
    corners: (Position, Position),
    waters: Arc<Waters>,
    sea: Sea<'static>,
}

impl KeptSea {
    pub(super) fn of(waters: &Arc<Waters>, corners: (Position, Position), kept: Option<Arc<Self>>) -> Arc<Self> {
        kept.filter(|kept| kept.corners == corners && Arc::ptr_eq(&kept.waters, waters)).unwrap_or_else(|| {
            let chart = Arc::clone(waters);
            let sea = Sea::new(corners, SeaParams::default(), move |at| ground_of(&chart, at));
            Arc::new(Self { corners, waters: Arc::clone(waters), sea })
        })
    }

    pub(super) const fn sea(&self) -> &Sea<'static> {
        &self.sea
    }
}

/// Why there is no menu.
#[derive(Clone, Debug, PartialEq)]
pub enum NoMenu {
    /// The place that the vessel is taken to go to is none.
    NoPlace(String),
    /// Nothing can be assumed of the vessel.
    Assume(AssumeError),
    /// It was stopped.
    Stopped,
}

/// Who can meet a vessel.
#[derive(Clone, Debug)]
pub struct InterceptMenu {
    /// The vessel.
    pub of: Mmsi,
    /// From when on.
    pub asked: Timestamp,
    /// What was asked.
    pub wish: InterceptWish,
    /// What came of it.
    pub answer: Result<Answer, NoMenu>,
    /// Another number for every answer.
    pub number: u64,
}

impl InterceptMenu {
    /// What is said of a unit.
    #[must_use]
    pub fn offer(&self, unit: FeatureId) -> Option<&Offer> {
        self.answer.as_ref().ok()?.offers.iter().find(|offer| offer.unit == unit)
    }
}

/// What a job found.
pub(super) struct Found {
    wanted: Wanted,
    answer: Result<Answer, NoMenu>,
    sea: Option<Arc<KeptSea>>,
}

/// What is asked, and the answer.
#[derive(Default)]
pub struct InterceptDesk {
    wish: InterceptWish,
    opened: Option<FeatureId>,
    under_way: Option<(Wanted, JobId)>,
    known: Option<(Wanted, Arc<InterceptMenu>)>,
    sea: Option<Arc<KeptSea>>,
    n_answers: u64,
}

impl InterceptDesk {
    /// What is asked.
    #[must_use]
    pub const fn wish(&self) -> &InterceptWish {
        &self.wish
    }

    /// The answer, or the last one while a later moment is being computed.
    #[must_use]
    pub fn menu(&self) -> Option<&Arc<InterceptMenu>> {
        self.known.as_ref().map(|(_, menu)| menu)
    }

    /// Whether an answer is being computed.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// The unit whose meeting is looked at: the one that was opened, else the soonest.
    #[must_use]
    pub fn looked_at(&self) -> Option<FeatureId> {
        let offers = &self.menu()?.answer.as_ref().ok()?.offers;
        let is_opened = |offer: &&Offer| Some(offer.unit) == self.opened;
        let soonest = || offers.first().filter(|offer| offer.outcome.is_ok());
        offers.iter().find(is_opened).or_else(soonest).map(|offer| offer.unit)
    }

    /// The unit that was opened.
    #[must_use]
    pub const fn opened(&self) -> Option<FeatureId> {
        self.opened
    }
}

impl Session {
    /// Who can meet the vessel that is looked at.
    #[must_use]
    pub const fn intercept(&self) -> &InterceptDesk {
        &self.intercept
    }

    /// The vessels that the question is about: the one selected, or those of the selected finding.
    #[must_use]
    pub fn looked_at_vessels(&self) -> Vec<Mmsi> {
        match self.focus.primary() {
            Some(Selected::Vessel(mmsi)) => vec![mmsi],
            Some(Selected::Finding(id)) => self.desk.get(id).map(|f| f.vessels.clone()).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// The moment from which on things are computed: the play head, else the last fix of these vessels.
    pub(super) fn asked_of(&self, vessels: &[Mmsi]) -> Option<Timestamp> {
        let store = &self.case.tracks.as_ref()?.store;
        let last_fix = |mmsi: &Mmsi| {
            let last = store.slice(store.vessel_idx(*mmsi)?)?.time_ms().last().copied()?;
            Some(Timestamp::from_millis(last))
        };
        self.focus.window.map(|window| window.to).or_else(|| vessels.iter().filter_map(last_fix).max())
    }

    pub(super) fn apply_to_intercept(&mut self, command: InterceptCommand) {
        match command {
            InterceptCommand::Ask(wish) => {
                self.intercept.wish = *wish;
                // What was stopped is asked again when the user asks anything.
                self.intercept.known.take_if(|(_, menu)| menu.answer == Err(NoMenu::Stopped));
            }
            InterceptCommand::Open(unit) => self.intercept.opened = unit,
            InterceptCommand::AddToPlan(_) if self.case.is_read_only => {
                self.notices.push(Severity::Error, words("notice-read-only"));
            }
            InterceptCommand::AddToPlan(unit) => self.keep_meeting(unit),
        }
    }

    fn wanted_menu(&self) -> Option<Wanted> {
        let vessels = self.looked_at_vessels();
        let whom = self.intercept.wish.whom.filter(|mmsi| vessels.contains(mmsi));
        let of = whom.or_else(|| vessels.first().copied())?;
        let tracks = self.case.tracks.as_ref()?;
        tracks.store.vessel_idx(of)?;
        let (plan, waters) = (Arc::clone(self.case.plan()), Arc::clone(self.waters.as_ref()?));
        let has_units = plan.features.iter().any(|feature| feature.kind == Kind::Unit);
        let (asked, wish) = (self.asked_of(&[of])?, InterceptWish { whom: None, ..self.intercept.wish.clone() });
        has_units.then_some(Wanted { tracks: tracks.generation, of, asked, wish, plan, waters })
    }

    /// Sees to it that the answer is that of the vessel, the moment and the plan of now; one computation at a time.
    pub(super) fn refresh_intercept(&mut self) {
        let wanted = self.wanted_menu();
        if let Some((_, job)) = self.intercept.under_way.take_if(|(begun, _)| {
            // A later moment of the same question waits its turn, so that an answer comes while time passes.
            !wanted.as_ref().is_some_and(|wanted| wanted.is_like(begun))
        }) {
            self.jobs.cancel(job);
        }
        let Some(wanted) = wanted else {
            self.intercept.known = None;
            return;
        };
        // Of another vessel the last answer says nothing.
        self.intercept.known.take_if(|(known, _)| known.of != wanted.of || known.tracks != wanted.tracks);
        let is_known = self.intercept.known.as_ref().is_some_and(|(known, _)| known.is(&wanted));
        let Some(tracks) = self.case.tracks.as_ref().filter(|_| !is_known && self.intercept.under_way.is_none()) else {
            return;
        };
        let (store, kept, begun) = (Arc::clone(&tracks.store), self.intercept.sea.clone(), wanted.clone());
        let job = self.jobs.start(Lane::Quiet, words("job-intercept"), move |progress| {
            let mut sea = None;
            let answer = compute(&wanted, &store, kept, &mut sea, progress);
            Outcome::Intercept(Box::new(Found { wanted, answer, sea }))
        });
        self.intercept.under_way = Some((begun, job));
    }

    pub(super) fn take_intercept(&mut self, found: Found) {
        let is_asked = self.intercept.under_way.as_ref().is_some_and(|(begun, _)| begun.is(&found.wanted));
        if !is_asked {
            return;
        }
        self.intercept.under_way = None;
        self.intercept.sea = found.sea.or_else(|| self.intercept.sea.take());
        self.intercept.n_answers += 1;
        let Wanted { of, asked, wish, .. } = found.wanted.clone();
        let menu = InterceptMenu { of, asked, wish, answer: found.answer, number: self.intercept.n_answers };
        self.intercept.known = Some((found.wanted, Arc::new(menu)));
    }

    /// Puts a unit's meeting into the plan: its way there as a route, with the unit assigned and what it rests on.
    fn keep_meeting(&mut self, unit: FeatureId) {
        let Some(menu) = self.intercept.menu().cloned() else { return };
        let Some((offer, met)) = menu.offer(unit).and_then(|offer| Some((offer, offer.outcome.as_ref().ok()?))) else {
            return;
        };
        let from = self.case.plan().feature(unit).and_then(|feature| match &feature.geometry {
            Some(Geometry::Point(point)) => Position::from_coord(point.0),
            _ => None,
        });
        let Some(from) = from else { return };
        let way = met.round_land.clone().unwrap_or_else(|| vec![from, met.place]);
        let line = LineString::from(way.iter().map(|place| place.rounded().coord()).collect::<Vec<_>>());
        let names = self.case.tracks.as_ref().map(|tracks| names_of(&tracks.store, &[menu.of])).unwrap_or_default();
        let vessel = names.join(" × ");
        let name = said!("meet-name", unit = &*offer.name, vessel = vessel);
        let id = FeatureId(Uuid::new_v4());
        let mut feature = Feature::new(id, Kind::PatrolRoute, name.clone(), Geometry::LineString(line));
        feature.units = vec![unit];
        feature.period = Period { from: Some(met.leaves), to: Some(met.time) };
        let off = offer.uncertainty.unwrap_or_default().nautical_miles();
        feature.remarks = said!(
            "meet-remarks",
            time = met.time.to_string(),
            asked = menu.asked.to_string(),
            assumed = assumed_words(&menu.wish.goes_on),
            off = off.to_string()
        );
        self.edit(&said!("edit-add-finding", name = name), &PlanEdit::Add(vec![Arc::new(feature)]));
    }
}

/// How a vessel is taken to go on, in words.
#[must_use]
pub fn assumed_words(goes_on: &GoesOn) -> String {
    match goes_on {
        GoesOn::Course => words("meet-goes-course").to_owned(),
        GoesOn::Route => words("meet-goes-route").to_owned(),
        GoesOn::To(place) => said!("meet-goes-to-place", place = &**place),
    }
}

/// The work of the job.
fn compute(
    wanted: &Wanted,
    store: &TrackStore,
    kept: Option<Arc<KeptSea>>,
    sea: &mut Option<Arc<KeptSea>>,
    progress: &Progress,
) -> Result<Answer, NoMenu> {
    let track = store.vessel_idx(wanted.of).and_then(|idx| store.slice(idx));
    let track = track.ok_or(NoMenu::Assume(AssumeError::NoFix))?;
    let assumption = match &wanted.wish.goes_on {
        GoesOn::Course => Assumption::Course,
        GoesOn::Route => Assumption::Route,
        GoesOn::To(text) => Assumption::To(basemap::place_named(text).ok_or_else(|| NoMenu::NoPlace(text.clone()))?),
    };
    let InterceptWish { speed, must_return, .. } = wanted.wish;
    let params = MenuParams { speed, must_return, ..MenuParams::default() };
    let units = candidates(&wanted.plan, wanted.asked, &params, basemap::place_named);
    let question = Question { track, asked: wanted.asked, assumption, speed: None, params };
    let corners = question.corners(&units).map_err(NoMenu::Assume)?;
    let found = sea.insert(KeptSea::of(&wanted.waters, corners, kept));
    question.answer(&units, &wanted.waters, &found.sea, progress).map_err(|why| match why {
        NoAnswer::Assume(why) => NoMenu::Assume(why),
        NoAnswer::Stopped(_) => NoMenu::Stopped,
    })
}
