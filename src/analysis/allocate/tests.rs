use super::instance::{Instance, Route, SearchArea, Searcher};
use super::{Effort, allocate};
use crate::analysis::pattern::pod::DetectionLaw;
use crate::report::Progress;

/// A generator of numbers for tests: Marsaglia's xorshift64*, doi:10.18637/jss.v008.i14.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % n
    }

    fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 40).expect("24 bits")) / f64::from(1_u32 << 24)
    }
}

/// A unit that is everywhere at once and sees everything.
fn sure(n_areas: usize) -> Searcher {
    Searcher {
        out_h: vec![0.0; n_areas],
        between_h: vec![vec![0.0; n_areas]; n_areas],
        sweeps_per_h: vec![1e9; n_areas],
        endurance_h: f64::INFINITY,
        available: (f64::NEG_INFINITY, f64::INFINITY),
    }
}

fn area(cells: &[usize]) -> SearchArea {
    let cells = cells.iter().map(|cell| (*cell, 1.0)).collect();
    SearchArea { cells, open: (f64::NEG_INFINITY, f64::INFINITY), most_units: 1 }
}

fn exact() -> Effort {
    Effort { gap: 0.0, most_parts: 1_000_000, ..Effort::default() }
}

#[test]
fn where_greedy_covers_five_the_answer_covers_six() {
    // domain.md, section 5: {2,3,4,5}, {1,2,3}, {4,5,6}, p = 2.
    let areas = vec![area(&[1, 2, 3, 4]), area(&[0, 1, 2]), area(&[3, 4, 5])];
    let trap = Instance {
        periods: vec![(0.0, 24.0)],
        weights: vec![vec![1.0; 6]],
        areas,
        units: vec![sure(3); 2],
        forbidden: Vec::new(),
        apart: Vec::new(),
        law: DetectionLaw::DefiniteRange,
    };
    let mut told = Vec::new();
    let answer =
        allocate(&trap, &exact(), &mut |answer| told.push(answer.covered), &Progress::default()).expect("not stopped");
    assert_eq!(told.first(), Some(&5.0), "{told:?}");
    assert_eq!((answer.covered, answer.bound, answer.gap()), (6.0, 6.0, 0.0), "{answer:?}");
}

/// Some random small case; what binds differs from one to the next.
fn small(seed: u64) -> Instance {
    let mut dice = Dice(seed * 0x9E37_79B9 + 1);
    let (n_units, n_areas, n_periods) = match seed % 4 {
        0 => (4, 6, 1),
        1 => (2, 4, 2),
        2 => (3, 3, 2),
        _ => (2, 3, 3),
    };
    let n_cells = 12;
    let areas = (0..n_areas).map(|_| {
        let mut cells: Vec<(usize, f64)> = Vec::new();
        for cell in 0..n_cells {
            if dice.below(3) == 0 {
                cells.push((cell, if dice.below(4) == 0 { dice.share() } else { 1.0 }));
            }
        }
        let open = if dice.below(4) == 0 { (6.0, 20.0) } else { (f64::NEG_INFINITY, f64::INFINITY) };
        SearchArea { cells, open, most_units: 1 + dice.below(2) }
    });
    let areas: Vec<SearchArea> = areas.collect();
    let units = (0..n_units).map(|_| {
        let places: Vec<f64> = (0..n_areas).map(|_| 10.0 * dice.share()).collect();
        let between_h = places.iter().map(|a| places.iter().map(|b| (a - b).abs()).collect()).collect();
        let endurance_h = match dice.below(3) {
            0 => f64::INFINITY,
            1 => 8.0 + 8.0 * dice.share(),
            _ => 25.0 + 20.0 * dice.share(),
        };
        let available =
            if dice.below(3) == 0 { (4.0 * dice.share(), 40.0) } else { (f64::NEG_INFINITY, f64::INFINITY) };
        let sweeps_per_h = (0..n_areas).map(|_| 0.3 * dice.share()).collect();
        Searcher { out_h: places, between_h, sweeps_per_h, endurance_h, available }
    });
    let units: Vec<Searcher> = units.collect();
    let periods = (0..n_periods).map(|idx| 12.0 * f64::from(idx)).map(|from| (from, from + 12.0)).collect();
    let weights = (0..n_periods).map(|_| (0..n_cells).map(|_| dice.share()).collect()).collect();
    Instance {
        periods,
        weights,
        areas,
        units,
        forbidden: if dice.below(3) == 0 { vec![(0, dice.below(n_areas))] } else { Vec::new() },
        apart: if dice.below(3) == 0 { vec![(0, 1)] } else { Vec::new() },
        law: DetectionLaw::ALL[dice.below(3)],
    }
}

