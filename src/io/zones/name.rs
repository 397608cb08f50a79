//! Which attribute is a zone's name.

/// Words that name fields of names, best first; Korean ones as the Ministry of Oceans and Fisheries uses them.
const NAMES: [&str; 20] = [
    "name",
    "name_ko",
    "name_kr",
    "name_en",
    "명칭",
    "이름",
    "구역명",
    "해역명",
    "수역명",
    "지역명",
    "시설명",
    "구역명칭",
    "zone_name",
    "area_name",
    "zonename",
    "areaname",
    "geoname",
    "title",
    "label",
    "nm",
];

/// The index of the field that looks most like a name.
pub(crate) fn field(fields: &[String]) -> Option<usize> {
    let lower: Vec<String> = fields.iter().map(|field| field.trim().to_lowercase()).collect();
    let exact = NAMES.iter().find_map(|name| lower.iter().position(|field| field == name));
    let like = |field: &String| {
        field.contains("name") || field.ends_with("_nm") || field.ends_with('명') || field.contains("명칭")
    };
    exact.or_else(|| lower.iter().position(like))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_most_like_a_name_is_found() {
        let check = |fields: &[&str]| field(&fields.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>());
        assert_eq!(check(&["OBJECTID", "AREA_NAME", "NAME"]), Some(2));
        assert_eq!(check(&["고유번호", "해역명", "면적"]), Some(1));
        assert_eq!(check(&["ID", "SIDO_NM"]), Some(1));
        assert_eq!(check(&["ID", "AREA"]), None);
    }
}
