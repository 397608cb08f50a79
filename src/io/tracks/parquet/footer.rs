//! A Parquet file's footer: its columns, and where the parts of each lie.
//!
//! Owns what is kept of the schema. Never reads a value. Start at [`Footer::parse`].
//!
//! # Source
//! <https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>

use super::thrift::{Broken, Thrift};

/// The most columns that are looked at.
const MAX_LEAVES: usize = 20_000;

/// What a footer says.
#[derive(Debug, Default)]
pub(super) struct Footer {
    /// The columns with values, in the order of the file.
    pub(super) leaves: Vec<Leaf>,
    pub(super) groups: Vec<Group>,
    /// The value of the key `geo` (GeoParquet).
    pub(super) geo: String,
}

/// A column with values.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Its own name, without those of the structures around it.
    pub(super) name: String,
    /// How many structures are around it.
    pub(super) depth: usize,
    pub(super) physical: Physical,
    pub(super) meaning: Meaning,
    /// What stands for a value that is there.
    pub(super) max_definition: u32,
    /// Whether a row may have several values.
    pub(super) is_repeated: bool,
}

/// How values lie in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Physical {
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
    Fixed(usize),
}

/// What values mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    /// A count since the epoch, so many in a second.
    Moment {
        per_second: i64,
        is_utc: bool,
    },
    /// Days since the epoch.
    Date,
    /// A whole number of so many decimals.
    Decimal(u32),
    Unsigned,
}

/// Rows that lie together.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) n_rows: u64,
    /// One for each leaf.
    pub(super) chunks: Vec<Chunk>,
}

/// One column of a group.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) codec: i64,
    /// Where it begins in the file.
    pub(super) start: u64,
    pub(super) len: u64,
    /// Its values are in another file.
    pub(super) is_elsewhere: bool,
}

/// One element of the schema.
#[derive(Debug, Default)]
struct Element {
    physical: Option<i64>,
    length: i64,
    repetition: i64,
    name: String,
    n_children: i64,
    converted: Option<i64>,
    scale: i64,
    meaning: Option<Meaning>,
}

