//! The page of a vessel: who it says it is and was, where it was last, how it sailed.
//!
//! Owns the words; the figures are the session's ([`crate::session::Listing::summary`]). Start at [`ui`]; [`identity_facts`],
//! [`changes`] and [`track_facts`] say what is shown.

use std::sync::Arc;
use std::time::Duration;

use egui::{Id, RichText, Ui};

use super::{heading_ui, intercept, section_ui, speed_plot};
use crate::coordinate::{self, Form};
use crate::geodesy::Position;
use crate::language::{Language, grouped, said, words};
use crate::session::nouns;
use crate::session::{Command, Corners, FocusCommand, Session, TimeWindow};
use crate::track::summary::Summary;
use crate::track::{TrackStore, Vessel};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::panel::field::{fact_ui, row_ui};
use crate::ui::panel::timeline::short;
use crate::ui::theme::{GRID, Theme, icon};
use crate::units::Timestamp;
use crate::vessel::change;
use crate::vessel::{History, Mmsi};

/// How many changes of a vessel's identity are listed.
const MOST_CHANGES: usize = 20;
/// How much of the sea is shown about a place that is jumped to, degrees.
const AROUND: f64 = 0.05;

/// A change of what a vessel says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When the new was first heard.
    pub when: Timestamp,
    /// Of what.
    pub what: &'static str,
    /// What was said before.
    pub old: String,
    /// What has been said since.
    pub new: String,
}

impl Change {
    /// Whether a ship that keeps to the rules has no reason for it: neither crew nor cargo change these on a voyage.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        !matches!(self.what, "identity-draught" | "identity-destination")
    }
}

/// Draws the page.
pub(super) fn ui(ui: &mut Ui, session: &Session, mmsi: Mmsi, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    let Some(tracks) = session.case().tracks() else { return };
    let store = &tracks.store;
    let Some((vessel_idx, vessel)) = store.vessel_idx(mmsi).and_then(|idx| Some((idx, store.vessels().get(idx)?)))
    else {
        return;
    };
    let identity = &vessel.identity;
    let title = identity.name.clone().unwrap_or_else(|| format!("MMSI {mmsi}"));
    let class = identity.ship_type.map_or(words("vessel-word"), |t| t.class().spoken());
    let flag = mmsi.flag().map_or_else(String::new, |flag| format!(" · {flag}"));
    heading_ui(ui, theme.track.selected, &title, &format!("{class}{flag} · MMSI {mmsi}"));
    actions_ui(ui, asked);
    let changes = kept_changes(ui, tracks.generation, vessel);
    let n_telling = changes.iter().filter(|change| change.is_telling()).count();
    if n_telling > 0 {
        let changed = said!("vessel-changed", n = n_telling);
        let sentence = format!("{} {changed}", icon::ICON_WARNING.codepoint);
        ui.add_space(GRID);
        ui.label(RichText::new(sentence).color(theme.ui.warning)).on_hover_text(words("vessel-changed-tip"));
    }

    section_ui(ui, words("section-last"));
    ui.scope(|ui| last_ui(ui, session, store, vessel));

    intercept::ui(ui, session, theme, out);

    section_ui(ui, words("section-speed"));
    if let Some(moment) = speed_plot::ui(ui, session, vessel_idx, theme) {
        out.push(window_to(session, moment));
    }

    section_ui(ui, words("section-track"));
    match session.listing().summary(tracks.generation, mmsi) {
        Some(summary) => {
            jumps_ui(ui, session, store, summary, out);
            for (name, value) in track_facts(store, summary) {
                fact_ui(ui, name, &value);
            }
        }
        None => {
            ui.weak(words("track-adding"));
        }
    }

    section_ui(ui, words("section-identity"));
    for (name, value) in identity_facts(vessel) {
        fact_ui(ui, name, &value);
    }

    if !changes.is_empty() {
        section_ui(ui, words("section-changes"));
        ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 16.0;
            ui.spacing_mut().item_spacing.y = 1.0;
            changes_ui(ui, &changes, theme);
        });
    }
    ui.add_space(2.0 * GRID);
}

