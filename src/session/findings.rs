//! What looks wrong in the open tracks, as it is looked at: found by a job whenever they change, narrowed down for list and map, and
//! judged.
//!
//! Owns the findings, what is asked of them and what was found for that. Verdicts are the plan's (an edit each, with its undo); the
//! rules are `analysis`'. Start at [`FindingDesk`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use uuid::Uuid;

use super::case::ZoneFilter;
use super::command::FindingCommand;
use super::focus::Selected;
use super::jobs::Lane;
use super::loading::Outcome;
use super::{JobId, Session};
use crate::analysis::scalpel::flags;
use crate::analysis::{Area, Input, Params, Preset, WatchedZone, detect};
use crate::chart::Waters;
use crate::finding::{Confidence, Finding, FindingId, Kind, Review, Verdict};
use crate::io::findings::reviews;
use crate::io::watchlist;
use crate::language::{said, words};
use crate::plan::{Feature, FeatureId, Period, PlanEdit};
use crate::report::Progress;
use crate::track::TrackStore;
use crate::vessel::Mmsi;
use crate::vessel::search::Wanted;
use crate::vessel::watchlist::Watchlist;

/// In which order findings are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FindingOrder {
    /// Those that the rules are surest of first.
    #[default]
    Confidence,
    /// By when they began.
    Time,
    /// By kind, then by when they began.
    Kind,
}

impl FindingOrder {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Confidence, Self::Time, Self::Kind];
}

/// What is asked of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingWish {
    /// Kinds that are not shown.
    pub hidden_kinds: Vec<Kind>,
    /// Part of a name, MMSI or IMO number of one of its vessels.
    pub text: String,
    /// Only those that happened while the time window was.
    pub is_in_window: bool,
    /// Only those that happened in this area of the plan.
    pub area: Option<FeatureId>,
    /// Only those of which the rule is at least so sure.
    pub confidence_from: Option<Confidence>,
    /// Also what a threshold suppresses.
    pub shows_suppressed: bool,
    /// Also what was dismissed.
    pub shows_dismissed: bool,
    /// In which order.
    pub order: FindingOrder,
}

impl Default for FindingWish {
    /// Everything but what ships do every day (calls at ports, zones they pass through) and what a rule itself is unsure of.
    fn default() -> Self {
        Self {
            hidden_kinds: Kind::ROUTINE.to_vec(),
            text: String::new(),
            is_in_window: false,
            area: None,
            confidence_from: Some(Confidence::FAIR),
            shows_suppressed: false,
            shows_dismissed: false,
            order: FindingOrder::default(),
        }
    }
}

impl FindingWish {
    /// Whether less is listed than at first.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.hidden_kinds.iter().any(|kind| !Kind::ROUTINE.contains(kind))
            || !self.text.is_empty()
            || self.is_in_window
            || self.area.is_some()
    }
}

/// What was found in the tracks of a generation, in order of time.
#[derive(Debug)]
pub struct FoundFindings {
    /// Which search this is of; another number whenever anything was added.
    pub generation: u64,
    /// The findings, suppressed ones among them.
    pub all: Vec<Arc<Finding>>,
    /// Their ids.
    pub ids: Vec<FindingId>,
    by_id: HashMap<FindingId, usize>,
    /// How many of each kind are shown and how many suppressed.
    pub counts: BTreeMap<Kind, (usize, usize)>,
    /// Whom each finding that flags anybody is about: indices into the store's vessels, and into `all`.
    named: Vec<(usize, usize)>,
}

impl FoundFindings {
    fn of(generation: u64, mut keyed: Vec<(FindingId, Arc<Finding>)>, store: &TrackStore) -> Self {
        keyed.par_sort_by(|(_, a), (_, b)| a.cmp_listed(b));
        let mut counts: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
        for (_, finding) in &keyed {
            let (shown, suppressed) = counts.entry(finding.kind).or_default();
            *(if finding.suppressed.is_none() { shown } else { suppressed }) += 1;
        }
        let by_id = keyed.iter().enumerate().map(|(idx, (id, _))| (*id, idx)).collect();
        let (ids, all): (Vec<_>, Vec<Arc<Finding>>) = keyed.into_iter().unzip();
        let flagging = all.iter().enumerate().filter(|(_, finding)| flags(finding));
        let named = flagging.flat_map(|(idx, finding)| {
            finding.vessels.iter().filter_map(move |mmsi| Some((store.vessel_idx(*mmsi)?, idx)))
        });
        let named = named.collect();
        Self { generation, all, ids, by_id, counts, named }
    }

