//! Which units search which areas and when: decided by a job, the greedy answer first and better ones as they come; the latest question wins.
//!
//! Owns what is asked and the best answer so far. The search is `analysis::allocate`'s, the same as the command line's; what it proposes becomes one edit of the plan when
//! somebody says so. Start at [`AllocationDesk`].

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::Session;
use super::command::AllocationCommand;
use super::findings::FoundFindings;
use super::intercept::KeptSea;
use super::jobs::{JobId, Lane};
use super::loading::Outcome;
use super::notices::Severity;
use crate::analysis::allocate::{
    Answer, Asked, Case, Effort, LeftOut, Matter, NoCase, Stint, UnitWhy, allocate, explained, left_out, proposal,
    sea_box, span_in_force, ways_by,
};
use crate::analysis::picture::CellSize;
use crate::chart::Waters;
use crate::finding::FindingId;
use crate::language::words;
use crate::plan::{FeatureId, Plan, TargetSize};
use crate::report::{Progress, Stopped};
use crate::track::{Pyramid, Span, TrackStore};

/// What is to be covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weights {
    /// Findings by their confidence.
    #[default]
    Findings,
    /// The hours of all ships.
    Traffic,
}

impl Weights {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Findings, Self::Traffic];
}

/// What is asked, and what is to be different from the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct AllocationWish {
    /// What is to be covered.
    pub weights: Weights,
    /// How long a period is.
    pub every: Duration,
    /// How large what is looked for is.
    pub targets: TargetSize,
    /// No more units than this in an area at the same time.
    pub most_units: usize,
    /// Endurance is taken so many times as long.
    pub endurance: f64,
    /// Units and areas that are left out.
    pub without: Vec<FeatureId>,
    /// Units that go to these areas and no other, as (unit, area).
    pub only: Vec<(FeatureId, FeatureId)>,
    /// Units that do not go to these areas, as (unit, area).
    pub never: Vec<(FeatureId, FeatureId)>,
    /// Units that are never in one area at the same time.
    pub apart: Vec<(FeatureId, FeatureId)>,
}

impl Default for AllocationWish {
    /// What `cordon allocate` asks if nothing else is said.
    fn default() -> Self {
        Self {
            weights: Weights::Findings,
            every: Duration::from_hours(24),
            targets: TargetSize::default(),
            most_units: 1,
            endurance: 1.0,
            without: Vec::new(),
            only: Vec::new(),
            never: Vec::new(),
            apart: Vec::new(),
        }
    }
}

impl AllocationWish {
    /// The question as it is put to a plan, over this time.
    #[must_use]
    pub fn asked(&self, span: Span) -> Asked {
        Asked {
            every: self.every,
            targets: self.targets,
            most_units: self.most_units.max(1),
            without: self.without.clone(),
            endurance: self.endurance,
            only: self.only.clone(),
            never: self.never.clone(),
            apart: self.apart.clone(),
            ..Asked::new(span)
        }
    }
}

/// Why nothing was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAllocation {
    /// No area of the plan has a period, so that it is unknown which time is meant.
    NoPeriod,
    /// The plan has nothing to decide on; and what takes no part, with the reason.
    Case(NoCase, Vec<(FeatureId, LeftOut)>),
    /// It was stopped before there was an answer.
    Stopped,
}

impl From<Stopped> for NoAllocation {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// The plan that it is for.
    pub plan: Arc<Plan>,
    /// What was asked.
    pub wish: AllocationWish,
    /// The question in numbers.
    pub case: Arc<Case>,
    /// Where each unit is, and how good that is.
    pub answer: Answer,
    /// What the greedy answer covers.
    pub greedy: f64,
    /// What each unit does, in the order of the case's units.
    pub stints: Vec<Vec<Stint>>,
    /// What is said of each unit; `None` until that is reckoned.
    pub whys: Option<Arc<[UnitWhy]>>,
}

/// How far the search has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is asked, or what it needs is not there yet.
    #[default]
    Waiting,
    /// It is under way.
    Searching,
    /// It has come to its end.
    Ended,
    /// It was stopped.
    Stopped,
}

/// What an answer rests on.
#[derive(Clone)]
struct Grounds {
    wish: AllocationWish,
    tracks: u64,
    /// Of findings which search and which verdicts; they count only where they are the weights.
    findings: Option<(u64, u64)>,
    plan: Arc<Plan>,
    waters: Arc<Waters>,
}

impl Grounds {
    fn is(&self, other: &Self) -> bool {
        (&self.wish, self.tracks, self.findings) == (&other.wish, other.tracks, other.findings)
            && Arc::ptr_eq(&self.plan, &other.plan)
            && Arc::ptr_eq(&self.waters, &other.waters)
    }
}

/// What matters, and of which tracks and findings: kept, since what-ifs do not change it.
type KeptMatter = ((Weights, u64, Option<(u64, u64)>), Arc<OnceLock<Matter>>);

