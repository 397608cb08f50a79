use super::super::{ReadOptions, read_bytes};
use super::*;
use crate::report::{Progress, Report};
use crate::track::TrackStore;
use crate::units::Metres;
use crate::vessel::ShipType;

#[expect(clippy::panic_in_result_fn, reason = "a fault of the counts is a fault of the test")]
fn read(text: &str) -> Result<(TrackStore, Report), String> {
    let progress = Progress::default();
    let options = ReadOptions::default();
    let mut intake = Intake::new(&options, &progress).map_err(|error| error.to_string())?;
    let bytes = Bytes::Memory(io::Cursor::new(text.as_bytes()));
    read_file(bytes, Path::new("a.jsonl"), &mut intake).map_err(|error| error.to_string())?;
    let (store, report) = intake.finish().map_err(|error| error.to_string())?;
    assert_eq!(report.read, report.kept + report.n_skipped() + report.duplicates, "{report:?}");
    Ok((store, report))
}

/// As Global Fishing Watch's gpsdio writes them, in UTC.
const GFW: &str = r#"{"ssvid": 416000000, "lat": 22.568214416503906, "lon": 120.31088256835938, "timestamp": "2014-01-01 01:14:25.000000", "course": 0, "speed": 0}
{"ssvid": 416000000, "lat": null, "lon": 120.31, "timestamp": "2014-01-01 01:20:29.000000", "course": 0, "speed": 0}
{"ssvid": 416000000, "lat": 38.12345675, "lon": 1e999, "timestamp": "2014-01-01 01:21:29.000000"}
{"ssvid": 416000000, "lat": 38.12345675, "lon": 120.5, "timestamp": "2014-01-01 01:22:29.000000", "course": 271.46, "speed": 9.96}
"#;

#[test]
fn flat_objects_are_read_to_the_last_digit() {
    let (store, report) = read(GFW).unwrap();
    assert_eq!(store.lat_e7(), [225_682_144, 381_234_568]);
    assert_eq!(store.lon_e7(), [1_203_108_826, 1_205_000_000]);
    assert_eq!(store.time_ms(), [1_388_538_865_000, 1_388_539_349_000]);
    assert_eq!((store.sog_deciknots(), store.cog_decidegrees()), (&[0, 100][..], &[0, 2715][..]));
    assert_eq!(report.assumed_time_zone, None);
    let places: Vec<_> = report.samples.iter().map(|sample| (sample.line, sample.reason.as_str())).collect();
    assert_eq!(places, [(Some(2), "no position"), (Some(3), "position not understood")]);
}

/// The example in aisstream.io's documentation, and a static message with the last known place beside it.
const AISSTREAM: &str = r#"{"Message":{"PositionReport":{"Cog":308.2,"CommunicationState":81982,"Latitude":66.02695,"Longitude":12.253821666666665,"MessageID":1,"NavigationalStatus":15,"PositionAccuracy":true,"Raim":false,"RateOfTurn":4,"RepeatIndicator":0,"Sog":0,"Spare":0,"SpecialManoeuvreIndicator":0,"Timestamp":31,"TrueHeading":235,"UserID":259000420,"Valid":true}},"MessageType":"PositionReport","MetaData":{"MMSI":259000420,"ShipName":"AUGUSTSON","latitude":66.02695,"longitude":12.253821666666665,"time_utc":"2022-12-29 18:22:32.318353 +0000 UTC"}}
{"Message":{"ShipStaticData":{"AisVersion":1,"CallSign":"LK2345 ","Destination":"OSLO@@@@","Dimension":{"A":10,"B":20,"C":3,"D":4},"ImoNumber":9307839,"MaximumStaticDraught":4.5,"Name":"AUGUSTSON","Type":30,"UserID":259000420,"Valid":true}},"MessageType":"ShipStaticData","MetaData":{"MMSI":259000420,"ShipName":"AUGUSTSON","latitude":66.02,"longitude":12.25,"time_utc":"2022-12-29 18:23:00 +0000 UTC"}}
"#;

#[test]
fn aisstream_says_where_in_the_message_and_when_beside_it() {
    let (store, report) = read(AISSTREAM).unwrap();
    assert_eq!((store.lat_e7(), store.lon_e7()), (&[660_269_500][..], &[122_538_217][..]));
    assert_eq!(store.time_ms(), [1_672_338_152_318]);
    assert_eq!((store.cog_decidegrees(), store.heading_degrees()), (&[3082][..], &[235][..]));
    let identity = &store.vessels()[0].identity;
    assert_eq!((identity.name.as_deref(), identity.call_sign.as_deref()), (Some("AUGUSTSON"), Some("LK2345")));
    assert_eq!((identity.length.map(Metres::value), identity.draught.map(Metres::value)), (Some(30.0), Some(4.5)));
    assert_eq!((identity.destination.as_deref(), identity.ship_type.map(ShipType::code)), (Some("OSLO"), Some(30)));
    assert_eq!(report.skipped.get("static data without position"), Some(&1));
}

