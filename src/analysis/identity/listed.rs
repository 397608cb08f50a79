//! Ships that are like one on a watch list: by IMO number first, then MMSI, then call sign, then name, each weaker than the one before.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::{About, ListedParams, by_vessel, span_of, statements, values};
use crate::finding::{Evidence, Finding, Kind, Suppression, Value};
use crate::report::{Progress, Stopped};
use crate::track::{TrackSlice, TrackStore};
use crate::units::Timestamp;
use crate::vessel::name::{digits, plain};
use crate::vessel::watchlist::{Listed, Watchlist};
use crate::vessel::{Imo, Mmsi};

/// A longer name is no ship's, and is compared as a whole only: the parts of it would fill memory. Longest in use: some 50 letters.
const MOST_LETTERS: usize = 64;

impl ListedParams {
    /// By how many letters a name of such length may differ.
    const fn most_off(&self, letters: usize) -> usize {
        if letters > MOST_LETTERS {
            0
        } else if letters >= self.two_off_letters as usize {
            2
        } else if letters >= self.one_off_letters as usize {
            1
        } else {
            0
        }
    }
}

/// By what a ship was matched, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Imo,
    Mmsi,
    CallSign,
    Name,
    /// A name that is nearly a listed one.
    NameNearly,
    /// An IMO number one digit off, under the listed name.
    ImoNearly,
    /// An MMSI one digit off.
    MmsiNearly,
}

impl By {
    const fn words(self) -> &'static str {
        match self {
            Self::Imo => "imo",
            Self::Mmsi => "mmsi",
            Self::CallSign => "call sign",
            Self::Name => "name",
            Self::NameNearly => "similar name",
            Self::ImoNearly => "name, and imo but for one digit",
            Self::MmsiNearly => "mmsi but for one digit",
        }
    }

    const fn strength(self) -> &'static str {
        match self {
            Self::Imo => "strong",
            Self::Mmsi | Self::ImoNearly => "medium",
            Self::CallSign | Self::Name | Self::NameNearly | Self::MmsiNearly => "weak",
        }
    }

    const fn confidence(self) -> f64 {
        match self {
            Self::Imo => 0.95,
            Self::Mmsi => 0.8,
            Self::ImoNearly => 0.7,
            Self::CallSign => 0.5,
            Self::Name => 0.4,
            Self::MmsiNearly => 0.3,
            Self::NameNearly => 0.25,
        }
    }
}

/// One ship of one list.
type EntryIdx = (usize, usize);

/// The lists by everything a ship can be matched by.
struct Index<'a> {
    lists: &'a [Watchlist],
    by_imo: HashMap<Imo, Vec<EntryIdx>>,
    by_mmsi: HashMap<Mmsi, Vec<EntryIdx>>,
    by_call_sign: HashMap<String, Vec<EntryIdx>>,
    by_name: HashMap<String, Vec<EntryIdx>>,
    /// Names with letters left out, as hashes (symmetric deletion, W. Garbe 2012): near names share one.
    by_part: HashMap<u64, Vec<(usize, EntryIdx)>, FixedState>,
    names: Vec<String>,
}

/// Every vessel that is like one of some lists, each once: the best match, and on which other lists that ship is.
///
/// # Errors
/// [`Stopped`] on request.
pub fn watchlist_match(
    store: &TrackStore,
    lists: &[Watchlist],
    params: &ListedParams,
    progress: &Progress,
) -> Result<Vec<Finding>, Stopped> {
    let index = Index::of(lists, params, progress)?;
    by_vessel(store, progress, |slice| index.matches(slice, params))
}

impl<'a> Index<'a> {
    fn of(lists: &'a [Watchlist], params: &ListedParams, progress: &Progress) -> Result<Self, Stopped> {
        let mut index = Self {
            lists,
            by_imo: HashMap::new(),
            by_mmsi: HashMap::new(),
            by_call_sign: HashMap::new(),
            by_name: HashMap::new(),
            by_part: HashMap::default(),
            names: Vec::new(),
        };
        for (list_idx, list) in lists.iter().enumerate() {
            for (entry_idx, entry) in list.entries.iter().enumerate() {
                progress.check()?;
                index.add((list_idx, entry_idx), entry, params);
            }
        }
        Ok(index)
    }

    fn add(&mut self, at: EntryIdx, entry: &Listed, params: &ListedParams) {
        if let Some(imo) = entry.imo {
            self.by_imo.entry(imo).or_default().push(at);
        }
        for mmsi in &entry.mmsis {
            self.by_mmsi.entry(*mmsi).or_default().push(at);
        }
        let call_sign = plain_call_sign(&entry.call_sign);
        if call_sign.len() >= 4 {
            self.by_call_sign.entry(call_sign).or_default().push(at);
        }
        for name in entry.names() {
            let name = plain(name);
            if name.len() < params.name_letters as usize || name.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let name_idx = self.names.len();
            for part in parts_of(&name, params.most_off(name.len())) {
                self.by_part.entry(part).or_default().push((name_idx, at));
            }
            self.by_name.entry(name.clone()).or_default().push(at);
            self.names.push(name);
        }
    }

