//! Who a ship claims to be: MMSI, IMO number, type, flag.
//!
//! Owns the checked identifiers and what AIS says of a vessel beside where it is. Never says whether the claim is true:
//! that is a finding. Start at [`Mmsi`] and [`Identity`].

pub mod change;
mod flag_words;
pub mod name;
pub mod search;
mod statement;
pub mod watchlist;

pub use statement::{History, Statement};

use std::fmt;

use crate::language::words;
use crate::units::Metres;

/// A Maritime Mobile Service Identity: 1 to 999,999,999 (0 means "none" and dies in the reader).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mmsi(u32);

impl Mmsi {
    /// `None` for 0 and for more than nine digits.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        if number == 0 || number > 999_999_999 { None } else { Some(Self(number)) }
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }

    /// The Maritime Identification Digits of a ship station (MMSI `MIDXXXXXX`), if it is one.
    ///
    /// # Source
    /// ITU-R M.585-9, annex 1, section 1: ship stations have a first digit from 2 to 7.
    #[must_use]
    pub const fn ship_mid(self) -> Option<u32> {
        if self.0 >= 200_000_000 && self.0 < 800_000_000 { Some(self.0 / 1_000_000) } else { None }
    }

    /// The flag its MID stands for, where it is a ship's and allocated.
    #[must_use]
    pub fn flag(self) -> Option<Flag> {
        Flag::of_mid(self.ship_mid()?)
    }
}

impl fmt::Display for Mmsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

/// An IMO ship number of seven digits; its check digit need not be right (a false number is evidence).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Imo(u32);

impl Imo {
    /// `None` unless the number has seven digits.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        if number >= 1_000_000 && number <= 9_999_999 { Some(Self(number)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }

    /// Whether the check digit is right: Σ dᵢ·(7..2) mod 10 equals the last digit.
    ///
    /// # Source
    /// IMO resolution A.1117(30). Weak: about one false number in ten passes.
    #[must_use]
    pub const fn has_valid_check_digit(self) -> bool {
        let mut sum = 0;
        let mut rest = self.0 / 10;
        let mut weight = 2;
        while rest > 0 {
            sum += rest % 10 * weight;
            rest /= 10;
            weight += 1;
        }
        sum % 10 == self.0 % 10
    }
}

impl fmt::Display for Imo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

/// A flag state by its ISO 3166-1 alpha-3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flag(&'static str);

impl Flag {
    /// The flag an allocated Maritime Identification Digits number stands for.
    ///
    /// # Source
    /// ITU "Table of Maritime Identification Digits".
    #[must_use]
    pub fn of_mid(mid: u32) -> Option<Self> {
        let idx = MIDS.binary_search_by_key(&mid, |(mid, _)| *mid).ok()?;
        MIDS.get(idx).map(|(_, code)| Self(code))
    }

    /// The alpha-3 code, such as `PRK`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The AIS code for type of ship and cargo, 1 to 99 (0 means "not available" and dies in the reader).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShipType(u8);

impl ShipType {
    /// `None` outside 1 to 99, and above it for MarineCadastre's 1001 to 1025.
    #[must_use]
    pub const fn new(code: u8) -> Option<Self> {
        if code == 0 || code > 99 { None } else { Some(Self(code)) }
    }

    /// The code.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.0
    }

    /// The class in words.
    ///
    /// # Source
    /// ITU-R M.1371-5, table 53.
    #[must_use]
    pub const fn class(self) -> ShipClass {
        match self.0 {
            30 => ShipClass::Fishing,
            31 | 32 | 52 => ShipClass::Tug,
            36 | 37 => ShipClass::Pleasure,
            35 | 55 => ShipClass::Government,
            60..=69 => ShipClass::Passenger,
            70..=79 => ShipClass::Cargo,
            80..=89 => ShipClass::Tanker,
            _ => ShipClass::Other,
        }
    }
}

