//! What each action does.

use std::sync::Arc;

use egui::Context;
use uuid::Uuid;

use super::action::Action;
use super::app::{App, geo_box};
use super::dialog::path::Purpose;
use super::panel::player::Step;
use super::{Outbox, editing};
use crate::coordinate::Form;
use crate::dossier::Subject;
use crate::language::{Language, said};
use crate::plan::{Feature, FeatureId, PlanEdit, Shaping};
use crate::session::nouns::title;
use crate::session::{CaseCommand, Command, FocusCommand, PlanCommand, Selected, Session, SettingsCommand, Theme};

impl App {
    /// Does what an action asks.
    pub(super) fn run(&mut self, ctx: &Context, action: Action, out: &mut Outbox) {
        let case = |command| Command::Case(command);
        match action {
            Action::NewPlan => out.push(case(CaseCommand::NewPlan)),
            Action::OpenSample => out.push(case(CaseCommand::OpenSample)),
            Action::Save => out.push(case(CaseCommand::Save)),
            Action::CloseTracks => out.push(case(CaseCommand::CloseTracks)),
            Action::Quit => out.push(case(CaseCommand::Quit)),
            Action::Open => self.dialogs.ask_path(ctx, &self.session, Purpose::Open),
            Action::SaveAs => self.dialogs.ask_path(ctx, &self.session, Purpose::SavePlan),
            Action::ExportPlan => self.dialogs.ask_path(ctx, &self.session, Purpose::ExportPlan),
            Action::ExportTracks => self.dialogs.ask_export(&self.session),
            Action::MapPicture => self.dialogs.ask_path(ctx, &self.session, Purpose::MapPicture),
            Action::Briefing => self.dialogs.ask_path(ctx, &self.session, Purpose::Briefing),
            Action::Dossier => {
                let subject = match self.session.focus().primary() {
                    Some(Selected::Vessel(mmsi)) => Subject::Vessel(mmsi),
                    Some(Selected::Finding(id)) => Subject::Finding(id),
                    _ => return,
                };
                self.dialogs.ask_path(ctx, &self.session, Purpose::Dossier(subject));
            }
            Action::RecordInspection => {
                let Some(feature) = self.session.inspected().and_then(|mmsi| self.session.inspection_of(mmsi)) else {
                    return;
                };
                let id = feature.id;
                out.edit(said!("edit-put", name = &feature.name), PlanEdit::Add(vec![Arc::new(feature)]));
                out.select(Selected::Feature(id));
            }
            Action::SaveEncrypted => self.dialogs.ask_path(ctx, &self.session, Purpose::SaveEncrypted),
            Action::Sign => self.dialogs.ask_sign(&self.session),
            Action::PlanDetails => self.dialogs.ask_details(&self.session),
            Action::ImportReport => self.dialogs.shows_report = true,
            Action::MapSettings => self.dialogs.shows_map_settings = true,
            Action::Shortcuts => self.dialogs.shows_shortcuts = !self.dialogs.shows_shortcuts,
            Action::NoticeLog => self.dialogs.shows_notices = true,
            Action::About => self.dialogs.shows_about = true,
            Action::Undo => out.push(Command::Plan(PlanCommand::Undo)),
            Action::Redo => out.push(Command::Plan(PlanCommand::Redo)),
            Action::Delete if self.stage.takes_delete() => {}
            Action::Delete => self.delete_selected(out),
            Action::Duplicate => self.duplicate_selected(out),
            Action::Rename => self.rename(ctx),
            Action::Palette => self.palette.open(),
            Action::ZoomIn => self.map.set_zoom(self.map.zoom() + 0.5),
            Action::ZoomOut => self.map.set_zoom(self.map.zoom() - 0.5),
            Action::ZoomToAll => self.fit(self.session.extent_of_all()),
            Action::ZoomToSelection => self.fit(self.session.extent_of_selection()),
            Action::ThemeDay => out.push(Command::Settings(SettingsCommand::Theme(Theme::Day))),
            Action::ThemeDusk => out.push(Command::Settings(SettingsCommand::Theme(Theme::Dusk))),
            Action::ThemeNight => out.push(Command::Settings(SettingsCommand::Theme(Theme::Night))),
            Action::English => out.push(Command::Settings(SettingsCommand::Language(Language::English))),
            Action::Korean => out.push(Command::Settings(SettingsCommand::Language(Language::Korean))),
            Action::FormDecimal => out.push(Command::Settings(SettingsCommand::CoordinateForm(Form::Decimal))),
            Action::FormDdm => out.push(Command::Settings(SettingsCommand::CoordinateForm(Form::Ddm))),
            Action::FormDms => out.push(Command::Settings(SettingsCommand::CoordinateForm(Form::Dms))),
            Action::FormMgrs => out.push(Command::Settings(SettingsCommand::CoordinateForm(Form::Mgrs))),
            Action::ToggleLeft => self.unfolded.left = !self.unfolded.left,
            Action::ToggleInspector => self.unfolded.inspector = !self.unfolded.inspector,
            Action::ToggleTimeline => self.unfolded.timeline = !self.unfolded.timeline,
            Action::Play => self.player.toggle(),
            Action::StepBack => self.step(Step::Back, out),
            Action::StepForward => self.step(Step::Forward, out),
            Action::Follow => self.player.toggle_following(),
            Action::ToolSelect
            | Action::ToolPolygon
            | Action::ToolRectangle
            | Action::ToolCircle
            | Action::ToolRing
            | Action::ToolSector
            | Action::ToolCorridor
            | Action::ToolRoute
            | Action::ToolBarrier
            | Action::ToolPoint
            | Action::ToolUnit
            | Action::ToolUnitOf(_)
            | Action::ToolMeasure => {
                self.stage.choose(action);
            }
            Action::SearchPattern => {
                if let Some(area) = self.session.searchable() {
                    self.dialogs.ask_patrol(&self.session, area);
                }
            }
            Action::Rings => self.map_settings.shows_rings = !self.map_settings.shows_rings,
            Action::NewArea => self.dialogs.ask_new_area(&self.session),
            Action::TypeCorner => self.stage.type_coordinates(),
            Action::Snap => out.push(Command::Settings(SettingsCommand::Snap(!self.session.settings().snaps))),
            Action::SelectAll => {
                let all = self.session.case().plan().features.iter().map(|feature| Selected::Feature(feature.id));
                out.push(Command::Focus(FocusCommand::Select(all.collect())));
            }
            Action::Copy => self.copy_selected(ctx),
            Action::Cut => {
                self.copy_selected(ctx);
                self.delete_selected(out);
            }
            // The text arrives with a later frame, and `app` takes it in.
            Action::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Action::Join => editing::shape(&self.session, Shaping::Join, out),
            Action::Subtract => editing::shape(&self.session, Shaping::Subtract, out),
            Action::Intersect => editing::shape(&self.session, Shaping::Intersect, out),
            Action::Split => editing::shape(&self.session, Shaping::Split, out),
            Action::Grow | Action::Simplify | Action::Turn | Action::Resize | Action::Shift => {
                self.dialogs.ask_shaping(action);
            }
            Action::Merge => self.dialogs.ask_path(ctx, &self.session, Purpose::MergePlan),
            Action::Allocate => self.dialogs.ask_allocation(out),
            Action::Versions => self.dialogs.show_versions(out),
            Action::Conflicts => self.dialogs.conflicts.open(),
            Action::History => self.dialogs.shows_history = !self.dialogs.shows_history,
        }
    }

