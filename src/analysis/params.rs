//! Every threshold of every rule, by name.
//!
//! Owns the numbers alone: a struct for each rule, two presets, and one flat table of names ↔ values, from which a file of parameters
//! sets any and a finding tells all of its own. Never applies one. Start at [`Params`].

use std::time::Duration;

use crate::finding::{Evidence, Value};
use crate::units::{Knots, METRES_PER_NAUTICAL_MILE, Metres};

/// Which published set of thresholds to begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// For waters where ships meet 2 to 9.5 km from shore, as reported off Cho-do.
    #[default]
    Korea,
    /// Global Fishing Watch's, for the open ocean.
    Gfw,
}

impl Preset {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Korea, Self::Gfw];

    /// Its keyword on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Korea => "korea",
            Self::Gfw => "gfw",
        }
    }

    /// The preset with this keyword.
    #[must_use]
    pub fn of(keyword: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == keyword)
    }
}

/// A name or a value that no rule takes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParamError {
    /// No rule has a threshold of this name.
    #[error("there is no threshold `{name}`; {nearest}")]
    Unknown {
        /// The name as it was given.
        name: String,
        /// What was perhaps meant.
        nearest: String,
    },
    /// The threshold cannot have this value.
    #[error("`{name}` cannot be {value}: {wanted}")]
    Value {
        /// The threshold.
        name: String,
        /// The value as it was given.
        value: String,
        /// What it can be.
        wanted: &'static str,
    },
}

/// The unit in which a threshold is written; the end of its name says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Metres,
    Knots,
    Hours,
    Minutes,
    Seconds,
    /// A count, a share or a factor.
    Plain,
    Degrees,
}

/// What a threshold can be made of.
trait Quantity: Sized {
    const WANTED: &'static str;
    fn of(number: f64, unit: Unit) -> Option<Self>;
    fn number(&self, unit: Unit) -> f64;
}

impl Quantity for Metres {
    const WANTED: &'static str = "a length in metres is needed, 0 or more";
    fn of(number: f64, _unit: Unit) -> Option<Self> {
        Self::new(number)
    }
    fn number(&self, _unit: Unit) -> f64 {
        self.value()
    }
}

impl Quantity for Knots {
    const WANTED: &'static str = "a speed in knots is needed, 0 or more";
    fn of(number: f64, _unit: Unit) -> Option<Self> {
        Self::new(number)
    }
    fn number(&self, _unit: Unit) -> f64 {
        self.value()
    }
}

impl Quantity for Duration {
    const WANTED: &'static str = "a time is needed, 0 or more and at most a year";
    fn of(number: f64, unit: Unit) -> Option<Self> {
        let seconds = number * seconds_in(unit);
        (0.0..=366.0 * 86_400.0).contains(&seconds).then(|| Self::from_secs_f64(seconds))
    }
    fn number(&self, unit: Unit) -> f64 {
        self.as_secs_f64() / seconds_in(unit)
    }
}

impl Quantity for u32 {
    const WANTED: &'static str = "a whole number is needed, 0 or more";
    fn of(number: f64, _unit: Unit) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at first")]
        ((0.0..=1e9).contains(&number) && number.fract() == 0.0).then_some(number as Self)
    }
    fn number(&self, _unit: Unit) -> f64 {
        f64::from(*self)
    }
}

impl Quantity for f64 {
    const WANTED: &'static str = "a number is needed, 0 or more";
    fn of(number: f64, _unit: Unit) -> Option<Self> {
        (number.is_finite() && number >= 0.0).then_some(number)
    }
    fn number(&self, _unit: Unit) -> f64 {
        *self
    }
}

const fn seconds_in(unit: Unit) -> f64 {
    match unit {
        Unit::Hours => 3600.0,
        Unit::Minutes => 60.0,
        _ => 1.0,
    }
}

