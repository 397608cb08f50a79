//! The plot of a meeting as SVG: the distance between two vessels and their speeds, with the time of the finding shaded.
//!
//! Owns scales and ticks. Never smooths and never bridges a silence. Start at [`svg`].

use std::fmt::Write as _;

use super::super::words::Words;
use super::DossierPages;
use super::map::colour_of;
use crate::brief::ruler::{FAMILY, MIDDLE_TO_BASELINE};
use crate::brief::style::{Colour, Theme};
use crate::brief::svg::{Path, Px, escaped};
use crate::dossier::Plot;
use crate::finding::{Finding, Value};
use crate::units::{Knots, Metres, Timestamp};

/// The plot's width, pixels: that of the map.
const WIDTH: f64 = 840.0;
/// How high one curve is.
const HEIGHT: f64 = 84.0;
/// Room for numbers on the left, on the right, above each curve and beneath all.
const LEFT: f64 = 52.0;
const RIGHT: f64 = 14.0;
const ABOVE: f64 = 28.0;
const BENEATH: f64 = 34.0;
/// The size of letters.
const LETTERS: f64 = 11.0;
/// Steps of the time axis, minutes: the first of which there are no more than twelve.
const STEPS_MIN: [i64; 8] = [10, 30, 60, 120, 180, 360, 720, 1440];
/// Beyond three kilometres nothing is looked for: the approach is what matters.
const MOST_METRES: f64 = 3000.0;

/// A curve while it is drawn.
struct Panel<'a> {
    plot: &'a Plot,
    theme: Theme,
    top: f64,
    /// The value at the top.
    most: f64,
}

/// The plot of a dossier's finding, if there is one; always by day, for it stands on paper.
pub(super) fn svg(pages: &DossierPages<'_>) -> Option<String> {
    let plot = pages.dossier.plot.as_ref()?;
    let finding = &pages.dossier.finding.as_ref()?.finding;
    let words = Words::of(pages.language).ok()?;
    let palette = Theme::Day.palette();
    let is_pair = !plot.distance.is_empty();
    let height = height(pages);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"{FAMILY}\" font-size=\"{LETTERS}\">\n"
    );
    let mut top = ABOVE;
    if is_pair {
        let metres: Vec<Option<f64>> = plot.distance.iter().map(|metres| metres.map(Metres::value)).collect();
        let most = metres.iter().flatten().copied().fold(0.0, f64::max).clamp(600.0, MOST_METRES);
        let panel = Panel { plot, theme: Theme::Day, top, most };
        panel.frame(&mut out, words.get("plot_distance"), most / 1000.0, 1);
        panel.threshold(&mut out, finding);
        panel.curve(&mut out, &metres, palette.warning);
        top += HEIGHT + ABOVE;
    }
    let knots =
        |all: &[Option<Knots>]| -> Vec<Option<f64>> { all.iter().map(|knots| knots.map(Knots::value)).collect() };
    let most = plot.speeds.iter().flat_map(|(_, all)| knots(all)).flatten().fold(4.0, f64::max).min(40.0).ceil();
    let panel = Panel { plot, theme: Theme::Day, top, most };
    panel.frame(&mut out, words.get("plot_speed"), most, 0);
    for (idx, (mmsi, all)) in plot.speeds.iter().enumerate() {
        let idx = pages.dossier.vessels.iter().position(|vessel| vessel.mmsi == *mmsi).unwrap_or(idx);
        panel.curve(&mut out, &knots(all), colour_of(idx, pages.theme.palette()));
    }
    panel.times(&mut out, &words);
    out.push_str("</svg>\n");
    Some(out)
}

/// How high the plot of a dossier is, pixels.
pub(super) fn height(pages: &DossierPages<'_>) -> f64 {
    let is_pair = pages.dossier.plot.as_ref().is_some_and(|plot| !plot.distance.is_empty());
    (if is_pair { 2.0 } else { 1.0 }) * (HEIGHT + ABOVE) + BENEATH
}

