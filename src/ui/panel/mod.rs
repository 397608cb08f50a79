//! All paint around the map, one file each: `data` says what to show (pure, tested as text), `ui` shows it.

mod area_choice;
pub mod colour;
pub mod coverage;
pub mod empty;
pub mod field;
pub mod findings;
pub mod inspector;
pub mod layers;
mod plan_check;
pub mod plan_list;
mod plan_rows;
pub mod player;
pub mod row;
pub mod status;
pub mod targets;
pub mod timeline;
pub mod vessels;
