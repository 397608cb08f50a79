//! Things of the case in a few words: what they are called, and what is said of them under the pointer.

use std::sync::Arc;
use std::time::Duration;

use crate::analysis::pattern::pod::Probability;
use crate::chart::{Located, Share, WaterZone, Waters};
use crate::coordinate::{self, Form};
use crate::geodesy::{Position, inverse};
use crate::language::{said, words};
use crate::plan::geometry::centre;
use crate::plan::{Feature, Kind};
use crate::session::nouns::{self, title};
use crate::session::{AreaWaters, Selected, Session};
use crate::ui::finding_words;
use crate::ui::panel::plan_list::period;

/// How many attributes of a zone are shown under the pointer.
const MOST_ATTRIBUTES: usize = 6;

/// What a thing is called.
#[must_use]
pub fn name_of(session: &Session, thing: Selected) -> String {
    match thing {
        Selected::Feature(id) => session.case().plan().feature(id).map_or_else(String::new, |f| title(f).to_owned()),
        Selected::Vessel(mmsi) => {
            let tracks = session.case().tracks();
            let vessel = tracks.and_then(|t| t.store.vessels().get(t.store.vessel_idx(mmsi)?));
            vessel.and_then(|v| v.identity.name.clone()).unwrap_or_else(|| format!("MMSI {mmsi}"))
        }
        Selected::Zone(id) => match session.case().zone(id) {
            Some((_, zone)) if !zone.name.is_empty() => zone.name.clone(),
            Some((set, _)) => said!("zone-nth-of", n = id.zone_idx + 1, layer = &set.layer.name),
            None => String::new(),
        },
        Selected::Finding(id) => session.findings().get(id).map_or_else(String::new, |finding| {
            format!("{}: {}", finding.kind.spoken(), finding_words::title_of(session, finding))
        }),
    }
}

/// What is said of a thing under the pointer: its name first.
#[must_use]
pub fn lines_of(session: &Session, thing: Selected) -> Vec<String> {
    let mut lines = vec![name_of(session, thing)];
    match thing {
        Selected::Feature(id) => {
            if let Some(feature) = session.case().plan().feature(id) {
                lines.extend(feature_lines(session, feature));
            }
        }
        Selected::Vessel(mmsi) => lines.extend(vessel_lines(session, mmsi)),
        Selected::Zone(id) => {
            if let Some((set, zone)) = session.case().zone(id) {
                let said = set.layer.fields.iter().zip(&zone.attributes);
                let said = said.filter(|(_, value)| !value.is_empty() && **value != zone.name);
                lines.extend(said.take(MOST_ATTRIBUTES).map(|(field, value)| format!("{field}: {value}")));
                lines.push(said!("zone-of", layer = &set.layer.name));
            }
        }
        Selected::Finding(id) => {
            if let Some(finding) = session.findings().get(id) {
                lines.push(finding_words::span_words(finding.start, finding.end));
                let sure = finding.confidence.spoken();
                lines.push(said!("finding-hover-sure", level = sure));
                let facts = finding_words::facts_of(session, &finding.evidence);
                lines.extend(facts.into_iter().take(3).map(|(name, value)| format!("{name}: {value}")));
            }
        }
    }
    lines.into_iter().map(|line| shortened(&line)).collect()
}

fn feature_lines(session: &Session, feature: &Arc<Feature>) -> Vec<String> {
    let area = session.size_of(feature).and_then(|size| size.area);
    let kind = nouns::what(feature);
    let mut lines = vec![area.map_or_else(|| kind.to_owned(), |area| format!("{kind}, {area}"))];
    lines.extend(Some(period(feature.period)).filter(|period| !period.is_empty()));
    lines.extend(feature.task.lines().next().map(str::to_owned));
    lines
}

fn vessel_lines(session: &Session, mmsi: crate::vessel::Mmsi) -> Vec<String> {
    let Some(tracks) = session.case().tracks() else { return Vec::new() };
    let Some(vessel) = tracks.store.vessel_idx(mmsi).and_then(|idx| tracks.store.vessels().get(idx)) else {
        return Vec::new();
    };
    let mut identity = vec![format!("MMSI {mmsi}")];
    identity.extend(mmsi.flag().map(|flag| flag.to_string()));
    identity.extend(vessel.identity.ship_type.map(|t| t.class().spoken().to_owned()));
    let last = vessel.fixes.end.saturating_sub(1);
    let mut now: Vec<String> = Vec::new();
    now.extend(tracks.store.sog(last).map(|sog| sog.to_string()));
    now.extend(tracks.store.cog(last).map(|cog| cog.to_string()));
    now.extend(tracks.store.time(last).map(|time| said!("hover-at", time = time.to_string())));
    let mut lines = vec![identity.join(" · ")];
    if !now.is_empty() {
        lines.push(said!("hover-last", state = now.join(", ")));
    }
    lines
}

/// A line no longer than a plate by the pointer can hold.
fn shortened(line: &str) -> String {
    const MOST: usize = 64;
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let held: String = line.chars().take(MOST - 1).collect();
    format!("{}…", held.trim_end())
}

/// Whose water is where, once the chart's coasts are read.
#[must_use]
pub const fn waters(session: &Session) -> Option<&Arc<Waters>> {
    session.waters()
}

/// Whose water a place is in, in the few words of a status line: `territorial sea (computed), PRK`.
#[must_use]
pub fn waters_words(located: &Located) -> String {
    zone_words(located.zone, located.state.as_deref(), located.source.as_deref())
}

