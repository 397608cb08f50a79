//! A dossier to bytes: one line for each member, and for each finding, statement and list.

use super::FORMAT;
use crate::coordinate::{self, Form};
use crate::dossier::{Dossier, LastFix, ListRef, PlanRef, Plot, Reviewed, Subject, TrackFacts, VesselFacts, Water};
use crate::finding::{Evidence, Place, Value, Verdict};
use crate::geodesy::Position;
use crate::io::json::quoted;
use crate::units::{Course, Knots, Metres, Timestamp};
use crate::vessel::change::{self, Change, parts};
use crate::vessel::{Identity, Statement};

/// What every dossier says of itself, so that whoever has nothing else knows how to take it.
const CAUTION: &str =
    "A finding, and a match with a watch list, is a reason to look, not a verdict. What is computed is no legal limit.";

/// The bytes of a dossier's file without its hash; the same dossier always gives the same bytes.
#[must_use]
pub fn to_bytes(dossier: &Dossier) -> Vec<u8> {
    let mut whole = Object::lines();
    whole.put("cordon_dossier", FORMAT.to_string());
    whole.text("kind", if matches!(dossier.subject, Subject::Vessel(_)) { "vessel" } else { "finding" });
    match dossier.subject {
        Subject::Vessel(mmsi) => whole.put("mmsi", mmsi.value().to_string()),
        Subject::Finding(id) => whole.text("id", &id.to_string()),
    }
    whole.some_text("handling", &dossier.handling);
    whole.text("caution", CAUTION);
    whole.maybe("plan", dossier.plan.as_ref().map(plan));
    whole.maybe("finding", dossier.finding.as_ref().map(|one| finding(one, true)));
    whole.maybe("water", dossier.water.as_ref().map(water));
    whole.maybe("plot", dossier.plot.as_ref().map(plot));
    whole.put("vessels", rows(dossier.vessels.iter().map(vessel)));
    whole.put("watchlists", rows(dossier.lists.iter().map(list)));
    whole.some_text("chart", &dossier.chart);
    let mut text = whole.end();
    text.push('\n');
    text.into_bytes()
}

/// An object while it is written.
struct Object {
    members: Vec<String>,
    is_in_lines: bool,
}

impl Object {
    const fn new() -> Self {
        Self { members: Vec::new(), is_in_lines: false }
    }

    const fn lines() -> Self {
        Self { members: Vec::new(), is_in_lines: true }
    }

    fn put(&mut self, name: &str, value: impl Into<String>) {
        self.members.push(format!("{}:{}", quoted(name), value.into()));
    }

    fn maybe(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        self.put(name, quoted(text));
    }

    /// A text that is left out where it is empty.
    fn some_text(&mut self, name: &str, text: &str) {
        self.maybe(name, (!text.is_empty()).then(|| quoted(text)));
    }

    fn time(&mut self, name: &str, moment: Timestamp) {
        self.text(name, &moment.to_string());
    }