fn actions_ui(ui: &mut Ui, asked: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let zoom = Action::ZoomToSelection;
        if ui.button(words("vessel-zoom")).on_hover_text(zoom.tip(ui.ctx())).clicked() {
            asked.push(zoom);
        }
        if ui.button(words("vessel-export")).on_hover_text(words("vessel-export-tip")).clicked() {
            asked.push(Action::ExportTracks);
        }
        for action in [Action::Dossier, Action::RecordInspection] {
            if ui.button(action.name()).on_hover_text(action.tip(ui.ctx())).clicked() {
                asked.push(action);
            }
        }
    });
}

/// Where it was last, in every form, each to be copied.
fn last_ui(ui: &mut Ui, session: &Session, store: &TrackStore, vessel: &Vessel) {
    let Some(last) = vessel.fixes.end.checked_sub(1) else { return };
    if let Some(time) = store.time(last) {
        fact_ui(ui, words("vessel-heard"), &time.to_string());
    }
    let way = [store.sog(last).map(|sog| sog.to_string()), store.cog(last).map(|cog| cog.to_string())];
    let way = way.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let heading = store.heading(last).map(|heading| said!("vessel-heading", heading = heading.to_string()));
    let how: Vec<String> = Some(way).filter(|way| !way.is_empty()).into_iter().chain(heading).collect();
    if !how.is_empty() {
        fact_ui(ui, words("vessel-sailing"), &how.join(", "));
    }
    let Some(place) = store.position(last) else { return };
    let chosen = session.settings().coordinate_form;
    // The form in use comes first, as everywhere.
    ui.spacing_mut().interact_size.y = 18.0;
    for form in std::iter::once(chosen).chain(Form::ALL.into_iter().filter(|form| *form != chosen)) {
        let text = coordinate::format(place, form);
        row_ui(ui, short_name(form), |ui, _| {
            let button = egui::Button::new(icon::ICON_CONTENT_COPY.rich_text().size(14.0)).frame(false);
            let response = ui.add(button);
            let copy = said!("vessel-copy", form = nouns::form(form));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &copy));
            if response.on_hover_text(&copy).clicked() {
                ui.ctx().copy_text(text.clone());
            }
            ui.add(egui::Label::new(&text).selectable(true).truncate());
        });
    }
}

fn short_name(form: Form) -> &'static str {
    match form {
        Form::Decimal => words("form-short-decimal"),
        Form::Ddm => words("form-short-ddm"),
        Form::Dms => words("form-short-dms"),
        Form::Mgrs => words("form-mgrs"),
    }
}

/// Buttons to the places of a track that are asked for most.
fn jumps_ui(ui: &mut Ui, session: &Session, store: &TrackStore, summary: &Summary, out: &mut Outbox) {
    let silence = summary.longest_silence;
    let jumps = [
        (words("jump-start"), Some((summary.first_idx, summary.first_idx)), words("jump-start-tip")),
        (words("jump-end"), Some((summary.last_idx, summary.last_idx)), words("jump-end-tip")),
        (words("jump-silence"), silence.map(|s| (s.from_idx, s.to_idx)), words("jump-silence-tip")),
        (words("jump-fastest"), summary.fastest_idx.map(|idx| (idx, idx)), words("jump-fastest-tip")),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        ui.weak(words("jump-to"));
        for (name, ends, tip) in jumps {
            let Some((from, to)) = ends else { continue };
            if ui.small_button(name).on_hover_text(tip).clicked() {
                let places = store.position(from).zip(store.position(to));
                if let Some((from, to)) = places {
                    out.look_at(around(from, to));
                }
                // Where only a part of the time is shown, that place must be in it to be seen.
                if let (Some(_), Some(moment)) = (session.focus().window, store.time(to)) {
                    out.push(window_to(session, moment));
                }
            }
        }
    });
}

/// The box about two places, with some sea around it.
pub(super) fn around(one: Position, other: Position) -> Corners {
    let east = AROUND / one.lat().to_radians().cos().max(0.1);
    // Over the antimeridian the box would go round the globe the other way: look at the first place alone.
    let other = if (one.lon() - other.lon()).abs() > 180.0 { one } else { other };
    let low = Position::clamped(one.lat().min(other.lat()) - AROUND, one.lon().min(other.lon()) - east);
    let high = Position::clamped(one.lat().max(other.lat()) + AROUND, one.lon().max(other.lon()) + east);
    (low, high)
}

