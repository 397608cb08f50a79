//! The page: where the map, the title and the list beside it lie.
//!
//! Owns the layout, and the words of the page that are not on the map. Never projects. Start at [`Sheet::of`].

use std::fmt::Write as _;

use super::clip::Rect;
use super::furniture::BORDER;
use super::key::Block;
use super::ruler::{LEADING, MIDDLE_TO_BASELINE, Ruler};
use super::style::{Colour, Palette};
use super::svg::{Px, escaped};
use crate::language::{Language, said, words};
use crate::plan::{Kind, Period, Plan};
use crate::units::Timestamp;

/// The page on which all type has its usual size, pixels.
const USUAL: [f64; 2] = [1600.0, 1132.0];
/// However small the page, type is not set smaller than this share of its usual size.
const LEAST_UNIT: f64 = 0.72;
/// Round everything, points.
const MARGIN: f64 = 18.0;
/// Height of a handling marking, points.
const MARKING: f64 = 24.0;
/// Height of title and period, points.
const HEAD: f64 = 62.0;
/// Height of the credits, points.
const FOOT: f64 = 28.0;
/// Width of the list beside the map, points.
const LIST: f64 = 306.0;

/// Where things lie on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    pub(super) width: f64,
    pub(super) height: f64,
    /// How many times its usual size type has.
    pub(super) unit: f64,
    /// The map.
    pub(super) map: Rect,
    /// The list: beside the map, or beneath it on a narrow page.
    pub(super) list: Rect,
    head: Rect,
    foot: Rect,
    has_marking: bool,
}

