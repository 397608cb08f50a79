//! The coverage picture that is shown on the map, and the way by which a ship would slip through: reckoned by a job whenever the plan or the question has changed.
//!
//! Owns what is asked and what was reckoned last, which stands until the next is there. The reckoning is `analysis::coverage`'s, the same as the command line's. Start at
//! [`CoverageDesk`].

use std::sync::Arc;

use super::Session;
use super::jobs::{JobId, Lane};
use super::loading::Outcome;
use crate::analysis::coverage::slip::{Crossing, Slips, slips};
use crate::analysis::coverage::{Gate, NoPicture, Picture, Side, box_round, has_sea, span_assigned};
use crate::analysis::picture::CellSize;
use crate::chart::Waters;
use crate::io::basemap;
use crate::language::words;
use crate::plan::{FeatureId, Plan, TargetSize};
use crate::report::{Progress, Stopped};
use crate::units::Knots;

/// Where a ship comes from or wants to go, as it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlipEnd {
    /// A side of the box round the plan.
    Side(Side),
    /// A feature of the plan.
    Feature(FeatureId),
    /// A place, by name or coordinates as they were typed.
    Place(String),
}

/// Which way through is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct SlipWish {
    /// Where the ship comes from.
    pub enter: SlipEnd,
    /// Where it wants to go.
    pub leave: SlipEnd,
    /// Its speed.
    pub speed: Knots,
}

impl Default for SlipWish {
    /// From south to north at 10 knots: a choice; off Korea both other sides are often land.
    fn default() -> Self {
        let speed = Knots::new(10.0).unwrap_or_default();
        Self { enter: SlipEnd::Side(Side::South), leave: SlipEnd::Side(Side::North), speed }
    }
}

/// What is asked of the coverage picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverageWish {
    /// Whether it is shown.
    pub is_shown: bool,
    /// The most over the time window instead of the hour of the play head.
    pub is_most: bool,
    /// How large the ships are that are looked for.
    pub targets: TargetSize,
    /// The way that is looked for.
    pub slip: Option<SlipWish>,
}

/// Why there is no coverage picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCoverage {
    /// Nothing that a unit is assigned to has a period.
    NothingAssigned,
    /// It is too large.
    Picture(NoPicture),
    /// It was stopped.
    Stopped,
}

/// Why there is no way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSlip {
    /// The chart is not read yet.
    NoChart,
    /// That is no place.
    NoPlace(String),
    /// An end lies outside of the box round the plan.
    Outside,
    /// An end is all land.
    Ashore,
    /// None leads through in the plan's time.
    NoWay,
}

/// A coverage picture.
#[derive(Clone, Debug)]
pub struct CoveragePicture {
    /// How likely a ship is detected, by cell and hour.
    pub picture: Picture,
    /// The way through, if one is asked for.
    pub slip: Option<Result<Slips, NoSlip>>,
    /// Another number for every picture.
    pub number: u64,
}

/// What a picture rests on.
#[derive(Clone)]
struct Grounds {
    plan: Arc<Plan>,
    targets: TargetSize,
    slip: Option<SlipWish>,
    /// The chart counts for a way only.
    waters: Option<Arc<Waters>>,
}

impl Grounds {
    fn is(&self, other: &Self) -> bool {
        let is_same_chart = match (&self.waters, &other.waters) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        is_same_chart
            && Arc::ptr_eq(&self.plan, &other.plan)
            && (self.targets, &self.slip) == (other.targets, &other.slip)
    }
}

/// What a job found.
pub(super) struct Found {
    number: u64,
    answer: Result<CoveragePicture, NoCoverage>,
}

/// What is asked, and what was reckoned.
#[derive(Default)]
pub struct CoverageDesk {
    wish: CoverageWish,
    under_way: Option<(Grounds, u64, JobId)>,
    known: Option<(Grounds, Result<Arc<CoveragePicture>, NoCoverage>)>,
    n_asked: u64,
}

impl CoverageDesk {
    /// What is asked.
    #[must_use]
    pub const fn wish(&self) -> &CoverageWish {
        &self.wish
    }

    /// The picture, or the last one until the next is reckoned.
    #[must_use]
    pub fn answer(&self) -> Option<&Result<Arc<CoveragePicture>, NoCoverage>> {
        self.known.as_ref().map(|(_, answer)| answer)
    }