impl Panel<'_> {
    fn x(&self, moment: Timestamp) -> f64 {
        let (from, to) = self.plot.span;
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a few days")]
        let share = (moment.millis() - from.millis()) as f64 / (to.millis() - from.millis()).max(1) as f64;
        LEFT + (WIDTH - LEFT - RIGHT) * share.clamp(0.0, 1.0)
    }

    fn y(&self, value: f64) -> f64 {
        self.top + HEIGHT * (1.0 - (value / self.most).clamp(0.0, 1.0))
    }

    /// The shaded time, lines at quarters with their values, and what is drawn.
    fn frame(&self, out: &mut String, title: &str, most: f64, decimals: usize) {
        let palette = self.theme.palette();
        let (from, to) = (self.x(self.plot.event.0), self.x(self.plot.event.1));
        let _infallible = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{HEIGHT}\" fill=\"{}\" fill-opacity=\"0.1\"/>",
            Px(from),
            Px(self.top),
            Px((to - from).max(1.0)),
            palette.warning
        );
        for quarter in 0..=4_u32 {
            let share = f64::from(quarter) / 4.0;
            let y = self.top + HEIGHT * (1.0 - share);
            let _infallible = writeln!(
                out,
                "<path d=\"M{} {}H{}\" stroke=\"{}\" stroke-width=\"0.8\"/>",
                Px(LEFT),
                Px(y),
                Px(WIDTH - RIGHT),
                palette.line
            );
            if quarter % 2 == 0 {
                let places = if (most * share).fract() > 1e-9 { decimals.max(1) } else { decimals };
                self.text(out, [LEFT - 6.0, y], "end", &format!("{:.places$}", most * share));
            }
        }
        let _infallible = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" font-weight=\"600\" fill=\"{}\">{}</text>",
            Px(LEFT),
            Px(self.top - 8.0),
            palette.text_weak,
            escaped(title)
        );
    }

    /// The distance under which a rule counts, where it has one.
    fn threshold(&self, out: &mut String, finding: &Finding) {
        let of_rule = finding.parameters.iter().find(|one| one.name.ends_with("distance_m"));
        let Some(Value::Number { value, .. }) = of_rule.map(|one| &one.value) else { return };
        if *value <= 0.0 || *value >= self.most {
            return;
        }
        let palette = self.theme.palette();
        let y = self.y(*value);
        let _infallible = writeln!(
            out,
            "<path d=\"M{} {}H{}\" stroke=\"{}\" stroke-width=\"1\" stroke-dasharray=\"4 3\"/>",
            Px(LEFT),
            Px(y),
            Px(WIDTH - RIGHT),
            palette.text_weak
        );
        self.text(out, [WIDTH - RIGHT - 4.0, y - 7.0], "end", &format!("{value:.0} m"));
    }

    fn curve(&self, out: &mut String, values: &[Option<f64>], colour: Colour) {
        let mut path = Path::default();
        let mut run: Vec<[f64; 2]> = Vec::new();
        for (idx, value) in values.iter().enumerate() {
            match value {
                Some(value) => run.push([self.x(self.plot.moment(idx)), self.y(*value)]),
                None => path.line(&std::mem::take(&mut run)),
            }
        }
        path.line(&run);
        if !path.is_empty() {
            let _infallible = writeln!(
                out,
                "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" stroke-linejoin=\"round\" d=\"{}\"/>",
                path.data()
            );
        }
    }

    /// The hours beneath, UTC; the day where a new one begins.
    fn times(&self, out: &mut String, words: &Words) {
        let (from, to) = self.plot.span;
        let minutes = (to.millis() - from.millis()) / 60_000;
        let step = STEPS_MIN.into_iter().find(|step| minutes / step <= 12).unwrap_or(minutes / 12 + 1) * 60_000;
        let first = from.millis().div_euclid(step) + 1;
        let mut is_first = true;
        for n in first..=to.millis().div_euclid(step) {
            let moment = Timestamp::from_millis(n * step);
            let x = self.x(moment);
            let (.., hour, minute, _) = moment.civil();
            let _infallible = writeln!(
                out,
                "<path d=\"M{} {}v5\" stroke=\"{}\"/>",
                Px(x),
                Px(self.top + HEIGHT),
                self.theme.palette().text_weak
            );
            let is_new_day = is_first || (hour == 0 && i64::from(minute) * 60_000 < step);
            is_first = false;
            let clock = format!("{hour:02}:{minute:02}");
            self.text(out, [x, self.top + HEIGHT + 12.0], "middle", &clock);
            if is_new_day {
                let date = words.moment(moment);
                self.text(out, [x, self.top + HEIGHT + 25.0], "middle", super::super::said(&date, "/date"));
            }
        }
    }

    fn text(&self, out: &mut String, [x, y]: [f64; 2], anchor: &str, text: &str) {
        let _infallible = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" fill=\"{}\">{}</text>",
            Px(x),
            Px(y + LETTERS * MIDDLE_TO_BASELINE),
            self.theme.palette().text_weak,
            escaped(text)
        );
    }
}
