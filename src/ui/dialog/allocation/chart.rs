//! The picture of an allocation: a row for each unit, a bar for each search, over the periods.
//!
//! Owns the layout of rows. Start at [`row_ui`].

use egui::{Align2, Color32, FontId, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::amount;
use crate::analysis::allocate::Stint;
use crate::analysis::pattern::pod::Probability;
use crate::language::{said, words};
use crate::session::Allocation;
use crate::session::nouns::title;
use crate::ui::panel::timeline::{Scale, short};
use crate::ui::theme::{GRID, SMALL, Theme};
use crate::ui::words::pod_words;

/// Where the bars begin, points from the left edge: tick and name stand before them.
const NAMES: f32 = 200.0;
/// So near to one another two times at the axis do not fit, points.
const BETWEEN_TIMES: f32 = 80.0;

fn scale(found: &Allocation, rect: Rect) -> Option<Scale> {
    let (from, to) = (found.case.periods.first()?.0, found.case.periods.last()?.1);
    Some(Scale { from, to, left: rect.left(), right: rect.right() })
}

/// The times at which periods begin, over the bars.
pub(super) fn axis_ui(ui: &mut Ui, found: &Allocation, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 14.0), Sense::hover());
    let bars = Rect::from_min_max(pos2(rect.left() + NAMES, rect.top()), rect.max);
    let Some(scale) = scale(found, bars) else { return };
    let mut last = f32::NEG_INFINITY;
    for (from, _) in &found.case.periods {
        let x = scale.x(*from);
        if x - last >= BETWEEN_TIMES {
            let font = FontId::proportional(SMALL);
            ui.painter().text(pos2(x, rect.top()), Align2::LEFT_TOP, short(*from), font, theme.ui.text_weak);
            last = x;
        }
    }
}

/// The name of an area of a case.
pub(super) fn area_name(found: &Allocation, area: usize) -> String {
    let id = found.case.areas.get(area).copied();
    id.and_then(|id| found.plan.feature(id)).map(|feature| title(feature).to_owned()).unwrap_or_default()
}

/// Where a unit is, from when until when, and how likely it finds what is there.
pub(super) fn stint_words(found: &Allocation, stint: &Stint) -> String {
    said!(
        "allocate-stint",
        area = area_name(found, stint.area),
        from = short(found.case.moment(stint.on_scene.0)),
        to = short(found.case.moment(stint.on_scene.1)),
        pod = pod_words(Probability::clamped(stint.pod))
    )
}

/// A colour for each area, the same in every row.
fn colour_of(area: usize, theme: &Theme) -> Color32 {
    theme.track.groups[area % theme.track.groups.len()]
}

/// A unit's row: its name with what it adds, and its bars. True when it is clicked.
pub(super) fn row_ui(
    ui: &mut Ui,
    (found, idx): (&Allocation, usize),
    name: &str,
    is_opened: bool,
    theme: &Theme,
) -> bool {
    let stints = found.stints.get(idx).map(Vec::as_slice).unwrap_or_default();
    let adds = found.whys.as_ref().and_then(|whys| whys.get(idx)).map(|why| amount(why.adds));
    let text = match &adds {
        Some(adds) => said!("allocate-row", unit = name, adds = adds.as_str()),
        None => name.to_owned(),
    };
    let left = ui.min_rect().left();
    let width = (left + NAMES - ui.cursor().left() - GRID).max(40.0);
    let height = ui.spacing().interact_size.y;
    let button = egui::Button::selectable(is_opened, (text.as_str(), egui::Atom::grow()))
        .truncate()
        .min_size(vec2(width, height));
    let response = ui
        .allocate_ui_with_layout(vec2(width, height), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_max_width(width);
            ui.add(button)
        })
        .inner;
    let told: Vec<String> = stints.iter().map(|stint| stint_words(found, stint)).collect();
    let told = if told.is_empty() { words("allocate-nowhere").to_owned() } else { told.join("\n") };
    let spoken = format!("{text}\n{told}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_opened, &spoken));
    let is_clicked = response.on_hover_text(format!("{told}\n{}", words("allocate-row-tip"))).clicked();
    bars_ui(ui, found, stints, left + NAMES, theme);
    is_clicked
}

fn bars_ui(ui: &mut Ui, found: &Allocation, stints: &[Stint], left: f32, theme: &Theme) {
    let (rect, response) = ui.allocate_exact_size(ui.available_size_before_wrap(), Sense::hover());
    let rect = Rect::from_min_max(pos2(left.max(rect.left()), rect.top()), rect.max).shrink2(vec2(0.0, 2.0));
    let Some(scale) = scale(found, rect) else { return };
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect, 2.0, theme.ui.sunk);
    for (from, _) in &found.case.periods {
        painter.vline(scale.x(*from), rect.y_range(), Stroke::new(1.0, theme.ui.line));
    }
    let mut pointed = None;
    for stint in stints {
        let (from, to) = (found.case.moment(stint.on_scene.0), found.case.moment(stint.on_scene.1));
        let bar = Rect::from_x_y_ranges(scale.x(from)..=scale.x(to).max(scale.x(from) + 2.0), rect.y_range());
        painter.rect_filled(bar, 2.0, colour_of(stint.area, theme).gamma_multiply(0.45));
        let font = FontId::proportional(SMALL);
        let inside = painter.with_clip_rect(bar.intersect(painter.clip_rect()));
        let at = pos2(bar.left() + GRID, bar.center().y);
        inside.text(at, Align2::LEFT_CENTER, area_name(found, stint.area), font, theme.ui.text);
        if response.hover_pos().is_some_and(|at| bar.contains(at)) {
            pointed = Some(stint);
        }
    }
    if let Some(stint) = pointed {
        response.on_hover_text_at_pointer(stint_words(found, stint));
    }
}
