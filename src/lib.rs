//! Cordon: the desktop map with which people who enforce UN sanctions at sea plan their work.
//!
//! Four nouns — what ships did ([`track`]), where things are ([`chart`]), what looks wrong ([`finding`]), what we
//! intend ([`plan`]), put together in a [`dossier`]; three verbs — files in and out ([`io`]), questions ([`analysis`]), paper ([`brief`]); one
//! [`session`], the case in hand; two faces, [`cli`] and `ui`. ARCHITECTURE.md has the arrows between them.
//!
//! # Glossary
//! - **fix**: one reported position of one vessel at one moment.
//! - **track**: the fixes of one vessel in order of time.
//! - **SOG**, **COG**: speed and course over ground. **heading**: where the bow points. All true, never magnetic.
//! - **MMSI**: Maritime Mobile Service Identity. **IMO**: the hull's number for life. **MID**: an MMSI's country digits.
//! - **CPA**, **TCPA**: closest point of approach, and the time until it.
//! - **EEZ**: exclusive economic zone. **NLL**: Northern Limit Line. **MDL**: Military Demarcation Line.
//! - **POD**: probability of detection.
//! - **gap**: a vessel's silence between two fixes. **encounter**: two vessels close together, slow, for long.
//! - **zone**: an area or line read from a file, for reference. **area**: one drawn on the plan.

pub mod language;
pub mod units;

pub mod coordinate;
pub mod geodesy;
pub mod mercator;
pub mod report;
pub mod vessel;

pub mod chart;
pub mod finding;
pub mod plan;
pub mod track;

pub mod dossier;

pub mod analysis;
pub mod brief;
pub mod io;

pub mod session;

pub mod cli;
#[cfg(feature = "ui")]
pub mod ui;