    /// The finding with this id.
    #[must_use]
    pub fn get(&self, id: FindingId) -> Option<&Arc<Finding>> {
        self.by_id.get(&id).and_then(|idx| self.all.get(*idx))
    }

    /// Those that were not dismissed.
    pub(super) fn standing(&self, dismissed: &HashSet<FindingId>) -> impl Iterator<Item = &Finding> {
        let kept = self.all.iter().zip(&self.ids).filter(|(_, id)| !dismissed.contains(id));
        kept.map(|(finding, _)| &**finding)
    }

    /// How many are shown, and how many suppressed.
    #[must_use]
    pub fn n(&self) -> (usize, usize) {
        self.counts.values().fold((0, 0), |(a, b), (shown, suppressed)| (a + shown, b + suppressed))
    }
}

/// What a search is of: while it stays the same, so do the findings.
#[derive(Clone, Debug, PartialEq)]
struct Searched {
    generation: u64,
    zones: Vec<(u64, Option<ZoneFilter>)>,
    preset: Preset,
    lists: u64,
    has_waters: bool,
}

/// A search under way.
struct UnderWay {
    of: Searched,
    id: JobId,
    /// The newest state of what it found, until it is taken.
    news: Arc<Mutex<Option<Arc<FoundFindings>>>>,
}

/// What is listed, and what for.
#[derive(Clone)]
struct ListedFor {
    generation: u64,
    wish: FindingWish,
    window: Option<super::TimeWindow>,
    /// The area asked for, as it stands.
    area: Option<Arc<Feature>>,
    reviews: u64,
}

impl PartialEq for ListedFor {
    fn eq(&self, other: &Self) -> bool {
        self.area.as_ref().map(Arc::as_ptr) == other.area.as_ref().map(Arc::as_ptr)
            && (self.generation, &self.wish, self.window, self.reviews)
                == (other.generation, &other.wish, other.window, other.reviews)
    }
}

/// For each vessel of the store the gravest kind of finding that names it; of which search and which verdicts.
type NamedVessels = ((u64, u64), Arc<[Option<Kind>]>);

/// The findings on the desk.
#[derive(Default)]
pub struct FindingDesk {
    preset: Preset,
    /// The watch lists that were opened; those that come with the program are read when they are needed, not when it starts.
    lists: Arc<[Watchlist]>,
    wish: FindingWish,
    found: Option<(Searched, Arc<FoundFindings>)>,
    under_way: Option<UnderWay>,
    /// A search that was stopped or failed: not begun again by itself.
    given_up: Option<Searched>,
    n_searches: u64,
    listed: Option<(ListedFor, Arc<[usize]>)>,
    n_lists: u64,
    list_changes: u64,
    /// The gravest kind of finding that each vessel of the store is named in, and what that was found from.
    kinds: Option<NamedVessels>,
    reviews: BTreeMap<FindingId, Review>,
    /// The plan's text that the verdicts were read from.
    reviews_text: Option<Arc<str>>,
    n_reviews: u64,
}

impl FindingDesk {
    /// Takes a list in, in the place of one of the same name; what it says is looked for anew.
    pub(super) fn add_list(&mut self, list: Watchlist) {
        let mut lists: Vec<Watchlist> = self.lists.iter().filter(|other| other.name != list.name).cloned().collect();
        lists.push(list);
        self.lists = lists.into();
        self.list_changes += 1;
    }

    /// Which thresholds are used.
    #[must_use]
    pub const fn preset(&self) -> Preset {
        self.preset
    }

    /// What is asked.
    #[must_use]
    pub const fn wish(&self) -> &FindingWish {
        &self.wish
    }

    /// What was found so far.
    #[must_use]
    pub fn found(&self) -> Option<&Arc<FoundFindings>> {
        self.found.as_ref().map(|(_, found)| found)
    }

