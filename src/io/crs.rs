//! Coordinate reference systems: from a `.prj`'s words or an EPSG code to WGS 84 degrees.
//!
//! Owns the projections (over `proj4wkt` and `proj4rs`) and the datum shifts that Korean and Japanese files leave unsaid.
//! Never guesses a projection from numbers alone. Start at [`Crs::from_wkt`].

use geo::Coord;
use proj4rs::Proj;

/// The longest `.prj` that is read, in bytes; real ones are under 2 kB.
pub(crate) const MAX_WKT_BYTES: usize = 64 << 10;

/// Korean 1985 (Bessel) to WGS 84, position vector.
///
/// # Source
/// The National Geographic Information Institute's parameters as EPSG dataset codes 2096–2098 had them in PROJ.4's `epsg`
/// file; within 6 cm of PROJ 9.5's "Korean 1985 to WGS 84 (1)" (Molodensky-Badekas) at Seoul. The often-copied
/// −145.907,505.034,685.756,… belong to that other method, and are 16 m off when taken as these are.
const KOREAN_1985: &str = "-115.80,474.99,674.11,1.16,-2.31,-1.63,6.43";

/// Tokyo datum to WGS 84. Source: EPSG transformation "Tokyo to WGS 84 (108)", accuracy 9 m.
const TOKYO: &str = "-146.414,507.337,680.507";

/// A coordinate reference system that can be left for WGS 84.
pub(crate) struct Crs {
    /// Its name, as its source gives it.
    pub(crate) name: String,
    /// What was assumed, as a sentence, if anything was.
    pub(crate) assumed: Option<String>,
    steps: Steps,
}

enum Steps {
    /// Already WGS 84 degrees.
    Nothing,
    Project {
        from: Box<Proj>,
        to: Box<Proj>,
        is_degrees: bool,
    },
}

/// Why a coordinate reference system cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CrsError {
    /// The text is not a definition.
    #[error("its coordinate system is not understood: {0}")]
    NotUnderstood(String),
    /// An EPSG code that is not among the known ones.
    #[error("its coordinate system EPSG:{0} is not known here; convert the file to WGS 84 (EPSG:4326)")]
    UnknownEpsg(u32),
}

impl Crs {
    /// WGS 84 degrees.
    pub(crate) fn wgs84(name: &str) -> Self {
        Self { name: name.to_owned(), assumed: None, steps: Steps::Nothing }
    }

    /// From well-known text: WKT 1 as OGC, GDAL and ESRI write it, or WKT 2.
    pub(crate) fn from_wkt(text: &str) -> Result<Self, CrsError> {
        let text = text.trim_start_matches('\u{FEFF}').trim().trim_end_matches('\0');
        let not_understood = |why: &str| CrsError::NotUnderstood(why.to_owned());
        if text.is_empty() || text.len() > MAX_WKT_BYTES {
            return Err(not_understood("the .prj is empty or far too long"));
        }
        // The parser recurses: real definitions nest five or six levels.
        let mut depth = 0_i32;
        for byte in text.bytes() {
            depth += i32::from(matches!(byte, b'[' | b'(')) - i32::from(matches!(byte, b']' | b')'));
            if depth > 32 {
                return Err(not_understood("the .prj nests too deeply"));
            }
        }
        let name = text.split('"').nth(1).unwrap_or("unnamed").replace('_', " ");
        let definition = if text.starts_with("+proj") {
            text.to_owned()
        } else {
            proj4wkt::wkt_to_projstring(text).map_err(|error| CrsError::NotUnderstood(format!("{name}: {error}")))?
        };
        let lower = text.to_lowercase();
        let is_bessel = lower.contains("bessel");
        let has_shift = lower.contains("towgs84");
        let datum = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let (shift, assumed) = if has_shift {
            (None, None)
        } else if is_bessel && datum(&["korean_datum_1985", "korean datum 1985", "korean 1985", "korean_1985"]) {
            (
                Some(KOREAN_1985),
                Some(format!("{name}: no datum shift is given; that of Korean 1985 was taken (about 1 m)")),
            )
        } else if is_bessel && datum(&["tokyo"]) {
            (Some(TOKYO), Some(format!("{name}: no datum shift is given; that of Tokyo was taken (about 10 m)")))
        } else if is_bessel {
            // Old Korean files often name only the ellipsoid.
            let assumed = format!("{name}: on the Bessel ellipsoid with no datum named; Korean 1985 was taken");
            (Some(KOREAN_1985), Some(assumed))
        } else if !definition.contains("towgs84") {
            // The translation adds one for every ellipsoid that is WGS 84's within a millimetre.
            let assumed = format!(
                "{name}: not on WGS 84's ellipsoid, and no datum shift is given; places may be some hundred metres off"
            );
            (None, Some(assumed))
        } else {
            (None, None)
        };
        let definition = match shift {
            Some(shift) => format!("{definition} +towgs84={shift}"),
            None => definition,
        };
        Ok(Self { assumed, ..Self::from_proj(name, &definition)? })
    }

