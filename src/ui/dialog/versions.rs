//! Earlier versions of the plan, what changed since each, and what a merge left to be settled.

use std::borrow::Cow;
use std::sync::Arc;

use egui::{Context, RichText, Role, Ui, WidgetInfo, pos2, vec2};

use crate::coordinate;
use crate::geodesy::Position;
use crate::io::plan_geojson::differences;
use crate::language::{said, words};
use crate::plan::geometry::{centre, size, vertices};
use crate::plan::merge::{Change, Conflict, changes};
use crate::plan::{Feature, FeatureId, Kind, Plan};
use crate::session::nouns::{attribute, title};
use crate::session::{CaseCommand, Command, Corners, Selected, Session};
use crate::ui::Outbox;
use crate::ui::panel::field::list;
use crate::ui::theme::{GRID, Theme};

/// How many changes of a version are listed.
const MOST_CHANGES: usize = 200;
/// How many letters of a value are shown.
const MOST_LETTERS: usize = 120;

/// The window of versions: which one is compared.
#[derive(Debug, Default)]
pub struct VersionsWindow {
    is_open: bool,
    chosen: Option<usize>,
    /// What changed since the chosen version.
    compared: Option<Compared>,
}

/// What changed from one plan to another: found once, not in every frame.
#[derive(Debug)]
struct Compared {
    from: Arc<Plan>,
    to: Arc<Plan>,
    changes: Vec<(Arc<Feature>, Change)>,
}

impl VersionsWindow {
    /// Opens it, and has the versions looked for.
    pub fn open(&mut self, out: &mut Outbox) {
        *self = Self { is_open: true, ..Self::default() };
        out.push(Command::Case(CaseCommand::ListVersions));
    }

    /// Closes it; false if it was not open.
    pub fn close(&mut self) -> bool {
        std::mem::take(&mut self.is_open)
    }

    /// Draws it while it is open.
    pub fn ui(&mut self, ctx: &Context, session: &Session, out: &mut Outbox) {
        if !self.is_open {
            return;
        }
        let mut is_open = true;
        let window = super::window(words("versions-title")).id(egui::Id::unique("versions")).open(&mut is_open);
        window.default_pos(pos2(340.0, 70.0)).default_size(vec2(560.0, 420.0)).resizable(true).show(ctx, |ui| {
            ui.weak(words("versions-tip"));
            ui.add_space(GRID);
            let Some(kept) = session.versions() else {
                ui.weak(words("versions-wait"));
                return;
            };
            if kept.is_empty() {
                ui.label(words("versions-none"));
                return;
            }
            list(160.0).id_salt("versions").show(ui, |ui| {
                for (idx, version) in kept.iter().enumerate() {
                    let n = version.n_features;
                    let text = said!(
                        "versions-line",
                        time = version.modified.to_string(),
                        n = n,
                        author = version.author.as_str()
                    );
                    if ui.selectable_label(self.chosen == Some(idx), text.trim_end()).clicked() {
                        self.chosen = Some(idx);
                    }
                }
            });
            ui.separator();
            let Some((idx, version)) = self.chosen.and_then(|idx| Some((idx, kept.get(idx)?))) else {
                ui.weak(words("versions-choose"));
                return;
            };
            let (from, to) = (&version.plan, session.case().plan());
            let is_of = |it: &Compared| Arc::ptr_eq(&it.from, from) && Arc::ptr_eq(&it.to, to);
            let compared = self.compared.take().filter(is_of).unwrap_or_else(|| Compared {
                from: Arc::clone(from),
                to: Arc::clone(to),
                changes: changes(from, to),
            });
            let Compared { changes: found, .. } = &*self.compared.insert(compared);
            ui.label(RichText::new(said!("versions-since", n = found.len())).strong());
            list(160.0).id_salt("changes").show(ui, |ui| {
                for (feature, change) in found.iter().take(MOST_CHANGES) {
                    let text = match change {
                        Change::Added => said!("change-added", name = title(feature)),
                        Change::Removed => said!("change-removed", name = title(feature)),
                        Change::Changed(what) => {
                            let what = what.iter().map(|name| attribute(name)).collect::<Vec<_>>().join(", ");
                            said!("change-changed", name = title(feature), what = what)
                        }
                    };
                    if ui.link(text).clicked() {
                        out.select(Selected::Feature(feature.id));
                    }
                }
            });
            ui.add_space(GRID);
            let is_possible = !found.is_empty() && !session.case().is_read_only();
            let button = egui::Button::new(words("versions-go-back"));
            if ui.add_enabled(is_possible, button).on_hover_text(words("versions-go-back-tip")).clicked() {
                out.push(Command::Case(CaseCommand::GoBackTo(idx)));
            }
        });
        self.is_open = is_open;
    }
}

