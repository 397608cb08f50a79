//! The record of an inspection, begun from what is known of a vessel.
//!
//! Owns which questions the case itself can answer: who the vessel says it is, what gives grounds, whose water it is in. What only people know stays
//! open. Start at [`Session::inspection_of`].

use geo::Point;
use uuid::Uuid;

use super::{Selected, Session};
use crate::chart::Located;
use crate::geodesy::Position;
use crate::language::said;
use crate::plan::{Feature, FeatureId, Inspection, Item, Kind, next_name};
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// No more findings are named as grounds.
const MOST_GROUNDS: usize = 20;

impl Session {
    /// An inspection of a vessel where it is at the end of the window of time, or was last, with the answers that the case has; `None` if it has no
    /// track.
    #[must_use]
    pub fn inspection_of(&self, mmsi: Mmsi) -> Option<Feature> {
        let tracks = self.case().tracks()?;
        let vessel = tracks.store.vessels().get(tracks.store.vessel_idx(mmsi)?)?;
        let (place, moment) = self.whereabouts(mmsi)?;
        let geometry = Point(place.rounded().coord()).into();
        let id = FeatureId(Uuid::new_v4());
        let name = next_name(self.case().plan(), Kind::Inspection);
        let mut feature = Feature::new(id, Kind::Inspection, name, geometry);
        feature.period.from = Some(moment);
        let identity = &vessel.identity;
        let mut record = Inspection::default().with(Item::Mmsi, mmsi.to_string());
        record.set(Item::Imo, identity.imo.map_or_else(String::new, |imo| imo.to_string()));
        record.set(Item::VesselName, identity.name.clone().unwrap_or_default());
        record.set(Item::CallSign, identity.call_sign.clone().unwrap_or_default());
        record.set(Item::FlagClaimed, mmsi.flag().map_or_else(String::new, |flag| flag.to_string()));
        record.set(Item::Water, self.waters().map_or_else(String::new, |waters| water_words(&waters.locate(place))));
        let (grounds, evidence) = self.grounds_of(mmsi);
        record.set(Item::Grounds, grounds);
        record.set(Item::Evidence, evidence);
        feature.inspection = record;
        Some(feature)
    }

    /// Where a vessel is at the end of the window of time, or was heard last.
    fn whereabouts(&self, mmsi: Mmsi) -> Option<(Position, Timestamp)> {
        let store = &self.case().tracks()?.store;
        let track = store.slice(store.vessel_idx(mmsi)?)?;
        let moment = self.focus().window.map(|window| window.to);
        let at_head = moment.and_then(|moment| Some((track.position_at(moment)?, moment)));
        let last = track.fixes().end.checked_sub(1)?;
        at_head.or_else(|| store.position(last).zip(store.time(last)))
    }

    /// The listed findings that name a vessel: in words, and by their ids, which are hashes of their evidence.
    fn grounds_of(&self, mmsi: Mmsi) -> (String, String) {
        let findings = self.findings().listed_findings().filter(|(_, finding)| finding.vessels.contains(&mmsi));
        let lines = findings.take(MOST_GROUNDS).map(|(id, finding)| {
            let (from, to) = (finding.start.to_string(), finding.end.to_string());
            let ground =
                said!("inspection-ground", kind = finding.kind.spoken(), from = from, to = to, id = id.to_string());
            (ground, said!("inspection-finding", id = id.to_string()))
        });
        let (grounds, evidence): (Vec<String>, Vec<String>) = lines.unzip();
        (grounds.join("\n"), evidence.join("\n"))
    }

    /// The vessel that an inspection would be of: the selected one, or the first of the selected finding.
    #[must_use]
    pub fn inspected(&self) -> Option<Mmsi> {
        match self.focus().primary()? {
            Selected::Vessel(mmsi) => Some(mmsi),
            Selected::Finding(id) => self.findings().get(id)?.vessels.first().copied(),
            Selected::Feature(_) | Selected::Zone(_) => None,
        }
    }
}

/// Whose water a place is in, as a record keeps it: zone, State, distance from the coast, and what that rests on.
#[must_use]
pub fn water_words(located: &Located) -> String {
    let state = located.state.as_deref().unwrap_or("–");
    let coast = located.coast.map_or_else(|| "–".to_owned(), |coast| coast.nautical_miles().to_string());
    said!(
        "inspection-water-words",
        zone = located.zone.words(),
        state = state,
        coast = coast,
        basis = located.basis.as_str()
    )
}
