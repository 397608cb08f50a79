//! Hide, lock, group: how features are kept, not what they are. For one or for many at once.

use std::sync::Arc;

use egui::{Id, Ui};

use super::moment_of;
use super::period::moment_words;
use crate::language::{said, words};
use crate::plan::{Feature, Kind, PlanEdit};
use crate::session::nouns::title;
use crate::session::{Selected, Session};
use crate::ui::Outbox;
use crate::ui::panel::colour::colour_ui;
use crate::ui::panel::field::{Look, parsed_ui, row_ui, text_ui};
use crate::ui::theme::{Theme, icon};
use crate::units::Timestamp;

/// Sends an edit that changes each of some features alike.
fn change_all(label: String, features: &[&Arc<Feature>], change: impl Fn(&mut Feature), out: &mut Outbox) {
    let changed = features.iter().map(|feature| {
        let mut changed = Feature::clone(feature);
        change(&mut changed);
        Arc::new(changed)
    });
    out.edit(label, PlanEdit::Replace(changed.collect()));
}

fn label(verb: &str, features: &[&Arc<Feature>]) -> String {
    match features {
        [one] => said!("edit-verb-of", verb = verb, name = title(one)),
        many => said!("edit-verb-of-several", verb = verb, n = many.len()),
    }
}

/// The buttons that hide and lock, and the field of the group.
pub(super) fn ui(ui: &mut Ui, features: &[&Arc<Feature>], out: &mut Outbox) {
    let (all_hidden, all_locked) =
        (features.iter().all(|feature| feature.is_hidden), features.iter().all(|feature| feature.is_locked));
    ui.horizontal(|ui| {
        let hide = if all_hidden { words("keep-show") } else { words("keep-hide") };
        let hide_icon = if all_hidden { icon::ICON_VISIBILITY } else { icon::ICON_VISIBILITY_OFF };
        if ui.button((hide_icon.rich_text(), hide)).on_hover_text(words("keep-hide-tip")).clicked() {
            change_all(label(hide, features), features, |feature| feature.is_hidden = !all_hidden, out);
        }
        let lock = if all_locked { words("keep-unlock") } else { words("keep-lock") };
        let lock_icon = if all_locked { icon::ICON_LOCK_OPEN } else { icon::ICON_LOCK };
        if ui.button((lock_icon.rich_text(), lock)).on_hover_text(words("keep-lock-tip")).clicked() {
            change_all(label(lock, features), features, |feature| feature.is_locked = !all_locked, out);
        }
    });
    let first = features.first().map_or("", |feature| feature.group.as_str());
    let shown = if features.iter().all(|feature| feature.group == first) { first } else { "" };
    let id = Id::unique(("group", features.first().map(|feature| feature.id), features.len()));
    if let Some(group) = text_ui(ui, id, Look::line(words("keep-group"), words("keep-group-hint")), shown) {
        let group = group.trim().to_owned();
        change_all(label(words("keep-regroup"), features), features, |feature| feature.group.clone_from(&group), out);
    }
}

/// The fields that many features can be given at once.
pub(super) fn several_ui(ui: &mut Ui, session: &Session, theme: &Theme, out: &mut Outbox) {
    let plan = session.case().plan();
    let features: Vec<&Arc<Feature>> = session
        .focus()
        .selection
        .iter()
        .filter_map(|thing| if let Selected::Feature(id) = thing { plan.feature(*id) } else { None })
        .collect();
    let Some(first) = features.first().filter(|_| features.len() > 1 && !session.case().is_read_only()) else { return };
    super::section_ui(ui, words("section-together"));
    self::ui(ui, &features, out);
    let id = Id::unique(("several", first.id, features.len()));
    let mut kind = features.iter().all(|feature| feature.kind == first.kind).then_some(first.kind);
    let was = kind;
    row_ui(ui, words("field-kind"), |ui, label| {
        let shown = kind.map_or(words("several-differ"), Kind::spoken);
        let combo = egui::ComboBox::from_id_salt(id.with("kind")).width(ui.available_width()).selected_text(shown);
        let response = combo.show_ui(ui, |ui| {
            for other in Kind::ALL {
                ui.selectable_value(&mut kind, Some(other), other.spoken());
            }
        });
        response.response.labelled_by(label);
    });
    if let Some(kind) = kind.filter(|_| kind != was) {
        change_all(label(words("field-kind"), &features), &features, |feature| feature.kind = kind, out);
    }
    for (name, is_end) in [(words("period-from-utc"), false), (words("period-to-utc"), true)] {
        let of = |feature: &Feature| if is_end { feature.period.to } else { feature.period.from };
        let same = features.iter().all(|feature| of(feature) == of(first)).then(|| of(first)).flatten();
        let shown = same.map_or_else(String::new, moment_words);
        let came: Option<Option<Timestamp>> =
            parsed_ui(ui, id.with(name), Look::line(name, "2018-01-16 03:00"), &shown, moment_of);
        if let Some(moment) = came {
            let set = |feature: &mut Feature| {
                *(if is_end { &mut feature.period.to } else { &mut feature.period.from }) = moment;
            };
            change_all(label(name, &features), &features, set, out);
        }
    }
    let own = theme.plan.of(first.kind);
    row_ui(ui, words("style-outline"), |ui, _| {
        let stroke = first.style.stroke.as_deref();
        if let Some(stroke) = colour_ui(ui, id.with("stroke"), theme, words("style-outline-colour"), stroke, own) {
            let set = |feature: &mut Feature| feature.style.stroke.clone_from(&stroke);
            change_all(label(words("section-colour"), &features), &features, set, out);
        }
    });
}