/// What kind of ship, as far as a map colours it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShipClass {
    /// Cargo (70–79).
    Cargo,
    /// Tanker (80–89).
    Tanker,
    /// Fishing (30).
    Fishing,
    /// Passenger (60–69).
    Passenger,
    /// Tug or towing (31, 32, 52).
    Tug,
    /// Pleasure craft or sailing (36, 37).
    Pleasure,
    /// Military or law enforcement (35, 55).
    Government,
    /// Any other code.
    Other,
}

impl ShipClass {
    /// Every class, in the order a menu lists them.
    pub const ALL: [Self; 8] = [
        Self::Cargo,
        Self::Tanker,
        Self::Fishing,
        Self::Passenger,
        Self::Tug,
        Self::Pleasure,
        Self::Government,
        Self::Other,
    ];

    /// The class as a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cargo => "cargo",
            Self::Tanker => "tanker",
            Self::Fishing => "fishing",
            Self::Passenger => "passenger",
            Self::Tug => "tug",
            Self::Pleasure => "pleasure craft",
            Self::Government => "government",
            Self::Other => "other",
        }
    }

    /// The class in the language spoken: "tanker".
    #[must_use]
    pub fn spoken(self) -> &'static str {
        match self {
            Self::Cargo => words("ship-cargo"),
            Self::Tanker => words("ship-tanker"),
            Self::Fishing => words("ship-fishing"),
            Self::Passenger => words("ship-passenger"),
            Self::Tug => words("ship-tug"),
            Self::Pleasure => words("ship-pleasure"),
            Self::Government => words("ship-government"),
            Self::Other => words("ship-other"),
        }
    }
}

/// What a vessel says of itself beside its MMSI; each part may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    /// Name as transmitted, trimmed.
    pub name: Option<String>,
    /// IMO ship number.
    pub imo: Option<Imo>,
    /// Radio call sign.
    pub call_sign: Option<String>,
    /// Type of ship and cargo.
    pub ship_type: Option<ShipType>,
    /// Length over all.
    pub length: Option<Metres>,
    /// Beam.
    pub width: Option<Metres>,
    /// Draught.
    pub draught: Option<Metres>,
    /// Destination as typed by the crew.
    pub destination: Option<String>,
}

impl Identity {
    /// Whether it says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the two state different things of the same part.
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
            a.zip(b).is_some_and(|(a, b)| a != b)
        }
        differ(self.name.as_ref(), other.name.as_ref())
            || differ(self.imo.as_ref(), other.imo.as_ref())
            || differ(self.call_sign.as_ref(), other.call_sign.as_ref())
            || differ(self.ship_type.as_ref(), other.ship_type.as_ref())
            || differ(self.length.as_ref(), other.length.as_ref())
            || differ(self.width.as_ref(), other.width.as_ref())
            || differ(self.draught.as_ref(), other.draught.as_ref())
            || differ(self.destination.as_ref(), other.destination.as_ref())
    }

    /// Takes from `later` what it states, and keeps the rest.
    pub fn update(&mut self, later: Self) {
        fn take<T>(old: &mut Option<T>, new: Option<T>) {
            if new.is_some() {
                *old = new;
            }
        }
        take(&mut self.name, later.name);
        take(&mut self.imo, later.imo);
        take(&mut self.call_sign, later.call_sign);
        take(&mut self.ship_type, later.ship_type);
        take(&mut self.length, later.length);
        take(&mut self.width, later.width);
        take(&mut self.draught, later.draught);
        take(&mut self.destination, later.destination);
    }
}