    fn entry(&self, (list_idx, entry_idx): EntryIdx) -> Option<(&'a Watchlist, &'a Listed)> {
        let list = self.lists.get(list_idx)?;
        Some((list, list.entries.get(entry_idx)?))
    }

    fn matches(&self, slice: TrackSlice<'_>, params: &ListedParams) -> Vec<Finding> {
        let statements = statements(slice);
        let whole = span_of(slice);
        let imos = values(&statements, |identity| identity.imo, |a: &Imo, b| a == b);
        let mut found: Vec<(By, EntryIdx, (Timestamp, Timestamp), String)> = Vec::new();
        let mut take = |by: By, all: Option<&Vec<EntryIdx>>, span, what: &str| {
            found.extend(all.into_iter().flatten().map(|at| (by, *at, span, what.to_owned())));
        };
        for said in &imos {
            take(By::Imo, self.by_imo.get(&said.value), (said.from, said.to), &said.value.to_string());
        }
        let mmsi = slice.vessel().mmsi;
        take(By::Mmsi, self.by_mmsi.get(&mmsi), whole, &mmsi.to_string());
        if mmsi.ship_mid().is_some() && !self.by_mmsi.is_empty() {
            for near in one_digit_off(mmsi) {
                take(By::MmsiNearly, self.by_mmsi.get(&near), whole, &mmsi.to_string());
            }
        }
        for said in values(&statements, |identity| identity.call_sign.clone(), |a: &String, b| a == b) {
            let listed = self.by_call_sign.get(&plain_call_sign(&said.value));
            take(By::CallSign, listed, (said.from, said.to), &said.value);
        }
        for said in values(&statements, |identity| identity.name.clone(), |a: &String, b| a == b) {
            let (name, span) = (plain(&said.value), (said.from, said.to));
            if let Some(same) = self.by_name.get(&name) {
                take(By::Name, Some(same), span, &said.value);
            } else {
                take(By::NameNearly, Some(&self.near_names(&name, params)), span, &said.value);
            }
        }
        // A listed name with an IMO number one digit off the listed one is no chance.
        for found in &mut found {
            let listed = self.entry(found.1).and_then(|(_, entry)| entry.imo);
            let is_near = |said: &super::Said<Imo>| {
                listed.is_some_and(|listed| digits_apart(said.value.value(), listed.value()) == 1)
            };
            if matches!(found.0, By::Name | By::NameNearly) && imos.iter().any(is_near) {
                found.0 = By::ImoNearly;
            }
        }
        found.sort_by(|a, b| b.0.confidence().total_cmp(&a.0.confidence()).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut told: HashSet<String> = HashSet::new();
        let mut findings = Vec::new();
        for (by, at, span, what) in &found {
            // A match by a number says who it is; what is merely alike then says nothing more.
            if findings.is_empty() || *by == By::Imo {
                let Some((list, entry)) = self.entry(*at) else { continue };
                if told.insert(hull_of(entry)) {
                    let others = self.other_lists(&found, *at, entry);
                    let stated: Vec<Imo> = imos.iter().map(|said| said.value).collect();
                    findings.push(finding_of(slice, params, (*by, *span, what), (list, entry), &others, &stated));
                }
            }
        }
        findings
    }

    /// Listed names by a letter or two apart, with the same digits.
    fn near_names(&self, name: &str, params: &ListedParams) -> Vec<EntryIdx> {
        let most = params.most_off(name.len());
        if most == 0 {
            return Vec::new();
        }
        let mut near: Vec<EntryIdx> = Vec::new();
        for (name_idx, at) in parts_of(name, most).iter().filter_map(|part| self.by_part.get(part)).flatten() {
            let Some(listed) = self.names.get(*name_idx) else { continue };
            let most = most.min(params.most_off(listed.len()));
            if digits(listed) == digits(name) && strsim::osa_distance(listed, name) <= most && !near.contains(at) {
                near.push(*at);
            }
        }
        near.sort_unstable();
        near
    }

    /// The other lists on which the same hull was matched.
    fn other_lists(
        &self,
        found: &[(By, EntryIdx, (Timestamp, Timestamp), String)],
        at: EntryIdx,
        entry: &Listed,
    ) -> Vec<String> {
        let hull = hull_of(entry);
        let mut others: Vec<String> = Vec::new();
        for (_, other, ..) in found.iter().filter(|(_, other, ..)| other.0 != at.0) {
            let Some((list, same)) = self.entry(*other).filter(|(_, same)| hull_of(same) == hull) else { continue };
            let words = format!("{} ({}): {}", list.name, dated(list), same.name);
            if !others.contains(&words) {
                others.push(words);
            }
        }
        others
    }
}

fn dated(list: &Watchlist) -> &str {
    if list.date.is_empty() { "not dated" } else { &list.date }
}

/// What tells listed ships apart: their IMO number, else their name.
fn hull_of(entry: &Listed) -> String {
    entry.imo.map_or_else(|| plain(&entry.name), |imo| imo.to_string())
}

fn finding_of(
    slice: TrackSlice<'_>,
    params: &ListedParams,
    (by, span, what): (By, (Timestamp, Timestamp), &str),
    (list, entry): (&Watchlist, &Listed),
    others: &[String],
    stated: &[Imo],
) -> Finding {
    let name = slice.vessel().identity.name.as_deref().unwrap_or_default();
    // A ship that states another number, one that can be, is most likely another ship; it stays in the list of what was hidden, for a
    // number that can be is no proof.
    let is_another =
        entry.imo.is_some_and(|imo| !stated.contains(&imo)) && stated.iter().any(|imo| imo.has_valid_check_digit());
    let has_own_name = !name.is_empty() && !entry.names().any(|listed| plain(listed) == plain(name));
    let is_delisted = entry.delisted.is_some_and(|delisted| delisted <= span.1);
    let suppressed = match by {
        By::Imo | By::Mmsi | By::ImoNearly => None,
        By::NameNearly => Some(Suppression::TooWeak),
        // Ships of one owner have numbers in a row: one that states a name of its own is most likely the next.
        By::MmsiNearly => (is_another || has_own_name).then_some(Suppression::TooWeak),
        By::CallSign | By::Name => is_another.then_some(Suppression::TooWeak),
    };
    let confidence = by.confidence() * if is_delisted { 0.5 } else { 1.0 } * if is_another { 0.75 } else { 1.0 };
    let mut evidence = vec![
        Evidence::text("matched_by", by.words()),
        Evidence::text("strength", by.strength()),
        Evidence::text("matched", what),
        Evidence::text("listed_name", &*entry.name),
    ];
    let mut tell = |name: &'static str, text: &str| {
        if !text.is_empty() {
            evidence.push(Evidence::text(name, text));
        }
    };
    tell("listed_imo", &entry.imo.map(|imo| imo.to_string()).unwrap_or_default());
    tell("name", name);
    if has_own_name {
        tell("note", "sails under a name that is not listed");
    }
    if is_another {
        tell("note_imo", "states another IMO number than the listed ship's");
    }
    tell("list", &list.name);
    tell("list_date", dated(list));
    tell("list_source", &list.source);
    tell("list_caveat", &list.caveat);
    for (name, text) in [
        ("listed_flag", &entry.flag),
        ("listed_type", &entry.ship_type),
        ("measures", &entry.measures),
        ("resolution", &entry.resolution),
        ("program", &entry.program),
        ("reported_by", &entry.source),
    ] {
        tell(name, text);
    }
    tell("also_on", &others.join("; "));
    if let Some(designated) = entry.designated {
        evidence.push(Evidence::new("designated", Value::Moment(designated)));
    }
    if let Some(delisted) = entry.delisted {
        evidence.push(Evidence::new("delisted", Value::Moment(delisted)));
        let words = if is_delisted { "no longer on the list at that time" } else { "taken off the list later" };
        evidence.push(Evidence::text("delisting", words));
    }
    About { kind: Kind::WatchlistMatch, slice, span, confidence, suppressed }.finding(evidence, params.evidence())
}

