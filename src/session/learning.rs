//! Whose water is where: learnt from the chart and from official limits among the zones that are open.
//!
//! Owns when that is learnt, and that what the session knows fits the zones that are open. Start at
//! [`Session::learn_waters`].

use std::sync::Arc;
use std::time::Duration;

use super::Session;
use super::jobs::Lane;
use super::loading::Outcome;
use super::notices::Severity;
use crate::chart::{OfficialLimits, Waters, ZoneLayer};
use crate::language::{said, words};

/// For how long the opening of files goes first: a kept store of ten million positions is open by then.
const LOADING_GOES_FIRST: Duration = Duration::from_secs(2);

impl Session {
    /// Learns from the chart whose water is where, unless that is known or under way. A face calls it once its first frame
    /// stands, so that the window does not open later for it, and in each that follows: while files are opened it waits a
    /// little, since both would want all cores.
    pub fn learn_waters(&mut self) {
        if self.asked_for_waters || self.jobs.loading_for().is_some_and(|time| time < LOADING_GOES_FIRST) {
            return;
        }
        self.asked_for_waters = true;
        let basemap = Arc::clone(&self.basemap);
        self.learn(words("job-coasts"), move || Waters::build(basemap.as_ref()));
    }

    /// Takes in what was learnt from these layers; if others are open by now, learns from those.
    pub(super) fn take_waters(&mut self, waters: Arc<Waters>, learnt_from: &[u64]) {
        let n_left_out = waters.limits().n_left_out();
        if n_left_out > 0 {
            let sentence = said!("notice-limits-left-out", n = n_left_out);
            self.notices.push(Severity::Warning, sentence);
        }
        self.waters = Some(waters);
        if !self.case.zones.iter().map(|set| &set.id).eq(learnt_from) {
            self.learn_limits();
        }
    }

    /// Learns the official limits anew, where layers that may hold some were opened or closed.
    pub(super) fn learn_limits(&mut self) {
        // Before the chart is learnt there is nothing to go before; it looks at the layers itself.
        let Some(waters) = self.waters.clone() else { return };
        let may_have_limits = self.case.zones.iter().any(|set| OfficialLimits::may_be_in(&set.layer));
        if may_have_limits || !waters.limits().is_empty() {
            self.learn(words("job-limits"), move || Waters::clone(&waters));
        }
    }

    fn learn(&mut self, title: &str, chart: impl FnOnce() -> Waters + Send + 'static) {
        let ids: Vec<u64> = self.case.zones.iter().map(|set| set.id).collect();
        let layers: Vec<Arc<ZoneLayer>> = self.case.zones.iter().map(|set| Arc::clone(&set.layer)).collect();
        self.jobs.start(Lane::Free, title, move |_progress| {
            let limits = OfficialLimits::of(layers.iter().map(|layer| &**layer));
            Outcome::Waters(Arc::new(chart().with_limits(limits)), ids)
        });
    }
}
