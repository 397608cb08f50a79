//! The window in which a search pattern or a barrier is planned: what is asked, what it comes to, and how it is kept.
//!
//! Owns what is asked until it is put into the plan. The session lays the pattern out, the map shows it meanwhile. Start at [`PatrolWindow::ui`].

mod diagram;

use egui::{ComboBox, Context, Id, Label, RichText, Ui, pos2};
use geo::Geometry;

use crate::analysis::pattern::Pattern;
use crate::analysis::pattern::pod::{Coverage, Probability};
use crate::io::patrol_json::{KeptLeg, PatrolBarrier};
use crate::io::unit_library;
use crate::language::{said, words};
use crate::plan::{Feature, Kind, Plan};
use crate::session::nouns::title;
use crate::session::patrol::{LaidOut, PatrolWish};
use crate::session::{Command, PatrolAsk, PatrolCommand, Selected, Session, Whom, faults};
use crate::ui::panel::field::{Look, fact_ui, list, number_of, parsed_ui, row_ui};
use crate::ui::panel::inspector::{moment_of, moment_words};
use crate::ui::panel::targets;
use crate::ui::panel::timeline::short;
use crate::ui::theme::{GRID, Theme};
use crate::ui::{Outbox, legs};
use crate::units::{Course, Knots, METRES_PER_NAUTICAL_MILE, Metres, NauticalMiles, Timestamp};

/// How wide the window is, points: it covers the left dock, and the map stays in sight.
const WIDTH: f32 = 312.0;
/// What the window leaves of the screen's height for its title and its buttons, points.
const AROUND: f32 = 220.0;

/// The window, while it is open.
#[derive(Debug, Default)]
pub struct PatrolWindow {
    ask: Option<PatrolAsk>,
}

impl PatrolWindow {
    /// Begins a pattern in a feature.
    pub fn open(&mut self, plan: &Plan, area: &Feature) {
        self.ask = Some(PatrolAsk::of(plan, area));
    }

    /// Closes it; false if it was not open.
    pub fn close(&mut self) -> bool {
        self.ask.take().is_some()
    }

    /// Draws it while it is open; true when a path for the bridge's file is wanted.
    pub fn ui(&mut self, ctx: &Context, session: &Session, theme: &Theme, out: &mut Outbox) -> bool {
        let area = self.ask.as_ref().and_then(|ask| session.case().plan().feature(ask.area));
        let (mut is_open, mut came) = (true, Came::Open);
        if let (Some(ask), Some(area)) = (&mut self.ask, area) {
            let window = super::window(said!("patrol-title", area = title(area)))
                .id(Id::unique("search pattern"))
                .open(&mut is_open)
                .default_pos(pos2(8.0, 62.0))
                .default_width(WIDTH)
                .max_width(WIDTH)
                .resizable(false);
            window.show(ctx, |ui| {
                let height = (ctx.content_rect().height() - AROUND).max(200.0);
                list(height).show(ui, |ui| {
                    // The scroll bar floats over the right edge; nothing lies under it.
                    ui.set_max_width(ui.available_width() - 2.0 * GRID);
                    ask_ui(ui, ask, session);
                    ui.separator();
                    answer_ui(ui, session, theme);
                });
                came = buttons_ui(ui, session, out);
            });
        }
        if !is_open || came == Came::Kept || area.is_none() {
            self.ask = None;
        }
        // After what the buttons ask, which is about the pattern as it was.
        if session.patrol().ask() != self.ask.as_ref() {
            out.push(Command::Patrol(PatrolCommand::Ask(self.ask.clone().map(Box::new))));
        }
        came == Came::Path
    }
}

/// What came of a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Open,
    /// The pattern was put into the plan.
    Kept,
    /// A path for it is wanted.
    Path,
}