    fn end(self) -> String {
        if self.is_in_lines {
            format!("{{\n{}\n}}", self.members.join(",\n"))
        } else {
            format!("{{{}}}", self.members.join(","))
        }
    }
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

/// An array with a line for each item.
fn rows(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", items.join(",\n")) }
}

/// A number with so many decimals; a negative zero is a plain one.
fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_zero = text.trim_start_matches('-').bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

fn plan(plan: &PlanRef) -> String {
    let mut out = Object::new();
    out.text("id", &plan.id);
    out.text("title", &plan.title);
    out.text("sha256", &plan.sha256);
    out.end()
}

/// A place in four forms, and as bare numbers.
fn place(at: Position) -> String {
    let at = at.rounded();
    let mut out = Object::new();
    out.put("lat", fixed(at.lat(), 7));
    out.put("lon", fixed(at.lon(), 7));
    for form in Form::ALL {
        out.text(form.keyword(), &coordinate::format(at, form));
    }
    out.end()
}

fn finding(one: &Reviewed, is_subject: bool) -> String {
    let Reviewed { finding, review } = one;
    let mut out = if is_subject { Object::lines() } else { Object::new() };
    out.text("id", &finding.id().to_string());
    out.text("kind", finding.kind.as_str());
    out.put("mmsi", array(finding.vessels.iter().map(|mmsi| mmsi.value().to_string())));
    out.time("start", finding.start);
    out.time("end", finding.end);
    out.put("confidence", fixed(finding.confidence.value(), 2));
    out.maybe("suppressed", finding.suppressed.map(|reason| quoted(reason.as_str())));
    if is_subject {
        out.maybe("place", finding.place.anchor().map(place));
        if let Place::Line(places) = &finding.place {
            out.put("line", array(places.iter().map(|at| pair(*at))));
        }
    } else {
        out.maybe("place", finding.place.anchor().map(pair));
    }
    out.put("evidence", evidence(&finding.evidence));
    out.put("parameters", evidence(&finding.parameters));
    if !review.is_empty() {
        let mut said = Object::new();
        let verdict = (review.verdict != Verdict::Open).then(|| quoted(review.verdict.as_str()));
        said.maybe("verdict", verdict);
        said.some_text("note", &review.note);
        out.put("review", said.end());
    }
    out.end()
}

/// Longitude and latitude, as GeoJSON has them.
fn pair(at: Position) -> String {
    let at = at.rounded();
    format!("[{},{}]", fixed(at.lon(), 7), fixed(at.lat(), 7))
}

fn evidence(all: &[Evidence]) -> String {
    let mut out = Object::new();
    for Evidence { name, value } in all {
        let value = match value {
            Value::Number { .. } => value.to_string(),
            Value::Moment(moment) => quoted(&moment.to_string()),
            Value::Place(at) => pair(*at),
            Value::Text(text) => quoted(text),
        };
        out.put(name, value);
    }
    out.end()
}

fn water(water: &Water) -> String {
    let located = &water.located;
    let mut out = Object::new();
    out.text("zone", located.zone.as_str());
    out.maybe("state", located.state.as_deref().map(quoted));
    out.maybe("coast_nm", located.coast.map(|coast| fixed(coast.nautical_miles().value(), 2)));
    out.maybe("nearest_port", located.nearest_port.as_deref().map(quoted));
    out.text("basis", &located.basis);
    out.put("is_computed", if located.source.is_none() { "true" } else { "false" });
    out.put("disputed", array(located.disputed.iter().map(|text| quoted(text))));
    if !water.law.is_empty() {
        let law = water.law.iter().map(|law| {
            let mut said = Object::new();
            said.text("text", &law.text);
            said.text("source", &law.source);
            said.end()
        });
        out.put("law", rows(law));
    }
    out.end()
}

fn plot(plot: &Plot) -> String {
    let knots = |value: &Option<Knots>| value.map_or_else(|| "null".to_owned(), |knots| fixed(knots.value(), 1));
    let metres = |value: &Option<Metres>| value.map_or_else(|| "null".to_owned(), |metres| fixed(metres.value(), 0));
    let mut out = Object::new();
    out.time("from", plot.span.0);
    out.time("to", plot.span.1);
    if !plot.distance.is_empty() {
        out.put("distance_m", array(plot.distance.iter().map(metres)));
    }
    let speeds = plot.speeds.iter().map(|(mmsi, speeds)| {
        let mut of_one = Object::new();
        of_one.put("mmsi", mmsi.value().to_string());
        of_one.put("speed_kn", array(speeds.iter().map(knots)));
        of_one.end()
    });
    out.put("speeds", rows(speeds));
    out.end()
}

fn vessel(vessel: &VesselFacts) -> String {
    let mut out = Object::lines();
    out.put("mmsi", vessel.mmsi.value().to_string());
    out.maybe("mid_flag", vessel.mmsi.flag().map(|flag| quoted(flag.code())));
    out.put("identity", identity(&vessel.identity));
    if let Some(imo) = vessel.identity.imo {
        out.put("imo_check_digit_is_valid", if imo.has_valid_check_digit() { "true" } else { "false" });
    }
    out.put("statements", rows(vessel.statements.iter().map(statement)));
    out.put("changes", rows(vessel.changes.iter().map(changed)));
    out.maybe("track", vessel.track.as_ref().map(track));
    out.maybe("last", vessel.last.as_ref().map(last));
    out.put("findings", rows(vessel.findings.iter().map(|one| finding(one, false))));
    out.end()
}

fn identity(identity: &Identity) -> String {
    let mut out = Object::new();
    for (part, value) in parts(identity) {
        out.maybe(part.as_str(), value.as_ref().map(part_value));
    }
    out.end()
}

fn part_value(value: &change::Value) -> String {
    match value {
        change::Value::Text(text) => quoted(text),
        change::Value::Imo(imo) => imo.value().to_string(),
        change::Value::ShipType(code) => code.code().to_string(),
        change::Value::Length(length) => fixed(length.value(), 1),
    }
}

fn statement(said: &Statement) -> String {
    let mut out = Object::new();
    out.time("from", said.from);
    out.time("to", said.to);
    out.put("said", identity(&said.identity));
    out.end()
}

fn changed(change: &Change) -> String {
    let mut out = Object::new();
    out.time("when", change.when);
    out.text("what", change.part.as_str());
    out.put("old", part_value(&change.old));
    out.put("new", part_value(&change.new));
    out.end()
}

fn track(track: &TrackFacts) -> String {
    #[expect(clippy::cast_precision_loss, reason = "seconds of a track")]
    let hours = |length: std::time::Duration| fixed(length.as_secs() as f64 / 3600.0, 2);
    let knots = |speed: Knots| fixed(speed.value(), 1);
    let mut out = Object::new();
    out.put("fixes", track.n_fixes.to_string());
    out.time("first", track.span.0);
    out.time("last", track.span.1);
    out.put("sailed_nm", fixed(track.sailed.nautical_miles().value(), 2));
    out.put("silence_from_h", hours(track.may_be_silent));
    out.put("silences", track.n_silences.to_string());
    out.put("unseen_nm", fixed(track.unseen.nautical_miles().value(), 2));
    if let Some((from, length)) = track.longest {
        out.time("longest_silence_from", from);
        out.put("longest_silence_h", hours(length));
    }
    if let Some((speed, when)) = track.fastest {
        out.put("fastest_kn", knots(speed));
        out.time("fastest_at", when);
    }
    out.maybe("median_kn", track.median.map(knots));
    out.text("fixes_sha256", &track.sha256);
    out.end()
}

fn last(last: &LastFix) -> String {
    let degrees = |course: Course| fixed(course.value(), 1);
    let mut out = Object::new();
    out.time("time", last.time);
    out.put("place", place(last.at));
    out.maybe("sog_kn", last.sog.map(|sog| fixed(sog.value(), 1)));
    out.maybe("cog_deg", last.cog.map(degrees));
    out.maybe("heading_deg", last.heading.map(degrees));
    out.maybe("water", last.water.as_ref().map(water));
    out.end()
}

fn list(list: &ListRef) -> String {
    let mut out = Object::new();
    out.text("name", &list.name);
    out.some_text("date", &list.date);
    out.some_text("source", &list.source);
    out.some_text("caveat", &list.caveat);
    out.put("entries", list.n_entries.to_string());
    out.end()
}
