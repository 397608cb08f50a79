//! The briefing as one page for a browser.
//!
//! Owns its structure; style and script are in `assets/brief`. Everything is in the page: it asks for no other file, and its
//! policy lets it ask for none. Never puts a text into the page unescaped. Start at [`written`].

use std::fmt::Write as _;

use serde_json::Value;

use super::dossier::{Drawn, section};
use super::said;
use crate::brief::svg::escaped;

const STYLE: &str = include_str!("../../../assets/brief/page.css");
const SCRIPT: &str = include_str!("../../../assets/brief/page.js");
/// What the page may do: run its own script and style, and ask for nothing.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A page while it is written.
struct Page<'a> {
    data: &'a Value,
    out: String,
}

/// The page of a document and its map.
pub(super) fn written(data: &Value, map: &str, dossiers: &[Drawn]) -> String {
    let mut page = Page { data, out: String::with_capacity(map.len() + 200_000) };
    page.head();
    page.summary();
    page.map(map);
    page.glance();
    page.areas();
    page.dossiers(dossiers);
    page.inspections();
    page.tables();
    page.annex();
    page.foot();
    page.out
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value.get(member).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn number(value: &Value, member: &str) -> u64 {
    value.get(member).and_then(Value::as_u64).unwrap_or(0)
}

/// A member's text, escaped.
fn text<'a>(value: &'a Value, pointer: &str) -> std::borrow::Cow<'a, str> {
    escaped(said(value, pointer))
}

fn is_true(value: &Value, member: &str) -> bool {
    value.get(member) == Some(&Value::Bool(true))
}

