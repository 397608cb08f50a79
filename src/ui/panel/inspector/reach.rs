//! On the page of a finding that names a silence: where the silent ship can have been, and at what speed that is reckoned.
//!
//! Owns the words. The area is the session's, found by a job; the map shades it. Start at [`ui`].

use egui::{Id, RichText, Ui};

use super::section_ui;
use crate::analysis::reachability::{NoReach, ReachableSea, SilenceNamed, SpeedSource};
use crate::coordinate;
use crate::finding::{Finding, FindingId};
use crate::language::{said, words};
use crate::session::{Command, FindingCommand, Reach, Session};
use crate::ui::Outbox;
use crate::ui::panel::field::{Look, beneath_ui, fact_ui, parsed_ui};
use crate::ui::theme::{GRID, Theme};
use crate::ui::words::hours_words;
use crate::units::Knots;

/// The greatest speed that is taken, knots: no ship is faster.
const FASTEST: f64 = 60.0;

/// Draws the section, if the finding names a silence.
pub(super) fn ui(ui: &mut Ui, session: &Session, id: FindingId, finding: &Finding, theme: &Theme, out: &mut Outbox) {
    if SilenceNamed::by(finding).is_none() {
        return;
    }
    section_ui(ui, words("reach-title"));
    let ask = |command: FindingCommand, out: &mut Outbox| out.push(Command::Finding(command));
    let desk = session.reach();
    if desk.finding() != Some(id) {
        let button = ui.add_enabled(session.waters().is_some(), egui::Button::new(words("reach-show")));
        if button.on_hover_text(words("reach-show-tip")).clicked() {
            ask(FindingCommand::ShowReach(id, None), out);
        }
        return;
    }
    let found = desk.found();
    let shown = found.map_or_else(String::new, |found| found.speed.to_string());
    let look = Look::line(words("reach-speed"), words("reach-speed-hint"));
    if let Some(speed) = parsed_ui(ui, Id::unique(("speed of a silent ship", id)), look, &shown, speed_of) {
        ask(FindingCommand::ShowReach(id, speed), out);
    }
    if let Some(found) = found {
        beneath_ui(ui, RichText::new(source_words(found)).weak());
        match &found.sea {
            Ok(sea) => sea_ui(ui, session, sea),
            Err(why) => {
                ui.label(RichText::new(refusal(why)).color(theme.ui.warning));
            }
        }
    }
    ui.add_space(GRID);
    ui.horizontal_wrapped(|ui| {
        if desk.is_under_way() {
            ui.add(egui::Spinner::new().size(14.0));
            ui.label(words("job-reach"));
            if ui.button(words("cancel")).clicked() {
                ask(FindingCommand::HideReach, out);
            }
            return;
        }
        let may_add = !session.case().is_read_only() && found.is_some_and(|found| found.sea.is_ok());
        let add = ui.add_enabled(may_add, egui::Button::new(words("reach-add")));
        if add.on_hover_text(words("reach-add-tip")).clicked() {
            ask(FindingCommand::KeepReach, out);
        }
        if ui.button(words("reach-hide")).clicked() {
            ask(FindingCommand::HideReach, out);
        }
    });
}

fn sea_ui(ui: &mut Ui, session: &Session, sea: &ReachableSea) {
    fact_ui(ui, words("reach-area"), &sea.area().to_string());
    if let Some((at, stop)) = sea.longest_of_all() {
        fact_ui(ui, words("reach-longest"), &hours_words(stop));
        fact_ui(ui, words("reach-longest-where"), &coordinate::format(at, session.settings().coordinate_form));
    }
    let cell = sea.stops().cell_size().nautical_miles();
    ui.label(RichText::new(said!("reach-caution", cell = cell.to_string())).weak());
}

/// How the speed is known that is reckoned with.
fn source_words(reach: &Reach) -> String {
    let usual = reach.silence.usual;
    match usual.source {
        _ if reach.is_speed_stated => said!("reach-speed-stated", usual = usual.speed.to_string()),
        SpeedSource::FastestHour => words("reach-speed-fastest").to_owned(),
        SpeedSource::Class(class) => said!("reach-speed-class", class = class.spoken()),
    }
}

fn refusal(why: &NoReach) -> String {
    match why {
        NoReach::Empty(empty) => match empty.needed {
            Some(needed) if empty.is_round_land => {
                said!("reach-impossible-round", needed = needed.to_string(), stated = empty.stated.to_string())
            }
            Some(needed) => said!("reach-impossible", needed = needed.to_string(), stated = empty.stated.to_string()),
            None => said!("reach-no-way", stated = empty.stated.to_string()),
        },
        NoReach::Boundless => words("reach-boundless").to_owned(),
        // A job that was stopped is not shown.
        NoReach::Stopped(_) => String::new(),
    }
}

/// A speed as it is typed; nothing stands for the ship's own.
fn speed_of(text: &str) -> Result<Option<Knots>, String> {
    let bare = text.trim().trim_end_matches("kn").trim();
    if bare.is_empty() {
        return Ok(None);
    }
    let speed = bare.parse().ok().and_then(Knots::new).filter(|speed| (0.1..=FASTEST).contains(&speed.value()));
    speed.map(Some).ok_or_else(|| words("reach-speed-fault").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_read_with_or_without_its_unit_and_nothing_is_the_ship_s_own() {
        for (text, knots) in [("14", Some(14.0)), (" 14.5 kn", Some(14.5)), ("", None), ("kn", None)] {
            assert_eq!(speed_of(text).map(|speed| speed.map(Knots::value)), Ok(knots), "{text}");
        }
        for wrong in ["fast", "0", "-3", "400", "NaN"] {
            assert!(speed_of(wrong).is_err(), "{wrong}");
        }
    }
}
