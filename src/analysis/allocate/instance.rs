//! What is to be decided, as bare numbers: cells with weights, areas that cover them, units that can search the areas, periods.
//!
//! Owns the reckoning of a unit's route: when it is where, how long it searches, and what all routes together cover. Never knows a plan or a place. Hours are
//! counted from any one moment. Start at [`Instance::stints`] and [`Instance::covered`].

use super::super::pattern::SEARCH_SHARE;
use super::super::pattern::pod::{Coverage, DetectionLaw};

/// A unit of less endurance than this sets out anew in each period and is back within it; one of more goes out once and goes on from area to area. Hours: a
/// choice, a day.
pub const SORTIE_H: f64 = 24.0;

/// A part of the sea that a unit can be sent to search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchArea {
    /// The cells it covers, and how much of each, 0 to 1.
    pub cells: Vec<(usize, f64)>,
    /// When it may be searched, in hours.
    pub open: (f64, f64),
    /// No more units than this search it at the same time.
    pub most_units: usize,
}

/// A unit that can be sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Searcher {
    /// Hours from its base to each area, and as many back; infinite where it cannot go.
    pub out_h: Vec<f64>,
    /// Hours from each area to each other.
    pub between_h: Vec<Vec<f64>>,
    /// How often it would sweep each area over in an hour of search: W·V/A.
    pub sweeps_per_h: Vec<f64>,
    /// How long it can be away from its base, in hours.
    pub endurance_h: f64,
    /// When it is available, in hours; it leaves its base no sooner and is back no later.
    pub available: (f64, f64),
}

/// All that is to be decided on.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// The periods, in order, in hours; none overlaps another.
    pub periods: Vec<(f64, f64)>,
    /// What each cell is worth in each period: `weights[period][cell]`, not negative.
    pub weights: Vec<Vec<f64>>,
    /// The areas.
    pub areas: Vec<SearchArea>,
    /// The units.
    pub units: Vec<Searcher>,
    /// Areas that a unit is not sent to, as (unit, area).
    pub forbidden: Vec<(usize, usize)>,
    /// Units that are never in the same area at the same time.
    pub apart: Vec<(usize, usize)>,
    /// How detection depends on coverage.
    pub law: DetectionLaw,
}

/// Where a unit is in each period: an area, or nowhere.
pub type Route = Vec<Option<usize>>;

/// A unit's search of one area in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stint {
    /// The period.
    pub period: usize,
    /// The area.
    pub area: usize,
    /// When it comes on the scene and leaves it, in hours.
    pub on_scene: (f64, f64),
    /// How often it sweeps the area over.
    pub coverage: f64,
    /// How likely it detects what is in the area, 0 to 1.
    pub pod: f64,
}

/// Where a unit comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comes {
    /// Its base.
    FromBase,
    /// An area that it searched in the period before.
    From(usize),
    /// An area that it searched before that; it left when the period before began.
    Rested(usize),
}

impl Instance {
    /// Whether a unit sets out anew in each period.
    pub(super) fn makes_sorties(&self, unit: usize) -> bool {
        let shortest = self.periods.iter().map(|(from, to)| to - from).fold(f64::INFINITY, f64::min);
        self.units[unit].endurance_h <= SORTIE_H.max(if shortest.is_finite() { shortest } else { 0.0 })
    }

    pub(super) fn is_allowed(&self, unit: usize, area: usize) -> bool {
        self.units[unit].out_h[area].is_finite() && !self.forbidden.contains(&(unit, area))
    }

    /// When a unit can be on the scene, if it comes from there and must be back at its base by `must_be_back`; `None` if never.
    pub(super) fn on_scene(
        &self,
        (unit, period, area): (usize, usize, usize),
        comes: Comes,
        must_be_back: f64,
    ) -> Option<(f64, f64)> {
        let (of, searched, slot) = (&self.units[unit], &self.areas[area], self.periods[period]);
        let out = of.out_h[area];
        let is_sortie = self.makes_sorties(unit);
        let arrives = match comes {
            _ if is_sortie => slot.0.max(of.available.0) + out,
            Comes::FromBase => of.available.0 + out,
            Comes::From(before) if before == area => f64::NEG_INFINITY,
            Comes::From(before) => self.periods[period - 1].1 + of.between_h[before][area],
            Comes::Rested(before) => self.periods[period - 1].0 + of.between_h[before][area],
        };
        let begins = arrives.max(slot.0).max(searched.open.0);
        let mut ends = slot.1.min(searched.open.1).min(of.available.1 - out).min(must_be_back - out);
        if is_sortie {
            ends = ends.min(slot.1 - out).min(begins + of.endurance_h - 2.0 * out);
        }
        (ends > begins).then_some((begins, ends))
    }

    /// How often a unit sweeps an area over in hours on the scene, and how likely it detects what is there. Of the time on the scene, 85 % is search.
    pub(super) fn found(&self, unit: usize, area: usize, (begins, ends): (f64, f64)) -> (f64, f64) {
        let coverage =
            Coverage::new(self.units[unit].sweeps_per_h[area] * (ends - begins) * SEARCH_SHARE).unwrap_or_default();
        (coverage.value(), coverage.pod(self.law).value())
    }

