//! The pictures of a dossier on one sheet: maps side by side, the plot beneath them, the title above and the hash below.
//!
//! Owns where each stands. Never draws a map. Start at [`svg`].

use std::fmt::Write as _;

use super::super::words::Words;
use super::map::colour_of;
use super::{BriefingError, DossierPages, Drawn, data, plot};
use crate::brief::embed;
use crate::brief::ruler::{FAMILY, Ruler};
use crate::brief::style::{Colour, Palette, Theme};
use crate::brief::svg::{Px, escaped};

/// The sheet's width, that of its maps and plot, and its margin.
const WIDTH: f64 = 840.0;
const MARGIN: f64 = 20.0;
/// Between two maps.
const GAP: f64 = 10.0;
/// How many pixels one of these becomes, so that the picture is sharp on a page.
const SCALE: f64 = 2.0;

/// One line of text on the sheet.
fn line(out: &mut String, [x, y]: [f64; 2], (size, weight): (f64, u32), colour: Colour, text: &str) {
    let ruler = if weight > 500 { Ruler::strong(size) } else { Ruler::regular(size) };
    let text = ruler.cut(text, WIDTH);
    let _infallible = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>",
        Px(x),
        Px(y),
        Px(size),
        escaped(&text)
    );
}

/// The whole sheet.
pub(super) fn svg(pages: &DossierPages<'_>, drawn: &Drawn) -> Result<String, BriefingError> {
    let words = Words::of(pages.language).map_err(BriefingError::Words)?;
    let palette: &Palette = Theme::Day.palette();
    let mut body = String::new();
    let mut top = MARGIN + 22.0;
    line(&mut body, [MARGIN, top], (20.0, 600), palette.text, &data::title_of(pages.dossier).replace('\u{200b}', ""));
    top += 18.0;
    line(&mut body, [MARGIN, top], (11.0, 400), palette.text_weak, words.get("dossier_caution"));
    top += 12.0;
    let (mut left, mut lowest) = (MARGIN, top);
    for (idx, (_, map, (width, height))) in drawn.maps.iter().enumerate() {
        body.push_str(&placed(map, [left, top], idx));
        left += f64::from(*width) + GAP;
        lowest = f64::max(lowest, top + f64::from(*height));
    }
    top = lowest + 16.0;
    let mut left = MARGIN;
    for (idx, vessel) in pages.dossier.vessels.iter().enumerate().take(4) {
        let name = vessel.identity.name.clone().unwrap_or_else(|| format!("MMSI {}", vessel.mmsi));
        let name: String = name.chars().filter(|c| !c.is_control()).take(30).collect();
        let colour = colour_of(idx, pages.theme.palette());
        let _infallible =
            writeln!(body, "<path d=\"M{} {}h18\" stroke=\"{colour}\" stroke-width=\"2.4\"/>", Px(left), Px(top - 4.0));
        line(&mut body, [left + 24.0, top], (11.0, 400), palette.text, &name);
        left += 24.0 + Ruler::regular(11.0).width(&name) + 24.0;
    }
    top += 10.0;
    if let Some(plot) = &drawn.plot {
        body.push_str(&placed(plot, [MARGIN, top], drawn.maps.len()));
        top += plot::height(pages);
        line(&mut body, [MARGIN, top + 14.0], (9.0, 400), palette.text_weak, words.get("plot_note"));
        top += 20.0;
    }
    let hash = format!("{} {}", words.get("dossier_hash"), pages.sha256);
    line(&mut body, [MARGIN, top + 14.0], (9.0, 400), palette.text_weak, &hash);
    let credits = format!("{} {}: {}", words.get("not_for_navigation"), words.get("chart"), pages.map.attribution());
    let credits = credits.split_whitespace().collect::<Vec<_>>().join(" ");
    line(&mut body, [MARGIN, top + 27.0], (9.0, 400), palette.text_weak, &credits);
    let (width, height) = (WIDTH + 2.0 * MARGIN, top + 27.0 + MARGIN);
    let style = embed::style(&[&body]);
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {} {}\" font-family=\"{FAMILY}\">\n<title>{}</title>\n{style}<rect width=\"{}\" height=\"{}\" fill=\"{}\"/>\n{body}</svg>\n",
        Px(width * SCALE),
        Px(height * SCALE),
        Px(width),
        Px(height),
        escaped(&data::title_of(pages.dossier).replace('\u{200b}', "")),
        Px(width),
        Px(height),
        palette.page
    ))
}

/// A picture within the sheet; its ids are its own.
fn placed(svg: &str, [x, y]: [f64; 2], idx: usize) -> String {
    let from = svg.find("<svg").unwrap_or(0);
    let inner = svg.get(from..).unwrap_or_default();
    let inner = inner.replacen("<svg ", &format!("<svg x=\"{}\" y=\"{}\" ", Px(x), Px(y)), 1);
    ["map-clip", "hatch-"]
        .iter()
        .fold(inner, |text, id| text.replace(id, &format!("p{idx}-{id}")))
        .replace(" id=\"graticule\"", "")
        .replace("<g id=\"map\" ", "<g ")
}
