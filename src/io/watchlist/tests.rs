use super::*;
use crate::units::Timestamp;

fn read_text(text: &str) -> (Watchlist, Report) {
    from_bytes(text.as_bytes(), "list.csv", None, &Progress::default()).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> Option<Timestamp> {
    Timestamp::from_civil(year, month, day, 0, 0, 0)
}

#[test]
fn the_lists_that_come_with_the_program_are_whole_and_say_what_they_are() {
    let lists = bundled();
    // 28 and 106 ships are what the lists' own description says.
    assert_eq!(lists.iter().map(|list| list.entries.len()).collect::<Vec<_>>(), [28, 106]);
    for list in &lists {
        assert!(list.caveat.contains("not the official list, not complete"), "{}", list.name);
        assert!(!list.date.is_empty() && !list.source.is_empty() && !list.licence.is_empty());
        assert!(list.entries.iter().all(|listed| !listed.name.is_empty()), "{}", list.name);
    }
    // UNSCR 1718 Committee, press release SC/13018 of 3 October 2017: PETREL 8, IMO 9562233.
    let petrel = &lists[0].entries[0];
    assert_eq!((petrel.name.as_str(), petrel.imo.map(crate::vessel::Imo::value)), ("PETREL 8", Some(9_562_233)));
    assert_eq!((petrel.designated, petrel.delisted), (day(2017, 10, 3), None));
    let latest = lists[0].entries.iter().filter_map(|listed| listed.designated).max();
    assert_eq!(latest, word::day(&lists[0].date));
}

#[test]
fn our_own_table_in_any_order_of_columns() {
    let (list, report) = read_text(
        "Name,Former names,IMO,MMSI,Call sign,Flag,Designated,Delisted,Programme\n\
         \"A, B\",OLD ONE; OLDER,IMO8916293,445123000|445123001,HMYA,PRK,2018-03-30,2020-01-01,1718\n\
         ,,,,,,,,\n\
         C,,12345,44512300,,,soon,,\n\
         ,,,,,PRK,2018-03-30,,\n\
         D,x\n",
    );
    assert_eq!((report.read, report.kept, report.n_skipped()), (4, 3, 1));
    let first = &list.entries[0];
    assert_eq!((first.name.as_str(), first.call_sign.as_str(), first.mmsis.len()), ("A, B", "HMYA", 2));
    assert_eq!((first.aliases.len(), first.delisted), (2, day(2020, 1, 1)));
    let mended: Vec<_> = report.repaired.iter().map(|(reason, n)| (reason.as_str(), *n)).collect();
    let expected = [
        ("IMO number unreadable", 1),
        ("MMSI unreadable", 1),
        ("date unreadable", 1),
        ("fields missing or too many", 1),
    ];
    assert_eq!(mended, expected);
    assert_eq!(report.samples.iter().find(|s| s.reason == "nothing to match").and_then(|s| s.line), Some(5));
}

/// Made up in the form of OFAC's data specification.
const SDN: &str = "306,\"SOME BANK\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\
    15036,\"EXAMPLE STAR\",\"vessel\",\"DPRK\",-0- ,\"HMYB\",\"General Cargo\",\"1,700\",\"985\",\"Democratic People's Republic of Korea\",-0- ,\"Former Vessel Flag Togo; Vessel Registration Identification IMO 8916293; MMSI 445123000; alt. MMSI 445123001 (vessel) [DPRK]; f.k.a. 'OLD STAR'.\"\n\
    15037,\"CUT\",\"vessel\",\"DPRK\"\n\u{1a}\n";

#[test]
fn ofac_vessels_with_their_numbers_and_other_names() {
    let alt = "15036,1,\"aka\",\"STAR OF EXAMPLE\",-0- \n9,2,\"aka\",\"NOBODY\",-0- \n";
    let (list, report) = from_bytes(SDN.as_bytes(), "SDN.CSV", Some(alt.as_bytes()), &Progress::default()).unwrap();
    assert_eq!((report.read, report.kept, report.n_skipped()), (2, 1, 1));
    assert!(report.notes.iter().any(|note| note.contains("1 entries are no vessels")), "{:?}", report.notes);
    let star = &list.entries[0];
    assert_eq!(star.names().collect::<Vec<_>>(), ["EXAMPLE STAR", "STAR OF EXAMPLE", "OLD STAR"]);
    assert_eq!(star.imo.map(crate::vessel::Imo::value), Some(8_916_293));
    assert_eq!(star.mmsis.iter().map(|mmsi| mmsi.value()).collect::<Vec<_>>(), [445_123_000, 445_123_001]);
    assert_eq!((star.call_sign.as_str(), star.flag.as_str()), ("HMYB", "Democratic People's Republic of Korea"));
}

#[test]
fn opensanctions_vessels() {
    let (list, report) = read_text(
        "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n\
         \"a\",\"Person\",\"X\",\"\",\"\",\"\",\"\",\"8916293\",\"\",\"\",\"\",\"\",\"d\",\"\",\"\",\"2024-05-01T00:00:00\"\n\
         \"b\",\"Vessel\",\"EXAMPLE STAR\",\"OLD STAR;STAR\",\"\",\"kp\",\"\",\"IMO8916293;445123000\",\"UN, 2017\",\"\",\"\",\"UN-SCDPRK\",\"un\",\"\",\"\",\"2024-04-01T00:00:00\"\n\
         \"c\",\"Vessel\",\"BARE\",\"\",\"\",\"\",\"\",\"1234568;9074729;044512300\",\"\",\"\",\"\",\"\",\"un\",\"\",\"\",\"\"\n",
    );
    assert_eq!((report.read, report.kept), (2, 2));
    assert_eq!(list.date, "2024-05-01");
    let of = |idx: usize| {
        let listed: &Listed = &list.entries[idx];
        (listed.imo.map(crate::vessel::Imo::value), listed.mmsis.len(), listed.aliases.len(), listed.flag.as_str())
    };
    assert_eq!(of(0), (Some(8_916_293), 1, 2, "kp"));
    assert_eq!(of(1), (Some(9_074_729), 0, 0, ""));
}

#[test]
fn lists_are_told_from_tracks_by_what_is_in_them() {
    assert_eq!(format_of(SDN.as_bytes()), Some(WatchlistFormat::Ofac));
    assert_eq!(format_of(b"name,imo,program,flag,type\n"), Some(WatchlistFormat::Own));
    for other in [
        "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType",
        "mmsi,name,imo,flag,type",
        "",
        "\n\n",
        "a",
    ] {
        assert_eq!(format_of(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn broken_lists_are_read_as_far_as_they_go() {
    for text in [SDN, "name,imo,program\nA,8916293,\"never closed\nB,1\n", "name,imo,program\n\0\u{fffd},\"\"\"\n"] {
        for end in 0..text.len() {
            let Some(cut) = text.get(..end) else { continue };
            if let Ok((list, report)) = from_bytes(cut.as_bytes(), "cut", None, &Progress::default()) {
                assert_eq!(report.read, report.kept + report.n_skipped());
                assert_eq!(report.kept, list.entries.len() as u64);
            }
        }
    }
    let (list, report) =
        from_bytes(b"name,program\n\xc7\xd1\xbf\xb5\xc8\xa3,1718\n", "kr", None, &Progress::default()).unwrap();
    assert_eq!(list.entries[0].name, "한영호");
    assert_eq!(report.notes.len(), 1);
}
