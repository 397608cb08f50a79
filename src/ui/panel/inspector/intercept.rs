//! On the page of a vessel or a finding: which unit of the plan could meet it, where, how soon, and what the law asks there.
//!
//! Owns the words and the place being typed. The menu is the session's, found by a job; the map draws the meeting that is looked at. Start at [`ui`].

use egui::{Button, ComboBox, FontId, Id, RichText, TextFormat, Ui, text::LayoutJob};

use super::section_ui;
use crate::analysis::intercept::{Answer, Meeting, Offer, SpeedUsed};
use crate::coordinate;
use crate::language::{said, words};
use crate::plan::Kind;
use crate::session::{Command, GoesOn, InterceptCommand, InterceptMenu, InterceptWish, Selected, Session};
use crate::ui::Outbox;
use crate::ui::meeting_words::{
    ended_words, law_in_short, law_words, menu_refusal, minute_words, refusal, second_words,
};
use crate::ui::panel::field::{Look, fact_ui, row_ui, text_ui};
use crate::ui::theme::{BODY, GRID, SMALL, Theme};
use crate::ui::words::{hours_words, name_of, waters_words};

/// Draws the section.
pub(super) fn ui(ui: &mut Ui, session: &Session, theme: &Theme, out: &mut Outbox) {
    // One place, however much comes later: what stands below keeps its own, and a press on it is not lost.
    ui.scope(|ui| contents_ui(ui, session, theme, out));
}

fn contents_ui(ui: &mut Ui, session: &Session, theme: &Theme, out: &mut Outbox) {
    section_ui(ui, words("meet-title"));
    let vessels = session.looked_at_vessels();
    let has_units = session.case().plan().features.iter().any(|feature| feature.kind == Kind::Unit);
    if !has_units {
        ui.add(egui::Label::new(RichText::new(words("meet-no-units")).weak()).wrap());
        return;
    }
    let desk = session.intercept();
    let asked = desk.wish();
    let mut wish = asked.clone();
    if vessels.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            let shown = desk.menu().map(|menu| menu.of);
            for mmsi in &vessels {
                let is_shown = shown.or(vessels.first().copied()) == Some(*mmsi);
                if ui.selectable_label(is_shown, name_of(session, Selected::Vessel(*mmsi))).clicked() {
                    wish.whom = Some(*mmsi);
                }
            }
        });
    }
    wish_ui(ui, &mut wish);
    if wish != *asked {
        out.push(Command::Intercept(InterceptCommand::Ask(Box::new(wish))));
    }
    let Some(menu) = desk.menu() else {
        let wait = if session.waters().is_none() { words("meet-chart-wait") } else { words("waters-wait") };
        ui.weak(wait);
        return;
    };
    menu_ui(ui, session, menu, theme, out);
    ui.add(egui::Label::new(RichText::new(words("meet-caution")).weak().small()).wrap());
}

/// What is assumed of the vessel, and what counts of the units.
fn wish_ui(ui: &mut Ui, wish: &mut InterceptWish) {
    let goes = |goes_on: &GoesOn| match goes_on {
        GoesOn::Course => words("meet-goes-course"),
        GoesOn::Route => words("meet-goes-route"),
        GoesOn::To(_) => words("meet-goes-to"),
    };
    row_ui(ui, words("meet-goes"), |ui, label| {
        let combo = ComboBox::from_id_salt("how a vessel goes on").width(ui.available_width());
        let response = combo.selected_text(goes(&wish.goes_on)).show_ui(ui, |ui| {
            let place = match &wish.goes_on {
                GoesOn::To(place) => place.clone(),
                _ => String::new(),
            };
            for other in [GoesOn::Course, GoesOn::Route, GoesOn::To(place)] {
                let name = goes(&other);
                ui.selectable_value(&mut wish.goes_on, other, name);
            }
        });
        response.response.labelled_by(label).on_hover_text(words("meet-goes-tip"));
    });
    if let GoesOn::To(place) = &mut wish.goes_on {
        let look = Look::line(words("meet-place"), words("meet-place-hint"));
        if let Some(typed) = text_ui(ui, Id::unique("where a vessel goes to"), look, place) {
            *place = typed;
        }
    }
    let speeds = |speed: SpeedUsed| match speed {
        SpeedUsed::Best => words("meet-speed-best"),
        SpeedUsed::Cruise => words("meet-speed-cruise"),
    };
    row_ui(ui, words("meet-units-at"), |ui, label| {
        let combo = ComboBox::from_id_salt("speed of the units").width(96.0);
        let response = combo.selected_text(speeds(wish.speed)).show_ui(ui, |ui| {
            for other in [SpeedUsed::Best, SpeedUsed::Cruise] {
                ui.selectable_value(&mut wish.speed, other, speeds(other));
            }
        });
        response.response.labelled_by(label);
        ui.checkbox(&mut wish.must_return, words("meet-return")).on_hover_text(words("meet-return-tip"));
    });
}

fn menu_ui(ui: &mut Ui, session: &Session, menu: &InterceptMenu, theme: &Theme, out: &mut Outbox) {
    let from = if session.focus().window.is_some() { words("meet-from-head") } else { words("meet-from-last") };
    ui.horizontal_wrapped(|ui| {
        ui.weak(said!("meet-from", time = second_words(menu.asked), what = from));
        if session.intercept().is_under_way() {
            ui.add(egui::Spinner::new().size(12.0));
        }
    });
    match &menu.answer {
        Ok(answer) => answer_ui(ui, session, menu, answer, theme, out),
        Err(why) => {
            ui.add(egui::Label::new(RichText::new(menu_refusal(why)).color(theme.ui.warning)).wrap());
        }
    }
}