/// A part of an area in a few words: `territorial sea (computed), PRK`.
#[must_use]
pub fn share_words(share: &Share) -> String {
    zone_words(share.zone, share.state.as_deref(), share.source.as_deref())
}

fn zone_words(zone: WaterZone, state: Option<&str>, source: Option<&str>) -> String {
    let state = state.map_or_else(String::new, |state| format!(", {state}"));
    let words = zone.words();
    match zone {
        _ if let Some(source) = source => format!("{words}{state} ({})", shortened(source)),
        WaterZone::Land | WaterZone::InternalWaters => format!("{words}{state}"),
        _ => format!("{}{state}", said!("water-computed", zone = words)),
    }
}

/// A share in percent: `12 %`, `0.3 %`, `< 0.1 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent >= 10.0 {
        format!("{percent:.0} %")
    } else if percent >= 0.1 {
        format!("{percent:.1} %")
    } else {
        "< 0.1 %".to_owned()
    }
}

/// What is said of an area that reaches into waters where a state is sovereign: `12 % in the territorial sea of PRK`.
#[must_use]
pub fn spill_words(waters: &AreaWaters) -> Option<String> {
    let parts: Vec<String> = waters
        .sovereign()
        .take(3)
        .map(|share| {
            let state = share.state.as_deref().unwrap_or("?");
            said!("spill-part", percent = percent(share.share), zone = share.zone.words(), state = state)
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What is to be noticed of a feature on the map: where it reaches into waters of a state that is sovereign there. What only
/// tells where something is warns of nothing.
#[must_use]
pub fn warning_of(session: &Session, feature: &Arc<Feature>) -> Option<String> {
    warned_of(session, feature).and_then(spill_words)
}

/// The waters of a feature that [`warning_of`] would tell of, without the words.
#[must_use]
pub fn warned_of<'a>(session: &'a Session, feature: &Arc<Feature>) -> Option<&'a AreaWaters> {
    let is_ours = matches!(feature.kind, Kind::InterdictionArea | Kind::PatrolZone | Kind::Barrier);
    session.waters_of(feature).filter(|waters| is_ours && waters.sovereign().next().is_some())
}

/// A span of time: `3 h 20 min`.
#[must_use]
pub fn hours_words(time: Duration) -> String {
    let minutes = time.as_secs() / 60;
    if minutes < 60 {
        said!("duration-min", minutes = minutes)
    } else {
        said!("duration-h", hours = minutes / 60, minutes = format!("{:02}", minutes % 60))
    }
}

/// A probability of detection, in per cent: one of random search is never sure.
#[must_use]
pub fn pod_words(pod: Probability) -> String {
    if (0.9995..1.0).contains(&pod.value()) { "> 99.9 %".to_owned() } else { pod.to_string() }
}

/// For how long a silent ship can have stopped at a place at the most; `None` where it cannot have been.
#[must_use]
pub fn stop_words(longest: Option<Duration>) -> String {
    match longest {
        Some(stop) => said!("reach-here", stop = hours_words(stop)),
        None => words("reach-not-here").to_owned(),
    }
}

/// Range and true bearing of the geodesic from one place to another: `12.3 nm  081°`.
#[must_use]
pub fn leg_words(from: Position, to: Position) -> String {
    let leg = inverse(from, to);
    format!("{}  {}", leg.distance.nautical_miles(), leg.initial)
}

/// A place in every form, with the form's name, the chosen one first.
#[must_use]
pub fn place_in_all_forms(place: Position, chosen: Form) -> Vec<(&'static str, String)> {
    let others = Form::ALL.into_iter().filter(|form| *form != chosen);
    std::iter::once(chosen).chain(others).map(|form| (nouns::form(form), coordinate::format(place, form))).collect()
}

/// Where a thing is for ranges and bearings: an area's middle, a ship's last position.
#[must_use]
pub fn middle_of(session: &Session, thing: Selected) -> Option<Position> {
    match thing {
        Selected::Feature(id) => session.case().plan().feature(id).and_then(|feature| centre(feature)),
        Selected::Vessel(mmsi) => {
            let store = &session.case().tracks()?.store;
            let vessel = store.vessels().get(store.vessel_idx(mmsi)?)?;
            store.position(vessel.fixes.end.checked_sub(1)?)
        }
        Selected::Finding(id) => session.findings().get(id)?.place.anchor(),
        Selected::Zone(_) => {
            let (low, high) = session.extent_of(thing)?;
            Some(Position::clamped(f64::midpoint(low.lat(), high.lat()), f64::midpoint(low.lon(), high.lon())))
        }
    }
}

/// Whom an area would stop, in a line: "Stops 12 vessels: 2 flagged, 10 lawful".
#[must_use]
pub fn stops_words(score: &crate::analysis::scalpel::Score) -> String {
    let (n, flagged, lawful) = (score.stopped.n_vessels, score.flagged.n_vessels, score.lawful.n_vessels);
    said!("scalpel-stops", n = n, flagged = flagged, lawful = lawful)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_by_letters_and_not_by_bytes() {
        let korean = "서해".repeat(60);
        let cut = shortened(&korean);
        assert_eq!(cut.chars().count(), 64);
        assert!(cut.ends_with('…'));
        assert_eq!(shortened("short"), "short");
    }

    #[test]
    fn the_chosen_form_comes_first() {
        let forms = place_in_all_forms(Position::clamped(38.72, 125.4), Form::Dms);
        assert_eq!(forms.len(), 4);
        assert_eq!(forms[0].1, "38°43′12″N 125°24′00″E");
    }
}
