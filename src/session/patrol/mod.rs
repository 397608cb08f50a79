//! The search pattern that is being planned: laid out by a job, shown before it is in the plan, then kept by one edit.
//!
//! Owns what is asked and what came of it. Where the legs lie is `analysis::pattern`'s; the command line asks by the same [`lay_out`]. Start at
//! [`PatrolDesk`].

mod lay;

use std::path::PathBuf;
use std::sync::Arc;

use geo::Geometry;

pub use lay::{Diagram, LaidOut, PatrolFault, PatrolWish, Runner, lay_out};

use super::apply::file_name;
use super::command::PatrolCommand;
use super::jobs::Lane;
use super::loading::Outcome;
use super::notices::Severity;
use super::{Session, clock, exporting};
use crate::analysis::pattern::Pattern;
use crate::io::{export, unit_library};
use crate::language::{Language, said, words};
use crate::plan::{Feature, FeatureId, Kind, Plan, PlanEdit};
use crate::units::Timestamp;

/// Which unit is to run a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whom {
    /// None that is known.
    #[default]
    Nobody,
    /// One of the plan.
    OfPlan(FeatureId),
    /// One of this class of the library that comes with the program.
    Typical(String),
}

/// A pattern, where, and by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct PatrolAsk {
    /// The area or barrier.
    pub area: FeatureId,
    /// The unit.
    pub whom: Whom,
    /// The rest.
    pub wish: PatrolWish,
}

impl PatrolAsk {
    /// What is asked of a feature before anything is said: its own unit if it has one alone, along it if it is a line, about it if it is a point.
    #[must_use]
    pub fn of(plan: &Plan, area: &Feature) -> Self {
        let pattern = match area.geometry {
            _ if area.kind == Kind::Barrier => Pattern::Barrier,
            Some(Geometry::LineString(_) | Geometry::MultiLineString(_)) => Pattern::Barrier,
            Some(Geometry::Point(_)) => Pattern::Square,
            _ => Pattern::Parallel,
        };
        let unit = Runner::only_of(plan, area).and_then(|runner| runner.feature);
        let whom = unit.map_or(Whom::Nobody, |unit| Whom::OfPlan(unit.id));
        Self { area: area.id, whom, wish: PatrolWish::of(pattern) }
    }

    fn runner(&self, plan: &Plan) -> Option<Runner> {
        match &self.whom {
            Whom::Nobody => None,
            Whom::OfPlan(id) => plan.feature(*id).map(Runner::of_plan),
            Whom::Typical(name) => {
                let class = unit_library::bundled().iter().find(|class| class.name == *name)?;
                Some(Runner::typical(class))
            }
        }
    }
}

/// What an answer rests on.
#[derive(Clone)]
struct Wanted {
    ask: PatrolAsk,
    plan: Arc<Plan>,
    now: Timestamp,
    language: Language,
}

impl Wanted {
    fn is(&self, other: &Self) -> bool {
        self.ask == other.ask && Arc::ptr_eq(&self.plan, &other.plan) && self.language == other.language
    }
}

/// What a job found.
pub(super) struct Found {
    wanted: Wanted,
    laid: Result<Arc<LaidOut>, PatrolFault>,
}

/// What is asked, and the pattern.
#[derive(Default)]
pub struct PatrolDesk {
    /// What is asked, and when it was begun: a pattern of which nothing says when begins then.
    ask: Option<(PatrolAsk, Timestamp)>,
    known: Option<Found>,
    is_under_way: bool,
}

impl PatrolDesk {
    /// What is asked.
    #[must_use]
    pub fn ask(&self) -> Option<&PatrolAsk> {
        self.ask.as_ref().map(|(ask, _)| ask)
    }

    /// The pattern, or why there is none; the last one while another is being laid out.
    #[must_use]
    pub fn laid(&self) -> Option<Result<&Arc<LaidOut>, &PatrolFault>> {
        self.known.as_ref().map(|found| found.laid.as_ref())
    }

    /// Whether another is being laid out.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        self.is_under_way
    }
}

