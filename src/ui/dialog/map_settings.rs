//! What the chart shows, the user's own maps, and the online map's switch.

use std::path::{Path, PathBuf};

use egui::{Button, Context, RichText, TextEdit, Ui};

use crate::language::{said, words};
use crate::session::{Command, OnlineSource, Session, Settings, SettingsCommand};
use crate::ui::Outbox;
use crate::ui::map::{Language, MapPanel, MapSettings, OnlineMap};
use crate::ui::own_maps::{OwnMaps, Standing};
use crate::ui::panel::field::list;
use crate::ui::panel::layers::icon_button;
use crate::ui::theme::{GRID, icon};

/// What is being typed.
#[derive(Debug, Default)]
pub struct Typed {
    online: Option<OnlineSource>,
    path: String,
}

/// An address to begin with, that its owners let anyone try.
fn first_online() -> OnlineSource {
    OnlineSource {
        url: "https://tile.openstreetmap.org/{z}/{x}/{y}.png".into(),
        attribution: "© OpenStreetMap contributors".into(),
    }
}

/// Draws the window; true when the user asks for a file to add.
#[expect(clippy::too_many_arguments, reason = "the frame hands down what it has; a struct would only rename it")]
pub fn ui(
    ctx: &Context,
    is_open: &mut bool,
    typed: &mut Typed,
    session: &Session,
    settings: &mut MapSettings,
    own: &mut OwnMaps,
    map: &mut MapPanel,
    out: &mut Outbox,
) -> bool {
    let mut wants_file = false;
    super::window(words("maps-title")).open(is_open).resizable(false).default_pos([400.0, 80.0]).show(ctx, |ui| {
        ui.set_width(460.0);
        ui.label(RichText::new(words("maps-bundled")).strong());
        ui.weak(words("maps-bundled-hint"));
        ui.horizontal(|ui| {
            ui.checkbox(&mut settings.shows_labels, words("maps-names"));
            ui.checkbox(&mut settings.shows_depths, words("maps-depths"));
            let limits = ui.checkbox(&mut settings.shows_limits, words("maps-limits"));
            limits.on_hover_text(words("maps-limits-tip"));
            ui.checkbox(&mut settings.shows_graticule, words("maps-graticule"));
            ui.checkbox(&mut settings.shows_rings, words("action-rings")).on_hover_text(words("hint-rings"));
        });
        ui.horizontal(|ui| {
            ui.label(words("maps-names-in"));
            ui.selectable_value(&mut settings.language, Language::English, words("action-english"));
            ui.selectable_value(&mut settings.language, Language::Korean, words("action-korean"));
            ui.selectable_value(&mut settings.language, Language::Both, words("maps-both"));
        });
        ui.separator();
        wants_file = own_maps_ui(ui, typed, session, own, map, out);
        ui.separator();
        online_ui(ui, typed, session, out);
    });
    wants_file
}

fn own_maps_ui(
    ui: &mut Ui,
    typed: &mut Typed,
    session: &Session,
    own: &mut OwnMaps,
    map: &mut MapPanel,
    out: &mut Outbox,
) -> bool {
    ui.label(RichText::new(words("maps-own")).strong());
    ui.weak(words("maps-own-hint"));
    let maps = &session.settings().maps;
    let mut changed: Option<Vec<PathBuf>> = None;
    list(160.0).id_salt("own maps").show(ui, |ui| {
        // The topmost first, as they lie on the map.
        for (idx, path) in maps.iter().enumerate().rev() {
            ui.push_id(path, |ui| {
                changed = own_map_ui(ui, idx, path, maps, own, map).or(changed.take());
            });
        }
    });
    if let Some(maps) = changed {
        let settings = Settings { maps, ..session.settings().clone() };
        out.push(Command::Settings(SettingsCommand::All(Box::new(settings))));
    }
    ui.horizontal(|ui| {
        let wants_file = ui.button(words("maps-add-file")).on_hover_text(words("maps-add-tip")).clicked();
        let label = ui.label(words("maps-or-path"));
        let edit = TextEdit::singleline(&mut typed.path).hint_text("/maps/yellow-sea.mbtiles").desired_width(230.0);
        let response = ui.add(edit).labelled_by(label.id);
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let is_ready = !typed.path.trim().is_empty();
        if (ui.add_enabled(is_ready, Button::new(words("maps-add"))).clicked() || is_entered) && is_ready {
            let path = std::mem::take(&mut typed.path).trim().into();
            out.push(Command::Case(crate::session::CaseCommand::Open(vec![path])));
        }
        wants_file
    })
    .inner
}

