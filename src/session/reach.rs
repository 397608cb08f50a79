//! Where a silent ship can have been, as it is looked at: asked of a finding that names a silence, found by a job.
//!
//! Owns what is asked and what came of it. The reckoning is `analysis::reachability`'s; the area in the plan is an edit. Start at [`ReachDesk`].

use std::sync::Arc;
use std::time::Duration;

use geo::Geometry;
use uuid::Uuid;

use super::findings::names_of;
use super::focus::Selected;
use super::jobs::Lane;
use super::loading::Outcome;
use super::{JobId, Session};
use crate::analysis::reachability::{NoReach, ReachableSea, SeaParams, Silence, SilenceNamed};
use crate::chart::Waters;
use crate::finding::FindingId;
use crate::language::{said, words};
use crate::plan::{Feature, FeatureId, Kind, Period, PlanEdit};
use crate::report::Progress;
use crate::track::TrackStore;
use crate::units::Knots;

/// What is asked: of which finding, in which tracks, at what speed; without one at the ship's own.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Wanted {
    finding: FindingId,
    tracks: u64,
    speed: Option<Knots>,
}

/// What a job found.
pub(super) struct Found {
    number: u64,
    /// `None` where the tracks do not hold the silence, or the job was stopped.
    reach: Option<Reach>,
}

/// Where a ship can have been in a silence.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The finding that named it.
    pub finding: FindingId,
    /// The silence.
    pub silence: Silence,
    /// At this speed.
    pub speed: Knots,
    /// Whether the user stated that speed; else it is [`Silence::usual`].
    pub is_speed_stated: bool,
    /// The sea that it can have reached, or why it is not told.
    pub sea: Result<Arc<ReachableSea>, NoReach>,
    /// Another number for every answer.
    pub number: u64,
}

/// What is asked, and the answer.
#[derive(Default)]
pub struct ReachDesk {
    wanted: Option<Wanted>,
    under_way: Option<JobId>,
    found: Option<Arc<Reach>>,
    n_asked: u64,
}

impl ReachDesk {
    /// The finding of which it is asked.
    #[must_use]
    pub fn finding(&self) -> Option<FindingId> {
        self.wanted.map(|wanted| wanted.finding)
    }

    /// The answer, or the last one while another speed is being reckoned with.
    #[must_use]
    pub const fn found(&self) -> Option<&Arc<Reach>> {
        self.found.as_ref()
    }

    /// Whether it is being reckoned.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }
}

impl Session {
    /// Where a silent ship can have been.
    #[must_use]
    pub const fn reach(&self) -> &ReachDesk {
        &self.reach
    }

    /// Asks where the ship of a finding's silence can have been, at a speed or at its own.
    pub(super) fn show_reach(&mut self, id: FindingId, speed: Option<Knots>) {
        let Some(tracks) = &self.case.tracks else { return };
        let (Some(finding), Some(waters)) = (self.desk.get(id), self.waters.clone()) else { return };
        let Some(named) = SilenceNamed::by(finding) else { return };
        let wanted = Wanted { finding: id, tracks: tracks.generation, speed };
        if self.reach.wanted == Some(wanted) && (self.reach.is_under_way() || self.reach.found.is_some()) {
            return;
        }
        let store = Arc::clone(&tracks.store);
        if let Some(job) = self.reach.under_way.take() {
            self.jobs.cancel(job);
        }
        self.reach.n_asked += 1;
        let number = self.reach.n_asked;
        // What was found for another silence says nothing of this one.
        self.reach.found = self.reach.found.take().filter(|found| found.finding == id);
        self.reach.wanted = Some(wanted);
        let job = self.jobs.start(Lane::Quiet, words("job-reach"), move |progress| {
            let reach = reckon(wanted, named, &store, &waters, number, progress);
            Outcome::Reach(Box::new(Found { number, reach }))
        });
        self.reach.under_way = Some(job);
    }

    /// Shows it no longer.
    pub(super) fn hide_reach(&mut self) {
        if let Some(job) = self.reach.under_way.take() {
            self.jobs.cancel(job);
        }
        self.reach.wanted = None;
        self.reach.found = None;
    }

    /// Lets go of it when its finding is gone, or another one is looked at.
    pub(super) fn purge_reach(&mut self) {
        let Some(wanted) = self.reach.wanted else { return };
        let is_there = self.case.tracks.as_ref().is_some_and(|tracks| tracks.generation == wanted.tracks)
            && self.desk.get(wanted.finding).is_some();
        let is_other = matches!(self.focus.primary(), Some(Selected::Finding(id)) if id != wanted.finding);
        if !is_there || is_other {
            self.hide_reach();
        }
    }

    pub(super) fn take_reach(&mut self, found: Found) {
        if found.number != self.reach.n_asked || self.reach.wanted.is_none() {
            return;
        }
        self.reach.under_way = None;
        match found.reach {
            Some(reach) => self.reach.found = Some(Arc::new(reach)),
            None => self.hide_reach(),
        }
    }

    /// Puts the area into the plan, for reference.
    pub(super) fn keep_reach(&mut self) {
        let Some(reach) = self.reach.found.clone() else { return };
        let Ok(sea) = &reach.sea else { return };
        let silence = reach.silence;
        let names = self.case.tracks.as_ref().map(|tracks| names_of(&tracks.store, &[silence.mmsi]));
        let name = said!("reach-area-name", name = names.unwrap_or_default().join(" × "));
        let area = Geometry::MultiPolygon(sea.stops().area_from(Duration::ZERO));
        let mut feature = Feature::new(FeatureId(Uuid::new_v4()), Kind::ReferenceArea, name.clone(), area);
        feature.period = Period { from: Some(silence.from_time), to: Some(silence.to_time) };
        let longest = sea.longest_of_all().map_or(0.0, |(_, stop)| stop.as_secs_f64() / 3600.0);
        let told = said!(
            "reach-area-remarks",
            speed = reach.speed.to_string(),
            hours = format!("{longest:.1}"),
            cell = sea.stops().cell_size().nautical_miles().to_string()
        );
        feature.remarks = format!("{told}\n{} {}", words("finding-id"), reach.finding);
        let thing = Selected::Feature(feature.id);
        self.edit(&said!("edit-add-finding", name = name), &PlanEdit::Add(vec![Arc::new(feature)]));
        self.focus.selection = vec![thing];
    }
}

/// The work of the job.
fn reckon(
    wanted: Wanted,
    named: SilenceNamed,
    store: &TrackStore,
    waters: &Waters,
    number: u64,
    progress: &Progress,
) -> Option<Reach> {
    let silence = named.in_tracks(store)?;
    let speed = wanted.speed.unwrap_or(silence.usual.speed);
    let sea = ReachableSea::round_land(&silence.prism(speed), SeaParams::default(), waters, progress).map(Arc::new);
    let is_stopped = matches!(sea, Err(NoReach::Stopped(_)));
    let reach = Reach { finding: wanted.finding, silence, speed, is_speed_stated: wanted.speed.is_some(), sea, number };
    (!is_stopped).then_some(reach)
}
