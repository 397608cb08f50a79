//! What the pages of a dossier say, as data: rows of labels and texts, which both forms show alike.
//!
//! Owns which rows there are, in which order and words, and how many; what is left out is counted. Start at [`of`].

use serde_json::{Value, json};

use super::super::words::Words;
use super::super::{table, text};
use super::map::colour_of;
use super::{DossierPages, Drawn};
use crate::coordinate::Form;
use crate::dossier::{Dossier, LastFix, Reviewed, Subject, TrackFacts, VesselFacts, Water};
use crate::finding::{Evidence, Finding, Verdict};
use crate::language;
use crate::plan::Period;
use crate::units::Timestamp;
use crate::vessel::change::parts;
use crate::vessel::{Identity, Mmsi};

/// The most rows of a table of findings.
const MOST_FINDINGS: usize = 60;
/// The most findings that a threshold hides.
const MOST_HIDDEN: usize = 40;
/// The most statements and changes of a vessel.
const MOST_STATEMENTS: usize = 25;
/// The most watch lists.
const MOST_LISTS: usize = 40;
/// The most sentences on what is disputed.
const MOST_DISPUTES: usize = 6;
/// What a matched list says of a ship, in the order of the page: names of evidence.
const OF_MATCH: [&str; 5] = ["matched_by", "matched", "listed_name", "list_date", "list_source"];

/// All that a template, or the page for a browser, shows of a dossier.
pub(in super::super) fn of(pages: &DossierPages<'_>, words: &Words, drawn: &Drawn) -> Value {
    let dossier = pages.dossier;
    let desk = Desk { dossier, words };
    let finding = dossier.finding.as_ref();
    let map = |idx: usize| {
        let (name, _, (width, height)) = drawn.maps.get(idx)?;
        Some(json!({ "file": name, "width": width, "height": height }))
    };
    let legend = dossier.vessels.iter().enumerate().map(|(idx, vessel)| {
        json!({ "colour": colour_of(idx, pages.theme.palette()).to_string(), "name": desk.name_of(vessel.mmsi) })
    });
    json!({
        "kind": if finding.is_some() { "finding" } else { "vessel" },
        "kind_words": words.get(if finding.is_some() { "dossier_finding" } else { "dossier_vessel" }),
        "title": title_of(dossier),
        "subtitle": desk.subtitle(),
        "caution": words.get("dossier_caution"),
        "caution_of_kind": finding.map(|one| one.finding.kind.caution()),
        "sha256": pages.sha256,
        "map": map(0),
        "wide": map(1),
        "legend": legend.collect::<Vec<_>>(),
        "plot": drawn.plot.as_ref().map(|_| json!({ "file": drawn.plot_name })),
        "facts": finding.map_or_else(|| desk.vessel_facts(), |one| desk.finding_facts(one)),
        "evidence": finding.map(|one| Desk::evidence(&one.finding.evidence)).unwrap_or_default(),
        "thresholds": finding.map(|one| thresholds(&one.finding)).unwrap_or_default(),
        "vessels": dossier.vessels.iter().map(|vessel| desk.name_of(vessel.mmsi)).collect::<Vec<_>>(),
        "identity": desk.columns(identity_rows),
        "track": desk.columns(Desk::track_rows),
        "last": desk.columns(Desk::last_rows),
        "statements": desk.statements(),
        "changes": desk.changes(),
        "matches": desk.matches(),
        "lists": desk.lists(),
        "lists_note": desk.lists_note(),
        "findings": desk.findings(false),
        "hidden": desk.findings(true),
        "law": dossier.water.as_ref().filter(|water| !water.law.is_empty()).map(|water| desk.law(water)),
        "disputed": dossier.water.as_ref().map(disputes).unwrap_or_default(),
        "has_computed": desk.has_computed(),
        "plan": dossier.plan.as_ref().map(|plan| json!({ "title": text::line(&plan.title), "sha256": plan.sha256 })),
    })
}

/// What a dossier is called, on one line.
pub(super) fn title_of(dossier: &Dossier) -> String {
    text::line(&capital(&dossier.title()))
}

struct Desk<'a> {
    dossier: &'a Dossier,
    words: &'a Words,
}

