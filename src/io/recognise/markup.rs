//! A quick look through KML and GPX, enough to tell tracks from zones.
//!
//! KML is tracks if it has at least as many moving tracks as areas, or if each of its placemarks has a moment and names an MMSI.
//! GPX is tracks if its points have times, and if they are waypoints, an MMSI too: most programs note when a waypoint was made.

use std::io::Read;

use memchr::{memchr_iter, memmem};

use super::{Kind, TrackFormat, ZoneFormat};

/// How much of a file is looked through.
const BYTES_LOOKED_AT: u64 = 64 << 20;
/// How much is read at a time.
const CHUNK_BYTES: usize = 256 << 10;
/// How much of a tag is looked at.
const TAG_BYTES: usize = 32;

/// What a look at one thing says of the rest.
#[derive(PartialEq, Eq)]
enum Look {
    On,
    Enough,
}

/// Hands on the name of every tag without its namespace, and whether it ends an element; returns how often an MMSI is
/// spoken of.
fn each_tag(text: impl Read, mut take: impl FnMut(&[u8], bool) -> Look) -> u64 {
    let mut text = text.take(BYTES_LOOKED_AT);
    let mut window = Vec::with_capacity(CHUNK_BYTES + TAG_BYTES);
    let mut n_mmsis = 0;
    loop {
        let n_before = window.len();
        // A broken file is judged by what came before: its reader will say what is wrong with it.
        let read = Read::take(&mut text, CHUNK_BYTES as u64).read_to_end(&mut window);
        let is_last = read.is_err() || window.len() - n_before < CHUNK_BYTES;
        // What begins near the end may be cut; it is looked at with what follows.
        let end = if is_last { window.len() } else { window.len() - TAG_BYTES };
        window.make_ascii_lowercase();
        n_mmsis += memmem::find_iter(&window, "mmsi").take_while(|at| *at < end).count() as u64;
        for at in memchr_iter(b'<', &window).take_while(|at| *at < end) {
            let tag = window.get(at + 1..).unwrap_or_default();
            let (is_end, tag) = tag.strip_prefix(b"/").map_or((false, tag), |tag| (true, tag));
            let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.');
            let len = tag.iter().take(TAG_BYTES).take_while(|byte| is_name(byte)).count();
            let name = tag.get(..len).unwrap_or_default();
            let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
            if take(name, is_end) == Look::Enough {
                return n_mmsis;
            }
        }
        if is_last {
            return n_mmsis;
        }
        window.drain(..end);
    }
}

/// What a KML text is.
pub(super) fn kml(text: impl Read, zones: ZoneFormat) -> Kind {
    let (mut n_tracks, mut n_areas, mut n_placemarks, mut n_moments) = (0_u64, 0_u64, 0_u64, 0_u64);
    let n_mmsis = each_tag(text, |tag, is_end| {
        match tag {
            _ if is_end => {}
            b"track" => n_tracks += 1,
            b"polygon" => n_areas += 1,
            b"placemark" => n_placemarks += 1,
            b"timestamp" | b"timespan" => n_moments += 1,
            _ => {}
        }
        Look::On
    });
    let has_tracks = n_tracks > 0 && n_tracks >= n_areas;
    let are_reports = n_areas == 0 && n_placemarks > 0 && n_moments >= n_placemarks && n_mmsis >= n_placemarks;
    if has_tracks || are_reports { Kind::Tracks(TrackFormat::Kml) } else { Kind::Zones(zones) }
}

/// What a GPX text is.
pub(super) fn gpx(text: impl Read) -> Kind {
    let (mut is_in_point, mut is_in_waypoint, mut is_track, mut has_timed_waypoint) = (false, false, false, false);
    let n_mmsis = each_tag(text, |tag, is_end| {
        match tag {
            b"trkpt" | b"rtept" => is_in_point = !is_end,
            b"wpt" => is_in_waypoint = !is_end,
            // An empty point has no tag that ends it.
            b"trk" | b"rte" | b"trkseg" => is_in_point = false,
            b"time" => {
                is_track |= is_in_point;
                has_timed_waypoint |= is_in_waypoint;
            }
            _ => {}
        }
        if is_track { Look::Enough } else { Look::On }
    });
    let are_reports = has_timed_waypoint && n_mmsis > 0;
    if is_track || are_reports { Kind::Tracks(TrackFormat::Gpx) } else { Kind::Zones(ZoneFormat::Gpx) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_seen_across_the_edges_of_what_is_read_at_a_time() {
        for gap in CHUNK_BYTES - 50..CHUNK_BYTES + 2 {
            let text = format!("<trkpt{}</gx:Track>{}<a", " ".repeat(gap), "x MMSI".repeat(1000));
            let mut tags = Vec::new();
            let n_mmsis = each_tag(text.as_bytes(), |tag, is_end| {
                tags.push((String::from_utf8_lossy(tag).into_owned(), is_end));
                Look::On
            });
            assert_eq!(
                tags,
                [("trkpt".to_owned(), false), ("track".to_owned(), true), ("a".to_owned(), false)],
                "{gap}"
            );
            assert_eq!(n_mmsis, 1000, "{gap}");
        }
    }

    #[test]
    fn tracks_are_told_from_zones() {
        let is_track = |kind| matches!(kind, Kind::Tracks(_));
        for (text, expected) in [
            ("<kml><Placemark><gx:Track><when>2018-01-16T00:00:00Z</when></gx:Track></Placemark></kml>", true),
            ("<kml><Placemark><gx:Track id=\"a\"><when>2018-01-16T00:00:00Z</when></gx:Track></Placemark></kml>", true),
            ("<kml><Placemark><gx:Track></gx:Track></Placemark><Polygon/><Polygon/></kml>", false),
            ("<kml><Placemark><name>MMSI 440123456</name><TimeStamp/><Point/></Placemark></kml>", true),
            ("<kml><Placemark><name>Photo</name><TimeStamp/><Point/></Placemark></kml>", false),
            ("<kml><Placemark><TimeSpan/><LineString/></Placemark></kml>", false),
        ] {
            assert_eq!(is_track(kml(text.as_bytes(), ZoneFormat::Kml)), expected, "{text}");
        }
        for (text, expected) in [
            ("<gpx><metadata><time>x</time></metadata><trk><trkpt/><trkpt/></trk></gpx>", false),
            ("<gpx><metadata><time>x</time></metadata><trk><trkpt><time>x</time></trkpt><trkpt/></trk></gpx>", true),
            ("<gpx><trk><trkpt><time>x</time></trkpt></trk></gpx>", true),
            ("<gpx><wpt><time>x</time><name>Buoy</name></wpt></gpx>", false),
            ("<gpx><wpt><time>x</time><name>MMSI 440123456</name></wpt></gpx>", true),
            ("<gpx><rte><rtept/><rtept/></rte></gpx>", false),
        ] {
            assert_eq!(is_track(gpx(text.as_bytes())), expected, "{text}");
        }
    }
}