/// The time window moved so that it ends at a moment: the ships are then drawn where they were. Where all time is shown, from
/// the beginning until then.
fn window_to(session: &Session, moment: Timestamp) -> Command {
    let first = session.case().tracks().and_then(|tracks| tracks.store.span()).map_or(moment, |(first, _)| first);
    let from = session.focus().window.map_or(first, |window| {
        let length = window.to.millis() - window.from.millis();
        moment.plus_millis(-length).max(first.min(moment))
    });
    Command::Focus(FocusCommand::Window(Some(TimeWindow { from, to: moment })))
}

fn changes_ui(ui: &mut Ui, changes: &[Change], theme: &Theme) {
    for change in changes.iter().take(MOST_CHANGES) {
        let colour = if change.is_telling() { theme.ui.warning } else { theme.ui.text_weak };
        ui.add_space(GRID);
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(words(change.what)).color(colour).strong());
            ui.label(RichText::new(short(change.when)).weak())
                .on_hover_text(said!("vessel-first-heard", time = change.when.to_string()));
        });
        ui.add(egui::Label::new(format!("{} → {}", change.old, change.new)).selectable(true).wrap());
    }
    if changes.len() > MOST_CHANGES {
        ui.weak(said!("vessel-later-changes", n = changes.len() - MOST_CHANGES));
    }
}

/// The changes of a vessel, kept from frame to frame: two ships under one number make a thousand.
fn kept_changes(ui: &Ui, generation: u64, vessel: &Vessel) -> Arc<[Change]> {
    type Kept = ((u64, Mmsi, Language), Arc<[Change]>);
    let (id, of) = (Id::unique("changes of identity"), (generation, vessel.mmsi, Language::current()));
    if let Some((_, kept)) = ui.data(|data| data.get_temp::<Kept>(id)).filter(|(then, _)| *then == of) {
        return kept;
    }
    let found: Arc<[Change]> = changes(&vessel.history).into();
    ui.data_mut(|data| data.insert_temp(id, (of, Arc::clone(&found))));
    found
}

/// What a vessel changed of what it says of itself, in order of time, in the language spoken.
#[must_use]
pub fn changes(history: &History) -> Vec<Change> {
    let change = |one: change::Change| Change {
        when: one.when,
        what: one.part.key(),
        old: one.old.spoken(),
        new: one.new.spoken(),
    };
    change::changes(history).into_iter().map(change).collect()
}

/// What a vessel says of itself: name and value.
#[must_use]
pub fn identity_facts(vessel: &Vessel) -> Vec<(&'static str, String)> {
    let identity = &vessel.identity;
    let mut facts = vec![("MMSI", vessel.mmsi.to_string())];
    let mut add = |name: &'static str, value: Option<String>| facts.extend(value.map(|value| (name, value)));
    add(words("identity-fact-name"), identity.name.clone());
    add(words("identity-flag"), vessel.mmsi.flag().map(|flag| flag.to_string()));
    add(
        "IMO",
        identity.imo.map(|imo| {
            if imo.has_valid_check_digit() { imo.to_string() } else { said!("vessel-wrong-imo", imo = imo.to_string()) }
        }),
    );
    add(words("identity-fact-call-sign"), identity.call_sign.clone());
    add(words("identity-fact-type"), identity.ship_type.map(|t| format!("{} ({})", t.class().spoken(), t.code())));
    let width = identity.width.map_or_else(String::new, |width| format!(" × {:.0} m", width.value()));
    add(words("identity-fact-length"), identity.length.map(|length| format!("{:.0} m{width}", length.value())));
    add(words("identity-fact-draught"), identity.draught.map(|draught| format!("{:.1} m", draught.value())));
    add(words("identity-fact-destination"), identity.destination.clone());
    facts
}

