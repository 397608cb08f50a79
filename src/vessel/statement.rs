//! What a vessel said of itself over time: a change of identity is evidence.

use super::Identity;
use crate::units::Timestamp;

/// The most statements kept of one vessel. Two ships that share an MMSI contradict each other in every message.
const MOST_STATEMENTS: usize = 500;

/// Something a vessel said of itself, and the first and last moment at which it was heard to say so.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// First heard.
    pub from: Timestamp,
    /// Last heard, before it said something else.
    pub to: Timestamp,
    /// What was said; parts that no message of this time stated are missing.
    pub identity: Identity,
}

/// What a vessel said of itself, in order of time. Messages that do not contradict each other are one statement: a name in one
/// and dimensions in another, as AIS sends them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History(Vec<Statement>);

impl History {
    /// The statements, ascending by their first moment.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.0
    }

    /// The latest statement of each part, whatever the order in which they were heard; `None` if some later ones were not kept.
    #[must_use]
    pub fn latest(&self) -> Option<Identity> {
        let mut latest = Identity::default();
        self.0.iter().for_each(|statement| latest.update(statement.identity.clone()));
        (self.0.len() < MOST_STATEMENTS).then_some(latest)
    }

    /// A history out of statements in any order.
    #[must_use]
    pub fn of(statements: impl IntoIterator<Item = Statement>) -> Self {
        let mut history = Self::default();
        for statement in statements {
            history.add(statement);
        }
        history.settle();
        history
    }

    /// Takes what was said at some time, mostly later than what is known. In order after [`History::settle`].
    pub fn add(&mut self, said: Statement) {
        if said.identity.is_empty() {
            return;
        }
        if let Some(last) = self.0.last_mut().filter(|last| !last.identity.contradicts(&said.identity)) {
            last.take(said);
            return;
        }
        if self.0.len() == 2 * MOST_STATEMENTS {
            self.settle();
        }
        self.0.push(said);
    }

    /// Takes what another history tells, mostly later than this one. In order after [`History::settle`].
    pub fn absorb(&mut self, later: Self) {
        later.0.into_iter().for_each(|statement| self.add(statement));
    }

    /// Notes that the last statement was repeated at a moment.
    pub fn repeat(&mut self, moment: Timestamp) {
        if let Some(last) = self.0.last_mut() {
            last.from = last.from.min(moment);
            last.to = last.to.max(moment);
        }
    }

    /// Puts all in order of time, joins what does not contradict its neighbour, and keeps the first so many.
    pub fn settle(&mut self) {
        self.0.sort_by_key(|statement| (statement.from, statement.to));
        self.0.dedup_by(|later, earlier| {
            let goes_on = !earlier.identity.contradicts(&later.identity);
            if goes_on {
                earlier.take(later.clone());
            }
            goes_on
        });
        self.0.truncate(MOST_STATEMENTS);
    }
}

impl Statement {
    fn take(&mut self, said: Self) {
        self.from = self.from.min(said.from);
        self.to = self.to.max(said.to);
        self.identity.update(said.identity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vessel::Imo;

    fn said(second: i64, name: Option<&str>, imo: Option<u32>) -> Statement {
        let moment = Timestamp::from_seconds(second);
        let identity = Identity { name: name.map(str::to_owned), imo: imo.and_then(Imo::new), ..Identity::default() };
        Statement { from: moment, to: moment, identity }
    }

    fn told(history: &History) -> Vec<(i64, i64, Option<&str>, Option<u32>)> {
        let line = |s: &Statement| {
            (s.from.millis() / 1000, s.to.millis() / 1000, s.identity.name.clone(), s.identity.imo.map(Imo::value))
        };
        let lines: Vec<_> = history.statements().iter().map(line).collect();
        lines
            .into_iter()
            .zip(history.statements())
            .map(|((a, b, _, d), s)| (a, b, s.identity.name.as_deref(), d))
            .collect()
    }

    #[test]
    fn parts_of_one_identity_are_one_statement_and_a_new_name_is_another() {
        let history = History::of([
            said(0, Some("HAE YANG"), None),
            said(10, None, Some(9_074_729)),
            said(20, Some("HAE YANG"), None),
            said(30, Some("SEA STAR"), None),
        ]);
        assert_eq!(told(&history), [(0, 20, Some("HAE YANG"), Some(9_074_729)), (30, 30, Some("SEA STAR"), None)]);
    }

    #[test]
    fn the_order_of_messages_makes_no_difference() {
        let messages =
            [said(0, Some("A"), None), said(10, Some("B"), None), said(20, Some("B"), None), said(30, Some("A"), None)];
        let mut turned = messages.clone();
        turned.reverse();
        assert_eq!(History::of(messages), History::of(turned));
    }

    #[test]
    fn two_ships_under_one_number_do_not_fill_memory() {
        let history = History::of((0..10_000).map(|n| said(n, Some(if n % 2 == 0 { "A" } else { "B" }), None)));
        assert_eq!(history.statements().len(), MOST_STATEMENTS);
        assert_eq!(told(&history)[..2], [(0, 0, Some("A"), None), (1, 1, Some("B"), None)]);
    }
}
