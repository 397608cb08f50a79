//! One fuzz target of `cordon::io::fuzzing`, named by the environment variable `CORDON_FUZZ_TARGET`, under libFuzzer.
//!
//! Built by `./fuzz/run`, which sets what the compiler needs to be told.
#![no_main]

use std::sync::LazyLock;

use cordon::io::fuzzing::{TARGETS, Target};
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("CORDON_FUZZ_TARGET").unwrap_or_default();
    TARGETS.iter().find(|target| target.name == name).expect("CORDON_FUZZ_TARGET names a target")
});

fuzz_target!(|bytes: &[u8]| (TARGET.run)(bytes));