/// What its fixes add up to: name and value.
#[must_use]
pub fn track_facts(store: &TrackStore, summary: &Summary) -> Vec<(&'static str, String)> {
    let mut facts = vec![(words("track-fixes"), grouped(summary.n_fixes as u64))];
    let ends = store.time(summary.first_idx).zip(store.time(summary.last_idx));
    if let Some((first, last)) = ends {
        facts.push((words("track-first"), first.to_string()));
        facts.push((words("track-last"), last.to_string()));
        facts.push((words("track-spans"), duration(Duration::from_millis(last.millis().abs_diff(first.millis())))));
    }
    facts.push((
        words("track-sailed"),
        said!("track-sailed-as-heard", distance = summary.sailed.nautical_miles().to_string()),
    ));
    if let Some(longest) = summary.longest_silence {
        let unseen = summary.unseen.nautical_miles().to_string();
        let unseen = said!("track-unseen-in", distance = unseen, n = summary.n_silences);
        facts.push((words("track-unseen"), unseen));
        let since =
            store.time(longest.from_idx).map_or_else(String::new, |from| said!("track-since", time = short(from)));
        facts.push((words("track-longest"), format!("{}{since}", duration(longest.length))));
    } else {
        facts.push((words("track-silences"), words("track-none").to_owned()));
    }
    match summary.fastest {
        Some(fastest) => {
            let when = summary.fastest_idx.and_then(|idx| store.time(idx));
            let when = when.map_or_else(String::new, |when| format!(", {}", short(when)));
            facts.push((words("track-fastest"), format!("{fastest}{when}")));
        }
        None => facts.push((words("track-sog"), words("track-never").to_owned())),
    }
    facts.extend(summary.median.map(|median| (words("track-median"), median.to_string())));
    facts
}

/// A length of time as a watch officer says it: `4 h 05 min`, `2 d 03 h`.
fn duration(length: Duration) -> String {
    let minutes = (length.as_secs() + 30) / 60;
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => said!("duration-min", minutes = minutes),
        (0, hours, minutes) => said!("duration-h", hours = hours, minutes = format!("{minutes:02}")),
        (days, hours, _) => said!("duration-d", days = days, hours = format!("{hours:02}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vessel::{Identity, Imo, Statement};

    fn said(second: i64, name: Option<&str>, imo: Option<u32>) -> Statement {
        let moment = Timestamp::from_seconds(second);
        let identity = Identity { name: name.map(str::to_owned), imo: imo.and_then(Imo::new), ..Identity::default() };
        Statement { from: moment, to: moment, identity }
    }

    #[test]
    fn a_new_name_is_told_with_the_old_one_and_the_moment() {
        let history = History::of([said(0, Some("HAE YANG"), Some(9_074_729)), said(60, Some("SEA STAR"), None)]);
        let when = Timestamp::from_seconds(60);
        let change = Change { when, what: "identity-name", old: "HAE YANG".to_owned(), new: "SEA STAR".to_owned() };
        assert!(change.is_telling());
        assert_eq!(changes(&history), [change]);
    }

    #[test]
    fn a_number_left_out_for_a_while_is_compared_with_the_last_one_heard() {
        let history = History::of([
            said(0, Some("A"), Some(9_074_729)),
            said(60, Some("B"), None),
            said(120, Some("C"), Some(8_916_293)),
        ]);
        let told: Vec<_> =
            changes(&history).into_iter().map(|c| format!("{} {}>{}", words(c.what), c.old, c.new)).collect();
        assert_eq!(told, ["name A>B", "name B>C", "IMO 9074729>8916293"]);
    }

    #[test]
    fn lengths_of_time_are_short() {
        let told = [45, 3 * 3600 + 300, 50 * 3600].map(|seconds| duration(Duration::from_secs(seconds)));
        assert_eq!(told, ["1 min", "3 h 05 min", "2 d 02 h"]);
    }

    #[test]
    fn a_jump_shows_some_sea_around() {
        let place = |lat, lon| Position::clamped(lat, lon);
        let (low, high) = around(place(60.0, 125.0), place(60.0, 125.0));
        assert!((low.lat() - 59.95).abs() < 1e-9 && (high.lon() - 125.1).abs() < 1e-9, "{low:?} {high:?}");
        let (low, high) = around(place(0.0, 179.9), place(0.0, -179.9));
        assert!(high.lon() - low.lon() < 1.0);
    }
}