    /// Whether a search is under way.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        self.under_way.is_some()
    }

    /// Whether the last search was stopped before it was done.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.given_up.is_some()
    }

    /// What is listed, as indices into [`FoundFindings::all`].
    #[must_use]
    pub fn listed(&self) -> Option<&Arc<[usize]>> {
        self.listed.as_ref().map(|(_, listed)| listed)
    }

    /// The listed findings with their ids.
    pub fn listed_findings(&self) -> impl Iterator<Item = (FindingId, &Arc<Finding>)> + '_ {
        let found = self.found();
        let idxs = self.listed().map(|listed| &**listed).unwrap_or_default();
        idxs.iter().filter_map(move |idx| {
            let found = found?;
            Some((*found.ids.get(*idx)?, found.all.get(*idx)?))
        })
    }

    /// Another number whenever the list is another.
    #[must_use]
    pub const fn list_generation(&self) -> u64 {
        self.n_lists
    }

    /// The finding with this id.
    #[must_use]
    pub fn get(&self, id: FindingId) -> Option<&Arc<Finding>> {
        self.found()?.get(id)
    }

    /// For each vessel of the store the gravest kind of finding that it is named in: a match with a watch list before all others. What was
    /// dismissed, hidden, or is routine or unsure names nobody.
    #[must_use]
    pub fn kinds(&self) -> Option<&Arc<[Option<Kind>]>> {
        self.kinds.as_ref().map(|(_, kinds)| kinds)
    }

    /// Another number whenever a verdict is another.
    pub(super) const fn reviews_generation(&self) -> u64 {
        self.n_reviews
    }

    /// What was dismissed.
    pub(super) fn dismissed(&self) -> HashSet<FindingId> {
        reviews::dismissed(&self.reviews)
    }

    /// The watch lists that were opened.
    pub(super) fn lists(&self) -> Arc<[Watchlist]> {
        Arc::clone(&self.lists)
    }

    /// What was thought of every finding.
    pub(super) const fn reviews(&self) -> &BTreeMap<FindingId, Review> {
        &self.reviews
    }

    /// What was thought of a finding.
    #[must_use]
    pub fn review(&self, id: FindingId) -> Review {
        self.reviews.get(&id).cloned().unwrap_or_default()
    }
}

/// What a search is given.
struct Material {
    store: Arc<TrackStore>,
    zones: Vec<WatchedZone>,
    waters: Arc<Waters>,
    lists: Arc<[Watchlist]>,
    params: Params,
}

impl Session {
    /// What looks wrong.
    #[must_use]
    pub const fn findings(&self) -> &FindingDesk {
        &self.desk
    }

    /// Sees to it that the findings are those of the tracks and zones that are open now, and that the list is what is asked.
    pub(super) fn refresh_findings(&mut self) {
        let Some(tracks) = &self.case.tracks else {
            if let Some(under_way) = self.desk.under_way.take() {
                self.jobs.cancel(under_way.id);
            }
            self.desk.found = None;
            self.desk.kinds = None;
            self.desk.given_up = None;
            self.desk.n_lists += u64::from(self.desk.listed.take().is_some());
            return;
        };
        let news = self.desk.under_way.as_ref().and_then(|under_way| {
            let news = under_way.news.lock().unwrap_or_else(PoisonError::into_inner).take()?;
            Some((under_way.of.clone(), news))
        });
        if news.is_some()
            && let Some(before) = std::mem::replace(&mut self.desk.found, news)
        {
            // Giving back the memory of many thousand findings takes ten milliseconds, which no frame waits for.
            rayon::spawn(move || drop(before));
        }
        // Ports and coasts decide what counts: nothing is looked for before they are known.
        if let Some(waters) = self.waters.clone() {
            let shown = self.case.zones.iter().filter(|set| set.is_shown);
            let of = Searched {
                generation: tracks.generation,
                zones: shown.map(|set| (set.id, set.filter.clone())).collect(),
                preset: self.desk.preset,
                lists: self.desk.list_changes,
                has_waters: waters.has_shoreline(),
            };
            self.search(of, waters);
        }
        self.read_reviews();
        self.name_vessels();
        self.list_findings();
    }

