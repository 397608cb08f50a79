//! A dossier for a browser: tables and pictures, without a script.
//!
//! Owns its structure; the style is the briefing's. Never puts a text into the page unescaped, and its policy lets it ask for nothing.
//! Start at [`written`] and [`section`].

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::super::said;
use super::Drawn;
use crate::brief::embed;
use crate::brief::svg::escaped;

const STYLE: &str = include_str!("../../../../assets/brief/page.css");
/// What the page may do: use its own style and pictures, and ask for nothing.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The page of a dossier that stands alone.
pub(super) fn written(data: &Value, drawn: &Drawn) -> String {
    let text = |pointer: &str| escaped(said(data, pointer));
    let handling = text("/handling");
    let marking = |place: &str| format!("<div class=\"marking {place}\"><span>{handling}</span></div>\n");
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        text("/language"),
        text("/title")
    );
    out.push_str(&marking("top"));
    out.push_str("<main>\n");
    out.push_str(&section(data, data.pointer("/dossiers/0").unwrap_or(&Value::Null), drawn, "h1"));
    out.push_str("</main>\n");
    out.push_str(&marking("bottom"));
    out.push_str("</body>\n</html>\n");
    out
}

/// One dossier, under a heading of this level.
pub(in super::super) fn section(data: &Value, dossier: &Value, drawn: &Drawn, heading: &str) -> String {
    let mut part = Part { data, dossier, out: String::new() };
    part.head(heading);
    part.maps(drawn);
    part.legend();
    part.note(&format!(
        "{} {}: {}",
        part.word("not_for_navigation"),
        part.word("chart"),
        text_of(data, "/chart/credits")
    ));
    part.facts("facts");
    part.pairs("dossier_why", "evidence");
    if let Some(plot) = &drawn.plot {
        part.title("dossier_plot");
        part.picture(plot, "dossier_plot");
    }
    part.pairs("dossier_thresholds", "thresholds");
    part.columns("dossier_identity", "identity");
    part.columns("dossier_last", "last");
    part.columns("dossier_track", "track");
    part.lists();
    part.table("dossier_changes", "changes", &["vessel", "dossier_when", "dossier_what", "dossier_old", "dossier_new"]);
    part.table("dossier_statements", "statements", &["vessel", "dossier_from", "dossier_to", "dossier_said"]);
    part.findings("dossier_findings", "findings", &["when", "kind", "vessels", "confidence", "review"]);
    part.findings("dossier_hidden", "hidden", &["when", "kind", "vessels", "hidden", "review"]);
    part.law();
    part.foot();
    part.out
}

/// A member's text, escaped.
fn text_of(value: &Value, pointer: &str) -> String {
    escaped(said(value, pointer)).into_owned()
}

struct Part<'a> {
    data: &'a Value,
    dossier: &'a Value,
    out: String,
}

impl<'a> Part<'a> {
    fn word(&self, key: &str) -> String {
        escaped(said(self.data, &format!("/words/{key}"))).into_owned()
    }

    fn list(&self, pointer: &str) -> &'a [Value] {
        self.dossier.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    fn head(&mut self, heading: &str) {
        let d = self.dossier;
        let _infallible = write!(
            self.out,
            "<article>\n<p class=\"eyebrow\">{}</p>\n<{heading}>{}</{heading}>\n<p class=\"weak num\">{}</p>\n\
             <div class=\"callout\">{} {}</div>\n",
            text_of(d, "/kind_words"),
            text_of(d, "/title"),
            text_of(d, "/subtitle"),
            text_of(d, "/caution"),
            text_of(d, "/caution_of_kind")
        );
    }

