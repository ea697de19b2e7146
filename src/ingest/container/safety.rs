//! A look into a zip before any reader opens it: bombs are refused here, because a reader that runs out of memory takes
//! the whole run with it.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::finding::{Code, Finding};
use crate::ingest::words::say;

use super::{Refusal, limits};

/// Within so many bytes the shared strings must have begun; the count that they claim is looked for in there.
const HEAD: u64 = 64 << 10;
/// The least that an entry of the shared strings takes: `<si/>`.
const SHORTEST_STRING: u64 = 5;

/// Refuses a zip that unpacks to more than any return holds, or that claims more than it holds.
///
/// Declared sizes may lie, so every part is unpacked once, into nothing.
pub(in crate::ingest) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    if archive.len() > limits::ENTRIES {
        return Err(too_large(format!("{} {}", say::ENTRIES, archive.len()), limits::ENTRIES.to_string()));
    }
    let bytes_of = |n: String| format!("{} {n}", say::BYTES);
    let mut declared: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|e| unreadable(&e))?;
        declared = declared.saturating_add(entry.size());
    }
    if declared > limits::UNPACKED {
        return Err(too_large(bytes_of(declared.to_string()), bytes_of(limits::UNPACKED.to_string())));
    }
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX).max(1);
    let mut unpacked: u64 = 0;
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index(index) else { continue };
        let strings = entry.name().is_ok_and(|n| n.to_ascii_lowercase().contains("sharedstrings"));
        let most = if strings { limits::STRINGS } else { limits::UNPACKED };
        let mut head = Vec::new();
        let mut body = entry.take(most + 1);
        // a part that does not unpack is for the reader to complain of
        let _ = body.by_ref().take(HEAD).read_to_end(&mut head);
        let rest = std::io::copy(&mut body, &mut std::io::sink()).unwrap_or(0);
        let size = rest + u64::try_from(head.len()).unwrap_or(0);
        unpacked = unpacked.saturating_add(size);
        if size > most || unpacked > limits::UNPACKED {
            return Err(too_large(bytes_of(format!("> {most}")), bytes_of(most.to_string())));
        }
        if unpacked > limits::RATIO_FROM && unpacked / packed > limits::RATIO {
            return Err(too_large(say::RATIO.to_owned(), String::new()));
        }
        if strings && claims(&head, size) {
            return Err(too_large(say::CLAIM.to_owned(), String::new()));
        }
    }
    Ok(())
}

/// Whether shared strings of this size claim a count that they cannot hold; readers reserve memory for the claim.
fn claims(head: &[u8], size: u64) -> bool {
    let text = String::from_utf8_lossy(head);
    let begins_late = size > HEAD && !text.contains("sst");
    let most = size / SHORTEST_STRING + 64;
    let name = "uniqueCount";
    begins_late
        || text.match_indices(name).any(|(at, _)| {
            let value = text[at + name.len()..].trim_start_matches([' ', '=', '"', '\'', '\t', '\r', '\n', '+']);
            let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
            !digits.is_empty() && digits.parse::<u64>().map_or(true, |n| n > most)
        })
}

fn unreadable(error: &zip::result::ZipError) -> Refusal {
    Finding::new(Code::FileUnreadable).found(error.to_string()).into()
}

fn too_large(found: String, expected: String) -> Refusal {
    Finding::new(Code::TooLarge).found(found).expected(expected).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_beyond_the_content_is_seen() {
        assert!(claims(br#"<sst count="3" uniqueCount="4000000000"><si/></sst>"#, 60));
        assert!(claims(b"<sst uniqueCount = '99999999999999999999999'>", 60));
        assert!(!claims(br#"<sst count="50000" uniqueCount="2"><si><t>a</t></si><si/></sst>"#, 80));
        assert!(!claims(b"<sst>", 60));
    }
}