    /// The picture, if there is one.
    #[must_use]
    pub fn picture(&self) -> Option<&Arc<CoveragePicture>> {
        self.answer()?.as_ref().ok()
    }

    /// Whether another is being reckoned.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }
}

impl Session {
    /// How likely a ship is detected where and when, as the plan has its units.
    #[must_use]
    pub const fn coverage(&self) -> &CoverageDesk {
        &self.coverage
    }

    pub(super) fn ask_coverage(&mut self, wish: CoverageWish) {
        self.coverage.wish = wish;
        // What was stopped is reckoned when anything is asked.
        self.coverage.known.take_if(|(_, answer)| matches!(answer, Err(NoCoverage::Stopped)));
    }

    /// Has the picture reckoned anew, where it is of something else now; what is asked last wins.
    pub(super) fn refresh_coverage(&mut self) {
        let wish = &self.coverage.wish;
        let wanted = wish.is_shown.then(|| Grounds {
            plan: Arc::clone(self.case.plan()),
            targets: wish.targets,
            slip: wish.slip.clone(),
            waters: self.waters.clone().filter(|_| wish.slip.is_some()),
        });
        let is_of = |begun: &Grounds| wanted.as_ref().is_some_and(|wanted| wanted.is(begun));
        if let Some((.., job)) = self.coverage.under_way.take_if(|(begun, ..)| !is_of(begun)) {
            self.jobs.cancel(job);
        }
        let Some(wanted) = wanted else {
            self.coverage.known = None;
            return;
        };
        let is_known = self.coverage.known.as_ref().is_some_and(|(known, _)| known.is(&wanted));
        if is_known || self.coverage.under_way.is_some() {
            return;
        }
        self.coverage.n_asked += 1;
        let (number, asked) = (self.coverage.n_asked, wanted.clone());
        let job = self.jobs.start(Lane::Quiet, words("job-coverage"), move |progress| {
            Outcome::Covered(Box::new(Found { number, answer: reckon(&asked, number, progress) }))
        });
        self.coverage.under_way = Some((wanted, number, job));
    }

    pub(super) fn take_coverage(&mut self, found: Found) {
        if let Some((of, ..)) = self.coverage.under_way.take_if(|(_, number, _)| *number == found.number) {
            self.coverage.known = Some((of, found.answer.map(Arc::new)));
        }
    }
}

/// The work of the job.
fn reckon(asked: &Grounds, number: u64, progress: &Progress) -> Result<CoveragePicture, NoCoverage> {
    let plan = &asked.plan;
    let (corners, span) = box_round(plan).zip(span_assigned(plan)).ok_or(NoCoverage::NothingAssigned)?;
    let picture = Picture::of(plan, corners, CellSize::TENTH, span, asked.targets).map_err(NoCoverage::Picture)?;
    let way = asked.slip.as_ref().map(|wish| slip(asked, wish, &picture, progress));
    let slip = way.transpose().map_err(|Stopped| NoCoverage::Stopped)?;
    Ok(CoveragePicture { picture, slip, number })
}

fn slip(
    asked: &Grounds,
    wish: &SlipWish,
    picture: &Picture,
    progress: &Progress,
) -> Result<Result<Slips, NoSlip>, Stopped> {
    let Some(waters) = &asked.waters else { return Ok(Err(NoSlip::NoChart)) };
    let cells = |end: &SlipEnd| {
        let gate = match end {
            SlipEnd::Side(side) => Gate::Side(*side),
            SlipEnd::Feature(id) => Gate::Feature(*id),
            SlipEnd::Place(text) => {
                Gate::Place(basemap::place_named(text).ok_or_else(|| NoSlip::NoPlace(text.clone()))?)
            }
        };
        Some(gate.cells(&asked.plan, picture)).filter(|cells| !cells.is_empty()).ok_or(NoSlip::Outside)
    };
    let (from, to) = match (cells(&wish.enter), cells(&wish.leave)) {
        (Ok(from), Ok(to)) => (from, to),
        (Err(why), _) | (_, Err(why)) => return Ok(Err(why)),
    };
    let is_sea = picture.is_sea(waters);
    if [&from, &to].into_iter().any(|cells| !has_sea(cells, &is_sea)) {
        return Ok(Err(NoSlip::Ashore));
    }
    let crossing = Crossing { from, to, speed: wish.speed };
    Ok(slips(picture, &is_sea, &crossing, progress)?.ok_or(NoSlip::NoWay))
}