/// What a merge left: each conflict with both versions, to be settled by a click. Shown until all are settled or it is closed.
#[derive(Debug, Default)]
pub struct ConflictsWindow {
    /// How many conflicts there were when the window was closed: it comes back when there are more.
    closed_at: usize,
    /// The conflicts, and the plan that they were read from.
    known: Option<(Arc<Plan>, Vec<Conflict>)>,
    /// The feature that was last asked to be shown on the map.
    looked_at: Option<FeatureId>,
}

impl ConflictsWindow {
    /// Brings it back.
    pub const fn open(&mut self) {
        self.closed_at = 0;
    }

    /// The feature whose conflict is being looked at, which the map shows above the others.
    #[must_use]
    pub const fn looked_at(&self) -> Option<FeatureId> {
        self.looked_at
    }

    /// Draws it while there is anything to settle.
    pub fn ui(&mut self, ctx: &Context, session: &Session, theme: &Theme, out: &mut Outbox) {
        let plan = session.case().plan();
        if !self.known.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(of, plan)) {
            self.known = Some((Arc::clone(plan), session.conflicts()));
        }
        let Some((_, conflicts)) = &self.known else { return };
        if conflicts.len() < self.closed_at {
            self.closed_at = conflicts.len();
        }
        if conflicts.is_empty() || conflicts.len() <= self.closed_at {
            self.looked_at = None;
            return;
        }
        let (mut is_open, mut looked_at) = (true, None);
        let window = super::window(said!("conflicts-title", n = conflicts.len()));
        let window = window.id(egui::Id::unique("conflicts")).open(&mut is_open);
        let shown = window.default_pos(pos2(340.0, 70.0)).default_size(vec2(520.0, 360.0)).show(ctx, |ui| {
            ui.label(words("conflicts-tip"));
            ui.add_space(GRID);
            list(420.0).show(ui, |ui| {
                for (idx, conflict) in conflicts.iter().enumerate() {
                    if let Some(asked) = conflict_ui(ui, session, (idx, conflict), theme, out) {
                        looked_at = Some(asked);
                    }
                    ui.separator();
                }
            });
        });
        if let (Some((id, corners)), Some(shown)) = (looked_at, shown) {
            self.looked_at = Some(id);
            let is_above = shown.response.rect.center().y < ctx.content_rect().center().y;
            out.look_at(beside(corners, is_above));
        }
        if !is_open {
            self.closed_at = conflicts.len();
        }
    }
}

/// A box with room to the north or to the south of it, where this window covers the map.
fn beside((south_west, north_east): Corners, is_above: bool) -> Corners {
    // The window covers somewhat more than half of the map's height; of a point, a tenth of a degree is seen.
    let room = 1.4 * (north_east.lat() - south_west.lat()).max(0.1);
    if is_above {
        (south_west, Position::clamped(north_east.lat() + room, north_east.lon()))
    } else {
        (Position::clamped(south_west.lat() - room, south_west.lon()), north_east)
    }
}