fn answer_ui(ui: &mut Ui, session: &Session, menu: &InterceptMenu, answer: &Answer, theme: &Theme, out: &mut Outbox) {
    if let Some(time) = answer.ashore {
        let sentence = said!("meet-ashore", time = second_words(time));
        ui.add(egui::Label::new(RichText::new(sentence).weak()).wrap());
    }
    let looked_at = session.intercept().looked_at();
    let opened = session.intercept().opened();
    for offer in &answer.offers {
        let (is_shown, is_opened) = (looked_at == Some(offer.unit), opened == Some(offer.unit));
        let row = Button::selectable(is_shown, row_job(ui, menu, offer, theme)).wrap();
        let row = row.min_size(egui::vec2(ui.available_width(), 0.0));
        if ui.add(row).on_hover_text(words("meet-row-tip")).clicked() {
            let open = (!is_opened).then_some(offer.unit);
            out.push(Command::Intercept(InterceptCommand::Open(open)));
        }
        if is_opened && let Ok(met) = &offer.outcome {
            ui.indent(Id::unique(("meeting of", offer.unit)), |ui| opened_ui(ui, session, offer, met, out));
        }
    }
}

/// A row: who and in how long; then when, on which course, how far; then in whose water, and what the law asks there. Or why not.
fn row_job(ui: &Ui, menu: &InterceptMenu, offer: &Offer, theme: &Theme) -> LayoutJob {
    let mut job = LayoutJob::default();
    let mut put = |text: &str, size: f32, colour: egui::Color32| {
        job.append(text, 0.0, TextFormat::simple(FontId::proportional(size), colour));
    };
    let (strong, weak) = (ui.visuals().strong_text_color(), theme.ui.text_weak);
    match &offer.outcome {
        Ok(met) => {
            put(&said!("meet-row", unit = &*offer.name, after = hours_words(met.after)), BODY, strong);
            let leg = format!("{} · {}", met.course, met.distance.nautical_miles());
            put(&format!("\n{} · {leg}", minute_words(met.time, menu.asked)), SMALL, weak);
            if let Some(located) = &offer.located {
                let parts = [waters_words(located), law_in_short(located)];
                let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
                put(&format!("\n{told}"), SMALL, weak);
            }
        }
        Err(why) => {
            put(&offer.name, BODY, weak);
            put(&format!("\n{}", refusal(why)), SMALL, weak);
        }
    }
    job
}

/// All that is said of a meeting.
fn opened_ui(ui: &mut Ui, session: &Session, offer: &Offer, met: &Meeting, out: &mut Outbox) {
    fact_ui(ui, words("meet-time"), &second_words(met.time));
    fact_ui(ui, words("meet-where"), &coordinate::format(met.place, session.settings().coordinate_form));
    let mut steer = format!("{} · {}", met.course, met.distance.nautical_miles());
    if let Some(speed) = offer.speed {
        steer = format!("{steer} · {speed}");
    }
    if met.round_land.is_some() {
        steer = format!("{steer} · {}", words("meet-round-land"));
    }
    fact_ui(ui, words("meet-steer"), &steer);
    if let Some(located) = &offer.located {
        fact_ui(ui, words("meet-water"), &waters_words(located));
        fact_ui(ui, words("meet-law"), &law_words(located));
        for sentence in &located.disputed {
            ui.add(egui::Label::new(RichText::new(sentence).weak()).wrap());
        }
        crate::ui::law::folded_ui(ui, Id::unique(("law of a meeting", offer.unit)), &[located.zone]);
    }
    fact_ui(ui, words("meet-leaves"), &second_words(met.leaves));
    let window = said!("meet-window-until", time = second_words(met.last), why = ended_words(met.ended_by));
    fact_ui(ui, words("meet-window"), &window);
    fact_ui(ui, words("meet-latest"), &second_words(met.latest_departure));
    let margin = met.margin.map_or_else(|| words("meet-margin-unknown").to_owned(), hours_words);
    fact_ui(ui, words("meet-margin"), &margin);
    if offer.is_base_unknown {
        ui.add(egui::Label::new(RichText::new(words("meet-base-unknown")).weak()).wrap());
    }
    if let Some(off) = offer.uncertainty {
        let within = said!("meet-off", off = off.nautical_miles().to_string());
        fact_ui(ui, words("meet-uncertainty"), &within);
    }
    ui.horizontal_wrapped(|ui| {
        let add = ui.add_enabled(!session.case().is_read_only(), Button::new(words("meet-add")));
        if add.on_hover_text(words("meet-add-tip")).clicked() {
            out.push(Command::Intercept(InterceptCommand::AddToPlan(offer.unit)));
        }
        if ui.button(words("meet-zoom")).on_hover_text(words("meet-zoom-tip")).clicked() {
            out.look_at(super::vessel::around(met.place, place_of(session, offer).unwrap_or(met.place)));
        }
        if ui.button(words("meet-unit")).on_hover_text(words("meet-unit-tip")).clicked() {
            out.select(Selected::Feature(offer.unit));
        }
    });
    ui.add_space(GRID);
}

fn place_of(session: &Session, offer: &Offer) -> Option<crate::geodesy::Position> {
    crate::ui::words::middle_of(session, Selected::Feature(offer.unit))
}