/// Every route of one unit that it can do.
fn routes(instance: &Instance, unit: usize) -> Vec<Route> {
    let mut all: Vec<Route> = vec![Vec::new()];
    for _ in &instance.periods {
        let choices = (0..instance.areas.len()).map(Some).chain([None]);
        let longer = |route: &Route| choices.clone().map(|choice| [&route[..], &[choice]].concat()).collect::<Vec<_>>();
        all = all.iter().flat_map(longer).collect();
    }
    all.retain(|route| instance.stints(unit, route).is_some());
    all
}

/// What is covered at the best, by looking at everything.
fn by_force(instance: &Instance) -> f64 {
    let of_units: Vec<Vec<Route>> = (0..instance.units.len()).map(|unit| routes(instance, unit)).collect();
    let mut chosen: Vec<usize> = vec![0; of_units.len()];
    let mut best = 0.0;
    loop {
        let joint: Vec<Route> = chosen.iter().zip(&of_units).map(|(idx, routes)| routes[*idx].clone()).collect();
        if instance.is_deconflicted(&joint) {
            best = instance.covered(&joint).expect("each can be done").max(best);
        }
        let mut unit = 0;
        loop {
            if unit == chosen.len() {
                return best;
            }
            chosen[unit] += 1;
            if chosen[unit] < of_units[unit].len() {
                break;
            }
            chosen[unit] = 0;
            unit += 1;
        }
    }
}

#[test]
fn two_hundred_small_cases_are_answered_as_by_looking_at_everything() {
    for seed in 0..200 {
        let instance = small(seed);
        let wanted = by_force(&instance);
        let answer = allocate(&instance, &exact(), &mut |_| {}, &Progress::default()).expect("not stopped");
        assert!((answer.covered - wanted).abs() <= 1e-9 * wanted.max(1e-9), "{seed}: {answer:?}, wanted {wanted}");
        assert!(answer.gap() <= 1e-8, "{seed}: {answer:?}");
        assert!(instance.is_deconflicted(&answer.routes), "{seed}");
        assert!((instance.covered(&answer.routes).expect("it can be done") - answer.covered).abs() < 1e-9, "{seed}");
    }
}

#[test]
fn bounds_hold_however_early_it_is_stopped() {
    for seed in 0..100 {
        let instance = small(seed);
        let wanted = by_force(&instance);
        let hasty = Effort { gap: 0.0, n_first_steps: 3, n_steps: 2, most_parts: 4 };
        let mut bounds = Vec::new();
        let answer =
            allocate(&instance, &hasty, &mut |told| bounds.push((told.covered, told.bound)), &Progress::default());
        bounds.extend(answer.map(|answer| (answer.covered, answer.bound)));
        let holds = |(covered, bound): &(f64, f64)| *covered <= wanted + 1e-9 && *bound >= wanted - 1e-9;
        assert!(bounds.iter().all(holds), "{seed}: {bounds:?}, wanted {wanted}");
    }
}

#[test]
fn who_asks_it_to_stop_is_heard() {
    let progress = Progress::default();
    progress.stop();
    assert!(allocate(&small(0), &exact(), &mut |_| {}, &progress).is_err());
    // Stopped at the first answer, it says no more.
    let progress = Progress::default();
    let mut n_told = 0;
    let stopped = allocate(
        &small(1),
        &exact(),
        &mut |_| {
            n_told += 1;
            progress.stop();
        },
        &progress,
    );
    assert!(stopped.is_err() && n_told == 1, "{n_told}");
}