    /// Finds out which vessels are named in findings, where that may be others now.
    fn name_vessels(&mut self) {
        let (Some(tracks), Some(found)) = (&self.case.tracks, self.desk.found()) else {
            self.desk.kinds = None;
            return;
        };
        let now = (found.generation, self.desk.n_reviews);
        if self.desk.kinds.as_ref().is_some_and(|(then, _)| *then == now) {
            return;
        }
        let mut kinds: Vec<Option<Kind>> = vec![None; tracks.store.vessels().len()];
        let dismissed = self.desk.dismissed();
        for (vessel_idx, finding_idx) in &found.named {
            let Some((finding, id)) = found.all.get(*finding_idx).zip(found.ids.get(*finding_idx)) else { continue };
            if let Some(kind) = kinds.get_mut(*vessel_idx)
                && kind.is_none_or(|other| weight(finding.kind) < weight(other))
                && !dismissed.contains(id)
            {
                *kind = Some(finding.kind);
            }
        }
        self.desk.kinds = Some((now, kinds.into()));
    }

    fn search(&mut self, of: Searched, waters: Arc<Waters>) {
        let desk = &mut self.desk;
        let is_known = desk.found.as_ref().is_some_and(|(known, _)| *known == of) && desk.under_way.is_none();
        let is_under_way = desk.under_way.as_ref().is_some_and(|under_way| under_way.of == of);
        if is_known || is_under_way || desk.given_up.as_ref() == Some(&of) {
            return;
        }
        if let Some(under_way) = desk.under_way.take() {
            self.jobs.cancel(under_way.id);
        }
        desk.given_up = None;
        desk.n_searches += 1;
        let Some(tracks) = &self.case.tracks else { return };
        let material = Material {
            store: Arc::clone(&tracks.store),
            zones: watched(&self.case.zones),
            waters,
            lists: Arc::clone(&desk.lists),
            params: Params::preset(of.preset),
        };
        let (news, of_job) = (Arc::new(Mutex::new(None)), desk.n_searches);
        let sink = Arc::clone(&news);
        let id = self.jobs.start(Lane::Looking, words("job-findings"), move |progress| {
            Outcome::Findings(of_job, look(&material, of_job, &sink, progress))
        });
        self.desk.under_way = Some(UnderWay { of, id, news });
    }

    /// Takes in that a search has come to an end; `false` if it was stopped.
    pub(super) fn take_findings(&mut self, search: u64, is_whole: bool) {
        if search != self.desk.n_searches {
            return;
        }
        self.refresh_findings();
        if let Some(under_way) = self.desk.under_way.take()
            && !is_whole
        {
            self.desk.given_up = Some(under_way.of);
        }
    }

    fn read_reviews(&mut self) {
        let text = self.case.plan().foreign.get(reviews::MEMBER);
        let is_same = match (text, &self.desk.reviews_text) {
            (Some(now), Some(then)) => Arc::ptr_eq(now, then) || now == then,
            (None, None) => true,
            _ => false,
        };
        if !is_same {
            self.desk.reviews = text.map(|text| reviews::read(text)).unwrap_or_default();
            self.desk.reviews_text = text.cloned();
            self.desk.n_reviews += 1;
        }
    }

    /// Says what is thought of a finding: an edit of the plan.
    pub(super) fn judge(&mut self, id: FindingId, review: Review) {
        let label = match review.verdict {
            Verdict::Reviewed => said!("edit-reviewed", id = short(id)),
            Verdict::Dismissed => said!("edit-dismissed", id = short(id)),
            Verdict::Open => said!("edit-note", id = short(id)),
        };
        let mut all = self.desk.reviews.clone();
        all.insert(id, review);
        let value = reviews::text(&all).map(Arc::from);
        self.edit(&label, &PlanEdit::SetMember { name: reviews::MEMBER.to_owned(), value });
    }

    pub(super) fn apply_to_findings(&mut self, command: FindingCommand) {
        match command {
            FindingCommand::List(wish) => self.desk.wish = *wish,
            FindingCommand::LookAgain(preset) => {
                self.desk.preset = preset;
                self.desk.given_up = None;
            }
            FindingCommand::Judge(id, review) => self.judge(id, review),
            FindingCommand::AddToPlan(id) => self.add_to_plan(id),
            FindingCommand::ShowReach(id, speed) => self.show_reach(id, speed),
            FindingCommand::HideReach => self.hide_reach(),
            FindingCommand::KeepReach => self.keep_reach(),
        }
    }

