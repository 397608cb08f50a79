//! One placemark: what it says of its vessel, and where it was when.

use super::super::ReadError;
use super::super::columns::{Role, role_of};
use super::super::feed::{Feed, Row, Texts, mmsi_in_text};
use super::super::moment::{self, Stated};
use super::super::row::Rules;
use super::super::skip::Skip;

/// The most points of one placemark's tracks.
const MAX_POINTS: usize = 2_000_000;

/// What the coordinates that come next draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Point,
    Line,
    /// An area or a model: no track.
    Other,
}

/// A placemark that is being read.
#[derive(Debug)]
pub(super) struct Placemark {
    line: u64,
    texts: Texts,
    /// The moments of a placemark that is no track.
    moment: String,
    begins: String,
    ends: String,
    /// The name of the datum that is open.
    pub(super) field: String,
    tracks: Vec<Track>,
    is_in_track: bool,
    shape: Shape,
    shapes: Vec<Drawn>,
    n_points: usize,
    n_too_many: u64,
}

/// Coordinates, and the line they stand on.
type Drawn = (Shape, u64, Vec<(f64, f64)>);

/// A `gx:Track`: moments and places, which belong together by their order.
#[derive(Debug, Default)]
struct Track {
    line: u64,
    whens: Vec<When>,
    coords: Vec<(f64, f64)>,
    /// Values that each point has its own of.
    arrays: Vec<(Role, Vec<Box<str>>)>,
}

#[derive(Debug)]
enum When {
    Utc(i64),
    /// What is no moment, or states no zone.
    Text(Box<str>),
}

impl Placemark {
    pub(super) fn new(line: u64) -> Self {
        Self {
            line,
            texts: Texts::default(),
            moment: String::new(),
            begins: String::new(),
            ends: String::new(),
            field: String::new(),
            tracks: Vec::new(),
            is_in_track: false,
            shape: Shape::Other,
            shapes: Vec::new(),
            n_points: 0,
            n_too_many: 0,
        }
    }

    pub(super) fn begin_track(&mut self, line: u64) {
        self.is_in_track = true;
        self.tracks.push(Track { line, ..Track::default() });
    }

    pub(super) fn end_track(&mut self) {
        self.is_in_track = false;
    }

    /// The track that is open.
    fn track(&mut self) -> Option<&mut Track> {
        if self.is_in_track { self.tracks.last_mut() } else { None }
    }

    pub(super) fn begin_shape(&mut self, shape: Shape) {
        self.shape = shape;
    }

    /// Takes its name or its description.
    pub(super) fn say(&mut self, is_name: bool, text: &str) {
        let mmsi = mmsi_in_text(text);
        if let Some(mmsi) = mmsi.filter(|_| !self.texts.has(Role::Mmsi)) {
            self.texts.set(Role::Mmsi, mmsi);
        }
        if is_name && mmsi != Some(text) {
            self.texts.set(Role::Name, text);
        }
    }

    pub(super) fn when(&mut self, text: &str, rules: &Rules) {
        let Some(track) = self.track() else {
            text.clone_into(&mut self.moment);
            return;
        };
        if track.whens.len() < MAX_POINTS {
            track.whens.push(match moment::parse(text.as_bytes(), rules.time_format) {
                Some(Stated::Utc(ms)) => When::Utc(ms),
                _ => When::Text(text.chars().take(60).collect::<String>().into()),
            });
        }
    }

    pub(super) fn begins(&mut self, text: &str) {
        text.clone_into(&mut self.begins);
    }

    pub(super) fn ends(&mut self, text: &str) {
        text.clone_into(&mut self.ends);
    }

    /// Takes a place of the open track: `lon lat alt`, or nothing where it was not known.
    pub(super) fn coord(&mut self, text: &str) {
        if self.n_points >= MAX_POINTS {
            self.n_too_many += 1;
            return;
        }
        let mut numbers = text.split_ascii_whitespace().map(number);
        let place = (numbers.next().unwrap_or(f64::NAN), numbers.next().unwrap_or(f64::NAN));
        if let Some(track) = self.track() {
            track.coords.push(place);
            self.n_points += 1;
        }
    }

    /// Takes coordinates `lon,lat[,alt]` with white space between them.
    pub(super) fn coordinates(&mut self, text: &str, line: u64) {
        let places = text.split_ascii_whitespace().map(|tuple| {
            let mut numbers = tuple.split(',').map(number);
            (numbers.next().unwrap_or(f64::NAN), numbers.next().unwrap_or(f64::NAN))
        });
        let room = MAX_POINTS.saturating_sub(self.n_points);
        // Of an area one place stands for all: none becomes a fix.
        let most = if self.shape == Shape::Line { room } else { room.min(1) };
        let n_there = if self.shape == Shape::Line { places.clone().count() } else { most };
        let places: Vec<(f64, f64)> = places.take(most).collect();
        self.n_too_many += n_there.saturating_sub(most) as u64;
        self.n_points += places.len();
        // A polygon with holes is one placemark's shape, not several.
        if self.shape != Shape::Other || self.shapes.iter().all(|(shape, ..)| *shape != Shape::Other) {
            self.shapes.push((self.shape, line, places));
        }
    }

