//! Whether the map shows how likely ships are detected, and which way through is looked for.
//!
//! Owns the words and the small plot by hour of departure. The reckoning is the session's, the colours are the map's. Start at [`ui`].

use egui::{ComboBox, DragValue, Id, Rect, RichText, Sense, Ui, pos2, vec2};

use crate::analysis::coverage::Side;
use crate::analysis::coverage::slip::Slips;
use crate::language::{said, words};
use crate::session::nouns::title;
use crate::session::{Command, CoverageWish, NoCoverage, NoSlip, Session, SlipEnd, SlipWish};
use crate::ui::Outbox;
use crate::ui::meeting_words::second_words;
use crate::ui::panel::field::{Look, row_ui, text_ui};
use crate::ui::panel::targets;
use crate::ui::panel::timeline::short;
use crate::ui::theme::{GRID, Theme};
use crate::ui::words::pod_words;
use crate::units::Knots;

/// How high the plot by hour of departure is, points.
const PLOT_HEIGHT: f32 = 40.0;

/// Draws the section.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme, out: &mut Outbox) {
    ui.label(RichText::new(words("coverage-heading")).strong());
    let asked = session.coverage().wish();
    let mut wish = asked.clone();
    ui.checkbox(&mut wish.is_shown, words("coverage-show")).on_hover_text(words("coverage-show-tip"));
    if wish.is_shown {
        shown_ui(ui, session, &mut wish, theme);
    }
    if wish != *asked {
        out.push(Command::Coverage(wish));
    }
}

fn shown_ui(ui: &mut Ui, session: &Session, wish: &mut CoverageWish, theme: &Theme) {
    row_ui(ui, words("coverage-when"), |ui, label| {
        let name = |is_most: bool| if is_most { words("coverage-most") } else { words("coverage-head") };
        let combo = ComboBox::from_id_salt("coverage when").width(ui.available_width());
        let response = combo.selected_text(name(wish.is_most)).show_ui(ui, |ui| {
            for other in [false, true] {
                ui.selectable_value(&mut wish.is_most, other, name(other));
            }
        });
        response.response.labelled_by(label).on_hover_text(words("coverage-when-tip"));
    });
    targets::ui(ui, &mut wish.targets);
    let mut looks = wish.slip.is_some();
    ui.checkbox(&mut looks, words("coverage-slip")).on_hover_text(words("coverage-slip-tip"));
    if looks != wish.slip.is_some() {
        wish.slip = looks.then(SlipWish::default);
    }
    if let Some(slip) = &mut wish.slip {
        end_ui(ui, session, words("coverage-from"), &mut slip.enter);
        end_ui(ui, session, words("coverage-to"), &mut slip.leave);
        row_ui(ui, words("coverage-speed"), |ui, label| {
            let mut knots = slip.speed.value();
            let drag = DragValue::new(&mut knots).range(1.0..=60.0).speed(0.2).max_decimals(1).suffix(" kn");
            ui.add(drag).labelled_by(label);
            if let Some(speed) = Knots::new(knots).filter(|speed| *speed != slip.speed) {
                slip.speed = speed;
            }
        });
    }
    let fault = |ui: &mut Ui, text: String| {
        ui.add(egui::Label::new(RichText::new(text).color(theme.ui.warning)).wrap());
    };
    match session.coverage().answer() {
        None => {
            ui.weak(words("coverage-reckoning"));
        }
        Some(Err(why)) => fault(ui, refusal(*why)),
        Some(Ok(shown)) => match &shown.slip {
            None => {}
            Some(Ok(slips)) => slips_ui(ui, slips, theme),
            Some(Err(why)) => fault(ui, no_way(why)),
        },
    }
}

