//! One object: its members by role, also those of objects inside it.
//!
//! Owns which members mean what. Numbers keep the digits they are written with. Start at [`Object::read`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::io::tracks::columns::{N_ROLES, Role, TimeFormat, role_of};
use crate::io::tracks::feed::Texts;
use crate::io::tracks::moment;

/// How deep objects are looked into: `Message.ShipStaticData.Dimension.A` of aisstream.io.
const MAX_DEPTH: u8 = 4;
/// The most names that are remembered.
const MAX_NAMES: usize = 4096;

/// What the name of an object has in it that says more of the same report.
const LOOKED_INTO: &[&str] = &[
    "message",
    "meta",
    "position",
    "report",
    "vessel",
    "ship",
    "static",
    "ais",
    "data",
    "dimension",
    "voyage",
    "payload",
    "navigation",
    "location",
    "identity",
    "body",
];

/// What the names of members mean, looked up once.
#[derive(Debug, Default)]
pub(super) struct Words(HashMap<String, Word, foldhash::fast::FixedState>);

/// What a name means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Word {
    role: Option<Role>,
    /// The publisher is one that writes UTC, or the name says so.
    says_utc: bool,
    /// An object of this name says more of the same report.
    is_looked_into: bool,
    /// Begins with the MMSI: the segment of a track of Global Fishing Watch.
    is_segment: bool,
}

impl Words {
    fn look_up(&mut self, name: &str) -> Word {
        if let Some(word) = self.0.get(name) {
            return *word;
        }
        let word = Word::of(name);
        if self.0.len() < MAX_NAMES {
            self.0.insert(name.to_owned(), word);
        }
        word
    }
}

impl Word {
    fn of(name: &str) -> Self {
        let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let has = |parts: &[&str]| parts.iter().any(|part| plain.contains(part));
        let role = role_of(name);
        let is_segment = plain == "segid";
        // Global Fishing Watch, AISHub and AIS-catcher write UTC.
        let is_publishers = is_segment || matches!(plain.as_str(), "ssvid" | "navstat" | "rxtime");
        Self {
            role,
            says_utc: is_publishers || (role == Some(Role::Time) && has(&["utc", "gmt", "epoch", "unix"])),
            // Not an owner or a port, which have names and places of their own.
            is_looked_into: has(LOOKED_INTO) && !has(&["owner", "operator", "destination"]),
            is_segment,
        }
    }
}

/// What one object says.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that may be seen in the text, in any order")]
pub(super) struct Object {
    pub(super) texts: Texts,
    /// Whether a member says that times without a zone are UTC.
    pub(super) says_utc: bool,
    /// How deep what is known of each role stood.
    depth_of: [u8; N_ROLES],
    has_message_type: bool,
    has_message_place: bool,
    /// `"class":"AIS"`, as gpsd and AIS-catcher write: its `type` is that of the message, not of the ship.
    is_ais_class: bool,
    is_type_bare: bool,
}

impl Object {
    /// Reads the text of an object, forgetting what was read before.
    pub(super) fn read(&mut self, text: &[u8], words: &mut Words) -> Result<(), serde_json::Error> {
        self.texts.clear();
        (self.says_utc, self.has_message_type, self.has_message_place) = (false, false, false);
        (self.is_ais_class, self.is_type_bare) = (false, false);
        self.depth_of = [u8::MAX; N_ROLES];
        let text = std::str::from_utf8(text).map_err(serde::de::Error::custom)?;
        self.members(text, 1, false, words)?;
        if self.is_ais_class && self.is_type_bare {
            self.texts.set(Role::ShipType, "");
        }
        Ok(())
    }

    /// Whether it says nothing that matters here.
    pub(super) fn is_empty(&self) -> bool {
        [Role::Mmsi, Role::Time, Role::Lat, Role::Lon].into_iter().all(|role| !self.texts.has(role))
    }

    /// Whether it says who a vessel is, not where. aisstream.io adds the vessel's last place to such a message: that is no
    /// report of it.
    pub(super) fn is_static(&self) -> bool {
        let has = |role| self.texts.has(role);
        let is_bare = !has(Role::Lat) && !has(Role::Lon) && has(Role::Mmsi);
        let says_who = [Role::Name, Role::CallSign, Role::Imo, Role::ShipType].into_iter().any(has);
        (is_bare && says_who) || (self.has_message_type && !self.has_message_place)
    }

    fn members(&mut self, text: &str, depth: u8, is_message: bool, words: &mut Words) -> Result<(), serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(text);
        json.deserialize_map(Members { object: self, depth, is_message, words })?;
        json.end()
    }

    fn member(
        &mut self,
        name: &str,
        raw: &str,
        depth: u8,
        is_message: bool,
        words: &mut Words,
    ) -> Result<(), serde_json::Error> {
        let word = words.look_up(name);
        match raw.as_bytes().first() {
            Some(b'{') if depth < MAX_DEPTH && word.is_looked_into => {
                let is_message = is_message || (depth == 1 && name == "Message");
                return self.members(raw, depth + 1, is_message, words);
            }
            Some(b'{' | b'[') | None => return Ok(()),
            Some(_) => {}
        }
        self.has_message_type |= depth == 1 && name == "MessageType";
        let text = scalar(raw);
        self.is_ais_class |= depth == 1 && name == "class" && text == "AIS";
        if word.is_segment {
            let mmsi = text.split('-').next().unwrap_or_default();
            if mmsi.len() == 9 && mmsi.bytes().all(|byte| byte.is_ascii_digit()) {
                self.set(Role::Mmsi, mmsi, MAX_DEPTH + 1);
            }
        }
        self.says_utc |= word.says_utc;
        let Some(role) = word.role.filter(|_| !text.is_empty()) else { return Ok(()) };
        self.has_message_place |= is_message && role == Role::Lat;
        self.is_type_bare |= role == Role::ShipType && depth == 1 && name == "type";
        self.set(role, &text, depth);
        Ok(())
    }

    /// Takes a text for a role, unless what is there stood less deep.
    fn set(&mut self, role: Role, text: &str, depth: u8) {
        let is_moment = |text: &str| moment::parse(text.as_bytes(), TimeFormat::Auto).is_some();
        let Some(known) = self.depth_of.get_mut(role.idx()) else { return };
        let is_better = match role {
            // A count of seconds in the minute, as AIS has it, is called a timestamp too.
            Role::Time if *known != u8::MAX => {
                let is_known_moment = is_moment(self.texts.text(role));
                is_moment(text) && (!is_known_moment || depth < *known)
            }
            _ => depth < *known,
        };
        if is_better {
            *known = depth;
            self.texts.set(role, text);
        }
    }
}

/// The text of a value that is no object and no array: a string's characters, a number's digits, nothing for the rest.
fn scalar(raw: &str) -> Cow<'_, str> {
    match raw.as_bytes() {
        [b'"', .., b'"'] => {
            let inner = raw.get(1..raw.len() - 1).unwrap_or_default();
            if inner.contains('\\') {
                Cow::Owned(serde_json::from_str(raw).unwrap_or_default())
            } else {
                Cow::Borrowed(inner)
            }
        }
        [b'0'..=b'9' | b'-', ..] => Cow::Borrowed(raw),
        _ => Cow::Borrowed(""),
    }
}

/// Hands the members of an object on, one by one.
struct Members<'a> {
    object: &'a mut Object,
    depth: u8,
    is_message: bool,
    words: &'a mut Words,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let value = map.next_value::<&'de RawValue>()?;
            self.object
                .member(&name, value.get(), self.depth, self.is_message, self.words)
                .map_err(serde::de::Error::custom)?;
        }
        Ok(())
    }
}
