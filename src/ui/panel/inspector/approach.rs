//! How near two selected things come to each other: time and distance of the closest approach.
//!
//! Owns the words; the session finds it, and the map draws it. Start at [`ui`].

use egui::{RichText, Ui};

use super::section_ui;
use crate::coordinate;
use crate::language::{said, words};
use crate::session::{NoApproach, Session};
use crate::ui::meeting_words::{assume_refusal, second_words};
use crate::ui::panel::field::fact_ui;
use crate::ui::theme::Theme;
use crate::ui::words::{hours_words, name_of};

/// Draws the section, where two things are selected of which one is a vessel.
pub(super) fn ui(ui: &mut Ui, session: &Session, theme: &Theme) {
    let Some(approach) = session.approach() else { return };
    section_ui(ui, words("approach-title"));
    match &approach.closest {
        Ok(closest) => {
            let after = u64::try_from(closest.time.millis() - approach.asked.millis()).unwrap_or(0);
            let after = hours_words(std::time::Duration::from_millis(after));
            fact_ui(ui, words("approach-distance"), &closest.distance.nautical_miles().to_string());
            let when = said!("approach-when", time = second_words(closest.time), after = after);
            fact_ui(ui, words("approach-time"), &when);
            for (thing, place) in approach.of.into_iter().zip([closest.one, closest.other]) {
                let place = coordinate::format(place, session.settings().coordinate_form);
                fact_ui(ui, &name_of(session, thing), &place);
            }
        }
        Err(why) => {
            let sentence = match why {
                NoApproach::Assume(why) => assume_refusal(why),
                NoApproach::NeverBoth => words("approach-never-both").to_owned(),
            };
            ui.add(egui::Label::new(RichText::new(sentence).color(theme.ui.warning)).wrap());
        }
    }
    let from = said!("approach-caution", time = second_words(approach.asked));
    ui.add(egui::Label::new(RichText::new(from).weak().small()).wrap());
}