    /// The maps side by side, each as wide as its share.
    fn maps(&mut self, drawn: &Drawn) {
        self.out.push_str("<div style=\"display:flex;gap:.6rem\">\n");
        for (_, map, (width, _)) in &drawn.maps {
            let _infallible = writeln!(self.out, "<div style=\"flex:{width}\">");
            self.picture(map, "map");
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</div>\n");
    }

    /// A picture with the letters it needs, as an image: its ids are its own.
    fn picture(&mut self, svg: &str, alt: &str) {
        let style = embed::style(&[svg]);
        let whole = svg.find('>').filter(|_| svg.starts_with("<svg")).or_else(|| {
            let at = svg.find("<svg")?;
            svg.get(at..)?.find('>').map(|end| at + end)
        });
        let whole = whole.and_then(|end| svg.split_at_checked(end + 1));
        let whole = whole.map_or_else(|| svg.to_owned(), |(head, body)| format!("{head}{style}{body}"));
        let (alt, data) = (self.word(alt), BASE64_STANDARD.encode(whole));
        let _infallible = writeln!(
            self.out,
            "<p><img alt=\"{alt}\" style=\"width:100%;height:auto\" src=\"data:image/svg+xml;base64,{data}\"></p>"
        );
    }

    fn legend(&mut self) {
        let items: String = self
            .list("/legend")
            .iter()
            .map(|one| {
                let colour = text_of(one, "/colour");
                format!(
                    "<li><span class=\"swatch line\" style=\"border-color:{colour}\"></span> {}</li>",
                    text_of(one, "/name")
                )
            })
            .collect();
        let _infallible = writeln!(self.out, "<ul class=\"signs-list small\">{items}</ul>");
    }

    /// A small sentence, escaped already.
    fn note(&mut self, html: &str) {
        if !html.is_empty() {
            let _infallible = writeln!(self.out, "<p class=\"small weak\">{html}</p>");
        }
    }

    fn title(&mut self, key: &str) {
        let _infallible = writeln!(self.out, "<h4>{}</h4>", self.word(key));
    }

    fn facts(&mut self, member: &str) {
        let rows = self.list(&format!("/{member}"));
        if rows.is_empty() {
            return;
        }
        self.out.push_str("<dl class=\"facts\">\n");
        for row in rows {
            let (label, value) = (text_of(row, "/0"), text_of(row, "/1"));
            let _infallible = writeln!(self.out, "<dt>{label}</dt><dd class=\"num text\">{value}</dd>");
        }
        self.out.push_str("</dl>\n");
    }

    fn pairs(&mut self, title: &str, member: &str) {
        if !self.list(&format!("/{member}")).is_empty() {
            self.title(title);
            self.facts(member);
        }
    }

    fn open_table(&mut self, heads: &[String]) {
        let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
        let _infallible = writeln!(self.out, "<div class=\"table\"><table><thead><tr>{heads}</tr></thead><tbody>");
    }

    fn row(&mut self, cells: &[String]) {
        let cells: String = cells.iter().map(|cell| format!("<td class=\"cell\">{cell}</td>")).collect();
        let _infallible = writeln!(self.out, "<tr>{cells}</tr>");
    }

    fn close_table(&mut self, member: &str) {
        self.out.push_str("</tbody></table></div>\n");
        let more = self.dossier.pointer(&format!("/{member}/more")).and_then(Value::as_u64).unwrap_or(0);
        if more > 0 {
            self.note(&self.word("dossier_more").replace("{n}", &more.to_string()));
        }
    }

    /// A row for each fact, a column for each vessel.
    fn columns(&mut self, title: &str, member: &str) {
        let rows = self.list(&format!("/{member}"));
        if rows.is_empty() {
            return;
        }
        self.title(title);
        let names = self.list("/vessels").iter().map(|name| escaped(name.as_str().unwrap_or_default()).into_owned());
        let heads: Vec<String> = std::iter::once(String::new()).chain(names).collect();
        self.open_table(&heads);
        for row in rows {
            let values = row.get(1).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let values = values.iter().map(|value| escaped(value.as_str().unwrap_or_default()).into_owned());
            let label = format!("<span class=\"weak\">{}</span>", text_of(row, "/0"));
            let cells: Vec<String> = std::iter::once(label).chain(values).collect();
            self.row(&cells);
        }
        self.close_table(member);
    }

    fn table(&mut self, title: &str, member: &str, heads: &[&str]) {
        let rows = self.list(&format!("/{member}/rows"));
        if rows.is_empty() {
            return;
        }
        self.title(title);
        let words: Vec<String> = heads.iter().map(|key| self.word(key)).collect();
        self.open_table(&words);
        for row in rows {
            let cells: Vec<String> = (0..heads.len()).map(|idx| text_of(row, &format!("/{idx}"))).collect();
            self.row(&cells);
        }
        self.close_table(member);
    }

    fn findings(&mut self, title: &str, member: &str, members: &[&str]) {
        let rows = self.list(&format!("/{member}/rows"));
        if rows.is_empty() {
            return;
        }
        self.title(title);
        let words: Vec<String> = members.iter().map(|member| self.word(&format!("dossier_col_{member}"))).collect();
        self.open_table(&words);
        for row in rows {
            let cells: Vec<String> = members.iter().map(|member| text_of(row, &format!("/{member}"))).collect();
            self.row(&cells);
        }
        self.close_table(member);
    }

    /// Matches with watch lists, and the lists that were compared.
    fn lists(&mut self) {
        self.title("dossier_matches");
        let note = text_of(self.dossier, "/lists_note");
        let _infallible = writeln!(self.out, "<p>{note}</p>");
        let rows = self.list("/matches/rows");
        if !rows.is_empty() {
            let heads = ["vessel", "dossier_listed_as", "dossier_by", "dossier_strength", "dossier_list"];
            let words: Vec<String> = heads.iter().map(|key| self.word(key)).collect();
            self.open_table(&words);
            for row in rows {
                let [vessel, listed, by, matched, strength, list, date, source, more, hidden] =
                    ["vessel", "listed_name", "by", "matched", "strength", "list", "date", "source", "more", "hidden"]
                        .map(|member| text_of(row, &format!("/{member}")));
                let small = |text: &str| format!("<br><span class=\"weak small\">{text}</span>");
                let cells = [
                    vessel,
                    format!("{listed}{}", small(&more)),
                    format!("{by}: {matched}"),
                    format!("{strength}{}", small(&hidden)),
                    format!("{list}{}{}", small(&date), small(&source)),
                ];
                self.row(&cells);
            }
            self.close_table("matches");
        }
        let lists = self.list("/lists");
        if lists.is_empty() {
            return;
        }
        let heads = ["dossier_list", "dossier_list_date", "dossier_entries", "dossier_list_source"];
        let words: Vec<String> = heads.iter().map(|key| self.word(key)).collect();
        self.open_table(&words);
        for list in lists {
            let [name, date, entries, source, caveat] =
                ["name", "date", "entries", "source", "caveat"].map(|member| text_of(list, &format!("/{member}")));
            self.row(&[name, date, entries, format!("{source}<br><span class=\"weak small\">{caveat}</span>")]);
        }
        self.close_table("lists");
    }

    fn law(&mut self) {
        if self.dossier.pointer("/has_computed") == Some(&Value::Bool(true)) {
            self.note(&self.word("computed_note"));
        }
        let disputed = self.list("/disputed");
        if !disputed.is_empty() {
            self.title("disputed");
            let items: String = disputed
                .iter()
                .map(|text| format!("<li>{}</li>", escaped(text.as_str().unwrap_or_default())))
                .collect();
            let _infallible = writeln!(self.out, "<ul class=\"law\">{items}</ul>");
        }
        let Some(law) = self.dossier.get("law").filter(|law| !law.is_null()) else { return };
        self.title("law_heading");
        let items: String = self
            .list("/law/statements")
            .iter()
            .map(|said| {
                format!(
                    "<li>{} <span class=\"source\">{}</span></li>",
                    text_of(said, "/text"),
                    text_of(said, "/source")
                )
            })
            .collect();
        let zone = text_of(law, "/zone_words");
        let note = self.word("law_note");
        let _infallible =
            writeln!(self.out, "<p>{zone}</p>\n<ul class=\"law\">{items}</ul>\n<div class=\"callout\">{note}</div>");
    }

    fn foot(&mut self) {
        let hash = text_of(self.dossier, "/sha256");
        let (label, note) = (self.word("dossier_hash"), self.word("dossier_hash_note"));
        let _infallible = writeln!(
            self.out,
            "<p class=\"small\"><strong>{label}</strong> <span class=\"num\">{hash}</span><br><span class=\"weak\">{note}</span></p>\n</article>"
        );
    }
}
