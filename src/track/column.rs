//! One column of a store: values of one type, read-only, owned or lying in a mapped file.
//!
//! Owns the only `unsafe` of the program. Never interprets a value.

use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::sync::Arc;

/// A read-only run of fixed-width values that reads as a slice.
pub struct Column<T>(Values<T>);

enum Values<T> {
    Owned(Vec<T>),
    /// `count` values that start `offset` bytes into the file; checked when made.
    Mapped {
        file: MappedFile,
        offset: usize,
        count: usize,
    },
}

/// A file mapped into memory for reading; cheap to clone.
#[derive(Clone, Debug)]
pub struct MappedFile(Arc<memmap2::Mmap>);

impl MappedFile {
    /// Maps a file that this program wrote and replaces only by rename.
    ///
    /// # Errors
    /// Whatever the system says when it cannot be mapped.
    #[expect(unsafe_code, reason = "a mapping is unsafe by nature; see the proof")]
    pub fn open(file: &File) -> io::Result<Self> {
        // SAFETY: the bytes behind a mapping must not change while a reference to them lives. A store is never written in
        // place: `io::atomic` fills another file and renames it, so that this mapping keeps the old one. Should another
        // program write into it all the same, no value read from it is relied on for memory safety: columns hold plain
        // integers of which every bit pattern is valid, and whoever indexes with them is checked by the slice.
        let map = unsafe { memmap2::Mmap::map(file)? };
        Ok(Self(Arc::new(map)))
    }

    /// All its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<T: bytemuck::Pod> Column<T> {
    /// The `count` values that lie `offset` bytes into a mapped file, in this machine's byte order; `None` if they reach
    /// past its end or are not aligned.
    #[must_use]
    pub fn mapped(file: &MappedFile, offset: usize, count: usize) -> Option<Self> {
        let end = count.checked_mul(size_of::<T>())?.checked_add(offset)?;
        let values = bytemuck::try_cast_slice::<u8, T>(file.bytes().get(offset..end)?).ok()?;
        let file = file.clone();
        (values.len() == count).then_some(Self(Values::Mapped { file, offset, count }))
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self(Values::Owned(values))
    }
}

impl<T: bytemuck::Pod> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Values::Owned(values) => values,
            Values::Mapped { file, offset, count } => {
                let bytes = file.bytes().get(*offset..offset + count * size_of::<T>()).unwrap_or_default();
                bytemuck::try_cast_slice(bytes).unwrap_or_default()
            }
        }
    }
}

impl<T: bytemuck::Pod + fmt::Debug> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column of {}", self.len())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_mapped_column_reads_as_an_owned_one_and_stays_within_its_file() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&[0; 8]).unwrap();
        file.write_all(&[1_i32.to_ne_bytes(), (-2_i32).to_ne_bytes()].concat()).unwrap();
        let map = MappedFile::open(&file).unwrap();
        assert_eq!(&*Column::<i32>::mapped(&map, 8, 2).unwrap(), &[1, -2]);
        assert!(Column::<i32>::mapped(&map, 8, 3).is_none());
        assert!(Column::<i32>::mapped(&map, 9, 1).is_none());
        assert!(Column::<i64>::mapped(&map, usize::MAX - 3, 1).is_none());
        assert!(Column::<i64>::mapped(&map, 0, usize::MAX).is_none());
    }
}
