//! Searches: of an area, the routes that search it and what they come to together; of a route, the pattern that it keeps and its legs.
//!
//! Owns what was read of a route's pattern, until the route changes. Start at [`area_ui`] and [`route_ui`].

use std::sync::Arc;

use egui::{Id, Ui};

use super::section_ui;
use crate::analysis::pattern::Pattern;
use crate::analysis::pattern::pod::{Coverage, DetectionLaw, cumulative};
use crate::io::patrol_json::{self, KeptPatrol};
use crate::language::{said, words};
use crate::plan::{Feature, Kind};
use crate::session::nouns::title;
use crate::session::patrol::is_searchable;
use crate::session::{Selected, Session};
use crate::ui::action::Action;
use crate::ui::panel::field::fact_ui;
use crate::ui::theme::GRID;
use crate::ui::{Outbox, legs};

/// What was read of a member, and of which.
type Kept = (Arc<str>, Option<Arc<KeptPatrol>>);

/// The pattern that a route keeps; read once for each text.
fn kept(ui: &Ui, route: &Feature) -> Option<Arc<KeptPatrol>> {
    let member = route.foreign.get(patrol_json::MEMBER).filter(|_| route.kind == Kind::PatrolRoute)?;
    let key = Id::unique(("pattern of", route.id));
    let known = ui.data(|data| data.get_temp::<Kept>(key)).filter(|(of, _)| Arc::ptr_eq(of, member));
    let (_, patrol) = known.unwrap_or_else(|| {
        let read: Kept = (Arc::clone(member), patrol_json::read_member(member).map(Arc::new));
        ui.data_mut(|data| data.insert_temp(key, read.clone()));
        read
    });
    patrol
}

/// Draws the searches of an area or a barrier, and the way to another.
pub(super) fn area_ui(ui: &mut Ui, session: &Session, area: &Feature, asked: &mut Vec<Action>, out: &mut Outbox) {
    if !is_searchable(area) || matches!(area.kind, Kind::Point | Kind::ExclusionArea) {
        return;
    }
    section_ui(ui, words("patrol-section"));
    let routes = session.case().plan().features.iter().filter_map(|route| Some((route, kept(ui, route)?)));
    let routes: Vec<_> = routes.filter(|(_, kept)| kept.area == Some(area.id)).collect();
    if routes.is_empty() {
        ui.weak(words("patrol-none"));
    }
    let mut coverages = Vec::new();
    for (route, kept) in &routes {
        let line = match kept.coverage.and_then(Coverage::new) {
            Some(coverage) => {
                coverages.push(coverage);
                let pod = coverage.pod(DetectionLaw::Random).to_string();
                let coverage = format!("{:.2}", coverage.value());
                said!("patrol-row", name = title(route), coverage = coverage, pod = pod)
            }
            None => title(route).to_owned(),
        };
        let link = ui.push_id(route.id, |ui| ui.add(egui::Link::new(line))).inner;
        if link.on_hover_text(words("patrol-row-tip")).clicked() {
            out.select(Selected::Feature(route.id));
        }
    }
    if coverages.len() > 1 {
        let together =
            legs::pod_words(|law| cumulative(&coverages.iter().map(|coverage| coverage.pod(law)).collect::<Vec<_>>()));
        let row = ui.scope(|ui| fact_ui(ui, words("patrol-together"), &together));
        row.response.on_hover_text(words("patrol-together-tip"));
    }
    let action = Action::SearchPattern;
    if ui.button(action.name()).on_hover_text(action.tip(ui.ctx())).clicked() {
        asked.push(action);
    }
    ui.add_space(GRID);
}

/// Draws the pattern of a route, if it keeps one.
pub(super) fn route_ui(ui: &mut Ui, route: &Feature) {
    let Some(kept) = kept(ui, route) else { return };
    section_ui(ui, words("patrol-pattern"));
    let pattern = Pattern::ALL.into_iter().find(|pattern| pattern.keyword() == kept.pattern);
    let name = pattern.map_or_else(|| kept.pattern.clone(), |pattern| legs::pattern_words(pattern).to_owned());
    fact_ui(ui, words("patrol-pattern"), &name);
    let miles = |length: crate::units::NauticalMiles| length.to_string();
    for (name, value) in [
        (words("patrol-heading"), kept.heading.map(|heading| heading.to_string())),
        (words("patrol-spacing"), kept.spacing.map(miles)),
        (words("patrol-speed"), kept.speed.map(|speed| speed.to_string())),
        (words("patrol-sweep"), kept.sweep.map(miles)),
        (words("patrol-coverage"), kept.coverage.map(|coverage| format!("{coverage:.2}"))),
        (words("patrol-pod"), kept.coverage.and_then(Coverage::new).map(|c| legs::pod_words(|law| c.pod(law)))),
    ] {
        if let Some(value) = value {
            fact_ui(ui, name, &value);
        }
    }
    legs::ui(ui, Id::unique(("legs of", route.id)), kept.legs.len(), |idx| kept.legs.get(idx).copied());
}
