//! The plan and its parts, as the plan file format names them.

use std::fmt;
use std::sync::Arc;

use uuid::Uuid;

use super::inspection::Inspection;
use crate::geodesy::Position;
use crate::language::words;
use crate::units::{Course, Knots, Metres, NauticalMiles, Timestamp};

/// Members of a file that this program does not know, kept to be written back: name and JSON text, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign(pub Vec<(String, Arc<str>)>);

impl Foreign {
    /// The JSON text of a member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<str>> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Gives a member its JSON text, in its place or at the end; `None` takes it away.
    pub fn set(&mut self, name: &str, value: Option<&Arc<str>>) {
        match (self.0.iter().position(|(key, _)| key == name), value) {
            (Some(idx), Some(value)) => {
                if let Some((_, old)) = self.0.get_mut(idx) {
                    *old = Arc::clone(value);
                }
            }
            (Some(idx), None) => drop(self.0.remove(idx)),
            (None, Some(value)) => self.0.push((name.to_owned(), Arc::clone(value))),
            (None, None) => {}
        }
    }
}

/// The identity of a plan, kept over all its versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanId(pub Uuid);

/// The identity of a feature within a plan. A foreign file's own id (a number, a word) is kept beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeatureId(pub Uuid);

impl fmt::Display for FeatureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A plan: what is written to one GeoJSON file.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Which plan it is.
    pub id: PlanId,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When it was begun.
    pub created: Timestamp,
    /// When it was last edited.
    pub modified: Timestamp,
    /// Handling marking, shown on every page and picture.
    pub handling: String,
    /// SHA-256 of the files it came from: one, or two where two versions were merged.
    pub parents: Vec<String>,
    /// The versions before it, oldest first, at most [`Plan::MAX_VERSIONS`].
    pub history: Vec<Version>,
    /// Its features, in drawing order: later ones lie on top.
    pub features: Vec<Arc<Feature>>,
    /// Unknown members of the `cordon` object.
    pub foreign: Foreign,
    /// Unknown members of the `FeatureCollection`.
    pub foreign_collection: Foreign,
}

/// A version of a plan that a file held.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// When it was last edited.
    pub modified: Timestamp,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Who made it.
    pub author: String,
}

impl Plan {
    /// How many earlier versions a plan names; older ones are forgotten.
    pub const MAX_VERSIONS: usize = 200;

    /// The plan as one that came from these versions, each with the SHA-256 of its file. The order in which they are
    /// named makes no difference.
    #[must_use]
    pub fn come_from(&self, versions: &[(&Self, String)]) -> Self {
        let mut history: std::collections::BTreeSet<Version> = std::collections::BTreeSet::new();
        for (plan, sha256) in versions {
            history.extend(plan.history.iter().cloned());
            let (modified, author) = (plan.modified, plan.author.clone());
            history.insert(Version { modified, sha256: sha256.clone(), author });
        }
        let mut parents: Vec<String> = versions.iter().map(|(_, sha256)| sha256.clone()).collect();
        parents.sort();
        parents.dedup();
        let n_forgotten = history.len().saturating_sub(Self::MAX_VERSIONS);
        Self { parents, history: history.into_iter().skip(n_forgotten).collect(), ..self.clone() }
    }

    /// An empty plan.
    #[must_use]
    pub fn new(id: PlanId, now: Timestamp) -> Self {
        Self {
            id,
            title: String::new(),
            author: String::new(),
            created: now,
            modified: now,
            handling: String::new(),
            parents: Vec::new(),
            history: Vec::new(),
            features: Vec::new(),
            foreign: Foreign::default(),
            foreign_collection: Foreign::default(),
        }
    }

    /// The feature with this id.
    #[must_use]
    pub fn feature(&self, id: FeatureId) -> Option<&Arc<Feature>> {
        self.features.iter().find(|feature| feature.id == id)
    }

    /// The index of the feature with this id.
    #[must_use]
    pub fn feature_idx(&self, id: FeatureId) -> Option<usize> {
        self.features.iter().position(|feature| feature.id == id)
    }
}

/// What a feature is for; the plan file's `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `interdiction_area`
    InterdictionArea,
    /// `patrol_zone`
    PatrolZone,
    /// `exclusion_area`
    ExclusionArea,
    /// `reference_area`
    ReferenceArea,
    /// `patrol_route`
    PatrolRoute,
    /// `barrier`
    Barrier,
    /// `unit`
    Unit,
    /// `point`
    Point,
    /// `inspection`
    Inspection,
}

impl Kind {
    /// Every kind, in the order a menu shows them.
    pub const ALL: [Self; 9] = [
        Self::InterdictionArea,
        Self::PatrolZone,
        Self::ExclusionArea,
        Self::ReferenceArea,
        Self::PatrolRoute,
        Self::Barrier,
        Self::Unit,
        Self::Point,
        Self::Inspection,
    ];

