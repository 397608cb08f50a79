//! The case in hand: everything true right now.