    /// Takes a value of the datum that is open.
    pub(super) fn value(&mut self, text: &str) {
        if self.is_in_track {
            let field = std::mem::take(&mut self.field);
            self.array_value(&field, text);
            self.field = field;
        } else {
            self.datum(text);
        }
    }

    /// Takes a datum of the whole placemark.
    pub(super) fn datum(&mut self, text: &str) {
        match role_of(&self.field) {
            Some(Role::Time) => text.clone_into(&mut self.moment),
            // The place is the placemark's own.
            Some(Role::Lat | Role::Lon) | None => {}
            Some(role) => self.texts.set(role, text),
        }
    }

    /// Takes a value of one point of the open track.
    pub(super) fn array_value(&mut self, field: &str, text: &str) {
        let role =
            role_of(field).filter(|role| matches!(role, Role::Sog | Role::Cog | Role::Heading | Role::NavStatus));
        let (Some(role), Some(track)) = (role, self.track()) else { return };
        let n_values: usize = track.arrays.iter().map(|(_, values)| values.len()).sum();
        if n_values >= MAX_POINTS {
            return;
        }
        let text: Box<str> = text.chars().take(20).collect::<String>().into();
        match track.arrays.iter_mut().find(|(known, _)| *known == role) {
            Some((_, values)) => values.push(text),
            None => track.arrays.push((role, vec![text])),
        }
    }

    /// Takes the fixes of the placemark, which has ended.
    pub(super) fn settle(mut self, feed: &mut Feed<'_, '_>) -> Result<(), ReadError> {
        for _ in 0..self.n_too_many {
            feed.skip(Skip::TooManyPoints, self.line, "");
        }
        let tracks = std::mem::take(&mut self.tracks);
        let shapes = std::mem::take(&mut self.shapes);
        let is_empty = tracks.is_empty() && shapes.is_empty() && self.n_too_many == 0;
        for track in &tracks {
            self.settle_track(track, feed)?;
        }
        for (shape, line, places) in &shapes {
            match shape {
                Shape::Point => self.settle_point(places, *line, feed)?,
                Shape::Line => self.settle_line(places, *line, feed)?,
                Shape::Other => feed.skip(Skip::NotAFix, self.line, "an area or a model, no track"),
            }
        }
        if is_empty {
            feed.skip(Skip::NoPosition, self.line, "");
        }
        Ok(())
    }

    fn settle_track(&mut self, track: &Track, feed: &mut Feed<'_, '_>) -> Result<(), ReadError> {
        let n_rows = track.whens.len().max(track.coords.len());
        for idx in 0..n_rows {
            let (time_ms, text) = match track.whens.get(idx) {
                Some(When::Utc(ms)) => (Some(*ms), ""),
                Some(When::Text(text)) => (None, &**text),
                None => (None, ""),
            };
            self.texts.set(Role::Time, text);
            for (role, values) in track.arrays.iter().filter(|(_, values)| values.len() == n_rows) {
                self.texts.set(*role, values.get(idx).map_or("", |value| value));
            }
            // An empty place is how the format says that there is none.
            let place = track.coords.get(idx).copied().filter(|(lon, lat)| !(lon.is_nan() && lat.is_nan()));
            feed.take(&Row { line: track.line, texts: &self.texts, place, time_ms })?;
        }
        Ok(())
    }

    fn settle_point(&mut self, places: &[(f64, f64)], line: u64, feed: &mut Feed<'_, '_>) -> Result<(), ReadError> {
        let moment = if self.moment.is_empty() { &self.begins } else { &self.moment };
        self.texts.set(Role::Time, moment);
        feed.take(&Row { line, texts: &self.texts, place: places.first().copied(), time_ms: None })
    }

    fn settle_line(&mut self, places: &[(f64, f64)], line: u64, feed: &mut Feed<'_, '_>) -> Result<(), ReadError> {
        let has_span = !self.begins.is_empty() && !self.ends.is_empty();
        if has_span && places.len() == 2 {
            for (place, moment) in places.iter().zip([&self.begins, &self.ends]) {
                self.texts.set(Role::Time, moment);
                feed.take(&Row { line, texts: &self.texts, place: Some(*place), time_ms: None })?;
            }
            return Ok(());
        }
        let found = if has_span { format!("{} to {}", self.begins, self.ends) } else { String::new() };
        let why = if has_span { Skip::OnlyASpan } else { Skip::NoTime };
        for _ in 0..places.len().max(1) {
            feed.skip(why, line, &found);
        }
        Ok(())
    }
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}
