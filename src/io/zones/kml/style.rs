//! Colours of a KML file: shared styles, style maps, and a placemark's own style.

use std::collections::HashMap;

use super::super::xml::Node;

/// Shared styles beyond this many are not kept.
const MAX_STYLES: usize = 100_000;

/// The shared styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    colours: HashMap<String, Option<String>>,
    /// From a style map to the style it shows normally.
    maps: HashMap<String, String>,
}

impl Styles {
    /// Takes in a `Style` or `StyleMap`.
    pub(super) fn add(&mut self, node: &Node) {
        if node.id.is_empty() || self.colours.len() + self.maps.len() >= MAX_STYLES {
            return;
        }
        if node.tag == "Style" {
            self.colours.insert(node.id.clone(), colour_in(node));
            return;
        }
        let is_normal = |child: &&Node| child.tag == "Pair" && child.text_of("key") == "normal";
        let normal = node.children.iter().rfind(is_normal);
        if let Some(pair) = normal {
            if let Some(style) = pair.child("Style") {
                self.colours.insert(node.id.clone(), colour_in(style));
            } else {
                self.maps.insert(node.id.clone(), local_id(pair.text_of("styleUrl")).to_owned());
            }
        }
    }

    /// A placemark's colour: its own, else that of the style it names.
    pub(super) fn colour_of(&self, placemark: &Node) -> Option<String> {
        let own = placemark.child("Style").and_then(colour_in);
        own.or_else(|| {
            let id = local_id(placemark.text_of("styleUrl"));
            // A style map leads to a style, never to another map.
            let id = self.maps.get(id).map_or(id, String::as_str);
            self.colours.get(id).cloned().flatten()
        })
    }
}

/// `#blue` and `file.kml#blue` mean the same style here.
fn local_id(url: &str) -> &str {
    url.rsplit('#').next().unwrap_or(url)
}

/// A style's colour: that of the fill if there is one, else of the line, else of the icon.
fn colour_in(style: &Node) -> Option<String> {
    let part = |tag: &str| style.child(tag).map(|part| part.text_of("color")).and_then(colour_of_kml);
    let is_filled = style.child("PolyStyle").is_none_or(|part| part.text_of("fill") != "0");
    let fill = is_filled.then(|| part("PolyStyle")).flatten();
    fill.or_else(|| part("LineStyle")).or_else(|| part("IconStyle"))
}

/// `aabbggrr` as `#rrggbb`.
fn colour_of_kml(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('#').to_ascii_lowercase();
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let digits = match digits.len() {
        8 => digits.get(2..)?.to_owned(),
        6 => digits,
        _ => return None,
    };
    Some(format!("#{}{}{}", digits.get(4..6)?, digits.get(2..4)?, digits.get(0..2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_run_the_other_way_round() {
        // KML reference, <color>: "if you want to apply a blue color with 50 percent opacity, specify 7fff0000".
        assert_eq!(colour_of_kml("7fff0000").as_deref(), Some("#0000ff"));
        assert_eq!(colour_of_kml("ff14F0FF").as_deref(), Some("#fff014"));
        assert_eq!(colour_of_kml("red"), None);
        assert_eq!(colour_of_kml("가나다라가나다라"), None);
    }
}
