//! Whole numbers packed in bits: the run-length hybrid of levels and dictionaries, and the delta encoding.
//!
//! Owns decoding one number at a time from bytes that are handed in each time, so that nothing grows with what a page claims to
//! hold. Start at [`Hybrid::next`] and [`Delta::next`].
//!
//! # Source
//! <https://github.com/apache/parquet-format/blob/master/Encodings.md>

/// The most values between two headers of the delta encoding; writers have 128 or 256.
const MAX_BLOCK: u64 = 1 << 16;

/// A number of up to 64 bits that begins at a bit, the lowest first.
pub(super) fn packed(bytes: &[u8], at: u64, width: u32) -> Option<u64> {
    if width == 0 {
        return Some(0);
    }
    let first = usize::try_from(at / 8).ok()?;
    let shift = u32::try_from(at % 8).ok()?;
    let mask = u64::MAX >> (64 - width);
    if let Some(word) = bytes.get(first..).and_then(|bytes| bytes.first_chunk::<8>()) {
        let low = u64::from_le_bytes(*word) >> shift;
        if width + shift <= 64 {
            return Some(low & mask);
        }
        let high = u64::from(*bytes.get(first + 8)?);
        return Some((low | high << (64 - shift)) & mask);
    }
    let n_bytes = usize::try_from((width + shift).div_ceil(8)).ok()?;
    let value = bytes
        .get(first..first.checked_add(n_bytes)?)?
        .iter()
        .rev()
        .fold(0_u128, |value, byte| value << 8 | u128::from(*byte));
    u64::try_from((value >> shift) & u128::from(mask)).ok()
}

/// A varint, and where it ends.
fn varint(bytes: &[u8], mut at: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(at)?;
        at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((value, at));
        }
    }
    None
}

fn zigzag((value, at): (u64, usize)) -> (i64, usize) {
    ((value >> 1).cast_signed() ^ -((value & 1).cast_signed()), at)
}

/// Runs of one number, and groups of eight packed ones.
#[derive(Clone, Debug)]
pub(super) struct Hybrid {
    at: usize,
    end: usize,
    width: u32,
    n_left: u64,
    run: Run,
}

#[derive(Clone, Copy, Debug)]
enum Run {
    Same(u32),
    Packed { bit: u64 },
}

impl Hybrid {
    /// Over the bytes from `at` to `end`.
    pub(super) const fn new(at: usize, end: usize, width: u32) -> Self {
        Self { at, end, width, n_left: 0, run: Run::Same(0) }
    }

    /// The next number; `None` where the bytes end before.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Option<u32> {
        let bytes = bytes.get(..self.end)?;
        while self.n_left == 0 {
            self.begin_run(bytes)?;
        }
        self.n_left -= 1;
        match &mut self.run {
            Run::Same(value) => Some(*value),
            Run::Packed { bit } => {
                let value = packed(bytes, *bit, self.width)?;
                *bit += u64::from(self.width);
                u32::try_from(value).ok()
            }
        }
    }

    fn begin_run(&mut self, bytes: &[u8]) -> Option<()> {
        if self.width > 32 {
            return None;
        }
        let (head, at) = varint(bytes, self.at)?;
        self.n_left = head >> 1;
        if head & 1 == 0 {
            let n_bytes = usize::try_from(self.width.div_ceil(8)).ok()?;
            let value = bytes.get(at..at.checked_add(n_bytes)?)?;
            let value = value.iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
            self.run = Run::Same(u32::try_from(value).ok()?);
            self.at = at + n_bytes;
        } else {
            let n_groups = self.n_left;
            self.n_left = n_groups.checked_mul(8)?;
            self.run = Run::Packed { bit: at as u64 * 8 };
            // The last group may be cut short: what is missing is found when it is asked for.
            let n_bytes = n_groups.checked_mul(u64::from(self.width))?;
            self.at = at.saturating_add(usize::try_from(n_bytes).ok()?).min(bytes.len());
        }
        Some(())
    }
}

/// Numbers as differences from the one before.
#[derive(Clone, Debug)]
pub(super) struct Delta {
    at: usize,
    n_left: u64,
    n_per_mini: u64,
    n_minis: usize,
    /// The widths of the block's parts, and which of them is being read.
    widths: usize,
    mini: usize,
    n_left_in_mini: u64,
    bit: u64,
    least: i64,
    value: i64,
    is_first: bool,
}

