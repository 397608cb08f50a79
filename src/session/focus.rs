//! What the user looks at: not undoable, and purged of what no longer exists.

use crate::finding::FindingId;
use crate::plan::FeatureId;
use crate::units::Timestamp;
use crate::vessel::Mmsi;

use super::case::ZoneId;

/// One selected thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Selected {
    /// A feature of the plan.
    Feature(FeatureId),
    /// A vessel.
    Vessel(Mmsi),
    /// A zone of a loaded file.
    Zone(ZoneId),
    /// What looks wrong.
    Finding(FindingId),
}

/// A span of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeWindow {
    /// First moment.
    pub from: Timestamp,
    /// Last moment.
    pub to: Timestamp,
}

/// What is selected, hovered and in the time window.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    /// What is selected, in order of selection; the last one is shown in the inspector.
    pub selection: Vec<Selected>,
    /// What the pointer is on.
    pub hovered: Option<Selected>,
    /// The part of the tracks' span that is shown; `None` shows all of it.
    pub window: Option<TimeWindow>,
}

impl Focus {
    /// The thing the inspector shows.
    #[must_use]
    pub fn primary(&self) -> Option<Selected> {
        self.selection.last().copied()
    }

    /// Whether this thing is selected.
    #[must_use]
    pub fn is_selected(&self, thing: Selected) -> bool {
        self.selection.contains(&thing)
    }

    /// The ids of the selected features of the plan.
    pub fn features(&self) -> impl Iterator<Item = FeatureId> + '_ {
        self.selection.iter().filter_map(|thing| match thing {
            Selected::Feature(id) => Some(*id),
            _ => None,
        })
    }

    /// The selected vessels.
    pub fn vessels(&self) -> impl Iterator<Item = Mmsi> + '_ {
        self.selection.iter().filter_map(|thing| match thing {
            Selected::Vessel(mmsi) => Some(*mmsi),
            _ => None,
        })
    }
}
