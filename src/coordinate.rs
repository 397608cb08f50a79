//! Positions as people write and read them: decimal degrees, DDM, DMS, MGRS.
//!
//! Owns the parsing and the formatting of coordinate text. Never guesses: text that could mean two places is refused with
//! a sentence.
