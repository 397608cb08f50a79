//! What the messages of a log come to: fixes, what vessels say of themselves, and what was skipped.
//!
//! Owns the way of a message into a builder. Never sees a line's text. Start at [`Gather::message`].

use std::hash::{BuildHasher as _, Hasher as _};

use super::bits::Bits;
use super::clock::{Clock, Time};
use super::message::{self, Message, Place, Saying};
use crate::io::tracks::intake::Filter;
use crate::io::tracks::moment::Zone;
use crate::io::tracks::skip::Skip;
use crate::report::{Report, SAMPLES_PER_REASON};
use crate::track::{TrackBuilder, VesselSlot};
use crate::units::Timestamp;
use crate::vessel::{Identity, Mmsi};

/// What one reading of a log goes by.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) filter: Filter,
    /// The zone of times that state none, where it is known.
    pub(super) zone: Option<&'a Zone>,
}

/// Rows that are skipped: counted by reason, and the first of each located.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: Vec<(Skip, u64)>,
    places: Vec<(Skip, u64, String)>,
}

impl Tally {
    pub(super) fn skip(&mut self, why: Skip, line: u64, found: impl FnOnce() -> String) {
        let known = self.counts.iter().position(|(other, _)| *other == why);
        let idx = known.unwrap_or_else(|| {
            self.counts.push((why, 0));
            self.counts.len() - 1
        });
        let Some((_, n)) = self.counts.get_mut(idx) else { return };
        *n += 1;
        if *n <= SAMPLES_PER_REASON as u64 {
            self.places.push((why, line, found()));
        }
    }

    /// Moves it all into a report.
    pub(super) fn report(self, report: &mut Report, file: &str) {
        let Self { mut counts, mut places } = self;
        places.sort_by_key(|(_, line, _)| *line);
        for (why, line, found) in places {
            why.count(report, file, line, || found);
            if let Some((_, n)) = counts.iter_mut().find(|(other, _)| *other == why) {
                *n = n.saturating_sub(1);
            }
        }
        for (why, n) in counts {
            if n > 0 {
                *report.skipped.entry(why.reason().to_owned()).or_default() += n;
            }
        }
    }

    /// Takes in another of the same lines.
    fn absorb(&mut self, other: Self) {
        for (why, n) in other.counts {
            match self.counts.iter_mut().find(|(known, _)| *known == why) {
                Some((_, sum)) => *sum += n,
                None => self.counts.push((why, n)),
            }
        }
        self.places.extend(other.places);
    }
}

/// A position whose line states no time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Undated {
    pub(super) line: u64,
    pub(super) mmsi: Mmsi,
    pub(super) place: Place,
}

/// What a vessel said of itself at a line.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) line: u64,
    mmsi: Mmsi,
    identity: Identity,
}

/// What some lines came to.
#[derive(Default)]
pub(super) struct Gather {
    pub(super) builder: TrackBuilder,
    pub(super) tally: Tally,
    pub(super) n_read: u64,
    pub(super) said: Vec<Said>,
    pub(super) undated: Vec<Undated>,
    pub(super) clocks: Vec<Clock>,
    /// Whether a line stated its time.
    pub(super) is_dated: bool,
    /// Whether a time stated no zone.
    pub(super) has_local_times: bool,
    /// A time that states no zone, where none is known.
    pub(super) unzoned: Option<String>,
    /// What each vessel last said of itself, by its slot: in messages 5, 19 and 21, in part A and in part B of message 24.
    last_said: Vec<[u64; 3]>,
}

impl Gather {
    pub(super) fn skip(&mut self, why: Skip, line: u64, found: impl FnOnce() -> String) {
        self.n_read += 1;
        self.tally.skip(why, line, found);
    }

    /// Takes one message. `epoch` tells apart times between which something may have been said elsewhere.
    pub(super) fn message(&mut self, rules: Rules<'_>, bits: &Bits, time: Time, line: u64, epoch: u64) {
        self.n_read += 1;
        let time = match time {
            Time::Local(ms) => self.zoned(rules, ms),
            other => other,
        };
        self.is_dated |= matches!(time, Time::Utc(_) | Time::Bad);
        match message::decode(bits) {
            Ok(Message::Position(mmsi, place, saying)) => {
                let slot = self.builder.slot(mmsi);
                if let Some(saying) = saying {
                    self.say(bits, saying, (mmsi, slot), time, line, epoch);
                }
                match place {
                    Ok(place) => self.place(rules, Undated { line, mmsi, place }, slot, time),
                    Err(none) => self.tally.skip(none.why, line, || none.found()),
                }
            }
            Ok(Message::Static(mmsi, saying)) => {
                let slot = self.builder.slot(mmsi);
                self.say(bits, saying, (mmsi, slot), time, line, epoch);
                self.tally.skip(Skip::StaticData, line, String::new);
            }
            Ok(Message::BaseStation(mmsi, ms)) => {
                self.clocks.extend(ms.map(|ms| Clock { line, ms }));
                self.tally.skip(Skip::BaseStation, line, || mmsi.to_string());
            }
            Ok(Message::UtcResponse(ms)) => {
                self.clocks.extend(ms.map(|ms| Clock { line, ms }));
                self.tally.skip(Skip::OtherMessage(11), line, String::new);
            }
            Err((why, found)) => self.tally.skip(why, line, || found),
        }
    }

