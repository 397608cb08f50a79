//! Shim, never to be committed.
mod case; mod clock; mod command; mod extent; mod focus; mod notices; mod settings;
pub use case::{Case, TrackCase, TrackSource, ZoneFilter, ZoneId, ZoneSet};
pub use clock::now;
pub use command::{CaseCommand, Command, FocusCommand, PictureFormat, PlanCommand, SettingsCommand, ZoneCommand};
pub use extent::Corners;
pub use focus::{Focus, Selected, TimeWindow};
pub use settings::{OnlineSource, Settings, Theme};
mod jobs { #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)] pub struct JobId(u64); }
mod question { #[derive(Clone, Copy, Debug, PartialEq, Eq)] pub struct QuestionId(pub(super) u64); #[derive(Clone, Debug)] pub enum Answer { Cancel } #[derive(Clone, Debug)] pub enum Question { No } }
pub use question::*;
/// s
#[derive(Debug)]
pub struct Session { pub(crate) case: Case, pub(crate) focus: Focus, pub(crate) settings: Settings }
/// s
#[derive(Clone, Debug)]
pub struct Folders { pub config: std::path::PathBuf, pub state: std::path::PathBuf }
/// s
pub type Wake = std::sync::Arc<dyn Fn() + Send + Sync>;
impl Session {
    /// s
    pub fn new(_f: Folders, _w: Wake) -> Self { Self { case: Case::new(clock::now()), focus: Focus::default(), settings: Settings::default() } }
    /// s
    pub const fn case(&self) -> &Case { &self.case }
    /// s
    pub const fn focus(&self) -> &Focus { &self.focus }
    /// s
    pub const fn settings(&self) -> &Settings { &self.settings }
    /// s
    pub fn apply(&mut self, command: Command) {
        match command {
            Command::Plan(PlanCommand::Edit { label, edit }) => { let now = clock::now(); drop(self.case.history.apply(&label, &edit, now)); }
            Command::Plan(PlanCommand::Undo) => self.case.history.undo(),
            Command::Plan(PlanCommand::Redo) => self.case.history.redo(),
            Command::Focus(FocusCommand::Select(s)) => self.focus.selection = s,
            Command::Focus(FocusCommand::Toggle(s)) => { if self.focus.is_selected(s) { self.focus.selection.retain(|t| *t != s) } else { self.focus.selection.push(s) } }
            _ => {}
        }
    }
}