impl Footer {
    /// Reads a footer.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Broken> {
        let mut footer = Self::default();
        let mut elements = Vec::new();
        Thrift::new(bytes).fields(|thrift, id, _| {
            match id {
                2 => thrift.list(|thrift, _| {
                    elements.push(element(thrift)?);
                    Ok(())
                })?,
                4 => thrift.list(|thrift, _| {
                    footer.groups.push(group(thrift)?);
                    Ok(())
                })?,
                5 => thrift.list(|thrift, _| {
                    let (mut key, mut value) = (String::new(), String::new());
                    thrift.fields(|thrift, id, _| {
                        match id {
                            1 => key = thrift.text()?,
                            2 => value = thrift.text()?,
                            _ => return Ok(false),
                        }
                        Ok(true)
                    })?;
                    if key == "geo" {
                        footer.geo = value;
                    }
                    Ok(())
                })?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        footer.leaves = leaves(&elements)?;
        let n_leaves = footer.leaves.len();
        if footer.groups.iter().any(|group| group.chunks.len() != n_leaves) { Err(Broken) } else { Ok(footer) }
    }
}

fn element(thrift: &mut Thrift<'_>) -> Result<Element, Broken> {
    let mut element = Element::default();
    thrift.fields(|thrift, id, _| {
        match id {
            1 => element.physical = Some(thrift.int()?),
            2 => element.length = thrift.int()?,
            3 => element.repetition = thrift.int()?,
            4 => element.name = thrift.text()?,
            5 => element.n_children = thrift.int()?,
            6 => element.converted = Some(thrift.int()?),
            7 => element.scale = thrift.int()?,
            10 => element.meaning = logical(thrift)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(element)
}

/// The logical types that change what a number means.
fn logical(thrift: &mut Thrift<'_>) -> Result<Option<Meaning>, Broken> {
    let mut meaning = None;
    thrift.fields(|thrift, id, _| {
        match id {
            5 => {
                let mut scale = 0;
                thrift.fields(|thrift, id, _| {
                    if id == 1 {
                        scale = thrift.int()?;
                    }
                    Ok(id == 1)
                })?;
                meaning = decimal(scale);
            }
            6 => {
                meaning = Some(Meaning::Date);
                return Ok(false);
            }
            8 => meaning = Some(timestamp(thrift)?),
            10 => {
                let mut is_signed = true;
                thrift.fields(|_, id, kind| {
                    if id == 2 {
                        is_signed = Thrift::is_true(kind);
                    }
                    Ok(id == 2)
                })?;
                meaning = (!is_signed).then_some(Meaning::Unsigned);
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(meaning)
}

fn timestamp(thrift: &mut Thrift<'_>) -> Result<Meaning, Broken> {
    let (mut is_utc, mut per_second) = (false, 1000);
    thrift.fields(|thrift, id, kind| {
        match id {
            1 => is_utc = Thrift::is_true(kind),
            2 => thrift.fields(|_, id, _| {
                per_second = match id {
                    1 => 1000,
                    2 => 1_000_000,
                    _ => 1_000_000_000,
                };
                Ok(false)
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Meaning::Moment { per_second, is_utc })
}

fn decimal(scale: i64) -> Option<Meaning> {
    u32::try_from(scale).ok().filter(|scale| *scale <= 38).map(Meaning::Decimal)
}

impl Element {
    fn physical(&self) -> Result<Physical, Broken> {
        Ok(match self.physical {
            Some(0) => Physical::Boolean,
            Some(1) => Physical::Int32,
            Some(2) => Physical::Int64,
            Some(3) => Physical::Int96,
            Some(4) => Physical::Float,
            Some(5) => Physical::Double,
            Some(6) => Physical::Bytes,
            Some(7) => {
                Physical::Fixed(usize::try_from(self.length).ok().filter(|n| (1..=1 << 20).contains(n)).ok_or(Broken)?)
            }
            _ => return Err(Broken),
        })
    }

    fn meaning(&self) -> Meaning {
        self.meaning.unwrap_or(match self.converted {
            Some(5) => decimal(self.scale).unwrap_or(Meaning::Plain),
            Some(6) => Meaning::Date,
            // Those who wrote them before there were logical types meant UTC.
            Some(9) => Meaning::Moment { per_second: 1000, is_utc: true },
            Some(10) => Meaning::Moment { per_second: 1_000_000, is_utc: true },
            Some(11..=14) => Meaning::Unsigned,
            _ => Meaning::Plain,
        })
    }
}

/// The columns with values of a schema, which is a tree written depth first.
fn leaves(elements: &[Element]) -> Result<Vec<Leaf>, Broken> {
    /// A structure that is open: how many of its members are still to come, and what it adds to levels.
    struct Open {
        n_left: i64,
        definition: u32,
        is_repeated: bool,
    }
    let mut elements = elements.iter();
    let root = elements.next().ok_or(Broken)?;
    let mut open = vec![Open { n_left: root.n_children, definition: 0, is_repeated: false }];
    let mut leaves = Vec::new();
    for element in elements {
        while open.last().is_some_and(|open| open.n_left <= 0) {
            open.pop();
        }
        let depth = open.len();
        let parent = open.last_mut().ok_or(Broken)?;
        parent.n_left -= 1;
        let max_definition = parent.definition + u32::from(element.repetition != 0);
        let is_repeated = parent.is_repeated || element.repetition == 2;
        if element.n_children > 0 {
            if depth > 32 {
                return Err(Broken);
            }
            open.push(Open { n_left: element.n_children, definition: max_definition, is_repeated });
        } else if element.physical.is_some() {
            if leaves.len() >= MAX_LEAVES {
                return Err(Broken);
            }
            leaves.push(Leaf {
                name: element.name.clone(),
                depth: depth - 1,
                physical: element.physical()?,
                meaning: element.meaning(),
                max_definition,
                is_repeated,
            });
        }
    }
    Ok(leaves)
}

fn group(thrift: &mut Thrift<'_>) -> Result<Group, Broken> {
    let mut group = Group::default();
    thrift.fields(|thrift, id, _| {
        match id {
            1 => thrift.list(|thrift, _| {
                group.chunks.push(chunk(thrift)?);
                Ok(())
            })?,
            3 => group.n_rows = u64::try_from(thrift.int()?).map_err(|_negative| Broken)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(group)
}

fn chunk(thrift: &mut Thrift<'_>) -> Result<Chunk, Broken> {
    let mut chunk = Chunk::default();
    let (mut data, mut dictionary, mut len) = (0, None, 0);
    thrift.fields(|thrift, id, _| {
        match id {
            1 => chunk.is_elsewhere = !thrift.binary()?.is_empty(),
            3 => thrift.fields(|thrift, id, _| {
                match id {
                    4 => chunk.codec = thrift.int()?,
                    7 => len = thrift.int()?,
                    9 => data = thrift.int()?,
                    11 => dictionary = Some(thrift.int()?),
                    _ => return Ok(false),
                }
                Ok(true)
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    // Some writers give 0 for a dictionary that is not there.
    let start = dictionary.filter(|at| *at > 0 && *at < data).unwrap_or(data);
    chunk.start = u64::try_from(start).map_err(|_negative| Broken)?;
    chunk.len = u64::try_from(len).map_err(|_negative| Broken)?;
    Ok(chunk)
}