impl Sheet {
    /// The layout of a page of this size in pixels.
    pub(super) fn of((width, height): (u32, u32), has_marking: bool) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let unit = (width / USUAL[0]).min(height / USUAL[1]).max(LEAST_UNIT);
        let marking = if has_marking { MARKING * unit } else { 0.0 };
        let margin = MARGIN * unit;
        let inner = Rect::new(
            margin,
            margin.max(marking + 4.0 * unit),
            width - margin,
            height - margin.max(marking + 4.0 * unit),
        );
        let head = Rect::new(inner.left, inner.top, inner.right, inner.top + HEAD * unit);
        let foot = Rect::new(inner.left, inner.bottom - FOOT * unit, inner.right, inner.bottom);
        let border = BORDER * unit;
        let middle = Rect::new(inner.left, head.bottom, inner.right, foot.top);
        let is_wide = middle.width() > 2.9 * LIST * unit;
        let (around, list) = if is_wide {
            let split = middle.right - LIST * unit;
            (
                Rect::new(middle.left, middle.top, split, middle.bottom),
                Rect::new(split + 8.0 * unit, middle.top + border * 0.5, middle.right, foot.bottom),
            )
        } else {
            let split = middle.bottom - middle.height() * 0.27;
            (
                Rect::new(middle.left, middle.top, middle.right, split),
                Rect::new(middle.left, split + 6.0 * unit, middle.right, foot.top),
            )
        };
        let map = Rect::new(
            around.left + border,
            around.top + border,
            (around.right - border).max(around.left + border + 16.0),
            (around.bottom - border).max(around.top + border + 16.0),
        );
        Self { width, height, unit, map, list, head, foot, has_marking }
    }

    /// Title, period and what the plan holds; the handling marking at the top and at the bottom.
    pub(super) fn write_head(&self, out: &mut String, plan: &Plan, tracks: Option<String>, palette: &Palette) {
        let unit = self.unit;
        if self.has_marking {
            self.write_markings(out, &plan.handling, palette);
        }
        let title = if plan.title.trim().is_empty() { words("picture-untitled") } else { plan.title.trim() };
        let ruler = Ruler::strong(25.0 * unit);
        let title = ruler.cut(title, self.head.width());
        text(out, [self.head.left, self.head.top + 24.0 * unit], &ruler, palette.text, &title);
        let parts = [period_words(whole_period(plan)), contents(plan), tracks].into_iter().flatten();
        let line = parts.collect::<Vec<_>>().join("   ·   ");
        let ruler = Ruler::regular(14.0 * unit);
        let line = ruler.cut(&line, self.head.width());
        text(out, [self.head.left, self.head.top + 48.0 * unit], &ruler, palette.text_weak, &line);
    }

    fn write_markings(&self, out: &mut String, handling: &str, palette: &Palette) {
        let mut ruler = Ruler::strong(13.0 * self.unit);
        ruler.spacing = self.unit;
        let handling = handling.split_whitespace().collect::<Vec<_>>().join(" ");
        let handling = ruler.cut(&handling, self.width - 2.0 * MARGIN * self.unit);
        for middle in [MARKING * self.unit * 0.62, self.height - MARKING * self.unit * 0.62] {
            let _infallible = writeln!(
                out,
                r#"<text class="handling" x="{}" y="{}" text-anchor="middle" font-size="{}" font-weight="600" letter-spacing="{}" fill="{}">{}</text>"#,
                Px(self.width / 2.0),
                Px(middle + ruler.size * MIDDLE_TO_BASELINE),
                Px(ruler.size),
                Px(ruler.spacing),
                palette.warning,
                escaped(&handling)
            );
        }
    }

    /// Whom the map credits, and what the picture is not.
    pub(super) fn write_foot(&self, out: &mut String, credits: &str, palette: &Palette) {
        let ruler = Ruler::regular(9.5 * self.unit);
        let right = if self.list.top < self.foot.top - self.foot.height() && self.list.left > self.foot.left + 1.0 {
            self.list.left - 12.0 * self.unit
        } else {
            self.foot.right
        };
        let whole = said!("picture-chart", credits = credits.split_whitespace().collect::<Vec<_>>().join(" "));
        let lines = ruler.lines(&whole, right - self.foot.left, 2);
        let mut y = self.foot.top + ruler.size * 1.2;
        for line in lines {
            text(out, [self.foot.left, y], &ruler, palette.text_weak, &line);
            y += ruler.size * LEADING;
        }
    }

    /// Blocks in columns, from the top; those that find no room are counted and said so.
    pub(super) fn write_list(&self, out: &mut String, features: &[Block], key: &[Block], palette: &Palette) {
        let (unit, gap) = (self.unit, 18.0 * self.unit);
        let column = LIST * unit - 14.0 * unit;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has few columns")]
        let n_columns = ((self.list.width() + gap) / (column + gap)).floor().max(1.0) as u32;
        let mut columns = (0..n_columns).map(|i| self.list.left + f64::from(i) * (column + gap));
        let Some(mut x) = columns.next() else { return };
        let mut y = self.list.top;
        let key_height: f64 = key.iter().map(|block| block.height).sum();
        // The key keeps its room at the foot of the last column.
        let mut is_last = n_columns == 1;
        let mut n_left = 0;
        let more = 18.0 * unit;
        for (idx, block) in features.iter().enumerate() {
            loop {
                let foot = self.list.bottom - if is_last { key_height + more } else { 0.0 };
                if y + block.height <= foot {
                    place(out, x, y, &block.body);
                    y += block.height;
                    break;
                }
                if let Some(next) = columns.next() {
                    (x, y) = (next, self.list.top);
                    is_last = columns.len() == 0;
                } else {
                    n_left = features.len() - idx;
                    break;
                }
            }
            if n_left > 0 {
                break;
            }
        }
        if n_left > 0 {
            let ruler = Ruler::regular(12.0 * unit);
            text(out, [x, y + 12.0 * unit], &ruler, palette.text_weak, &said!("picture-more", n = n_left));
            y += more;
        }
        // Beneath a short list the key follows at once; in a side list it sinks to the foot.
        if n_columns == 1 {
            y = y.max(self.list.bottom - key_height);
        }
        for block in key {
            if y + block.height > self.list.bottom + 1.0 {
                match columns.next() {
                    Some(next) => (x, y) = (next, self.list.top),
                    None => break,
                }
            }
            place(out, x, y, &block.body);
            y += block.height;
        }
    }
}