    /// What a unit does on a route, period by period; `None` if it cannot: it would not be there in time, or not be back within its endurance.
    #[must_use]
    pub fn stints(&self, unit: usize, route: &[Option<usize>]) -> Option<Vec<Stint>> {
        let mut stints: Vec<Stint> = Vec::new();
        let mut must_be_back = f64::INFINITY;
        for (period, area) in route.iter().enumerate().filter_map(|(period, area)| Some((period, (*area)?))) {
            if !self.is_allowed(unit, area) {
                return None;
            }
            let comes = match stints.last() {
                None => Comes::FromBase,
                Some(last) if last.period + 1 == period => Comes::From(last.area),
                Some(last) => Comes::Rested(last.area),
            };
            if stints.is_empty() && !self.makes_sorties(unit) {
                // It leaves so as to be there when it can begin, and has its endurance from then on.
                let (begins, _) = self.on_scene((unit, period, area), comes, f64::INFINITY)?;
                must_be_back = begins - self.units[unit].out_h[area] + self.units[unit].endurance_h;
            }
            let on_scene = self.on_scene((unit, period, area), comes, must_be_back)?;
            let (coverage, pod) = self.found(unit, area, on_scene);
            stints.push(Stint { period, area, on_scene, coverage, pod });
        }
        Some(stints)
    }

    /// How many cells there are.
    #[must_use]
    pub fn n_cells(&self) -> usize {
        self.weights.first().map_or(0, Vec::len)
    }

    /// All that could be covered.
    #[must_use]
    pub fn whole(&self) -> f64 {
        self.weights.iter().flatten().sum()
    }

    /// The chance that what is in a cell goes undetected, by period and cell; several searches are independent of one another.
    pub(super) fn missed(&self, stints: &[Vec<Stint>]) -> Vec<Vec<f64>> {
        let mut missed = vec![vec![1.0; self.n_cells()]; self.periods.len()];
        for stint in stints.iter().flatten() {
            for (cell, share) in &self.areas[stint.area].cells {
                missed[stint.period][*cell] *= 1.0 - share * stint.pod;
            }
        }
        missed
    }

    /// What routes cover together: Σ weight · (1 − Π(1 − share · POD)); `None` if a unit cannot do its own.
    #[must_use]
    pub fn covered(&self, routes: &[Route]) -> Option<f64> {
        let stints: Option<Vec<Vec<Stint>>> =
            routes.iter().enumerate().map(|(unit, route)| self.stints(unit, route)).collect();
        Some(self.covered_by(&stints?))
    }

    pub(super) fn covered_by(&self, stints: &[Vec<Stint>]) -> f64 {
        let missed = self.missed(stints);
        let of_period = |(weights, missed): (&Vec<f64>, &Vec<f64>)| {
            weights.iter().zip(missed).map(|(weight, missed)| weight * (1.0 - missed)).sum::<f64>()
        };
        self.weights.iter().zip(&missed).map(of_period).sum()
    }

    /// Whether routes keep to the most units of each area and to who is to be apart.
    #[must_use]
    pub fn is_deconflicted(&self, routes: &[Route]) -> bool {
        (0..self.periods.len()).all(|period| {
            let there = |area: usize| routes.iter().filter(move |route| route[period] == Some(area)).count();
            let is_apart =
                |(a, b): &(usize, usize)| routes[*a][period].is_none() || routes[*a][period] != routes[*b][period];
            self.areas.iter().enumerate().all(|(idx, area)| there(idx) <= area.most_units)
                && self.apart.iter().all(is_apart)
        })
    }

    /// One period by itself, in which units can do at least what they can in it among the others: whoever goes on from area to area is taken to be there already.
    /// The best of each period together is never less than the best of all.
    pub(super) fn of_period(&self, period: usize) -> Self {
        let unit = |(idx, unit): (usize, &Searcher)| {
            let mut unit = Searcher { between_h: Vec::new(), ..unit.clone() };
            if !self.makes_sorties(idx) {
                unit.endurance_h = f64::INFINITY;
                if period > 0 {
                    unit.available.0 = f64::NEG_INFINITY;
                }
            }
            unit
        };
        Self {
            periods: self.periods.get(period).copied().into_iter().collect(),
            weights: self.weights.get(period).cloned().into_iter().collect(),
            areas: self.areas.clone(),
            units: self.units.iter().enumerate().map(unit).collect(),
            forbidden: self.forbidden.clone(),
            apart: self.apart.clone(),
            law: self.law,
        }
    }

    /// The same with cells put together that lie in the same areas to the same shares: fewer cells, and nothing else is different.
    pub(super) fn merged(&self) -> Self {
        let mut of_cell: Vec<Vec<(usize, u64)>> = vec![Vec::new(); self.n_cells()];
        for (idx, area) in self.areas.iter().enumerate() {
            area.cells.iter().for_each(|(cell, share)| of_cell[*cell].push((idx, share.to_bits())));
        }
        let mut names: std::collections::BTreeMap<&Vec<(usize, u64)>, usize> = std::collections::BTreeMap::new();
        for areas in of_cell.iter().filter(|areas| !areas.is_empty()) {
            let next = names.len();
            names.entry(areas).or_insert(next);
        }
        let mut weights = vec![vec![0.0; names.len()]; self.periods.len()];
        for (cell, areas) in of_cell.iter().enumerate() {
            let Some(name) = names.get(areas) else { continue };
            weights.iter_mut().zip(&self.weights).for_each(|(to, from)| to[*name] += from[cell]);
        }
        let mut areas: Vec<SearchArea> =
            self.areas.iter().map(|area| SearchArea { cells: Vec::new(), ..area.clone() }).collect();
        for (within, name) in &names {
            within.iter().for_each(|(area, share)| areas[*area].cells.push((*name, f64::from_bits(*share))));
        }
        Self { weights, areas, ..self.clone() }
    }
}
