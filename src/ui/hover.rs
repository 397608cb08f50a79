//! The plate beside the pointer that names what is under it.

use egui::{Area, Context, Frame, Id, Order, Pos2, Rect, RichText, vec2};

use crate::language::said;
use crate::session::{Selected, Session};
use crate::ui::words::lines_of;

/// Draws the plate inside `room`; nothing takes the pointer from the map.
pub fn ui(ctx: &Context, session: &Session, thing: Selected, n_beneath: usize, pointer: Pos2, room: Rect) {
    let lines = lines_of(session, thing);
    Area::new(Id::unique("hover"))
        .order(Order::Tooltip)
        .interactable(false)
        .fade_in(false)
        .fixed_pos(pointer + vec2(16.0, 16.0))
        .constrain_to(room.shrink(4.0))
        .show(ctx, |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                for (idx, line) in lines.iter().enumerate() {
                    ui.label(if idx == 0 { RichText::new(line).strong() } else { RichText::new(line).weak() });
                }
                if n_beneath > 0 {
                    ui.label(RichText::new(said!("hover-beneath", n = n_beneath)).weak().small());
                }
            });
        });
}