/// Whether a pattern can be laid out in, along or about a feature.
#[must_use]
pub fn is_searchable(feature: &Feature) -> bool {
    let is_place = matches!(
        feature.geometry,
        Some(
            Geometry::Polygon(_)
                | Geometry::MultiPolygon(_)
                | Geometry::LineString(_)
                | Geometry::MultiLineString(_)
                | Geometry::Point(_)
        )
    );
    is_place && !matches!(feature.kind, Kind::Unit | Kind::PatrolRoute | Kind::Inspection)
}

impl Session {
    /// The pattern that is being planned.
    #[must_use]
    pub const fn patrol(&self) -> &PatrolDesk {
        &self.patrol
    }

    /// The selected feature, if a pattern can be laid out there.
    #[must_use]
    pub fn searchable(&self) -> Option<&Arc<Feature>> {
        let selected = self.focus.features().next().and_then(|id| self.case.plan().feature(id));
        selected.filter(|feature| is_searchable(feature))
    }

    pub(super) fn apply_to_patrol(&mut self, command: PatrolCommand) {
        match command {
            PatrolCommand::Ask(ask) => {
                let begun = self.patrol.ask.take().map(|(_, begun)| begun);
                self.patrol.ask = ask.map(|ask| (*ask, begun.unwrap_or_else(clock::now)));
                let area = self.patrol.ask().map(|ask| ask.area);
                // Of another area the last pattern says nothing.
                self.patrol.known.take_if(|known| Some(known.wanted.ask.area) != area);
            }
            PatrolCommand::AddToPlan if self.case.is_read_only => {
                self.notices.push(Severity::Error, words("notice-read-only"));
            }
            PatrolCommand::AddToPlan => {
                let Some(laid) = self.laid_now() else { return };
                let edit = PlanEdit::Add(vec![Arc::new(laid.feature.clone())]);
                self.edit(&said!("edit-put", name = &laid.feature.name), &edit);
            }
            PatrolCommand::Save(path) => self.save_patrol(path),
        }
    }

    /// The pattern, if it is that of what is asked now.
    fn laid_now(&self) -> Option<Arc<LaidOut>> {
        let wanted = self.wanted_patrol()?;
        let known = self.patrol.known.as_ref().filter(|known| known.wanted.is(&wanted))?;
        known.laid.as_ref().ok().cloned()
    }

    fn save_patrol(&mut self, path: PathBuf) {
        let Some(laid) = self.laid_now() else { return };
        let title = said!("job-writing", name = file_name(&path));
        self.jobs.start(Lane::Free, title, move |_progress| {
            let gpx = export::passage_gpx(&laid.feature.name, &laid.patrol.about(), &laid.patrol.passage());
            exporting::bytes(&path, gpx.as_bytes())
        });
    }

    fn wanted_patrol(&self) -> Option<Wanted> {
        let (ask, now) = self.patrol.ask.clone()?;
        Some(Wanted { ask, plan: Arc::clone(self.case.plan()), now, language: Language::current() })
    }

    /// Sees to it that the pattern is that of what is asked now; one at a time, the newest next.
    pub(super) fn refresh_patrol(&mut self) {
        let plan = self.case.plan();
        let is_gone = |(ask, _): &(PatrolAsk, Timestamp)| plan.feature(ask.area).is_none();
        if self.patrol.ask.as_ref().is_none_or(is_gone) {
            (self.patrol.ask, self.patrol.known) = (None, None);
            return;
        }
        let Some(wanted) = self.wanted_patrol().filter(|_| !self.patrol.is_under_way) else { return };
        if self.patrol.known.as_ref().is_some_and(|known| known.wanted.is(&wanted)) {
            return;
        }
        self.patrol.is_under_way = true;
        self.jobs.start(Lane::Quiet, words("job-patrol"), move |_progress| {
            let Wanted { ask, plan, now, .. } = &wanted;
            let laid = match plan.feature(ask.area) {
                Some(area) => lay_out(plan, area, ask.runner(plan).as_ref(), &ask.wish, *now).map(Arc::new),
                None => Err(PatrolFault::NoPlace(String::new())),
            };
            Outcome::Patrol(Box::new(Found { wanted, laid }))
        });
    }

    pub(super) fn take_patrol(&mut self, found: Found) {
        self.patrol.is_under_way = false;
        // Of another area, or once nothing is asked, it says nothing.
        let is_of_now = self.patrol.ask().is_some_and(|ask| ask.area == found.wanted.ask.area);
        self.patrol.known = Some(found).filter(|_| is_of_now);
    }
}