/// One map; the list as it should become, if it is moved or taken away.
fn own_map_ui(
    ui: &mut Ui,
    idx: usize,
    path: &Path,
    maps: &[PathBuf],
    own: &mut OwnMaps,
    map: &mut MapPanel,
) -> Option<Vec<PathBuf>> {
    let mut changed = None;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    ui.horizontal(|ui| {
        match own.standing(path) {
            Standing::Open { title, kind, is_visible } => {
                let mut shows = is_visible;
                let label = if title.is_empty() || title == name { name.clone() } else { format!("{title} ({name})") };
                let tick = ui.checkbox(&mut shows, label).on_hover_text(format!("{}\n{}", path.display(), words(kind)));
                if tick.changed() {
                    own.show(path, shows, map);
                }
            }
            Standing::Opening => {
                ui.add(egui::Spinner::new().size(14.0));
                ui.label(&name);
            }
            Standing::Broken(cause) => {
                ui.colored_label(ui.visuals().error_fg_color, icon::ICON_WARNING.rich_text());
                ui.add(egui::Label::new(&name).truncate()).on_hover_text(cause);
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, icon::ICON_CLOSE, words("maps-remove")) {
                let mut list = maps.to_vec();
                list.remove(idx);
                changed = Some(list);
            }
            let mut swap = |ui: &mut Ui, with: Option<usize>, icon, name: &str| {
                let with = with.filter(|with| *with < maps.len());
                let is_clicked = ui.add_enabled_ui(with.is_some(), |ui| icon_button(ui, icon, name)).inner;
                if let (true, Some(with)) = (is_clicked, with) {
                    let mut list = maps.to_vec();
                    list.swap(idx, with);
                    changed = Some(list);
                }
            };
            swap(ui, idx.checked_sub(1), icon::ICON_ARROW_DOWNWARD, words("maps-down"));
            swap(ui, Some(idx + 1), icon::ICON_ARROW_UPWARD, words("maps-up"));
        });
    });
    changed
}

fn online_ui(ui: &mut Ui, typed: &mut Typed, session: &Session, out: &mut Outbox) {
    ui.label(RichText::new(words("maps-online")).strong());
    ui.weak(words("maps-online-hint"));
    let settings = session.settings();
    let source = typed.online.get_or_insert_with(|| settings.online.clone().unwrap_or_else(first_online));
    let mut is_on = settings.online_is_on;
    ui.add_enabled_ui(!is_on, |ui| {
        let label = ui.label(said!("maps-address", tile = "{z}, {x}, {y}"));
        ui.add(TextEdit::singleline(&mut source.url).desired_width(f32::INFINITY)).labelled_by(label.id);
        let label = ui.label(words("maps-credit"));
        ui.add(TextEdit::singleline(&mut source.attribution).desired_width(f32::INFINITY)).labelled_by(label.id);
    });
    let fault = OnlineMap::new(&source.url, &source.attribution, None).err();
    if let Some(fault) = &fault {
        ui.colored_label(ui.visuals().warn_fg_color, said!("maps-unusable", cause = fault.words()));
    }
    ui.add_space(GRID);
    let switch = egui::Checkbox::new(&mut is_on, words("maps-fetch"));
    let switch = ui.add_enabled(settings.online_is_on || fault.is_none(), switch);
    if switch.changed() {
        out.push(Command::Settings(SettingsCommand::Online(is_on.then(|| source.clone()))));
    }
}
