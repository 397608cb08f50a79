//! Watch lists: which ships somebody has listed, by what name, since when, and who says so.
//!
//! Owns the entries as their list states them. Never says that a ship is one of them: that is a finding. Start at [`Watchlist`].

use super::{Imo, Mmsi};
use crate::units::Timestamp;

/// A list of ships, with its date and source, which are shown wherever it is matched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watchlist {
    /// What it is called.
    pub name: String,
    /// As of when it is, as it says itself: a day, a month, or nothing.
    pub date: String,
    /// Who made it or where it is from.
    pub source: String,
    /// Under which licence it is passed on.
    pub licence: String,
    /// What is to be said wherever it is shown: that it is not complete, not the official one.
    pub caveat: String,
    /// Its ships, in the list's order.
    pub entries: Vec<Listed>,
}

/// One ship of a list; what the list does not state is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Former and other names.
    pub aliases: Vec<String>,
    /// Its IMO ship number, whose check digit need not be right.
    pub imo: Option<Imo>,
    /// Its MMSIs.
    pub mmsis: Vec<Mmsi>,
    /// Its radio call sign.
    pub call_sign: String,
    /// Its flag, in the list's words.
    pub flag: String,
    /// Its type, in the list's words.
    pub ship_type: String,
    /// When it was listed.
    pub designated: Option<Timestamp>,
    /// When it was taken off the list, if it was.
    pub delisted: Option<Timestamp>,
    /// What the listing asks for: a port entry ban.
    pub measures: String,
    /// The resolution and paragraph.
    pub resolution: String,
    /// The programme it is listed under.
    pub program: String,
    /// Who reported it.
    pub source: String,
}

impl Listed {
    /// Its name and its other names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .filter(|name| !name.is_empty())
    }

    /// Whether there is anything to know it by.
    #[must_use]
    pub fn can_be_matched(&self) -> bool {
        self.imo.is_some() || !self.mmsis.is_empty() || !self.call_sign.is_empty() || self.names().next().is_some()
    }
}