/// What is asked: a change is one as soon as it is confirmed.
fn ask_ui(ui: &mut Ui, ask: &mut PatrolAsk, session: &Session) {
    let plan = session.case().plan();
    let laid = session.patrol().laid().and_then(Result::ok).filter(|laid| laid.patrol.area_id == ask.area);
    choice_ui(ui, words("patrol-pattern"), "", legs::pattern_words(ask.wish.pattern), |ui| {
        for other in Pattern::ALL {
            ui.selectable_value(&mut ask.wish.pattern, other, legs::pattern_words(other));
        }
    });
    let whom = match &ask.whom {
        Whom::Nobody => words("patrol-unit-none").to_owned(),
        Whom::OfPlan(id) => plan.feature(*id).map_or_else(String::new, |unit| title(unit).to_owned()),
        Whom::Typical(class) => said!("patrol-typical", class = class.as_str()),
    };
    choice_ui(ui, words("patrol-unit"), words("patrol-unit-tip"), &whom, |ui| {
        ui.selectable_value(&mut ask.whom, Whom::Nobody, words("patrol-unit-none"));
        for unit in plan.features.iter().filter(|feature| feature.kind == Kind::Unit) {
            ui.selectable_value(&mut ask.whom, Whom::OfPlan(unit.id), title(unit));
        }
        for class in unit_library::bundled() {
            let name = said!("patrol-typical", class = class.name.as_str());
            ui.selectable_value(&mut ask.whom, Whom::Typical(class.name.clone()), name);
        }
    });
    if ask.whom != Whom::Nobody && ask.wish.sweep.is_none() {
        targets::ui(ui, &mut ask.wish.targets);
    }
    let geometry = plan.feature(ask.area).and_then(|area| area.geometry.as_ref());
    let is_line = matches!(geometry, Some(Geometry::LineString(_) | Geometry::MultiLineString(_)));
    wish_ui(ui, &mut ask.wish, is_line, laid.map(|laid| &**laid));
}

/// The figures that can be typed; each shows, while it is empty, what is taken instead.
fn wish_ui(ui: &mut Ui, wish: &mut PatrolWish, is_line: bool, laid: Option<&LaidOut>) {
    let patrol = laid.map(|laid| &laid.patrol);
    let miles = |length: NauticalMiles| format!("{} nm", hundredths(length.value()));
    let knots = |speed: Knots| format!("{} kn", hundredths(speed.value()));
    let hint = |text: Option<String>| text.unwrap_or_default();
    let pattern = wish.pattern;
    if !matches!(pattern, Pattern::Barrier | Pattern::Sector) {
        let taken = hint(patrol.map(|patrol| miles(patrol.spacing)));
        length_ui(ui, words("patrol-spacing"), &taken, &mut wish.spacing);
    }
    speed_ui(ui, words("patrol-speed"), &hint(patrol.map(|patrol| knots(patrol.speed))), &mut wish.speed);
    let taken = hint(patrol.and_then(|patrol| patrol.sweep).map(miles));
    length_ui(ui, words("patrol-sweep"), &taken, &mut wish.sweep);
    // A barrier along a line lies as the line does.
    if !is_line {
        heading_ui(ui, &hint(patrol.map(|patrol| patrol.heading.to_string())), &mut wish.heading);
    }
    let taken = laid.and_then(|laid| laid.route.span());
    moment_ui(ui, words("patrol-start"), taken.map(|span| span.0), &mut wish.start);
    match pattern {
        Pattern::Barrier => {
            moment_ui(ui, words("patrol-until"), taken.map(|span| span.1), &mut wish.until);
            let mut target = Some(wish.target_speed);
            speed_ui(ui, words("patrol-target-speed"), "", &mut target);
            wish.target_speed = target.unwrap_or_else(|| PatrolWish::of(pattern).target_speed);
        }
        Pattern::Sector => {
            length_ui(ui, words("patrol-radius"), words("patrol-radius-inside"), &mut wish.radius);
            let mut n_passes = Some(wish.n_passes);
            count_ui(ui, words("patrol-passes"), "1", &mut n_passes);
            wish.n_passes = n_passes.unwrap_or(1);
        }
        Pattern::Square => count_ui(ui, words("patrol-legs"), words("patrol-legs-inside"), &mut wish.n_legs),
        Pattern::Parallel | Pattern::Creeping => {}
    }
}

/// A row with a list to choose from.
fn choice_ui(ui: &mut Ui, name: &str, tip: &str, shown: &str, list: impl FnOnce(&mut Ui)) {
    row_ui(ui, name, |ui, label| {
        let combo = ComboBox::from_id_salt(id_of(name)).width(ui.available_width()).truncate().selected_text(shown);
        let response = combo.show_ui(ui, list).response.labelled_by(label);
        if !tip.is_empty() {
            response.on_hover_text(tip);
        }
    });
}

