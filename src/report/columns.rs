//! How wide a column is to be and how high a row: Chinese characters count two.

use unicode_width::UnicodeWidthStr;

/// Width of the widest line of a text, in characters of a Latin font.
pub(super) fn width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width_cjk).max().unwrap_or(0)
}

/// Lines that a text takes in a column of this width.
pub(super) fn lines(text: &str, column: f64) -> usize {
    let room = whole(column - 1.0).max(2);
    text.lines().map(|line| line.width_cjk().div_ceil(room).max(1)).sum::<usize>().max(1)
}

/// The width of a column that holds these texts, between bounds.
pub(super) fn fit<'t>(texts: impl IntoIterator<Item = &'t str>, least: usize, most: usize) -> f64 {
    let widest = texts.into_iter().map(width).max().unwrap_or(0);
    double(widest.clamp(least, most)) + 2.0
}

/// The height in points of a row of so many lines of this font size.
pub(super) fn height(lines: usize, size: f64) -> f64 {
    (double(lines) * size * 1.45 + 6.0).min(400.0)
}

/// A small whole number as a double.
pub(super) fn double(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // widths are small and positive
fn whole(x: f64) -> usize {
    x.clamp(0.0, 1000.0) as usize
}