/// Maritime Identification Digits and their ISO 3166-1 alpha-3 codes, ascending.
#[rustfmt::skip]
const MIDS: &[(u32, &str)] = &[
    (201, "ALB"), (202, "AND"), (203, "AUT"), (204, "PRT"), (205, "BEL"), (206, "BLR"), (207, "BGR"), (208, "VAT"),
    (209, "CYP"), (210, "CYP"), (211, "DEU"), (212, "CYP"), (213, "GEO"), (214, "MDA"), (215, "MLT"), (216, "ARM"),
    (218, "DEU"), (219, "DNK"), (220, "DNK"), (224, "ESP"), (225, "ESP"), (226, "FRA"), (227, "FRA"), (228, "FRA"),
    (229, "MLT"), (230, "FIN"), (231, "FRO"), (232, "GBR"), (233, "GBR"), (234, "GBR"), (235, "GBR"), (236, "GIB"),
    (237, "GRC"), (238, "HRV"), (239, "GRC"), (240, "GRC"), (241, "GRC"), (242, "MAR"), (243, "HUN"), (244, "NLD"),
    (245, "NLD"), (246, "NLD"), (247, "ITA"), (248, "MLT"), (249, "MLT"), (250, "IRL"), (251, "ISL"), (252, "LIE"),
    (253, "LUX"), (254, "MCO"), (255, "PRT"), (256, "MLT"), (257, "NOR"), (258, "NOR"), (259, "NOR"), (261, "POL"),
    (262, "MNE"), (263, "PRT"), (264, "ROU"), (265, "SWE"), (266, "SWE"), (267, "SVK"), (268, "SMR"), (269, "CHE"),
    (270, "CZE"), (271, "TUR"), (272, "UKR"), (273, "RUS"), (274, "MKD"), (275, "LVA"), (276, "EST"), (277, "LTU"),
    (278, "SVN"), (279, "SRB"), (301, "AIA"), (303, "USA"), (304, "ATG"), (305, "ATG"), (306, "NLD"), (307, "ABW"),
    (308, "BHS"), (309, "BHS"), (310, "BMU"), (311, "BHS"), (312, "BLZ"), (314, "BRB"), (316, "CAN"), (319, "CYM"),
    (321, "CRI"), (323, "CUB"), (325, "DMA"), (327, "DOM"), (329, "GLP"), (330, "GRD"), (331, "GRL"), (332, "GTM"),
    (334, "HND"), (336, "HTI"), (338, "USA"), (339, "JAM"), (341, "KNA"), (343, "LCA"), (345, "MEX"), (347, "MTQ"),
    (348, "MSR"), (350, "NIC"), (351, "PAN"), (352, "PAN"), (353, "PAN"), (354, "PAN"), (355, "PAN"), (356, "PAN"),
    (357, "PAN"), (358, "PRI"), (359, "SLV"), (361, "SPM"), (362, "TTO"), (364, "TCA"), (366, "USA"), (367, "USA"),
    (368, "USA"), (369, "USA"), (370, "PAN"), (371, "PAN"), (372, "PAN"), (373, "PAN"), (374, "PAN"), (375, "VCT"),
    (376, "VCT"), (377, "VCT"), (378, "VGB"), (379, "VIR"), (401, "AFG"), (403, "SAU"), (405, "BGD"), (408, "BHR"),
    (410, "BTN"), (412, "CHN"), (413, "CHN"), (414, "CHN"), (416, "TWN"), (417, "LKA"), (419, "IND"), (422, "IRN"),
    (423, "AZE"), (425, "IRQ"), (428, "ISR"), (431, "JPN"), (432, "JPN"), (434, "TKM"), (436, "KAZ"), (437, "UZB"),
    (438, "JOR"), (440, "KOR"), (441, "KOR"), (443, "PSE"), (445, "PRK"), (447, "KWT"), (450, "LBN"), (451, "KGZ"),
    (453, "MAC"), (455, "MDV"), (457, "MNG"), (459, "NPL"), (461, "OMN"), (463, "PAK"), (466, "QAT"), (468, "SYR"),
    (470, "ARE"), (471, "ARE"), (472, "TJK"), (473, "YEM"), (475, "YEM"), (477, "HKG"), (478, "BIH"), (501, "ATF"),
    (503, "AUS"), (506, "MMR"), (508, "BRN"), (510, "FSM"), (511, "PLW"), (512, "NZL"), (514, "KHM"), (515, "KHM"),
    (516, "CXR"), (518, "COK"), (520, "FJI"), (523, "CCK"), (525, "IDN"), (529, "KIR"), (531, "LAO"), (533, "MYS"),
    (536, "MNP"), (538, "MHL"), (540, "NCL"), (542, "NIU"), (544, "NRU"), (546, "PYF"), (548, "PHL"), (550, "TLS"),
    (553, "PNG"), (555, "PCN"), (557, "SLB"), (559, "ASM"), (561, "WSM"), (563, "SGP"), (564, "SGP"), (565, "SGP"),
    (566, "SGP"), (567, "THA"), (570, "TON"), (572, "TUV"), (574, "VNM"), (576, "VUT"), (577, "VUT"), (578, "WLF"),
    (601, "ZAF"), (603, "AGO"), (605, "DZA"), (607, "ATF"), (608, "SHN"), (609, "BDI"), (610, "BEN"), (611, "BWA"),
    (612, "CAF"), (613, "CMR"), (615, "COG"), (616, "COM"), (617, "CPV"), (618, "ATF"), (619, "CIV"), (620, "COM"),
    (621, "DJI"), (622, "EGY"), (624, "ETH"), (625, "ERI"), (626, "GAB"), (627, "GHA"), (629, "GMB"), (630, "GNB"),
    (631, "GNQ"), (632, "GIN"), (633, "BFA"), (634, "KEN"), (635, "ATF"), (636, "LBR"), (637, "LBR"), (638, "SSD"),
    (642, "LBY"), (644, "LSO"), (645, "MUS"), (647, "MDG"), (649, "MLI"), (650, "MOZ"), (654, "MRT"), (655, "MWI"),
    (656, "NER"), (657, "NGA"), (659, "NAM"), (660, "REU"), (661, "RWA"), (662, "SDN"), (663, "SEN"), (664, "SYC"),
    (665, "SHN"), (666, "SOM"), (667, "SLE"), (668, "STP"), (669, "SWZ"), (670, "TCD"), (671, "TGO"), (672, "TUN"),
    (674, "TZA"), (675, "UGA"), (676, "COD"), (677, "TZA"), (678, "ZMB"), (679, "ZWE"), (701, "ARG"), (710, "BRA"),
    (720, "BOL"), (725, "CHL"), (730, "COL"), (735, "ECU"), (740, "FLK"), (745, "GUF"), (750, "GUY"), (755, "PRY"),
    (760, "PER"), (765, "SUR"), (770, "URY"), (775, "VEN"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imo_check_digits() {
        // IMO's own worked example 9074729, and false numbers that pass beside SAEBYOL 8916293.
        for good in [9_074_729, 8_916_293, 8_416_293, 8_936_293, 8_911_293] {
            assert!(Imo::new(good).is_some_and(Imo::has_valid_check_digit), "{good}");
        }
        assert!(Imo::new(9_074_728).is_some_and(|imo| !imo.has_valid_check_digit()));
        assert_eq!(Imo::new(0), None);
    }

    #[test]
    fn flags_come_from_the_mid() {
        let flag = |mmsi| Mmsi::new(mmsi).and_then(Mmsi::flag).map(Flag::code);
        assert_eq!(flag(445_000_000), Some("PRK"));
        assert_eq!(flag(440_123_456), Some("KOR"));
        assert_eq!(flag(371_000_000), Some("PAN"));
        assert_eq!(flag(667_001_000), Some("SLE"));
        assert_eq!(flag(2_570_001), None); // a coast station
        assert_eq!(flag(111_111_111), None); // a search and rescue aircraft's range
    }

    #[test]
    fn the_mid_table_is_in_order() {
        assert!(MIDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
