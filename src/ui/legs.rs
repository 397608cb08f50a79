//! The legs of a route in a list that scrolls, and what patterns and laws of detection are called.

use egui::{Id, Label, RichText, Ui};

use crate::analysis::pattern::Pattern;
use crate::analysis::pattern::pod::{DetectionLaw, Probability};
use crate::io::patrol_json::KeptLeg;
use crate::language::{said, words};
use crate::ui::panel::field::list;
use crate::ui::panel::timeline::short;

/// How high the list may grow, points: some eight legs.
const MOST_HEIGHT: f32 = 150.0;

/// A pattern in the language spoken.
pub(super) fn pattern_words(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Parallel => words("patrol-parallel"),
        Pattern::Creeping => words("patrol-creeping"),
        Pattern::Square => words("patrol-square"),
        Pattern::Sector => words("patrol-sector"),
        Pattern::Barrier => words("patrol-barrier"),
    }
}

/// Probabilities by each law, the cautious one first.
pub(super) fn pod_words(pod: impl Fn(DetectionLaw) -> Probability) -> String {
    let [random, parallel, definite] = DetectionLaw::ALL.map(|law| pod(law).to_string());
    said!("patrol-pod-figures", random = random, parallel = parallel, definite = definite)
}

/// A leg in a line: its number, course, length and when it begins; it ends where and when the next begins.
fn leg_words(number: usize, leg: &KeptLeg) -> String {
    let (course, length) = (leg.course.to_string(), leg.distance.to_string());
    let begins = short(leg.begins);
    if leg.is_search {
        said!("patrol-leg", number = number, course = course, length = length, begins = begins)
    } else {
        said!("patrol-leg-join", number = number, course = course, length = length, begins = begins)
    }
}

/// Draws so many legs, folded until they are asked for; only those in sight are made up.
pub(super) fn ui(ui: &mut Ui, id: Id, n_legs: usize, leg: impl Fn(usize) -> Option<KeptLeg>) {
    egui::CollapsingHeader::new(said!("patrol-legs-title", n = n_legs)).id_salt(id).show(ui, |ui| {
        let height = ui.text_style_height(&egui::TextStyle::Small);
        let list = list(MOST_HEIGHT).id_salt(id);
        list.show_rows(ui, height, n_legs, |ui, rows| {
            for idx in rows {
                let Some(leg) = leg(idx) else { continue };
                let line = RichText::new(leg_words(idx + 1, &leg)).small();
                ui.add(Label::new(if leg.is_search { line } else { line.weak() }).truncate());
            }
        });
    });
}
