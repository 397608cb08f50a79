//! Text inside XML.

/// Text as XML holds it: markup escaped, and characters that XML 1.0 has no place for left out (section 2.2).
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
    out
}

/// An element with text in it on one line; nothing if the text is empty.
pub(super) fn element(out: &mut String, indent: usize, tag: &str, text: &str) {
    if !text.is_empty() {
        let pad = "  ".repeat(indent);
        crate::io::geojson_geometry::push(out, format_args!("{pad}<{tag}>{}</{tag}>\n", escaped(text)));
    }
}
