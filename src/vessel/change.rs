//! What a vessel changed of what it says of itself.
//!
//! Owns the comparison of statements, part by part. Never says why it changed. Start at [`changes`].

use std::fmt;

use super::{History, Identity, Imo, ShipType};
use crate::units::{Metres, Timestamp};

/// A part of an identity that AIS lets a crew change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The name.
    Name,
    /// The IMO number.
    Imo,
    /// The call sign.
    CallSign,
    /// The type of ship and cargo.
    ShipType,
    /// The length.
    Length,
    /// The beam.
    Width,
    /// The draught.
    Draught,
    /// The destination.
    Destination,
}

impl Part {
    /// Its keyword in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Imo => "imo",
            Self::CallSign => "call_sign",
            Self::ShipType => "ship_type",
            Self::Length => "length_m",
            Self::Width => "width_m",
            Self::Draught => "draught_m",
            Self::Destination => "destination",
        }
    }

    /// The key of its name in the interface's words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "identity-name",
            Self::Imo => "identity-imo",
            Self::CallSign => "identity-call-sign",
            Self::ShipType => "identity-type",
            Self::Length => "identity-length",
            Self::Width => "identity-width",
            Self::Draught => "identity-draught",
            Self::Destination => "identity-destination",
        }
    }
}

/// What a vessel says of a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// An IMO number.
    Imo(Imo),
    /// A type.
    ShipType(ShipType),
    /// A length.
    Length(Metres),
}

impl Value {
    /// It in the language spoken.
    #[must_use]
    pub fn spoken(&self) -> String {
        match self {
            Self::ShipType(code) => format!("{} ({})", code.class().spoken(), code.code()),
            other => other.to_string(),
        }
    }
}

/// As the command line and files write it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Imo(imo) => imo.fmt(f),
            Self::ShipType(code) => write!(f, "{} ({})", code.class().word(), code.code()),
            Self::Length(length) => write!(f, "{:.1} m", length.value()),
        }
    }
}

/// A change of what a vessel says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// When the new was first heard.
    pub when: Timestamp,
    /// Of what.
    pub part: Part,
    /// What was said before.
    pub old: Value,
    /// What has been said since.
    pub new: Value,
}

/// What a vessel changed of what it says of itself, in order of time: against what it last said of the same part.
#[must_use]
pub fn changes(history: &History) -> Vec<Change> {
    let mut known: [Option<Value>; 8] = Default::default();
    let mut found = Vec::new();
    for statement in history.statements() {
        for (known, (part, said)) in known.iter_mut().zip(parts(&statement.identity)) {
            let Some(new) = said else { continue };
            // What is written alike is no change: a decimetre is as fine as AIS tells.
            if let Some(old) = known.replace(new.clone()).filter(|old| old.to_string() != new.to_string()) {
                found.push(Change { when: statement.from, part, old, new });
            }
        }
    }
    found
}

/// The parts of an identity that are stated.
#[must_use]
pub fn parts(identity: &Identity) -> [(Part, Option<Value>); 8] {
    let text = |text: &Option<String>| text.clone().map(Value::Text);
    [
        (Part::Name, text(&identity.name)),
        (Part::Imo, identity.imo.map(Value::Imo)),
        (Part::CallSign, text(&identity.call_sign)),
        (Part::ShipType, identity.ship_type.map(Value::ShipType)),
        (Part::Length, identity.length.map(Value::Length)),
        (Part::Width, identity.width.map(Value::Length)),
        (Part::Draught, identity.draught.map(Value::Length)),
        (Part::Destination, text(&identity.destination)),
    ]
}