    /// Puts a finding into the plan: a point where it happened, its period, and what the rule saw as remarks.
    fn add_to_plan(&mut self, id: FindingId) {
        let Some(finding) = self.desk.get(id).cloned() else { return };
        let Some(at) = finding.place.anchor() else { return };
        let names = self.case.tracks.as_ref().map(|tracks| names_of(&tracks.store, &finding.vessels));
        let names = names.unwrap_or_default();
        let name = format!("{}: {}", finding.kind.spoken(), names.join(" × "));
        let place = geo::Geometry::Point(geo::Point(at.coord()));
        let mut feature = Feature::new(FeatureId(Uuid::new_v4()), crate::plan::Kind::Point, name.clone(), place);
        feature.period = Period { from: Some(finding.start), to: Some(finding.end) };
        let told = finding.evidence.iter().map(|one| format!("{}: {}", one.name, one.value));
        let told: Vec<String> = told.chain([format!("{} {id}", words("finding-id"))]).collect();
        feature.remarks = told.join("\n");
        let thing = Selected::Feature(feature.id);
        self.edit(&said!("edit-add-finding", name = name), &PlanEdit::Add(vec![Arc::new(feature)]));
        self.focus.selection = vec![thing];
    }

    fn list_findings(&mut self) {
        let Some(found) = self.desk.found().cloned() else {
            self.desk.n_lists += u64::from(self.desk.listed.take().is_some());
            return;
        };
        let area = self.desk.wish.area.and_then(|id| self.case.plan().feature(id)).cloned();
        if area.is_none() {
            self.desk.wish.area = None;
        }
        let wish = self.desk.wish.clone();
        let window = self.focus.window.filter(|_| wish.is_in_window);
        let now = ListedFor { generation: found.generation, wish, window, area, reviews: self.desk.n_reviews };
        if self.desk.listed.as_ref().is_some_and(|(then, _)| *then == now) {
            return;
        }
        let store = self.case.tracks.as_ref().map(|tracks| &tracks.store);
        let listed = listed(&found, &now, &self.desk.reviews, store.map(|store| &**store));
        self.desk.listed = Some((now, listed.into()));
        self.desk.n_lists += 1;
    }
}

/// What vessels are called in the plan, which may be read without their tracks.
pub(super) fn names_of(store: &TrackStore, vessels: &[Mmsi]) -> Vec<String> {
    let name = |mmsi: &Mmsi| {
        let vessel = store.vessel_idx(*mmsi).and_then(|idx| store.vessels().get(idx));
        let name = vessel.and_then(|vessel| vessel.identity.name.clone());
        name.map_or_else(|| format!("MMSI {mmsi}"), |name| format!("{name} ({mmsi})"))
    };
    vessels.iter().map(name).collect()
}

/// The first digits of an id: enough to tell findings apart in a list of edits.
fn short(id: FindingId) -> String {
    id.to_string().chars().take(8).collect()
}

/// The zones that vessels are watched for entering: those of files that are shown.
fn watched(zones: &[super::ZoneSet]) -> Vec<WatchedZone> {
    let shown = zones.iter().flat_map(|set| set.layer.zones.iter().filter(|zone| set.shows(zone)));
    shown.map(|zone| WatchedZone { name: zone.name.clone(), geometry: zone.geometry.clone() }).collect()
}

/// The lists that were opened, and those that come with the program as far as no opened one has their name.
pub(super) fn all_lists(opened: &[Watchlist]) -> Vec<Watchlist> {
    let mut lists = watchlist::bundled();
    lists.retain(|bundled| opened.iter().all(|opened| opened.name != bundled.name));
    lists.extend(opened.iter().cloned());
    lists
}

/// What was found so far is shown no more often than this: putting it in order takes time too.
const SHOWN_EVERY: Duration = Duration::from_millis(400);

