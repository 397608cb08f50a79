//! Several warnings in one text, told apart.
//!
//! Owns where one ends and the next begins, and what each calls itself. Never reads an area. Start at [`warnings`].

use super::figure;
use super::section::begins_an_item;
use crate::coordinate;
use crate::plan::reading::Reading;

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// Lines that belong together, and the line they begin on.
pub(super) struct Block {
    pub text: String,
    pub line: u64,
}

fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (line, no) in text.lines().zip(1..) {
        let before = blocks.last().map(|block| block.text.as_str()).unwrap_or_default();
        if is_heading(line) && !refers_on(before) {
            is_open = false;
        }
        if line.trim().is_empty() {
            is_open = false;
        } else if let Some(block) = blocks.last_mut().filter(|_| is_open) {
            block.text.push('\n');
            block.text.push_str(line);
        } else {
            blocks.push(Block { text: line.to_owned(), line: no });
            is_open = true;
        }
    }
    blocks
}

/// How much of where something is a paragraph has.
#[derive(Clone, Copy, Default)]
struct Weight {
    n_places: usize,
    /// Whether it tells of an area without three corners: a radius, a range and bearing, bounds.
    is_area: bool,
    /// Whether it tells of a range from something by name.
    has_range: bool,
}

impl Weight {
    fn of(text: &str) -> Self {
        let reading = Reading::of(text);
        let n_places = reading.spots.iter().filter(|(_, spot)| spot.position().is_some()).count();
        let is_list = n_places == 0 && !coordinate::is_prose(text);
        let n_places = if is_list { coordinate::parse_list(text).map_or(0, |list| list.len()) } else { n_places };
        Self { n_places, is_area: figure::speaks_of_an_area(&reading), has_range: figure::speaks_of_a_range(&reading) }
    }

    const fn is_something(self) -> bool {
        self.n_places > 0 || self.is_area || self.has_range
    }
}

/// The warnings of a text, each with the line that it begins on. One begins where it says so, or where an area follows another
/// without a letter of its own. A list with a line between each two places is one.
pub(super) fn warnings(text: &str) -> Vec<Block> {
    let paragraphs = paragraphs(text);
    let weights: Vec<Weight> = paragraphs.iter().map(|block| Weight::of(&block.text)).collect();
    let n_placed = weights.iter().filter(|weight| weight.n_places > 0).count();
    let is_list = n_placed > 2 && weights.iter().all(|weight| weight.n_places < 2 && !weight.is_area);
    let mut warnings: Vec<(Block, bool)> = Vec::new();
    for (block, weight) in paragraphs.into_iter().zip(weights) {
        let is_whole = weight.n_places > 2 || weight.is_area;
        let has_something = warnings.last().is_some_and(|(_, has_something)| *has_something);
        let is_new = begins_anew(&block.text)
            || (!is_list && is_whole && has_something && !begins_an_item(block.text.trim_start()));
        match warnings.last_mut().filter(|_| !is_new) {
            Some((last, has_something)) => {
                add(last, &block);
                *has_something |= weight.is_something();
            }
            None => warnings.push((block, weight.is_something())),
        }
    }
    warnings.into_iter().filter(|(_, has_something)| *has_something).map(|(block, _)| block).collect()
}

fn add(block: &mut Block, more: &Block) {
    block.text.push('\n');
    block.text.push_str(&more.text);
}

/// Words that a warning begins with.
const BEGINNINGS: [&str; 14] = [
    "HYDROPAC",
    "HYDROLANT",
    "HYDROARC",
    "NAVAREA",
    "NAVTEX",
    "NAVIGATIONAL WARNING",
    "COASTAL WARNING",
    "NOTICE",
    "ZCZC",
    "항행경보",
    "항행통보",
    "水路通報",
    "航行警告",
    "航警",
];

/// Whether a line is where a warning says what it is called, with its number.
fn is_heading(line: &str) -> bool {
    let head: String = line.trim_start().chars().take(40).collect::<String>().to_uppercase();
    BEGINNINGS.iter().any(|word| head.starts_with(word)) && head.chars().any(char::is_numeric)
}

/// Whether a text breaks off where it names another warning: `CANCEL` before `HYDROPAC 771/26`.
fn refers_on(text: &str) -> bool {
    let end = text.trim_end().to_uppercase();
    ["CANCEL", "CANCELS", "CANCELED", "REFER TO", "REF", "SEE", "AND", "TO", ",", "/", "("]
        .iter()
        .any(|word| end.ends_with(word))
}

fn begins_anew(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(40).collect::<String>().to_uppercase();
    BEGINNINGS.iter().any(|word| head.contains(word))
}

/// What a warning calls itself: its first line, up to where its places begin.
pub(super) fn heading(text: &str) -> String {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let first: String = first.chars().take(4 * LONGEST_NAME).collect();
    let first = first.as_str();
    let mut end = first.len();
    for (at, c) in first.char_indices() {
        let rest = first.get(at..).unwrap_or_default();
        let is_start = c.is_ascii_digit() || rest.starts_with("북위") || rest.starts_with("北");
        if is_start && coordinate::find(rest).first().is_some_and(|(_, place)| place.is_ok()) && is_at_once(rest) {
            end = at;
            break;
        }
    }
    let words =
        first.get(..end).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').trim();
    // One character is a preposition or a bullet.
    if words.chars().count() < 2 {
        return String::new();
    }
    if words.chars().count() <= LONGEST_NAME {
        return words.to_owned();
    }
    words.chars().take(LONGEST_NAME - 1).chain(['…']).collect()
}

/// Whether a text begins with a place.
fn is_at_once(text: &str) -> bool {
    let head: String = text.chars().take(48).collect();
    let Some((first, Ok(_))) = coordinate::find(&head).into_iter().next() else { return false };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).take(2).collect::<String>();
    digits(&first) == digits(&head)
}