fn plain_call_sign(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}

/// A name, and what is left of it without up to so many of its letters, as hashes.
fn parts_of(name: &str, most: usize) -> Vec<u64> {
    let mut parts = vec![name.to_owned()];
    let mut begun = 0;
    for _ in 0..most {
        let end = parts.len();
        for idx in begun..end {
            let Some(part) = parts.get(idx).cloned() else { continue };
            for (at, letter) in part.char_indices() {
                let (before, after) = part.split_at(at);
                parts.push([before, after.get(letter.len_utf8()..).unwrap_or_default()].concat());
            }
        }
        begun = end;
    }
    let mut hashes: Vec<u64> = parts.iter().map(|part| hash(part)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// FNV-1a, 64 bits: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Every MMSI that differs in one of its nine digits.
fn one_digit_off(mmsi: Mmsi) -> impl Iterator<Item = Mmsi> {
    let number = mmsi.value();
    (0..9_u32).flat_map(move |place| {
        let unit = 10_u32.pow(place);
        let digit = number / unit % 10;
        (0..10)
            .filter(move |other| *other != digit)
            .filter_map(move |other| Mmsi::new(number - digit * unit + other * unit))
    })
}

fn digits_apart(mut a: u32, mut b: u32) -> u32 {
    let mut n = 0;
    while a > 0 || b > 0 {
        n += u32::from(a % 10 != b % 10);
        (a, b) = (a / 10, b / 10);
    }
    n
}