/// A label and what stands beside it.
fn row(label: &str, value: impl Into<String>) -> Option<(String, String)> {
    let value = value.into();
    (!value.is_empty()).then(|| (label.to_owned(), value))
}

fn pair(label: &str, value: impl Into<Value>) -> Value {
    Value::Array(vec![label.into(), value.into()])
}

impl Desk<'_> {
    fn word(&self, key: &str) -> String {
        self.words.get(key).to_owned()
    }

    fn vessel(&self, mmsi: Mmsi) -> Option<&VesselFacts> {
        self.dossier.vessels.iter().find(|vessel| vessel.mmsi == mmsi)
    }

    fn name_of(&self, mmsi: Mmsi) -> String {
        let name = self.vessel(mmsi).and_then(|vessel| vessel.identity.name.as_deref()).unwrap_or_default();
        let name = text::line(name);
        if name.is_empty() { format!("MMSI {mmsi}") } else { name }
    }

    fn moment(&self, moment: Timestamp) -> String {
        super::super::said(&self.words.moment(moment), "/utc").to_owned()
    }

    fn period(&self, from: Timestamp, to: Timestamp, zone: &str) -> String {
        if from == to {
            return super::super::said(&self.words.moment(from), zone).to_owned();
        }
        super::super::said(&self.words.period(Period { from: Some(from), to: Some(to) }), zone).to_owned()
    }

    fn hours(&self, milliseconds: u128) -> String {
        let minutes = (milliseconds + 30_000) / 60_000;
        let (hours, rest) = ((minutes / 60).to_string(), format!("{:02}", minutes % 60));
        self.words.with("dossier_hours", &[("h", &hours), ("m", &rest)])
    }

    fn subtitle(&self) -> String {
        match (&self.dossier.subject, &self.dossier.finding) {
            (Subject::Finding(_), Some(one)) => {
                let of = |mmsi: &Mmsi| format!("MMSI {mmsi}");
                one.finding.vessels.iter().map(of).collect::<Vec<_>>().join(" · ")
            }
            (Subject::Vessel(mmsi), _) => {
                let vessel = self.vessel(*mmsi);
                let class = vessel.and_then(|vessel| vessel.identity.ship_type).map(|code| code.class().spoken());
                let flag = mmsi.flag().map(crate::vessel::Flag::code);
                let parts = class.into_iter().chain(flag).map(str::to_owned);
                parts.chain([format!("MMSI {mmsi}")]).collect::<Vec<_>>().join(" · ")
            }
            (Subject::Finding(id), None) => id.to_string(),
        }
    }

    fn finding_facts(&self, one: &Reviewed) -> Vec<Value> {
        let Reviewed { finding, review } = one;
        let sure = format!("{} ({:.2})", finding.confidence.spoken(), finding.confidence.value());
        let length = finding.end.millis().abs_diff(finding.start.millis());
        let when = self.period(finding.start, finding.end, "/utc");
        let when = if length > 0 { format!("{when} · {}", self.hours(length.into())) } else { when };
        let mut rows = vec![
            pair(&self.word("dossier_when_utc"), when),
            pair(&self.word("dossier_when_kst"), self.period(finding.start, finding.end, "/kst")),
            pair(&self.word("dossier_confidence"), sure),
        ];
        if let Some(reason) = finding.suppressed {
            rows.push(pair(&self.word("dossier_hidden_because"), reason.spoken().to_owned()));
        }
        if let Some(at) = finding.place.anchor() {
            let place = table::position(at);
            let form = |key: &str| super::super::said(&place, key).to_owned();
            let forms = [form("/ddm"), form("/decimal"), form("/mgrs")].join(" · ");
            rows.push(pair(&self.word("position"), forms));
        }
        if let Some(water) = &self.dossier.water {
            rows.push(pair(&self.word("waters"), self.water(water)));
        }
        rows.push(pair(&self.word("dossier_review"), self.review(review.verdict, &review.note)));
        rows.push(pair(&self.word("dossier_finding_id"), finding.id().to_string()));
        rows
    }

    fn vessel_facts(&self) -> Vec<Value> {
        let Some(vessel) = self.dossier.vessels.first() else { return Vec::new() };
        let count = |is_hidden: bool| {
            vessel.findings.iter().filter(|one| one.finding.suppressed.is_some() == is_hidden).count().to_string()
        };
        let found = self.words.with("dossier_counts", &[("n", &count(false)), ("m", &count(true))]);
        let telling = vessel.changes.len().to_string();
        let rows = [
            row(&self.word("dossier_findings"), found),
            row(&self.word("dossier_matches"), self.dossier.matches().count().to_string()),
            row(&self.word("dossier_changes"), telling),
        ];
        rows.into_iter().flatten().map(|(label, value)| json!([label, value])).collect()
    }

    fn water(&self, water: &Water) -> String {
        let located = &water.located;
        let zone = self.word(&format!("zone_{}", located.zone.as_str()));
        let coast = located.coast.map(|coast| {
            let nm = format!("{:.1}", coast.nautical_miles().value());
            self.words.with("dossier_coast", &[("n", &nm)])
        });
        let basis = located
            .source
            .as_deref()
            .map_or_else(|| self.word("computed"), |source| self.words.with("official", &[("a", &text::line(source))]));
        let state = located.state.as_deref().map(str::to_owned);
        let port = located.nearest_port.as_deref();
        let port = port.map(|port| self.words.with("dossier_port", &[("a", &text::line(port))]));
        [Some(zone), state, coast, port, Some(basis)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn review(&self, verdict: Verdict, note: &str) -> String {
        let key = match verdict {
            Verdict::Open => "dossier_open",
            Verdict::Reviewed => "dossier_reviewed",
            Verdict::Dismissed => "dossier_dismissed",
        };
        let note = text::paragraphs(note, self.words);
        if note.is_empty() { self.word(key) } else { format!("{}: {note}", self.word(key)) }
    }

    fn evidence(all: &[Evidence]) -> Vec<Value> {
        let told = |one: &Evidence| {
            let (name, value) = one.told(Form::Ddm);
            json!([text::line(&capital(&name)), text::line(&value)])
        };
        all.iter().map(told).collect()
    }

    /// A table with a column for each vessel: rows that no vessel fills are left out.
    fn columns(&self, of: impl Fn(&Self, &VesselFacts) -> Vec<(String, String)>) -> Vec<Value> {
        let all: Vec<Vec<(String, String)>> = self.dossier.vessels.iter().map(|vessel| of(self, vessel)).collect();
        let n_rows = all.iter().map(Vec::len).max().unwrap_or(0);
        let mut rows = Vec::new();
        for idx in 0..n_rows {
            let Some((label, _)) = all.iter().find_map(|rows| rows.get(idx)) else { continue };
            let values = all.iter().map(|rows| rows.get(idx).map(|(_, value)| value.as_str()).unwrap_or_default());
            let values: Vec<&str> = values.collect();
            if values.iter().any(|value| !value.is_empty()) {
                rows.push(json!([label, values]));
            }
        }
        rows
    }

    fn track_rows(&self, vessel: &VesselFacts) -> Vec<(String, String)> {
        let Some(track) = &vessel.track else { return Vec::new() };
        let TrackFacts { n_fixes, span, sailed, unseen, n_silences, longest, fastest, median, .. } = track;
        let unseen = if *n_silences == 0 {
            self.word("no_tracks")
        } else {
            let (n, nm) = (n_silences.to_string(), unseen.nautical_miles().to_string());
            self.words.with("dossier_unseen_in", &[("n", &n), ("a", &nm)])
        };
        let silence = longest.map(|(from, length)| {
            self.words
                .with("dossier_longest_from", &[("a", &self.hours(length.as_millis())), ("b", &self.moment(from))])
        });
        let fastest = fastest.map(|(speed, when)| format!("{speed} · {}", self.moment(when)));
        let hours = (track.may_be_silent.as_secs() / 3600).to_string();
        vec![
            (self.word("dossier_fixes"), super::super::data::grouped(*n_fixes)),
            (self.word("dossier_first_fix"), self.moment(span.0)),
            (self.word("dossier_last_fix"), self.moment(span.1)),
            (self.word("dossier_sailed"), sailed.nautical_miles().to_string()),
            (self.words.with("dossier_silences", &[("h", &hours)]), unseen),
            (self.word("dossier_longest"), silence.unwrap_or_default()),
            (self.word("dossier_fastest"), fastest.unwrap_or_default()),
            (self.word("dossier_median"), median.map(|speed| speed.to_string()).unwrap_or_default()),
        ]
    }

    fn last_rows(&self, vessel: &VesselFacts) -> Vec<(String, String)> {
        let Some(LastFix { time, at, sog, cog, heading, water }) = &vessel.last else { return Vec::new() };
        let heading = heading.map(|heading| self.words.with("dossier_heading", &[("a", &heading.to_string())]));
        let way = [sog.map(|sog| sog.to_string()), cog.map(|cog| cog.to_string()), heading];
        let mut rows = vec![
            (self.word("dossier_heard"), self.moment(*time)),
            (self.word("dossier_sailing"), way.into_iter().flatten().collect::<Vec<_>>().join(" · ")),
        ];
        let names = ["decimal_degrees", "degrees_minutes", "dossier_dms", "grid"];
        for (form, name) in Form::ALL.into_iter().zip(names) {
            rows.push((self.word(name), crate::coordinate::format(*at, form)));
        }
        rows.push((self.word("waters"), water.as_ref().map(|water| self.water(water)).unwrap_or_default()));
        rows
    }

    fn statements(&self) -> Value {
        let all = self.dossier.vessels.iter().flat_map(|vessel| {
            vessel.statements.iter().map(|said| {
                json!([
                    self.name_of(vessel.mmsi),
                    self.moment(said.from),
                    self.moment(said.to),
                    said_words(&said.identity)
                ])
            })
        });
        rows(all.collect(), MOST_STATEMENTS)
    }

    fn changes(&self) -> Value {
        let all = self.dossier.vessels.iter().flat_map(|vessel| {
            vessel.changes.iter().map(|change| {
                let (old, new) = (text::line(&change.old.spoken()), text::line(&change.new.spoken()));
                json!([
                    self.name_of(vessel.mmsi),
                    self.moment(change.when),
                    language::words(change.part.key()),
                    old,
                    new
                ])
            })
        });
        rows(all.collect(), MOST_STATEMENTS)
    }

    /// The matches with watch lists, each with the list's date and source.
    fn matches(&self) -> Value {
        let of = |one: &Reviewed| {
            let finding = &one.finding;
            let said = |name: &str| {
                let evidence = finding.evidence.iter().find(|evidence| evidence.name == name);
                evidence.map(|evidence| text::line(&evidence.told(Form::Ddm).1)).unwrap_or_default()
            };
            let others: Vec<String> = ["delisted", "also_on", "note"].into_iter().map(said).collect();
            let others = others.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
            let [by, matched, listed, date, source] = OF_MATCH.map(said);
            let hidden = finding.suppressed.map(crate::finding::Suppression::spoken);
            json!({
                "vessel": finding.vessels.first().map(|mmsi| self.name_of(*mmsi)),
                "list": said("list"), "date": date, "source": source, "strength": said("strength"),
                "by": by, "matched": matched, "listed_name": listed, "more": others, "hidden": hidden,
            })
        };
        rows(self.dossier.matches().map(of).collect(), MOST_FINDINGS)
    }

    fn lists(&self) -> Vec<Value> {
        let of = |list: &crate::dossier::ListRef| {
            json!({
                "name": text::line(&list.name), "date": text::line(&list.date), "source": text::line(&list.source),
                "caveat": text::paragraphs(&list.caveat, self.words),
                "entries": super::super::data::grouped(list.n_entries),
            })
        };
        self.dossier.lists.iter().take(MOST_LISTS).map(of).collect()
    }

    fn lists_note(&self) -> String {
        self.word(if self.dossier.matches().next().is_none() { "dossier_no_match" } else { "dossier_match_note" })
    }

    /// What was found about the vessels: what is shown, or what a threshold hides, each once.
    fn findings(&self, is_hidden: bool) -> Value {
        let mut told: Vec<crate::finding::FindingId> = Vec::new();
        let mut all = Vec::new();
        for one in self.dossier.vessels.iter().flat_map(|vessel| &vessel.findings) {
            let Reviewed { finding, review } = one;
            if finding.suppressed.is_some() != is_hidden || told.contains(&finding.id()) {
                continue;
            }
            told.push(finding.id());
            let with: Vec<String> = finding.vessels.iter().map(|mmsi| self.name_of(*mmsi)).collect();
            all.push((
                finding.start,
                finding.id(),
                json!({
                    "when": self.period(finding.start, finding.end, "/utc"),
                    "kind": finding.kind.spoken(),
                    "vessels": with.join(" × "),
                    "confidence": format!("{:.2}", finding.confidence.value()),
                    "hidden": finding.suppressed.map(crate::finding::Suppression::spoken),
                    "review": (!review.is_empty()).then(|| self.review(review.verdict, &review.note)),
                    "id": finding.id().to_string(),
                }),
            ));
        }
        all.sort_by_key(|(start, id, _)| (*start, *id));
        rows(all.into_iter().map(|(.., value)| value).collect(), if is_hidden { MOST_HIDDEN } else { MOST_FINDINGS })
    }

    fn law(&self, water: &Water) -> Value {
        let statements = water.law.iter().map(|said| json!({ "text": said.text, "source": said.source }));
        json!({
            "zone_words": self.word(&format!("zone_{}", water.located.zone.as_str())),
            "state": water.located.state.as_deref(),
            "statements": statements.collect::<Vec<_>>(),
            "needs_flag_consent": water.located.zone.asks_flag_state(),
        })
    }

    fn has_computed(&self) -> bool {
        let of_last = self.dossier.vessels.iter().filter_map(|vessel| vessel.last.as_ref()?.water.as_ref());
        self.dossier.water.iter().chain(of_last).any(|water| water.located.source.is_none())
    }
}

/// A text that begins with a capital letter, as a heading and a label do.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Rows of a table, and how many found no room.
fn rows(mut all: Vec<Value>, most: usize) -> Value {
    let more = all.len().saturating_sub(most);
    all.truncate(most);
    json!({ "rows": all, "more": more })
}

fn disputes(water: &Water) -> Vec<Value> {
    water.located.disputed.iter().take(MOST_DISPUTES).map(|text| text.as_str().into()).collect()
}

/// Thresholds by the names that a file of thresholds sets them by.
fn thresholds(finding: &Finding) -> Vec<Value> {
    let told = |one: &Evidence| json!([text::line(&one.name), text::line(&one.value.to_string())]);
    finding.parameters.iter().map(told).collect()
}

fn identity_rows(desk: &Desk<'_>, vessel: &VesselFacts) -> Vec<(String, String)> {
    let identity = &vessel.identity;
    let imo = identity.imo.map(|imo| {
        let valid = imo.has_valid_check_digit();
        if valid { imo.to_string() } else { desk.words.with("dossier_wrong_imo", &[("a", &imo.to_string())]) }
    });
    let size = |metres: Option<crate::units::Metres>| metres.map(|metres| format!("{:.0}", metres.value()));
    let size = match (size(identity.length), size(identity.width)) {
        (Some(length), Some(width)) => format!("{length} × {width} m"),
        (Some(one), None) | (None, Some(one)) => format!("{one} m"),
        (None, None) => String::new(),
    };
    let text = |text: &Option<String>| text.as_deref().map(text::line).unwrap_or_default();
    let type_words = identity.ship_type.map(|code| format!("{} ({})", code.class().spoken(), code.code()));
    vec![
        (desk.word("name"), text(&identity.name)),
        (desk.word("mmsi"), vessel.mmsi.to_string()),
        (desk.word("dossier_flag"), vessel.mmsi.flag().map(|flag| flag.to_string()).unwrap_or_default()),
        (desk.word("dossier_imo"), imo.unwrap_or_default()),
        (desk.word("dossier_call_sign"), text(&identity.call_sign)),
        (desk.word("dossier_type"), type_words.unwrap_or_default()),
        (desk.word("dossier_size"), size),
        (
            desk.word("dossier_draught"),
            identity.draught.map(|draught| format!("{:.1} m", draught.value())).unwrap_or_default(),
        ),
        (desk.word("dossier_destination"), text(&identity.destination)),
    ]
}

/// What a vessel said of itself, part by part.
fn said_words(identity: &Identity) -> String {
    let said = parts(identity)
        .into_iter()
        .filter_map(|(part, value)| Some(format!("{} {}", language::words(part.key()), text::line(&value?.spoken()))));
    said.collect::<Vec<_>>().join(", ")
}
