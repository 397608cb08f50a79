//! One column of a store: values of one type, read-only.

use std::ops::Deref;

/// A read-only run of fixed-width values that reads as a slice.
#[derive(Debug)]
pub struct Column<T>(Vec<T>);

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}