    /// Takes a position whose time turned up.
    pub(super) fn date(&mut self, rules: Rules<'_>, undated: Undated, ms: i64) {
        self.is_dated = true;
        let slot = self.builder.slot(undated.mmsi);
        self.place(rules, undated, slot, Time::Utc(ms));
    }

    fn zoned(&mut self, rules: Rules<'_>, local_ms: i64) -> Time {
        let Some(zone) = rules.zone else {
            self.unzoned
                .get_or_insert_with(|| Timestamp::from_millis(local_ms).to_string().trim_end_matches('Z').to_owned());
            return Time::Bad;
        };
        self.has_local_times = true;
        zone.utc_ms(local_ms).map_or(Time::Bad, Time::Utc)
    }

    fn place(&mut self, rules: Rules<'_>, undated: Undated, slot: VesselSlot, time: Time) {
        match time {
            Time::Utc(ms) => {
                if let Err(why) = dated(&mut self.builder, rules.filter, undated, slot, ms) {
                    self.tally.skip(why, undated.line, String::new);
                }
            }
            Time::None => self.undated.push(undated),
            Time::Bad | Time::Local(_) => self.tally.skip(Skip::BadTime, undated.line, || "its time stamp".to_owned()),
        }
    }

    /// Notes what a vessel says of itself, if it did not say the same just before.
    fn say(
        &mut self,
        bits: &Bits,
        saying: Saying,
        (mmsi, slot): (Mmsi, VesselSlot),
        time: Time,
        line: u64,
        epoch: u64,
    ) {
        let kind = match saying {
            Saying::Voyage | Saying::ClassB | Saying::Aid => 0,
            Saying::PartA => 1,
            Saying::PartB => 2,
        };
        let mut hasher = foldhash::fast::FixedState::default().build_hasher();
        bits.words().iter().for_each(|word| hasher.write_u64(*word));
        hasher.write_u64(epoch);
        let saying_now = hasher.finish();
        if self.last_said.len() <= slot.idx() {
            self.last_said.resize(slot.idx() + 1, [0; 3]);
        }
        let Some(last) = self.last_said.get_mut(slot.idx()) else { return };
        match last.get_mut(kind) {
            Some(last) if *last == saying_now => {
                if let Time::Utc(ms) = time {
                    self.builder.state(slot, Timestamp::from_millis(ms), None);
                }
                return;
            }
            Some(last) => *last = saying_now,
            None => {}
        }
        // The messages overlap: what one says anew goes before what the others said.
        match (kind, last) {
            (0, [_, a, b]) => (*a, *b) = (0, 0),
            (_, [voyage, ..]) => *voyage = 0,
        }
        let identity = message::identity(bits, saying, mmsi);
        if let Time::Utc(ms) = time {
            self.builder.state(slot, Timestamp::from_millis(ms), Some(identity.clone()));
        }
        self.said.push(Said { line, mmsi, identity });
    }

    /// Moves its lines by so many.
    pub(super) fn move_lines(&mut self, n_lines: u64) {
        self.tally.places.iter_mut().for_each(|(_, line, _)| *line += n_lines);
        self.said.iter_mut().for_each(|said| said.line += n_lines);
        self.undated.iter_mut().for_each(|undated| undated.line += n_lines);
        self.clocks.iter_mut().for_each(|clock| clock.line += n_lines);
    }

    /// Takes in what was gathered of the same lines elsewhere.
    pub(super) fn join(&mut self, other: Self) {
        self.builder.append(other.builder);
        self.tally.absorb(other.tally);
        self.n_read += other.n_read;
        self.said.extend(other.said);
        self.said.sort_by_key(|said| said.line);
        self.undated.extend(other.undated);
        self.undated.sort_by_key(|undated| undated.line);
        self.clocks.extend(other.clocks);
        self.clocks.sort_by_key(|clock| clock.line);
        self.is_dated |= other.is_dated;
        self.has_local_times |= other.has_local_times;
        self.unzoned = self.unzoned.take().or(other.unzoned);
    }

    /// Hands what vessels said of themselves over in the order in which they did.
    pub(super) fn identify(&mut self, builder: &mut TrackBuilder) {
        for said in self.said.drain(..) {
            builder.identify(said.mmsi, said.identity);
        }
    }
}

/// Takes a position with its time, if it is asked for.
pub(super) fn dated(
    builder: &mut TrackBuilder,
    filter: Filter,
    undated: Undated,
    slot: VesselSlot,
    ms: i64,
) -> Result<(), Skip> {
    let mut fix = undated.place.fix;
    fix.time_ms = ms;
    if let Some(why) = filter.refusal(&fix) {
        return Err(why);
    }
    builder.push_row(slot, fix);
    Ok(())
}
