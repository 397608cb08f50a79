//! Flags as lists write them: by code or by name.

use super::{Flag, MIDS};

impl Flag {
    /// The flag that a text names: an ISO 3166-1 code of two or three letters, or a state's name in English; `None` where it is not
    /// known, or has no Maritime Identification Digits.
    ///
    /// # Source
    /// ISO 3166-1 for codes; the names are those of OFAC's and the UN's lists.
    #[must_use]
    pub fn of_words(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let code = WORDS.iter().find(|(_, words)| words.split('|').any(|word| word == plain)).map(|(code, _)| *code);
        let wanted = code.map_or_else(|| plain.to_uppercase(), str::to_owned);
        MIDS.iter().find(|(_, code)| *code == wanted).map(|(_, code)| Self(code))
    }
}

/// Alpha-3 codes with the alpha-2 code and names that stand for them, without blanks and marks.
const WORDS: &[(&str, &str)] = &[
    ("ARE", "ae|unitedarabemirates|uae"),
    ("ATG", "ag|antiguaandbarbuda"),
    ("BGD", "bd|bangladesh"),
    ("BHR", "bh|bahrain"),
    ("BHS", "bs|bahamas|thebahamas"),
    ("BLZ", "bz|belize"),
    ("BMU", "bm|bermuda"),
    ("BOL", "bo|bolivia"),
    ("BRB", "bb|barbados"),
    ("CHN", "cn|china|peoplesrepublicofchina"),
    ("CMR", "cm|cameroon"),
    ("COK", "ck|cookislands"),
    ("COM", "km|comoros|unionofthecomoros"),
    ("CYM", "ky|caymanislands"),
    ("CYP", "cy|cyprus"),
    ("DEU", "de|germany"),
    ("DJI", "dj|djibouti"),
    ("DMA", "dm|dominica"),
    ("DNK", "dk|denmark"),
    ("FJI", "fj|fiji"),
    ("FRA", "fr|france"),
    ("GAB", "ga|gabon"),
    ("GBR", "gb|uk|unitedkingdom"),
    ("GEO", "ge|georgia"),
    ("GIN", "gn|guinea"),
    ("GMB", "gm|gambia|thegambia"),
    ("GNQ", "gq|equatorialguinea"),
    ("GRC", "gr|greece"),
    ("HKG", "hk|hongkong|hongkongchina|chinahongkong"),
    ("HND", "hn|honduras"),
    ("IDN", "id|indonesia"),
    ("IND", "in|india"),
    ("IRN", "ir|iran|islamicrepublicofiran|iranislamicrepublicof"),
    ("ITA", "it|italy"),
    ("JAM", "jm|jamaica"),
    ("JPN", "jp|japan"),
    ("KHM", "kh|cambodia"),
    ("KIR", "ki|kiribati"),
    ("KNA", "kn|saintkittsandnevis|stkittsandnevis"),
    ("KOR", "kr|southkorea|republicofkorea|korearepublicof|koreasouth|rok"),
    ("LBR", "lr|liberia"),
    ("LKA", "lk|srilanka"),
    ("MDA", "md|moldova|republicofmoldova"),
    ("MDV", "mv|maldives"),
    ("MHL", "mh|marshallislands|republicofthemarshallislands"),
    ("MLT", "mt|malta"),
    ("MMR", "mm|myanmar|burma"),
    ("MNG", "mn|mongolia"),
    ("MYS", "my|malaysia"),
    ("NIU", "nu|niue"),
    ("NLD", "nl|netherlands|thenetherlands"),
    ("NOR", "no|norway"),
    ("PAN", "pa|panama"),
    ("PHL", "ph|philippines|thephilippines"),
    ("PLW", "pw|palau"),
    (
        "PRK",
        "kp|northkorea|democraticpeoplesrepublicofkorea|democraticpeoplesrepublicofkoreadprk|koreanorth|\
         koreademocraticpeoplesrepublicof|dprk",
    ),
    ("PRT", "pt|portugal"),
    ("RUS", "ru|russia|russianfederation"),
    ("SAU", "sa|saudiarabia"),
    ("SGP", "sg|singapore"),
    ("SLE", "sl|sierraleone"),
    ("STP", "st|saotomeandprincipe"),
    ("SWE", "se|sweden"),
    ("SYR", "sy|syria|syrianarabrepublic"),
    ("TGO", "tg|togo"),
    ("THA", "th|thailand"),
    ("TUR", "tr|turkey|turkiye"),
    ("TUV", "tv|tuvalu"),
    ("TWN", "tw|taiwan|taiwanprovinceofchina"),
    ("TZA", "tz|tanzania|unitedrepublicoftanzania|zanzibar"),
    ("UKR", "ua|ukraine"),
    ("USA", "us|unitedstates|unitedstatesofamerica"),
    ("VCT", "vc|saintvincentandthegrenadines|stvincentandthegrenadines"),
    ("VEN", "ve|venezuela"),
    ("VNM", "vn|vietnam"),
    ("VUT", "vu|vanuatu"),
    ("ZAF", "za|southafrica"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_known_however_a_list_writes_it() {
        let code = |text| Flag::of_words(text).map(Flag::code);
        for text in ["Democratic People's Republic of Korea", "Korea, North", "kp", "PRK", "North Korea"] {
            assert_eq!(code(text), Some("PRK"), "{text}");
        }
        assert_eq!(code("Korea, Republic of"), Some("KOR"));
        assert_eq!(code("Sierra Leone"), Some("SLE"));
        assert_eq!(code("Atlantis"), None);
        assert_eq!(code(""), None);
        assert!(WORDS.iter().all(|(code, _)| MIDS.iter().any(|(_, of_mid)| of_mid == code)));
    }
}
