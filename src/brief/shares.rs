//! In whose waters each area of a plan lies, in a few words for the list.
//!
//! Owns the words; the division is `chart`'s. Never leaves a computed share unlabelled. Start at [`of_plan`].

use std::collections::HashMap;
use std::sync::Arc;

use crate::chart::{Share, ShareParams, Waters};
use crate::language::{said, words};
use crate::plan::geometry::size;
use crate::plan::{FeatureId, Plan};
use crate::report::{Progress, Stopped};

/// How many shares of an area are named; the rest is "other".
const MOST_NAMED: usize = 3;
/// Places asked in an area: the list tells hundredths.
const PARAMS: ShareParams = ShareParams { n_places: 2000 };

/// The words of each area, by its id.
pub(super) fn of_plan(
    plan: &Plan,
    waters: Option<&Waters>,
    progress: &Progress,
) -> Result<HashMap<FeatureId, String>, Stopped> {
    let mut found = HashMap::new();
    // Without a shoreline everything would be high seas.
    let Some(waters) = waters.filter(|waters| waters.has_shoreline()) else { return Ok(found) };
    for feature in &plan.features {
        progress.check()?;
        let area = feature.geometry.as_ref().filter(|geometry| size(geometry).area.is_some());
        let shares = area.map(|area| waters.shares(area, &PARAMS)).unwrap_or_default();
        if !shares.is_empty() {
            found.insert(feature.id, in_words(&shares));
        }
    }
    Ok(found)
}

/// "EEZ KOR 62 %, high seas 38 % (computed)": the largest shares, those with one source together. Of a part, a space that
/// does not break holds the words.
fn in_words(shares: &[Share]) -> String {
    let (named, others) = shares.split_at(shares.len().min(MOST_NAMED));
    let mut groups: Vec<(Option<&Arc<str>>, Vec<String>)> = Vec::new();
    for share in named {
        let state = share.state.as_deref().map(|state| format!(" {state}")).unwrap_or_default();
        let part = format!("{}{state} {}", share.zone.words(), percent(share.share)).replace(' ', "\u{a0}");
        match groups.iter_mut().find(|(source, _)| *source == share.source.as_ref()) {
            Some((_, parts)) => parts.push(part),
            None => groups.push((share.source.as_ref(), vec![part])),
        }
    }
    let groups = groups.into_iter().map(|(source, parts)| {
        let source = source.map_or(words("picture-share-computed"), |source| source.trim());
        format!("{} ({source})", parts.join(", "))
    });
    let rest: f64 = others.iter().map(|share| share.share).sum();
    let rest = (rest > 0.0).then(|| said!("picture-share-other", share = percent(rest)).replace(' ', "\u{a0}"));
    let whole = groups.chain(rest).collect::<Vec<_>>().join("; ");
    let mut letters = whole.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A share in hundredths; nothing is rounded to none or to all.
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        little if little < 1.0 => words("picture-share-little").to_owned(),
        // A whole is said only of a whole.
        most if most > 99.0 && share < 1.0 - 1e-9 => words("picture-share-most").to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::WaterZone;
    use crate::units::SquareMetres;

    fn share(zone: WaterZone, state: Option<&str>, source: Option<&str>, share: f64) -> Share {
        Share {
            zone,
            state: state.map(Into::into),
            source: source.map(Into::into),
            share,
            size: SquareMetres::default(),
        }
    }

    #[track_caller]
    fn check(shares: &[Share], expected: &str) {
        assert_eq!(in_words(shares).replace('\u{a0}', " "), expected);
    }

    #[test]
    fn every_share_says_what_it_rests_on() {
        use WaterZone::{Eez, HighSeas, Land, TerritorialSea};
        check(
            &[share(Eez, Some("KOR"), None, 0.62), share(HighSeas, None, None, 0.38)],
            "EEZ KOR 62 %, high seas 38 % (computed)",
        );
        check(&[share(Eez, Some("CHN"), None, 1.0)], "EEZ CHN 100 % (computed)");
        check(
            &[
                share(TerritorialSea, Some("KOR"), Some("KHOA 2020"), 0.5),
                share(Eez, Some("KOR"), None, 0.3),
                share(TerritorialSea, Some("PRK"), None, 0.12),
                share(Land, Some("PRK"), None, 0.076),
                share(Land, Some("KOR"), None, 0.004),
            ],
            "Territorial sea KOR 50 % (KHOA 2020); EEZ KOR 30 %, territorial sea PRK 12 % (computed); other 8 %",
        );
        check(
            &[share(Eez, Some("KOR"), None, 0.9999), share(Land, Some("KOR"), None, 0.0001)],
            "EEZ KOR over 99 %, land KOR under 1 % (computed)",
        );
    }
}
