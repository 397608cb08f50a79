//! All rules over a case: what looks wrong, and what was hidden.
//!
//! Owns the order of work: every vessel by itself, on all threads; then pairs of vessels; then who they claim to be. Never
//! judges. Start at [`detect`].

use rayon::prelude::*;

use super::anchorage::Anchorages;
use super::encounter::{FleetShip, Sample};
use super::params::Params;
use super::places::Places;
use super::segment;
use super::ship::{Ship, Spot, spots};
use super::zone_entry::{BoxedZone, WatchedZone};
use super::{
    circling, dark_partner, duplicate_identity, encounter, gap, identity, impossible_speed, loitering, on_land,
    port_visit, zone_entry,
};
use crate::chart::Waters;
use crate::finding::{Finding, Kind};
use crate::report::{Progress, Stopped};
use crate::track::TrackStore;
use crate::vessel::watchlist::Watchlist;

/// What the rules are asked about.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What ships did.
    pub tracks: &'a TrackStore,
    /// Where coasts and ports are.
    pub waters: &'a Waters,
    /// Areas that vessels are watched for entering.
    pub zones: &'a [WatchedZone],
    /// Lists of ships to look for.
    pub lists: &'a [Watchlist],
}

/// What was found, in the order in which it is listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    all: Vec<Finding>,
}

impl Findings {
    /// Puts findings in their order.
    #[must_use]
    pub fn new(mut all: Vec<Finding>) -> Self {
        all.par_sort_by(Finding::cmp_listed);
        Self { all }
    }

    /// Every raw candidate: those shown and those hidden.
    #[must_use]
    pub fn all(&self) -> &[Finding] {
        &self.all
    }

    /// Those that no threshold hides.
    pub fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.all.iter().filter(|finding| finding.suppressed.is_none())
    }

    /// Those that a threshold hides, each with its reason.
    pub fn suppressed(&self) -> impl Iterator<Item = &Finding> {
        self.all.iter().filter(|finding| finding.suppressed.is_some())
    }

    /// How many of a kind are shown, and how many are hidden.
    #[must_use]
    pub fn counts(&self, kind: Kind) -> (usize, usize) {
        let of_kind = || self.all.iter().filter(|finding| finding.kind == kind);
        let shown = of_kind().filter(|finding| finding.suppressed.is_none()).count();
        (shown, of_kind().count() - shown)
    }
}

/// What one vessel gives.
#[derive(Default)]
struct OfVessel {
    findings: Vec<Finding>,
    fleet: Vec<(FleetShip, Vec<Sample>)>,
}

/// So many vessels are gone through between one word to the caller and the next.
const VESSELS_AT_ONCE: usize = 512;