impl Delta {
    /// Over the bytes from `at` on.
    pub(super) fn new(bytes: &[u8], at: usize) -> Option<Self> {
        let (block, at) = varint(bytes, at)?;
        let (n_minis, at) = varint(bytes, at)?;
        let (n_left, at) = varint(bytes, at)?;
        let (value, at) = zigzag(varint(bytes, at)?);
        if block == 0
            || block > MAX_BLOCK
            || n_minis == 0
            || !block.is_multiple_of(n_minis)
            || !(block / n_minis).is_multiple_of(8)
        {
            return None;
        }
        Some(Self {
            at,
            n_left,
            n_per_mini: block / n_minis,
            n_minis: usize::try_from(n_minis).ok()?,
            widths: 0,
            mini: usize::MAX,
            n_left_in_mini: 0,
            bit: 0,
            least: 0,
            value,
            is_first: true,
        })
    }

    /// The next number; `None` where there are no more.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Option<i64> {
        self.n_left = self.n_left.checked_sub(1)?;
        if std::mem::replace(&mut self.is_first, false) {
            return Some(self.value);
        }
        let width = if self.n_left_in_mini == 0 { self.begin_mini(bytes)? } else { self.width(bytes)? };
        self.n_left_in_mini -= 1;
        let difference = packed(bytes, self.bit, width)?;
        self.bit += u64::from(width);
        self.value = self.value.wrapping_add(self.least).wrapping_add(difference.cast_signed());
        Some(self.value)
    }

    fn width(&self, bytes: &[u8]) -> Option<u32> {
        let width = *bytes.get(self.widths.checked_add(self.mini)?)?;
        (width <= 64).then_some(u32::from(width))
    }

    /// Goes on to the next part, and to the next block where that was the last.
    fn begin_mini(&mut self, bytes: &[u8]) -> Option<u32> {
        self.mini = self.mini.wrapping_add(1);
        if self.mini == 0 || self.mini >= self.n_minis {
            let (least, at) = zigzag(varint(bytes, self.at)?);
            (self.least, self.widths, self.mini) = (least, at, 0);
            self.at = at.checked_add(self.n_minis)?;
        }
        let width = self.width(bytes)?;
        self.bit = self.at as u64 * 8;
        self.n_left_in_mini = self.n_per_mini;
        self.at = self.at.checked_add(usize::try_from(u64::from(width) * self.n_per_mini / 8).ok()?)?;
        Some(width)
    }

    /// Where the encoding ends: what follows is something else.
    pub(super) fn end(&self, bytes: &[u8]) -> Option<usize> {
        let mut rest = self.clone();
        // The first number stands in the header.
        let mut n_left = rest.n_left.saturating_sub(1);
        while n_left > 0 {
            rest.begin_mini(bytes)?;
            n_left = n_left.saturating_sub(rest.n_per_mini);
        }
        (rest.at <= bytes.len()).then_some(rest.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_format_s_own_pages_are_read() {
        // Encodings.md: 0 to 7 in three bits are 10001000 11000110 11111010.
        let bytes = [3, 0b1000_1000, 0b1100_0110, 0b1111_1010, 8 << 1, 5];
        let mut hybrid = Hybrid::new(0, bytes.len(), 3);
        let values: Vec<u32> = std::iter::from_fn(|| hybrid.next(&bytes)).collect();
        assert_eq!(values, [0, 1, 2, 3, 4, 5, 6, 7, 5, 5, 5, 5, 5, 5, 5, 5]);
        // Encodings.md, example 2: 7, 5, 3, 1, 2, 3, 4, 5 with a block of 8 in one part: 7, then -2 and 0 0 0 3 3 3 3.
        let bytes = [8, 1, 8, 14, 3, 2, 0b1100_0000, 0b1111_1111];
        let delta = Delta::new(&bytes, 0).expect("a header");
        let mut each = delta.clone();
        let values: Vec<i64> = std::iter::from_fn(|| each.next(&bytes)).collect();
        assert_eq!(values, [7, 5, 3, 1, 2, 3, 4, 5]);
        assert_eq!(delta.end(&bytes), Some(8));
    }

    #[test]
    fn numbers_of_any_width_are_unpacked_at_any_bit() {
        let bytes: Vec<u8> = (0..40_u8).map(|n| n.wrapping_mul(73) ^ 0x5a).collect();
        let bit = |at: u64| u64::from(bytes[usize::try_from(at / 8).unwrap()] >> (at % 8) & 1);
        for at in [0, 1, 7, 63, 200, 250] {
            for width in 0..=64 {
                let expected = (0..u64::from(width)).fold(0, |value, n| value | bit(at + n) << n);
                assert_eq!(packed(&bytes, at, width), Some(expected), "{at} {width}");
            }
        }
        assert_eq!(packed(&bytes, 300, 32), None);
    }
}