    fn step(&self, step: Step, out: &mut Outbox) {
        if let Some(span) = self.session.case().tracks().and_then(|tracks| tracks.store.span()) {
            let window = self.player.step(self.session.focus().window, span, step);
            out.push(Command::Focus(FocusCommand::Window(Some(window))));
        }
    }

    /// Puts the cursor into the name of the selected feature.
    fn rename(&mut self, ctx: &Context) {
        if let Some(Selected::Feature(id)) = self.session.focus().primary() {
            self.unfolded.inspector = true;
            ctx.memory_mut(|memory| memory.request_focus(super::panel::inspector::name_field(id)));
            ctx.request_repaint();
        }
    }

    pub(super) fn fit(&mut self, corners: Option<crate::session::Corners>) {
        if let Some(corners) = corners {
            self.map.fit(geo_box(corners));
        }
    }

    fn selected_features(&self) -> Vec<Arc<Feature>> {
        let plan = self.session.case().plan();
        self.session.focus().features().filter_map(|id| plan.feature(id).cloned()).collect()
    }

    fn delete_selected(&self, out: &mut Outbox) {
        let features = self.selected_features();
        let label = match features.as_slice() {
            [] => return,
            [one] => said!("edit-delete", name = title(one)),
            many => said!("edit-delete-features", n = many.len()),
        };
        out.edit(label, PlanEdit::Remove(features.iter().map(|f| f.id).collect()));
    }

    fn copy_selected(&self, ctx: &Context) {
        if let Some(text) = self.session.copied() {
            ctx.copy_text(text);
        }
    }

    /// Takes in a pasted text: features are added, anything else is looked through for coordinates.
    pub(super) fn paste(&mut self, text: String, out: &mut Outbox) {
        if Session::is_pasteable(&text) {
            out.push(Command::Plan(PlanCommand::Paste(text)));
        } else if !text.trim().is_empty() {
            self.dialogs.ask_new_area_from(&self.session, text);
        }
    }

    fn duplicate_selected(&self, out: &mut Outbox) {
        let copy = |feature: &Arc<Feature>| {
            let mut copy = Feature::clone(feature);
            copy.id = FeatureId(Uuid::new_v4());
            copy.foreign_id = None;
            copy.name = said!("copy-of", name = title(feature));
            Arc::new(copy)
        };
        let copies: Vec<_> = self.selected_features().iter().map(copy).collect();
        if let Some(first) = copies.first() {
            let selected = copies.iter().map(|f| Selected::Feature(f.id)).collect();
            let label = match copies.len() {
                1 => said!("edit-duplicate", name = &first.name),
                _ => Action::Duplicate.name().to_owned(),
            };
            out.edit(label, PlanEdit::Add(copies));
            out.push(Command::Focus(crate::session::FocusCommand::Select(selected)));
        }
    }
}