    /// The kind as the plan file writes it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::InterdictionArea => "interdiction_area",
            Self::PatrolZone => "patrol_zone",
            Self::ExclusionArea => "exclusion_area",
            Self::ReferenceArea => "reference_area",
            Self::PatrolRoute => "patrol_route",
            Self::Barrier => "barrier",
            Self::Unit => "unit",
            Self::Point => "point",
            Self::Inspection => "inspection",
        }
    }

    /// The kind a plan file means by a word.
    #[must_use]
    pub fn from_keyword(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.keyword() == word)
    }

    /// The kind in English words, as lists on the command line write it: "interdiction area".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::InterdictionArea => "interdiction area",
            Self::PatrolZone => "patrol zone",
            Self::ExclusionArea => "exclusion area",
            Self::ReferenceArea => "reference area",
            Self::PatrolRoute => "patrol route",
            Self::Barrier => "barrier",
            Self::Unit => "unit",
            Self::Point => "point",
            Self::Inspection => "inspection",
        }
    }

    /// The kind in the language spoken.
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::InterdictionArea => words("kind-interdiction-area"),
            Self::PatrolZone => words("kind-patrol-zone"),
            Self::ExclusionArea => words("kind-exclusion-area"),
            Self::ReferenceArea => words("kind-reference-area"),
            Self::PatrolRoute => words("kind-patrol-route"),
            Self::Barrier => words("kind-barrier"),
            Self::Unit => words("kind-unit"),
            Self::Point => words("kind-point"),
            Self::Inspection => words("kind-inspection"),
        }
    }
}

/// When a feature is in force; an open end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First moment.
    pub from: Option<Timestamp>,
    /// Last moment.
    pub to: Option<Timestamp>,
}

impl Period {
    /// The interval as ISO 8601 writes it: `2026-01-05T00:00:00Z/2026-01-08T00:00:00Z`, an open end as `..`.
    #[must_use]
    pub fn interval(self) -> String {
        let end = |moment: Option<Timestamp>| moment.map_or_else(|| "..".to_owned(), |moment| moment.to_string());
        format!("{}/{}", end(self.from), end(self.to))
    }

    /// The overlap of two periods; it ends before it begins if there is none.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            // An open end is later than any.
            to: self.to.map_or(other.to, |to| Some(other.to.map_or(to, |other| other.min(to)))),
        }
    }

    /// Whether no end of another that is stated lies outside of it.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        let begins_early = matches!((self.from, other.from), (Some(own), Some(other)) if other < own);
        let ends_late = matches!((self.to, other.to), (Some(own), Some(other)) if other > own);
        !begins_early && !ends_late
    }
}

/// What a polygon was drawn as, so that it stays editable as that.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// All places within `radius` of `centre`.
    Circle {
        /// Centre.
        centre: Position,
        /// Radius along the ellipsoid.
        radius: Metres,
    },
    /// Between two parallels and two meridians.
    Rectangle {
        /// South-west corner.
        south_west: Position,
        /// North-east corner.
        north_east: Position,
    },
    /// Between two radii around a centre.
    Ring {
        /// Centre.
        centre: Position,
        /// Inner radius.
        inner: Metres,
        /// Outer radius.
        outer: Metres,
    },
    /// Part of a circle or ring between two bearings, clockwise.
    Sector {
        /// Centre.
        centre: Position,
        /// Inner radius, zero for a plain sector.
        inner: Metres,
        /// Outer radius.
        outer: Metres,
        /// First bearing.
        from: Course,
        /// Last bearing, clockwise of the first.
        to: Course,
    },
    /// All places within `half_width` of a route.
    Corridor {
        /// The route.
        route: Vec<Position>,
        /// Half the width.
        half_width: Metres,
    },
    /// Between geodesics through these corners, as a navigational warning means its lines.
    Geodesic {
        /// The corners, in order.
        corners: Vec<Position>,
    },
    /// A measured line that is kept: geodesics from place to place.
    Measured {
        /// The places, in order; two at least.
        places: Vec<Position>,
    },
    /// A shape of a newer program: its JSON text, kept and written back.
    Unknown(Arc<str>),
}

/// How a feature is drawn; simplestyle 1.1.0. Absent parts take the colours of the kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// `stroke`, a colour as `#rgb` or `#rrggbb`.
    pub stroke: Option<String>,
    /// `stroke-width` in points.
    pub stroke_width: Option<f64>,
    /// `stroke-opacity`, 0 to 1.
    pub stroke_opacity: Option<f64>,
    /// `fill`, a colour as `#rgb` or `#rrggbb`.
    pub fill: Option<String>,
    /// `fill-opacity`, 0 to 1.
    pub fill_opacity: Option<f64>,
}