fn place(out: &mut String, x: f64, y: f64, body: &str) {
    let _infallible = writeln!(out, r#"<g transform="translate({} {})">{body}</g>"#, Px(x), Px(y));
}

/// One line of text from its left end on the baseline.
pub(super) fn text(out: &mut String, [x, y]: [f64; 2], ruler: &Ruler, colour: Colour, words: &str) {
    let weight = if ruler.is_strong { r#" font-weight="600""# } else { "" };
    let _infallible = writeln!(
        out,
        r#"<text x="{}" y="{}" font-size="{}"{weight} fill="{colour}">{}</text>"#,
        Px(x),
        Px(y),
        Px(ruler.size),
        escaped(words)
    );
}

/// From the first beginning to the last end of what the plan holds.
fn whole_period(plan: &Plan) -> Period {
    let periods = || plan.features.iter().map(|feature| feature.period).filter(|period| *period != Period::default());
    let is_open = |pick: fn(&Period) -> Option<Timestamp>| periods().any(|period| pick(&period).is_none());
    Period {
        from: periods().filter_map(|p| p.from).min().filter(|_| !is_open(|p| p.from)),
        to: periods().filter_map(|p| p.to).max().filter(|_| !is_open(|p| p.to)),
    }
}

/// A period in words: `16 Jan 2018 12:00Z to 18 Jan 2018 12:00Z`.
pub(super) fn period_words(period: Period) -> Option<String> {
    Some(match (period.from, period.to) {
        (None, None) => return None,
        (Some(from), None) => said!("period-from", from = moment_words(from)),
        (None, Some(to)) => said!("period-until", to = moment_words(to)),
        (Some(from), Some(to)) => said!("picture-period", from = moment_words(from), to = moment_words(to)),
    })
}

/// A moment as a watch floor writes it: `16 Jan 2018 12:00Z`, `2018년 1월 16일 12:00Z`.
pub(super) fn moment_words(moment: Timestamp) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day, hour, minute, _) = moment.civil();
    if Language::current() == Language::Korean {
        return format!("{year}년 {month}월 {day}일 {hour:02}:{minute:02}Z");
    }
    let month = MONTHS.get(month as usize - 1).unwrap_or(&"");
    format!("{day} {month} {year} {hour:02}:{minute:02}Z")
}

/// What the plan holds, by kind: `1 interdiction area, 2 patrol zones`.
fn contents(plan: &Plan) -> Option<String> {
    let counts = Kind::ALL.into_iter().filter_map(|kind| {
        let n = plan.features.iter().filter(|feature| feature.kind == kind).count();
        (n > 0).then(|| said!("picture-count", n = n, kind = kind.spoken()))
    });
    let text = counts.collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_page_lies_over_anything_else() {
        for size in [(1600, 1200), (1280, 800), (2339, 1654), (1200, 1600), (640, 480), (3840, 2160)] {
            let sheet = Sheet::of(size, true);
            let page = Rect::new(0.0, 0.0, sheet.width, sheet.height);
            let border = sheet.map.grown(BORDER * sheet.unit - 1.0);
            assert!(page.holds(&border) && page.holds(&sheet.list) && page.holds(&sheet.head), "{size:?} {sheet:?}");
            assert!(!border.meets(&sheet.list) && !border.meets(&sheet.head) && !border.meets(&sheet.foot), "{size:?}");
            let share = sheet.map.width() * sheet.map.height() / (sheet.width * sheet.height);
            assert!(share > 0.4, "{size:?}: the map has {share}");
        }
    }

    #[test]
    fn periods_read_as_on_a_watch_floor() {
        let at = |day, hour| Timestamp::from_civil(2018, 1, day, hour, 30, 0);
        let words = |from, to| period_words(Period { from, to });
        assert_eq!(words(at(16, 3), at(18, 12)).as_deref(), Some("16 Jan 2018 03:30Z to 18 Jan 2018 12:30Z"));
        assert_eq!(words(None, at(18, 12)).as_deref(), Some("until 18 Jan 2018 12:30Z"));
        assert_eq!(words(None, None), None);
    }
}
