//! Choosing a colour: a swatch that opens a small palette, or a colour typed as `#rrggbb`.
//!
//! Owns the palette. A click is one choice, and so one edit. Swatches are shown as the theme shows them, so that nothing
//! is bright by night. Start at [`colour_ui`].

use egui::{Color32, Id, Popup, PopupCloseBehavior, Response, Sense, Stroke, StrokeKind, Ui, vec2};

use super::field::{Look, edit_ui};
use crate::language::words;
use crate::ui::theme::{GRID, Theme};

/// Colours that tell each other apart on land and sea in every theme, with the keys of their names.
pub const PALETTE: [(&str, &str); 12] = [
    ("#d93636", "colour-red"),
    ("#e8762c", "colour-orange"),
    ("#d9a514", "colour-amber"),
    ("#5b9a32", "colour-green"),
    ("#12866a", "colour-teal"),
    ("#2a9fc0", "colour-cyan"),
    ("#2f6fd0", "colour-blue"),
    ("#6a55c8", "colour-indigo"),
    ("#a347b8", "colour-violet"),
    ("#c93a86", "colour-pink"),
    ("#8a6a4a", "colour-brown"),
    ("#6b7680", "colour-grey"),
];

/// A swatch; what was chosen: a colour, or `Some(None)` for the one it has by itself (`own`).
pub fn colour_ui(
    ui: &mut Ui,
    id: Id,
    theme: &Theme,
    name: &str,
    current: Option<&str>,
    own: Color32,
) -> Option<Option<String>> {
    let shown = current.and_then(|hex| theme.from_file(hex)).unwrap_or(own);
    let button = swatch_ui(ui, shown, false, name).on_hover_text(name);
    let mut chosen = None;
    Popup::menu(&button).id(id.with("popup")).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(196.0);
        ui.strong(name);
        ui.add_space(GRID);
        egui::Grid::new(id.with("swatches")).spacing(vec2(6.0, 6.0)).show(ui, |ui| {
            for (idx, (hex, key)) in PALETTE.iter().enumerate() {
                let colour = theme.from_file(hex).unwrap_or(own);
                if swatch_ui(ui, colour, current == Some(*hex), words(key)).on_hover_text(words(key)).clicked() {
                    chosen = Some(Some((*hex).to_owned()));
                }
                if idx % 6 == 5 {
                    ui.end_row();
                }
            }
        });
        ui.add_space(GRID);
        let mut fault = None;
        let look = Look::line(words("colour-hex"), "#rrggbb");
        if let Some(hex) = edit_ui(ui, id.with("hex"), look, current.unwrap_or_default(), hex_of, &mut fault) {
            chosen = Some(hex);
        }
        if let Some(fault) = fault {
            ui.colored_label(ui.visuals().error_fg_color, fault);
        }
        if current.is_some() && ui.button(words("colour-own")).clicked() {
            chosen = Some(None);
        }
        if chosen.is_some() {
            ui.close();
        }
    });
    chosen
}

/// A typed colour; empty means none.
fn hex_of(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let hex = if text.starts_with('#') { text.to_lowercase() } else { format!("#{}", text.to_lowercase()) };
    let is_known = matches!(hex.len(), 4 | 7) && Color32::from_hex(&hex).is_ok();
    if is_known { Ok(Some(hex)) } else { Err(words("fault-colour").into()) }
}

fn swatch_ui(ui: &mut Ui, colour: Color32, is_chosen: bool, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 20.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ColorWell, true, is_chosen, name));
    let line = if is_chosen || response.hovered() || response.has_focus() {
        Stroke::new(2.0, ui.visuals().text_color())
    } else {
        Stroke::new(1.0, ui.visuals().widgets.noninteractive.bg_stroke.color)
    };
    ui.painter().rect(rect.shrink(1.0), 3.0, colour, line, StrokeKind::Outside);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_simplestyle_writes_them() {
        assert_eq!(hex_of("#D33"), Ok(Some("#d33".into())));
        assert_eq!(hex_of("336699"), Ok(Some("#336699".into())));
        assert_eq!(hex_of(" "), Ok(None));
        assert!(hex_of("red").is_err() && hex_of("#12345").is_err());
    }

    #[test]
    fn every_colour_of_the_palette_can_be_read() {
        assert!(PALETTE.iter().all(|(hex, _)| hex_of(hex) == Ok(Some((*hex).to_owned()))));
    }
}
