//! A row of a list: a mark of colour, a name, and a quieter second line.

use egui::{
    Align2, Color32, FontFamily, FontId, Key, Modifiers, Response, Sense, Ui, WidgetInfo, pos2, text::LayoutJob, vec2,
};

use crate::ui::theme::{BODY, GRID, SMALL, STRONG};

/// How high a row is, points.
pub const HEIGHT: f32 = 40.0;

/// What a row shows.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The mark at its left edge.
    pub mark: Option<Color32>,
    /// First line.
    pub title: &'a str,
    /// Second line, smaller; may be empty.
    pub second: &'a str,
    /// At the right end of the first line, small.
    pub end: &'a str,
    /// Whether it is selected.
    pub is_selected: bool,
    /// How far in it stands, points.
    pub indent: f32,
}

/// The row that the arrow keys go to from the one that is selected, if any, of `n_rows` (one at least); `None` where they were not pressed.
pub fn stepped(ui: &Ui, n_rows: usize, now: impl FnOnce() -> Option<usize>) -> Option<usize> {
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
    (down != up).then(|| now().map_or(0, |row| (row + down).saturating_sub(up).min(n_rows - 1)))
}

/// Draws a row across all the room there is.
pub fn row_ui(ui: &mut Ui, row: Row<'_>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, row.is_selected, row.title));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let visuals = ui.visuals();
    let (text, weak) = (visuals.text_color(), visuals.weak_text_color());
    let ground = match (row.is_selected, response.hovered() || response.has_focus()) {
        (true, _) => Some(visuals.selection.bg_fill),
        (false, true) => Some(visuals.widgets.hovered.weak_bg_fill),
        (false, false) => None,
    };
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    if let Some(ground) = ground {
        painter.rect_filled(rect, 4.0, ground);
    }
    let mut left = rect.left() + GRID + row.indent;
    if let Some(mark) = row.mark {
        let bar = egui::Rect::from_min_size(pos2(left, rect.top() + 6.0), vec2(4.0, rect.height() - 12.0));
        painter.rect_filled(bar, 2.0, mark);
        left += 10.0;
    }
    let mut right = rect.right() - GRID;
    if !row.end.is_empty() {
        let at = pos2(right, rect.top() + 13.0);
        right = painter.text(at, Align2::RIGHT_CENTER, row.end, FontId::proportional(SMALL), weak).left() - GRID;
    }
    let line = |words: &str, font: FontId, colour: Color32, width: f32| {
        let mut job = LayoutJob::simple_singleline(words.to_owned(), font, colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(10.0));
        painter.layout_job(job)
    };
    let strong = if row.is_selected { FontFamily::Name(STRONG.into()) } else { FontFamily::Proportional };
    let title = line(row.title, FontId::new(BODY, strong), text, right - left);
    let (title_height, has_second) = (title.size().y, !row.second.is_empty());
    let top = if has_second { rect.top() + 4.0 } else { rect.center().y - title_height / 2.0 };
    painter.galley(pos2(left, top), title, text);
    if has_second {
        let colour = if row.is_selected { text } else { weak };
        let second = line(row.second, FontId::proportional(SMALL), colour, rect.right() - GRID - left);
        painter.galley(pos2(left, top + title_height + 1.0), second, colour);
    }
    response
}