    /// From an EPSG code: WGS 84 and its like, Web Mercator, UTM on WGS 84, the Korean belts.
    pub(crate) fn from_epsg(code: u32) -> Result<Self, CrsError> {
        // Parameters of the belts: EPSG dataset v11, as PROJ 9.5 prints them.
        let tmerc = |lon: &str, y: u32, scale: &str, x: u32, bessel: bool| {
            let datum =
                if bessel { format!("+ellps=bessel +towgs84={KOREAN_1985}") } else { "+ellps=GRS80".to_owned() };
            format!("+proj=tmerc +lat_0=38 +lon_0={lon} +k={scale} +x_0={x} +y_0={y} {datum} +units=m")
        };
        let definition = match code {
            4326 | 4979 | 4737 | 4019 | 6668 | 4612 | 4490 => return Ok(Self::wgs84(&format!("EPSG:{code}"))),
            3857 | 3785 | 900_913 | 102_100 | 102_113 => {
                "+proj=webmerc +a=6378137 +rf=298.257223563 +units=m".to_owned()
            }
            32601..=32660 => format!("+proj=utm +zone={} +datum=WGS84 +units=m", code - 32600),
            32701..=32760 => format!("+proj=utm +zone={} +south +datum=WGS84 +units=m", code - 32700),
            4162 => format!("+proj=longlat +ellps=bessel +towgs84={KOREAN_1985}"),
            5185 => tmerc("125", 600_000, "1", 200_000, false),
            5186 => tmerc("127", 600_000, "1", 200_000, false),
            5187 => tmerc("129", 600_000, "1", 200_000, false),
            5188 => tmerc("131", 600_000, "1", 200_000, false),
            5179 => tmerc("127.5", 2_000_000, "0.9996", 1_000_000, false),
            5180 => tmerc("125", 500_000, "1", 200_000, false),
            5181 => tmerc("127", 500_000, "1", 200_000, false),
            5182 => tmerc("127", 550_000, "1", 200_000, false),
            5183 => tmerc("129", 500_000, "1", 200_000, false),
            5184 => tmerc("131", 500_000, "1", 200_000, false),
            5173 => tmerc("125.002890277778", 500_000, "1", 200_000, true),
            5174 => tmerc("127.002890277778", 500_000, "1", 200_000, true),
            5175 => tmerc("127.002890277778", 550_000, "1", 200_000, true),
            5176 => tmerc("129.002890277778", 500_000, "1", 200_000, true),
            5177 => tmerc("131.002890277778", 500_000, "1", 200_000, true),
            5178 => tmerc("127.5", 2_000_000, "0.9996", 1_000_000, true),
            2096 => tmerc("129", 500_000, "1", 200_000, true),
            2097 => tmerc("127", 500_000, "1", 200_000, true),
            2098 => tmerc("125", 500_000, "1", 200_000, true),
            _ => return Err(CrsError::UnknownEpsg(code)),
        };
        Self::from_proj(format!("EPSG:{code}"), &definition)
    }

    /// From the ways GeoJSON's old `crs` member names a system: `EPSG:3857`, `urn:ogc:def:crs:EPSG::3857`, `…:CRS84`.
    pub(crate) fn from_name(name: &str) -> Result<Self, CrsError> {
        let last = name.rsplit([':', '/']).next().unwrap_or_default();
        if last.eq_ignore_ascii_case("CRS84") || last.eq_ignore_ascii_case("WGS84") {
            return Ok(Self::wgs84("WGS 84"));
        }
        match last.parse::<u32>() {
            Ok(code) => Self::from_epsg(code),
            Err(_) => Err(CrsError::NotUnderstood(name.chars().take(80).collect())),
        }
    }

