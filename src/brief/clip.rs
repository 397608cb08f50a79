//! What of a shape lies inside a rectangle of the page.
//!
//! Owns the cutting of rings and lines. Never projects. Start at [`ring`] and [`line`].

/// A place on the page, pixels from its upper left corner.
pub(super) type Point = [f64; 2];

/// An upright rectangle on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    pub(super) fn around(middle: Point, width: f64, height: f64) -> Self {
        let [x, y] = middle;
        Self::new(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0)
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self::new(self.left - by, self.top - by, self.right + by, self.bottom + by)
    }

    pub(super) fn contains(&self, [x, y]: Point) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    pub(super) fn holds(&self, other: &Self) -> bool {
        self.contains([other.left, other.top]) && self.contains([other.right, other.bottom])
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// What two rectangles share; `None` if nothing.
    pub(super) fn shared(&self, other: &Self) -> Option<Self> {
        self.meets(other).then(|| {
            Self::new(
                self.left.max(other.left),
                self.top.max(other.top),
                self.right.min(other.right),
                self.bottom.min(other.bottom),
            )
        })
    }

    /// The smallest rectangle that holds these places.
    pub(super) fn of(places: &[Point]) -> Option<Self> {
        let first = places.first()?;
        let start = Self::new(first[0], first[1], first[0], first[1]);
        Some(
            places
                .iter()
                .fold(start, |b, [x, y]| Self::new(b.left.min(*x), b.top.min(*y), b.right.max(*x), b.bottom.max(*y))),
        )
    }
}

/// The part of a ring inside a rectangle, as one ring that may run along the rectangle's sides: right for filling, not
/// for outlines.
///
/// # Source
/// I. Sutherland and G. Hodgman (1974), "Reentrant polygon clipping", doi:10.1145/360767.360802.
pub(super) fn ring(places: &[Point], within: &Rect) -> Vec<Point> {
    match Rect::of(places) {
        None => return Vec::new(),
        Some(bounds) if within.holds(&bounds) => return places.to_vec(),
        Some(bounds) if !bounds.meets(within) => return Vec::new(),
        Some(_) => {}
    }
    let mut kept = places.to_vec();
    for (axis, limit, sign) in
        [(0, within.left, 1.0), (0, within.right, -1.0), (1, within.top, 1.0), (1, within.bottom, -1.0)]
    {
        let depth = |p: &Point| (p[axis] - limit) * sign;
        let mut cut = Vec::with_capacity(kept.len() + 4);
        for (a, b) in kept.iter().zip(kept.iter().cycle().skip(1)) {
            let (from, to) = (depth(a), depth(b));
            if from >= 0.0 {
                cut.push(*a);
            }
            if (from < 0.0) != (to < 0.0) {
                let share = from / (from - to);
                let mut at = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
                at[axis] = limit;
                cut.push(at);
            }
        }
        kept = cut;
    }
    kept
}

/// The area of a ring in square pixels; which sign it has tells which way round it runs.
pub(super) fn signed_area(ring: &[Point]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// The stretches of a line inside a rectangle.
pub(super) fn line(places: &[Point], within: &Rect) -> Vec<Vec<Point>> {
    match Rect::of(places) {
        None => return Vec::new(),
        Some(bounds) if within.holds(&bounds) => return vec![places.to_vec()],
        Some(_) => {}
    }
    let mut stretches: Vec<Vec<Point>> = Vec::new();
    let mut is_open = false;
    for (a, b) in places.iter().zip(places.iter().skip(1)) {
        let Some((from, to)) = segment(*a, *b, within) else {
            is_open = false;
            continue;
        };
        match stretches.last_mut() {
            Some(last) if is_open => last.push(to),
            _ => stretches.push(vec![from, to]),
        }
        // Uncut at its end: the very same numbers.
        is_open = to.map(f64::to_bits) == b.map(f64::to_bits);
    }
    stretches
}

/// The part of a segment inside a rectangle.
///
/// # Source
/// Y.-D. Liang and B. Barsky (1984), "A new concept and method for line clipping", doi:10.1145/357332.357333.
pub(super) fn segment(a: Point, b: Point, within: &Rect) -> Option<(Point, Point)> {
    let step = [b[0] - a[0], b[1] - a[1]];
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (towards, room) in [
        (-step[0], a[0] - within.left),
        (step[0], within.right - a[0]),
        (-step[1], a[1] - within.top),
        (step[1], within.bottom - a[1]),
    ] {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            enter = enter.max(room / towards);
        } else {
            leave = leave.min(room / towards);
        }
    }
    if enter > leave {
        return None;
    }
    let at = |share: f64| [a[0] + share * step[0], a[1] + share * step[1]];
    Some((if enter > 0.0 { at(enter) } else { a }, if leave < 1.0 { at(leave) } else { b }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Rect = Rect::new(0.0, 0.0, 10.0, 10.0);

    fn area(ring: &[Point]) -> f64 {
        signed_area(ring).abs()
    }

    #[test]
    fn a_ring_keeps_the_area_it_shares_with_the_rectangle() {
        let square = [[5.0, 5.0], [15.0, 5.0], [15.0, 15.0], [5.0, 15.0]];
        assert!((area(&ring(&square, &TEN)) - 25.0).abs() < 1e-9);
        // A comb of two teeth that reach in from the right: 2 x (4 x 2).
        let comb = [[6.0, 1.0], [20.0, 1.0], [20.0, 9.0], [6.0, 9.0], [6.0, 7.0], [15.0, 7.0], [15.0, 3.0], [6.0, 3.0]];
        assert!((area(&ring(&comb, &TEN)) - 16.0).abs() < 1e-9);
        let around = [[-5.0, -5.0], [15.0, -5.0], [15.0, 15.0], [-5.0, 15.0]];
        assert!((area(&ring(&around, &TEN)) - 100.0).abs() < 1e-9);
        assert!(ring(&[[11.0, 0.0], [12.0, 0.0], [12.0, 5.0]], &TEN).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two() {
        let cut = line(&[[1.0, 5.0], [15.0, 5.0], [15.0, 8.0], [2.0, 8.0]], &TEN);
        assert_eq!(cut, [vec![[1.0, 5.0], [10.0, 5.0]], vec![[10.0, 8.0], [2.0, 8.0]]]);
        assert_eq!(line(&[[-5.0, 5.0], [15.0, 5.0]], &TEN), [vec![[0.0, 5.0], [10.0, 5.0]]]);
        assert!(line(&[[-5.0, 0.0], [0.0, -6.0]], &TEN).is_empty());
    }
}
