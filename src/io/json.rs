//! JSON whose unknown parts are kept as they were written: objects as lists of members with their raw text.
//!
//! Owns the pieces that every JSON reader here shares: the depth check, ordered members, numbers in their original text,
//! white space taken out. Never builds a tree of values, so that a number such as `1e400` or a 64-bit id survives. Start at
//! [`Members`].

use std::fmt;
use std::io::{self, Read};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// How deep arrays and objects may nest; the limit of `serde_json` itself is 128.
pub(crate) const MAX_DEPTH: usize = 120;

/// The members of one object in file order, each value as raw text; a name that appears twice is there twice.
#[derive(Debug)]
pub(crate) struct Members<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &'de RawValue>()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(InOrder).map(Members)
    }
}

impl<'a> Members<'a> {
    /// The members of an object's text.
    pub(crate) fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The value of a member; of its last appearance if there are several, as ECMAScript reads it.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The text of a member that is a string.
    pub(crate) fn string(&self, name: &str) -> Option<String> {
        self.get(name).and_then(string)
    }
}

/// The elements of an array's text.
pub(crate) fn elements(text: &str) -> Result<Vec<&RawValue>, serde_json::Error> {
    serde_json::from_str(text)
}

/// Hands the elements of an array's text on one by one, until `take` says `false`; nothing is gathered.
pub(crate) fn each_element(text: &str, take: &mut dyn FnMut(&RawValue) -> bool) -> Result<(), serde_json::Error> {
    struct OneByOne<'f>(&'f mut dyn FnMut(&RawValue) -> bool);
    impl<'de> Visitor<'de> for OneByOne<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
            let mut is_wanted = true;
            while let Some(element) = seq.next_element::<&RawValue>()? {
                is_wanted = is_wanted && (self.0)(element);
            }
            Ok(())
        }
    }
    serde_json::Deserializer::from_str(text).deserialize_seq(OneByOne(take))
}

/// A value that is a string.
pub(crate) fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// A value that is a finite number, read exactly: that of `serde_json` may be off by the last bit.
pub(crate) fn number(value: &RawValue) -> Option<f64> {
    value.get().parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Text as a JSON string, quotes and all.
pub(crate) fn quoted(text: &str) -> String {
    // Room at once: a name of 100 MB would otherwise be copied, and its copy doubled for the last quote.
    let mut out = Vec::with_capacity(text.len() + 2);
    let written = serde_json::to_writer(&mut out, text);
    debug_assert!(written.is_ok(), "a Vec takes any text");
    String::from_utf8(out).unwrap_or_default()
}

/// The same JSON without the white space between its tokens; numbers and strings keep every character.
pub(crate) fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_in_string, mut is_escaped) = (false, false);
    for c in text.chars() {
        if is_in_string {
            out.push(c);
            if is_escaped {
                is_escaped = false;
            } else if c == '\\' {
                is_escaped = true;
            } else if c == '"' {
                is_in_string = false;
            }
        } else if !matches!(c, ' ' | '\t' | '\n' | '\r') {
            is_in_string = c == '"';
            out.push(c);
        }
    }
    out
}

/// Whether arrays and objects nest deeper than [`MAX_DEPTH`], and if so on which line, counted from 1.
pub(crate) fn too_deep(bytes: &[u8]) -> Option<u64> {
    let mut depth = Depth::default();
    let end = bytes.iter().position(|byte| !depth.goes_on(*byte))?;
    let before = bytes.get(..end).unwrap_or_default();
    Some(1 + before.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>())
}

/// How deep a JSON text nests, byte by byte.
#[derive(Debug, Default)]
struct Depth {
    n_open: usize,
    is_in_string: bool,
    is_escaped: bool,
}

impl Depth {
    /// Takes the next byte; `false` once it nests deeper than [`MAX_DEPTH`].
    fn goes_on(&mut self, byte: u8) -> bool {
        if self.is_in_string {
            if self.is_escaped {
                self.is_escaped = false;
            } else if byte == b'\\' {
                self.is_escaped = true;
            } else if byte == b'"' {
                self.is_in_string = false;
            }
            return true;
        }
        match byte {
            b'"' => self.is_in_string = true,
            b'[' | b'{' => self.n_open += 1,
            b']' | b'}' => self.n_open = self.n_open.saturating_sub(1),
            _ => {}
        }
        self.n_open <= MAX_DEPTH
    }
}

/// A JSON text that ends in an error where it nests deeper than [`MAX_DEPTH`].
#[derive(Debug)]
pub(crate) struct Shallow<R> {
    text: R,
    depth: Depth,
    /// Whether it ended so.
    pub(crate) is_too_deep: bool,
}

impl<R: Read> Shallow<R> {
    pub(crate) fn new(text: R) -> Self {
        Self { text, depth: Depth::default(), is_too_deep: false }
    }
}

impl<R: Read> Read for Shallow<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.text.read(into)?;
        if into.iter().take(n).all(|byte| self.depth.goes_on(*byte)) {
            return Ok(n);
        }
        self.is_too_deep = true;
        Err(io::Error::new(io::ErrorKind::InvalidData, "nested too deep"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_order_duplicates_and_number_text() {
        let members = Members::parse(r#"{"b": 1e400, "a": 18446744073709551617, "b": [ 1.50 ]}"#).expect("an object");
        let texts: Vec<_> = members.0.iter().map(|(k, v)| (k.as_str(), v.get())).collect();
        assert_eq!(texts, [("b", "1e400"), ("a", "18446744073709551617"), ("b", "[ 1.50 ]")]);
        assert_eq!(members.get("b").map(RawValue::get), Some("[ 1.50 ]"));
        assert_eq!(members.0.first().and_then(|(_, v)| number(v)), None);
    }

    #[test]
    fn compacting_leaves_strings_alone() {
        assert_eq!(compact("{ \"a b\\\" \" : [ 1 ,\n\t2.50 ] }"), r#"{"a b\" ":[1,2.50]}"#);
    }

    #[test]
    fn depth_is_counted_outside_strings() {
        assert_eq!(too_deep(format!("\"{}\"", "[".repeat(500)).as_bytes()), None);
        assert_eq!(too_deep(format!("\n{}", "[".repeat(500)).as_bytes()), Some(2));
        assert_eq!(too_deep("[".repeat(MAX_DEPTH).as_bytes()), None);
    }
}
