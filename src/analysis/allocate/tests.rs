use super::instance::{Instance, Route, SearchArea, Searcher};
use super::{Effort, Elsewhere, allocate, explained};
use crate::analysis::pattern::pod::DetectionLaw;
use crate::report::Progress;

/// A generator of numbers for tests: xorshift64*, S. Vigna 2016, doi:10.1145/2845077.
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

/// domain.md, section 5: {2,3,4,5}, {1,2,3}, {4,5,6}, p = 2.
fn trap() -> Instance {
    Instance {
        periods: vec![(0.0, 24.0)],
        weights: vec![vec![1.0; 6]],
        areas: vec![area(&[1, 2, 3, 4]), area(&[0, 1, 2]), area(&[3, 4, 5])],
        units: vec![sure(3); 2],
        forbidden: Vec::new(),
        apart: Vec::new(),
        law: DetectionLaw::DefiniteRange,
    }
}

#[test]
fn where_greedy_covers_five_the_answer_covers_six() {
    let mut told = Vec::new();
    let answer = allocate(&trap(), &exact(), &mut |answer| told.push(answer.covered), &Progress::default())
        .expect("not stopped");
    assert_eq!(told.first(), Some(&5.0), "{told:?}");
    assert_eq!((answer.covered, answer.bound, answer.gap()), (6.0, 6.0, 0.0), "{answer:?}");
}

#[test]
fn what_binds_in_the_trap_is_told() {
    let answer = allocate(&trap(), &exact(), &mut |_| {}, &Progress::default()).expect("not stopped");
    for why in explained(&trap(), &answer, &Progress::default()).expect("not stopped") {
        // Each covers three that nobody else does; a third unit finds nothing left, and nobody has too little endurance.
        assert_eq!((why.adds, why.one_more, why.more_endurance), (3.0, 0.0, 0.0), "{why:?}");
        // In {2,3,4,5} it would cover two that the other leaves; in the other's area none.
        let other = if why.stints[0].area == 1 { 2 } else { 1 };
        assert_eq!(why.elsewhere, [(0, Elsewhere::AddsLess(1.0)), (other, Elsewhere::AddsLess(3.0))], "{why:?}");
    }
}

#[test]
fn time_on_the_scene_is_endurance_less_the_way_and_85_percent_of_it_is_search() {
    // domain.md, section 5: W 8 nm, V 12 kn, t 10 h, A 1600 nm²: POD .451188. Two hours there and two back.
    let mut unit = sure(1);
    unit.out_h = vec![2.0];
    unit.sweeps_per_h = vec![8.0 * 12.0 / 1600.0];
    unit.endurance_h = 4.0 + 10.0 / 0.85;
    let alone = Instance { areas: vec![area(&[0])], units: vec![unit], law: DetectionLaw::Random, ..trap() };
    let stints = alone.stints(0, &[Some(0)]).expect("it can be done");
    assert!((stints[0].pod - 0.451_188).abs() < 5e-7, "{stints:?}");
    assert!((stints[0].on_scene.0 - 2.0).abs() < 1e-12, "{stints:?}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for seed in 0..12 {
        let of = |n_threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
            pool.install(|| allocate(&small(seed), &exact(), &mut |_| {}, &Progress::default()))
        };
        assert_eq!(of(1), of(3), "{seed}");
    }
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
