//! Whether what is planned says on what ground: a legal basis for an interdiction area, a flag State's consent for a boarding.
//!
//! Owns what counts as said. Gives no advice: that something is recorded does not make it lawful. Start at [`check_grounds`].
//!
//! # Source
//! Security Council resolution 2375 (2017), paragraphs 7 and 8: inspection on the high seas with the consent of the flag State. The zones are those in which the
//! briefing says so too.

use geo::CoordsIter as _;

use super::{FlagWater, FlagWaters, Say};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::plan::geometry::centre;
use crate::plan::inspection::{Answer, Item, Missing, Part, missing};
use crate::plan::model::{Feature, Kind};

/// Whether a task in words has somebody board or inspect: words that begin so, but for "on board". English and Korean.
fn speaks_of_boarding(task: &str) -> bool {
    let task = task.to_lowercase();
    let mut before = "";
    let mut words = task.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_said = words.any(|word| {
        let is_on = std::mem::replace(&mut before, word) == "on";
        (word.starts_with("board") && !is_on) || word.starts_with("inspect")
    });
    is_said || ["승선", "검색", "임검"].iter().any(|word| task.contains(word))
}

/// Whether a text speaks of consent.
fn speaks_of_consent(text: &str) -> bool {
    text.to_lowercase().contains("consent") || text.contains("동의")
}

/// No more places of an outline are looked at.
const MAX_PLACES: usize = 64;

/// Whether a feature is a boarding or an inspection, or has one as its task.
pub(super) fn is_boarding(feature: &Feature) -> bool {
    match feature.kind {
        Kind::Inspection => true,
        Kind::InterdictionArea | Kind::PatrolZone => speaks_of_boarding(&feature.task),
        _ => false,
    }
}

/// The legal basis of an area, the consent to a boarding, and what the record of an inspection lacks beside that.
pub(super) fn check_grounds(feature: &Feature, waters: Option<&FlagWaters<'_>>, say: &mut Say<'_>) {
    if feature.kind == Kind::InterdictionArea && feature.legal_basis.trim().is_empty() {
        say("no legal basis", words("check-no-legal-basis").to_owned(), words("check-no-legal-basis-mend"));
    }
    // A task that says to ask for consent is no boarding without it.
    let is_asked = feature.kind != Kind::Inspection
        && (speaks_of_consent(&feature.task) || speaks_of_consent(&feature.legal_basis));
    if !is_boarding(feature) || is_asked {
        return;
    }
    let water = waters.and_then(|waters| water_of(feature, waters));
    let lacks: Vec<&str> = missing(feature, waters.map(|_| water.is_some()))
        .into_iter()
        .filter(|lack| !matches!(lack, Missing::Answer(item) if item.part() == Part::Consent))
        .map(Missing::spoken)
        .collect();
    // Where nothing is recorded yet, an inspection is only planned.
    if feature.inspection.is_begun() && !lacks.is_empty() {
        let what = said!("check-inspection", n = lacks.len(), lacks = lacks.join(", "));
        say("inspection incomplete", what, words("check-inspection-mend"));
    }
    let Some(water) = water else { return };
    let record = &feature.inspection;
    let ground = match record.answer() {
        _ if !record.has(Part::Consent) => words("check-consent-none").to_owned(),
        _ if record.is_of_another() => words("check-consent-of-another").to_owned(),
        Answer::None | Answer::Refused | Answer::Other => words("check-consent-not-granted").to_owned(),
        Answer::Granted if record.get(Item::ConsentState).is_empty() => words("check-consent-of-nobody").to_owned(),
        Answer::Granted => match (record.expires(), feature.period.to.or(feature.period.from)) {
            (Some(expires), Some(until)) if expires < until => {
                said!("check-consent-expires", expires = expires.to_string())
            }
            _ => return,
        },
    };
    let what = said!("check-no-consent", zone = water.zone, basis = water.basis, ground = ground);
    say("no consent", what, words("check-no-consent-mend"));
}

/// The first water of a feature's places in which the flag State is to be asked.
fn water_of(feature: &Feature, waters: &FlagWaters<'_>) -> Option<FlagWater> {
    let geometry = feature.geometry.as_ref()?;
    let step = geometry.coords_count().div_ceil(MAX_PLACES).max(1);
    let corners = geometry.coords_iter().step_by(step).filter_map(Position::from_coord);
    centre(feature).into_iter().chain(corners).find_map(waters)
}