/// One conflict; its feature and where both versions are, if they are to be shown on the map.
fn conflict_ui(
    ui: &mut Ui,
    session: &Session,
    (idx, conflict): (usize, &Conflict),
    theme: &Theme,
    out: &mut Outbox,
) -> Option<(FeatureId, Corners)> {
    let mut looked_at = None;
    let name = match conflict {
        Conflict::Feature { id, ours, theirs, .. } => {
            let feature = session.case().plan().feature(*id).or(ours.as_ref()).or(theirs.as_ref());
            let name = feature.map_or("", |feature| title(feature)).to_owned();
            ui.label(RichText::new(&name).strong());
            name
        }
        Conflict::Text { .. } | Conflict::Plan { .. } => {
            ui.label(RichText::new(words("conflicts-plan")).strong());
            words("conflicts-plan").to_owned()
        }
    };
    let versions = match conflict {
        Conflict::Feature { ours, theirs, .. } => (ours.as_ref(), theirs.as_ref()),
        Conflict::Text { .. } | Conflict::Plan { .. } => (None, None),
    };
    for (what, ours, theirs) in differences(conflict) {
        ui.weak(attribute(&what));
        ui.columns_const(|[left, right]| {
            for (ui, who, value, colour, feature) in [
                (left, words("conflicts-ours"), ours, theme.ui.text, versions.0),
                (right, words("conflicts-theirs"), theirs, theme.ui.accent, versions.1),
            ] {
                ui.label(RichText::new(who).strong());
                let raw = value_words(&what, &value);
                let raw = raw.trim_matches('"');
                let words = feature.filter(|_| what == "place").and_then(|feature| place_words(session, feature));
                let short = words.unwrap_or_else(|| raw.chars().take(MOST_LETTERS).collect());
                ui.add(egui::Label::new(RichText::new(short).color(colour)).wrap()).on_hover_text(raw);
            }
        });
    }
    ui.horizontal(|ui| {
        for (verb, takes_theirs) in [(words("conflicts-keep-ours"), false), (words("conflicts-take-theirs"), true)] {
            let is_possible = !session.case().is_read_only();
            let response = ui.add_enabled(is_possible, egui::Button::new(verb));
            let of_what = said!("verb-of", verb = verb, name = &name);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, is_possible, &of_what));
            if response.clicked()
                && let Some(edit) = session.settled(idx, takes_theirs)
            {
                out.edit(said!("edit-settle", name = &name), edit);
            }
        }
        let Conflict::Feature { id, .. } = conflict else { return };
        let Some(corners) = Session::extent_of_conflict(conflict) else { return };
        let verb = words("conflicts-show");
        let response = ui.button(verb);
        let of_what = said!("verb-of", verb = verb, name = &name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &of_what));
        if response.on_hover_text(words("conflicts-show-tip")).clicked() {
            out.select(Selected::Feature(*id));
            looked_at = Some((*id, corners));
        }
    });
    looked_at
}

/// Where a version of a feature is: its middle, its size, how many vertices it has; `None` without a place.
fn place_words(session: &Session, feature: &Arc<Feature>) -> Option<String> {
    let middle = coordinate::format(centre(feature)?, session.settings().coordinate_form);
    let geometry = feature.geometry.as_ref()?;
    let n = vertices(geometry).count();
    let mut lines = vec![middle];
    // A heavy outline is not measured in every frame.
    if let Some(size) = Some(geometry).filter(|_| n <= 500).map(size) {
        lines.extend(size.area.map(|area| said!("readout-area", area = area.to_string())));
        let length = size.perimeter.nautical_miles().to_string();
        lines.extend((size.perimeter.value() > 0.0).then(|| said!("readout-perimeter", length = length)));
    }
    lines.push(said!("place-vertices", n = n));
    Some(lines.join("\n"))
}

/// What stands there in a conflict: words where it is no value of the file.
fn value_words<'a>(attribute: &str, value: &'a str) -> Cow<'a, str> {
    if let Some(kind) = Kind::from_keyword(value.trim_matches('"')).filter(|_| attribute == "kind") {
        return kind.spoken().into();
    }
    // Values are JSON: these three, which are none, cannot be mistaken.
    match value {
        "nothing" => words("value-nothing").into(),
        "changed" => words("value-changed").into(),
        "deleted" => words("value-deleted").into(),
        value => value.into(),
    }
}