/// A little square, stroke or dot in a feature's colours.
fn swatch(stroke: &str, fill: &str, sign: &str) -> String {
    format!(r#"<span class="swatch {sign}" style="border-color:{stroke};background:{fill}33"></span>"#)
}

fn swatch_of(feature: &Value, sign: &str) -> String {
    swatch(&text(feature, "/stroke"), &text(feature, "/fill"), sign)
}

impl Page<'_> {
    fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// One of the briefing's own words, escaped.
    fn word(&self, key: &str) -> String {
        escaped(said(self.data, &format!("/words/{key}"))).into_owned()
    }

    fn count_word(&self, key: &str, n: u64) -> String {
        self.word(key).replace("{n}", &n.to_string())
    }

    fn marking(&mut self, place: &str) {
        let marking = format!("<div class=\"marking {place}\"><span>{}</span></div>\n", text(self.data, "/handling"));
        self.put(&marking);
    }

    fn head(&mut self) {
        let (data, language) = (self.data, text(self.data, "/language").into_owned());
        let _infallible = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            text(data, "/title")
        );
        self.marking("top");
        self.put("<main>\n");
    }

    fn summary(&mut self) {
        let data = self.data;
        let header = format!(
            "<header>\n<p class=\"eyebrow\">{}</p>\n<h1>{}</h1>\n<p><time class=\"num\">{}</time> \
             <time class=\"num weak\">{}</time></p>\n</header>\n",
            self.word("briefing"),
            text(data, "/title"),
            text(data, "/period/utc"),
            text(data, "/period/kst")
        );
        self.put(&header);
    }

    fn map(&mut self, map: &str) {
        let marked = |place: &str| {
            let handling = text(self.data, "/handling");
            if handling.is_empty() {
                String::new()
            } else {
                format!("<div class=\"on-map marked {place}\">{handling}</div>\n")
            }
        };
        let (first, last) = (marked("first"), marked("last"));
        let box_html = format!(
            "<section class=\"map-and-list\" aria-label=\"{}\">\n<div class=\"map-box\">\n{map}\n{first}{last}\
             <div class=\"on-map\" id=\"where\"></div>\n<div class=\"on-map\" id=\"scale\"><span></span><i></i></div>\n\
             <div class=\"controls\"><button id=\"closer\" title=\"{}\">+</button>\
             <button id=\"farther\" title=\"{}\">−</button><button id=\"whole\" title=\"{}\">⤢</button></div>\n</div>\n",
            self.word("map"),
            self.word("zoom_in"),
            self.word("zoom_out"),
            self.word("whole_map")
        );
        self.put(&box_html);
        self.put("<ul class=\"list\">\n");
        for (member, sign) in [("areas", "area"), ("lines", "line"), ("units", "point"), ("points", "point")] {
            let shown: Vec<&Value> = list(self.data, member).iter().filter(|one| list(one, "box").len() == 4).collect();
            if shown.is_empty() {
                continue;
            }
            let group = format!("<li class=\"group\">{}</li>\n", self.word(member));
            self.put(&group);
            for one in shown {
                let row = format!(
                    "<li><button type=\"button\" data-box=\"{}\">{}<span>{}<br><span class=\"weak small\">{}</span></span></button></li>\n",
                    box_words(one),
                    swatch_of(one, sign),
                    text(one, "/name"),
                    text(one, "/kind_words")
                );
                self.put(&row);
            }
        }
        let below = format!(
            "</ul>\n</section>\n<p class=\"small weak\"><span class=\"help\">{} </span>{} {} {}: {}</p>\n",
            self.word("map_help"),
            self.word("not_for_navigation"),
            self.word("aid_note"),
            self.word("chart"),
            text(self.data, "/chart/credits")
        );
        self.put(&below);
    }

    /// Who, when, of what, and the signs.
    fn glance(&mut self) {
        let data = self.data;
        let stated =
            |text: std::borrow::Cow<'_, str>, word: String| if text.is_empty() { word } else { text.into_owned() };
        let kinds: Vec<String> = list(data, "kinds")
            .iter()
            .map(|kind| {
                let colour = text(kind, "/colour");
                let swatch = swatch(&colour, &colour, &text(kind, "/sign"));
                format!("{swatch} {} × {}", number(kind, "count"), text(kind, "/words"))
            })
            .collect();
        let signs: Vec<String> = list(data, "signs")
            .iter()
            .map(|sign| {
                let colour = text(sign, "/colour");
                format!("{} {}", swatch(&colour, &colour, &text(sign, "/sign")), text(sign, "/words"))
            })
            .collect();
        let rows = [
            (self.word("prepared_by"), stated(text(data, "/author"), self.word("none_stated"))),
            (self.word("plan_begun"), text(data, "/created/utc").into_owned()),
            (self.word("plan_as_of"), both(data, "/modified")),
            (self.word("plan_holds"), signs_html(&kinds)),
            (self.word("tracks"), stated(text(data, "/tracks/words"), self.word("no_tracks"))),
            (self.word("signs"), signs_html(&signs)),
            (
                self.word("fingerprint"),
                format!(
                    "{} <span class=\"weak small\">{}</span>",
                    text(data, "/fingerprint"),
                    self.word("fingerprint_note")
                ),
            ),
        ];
        self.facts(&rows);
    }

    /// Rows of a label and what it says, as HTML; rows without anything are left out.
    fn facts(&mut self, rows: &[(String, String)]) {
        self.put("<dl class=\"facts\">\n");
        for (label, body) in rows.iter().filter(|(_, body)| !body.is_empty()) {
            let row = format!("<dt>{label}</dt><dd>{body}</dd>\n");
            self.put(&row);
        }
        self.put("</dl>\n");
    }

    /// A table: the keys of its head, and its cells as HTML.
    fn table(&mut self, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
        self.put("<div class=\"table\"><table><thead><tr>");
        for key in head {
            let cell = format!("<th scope=\"col\">{}</th>", self.word(key));
            self.put(&cell);
        }
        self.put("</tr></thead><tbody>\n");
        for row in rows {
            self.put("<tr>");
            for cell in row {
                let _infallible = write!(self.out, "<td>{cell}</td>");
            }
            self.put("</tr>\n");
        }
        self.put("</tbody></table></div>\n");
    }

    fn areas(&mut self) {
        let data = self.data;
        let areas = list(data, "areas");
        if areas.is_empty() {
            return;
        }
        let heading = format!("<h2>{}</h2>\n", self.word("at_a_glance"));
        self.put(&heading);
        let rows: Vec<Vec<String>> = areas.iter().map(|area| self.area_row(area)).collect();
        self.table(&["number", "name", "size", "period", "waters"], rows.into_iter());
        self.left_out("left_out_rows", "areas");
        let heading = format!("<h2>{}</h2>\n", self.word("areas"));
        self.put(&heading);
        for area in areas.iter().filter(|area| is_true(area, "has_page")) {
            self.area(area);
        }
        self.left_out("left_out_pages", "pages");
    }

    fn dossiers(&mut self, drawn: &[Drawn]) {
        let data = self.data;
        for (dossier, drawn) in list(data, "dossiers").iter().zip(drawn) {
            let html = section(data, dossier, drawn, "h2");
            self.put(&html);
        }
        self.left_out("dossiers_left_out", "dossiers");
    }

    /// The record of each inspection, part by part, and what it lacks.
    fn inspections(&mut self) {
        let data = self.data;
        if list(data, "inspections").is_empty() {
            return;
        }
        let heading = format!("<h2>{}</h2>\n", self.word("inspections"));
        self.put(&heading);
        for one in list(data, "inspections") {
            let lacks: Vec<_> = list(one, "missing").iter().filter_map(Value::as_str).map(escaped).collect();
            let state = if lacks.is_empty() {
                self.word("inspection_whole")
            } else {
                format!(
                    "<strong>{}</strong> {}",
                    self.count_word("inspection_missing", lacks.len() as u64),
                    lacks.join(", ")
                )
            };
            let title = format!("<h3>{} {}</h3>\n<p>{state}</p>\n", swatch_of(one, "point"), text(one, "/name"));
            self.put(&title);
            let about = [
                (self.word("period"), self.period(one)),
                (self.word("position"), place(one.get("position").unwrap_or(&Value::Null))),
                (self.word("task"), text(one, "/task").into_owned()),
                (self.word("remarks"), text(one, "/remarks").into_owned()),
            ];
            self.facts(&about);
            for part in list(one, "parts") {
                let title = format!("<h4>{}</h4>\n", text(part, "/part"));
                self.put(&title);
                let answers = list(part, "answers").iter();
                let answers: Vec<_> = answers
                    .map(|told| {
                        let answer = format!("<span class=\"text\">{}</span>", text(told, "/answer"));
                        (text(told, "/name").into_owned(), answer)
                    })
                    .collect();
                self.facts(&answers);
            }
        }
    }

    fn left_out(&mut self, key: &str, member: &str) {
        let n = self.data.pointer(&format!("/left_out/{member}")).and_then(Value::as_u64).unwrap_or(0);
        if n > 0 {
            let said = format!("<p class=\"small weak\">{}</p>\n", self.count_word(key, n));
            self.put(&said);
        }
    }

    fn area_row(&self, area: &Value) -> Vec<String> {
        let n = number(area, "number");
        let name = text(area, "/name");
        let name =
            if is_true(area, "has_page") { format!("<a href=\"#area-{n}\">{name}</a>") } else { name.into_owned() };
        let waters = area.get("waters").unwrap_or(&Value::Null);
        let shares: Vec<String> = list(waters, "shares").iter().take(3).map(share_words).collect();
        let computed = if is_true(waters, "has_computed") { self.word("computed") } else { String::new() };
        vec![
            n.to_string(),
            format!(
                "{} {name}<br><span class=\"weak small\">{}</span>",
                swatch_of(area, ""),
                text(area, "/kind_words")
            ),
            text(area, "/size/words").into_owned(),
            self.period(area),
            format!("{} <span class=\"weak small\">{computed}</span>", shares.join(", ")),
        ]
    }

    fn period(&self, feature: &Value) -> String {
        let words = both(feature, "/period");
        if words.is_empty() { format!("<span class=\"weak\">{}</span>", self.word("open_period")) } else { words }
    }

    fn area(&mut self, area: &Value) {
        let n = number(area, "number");
        let jump = if list(area, "box").len() == 4 {
            format!(
                "<button type=\"button\" class=\"jump small\" data-box=\"{}\">{}</button>",
                box_words(area),
                self.word("jump")
            )
        } else {
            String::new()
        };
        let heading = format!(
            "<article id=\"area-{n}\">\n<h3>{n} {}</h3>\n<p class=\"weak\">{} {} · {} · {} {jump}</p>\n",
            text(area, "/name"),
            swatch_of(area, ""),
            text(area, "/kind_words"),
            text(area, "/shape"),
            text(area, "/size/words")
        );
        self.put(&heading);
        let assigned: Vec<_> = list(area, "assigned").iter().map(|name| text(name, "")).collect();
        let assigned = if assigned.is_empty() { self.word("no_units") } else { assigned.join(", ") };
        let long = |member: &str| {
            let text = text(area, member);
            if text.is_empty() { String::new() } else { format!("<div class=\"text\">{text}</div>") }
        };
        let centre = place(area.get("centre").unwrap_or(&Value::Null));
        let rows = [
            (self.word("period"), self.period(area)),
            (self.word("task"), long("/task")),
            (self.word("units_assigned"), assigned),
            (self.word("legal_basis"), long("/legal_basis")),
            (self.word("remarks"), long("/remarks")),
            (self.word("centre"), centre),
        ];
        self.facts(&rows);
        let corners = list(area, "corners");
        if corners.is_empty() {
            let said =
                format!("<p class=\"small weak\">{}</p>\n", self.count_word("in_annex", number(area, "n_vertices")));
            self.put(&said);
        } else {
            let row = |(idx, at): (usize, &Value)| {
                let forms = ["/ddm", "/decimal", "/mgrs"].map(|form| text(at, form).into_owned());
                std::iter::once((idx + 1).to_string()).chain(forms).collect()
            };
            self.heading4("coordinates");
            self.table(&["number", "degrees_minutes", "decimal_degrees", "grid"], corners.iter().enumerate().map(row));
        }
        self.waters(area);
        self.law(area);
        self.traffic(area);
        self.put("</article>\n");
    }

    fn heading4(&mut self, key: &str) {
        let heading = format!("<h4>{}</h4>\n", self.word(key));
        self.put(&heading);
    }

    fn waters(&mut self, area: &Value) {
        self.heading4("waters");
        let waters = area.get("waters").unwrap_or(&Value::Null);
        if waters.is_null() {
            let said = format!("<p class=\"small weak\">{}</p>\n", self.word("waters_unknown"));
            self.put(&said);
            return;
        }
        let row = |share: &Value| {
            ["/zone_words", "/state", "/percent", "/size", "/basis"].map(|of| text(share, of).into_owned()).to_vec()
        };
        self.table(&["zone", "state", "share", "size", "basis"], list(waters, "shares").iter().map(row));
        if is_true(waters, "has_computed") {
            let said = format!("<p class=\"small weak\">{}</p>\n", self.word("computed_note"));
            self.put(&said);
        }
        if !list(waters, "disputed").is_empty() {
            let items: String =
                list(waters, "disputed").iter().map(|one| format!("<li>{}</li>", text(one, ""))).collect();
            let said = format!("<h5>{}</h5>\n<ul class=\"law\">{items}</ul>\n", self.word("disputed"));
            self.put(&said);
        }
    }

    fn law(&mut self, area: &Value) {
        if list(area, "law").is_empty() {
            return;
        }
        self.heading4("law_heading");
        for zone in list(area, "law") {
            let statement = |one: &Value| {
                format!("<li>{} <span class=\"source\">{}</span></li>\n", text(one, "/text"), text(one, "/source"))
            };
            let items: String = list(zone, "statements").iter().map(statement).collect();
            let said = format!(
                "<h5>{} <span class=\"weak\">{}</span></h5>\n<ul class=\"law\">{items}</ul>\n",
                text(zone, "/zone_words"),
                text(zone, "/parts")
            );
            self.put(&said);
        }
        let consent = if is_true(area, "needs_flag_consent") { self.word("consent_note") } else { String::new() };
        let callout = format!("<p class=\"callout\">{consent} {}</p>\n", self.word("law_note"));
        self.put(&callout);
    }

    fn traffic(&mut self, area: &Value) {
        let traffic = area.get("traffic").unwrap_or(&Value::Null);
        if traffic.is_null() {
            return;
        }
        self.heading4("traffic");
        let line = format!("<p>{}</p>\n", text(traffic, "/words"));
        self.put(&line);
        let row = |stay: &Value| ["/name", "/mmsi", "/hours"].map(|of| text(stay, of).into_owned()).to_vec();
        if !list(traffic, "listed").is_empty() {
            self.table(&["vessel", "mmsi", "hours_inside"], list(traffic, "listed").iter().map(row));
        }
        let more = number(traffic, "more");
        let more = if more > 0 { self.count_word("more_vessels", more) + ". " } else { String::new() };
        let note = format!("<p class=\"small weak\">{more}{}</p>\n", text(traffic, "/note"));
        self.put(&note);
    }

    fn tables(&mut self) {
        let data = self.data;
        let name = |one: &Value, sign: &str| {
            let task = text(one, "/task");
            let task =
                if task.is_empty() { String::new() } else { format!("<br><span class=\"small text\">{task}</span>") };
            format!(
                "{} {}<br><span class=\"weak small\">{}</span>{task}",
                swatch_of(one, sign),
                text(one, "/name"),
                text(one, "/kind_words")
            )
        };
        let at = |one: &Value, member: &str| place(one.get(member).unwrap_or(&Value::Null));
        let lines = |parts: &[&str], one: &Value| {
            let parts = parts.iter().map(|part| text(one, part)).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join("<br>")
        };
        let told = |one: &Value| format!("<span class=\"text\">{}</span>", text(one, "/remarks"));
        let units = list(data, "units").iter().map(|one| {
            let ability = lines(&["/speed", "/endurance", "/sweep_width"], one);
            vec![
                name(one, "point"),
                lines(&["/craft", "/nation", "/base"], one),
                ability,
                at(one, "position"),
                match list(one, "on_station") {
                    [] => both(one, "/available"),
                    periods => periods.iter().map(|period| both(period, "")).collect::<Vec<_>>().join("<br>"),
                },
                told(one),
            ]
        });
        self.section("units", &["name", "craft", "speed", "position", "available", "remarks"], units.collect());
        let routes = list(data, "lines").iter().map(|one| {
            let ends = [at(one, "from"), at(one, "to")].join("<br>");
            vec![
                number(one, "number").to_string(),
                name(one, "line"),
                text(one, "/length/words").into_owned(),
                ends,
                self.period(one),
                told(one),
            ]
        });
        let routes = routes.collect();
        self.section("lines", &["number", "name", "length", "position", "period", "remarks"], routes);
        let points = list(data, "points")
            .iter()
            .map(|one| vec![number(one, "number").to_string(), name(one, "point"), at(one, "position"), told(one)]);
        self.section("points", &["number", "name", "position", "remarks"], points.collect());
        let nowhere: Vec<Vec<String>> =
            list(data, "nowhere").iter().map(|one| vec![name(one, ""), self.period(one), told(one)]).collect();
        self.section_as("nowhere", "without_place", &["name", "period", "remarks"], nowhere);
    }

    fn section(&mut self, member: &str, head: &[&str], rows: Vec<Vec<String>>) {
        self.section_as(member, member, head, rows);
    }

    fn section_as(&mut self, member: &str, title: &str, head: &[&str], rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return;
        }
        let heading = format!("<h2>{}</h2>\n", self.word(title));
        self.put(&heading);
        self.table(head, rows.into_iter());
        self.left_out("left_out_rows", member);
    }

    fn annex(&mut self) {
        let blocks = list(self.data, "annex");
        if blocks.is_empty() {
            return;
        }
        let heading = format!("<h2>{}</h2>\n<div class=\"annex\">\n", self.word("annex"));
        self.put(&heading);
        for block in blocks {
            for ring in list(block, "rings") {
                let number =
                    if said(block, "/group") == "area" { number(block, "number").to_string() } else { String::new() };
                let heading = format!(
                    "<h5>{number} {} <span class=\"weak\">{}</span></h5>\n<table class=\"num\"><tbody>\n",
                    text(block, "/name"),
                    text(ring, "/words")
                );
                self.put(&heading);
                for vertex in list(ring, "vertices") {
                    let n = vertex.get(0).and_then(Value::as_u64).unwrap_or(0);
                    let row = format!(
                        "<tr><td class=\"weak\">{n}</td><td>{}</td><td class=\"weak\">{}</td></tr>\n",
                        text(vertex, "/1"),
                        text(vertex, "/2")
                    );
                    self.put(&row);
                }
                self.put("</tbody></table>\n");
            }
        }
        self.put("</div>\n");
        self.left_out("left_out_vertices", "vertices");
    }

    fn foot(&mut self) {
        self.put("</main>\n");
        self.marking("bottom");
        self.put("<script>\n");
        self.put(SCRIPT);
        self.put("</script>\n</body>\n</html>\n");
    }
}

/// Signs side by side.
fn signs_html(signs: &[String]) -> String {
    let items: String = signs.iter().map(|sign| format!("<li>{sign}</li>")).collect();
    format!("<ul class=\"signs-list\">{items}</ul>")
}

/// Two forms of a moment or a period, the second one quieter.
fn both(value: &Value, pointer: &str) -> String {
    let of = value.pointer(pointer).unwrap_or(&Value::Null);
    let (utc, kst) = (text(of, "/utc"), text(of, "/kst"));
    if utc.is_empty() {
        return String::new();
    }
    format!("<time class=\"num\">{utc}</time><br><time class=\"num weak small\">{kst}</time>")
}

fn place(position: &Value) -> String {
    let (ddm, decimal) = (text(position, "/ddm"), text(position, "/decimal"));
    if ddm.is_empty() {
        return String::new();
    }
    format!("<span class=\"num\">{ddm}</span><br><span class=\"num weak small\">{decimal}</span>")
}

fn share_words(share: &Value) -> String {
    let parts = ["/zone_short", "/state", "/percent"].map(|of| text(share, of));
    parts.iter().filter(|part| !part.is_empty()).map(|part| part.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(" ")
}

fn box_words(one: &Value) -> String {
    list(one, "box").iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
