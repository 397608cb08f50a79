//! `cordon verify`: is a plan's or a dossier's file as it was written, and who signed it?

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::ValueHint;

use super::input::{Opener, PassphraseArgs};
use super::{PROBLEMS_FOUND, console};
use crate::io::plan_geojson::{self, Content, Signature, Signed};
use crate::io::signing_key::TrustedKeys;
use crate::io::{dossier, export};
use crate::report::Progress;

/// Check a plan's or a dossier's file: whether it is as it was written; of a plan also who signed it and which versions it came from.
///
/// The hash is the SHA-256 of the file without the one line that states it (and who signed it), so that any machine can reproduce it:
/// `sed '0,/^"sha256":/{/^"sha256":/d}' plan.geojson | sha256sum`. A dossier is told by what is in it. A version is named by the SHA-256 of its whole file before
/// anybody signed it. A signature holds if its key signed this content; that the key is a partner's, only a list of keys that you
/// trust can tell (--trusted).
///
/// Exit codes: 0 as it was saved, and every signature holds (with --trusted: and one of them is by a trusted key); 1 changed since,
/// without a hash, or a signature that does not hold; 2 the file could not be read as either.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The plan, or the dossier.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// The public keys that you trust: on each line a key, then a name.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    trusted: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    json: bool,
    /// Print nothing; the exit code tells.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let trusted = args.trusted.as_deref().map(TrustedKeys::read).transpose()?;
    let file = args.file.display().to_string();
    let (bytes, _) = Opener::new(&args.passphrase).bytes(&args.file, &Progress::default())?;
    if dossier::is_dossier(&bytes) {
        return verify_dossier(args, &file, &bytes);
    }
    let (plan, _report, _access) =
        plan_geojson::from_bytes(&bytes, &file, &Progress::default()).map_err(|error| anyhow!("{error}"))?;
    let seal = plan_geojson::seal_of(&bytes);
    let name_of = |signed: &Signed| signed.signature.public().and_then(|key| trusted.as_ref()?.name_of(&key));
    let lacks_trust =
        trusted.is_some() && !seal.signatures.iter().any(|signed| signed.holds && name_of(signed).is_some());
    if args.json {
        console::print(&format!("{}\n", export::verified_json(&args.file, &plan, &seal, trusted.as_ref())))?;
    } else if !args.quiet {
        let mut text = match seal.content {
            Content::Unchanged => format!("{file}: as it was saved\n"),
            Content::Changed => format!("{file}: CHANGED since it was saved: its hash does not fit its content\n"),
            Content::Unsealed => format!("{file}: holds no hash, so nothing can be told; save it with Cordon\n"),
        };
        for signed in &seal.signatures {
            let Signature { key, name, signed: moment, .. } = &signed.signature;
            let held = if signed.holds { "signed by   " } else { "DOES NOT HOLD" };
            let known = match (&trusted, name_of(signed)) {
                (None, _) => String::new(),
                (Some(_), None) => "NOT a trusted key".to_owned(),
                (Some(_), Some(known)) => format!("trusted: {known}"),
            };
            text.push_str(&format!(
                "{}\n",
                [held, key, moment, &console::one_line(name), &known].join("  ").trim_end()
            ));
        }
        if lacks_trust {
            text.push_str("no signature of a trusted key holds\n");
        }
        text.push_str(&format!("this version  {}  {}\n", seal.sha256, plan.modified));
        for version in plan.history.iter().rev() {
            let is_parent = plan.parents.contains(&version.sha256);
            let role = if is_parent { "came from   " } else { "before that " };
            let author = if version.author.is_empty() { String::new() } else { format!("  {}", version.author) };
            text.push_str(&format!("{role}  {}  {}{author}\n", version.sha256, version.modified));
        }
        console::print(&text)?;
    }
    Ok(if seal.holds() && !lacks_trust { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS_FOUND) })
}

/// A dossier: nobody signs one, so that with a list of trusted keys nothing of it is trusted.
fn verify_dossier(args: &Args, file: &str, bytes: &[u8]) -> anyhow::Result<ExitCode> {
    let seal = dossier::seal_of(bytes);
    if args.json {
        console::print(&format!("{}\n", dossier::verified_json(file, &seal)))?;
    } else if !args.quiet {
        let mut text = match seal.content {
            Content::Unchanged => format!("{file}: as it was written\n"),
            Content::Changed => format!("{file}: CHANGED since it was written: its hash does not fit its content\n"),
            Content::Unsealed => format!("{file}: holds no hash, so nothing can be told\n"),
        };
        if !seal.subject.is_empty() {
            text.push_str(&format!("dossier of    {}\n", seal.subject));
        }
        text.push_str(&format!("this content  {}\n", seal.sha256));
        for source in &seal.files {
            let hash = source.sha256.as_deref().unwrap_or("(its hash was not taken)");
            text.push_str(&format!("made from     {}  {}\n", console::one_line(hash), console::one_line(&source.name)));
        }
        if args.trusted.is_some() {
            text.push_str("a dossier holds no signatures\n");
        }
        console::print(&text)?;
    }
    let holds = seal.content == Content::Unchanged && args.trusted.is_none();
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS_FOUND) })
}