/// Runs every rule, and shows what they find as it comes; `false` if it was stopped.
fn look(material: &Material, search: u64, news: &Mutex<Option<Arc<FoundFindings>>>, progress: &Progress) -> bool {
    let mut found: Vec<(FindingId, Arc<Finding>)> = Vec::new();
    let (mut n_told, mut shown_at) = (0, Instant::now());
    let mut show = |found: &[(FindingId, Arc<Finding>)]| {
        n_told += 1;
        let state = FoundFindings::of((search << 20) + n_told, found.to_vec(), &material.store);
        *news.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(state));
    };
    let lists = all_lists(&material.lists);
    let input = Input { tracks: &material.store, waters: &material.waters, zones: &material.zones, lists: &lists };
    let mut tell = |some: &[Finding]| {
        found.extend(some.iter().map(|finding| (finding.id(), Arc::new(finding.clone()))));
        if shown_at.elapsed() >= SHOWN_EVERY {
            show(&found);
            shown_at = Instant::now();
        }
    };
    let is_whole = detect(&input, &material.params, &Kind::ALL, &mut tell, progress).is_ok();
    show(&found);
    is_whole
}

/// The listed findings' indices.
fn listed(
    found: &FoundFindings,
    asked: &ListedFor,
    reviews: &BTreeMap<FindingId, Review>,
    store: Option<&TrackStore>,
) -> Vec<usize> {
    let ListedFor { wish, window, .. } = asked;
    let wanted = Wanted::of(&wish.text);
    let fits_text = |finding: &Finding| {
        wanted.is_empty()
            || finding.vessels.iter().any(|mmsi| {
                let vessel = store.and_then(|store| store.vessels().get(store.vessel_idx(*mmsi)?));
                let identity = vessel.map(|vessel| &vessel.identity);
                let name = identity.and_then(|identity| identity.name.as_deref()).unwrap_or_default();
                let imo = identity.and_then(|identity| identity.imo).map(|imo| imo.to_string()).unwrap_or_default();
                wanted.is_in(name) || wanted.is_in(&mmsi.to_string()) || wanted.is_in(&imo)
            })
    };
    let geometry = asked.area.as_ref().and_then(|area| area.geometry.as_ref());
    let area = geometry.and_then(Area::of);
    let is_inside = |finding: &Finding| {
        geometry.is_none() || area.as_ref().zip(finding.place.anchor()).is_some_and(|(area, at)| area.contains(at))
    };
    let is_listed = |idx: &usize| {
        let (Some(finding), Some(id)) = (found.all.get(*idx), found.ids.get(*idx)) else { return false };
        (wish.shows_suppressed || finding.suppressed.is_none())
            && !wish.hidden_kinds.contains(&finding.kind)
            && wish.confidence_from.is_none_or(|least| finding.confidence >= least)
            && window.is_none_or(|window| finding.end >= window.from && finding.start <= window.to)
            && (wish.shows_dismissed || reviews.get(id).is_none_or(|review| review.verdict != Verdict::Dismissed))
            && fits_text(finding)
            && is_inside(finding)
    };
    let mut idxs: Vec<usize> = (0..found.all.len()).filter(is_listed).collect();
    let finding = |idx: &usize| found.all.get(*idx);
    match wish.order {
        FindingOrder::Time => {}
        FindingOrder::Kind => idxs.sort_by_key(|idx| finding(idx).map(|finding| finding.kind)),
        FindingOrder::Confidence => idxs.sort_by_key(|idx| {
            // Kinds that name two ships and a place say more than what every careless crew does.
            finding(idx).map(|finding| {
                let share = (finding.confidence.value() * 100.0).round();
                #[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
                let share = share as i64;
                (finding.suppressed.is_some(), weight(finding.kind), -share)
            })
        }),
    }
    idxs
}

/// What a duty officer looks at first, the lowest first: what the UN's reports on evasion are about, then signs of a false position or
/// name, then what is only worth knowing.
const fn weight(kind: Kind) -> u8 {
    match kind {
        Kind::WatchlistMatch => 0,
        Kind::Encounter | Kind::DuplicateIdentity | Kind::IdentityChange | Kind::DraughtChange => 1,
        Kind::Gap | Kind::Circling | Kind::ImpossibleSpeed | Kind::Loitering => 2,
        Kind::OnLand | Kind::InvalidIdentity | Kind::FlagMismatch => 3,
        Kind::ZoneEntry | Kind::PortVisit => 4,
    }
}