    fn from_proj(name: String, definition: &str) -> Result<Self, CrsError> {
        let wrong = |error: proj4rs::errors::Error| CrsError::NotUnderstood(format!("{name}: {error}"));
        // proj4rs 0.3.0 cuts angles at byte positions and panics inside a longer character.
        let definition = &definition.replace(|c: char| !c.is_ascii(), "?");
        let from = Proj::from_proj_string(definition).map_err(wrong)?;
        let is_degrees = from.is_latlong();
        let is_wgs84 = is_degrees && definition.contains("towgs84=0,0,0,0,0,0,0") && !definition.contains("+pm=");
        if is_wgs84 {
            return Ok(Self { name, assumed: None, steps: Steps::Nothing });
        }
        let to = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").map_err(wrong)?;
        let steps = Steps::Project { from: Box::new(from), to: Box::new(to), is_degrees };
        Ok(Self { name, assumed: None, steps })
    }

    /// A coordinate of this system as WGS 84 degrees; `None` where that has no meaning.
    pub(crate) fn to_wgs84(&self, coord: Coord<f64>) -> Option<Coord<f64>> {
        if !(coord.x.is_finite() && coord.y.is_finite()) {
            return None;
        }
        let degrees = match &self.steps {
            Steps::Nothing => coord,
            Steps::Project { from, to, is_degrees } => {
                let mut point = if *is_degrees {
                    (coord.x.to_radians(), coord.y.to_radians(), 0.0)
                } else {
                    (coord.x, coord.y, 0.0)
                };
                proj4rs::transform::transform(from, to, &mut point).ok()?;
                Coord { x: point.0.to_degrees(), y: point.1.to_degrees() }
            }
        };
        (degrees.x.is_finite() && degrees.y.is_finite()).then_some(degrees)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a control point to a millionth of a degree (11 cm), computed with PROJ 9.5.1 (pyproj 3.7.2).
    #[track_caller]
    fn check(crs: &Crs, from: (f64, f64), to: (f64, f64)) {
        let found = crs.to_wgs84(Coord { x: from.0, y: from.1 }).expect("a place");
        let off = (found.x - to.0).abs().max((found.y - to.1).abs());
        assert!(off < 1e-6, "{}: {found:?} for {to:?}", crs.name);
    }

    const ESRI_WEB_MERCATOR: &str = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]"#;
    const ESRI_KOREA_2000: &str = r#"PROJCS["KGD2002_Central_Belt_2010",GEOGCS["GCS_KGD2002",DATUM["D_Korea_Geodetic_Datum_2002",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",200000.0],PARAMETER["False_Northing",600000.0],PARAMETER["Central_Meridian",127.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",38.0],UNIT["Meter",1.0]]"#;
    const ESRI_KOREAN_1985: &str = r#"PROJCS["Korean_1985_Modified_Korea_Central_Belt",GEOGCS["GCS_Korean_Datum_1985",DATUM["D_Korean_Datum_1985",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",200000.0],PARAMETER["False_Northing",500000.0],PARAMETER["Central_Meridian",127.002890277778],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",38.0],UNIT["Meter",1.0]]"#;
    const ESRI_UTM: &str = r#"PROJCS["WGS_1984_UTM_Zone_52N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",129.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    const WKT1_5174: &str = r#"PROJCS["Korean 1985 / Modified Central Belt",GEOGCS["Korean 1985",DATUM["Korean_Datum_1985",SPHEROID["Bessel 1841",6377397.155,299.1528128,AUTHORITY["EPSG","7004"]],TOWGS84[-115.8,474.99,674.11,1.16,-2.31,-1.63,6.43],AUTHORITY["EPSG","6162"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4162"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",38],PARAMETER["central_meridian",127.002890277778],PARAMETER["scale_factor",1],PARAMETER["false_easting",200000],PARAMETER["false_northing",500000],UNIT["metre",1],AUTHORITY["EPSG","5174"]]"#;

