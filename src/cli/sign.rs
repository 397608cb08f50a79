//! `cordon sign`: who stands by a plan's content.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use clap::ValueHint;

use super::console;
use super::input::{Opener, PassphraseArgs};
use crate::io::signing_key::{self, SigningKey};
use crate::io::{atomic, plan_geojson};
use crate::report::Progress;
use crate::session;

/// Sign a plan, or make a key to sign with.
///
/// With --new-key, writes a private key (Ed25519) to a new file that only you may read, and prints its public key: give that to
/// your partners. With PLAN and --key, puts a signature into the plan's file, over its hash, the moment and the name.
/// Several people can sign one content; saving a changed plan drops their signatures. `cordon verify` checks them.
///
/// Exit codes: 0 done; 2 it could not be signed, or no key made.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan.
    #[arg(value_name = "PLAN", value_hint = ValueHint::FilePath, required_unless_present = "new_key", conflicts_with = "new_key")]
    plan: Option<PathBuf>,
    /// The file of the private key to sign with.
    #[arg(long, value_name = "KEYFILE", value_hint = ValueHint::FilePath, required_unless_present = "new_key")]
    key: Option<PathBuf>,
    /// Where the signed plan goes; without it, PLAN is signed in its place.
    #[arg(short, long = "output", value_name = "OUT", value_hint = ValueHint::FilePath, conflicts_with = "new_key")]
    output: Option<PathBuf>,
    /// Make a private key and write it to this new file.
    #[arg(long, value_name = "KEYFILE", value_hint = ValueHint::FilePath, conflicts_with = "key")]
    new_key: Option<PathBuf>,
    /// Whose key it is, in the key's file and in every signature made with it.
    #[arg(long, requires = "new_key", default_value = "")]
    name: String,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    /// Print nothing; the exit code tells.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match (&args.new_key, &args.plan, &args.key) {
        (Some(path), ..) => {
            let key = SigningKey::generate(args.name.trim())?;
            key.write_new(path)?;
            if !args.quiet {
                console::print(&format!("{} {}\n", key.public(), key.name()))?;
            }
        }
        (None, Some(plan), Some(key)) => {
            let path = key;
            let key = SigningKey::read(path)?;
            if !args.quiet && signing_key::others_may_read(path) {
                console::warn(format!("{}: others may read this key, and sign with it: chmod 600 it", path.display()));
            }
            let file = plan.display().to_string();
            let mut opener = Opener::new(&args.passphrase);
            let (bytes, is_encrypted) = opener.bytes(plan, &Progress::default())?;
            // Whatever else has a hash in it is no plan.
            plan_geojson::from_bytes(&bytes, &file, &Progress::default()).map_err(|error| anyhow!("{error}"))?;
            let signed = plan_geojson::signed(&bytes, &key, session::now()).with_context(|| file.clone())?;
            let output = args.output.as_ref().unwrap_or(plan);
            let n = plan_geojson::seal_of(&signed).signatures.len();
            // Signed in its place, a file stays as encrypted as it was; elsewhere the name decides.
            let bytes = match &args.output {
                None if is_encrypted => opener.encrypted(&signed)?,
                _ => opener.as_named(output, signed)?,
            };
            atomic::write_bytes(output, &bytes)?;
            if !args.quiet {
                let name = if key.name().is_empty() { String::new() } else { format!(" ({})", key.name()) };
                console::print(&format!("{}: signed by {}{name}; {n} in all\n", output.display(), key.public()))?;
            }
        }
        _ => unreachable!("clap asks for both"),
    }
    Ok(ExitCode::SUCCESS)
}
