//! Number formats: which of them show per cents.

/// Whether a number format shows per cents: a `%` outside quotes and escapes, in the part for positive numbers.
pub(super) fn is_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in format.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => return false,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// Whether a number format shows a day: a year, month or day outside quotes, escapes and brackets.
pub(super) fn is_day(format: &str) -> bool {
    let (mut quoted, mut escaped, mut bracketed) = (false, false, false);
    for c in format.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' => bracketed = false,
            'y' | 'Y' | 'd' | 'D' if !quoted && !bracketed => return true,
            _ => {}
        }
    }
    false
}

/// Whether a built-in format, by its number in xls and xlsb, shows per cents: `0%` and `0.00%`.
pub(super) const fn is_percent_builtin(number: u16) -> bool {
    matches!(number, 9 | 10)
}

/// Whether a built-in format, by its number in xls and xlsb, shows a day. Some of them do only in Chinese and other East
/// Asian programs, as numbers 27 to 31 and 50 to 58.
pub(super) const fn is_day_builtin(number: u16) -> bool {
    matches!(number, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_formats_are_told_from_others() {
        for (format, expected) in
            [("0%", true), ("0.00%", true), ("0.0\"%\"", false), ("0\\%", false), ("General", false), ("0;0%", false)]
        {
            assert_eq!(is_percent(format), expected, "{format}");
        }
    }

    #[test]
    fn formats_of_days_are_told_from_others() {
        for (format, expected) in [
            ("yyyy-mm-dd", true),
            ("yyyy\"年\"m\"月\"", true),
            ("[Red]0.00", false),
            ("0.0\"day\"", false),
            ("h:mm", false),
            ("General", false),
        ] {
            assert_eq!(is_day(format), expected, "{format}");
        }
    }
}
