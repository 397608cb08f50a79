//! Broken files, through the built program: each ends in a clear sentence, with no panic, and memory under 1 GiB.
//!
//! Owns the tables of broken inputs, one module per kind of file. Every file is made here, on the spot, so that none of 100
//! MB lies in the repository. Found another? Add a row to the table it belongs to. Start at [`bench::check`].
#![expect(clippy::expect_used, reason = "a test that cannot be set up must fail")]

mod bench;
mod lists;
mod maps;
mod outputs;
mod plans;
mod shapefile;
mod sharing;
mod strange;
mod track_formats;
mod tracks;
mod zones;
