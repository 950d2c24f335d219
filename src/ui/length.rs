//! Lengths for styles.

/// A whole number of px. (Printing fractions would bring two algorithms into the download.)
#[must_use]
pub fn px(length: f64) -> String {
    [&(length.round() as i64).to_string(), "px"].concat()
}