/// A field of this window is known by its name.
fn id_of(name: &str) -> Id {
    Id::unique(("search pattern", name))
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn length_ui(ui: &mut Ui, name: &str, taken: &str, length: &mut Option<NauticalMiles>) {
    let shown = length.map_or_else(String::new, |length| format!("{} nm", hundredths(length.value())));
    let read = |text: &str| number_of(text, &["nm"]).map(|number| number.and_then(NauticalMiles::new));
    if let Some(new) = parsed_ui(ui, id_of(name), Look::line(name, taken), &shown, read) {
        *length = new;
    }
}

fn speed_ui(ui: &mut Ui, name: &str, taken: &str, speed: &mut Option<Knots>) {
    let shown = speed.map_or_else(String::new, |speed| format!("{} kn", hundredths(speed.value())));
    let read = |text: &str| number_of(text, &["kn"]).map(|number| number.and_then(Knots::new));
    if let Some(new) = parsed_ui(ui, id_of(name), Look::line(name, taken), &shown, read) {
        *speed = new;
    }
}

fn heading_ui(ui: &mut Ui, taken: &str, heading: &mut Option<Course>) {
    let shown = heading.map(|heading| heading.to_string()).unwrap_or_default();
    let name = words("patrol-heading");
    if let Some(new) = parsed_ui(ui, id_of(name), Look::line(name, taken), &shown, course_of) {
        *heading = new;
    }
}

fn moment_ui(ui: &mut Ui, name: &str, taken: Option<Timestamp>, moment: &mut Option<Timestamp>) {
    let shown = moment.map_or_else(String::new, moment_words);
    let taken = taken.map_or_else(String::new, moment_words);
    if let Some(new) = parsed_ui(ui, id_of(name), Look::line(name, &taken), &shown, moment_of) {
        *moment = new;
    }
}

fn count_ui(ui: &mut Ui, name: &str, taken: &str, count: &mut Option<u32>) {
    let shown = count.map_or_else(String::new, |count| count.to_string());
    let read = |text: &str| match text.trim() {
        "" => Ok(None),
        text => match text.parse::<u32>() {
            Ok(count @ 1..=2000) => Ok(Some(count)),
            _ => Err(words("fault-count").to_owned()),
        },
    };
    if let Some(new) = parsed_ui(ui, id_of(name), Look::line(name, taken), &shown, read) {
        *count = new;
    }
}

/// A true course as it is typed: `045`, `45°`; nothing is none.
fn course_of(text: &str) -> Result<Option<Course>, String> {
    let bare = text.trim().trim_end_matches('°').trim();
    if bare.is_empty() {
        return Ok(None);
    }
    let course = bare.parse::<f64>().ok().and_then(Course::new);
    course.map(Some).ok_or_else(|| words("fault-bearing").to_owned())
}

/// What the pattern comes to, or why there is none.
fn answer_ui(ui: &mut Ui, session: &Session, theme: &Theme) {
    match session.patrol().laid() {
        None => {
            ui.weak(words("patrol-waits"));
        }
        Some(Err(fault)) => {
            ui.add(Label::new(RichText::new(faults::patrol(fault)).color(theme.ui.warning)).wrap());
        }
        Some(Ok(laid)) => {
            for warning in &laid.warnings {
                ui.add(Label::new(RichText::new(warning).color(theme.ui.warning)).wrap());
            }
            figures_ui(ui, laid);
            if let Some(diagram) = &laid.diagram {
                diagram::ui(ui, diagram, theme);
                ui.add(Label::new(RichText::new(words("patrol-diagram-hint")).weak().small()).wrap());
            }
            let legs = &laid.patrol.legs;
            legs::ui(ui, Id::unique("legs of a pattern"), legs.len(), |idx| legs.get(idx).map(KeptLeg::from));
        }
    }
    ui.add(Label::new(RichText::new(words("patrol-caution")).weak().small()).wrap());
}

fn figures_ui(ui: &mut Ui, laid: &LaidOut) {
    let LaidOut { route, patrol, .. } = laid;
    let length = route.length().nautical_miles().to_string();
    let figures = said!("patrol-route-figures", n = patrol.legs.len(), length = length, hours = hours(patrol.lasts));
    fact_ui(ui, words("patrol-route"), &figures);
    if let Some(leg) = patrol.legs.last() {
        fact_ui(ui, words("patrol-ends"), &moment_words(leg.ends));
    }
    if let (Some(area), Some(time)) = (patrol.searched, patrol.search_time) {
        let area = format!("{:.1}", area.value() / METRES_PER_NAUTICAL_MILE.powi(2));
        let figures = said!("patrol-search-figures", area = area, hours = hours(time));
        tipped_ui(ui, words("patrol-search"), &figures, words("patrol-search-tip"));
    }
    let endurance = match patrol.available {
        None => words("patrol-endurance-unknown").to_owned(),
        Some(available) if available >= patrol.lasts => said!("patrol-fits", available = hours(available)),
        Some(available) => {
            said!(
                "patrol-fits-not",
                available = hours(available),
                short = hours(patrol.lasts.saturating_sub(available))
            )
        }
    };
    tipped_ui(ui, words("patrol-endurance"), &endurance, words("patrol-endurance-tip"));
    match (&patrol.barrier, patrol.coverage.and_then(Coverage::new)) {
        (Some(barrier), _) => barrier_ui(ui, barrier),
        (None, Some(coverage)) => {
            let figure = format!("{:.2}", coverage.value());
            tipped_ui(ui, words("patrol-coverage"), &figure, words("patrol-coverage-tip"));
            let pods = legs::pod_words(|law| coverage.pod(law));
            tipped_ui(ui, words("patrol-pod"), &pods, words("patrol-pod-tip"));
        }
        (None, None) => fact_ui(ui, words("patrol-coverage"), words("patrol-coverage-unknown")),
    }
}

fn barrier_ui(ui: &mut Ui, barrier: &PatrolBarrier) {
    let [pod, bound] = [barrier.pod, barrier.bound].map(|share| Probability::clamped(share).to_string());
    let figures = said!("patrol-barrier-pod", pod = pod, speed = barrier.target_speed.to_string(), bound = bound);
    tipped_ui(ui, words("patrol-pod"), &figures, words("patrol-barrier-tip"));
    let gap = barrier.longest_gap().map_or_else(
        || words("patrol-no-gap").to_owned(),
        |(from, to, (begins, ends))| {
            let along = |at: Metres| format!("{:.1}", at.nautical_miles().value());
            said!("patrol-longest-gap", from = along(from), to = along(to), begins = short(begins), ends = short(ends))
        },
    );
    fact_ui(ui, words("patrol-longest"), &gap);
}

/// A fact that tells, under the pointer, how it is reckoned.
fn tipped_ui(ui: &mut Ui, name: &str, value: &str, tip: &str) {
    ui.scope(|ui| fact_ui(ui, name, value)).response.on_hover_text(tip);
}

fn hours(time: std::time::Duration) -> String {
    format!("{:.1}", time.as_secs_f64() / 3600.0)
}

/// Keeps the pattern, in the plan or for the bridge.
fn buttons_ui(ui: &mut Ui, session: &Session, out: &mut Outbox) -> Came {
    let mut came = Came::Open;
    // While another is being laid out, the one that is shown is not what is asked.
    let laid = session.patrol().laid().and_then(Result::ok).filter(|_| !session.patrol().is_under_way());
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        let can_add = laid.is_some() && !session.case().is_read_only();
        if super::main_button(ui, words("patrol-add"), can_add)
            && let Some(laid) = laid
        {
            out.push(Command::Patrol(PatrolCommand::AddToPlan));
            out.select(Selected::Feature(laid.feature.id));
            came = Came::Kept;
        }
        let save = ui.add_enabled(laid.is_some(), egui::Button::new(words("patrol-save")));
        if save.on_hover_text(words("patrol-save-tip")).clicked() {
            came = Came::Path;
        }
    });
    came
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_typed_in_degrees() {
        assert_eq!(course_of("045"), Ok(Course::new(45.0)));
        assert_eq!(course_of(" 45.5° "), Ok(Course::new(45.5)));
        assert_eq!(course_of(""), Ok(None));
        assert!(course_of("400").is_err() && course_of("north").is_err());
    }
}