/// What looks wrong in a case: findings of the kinds wanted, in order. `tell` is called with findings as they come, from the calling thread and in
/// an order that depends on nothing but the input.
///
/// # Errors
/// [`Stopped`] on request.
pub fn detect(
    input: &Input<'_>,
    params: &Params,
    wanted: &[Kind],
    tell: &mut dyn FnMut(&[Finding]),
    progress: &Progress,
) -> Result<Findings, Stopped> {
    let places = Places::new(input.waters, params.on_land.depth);
    let zones: Vec<BoxedZone<'_>> = input.zones.iter().filter_map(BoxedZone::of).collect();
    let asked = Asked { input, params, places: &places, zones: &zones, wanted };
    let mut all: Vec<Finding> = Vec::new();
    let mut took = |mut findings: Vec<Finding>| {
        findings.iter_mut().for_each(|finding| explain(finding, params));
        let (told, kept): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| wanted.contains(&finding.kind));
        tell(&told);
        all.extend(told);
        kept
    };
    progress.set_stage("vessels");
    let (mut fleet, mut samples, mut unasked): (Vec<FleetShip>, Vec<Sample>, Vec<Finding>) = Default::default();
    let mut loiterings: Vec<Finding> = Vec::new();
    let vessels: Vec<usize> = (0..input.tracks.vessels().len()).collect();
    for some in vessels.chunks(VESSELS_AT_ONCE) {
        let found: Result<Vec<OfVessel>, Stopped> =
            some.par_iter().with_max_len(4).map(|idx| asked.vessel(*idx, progress)).collect();
        let mut findings = Vec::new();
        for of_vessel in found? {
            findings.extend(of_vessel.findings);
            for (ship, of_ship) in of_vessel.fleet {
                let number = u32::try_from(fleet.len()).unwrap_or(u32::MAX);
                samples.extend(of_ship.into_iter().map(|sample| sample.of(number)));
                fleet.push(ship);
            }
        }
        // Whether one is usual where it happened is known only when all are.
        let (lain, others): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|finding| finding.kind == Kind::Loitering);
        loiterings.extend(lain);
        unasked.extend(took(others));
    }
    let anchorages = Anchorages::of(loiterings.iter(), params.anchorage);
    anchorages.hide(&mut loiterings);
    unasked.extend(took(loiterings));
    if wanted.contains(&Kind::Encounter) {
        progress.set_stage("encounters");
        let mut met = encounter::meetings(input.tracks, &fleet, samples, &places, &params.encounter, progress)?;
        anchorages.hide(&mut met);
        took(met);
    }
    progress.set_stage("identities");
    for kind in wanted {
        let found = of_identity(*kind, input, params, progress)?;
        tell(&found);
        all.extend(found);
    }
    if wanted.contains(&Kind::Encounter) {
        let of = |kind: Kind| {
            let is_shown = move |finding: &&Finding| finding.kind == kind && finding.suppressed.is_none();
            all.iter().chain(&unasked).filter(is_shown).collect::<Vec<_>>()
        };
        let mut offers =
            dark_partner::offers(&of(Kind::Loitering), &of(Kind::Gap), &of(Kind::Encounter), &params.dark_partner);
        offers.iter_mut().for_each(|finding| finding.parameters = params.dark_partner.evidence());
        tell(&offers);
        all.extend(offers);
    }
    progress.check()?;
    Ok(Findings::new(all))
}

/// What the rules of identity find of one kind; nothing of any other kind.
fn of_identity(kind: Kind, input: &Input<'_>, params: &Params, progress: &Progress) -> Result<Vec<Finding>, Stopped> {
    match kind {
        Kind::IdentityChange => identity::identity_change(input.tracks, &params.identity_change, progress),
        Kind::InvalidIdentity => identity::invalid_identity(input.tracks, progress),
        Kind::FlagMismatch => identity::flag_mismatch(input.tracks, input.lists, progress),
        Kind::DraughtChange => identity::draught_change(input.tracks, &params.draught_change, progress),
        Kind::WatchlistMatch => identity::watchlist_match(input.tracks, input.lists, &params.watchlist_match, progress),
        _ => Ok(Vec::new()),
    }
}

/// Everything that the rules look at.
struct Asked<'a> {
    input: &'a Input<'a>,
    params: &'a Params,
    places: &'a Places<'a>,
    zones: &'a [BoxedZone<'a>],
    wanted: &'a [Kind],
}

