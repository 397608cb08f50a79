//! What we intend: areas, zones, routes, units; the only thing a user edits.
//!
//! Owns the plan, its edits and their history. Never reads a file, a clock or a window: moments and ids come in as
//! arguments. Start at [`Plan`], then [`PlanEdit`]; [`geometry`] makes and reshapes what is drawn.

mod area_text;
mod check;
mod edit;
pub mod geometry;
mod history;
mod inspection;
pub mod merge;
mod model;
mod naming;
mod period_text;
mod reading;
mod shaping;
mod typical;

pub use area_text::{AreaFault, AreaInText, Drawn, ReadPlace, areas_in_text, outline, places_in, speaks_of_places};
pub use check::{FlagWater, FlagWaters, Problem, check, check_in, needs_waters};
pub use edit::{EditError, PlanEdit};
pub use history::History;
pub use inspection::{Answer, Inspection, Item, Missing, Part, missing};
pub use model::{Feature, FeatureId, Foreign, Kind, Period, Plan, PlanId, Shape, Style, Unit, UnitType, Version};
pub use naming::{next_name, title};
pub use period_text::{PeriodFound, Zone, period_in};
pub use shaping::{Shaping, ShapingError, shaped};
pub use typical::{TargetSize, TypicalUnit};