    #[test]
    fn prj_files_lead_where_proj_leads() {
        for (wkt, from, to) in [
            (ESRI_WEB_MERCATOR, (13_915_944.0, 4_640_886.0), (125.009_051_881_513_5, 38.433_773_537_887_34)),
            (ESRI_UTM, (300_000.0, 4_200_000.0), (126.724_471_763_803_08, 37.925_581_749_889_09)),
            (ESRI_KOREA_2000, (180_000.0, 560_000.0), (126.773_398_983_513_42, 37.639_399_531_957_17)),
            (ESRI_KOREAN_1985, (198_236.32, 453_407.856), (126.980_820_386_457_44, 37.582_970_578_028_33)),
            (WKT1_5174, (198_236.32, 453_407.856), (126.980_820_386_457_44, 37.582_970_578_028_33)),
        ] {
            check(&Crs::from_wkt(wkt).expect("a known system"), from, to);
        }
        assert!(
            Crs::from_wkt(ESRI_KOREAN_1985).is_ok_and(|crs| crs.assumed.is_some()),
            "the shift is assumed, and said so"
        );
        assert!(Crs::from_wkt(WKT1_5174).is_ok_and(|crs| crs.assumed.is_none()));
        // EPSG:4284 as GDAL writes it for ESRI; 150 m off in Korea.
        let pulkovo = "GEOGCS[\"GCS_Pulkovo_1942\",DATUM[\"D_Pulkovo_1942\",SPHEROID[\"Krasovsky_1940\",6378245.0,298.3]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
        let assumed = Crs::from_wkt(pulkovo).expect("a known system").assumed.expect("what is not known is said");
        assert!(assumed.contains("some hundred metres off"), "{assumed}");
    }

    #[test]
    fn epsg_codes_lead_where_proj_leads() {
        for (code, from, to) in [
            (3857, (13_915_944.0, 4_640_886.0), (125.009_051_881_513_5, 38.433_773_537_887_34)),
            (32651, (500_000.0, 4_000_000.0), (123.0, 36.144_718_098_817_76)),
            (5185, (150_000.0, 550_000.0), (124.434_190_670_344_79, 37.548_162_342_970_17)),
            (5179, (950_000.0, 1_950_000.0), (126.933_965_629_306_26, 37.547_980_994_807_14)),
            (5181, (200_000.0, 500_000.0), (127.0, 38.0)),
            (5187, (200_000.0, 600_000.0), (129.0, 38.0)),
            (5188, (200_000.0, 600_000.0), (131.0, 38.0)),
            (2096, (200_000.0, 450_000.0), (128.997_718_063_504_64, 37.552_281_929_164_1)),
            (2097, (198_236.32, 453_407.856), (126.977_930_370_381_24, 37.582_970_560_170_09)),
            (2098, (200_000.0, 450_000.0), (124.998_079_981_107_35, 37.552_257_212_534_684)),
            (5173, (200_000.0, 450_000.0), (125.000_969_994_561_59, 37.552_257_225_811_566)),
            (5176, (200_000.0, 450_000.0), (129.000_608_082_801_8, 37.552_281_951_598_31)),
            (5178, (1_000_000.0, 2_000_000.0), (127.497_848_054_799_32, 38.002_749_291_646_17)),
            (4162, (127.0, 37.0), (126.997_903_228_282_94, 37.002_861_662_829_09)),
        ] {
            check(&Crs::from_epsg(code).expect("a known code"), from, to);
        }
    }

    #[test]
    fn names_and_nonsense() {
        assert!(Crs::from_name("urn:ogc:def:crs:OGC:1.3:CRS84").is_ok());
        assert!(Crs::from_name("urn:ogc:def:crs:EPSG::5186").is_ok_and(|crs| crs.name == "EPSG:5186"));
        assert_eq!(Crs::from_name("EPSG:27700").err(), Some(CrsError::UnknownEpsg(27700)));
        assert!(Crs::from_wkt(&"PROJCS[".repeat(5000)).is_err());
        assert!(Crs::from_wkt("LOCAL_CS[\"Site grid\"]").is_err());
        assert!(Crs::wgs84("x").to_wgs84(Coord { x: f64::NAN, y: 1.0 }).is_none());
    }
}