/// The structs, the presets and the table out of one list, so that none can lack a row.
macro_rules! params {
    ($( $(#[$of_rule:meta])* $rule:ident: $Rule:ident { $( $(#[$doc:meta])* $field:ident: $Type:ty = $name:literal $unit:ident [$korea:expr, $gfw:expr]; )* } )*) => {
        $(
            $(#[$of_rule])*
            #[derive(Clone, Copy, Debug, PartialEq)]
            pub struct $Rule { $( $(#[$doc])* pub $field: $Type, )* }

            impl $Rule {
                /// Its thresholds as a finding tells them.
                #[must_use]
                pub fn evidence(&self) -> Vec<Evidence> {
                    vec![$( Evidence::new($name, told(self.$field.number(Unit::$unit))), )*]
                }
            }
        )*

        /// All thresholds.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Params { $( $(#[$of_rule])* pub $rule: $Rule, )* }

        impl Params {
            /// The thresholds of a preset.
            #[must_use]
            pub fn preset(preset: Preset) -> Self {
                let pick = |korea: f64, gfw: f64| match preset { Preset::Korea => korea, Preset::Gfw => gfw };
                Self { $( $rule: $Rule { $( $field: known(pick(f64::from($korea), f64::from($gfw)), Unit::$unit), )* }, )* }
            }

            /// Every threshold by name (`encounter.distance_m`), with its value in the unit that the name says.
            #[must_use]
            pub fn table(&self) -> Vec<(String, f64)> {
                vec![$( $( (concat!(stringify!($rule), ".", $name).to_owned(), rounded(self.$rule.$field.number(Unit::$unit))), )* )*]
            }

            /// The same thresholds with one set anew.
            ///
            /// # Errors
            /// [`ParamError`] if there is none of this name, or it cannot have this value.
            pub fn with(mut self, name: &str, value: f64) -> Result<Self, ParamError> {
                match name {
                    $( $( concat!(stringify!($rule), ".", $name) => {
                        self.$rule.$field = <$Type>::of(value, Unit::$unit).ok_or_else(|| ParamError::Value {
                            name: name.to_owned(), value: value.to_string(), wanted: <$Type as Quantity>::WANTED,
                        })?;
                    } )* )*
                    _ => return Err(self.unknown(name)),
                }
                Ok(self)
            }
        }
    };
}

params! {
    /// Taking one MMSI's fixes apart into stretches that one ship can have sailed.
    ///
    /// # Source
    /// Global Fishing Watch, `gpsdio-segment` and `pipe-segment`.
    segment: SegmentParams {
        /// A stretch ends with a silence of more than this.
        max_silence: Duration = "max_h" Hours [8, 8];
        /// The speed that nothing but a fast ferry exceeds.
        max_speed: Knots = "max_kn" Knots [25, 25];
        /// From here on, dead reckoning counts for less.
        penalty: Duration = "penalty_h" Hours [4, 4];
        /// How much less: hours count to the power of one minus this.
        penalty_exponent: f64 = "hours_exp" Plain [0.5, 0.5];
        /// What the shortest interval is taken for at least.
        buffer: Duration = "buffer_h" Hours [0.25, 0.25];
        /// With how many of a stretch's last fixes a new one is compared.
        lookback: u32 = "lookback" Plain [5, 5];
        /// A fix belongs to a stretch if that fits so many times better than any other.
        ambiguity: f64 = "ambiguity" Plain [10, 10];
        /// A stretch of fewer fixes counts for less.
        short: u32 = "short_fixes" Plain [10, 10];
        /// No more stretches are open at once.
        max_open: u32 = "max_open" Plain [20, 20];
    }
    /// Two vessels close together, slow, for long.
    ///
    /// # Source
    /// Miller et al. 2018, doi:10.3389/fmars.2018.00240 (500 m, 2 h, 2 kn, 10 km); `korea`: domain.md, section 2.
    encounter: EncounterParams {
        /// No farther apart than this.
        distance: Metres = "distance_m" Metres [500, 500];
        /// For at least this long.
        duration: Duration = "duration_min" Minutes [60, 120];
        /// The median speed of both is below this.
        speed: Knots = "speed_kn" Knots [2, 2];
        /// Nearer to a port it is the port's business.
        port: Metres = "port_m" Metres [2_000, 10_000];
        /// A track is not interpolated across a silence of this or more.
        silence: Duration = "silence_min" Minutes [60, 60];
        /// Meetings of the same two with less than this between them are one.
        merge: Duration = "merge_min" Minutes [240, 240];
        /// Apart for no longer than this, they were together: noise of positions, not a parting. A choice.
        bridge: Duration = "bridge_min" Minutes [30, 30];
        /// What is shorter than this is not even counted as hidden. A choice that bounds memory in ports.
        candidate: Duration = "candidate_min" Minutes [20, 20];
    }
    /// A ship that loiters where another one, silent, can have been.
    ///
    /// # Source
    /// The space-time prism (Miller 2005, doi:10.1111/j.1538-4632.2005.00578.x); the bounds are choices that keep it from flooding.
    dark_partner: DarkPartnerParams {
        /// The silent one can have stayed there for at least this long while the other loitered.
        contact: Duration = "contact_min" Minutes [60, 120];
        /// Its way there is no longer a detour than this.
        detour: Metres = "detour_m" Metres [20_000, 20_000];
        /// It is shown where the silent one was last and next heard within this; else it is hidden.
        near: Metres = "near_m" Metres [30_000, 30_000];
        /// A loitering is offered with so many silences at most, those of the least detour.
        offers: u32 = "offers" Plain [1, 1];
    }
    /// One vessel that barely moves at sea.
    ///
    /// # Source
    /// Global Fishing Watch, loitering events (2 kn by hours, 20 nm from shore, 1 h); `korea`: domain.md, section 2.
    loitering: LoiteringParams {
        /// The mean speed of an hour is below this.
        speed: Knots = "speed_kn" Knots [2, 2];
        /// Its hours lie at least this far from shore in the mean.
        shore: Metres = "shore_m" Metres [1_000, 20.0 * METRES_PER_NAUTICAL_MILE];
        /// It lasts at least this long.
        duration: Duration = "duration_min" Minutes [240, 60];
        /// Nearer to a port it lies in port.
        port: Metres = "port_m" Metres [2_000, 0];
        /// Nothing is known of a silence of this or more.
        silence: Duration = "silence_min" Minutes [60, 60];
        /// Distance is measured between fixes at least this far apart in time: the noise of positions is no way made. A choice.
        step: Duration = "step_min" Minutes [5, 5];
    }
    /// Where so many ships lie that lying is what one does there.
    ///
    /// # Source
    /// Kroodsma et al. 2018, doi:10.1126/science.aao5646 (vessels within 500 m); the counts are choices for days of data.
    anchorage: AnchorageParams {
        /// So many different ships lie there at least.
        vessels: u32 = "vessels" Plain [6, 6];
        /// Each for at least this long.
        stay: Duration = "stay_min" Minutes [180, 180];
        /// And within this far of its mean place.
        spread: Metres = "spread_m" Metres [500, 500];
        /// So far about a place they are counted.
        radius: Metres = "radius_m" Metres [2_000, 2_000];
    }
    /// A silence longer than the vessel's own habit explains.
    ///
    /// # Source
    /// Welch et al. 2022, doi:10.1126/sciadv.abq2109 (12 h, 50 nm, 14 fixes in 12 h); `korea`: domain.md, section 2.
    gap: GapParams {
        /// Silent for at least this long.
        silence: Duration = "silence_min" Minutes [240, 720];
        /// It began at least this far from shore.
        shore: Metres = "shore_m" Metres [0, 50.0 * METRES_PER_NAUTICAL_MILE];
        /// At least so many fixes in the time before.
        fixes: u32 = "fixes" Plain [6, 14];
        /// The time before.
        before: Duration = "before_min" Minutes [720, 720];
        /// The silence is longer than so many times the vessel's own median interval.
        habit: f64 = "times_median" Plain [10, 0];
        /// What is shorter than this is not even counted as hidden. A choice.
        candidate: Duration = "candidate_min" Minutes [120, 120];
    }
    /// A call at a port.
    ///
    /// # Source
    /// Global Fishing Watch, port visits (3 km, 4 km, 0.2 kn, 0.5 kn, four levels of confidence).
    port_visit: PortVisitParams {
        /// Enters by coming at least this near.
        enter: Metres = "enter_m" Metres [3_000, 3_000];
        /// Leaves by going farther than this.
        leave: Metres = "leave_m" Metres [4_000, 4_000];
        /// A stop begins below this.
        stop: Knots = "stop_kn" Knots [0.2, 0.2];
        /// A stop ends above this.
        go: Knots = "go_kn" Knots [0.5, 0.5];
        /// A silence of this or more counts as a stop.
        silence: Duration = "silence_min" Minutes [240, 240];
        /// Visits of a lower level (1 to 4) are hidden: passing a port is not calling there.
        level: u32 = "level" Plain [2, 2];
    }
    /// Two fixes that no ship can have sailed between.
    ///
    /// # Source
    /// No conventional hull makes 60 kn: the fastest ferry in service, HSC Francisco, made 58.1 kn on trials (Incat 2013). The rest are choices.
    impossible_speed: ImpossibleSpeedParams {
        /// Faster than this between two fixes.
        speed: Knots = "speed_kn" Knots [60, 60];
        /// What is slower than this is not even counted as hidden.
        candidate: Knots = "candidate_kn" Knots [40, 40];
        /// And farther than this: nearer, it may be noise.
        distance: Metres = "distance_m" Metres [5_000, 5_000];
        /// How wrong the clocks of receivers may be between them.
        tolerance: Duration = "tolerance_s" Seconds [60, 60];
        /// Out and back within this time is one event.
        excursion: Duration = "return_min" Minutes [360, 360];
    }
    /// Positions well inland.
    ///
    /// # Source
    /// domain.md, section 3 (1 km); the rest are choices for what a chart may lack.
    on_land: OnLandParams {
        /// Farther from the coast than this.
        depth: Metres = "depth_m" Metres [1_000, 1_000];
        /// Where the chart is coarse, farther than this.
        coarse: Metres = "coarse_m" Metres [5_000, 5_000];
        /// A ship that sailed there without a jump may be in a river that the chart lacks; it is shown only beyond this.
        continuous: Metres = "continuous_m" Metres [3_000, 3_000];
        /// Inland again within this time is one event.
        join: Duration = "join_min" Minutes [60, 60];
    }
    /// A circle sailed too evenly for a hull.
    ///
    /// # Source
    /// domain.md, section 3; circles of generated positions: Bergman 2019, "Systematic data analysis reveals false vessel tracks". Radii are choices.
    circling: CirclingParams {
        /// The fixes lie this close to a circle: root mean square over radius.
        fit: f64 = "fit_share" Plain [0.05, 0.05];
        /// Turned through more than this.
        turned: f64 = "turned_deg" Degrees [720, 720];
        /// The SOG varies by less than this: standard deviation over mean.
        evenness: f64 = "sog_share" Plain [0.05, 0.05];
        /// Faster than this in the mean: a ship that swings at anchor turns too.
        speed: Knots = "speed_kn" Knots [3, 3];
        /// The radius is at least this.
        least: Metres = "radius_min_m" Metres [150, 150];
        /// And at most this.
        most: Metres = "radius_max_m" Metres [10_000, 10_000];
    }
    /// One MMSI in two places at once.
    ///
    /// # Source
    /// domain.md, section 3; the counts are choices.
    duplicate_identity: DuplicateIdentityParams {
        /// The fixes go to and fro between the ships at least so often.
        switches: u32 = "switches" Plain [5, 5];
        /// Each ship has at least so many fixes.
        fixes: u32 = "fixes" Plain [3, 3];
    }
    /// A change of name, numbers or size under one MMSI, or of the MMSI under one hull.
    ///
    /// # Source
    /// domain.md, section 1 (8 h, 25 kn); the rest are choices.
    identity_change: ChangeParams {
        /// Lengths or widths that differ by less are the same ship, measured again.
        size: Metres = "size_m" Metres [5, 5];
        /// Slower than this a ship may lie at a berth, where papers change hands.
        under_way: Knots = "under_way_kn" Knots [1, 1];
        /// A track goes on under another MMSI within this time: the longest silence within a segment.
        reach: Duration = "reach_h" Hours [8, 8];
        /// The speed that bounds its reach.
        speed: Knots = "speed_kn" Knots [25, 25];
        /// Within this time it may be told by its way alone.
        near: Duration = "near_h" Hours [1, 1];
        /// How far it then may be from where it should be.
        error: Metres = "error_m" Metres [600, 600];
    }
    /// A draught that was another after a silence.
    ///
    /// # Source
    /// domain.md, section 2 (4 h, that of a gap in the `korea` preset); what is ballast, fuel or a correction is a choice.
    draught_change: DraughtParams {
        /// Less than this is none.
        change: Metres = "change_m" Metres [0.5, 0.5];
        /// The ship was silent for at least this long between the two.
        silence: Duration = "silence_h" Hours [4, 4];
    }
    /// How alike a name has to be to that of a listed ship.
    ///
    /// # Source
    /// Choices.
    watchlist_match: ListedParams {
        /// A plain name shorter than this says nothing.
        name_letters: u32 = "name_letters" Plain [4, 4];
        /// A plain name this long may differ by one letter.
        one_off_letters: u32 = "one_off_letters" Plain [7, 7];
        /// A plain name this long may differ by two letters.
        two_off_letters: u32 = "two_off_letters" Plain [12, 12];
    }
    /// A vessel that entered a zone.
    ///
    /// # Source
    /// A choice.
    zone_entry: ZoneEntryParams {
        /// Inside again within this time is one visit.
        join: Duration = "join_min" Minutes [60, 60];
    }
}

impl Default for Params {
    fn default() -> Self {
        Self::preset(Preset::default())
    }
}

impl Default for ChangeParams {
    fn default() -> Self {
        Params::default().identity_change
    }
}

impl Default for DraughtParams {
    fn default() -> Self {
        Params::default().draught_change
    }
}

impl Default for ListedParams {
    fn default() -> Self {
        Params::default().watchlist_match
    }
}

impl Params {
    fn unknown(&self, name: &str) -> ParamError {
        let rule = name.split('.').next().unwrap_or_default();
        let names: Vec<String> = self.table().into_iter().map(|(known, _)| known).collect();
        let alike: Vec<&str> =
            names.iter().map(String::as_str).filter(|known| known.split('.').next() == Some(rule)).collect();
        let nearest = if alike.is_empty() {
            let mut rules: Vec<&str> = names.iter().filter_map(|known| known.split('.').next()).collect();
            rules.dedup();
            format!("the rules are {}", rules.join(", "))
        } else {
            format!("those of its rule are {}", alike.join(", "))
        };
        ParamError::Unknown { name: name.to_owned(), nearest }
    }
}

/// A number of the table above in its type. Every one is good: a test makes both presets.
fn known<Q: Quantity>(number: f64, unit: Unit) -> Q {
    #[expect(clippy::expect_used, reason = "the numbers are those above, and a test makes both presets")]
    Q::of(number, unit).expect("the presets hold good values")
}

/// Without what the unit's factor did to the last digits.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

fn told(number: f64) -> Value {
    let number = rounded(number);
    let decimals = (0..6).find(|n| (number * 10_f64.powi(*n)).fract().abs() < 1e-9).unwrap_or(6);
    Value::number(number, u8::try_from(decimals).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(preset: Preset, name: &str) -> f64 {
        let table = Params::preset(preset).table();
        table.iter().find(|(known, _)| known == name).map(|(_, value)| *value).expect("a threshold")
    }

    #[test]
    fn both_presets_are_those_of_the_domain() {
        for (name, korea, gfw) in [
            ("encounter.distance_m", 500.0, 500.0),
            ("encounter.duration_min", 60.0, 120.0),
            ("encounter.speed_kn", 2.0, 2.0),
            ("encounter.port_m", 2000.0, 10_000.0),
            ("loitering.shore_m", 1000.0, 37_040.0),
            ("loitering.duration_min", 240.0, 60.0),
            ("gap.silence_min", 240.0, 720.0),
            ("gap.shore_m", 0.0, 92_600.0),
            ("gap.fixes", 6.0, 14.0),
            ("gap.times_median", 10.0, 0.0),
            ("port_visit.enter_m", 3000.0, 3000.0),
            ("port_visit.leave_m", 4000.0, 4000.0),
            ("segment.max_kn", 25.0, 25.0),
            ("segment.max_h", 8.0, 8.0),
            ("circling.turned_deg", 720.0, 720.0),
        ] {
            assert_eq!((of(Preset::Korea, name), of(Preset::Gfw, name)), (korea, gfw), "{name}");
        }
    }

    #[test]
    fn every_threshold_can_be_set_by_its_name() {
        let params = Params::default();
        for (name, value) in params.table() {
            let set = params.with(&name, value + 1.0).expect("a good value");
            let found = set.table().into_iter().find(|(known, _)| *known == name).map(|(_, value)| value);
            assert!(found.is_some_and(|found| (found - value - 1.0).abs() < 1e-6), "{name}");
        }
    }

    #[test]
    fn unknown_names_and_bad_values_are_refused_in_words() {
        let error = |name, value| Params::default().with(name, value).expect_err("refused").to_string();
        assert_eq!(
            error("duplicate_identity.switch", 1.0),
            "there is no threshold `duplicate_identity.switch`; those of its rule are duplicate_identity.switches, \
             duplicate_identity.fixes"
        );
        assert!(error("speed", 1.0).contains("the rules are segment, encounter, dark_partner"));
        assert_eq!(error("gap.fixes", 2.5), "`gap.fixes` cannot be 2.5: a whole number is needed, 0 or more");
        assert!(error("encounter.distance_m", -1.0).contains("a length in metres"));
        assert!(error("encounter.duration_min", f64::NAN).contains("a time is needed"));
    }

    #[test]
    fn a_finding_tells_its_thresholds_as_they_were() {
        let told: Vec<String> = Params::default()
            .circling
            .evidence()
            .iter()
            .map(|evidence| format!("{} {}", evidence.name, evidence.value))
            .collect();
        assert_eq!(told[..3], ["fit_share 0.05", "turned_deg 720", "sog_share 0.05"]);
    }
}