/// What kind of craft a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitType {
    /// `ship`
    Ship,
    /// `aircraft`
    Aircraft,
    /// `helicopter`
    Helicopter,
    /// `drone`
    Drone,
}

impl UnitType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::Ship, Self::Aircraft, Self::Helicopter, Self::Drone];

    /// The type as the plan file writes it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Ship => "ship",
            Self::Aircraft => "aircraft",
            Self::Helicopter => "helicopter",
            Self::Drone => "drone",
        }
    }

    /// The type in the language spoken.
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::Ship => words("unit-ship"),
            Self::Aircraft => words("unit-aircraft"),
            Self::Helicopter => words("unit-helicopter"),
            Self::Drone => words("unit-drone"),
        }
    }
}

/// What a patrol unit can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// Its nation, ISO 3166-1 alpha-3.
    pub nation: Option<String>,
    /// What craft it is.
    pub unit_type: Option<UnitType>,
    /// Cruising speed.
    pub speed_cruise: Option<Knots>,
    /// Best speed.
    pub speed_max: Option<Knots>,
    /// Endurance in hours.
    pub endurance_h: Option<f64>,
    /// Sweep width of its sensors, against targets of a medium size and of every other that has none of its own.
    pub sweep_width: Option<NauticalMiles>,
    /// Sweep width against small targets.
    pub sweep_small: Option<NauticalMiles>,
    /// Sweep width against large targets.
    pub sweep_large: Option<NauticalMiles>,
    /// When it is available.
    pub available: Period,
    /// The periods of that in which it is on station; none stated: all of it.
    pub on_station: Vec<Period>,
    /// Its base.
    pub base: Option<String>,
}

impl Unit {
    /// When it can be sent: its periods on station as far as it is available, in order of time; without any, as long as it is available.
    #[must_use]
    pub fn periods(&self) -> Vec<Period> {
        if self.on_station.is_empty() {
            return vec![self.available];
        }
        let is_some = |period: &Period| period.from.zip(period.to).is_none_or(|(from, to)| from < to);
        let periods = self.on_station.iter().map(|period| period.within(self.available));
        let mut periods: Vec<Period> = periods.filter(is_some).collect();
        periods.sort_by_key(|period| (period.from, period.to.unwrap_or(Timestamp::MAX)));
        periods
    }
}

/// One thing on the plan: an area, a line, a point or a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Which feature it is.
    pub id: FeatureId,
    /// The file's own id where it is not a UUID: its JSON text, written back in its place.
    pub foreign_id: Option<Arc<str>>,
    /// What it is for.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// What is to be done there.
    pub task: String,
    /// When it is in force.
    pub period: Period,
    /// The units assigned.
    pub units: Vec<FeatureId>,
    /// On what legal ground.
    pub legal_basis: String,
    /// Anything else.
    pub remarks: String,
    /// What it was drawn as.
    pub shape: Option<Shape>,
    /// Where it is: WGS 84 degrees, x = longitude, rounded to seven decimals; `None` for a feature without a place.
    pub geometry: Option<geo::Geometry<f64>>,
    /// How it is drawn.
    pub style: Style,
    /// Whether it is left off the map.
    pub is_hidden: bool,
    /// Whether it is held as it is: nothing of it is moved, reshaped or deleted until it is unlocked.
    pub is_locked: bool,
    /// The name of the group it is listed under; empty for none.
    pub group: String,
    /// For `Kind::Unit`: what it can do.
    pub unit: Option<Unit>,
    /// What is recorded of an inspection; of other features, the flag State's consent.
    pub inspection: Inspection,
    /// Unknown members of its `properties`.
    pub foreign: Foreign,
    /// Unknown members of the Feature itself and of its geometry (the latter under `geometry`).
    pub foreign_feature: Foreign,
}

impl Feature {
    /// A feature with a kind, a name and a place, and nothing else yet.
    #[must_use]
    pub fn new(id: FeatureId, kind: Kind, name: impl Into<String>, geometry: geo::Geometry<f64>) -> Self {
        Self {
            id,
            foreign_id: None,
            kind,
            name: name.into(),
            task: String::new(),
            period: Period::default(),
            units: Vec::new(),
            legal_basis: String::new(),
            remarks: String::new(),
            shape: None,
            geometry: Some(geometry),
            style: Style::default(),
            is_hidden: false,
            is_locked: false,
            group: String::new(),
            unit: None,
            inspection: Inspection::default(),
            foreign: Foreign::default(),
            foreign_feature: Foreign::default(),
        }
    }
}