/// A search under way; its newest answer lies in `news` until it is taken.
struct UnderWay {
    of: Grounds,
    number: u64,
    job: JobId,
    news: Arc<Mutex<Option<Arc<Allocation>>>>,
}

/// What a job came to.
pub(super) struct Ended {
    number: u64,
    end: Result<(), NoAllocation>,
}

/// What is asked, and the best answer so far.
#[derive(Default)]
pub struct AllocationDesk {
    wish: Option<AllocationWish>,
    under_way: Option<UnderWay>,
    known: Option<(Grounds, Result<Arc<Allocation>, NoAllocation>)>,
    standing: Standing,
    sea: Option<Arc<KeptSea>>,
    matter: Option<KeptMatter>,
    n_searches: u64,
}

impl AllocationDesk {
    /// What is asked; `None` while nobody asks.
    #[must_use]
    pub const fn wish(&self) -> Option<&AllocationWish> {
        self.wish.as_ref()
    }

    /// The best answer so far; the one to the question before until there is one to this.
    #[must_use]
    pub fn answer(&self) -> Option<&Result<Arc<Allocation>, NoAllocation>> {
        self.known.as_ref().map(|(_, answer)| answer)
    }

    /// How far the search has come.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// Whether the answer is one to what is asked now.
    #[must_use]
    pub fn is_current(&self) -> bool {
        match (&self.known, &self.under_way) {
            (Some((known, _)), Some(under_way)) => known.is(&under_way.of),
            (Some((known, _)), None) => self.wish.as_ref() == Some(&known.wish),
            (None, _) => false,
        }
    }

    /// Whether the answer is proven to be as good as is asked: a hundredth.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        let gap = self.answer().and_then(|answer| answer.as_ref().ok()).map(|found| found.answer.gap());
        gap.is_some_and(|gap| gap <= Effort::default().gap)
    }

    fn take_news(&mut self) {
        let Some(under_way) = &self.under_way else { return };
        let news = under_way.news.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(news) = news {
            self.known = Some((under_way.of.clone(), Ok(news)));
        }
    }
}

impl Session {
    /// Which units search which areas and when.
    #[must_use]
    pub const fn allocation(&self) -> &AllocationDesk {
        &self.allocation
    }

    pub(super) fn apply_to_allocation(&mut self, command: AllocationCommand) {
        match command {
            AllocationCommand::Ask(wish) => {
                self.allocation.wish = wish.map(|wish| *wish);
                // What was stopped is looked for again when anything is asked.
                if self.allocation.standing == Standing::Stopped {
                    self.allocation.known = None;
                }
            }
            AllocationCommand::Stop => {
                if let Some(under_way) = &self.allocation.under_way {
                    self.jobs.cancel(under_way.job);
                }
            }
            AllocationCommand::Apply if self.case.is_read_only => {
                self.notices.push(Severity::Error, words("notice-read-only"));
            }
            AllocationCommand::Apply => {
                let Some(Ok(found)) = self.allocation.answer().cloned() else { return };
                if Arc::ptr_eq(&found.plan, self.case.plan()) {
                    self.allocation.wish = None;
                    self.edit(words("edit-allocate"), &proposal(&found.plan, &found.case, &found.answer));
                }
            }
        }
    }

    /// What an answer to the question of now rests on; `None` while nobody asks, or something is not there yet.
    fn wanted_allocation(&self) -> Option<Grounds> {
        let wish = self.allocation.wish.clone()?;
        let (tracks, waters) = (self.case.tracks.as_ref()?, Arc::clone(self.waters.as_ref()?));
        let findings = match wish.weights {
            Weights::Traffic => None,
            Weights::Findings if self.desk.is_searching() => return None,
            Weights::Findings => Some((self.desk.found()?.generation, self.desk.reviews_generation())),
        };
        Some(Grounds { wish, tracks: tracks.generation, findings, plan: Arc::clone(self.case.plan()), waters })
    }