/// Where the ship comes from, or wants to go.
fn end_ui(ui: &mut Ui, session: &Session, name: &str, end: &mut SlipEnd) {
    let plan = session.case().plan();
    let spoken = |end: &SlipEnd| match end {
        SlipEnd::Side(side) => side_words(*side).to_owned(),
        SlipEnd::Feature(id) => plan.feature(*id).map(|feature| title(feature).to_owned()).unwrap_or_default(),
        SlipEnd::Place(_) => words("coverage-place").to_owned(),
    };
    row_ui(ui, name, |ui, label| {
        let combo = ComboBox::from_id_salt(("end of the way", label)).width(ui.available_width());
        let response = combo.selected_text(spoken(end)).show_ui(ui, |ui| {
            let features = plan.features.iter().filter(|feature| feature.geometry.is_some());
            let others = Side::ALL.map(SlipEnd::Side).into_iter();
            let others = others.chain(features.map(|feature| SlipEnd::Feature(feature.id)));
            for other in others {
                let name = spoken(&other);
                ui.selectable_value(end, other, name);
            }
            let is_place = matches!(end, SlipEnd::Place(_));
            if ui.selectable_label(is_place, words("coverage-place")).clicked() && !is_place {
                *end = SlipEnd::Place(String::new());
            }
        });
        response.response.labelled_by(label);
    });
    if let SlipEnd::Place(place) = end {
        let look = Look::line(words("meet-place"), words("meet-place-hint"));
        if let Some(typed) = text_ui(ui, Id::unique(("end of the way", name)), look, place) {
            *place = typed;
        }
    }
}

fn side_words(side: Side) -> &'static str {
    match side {
        Side::West => words("coverage-west"),
        Side::East => words("coverage-east"),
        Side::South => words("coverage-south"),
        Side::North => words("coverage-north"),
    }
}

/// How likely a ship on the way of least detection is detected, and when it goes; beneath that, the least for each hour of departure.
fn slips_ui(ui: &mut Ui, slips: &Slips, theme: &Theme) {
    let ends = slips.least.way.first().zip(slips.least.way.last());
    if let Some(((_, departs), (_, arrives))) = ends {
        let told = said!(
            "coverage-way",
            pod = pod_words(slips.least.pod),
            from = second_words(*departs),
            to = second_words(*arrives)
        );
        ui.add(egui::Label::new(told).wrap());
    }
    ui.add(egui::Label::new(RichText::new(words("coverage-by-hour")).small().weak()).wrap());
    let n = slips.by_hour.len();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), PLOT_HEIGHT), Sense::hover());
    if n > 0 && ui.is_rect_visible(rect) {
        #[expect(clippy::cast_precision_loss, reason = "hours of a plan")]
        let width = rect.width() / n as f32;
        ui.painter().rect_filled(rect, 2.0, theme.ui.sunk);
        for (idx, (_, pod)) in slips.by_hour.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "places on the screen")]
            let (left, height) = (rect.left() + idx as f32 * width, rect.height() * pod.value() as f32);
            let bar =
                Rect::from_min_max(pos2(left, rect.bottom() - height.max(1.0)), pos2(left + width, rect.bottom()));
            ui.painter().rect_filled(bar, 0.0, theme.plan.patrol);
        }
        if let Some(at) = response.hover_pos() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of the hours")]
            let idx = (((at.x - rect.left()) / width).max(0.0) as usize).min(n - 1);
            if let Some((hour, pod)) = slips.by_hour.get(idx) {
                let told = said!("coverage-hour-read", time = short(*hour), pod = pod_words(*pod));
                response.on_hover_text_at_pointer(told);
            }
        }
    }
    ui.add_space(GRID);
    ui.add(egui::Label::new(RichText::new(words("coverage-caution")).small().weak()).wrap());
}

fn refusal(why: NoCoverage) -> String {
    use crate::analysis::coverage::NoPicture;
    match why {
        NoCoverage::NothingAssigned => words("coverage-nothing-assigned"),
        NoCoverage::Picture(NoPicture::Time) => words("coverage-too-long"),
        NoCoverage::Picture(NoPicture::TooManyCells) => words("coverage-too-large"),
        NoCoverage::Stopped => words("coverage-stopped"),
    }
    .to_owned()
}

fn no_way(why: &NoSlip) -> String {
    match why {
        NoSlip::NoChart => words("meet-chart-wait").to_owned(),
        NoSlip::NoPlace(text) => said!("coverage-no-place", place = &**text),
        NoSlip::Outside => words("coverage-outside").to_owned(),
        NoSlip::Ashore => words("coverage-ashore").to_owned(),
        NoSlip::NoWay => words("coverage-no-way").to_owned(),
    }
}