impl Asked<'_> {
    fn wants(&self, kind: Kind) -> bool {
        // A dark partner is found by loiterings and gaps.
        self.wanted.contains(&kind)
            || (matches!(kind, Kind::Loitering | Kind::Gap) && self.wanted.contains(&Kind::Encounter))
    }

    /// All rules that look at one vessel alone.
    fn vessel(&self, vessel_idx: usize, progress: &Progress) -> Result<OfVessel, Stopped> {
        progress.check()?;
        let Some(slice) = self.input.tracks.slice(vessel_idx) else { return Ok(OfVessel::default()) };
        let mmsi = slice.vessel().mmsi;
        let all = spots(self.input.tracks, &slice);
        let apart = segment::ships(&all, &self.params.segment);
        progress.check()?;
        let mut of_vessel = OfVessel::default();
        let found = &mut of_vessel.findings;
        let whole = Ship { mmsi, spots: all, elsewhere_ms: Vec::new() };
        let is_whole = apart.ships.len() == 1 && apart.astray.is_empty();
        let ships: Vec<Ship> = if is_whole { Vec::new() } else { hulls(&whole, &apart) };
        let hulls: &[Ship] = if is_whole { std::slice::from_ref(&whole) } else { &ships };
        let mut is_shared = false;
        if hulls.len() > 1 {
            let duplicates = duplicate_identity::of_ships(hulls, self.params.duplicate_identity);
            is_shared = duplicates.iter().any(|finding| finding.suppressed.is_none());
            if self.wants(Kind::DuplicateIdentity) {
                found.extend(duplicates);
            }
        }
        // Two ships under one MMSI jump for no reason but that: each is looked at by itself. Else the MMSI's own jumps are what is looked for.
        let movers: &[Ship] = if is_shared { hulls } else { std::slice::from_ref(&whole) };
        for ship in movers {
            if self.wants(Kind::ImpossibleSpeed) {
                found.extend(impossible_speed::of_spots(ship, &self.params.impossible_speed));
            }
            if self.wants(Kind::OnLand) {
                found.extend(on_land::of_spots(ship, self.places, &self.params.on_land));
            }
            progress.check()?;
        }
        for (which, ship) in hulls.iter().enumerate() {
            self.hull(ship, found);
            progress.check()?;
            if self.wants(Kind::Encounter) {
                let fixes = (!is_whole).then(|| apart.ships.get(which).cloned()).flatten();
                let samples = encounter::samples(ship, &self.params.encounter);
                of_vessel.fleet.push((FleetShip { mmsi, vessel_idx, fixes }, samples));
            }
        }
        Ok(of_vessel)
    }

    /// The rules that look at one hull.
    fn hull(&self, ship: &Ship, found: &mut Vec<Finding>) {
        let params = self.params;
        if self.wants(Kind::Loitering) {
            found.extend(loitering::of_ship(ship, self.places, &params.loitering));
        }
        if self.wants(Kind::Gap) {
            found.extend(gap::of_ship(ship, self.places, &params.gap));
        }
        if self.wants(Kind::PortVisit) {
            found.extend(port_visit::of_ship(ship, self.places, &params.port_visit));
        }
        if self.wants(Kind::Circling) {
            found.extend(circling::of_ship(ship, &params.circling));
        }
        if self.wants(Kind::ZoneEntry) {
            found.extend(zone_entry::of_ship(ship, self.zones, &params.zone_entry));
        }
    }
}

/// Each ship of an MMSI with its fixes, and when the MMSI was heard elsewhere.
pub(super) fn hulls(whole: &Ship, apart: &segment::Ships) -> Vec<Ship> {
    let mut ship_of = vec![u32::MAX; whole.spots.len()];
    for (number, fixes) in (0_u32..).zip(&apart.ships) {
        for fix in fixes {
            if let Some(of) = ship_of.get_mut(*fix as usize) {
                *of = number;
            }
        }
    }
    let picked = |keep: &dyn Fn(u32) -> bool| -> Vec<Spot> {
        whole.spots.iter().zip(&ship_of).filter(|(_, of)| keep(**of)).map(|(spot, _)| *spot).collect()
    };
    (0_u32..)
        .zip(&apart.ships)
        .map(|(number, _)| Ship {
            mmsi: whole.mmsi,
            spots: picked(&|of| of == number),
            elsewhere_ms: picked(&|of| of != number).iter().map(|spot| spot.time_ms).collect(),
        })
        .collect()
}

/// Gives a finding its rule's thresholds.
fn explain(finding: &mut Finding, params: &Params) {
    finding.parameters = match finding.kind {
        Kind::Encounter => params.encounter.evidence(),
        Kind::Loitering => params.loitering.evidence(),
        Kind::Gap => params.gap.evidence(),
        Kind::PortVisit => params.port_visit.evidence(),
        Kind::ImpossibleSpeed => params.impossible_speed.evidence(),
        Kind::OnLand => params.on_land.evidence(),
        Kind::Circling => params.circling.evidence(),
        Kind::DuplicateIdentity => params.duplicate_identity.evidence(),
        Kind::ZoneEntry => params.zone_entry.evidence(),
        _ => return,
    };
}