    /// Sees to it that the answer is one to the question, the plan and the findings of now.
    pub(super) fn refresh_allocation(&mut self) {
        self.allocation.take_news();
        let wanted = self.wanted_allocation();
        let is_of = |begun: &UnderWay| wanted.as_ref().is_some_and(|wanted| wanted.is(&begun.of));
        if let Some(begun) = self.allocation.under_way.take_if(|begun| !is_of(begun)) {
            self.jobs.cancel(begun.job);
        }
        let Some(wanted) = wanted else {
            self.allocation.standing = Standing::Waiting;
            if self.allocation.wish.is_none() {
                self.allocation.known = None;
            }
            return;
        };
        let is_known = self.allocation.known.as_ref().is_some_and(|(known, _)| known.is(&wanted));
        if is_known || self.allocation.under_way.is_some() {
            return;
        }
        let Some(tracks) = &self.case.tracks else { return };
        let (store, pyramid) = (Arc::clone(&tracks.store), Arc::clone(&tracks.pyramid));
        let sea = KeptSea::of(&wanted.waters, sea_box(&wanted.plan), self.allocation.sea.take());
        self.allocation.sea = Some(Arc::clone(&sea));
        let of_matter = (wanted.wish.weights, wanted.tracks, wanted.findings);
        let kept = self.allocation.matter.take().filter(|(of, _)| *of == of_matter);
        let (_, matter) = self.allocation.matter.insert(kept.unwrap_or_else(|| (of_matter, Arc::default())));
        let material = Material {
            wish: wanted.wish.clone(),
            plan: Arc::clone(&wanted.plan),
            store,
            pyramid,
            findings: self.desk.found().cloned().map(|found| (found, self.desk.dismissed())),
            matter: Arc::clone(matter),
            sea,
        };
        self.allocation.n_searches += 1;
        let (news, number) = (Arc::new(Mutex::new(None)), self.allocation.n_searches);
        let sink = Arc::clone(&news);
        let job = self.jobs.start(Lane::Looking, words("job-allocate"), move |progress| {
            let mut put = |found| *sink.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(found));
            Outcome::Allocated(Ended { number, end: decide(&material, &mut put, progress) })
        });
        self.allocation.standing = Standing::Searching;
        self.allocation.under_way = Some(UnderWay { of: wanted, number, job, news });
    }

    pub(super) fn take_allocation(&mut self, ended: Ended) {
        if self.allocation.under_way.as_ref().is_none_or(|under_way| under_way.number != ended.number) {
            return;
        }
        self.allocation.take_news();
        let Some(UnderWay { of, .. }) = self.allocation.under_way.take() else { return };
        let is_stopped = ended.end == Err(NoAllocation::Stopped);
        self.allocation.standing = if is_stopped { Standing::Stopped } else { Standing::Ended };
        let is_known = self.allocation.known.as_ref().is_some_and(|(known, _)| known.is(&of));
        if let (Err(why), false) = (ended.end, is_known) {
            self.allocation.known = Some((of, Err(why)));
        }
    }
}

/// What a job works on.
struct Material {
    wish: AllocationWish,
    plan: Arc<Plan>,
    store: Arc<TrackStore>,
    pyramid: Arc<Pyramid>,
    findings: Option<(Arc<FoundFindings>, std::collections::HashSet<FindingId>)>,
    matter: Arc<OnceLock<Matter>>,
    sea: Arc<KeptSea>,
}

impl Material {
    fn matter(&self, progress: &Progress) -> Result<&Matter, Stopped> {
        if let Some(known) = self.matter.get() {
            return Ok(known);
        }
        let (size, looked) = (CellSize::TENTH, self.store.span());
        let matter = match (looked, self.wish.weights, &self.findings) {
            (Some(looked), Weights::Traffic, _) => {
                Matter::of_traffic((&self.store, &self.pyramid), size, looked, progress)?
            }
            (Some(looked), Weights::Findings, Some((found, dismissed))) => {
                Matter::of_findings(found.standing(dismissed), size, looked)
            }
            _ => Matter::default(),
        };
        Ok(self.matter.get_or_init(|| matter))
    }
}

/// The work of the job: each better answer is put where the frame finds it, first without what is said of the units, then with it.
fn decide(material: &Material, put: &mut dyn FnMut(Allocation), progress: &Progress) -> Result<(), NoAllocation> {
    let matter = material.matter(progress)?;
    let asked = material.wish.asked(span_in_force(&material.plan).ok_or(NoAllocation::NoPeriod)?);
    let case = Case::of(&material.plan, matter, &asked, &ways_by(material.sea.sea()), progress);
    let case = Arc::new(case.map_err(|why| match why {
        NoCase::Stopped(_) => NoAllocation::Stopped,
        why => NoAllocation::Case(why, left_out(&material.plan, &asked)),
    })?);
    let mut last: Option<Allocation> = None;
    let mut tell = |answer: &Answer| {
        let is_same = |last: &&Allocation| last.answer.routes == answer.routes;
        let whys = last.as_ref().filter(is_same).and_then(|last| last.whys.clone());
        let stints = answer.routes.iter().enumerate();
        let mut found = Allocation {
            plan: Arc::clone(&material.plan),
            wish: material.wish.clone(),
            case: Arc::clone(&case),
            answer: answer.clone(),
            greedy: last.as_ref().map_or(answer.covered, |last| last.greedy),
            stints: stints.map(|(unit, route)| case.instance.stints(unit, route).unwrap_or_default()).collect(),
            whys,
        };
        put(found.clone());
        if found.whys.is_none() {
            // Stopped meanwhile, the search finds that out itself.
            found.whys = explained(&case.instance, answer, progress).ok().map(Into::into);
            put(found.clone());
        }
        last = Some(found);
    };
    let answer = allocate(&case.instance, &Effort::default(), &mut tell, progress)?;
    tell(&answer);
    Ok(())
}
