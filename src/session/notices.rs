//! What the user was told, once each, kept in the notice log.

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Done as asked.
    Done,
    /// Done, with something to know.
    Warning,
    /// Not done.
    Error,
}

/// One sentence to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub severity: Severity,
    /// What happened, where, and what was done about it.
    pub text: String,
}

#[derive(Debug, Default)]
pub(super) struct Notices(Vec<Notice>);

/// How many notices the log keeps.
const KEPT: usize = 1000;

impl Notices {
    pub(super) fn push(&mut self, severity: Severity, text: impl Into<String>) {
        if self.0.len() >= KEPT {
            self.0.remove(0);
        }
        self.0.push(Notice { severity, text: text.into() });
    }

    pub(super) fn all(&self) -> &[Notice] {
        &self.0
    }
}