#[test]
fn aishub_hands_out_one_array_in_another() {
    let text = r#"[{"ERROR":false,"USERNAME":"AH_1","FORMAT":"HUMAN","RECORDS":2},[{"MMSI":440123456,"TIME":"2021-07-09 08:06:58 GMT","LONGITUDE":125.10783,"LATITUDE":38.3,"COG":187.5,"SOG":10.4,"HEADING":187,"ROT":0,"NAVSTAT":0,"IMO":0,"NAME":"SUNNY","CALLSIGN":"FGE4","TYPE":70,"A":100,"B":20,"C":10,"D":8,"DRAUGHT":5.4,"DEST":"BUSAN","ETA":"00-00 00:00"},{"MMSI":440123457,"TIME":"2021-07-09 08:07:58 GMT","LONGITUDE":125.2,"LATITUDE":38.3}]]"#;
    let (store, report) = read(text).unwrap();
    assert_eq!((store.lon_e7(), store.time_ms()[0]), (&[1_251_078_300, 1_252_000_000][..], 1_625_818_018_000));
    assert_eq!(store.vessels()[0].identity.name.as_deref(), Some("SUNNY"));
    assert_eq!(report.skipped.get("not a position report"), Some(&1));
}

#[test]
fn objects_inside_objects_say_more_of_the_same_ship_and_owners_do_not() {
    let text = r#"{"owner":{"name":"Lines Ltd"},"staticData":{"mmsi":440123456,"name":"SEA STAR","dimensions":{"length":90}},
        "lastPositionUpdate":{"latitude":38.1,"longitude":125.2,"timestamp":"2018-01-16T00:00:00Z","speed":7.5}}"#;
    let (store, _) = read(text).unwrap();
    assert_eq!((store.lat_e7(), store.sog_deciknots()), (&[381_000_000][..], &[75][..]));
    let identity = &store.vessels()[0].identity;
    assert_eq!((identity.name.as_deref(), identity.length.map(Metres::value)), (Some("SEA STAR"), Some(90.0)));
}

#[test]
fn the_type_of_a_message_is_not_that_of_the_ship() {
    let text = r#"{"class":"AIS","device":"AIS-catcher","rxtime":"20180116000000","scaled":true,"type":18,"mmsi":440123456,"lon":125.2,"lat":38.1,"speed":7.5,"second":31}"#;
    let (store, report) = read(text).unwrap();
    assert_eq!((store.time_ms(), store.vessels()[0].identity.ship_type), (&[1_516_060_800_000][..], None));
    assert_eq!(report.assumed_time_zone, None);
}

#[test]
fn a_broken_line_costs_itself_and_an_unknown_zone_asks() {
    let broken = GFW.replacen("\"lon\": 120.31, ", "\"lon\": 120.31, \"x\": \"", 1);
    let (store, report) = read(&broken).unwrap();
    assert_eq!((store.n_fixes(), report.skipped.get("not a position report")), (2, Some(&1)));
    let local = GFW.replace("ssvid", "mmsi");
    assert!(read(&local).unwrap_err().contains("state no time zone"));
    assert!(read("[1,2,3]").unwrap_err().contains("no objects"));
    for len in 0..AISSTREAM.len() {
        drop(read(&AISSTREAM[..len]));
    }
}

#[test]
fn it_is_told_from_geojson() {
    for text in [GFW, AISSTREAM] {
        let read = read_bytes("a.json", text.as_bytes(), &ReadOptions::default(), &Progress::default());
        assert!(read.is_ok_and(|(store, _)| store.n_fixes() > 0));
    }
}

#[test]
fn many_lines_are_read_on_all_cores_in_their_order() {
    let line = |n: u32| {
        format!("{{\"mmsi\":{},\"lat\":38.{n:06},\"lon\":125,\"t\":{}}}\n", 440_000_000 + n % 7, 1_516_060_800 + n)
    };
    let text: String = (0..100_000).map(line).collect::<String>() + "{\"mmsi\":1,\n";
    let (store, report) = read(&text).unwrap();
    assert_eq!((store.n_fixes(), store.vessels().len()), (100_000, 7));
    assert_eq!(report.samples[0].line, Some(100_001));
}
