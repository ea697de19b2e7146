//! What a file is, by its content: returned files are often named for what they are not.

use std::io::Cursor;

use zip::ZipArchive;

use super::words::say;

/// What a file was found to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// xlsx, xlsm, and what WPS calls by those names.
    Xlsx,
    /// Excel's binary workbook.
    Xlsb,
    /// A spreadsheet of the `OpenDocument` kind.
    Ods,
    /// Excel 97–2003, and WPS .et.
    Xls,
    /// CSV and the like.
    Text,
    /// A workbook under a password.
    Encrypted,
    /// Nothing in it.
    Empty,
    /// Something that holds no table.
    Other(&'static str),
    /// A zip that does not open, with the reader's own words in the finding.
    BrokenZip,
}

const CFB: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Says what the bytes are.
pub(super) fn sniff(bytes: &[u8]) -> Kind {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Kind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return sniff_zip(bytes);
    }
    if bytes.starts_with(CFB) {
        return sniff_compound(bytes);
    }
    let magics: [(&[u8], &'static str); 12] = [
        (b"%PDF", say::PDF),
        (b"{\\rtf", say::RTF),
        (b"\x89PNG", say::IMAGE),
        (b"\xFF\xD8\xFF", say::IMAGE),
        (b"GIF8", say::IMAGE),
        (b"BM", say::IMAGE),
        (b"II*\0", say::IMAGE),
        (b"MM\0*", say::IMAGE),
        (b"Rar!", say::ARCHIVE),
        (b"7z\xBC\xAF\x27\x1C", say::ARCHIVE),
        (b"\x1F\x8B", say::ARCHIVE),
        (b"SQLite format 3", say::BINARY),
    ];
    if let Some((_, what)) =
        magics.iter().find(|(magic, _)| bytes.starts_with(magic) && (*magic != b"BM" || bytes.contains(&0)))
    {
        return Kind::Other(what);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Kind::Text;
    }
    let head = String::from_utf8_lossy(&body[..body.len().min(2048)]).trim_start().to_ascii_lowercase();
    let tags = ["<html", "<!doctype html", "<table", "<head", "<meta", "<body"];
    if tags.iter().any(|tag| head.starts_with(tag)) || head.starts_with("<?xml") && head.contains("<html") {
        return Kind::Other(say::HTML);
    }
    if head.starts_with("<?xml") || head.starts_with("<workbook") {
        return Kind::Other(say::XML);
    }
    if body[..body.len().min(65_536)].contains(&0) {
        return Kind::Other(say::BINARY);
    }
    Kind::Text
}

fn sniff_zip(bytes: &[u8]) -> Kind {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return Kind::BrokenZip };
    let names: Vec<String> =
        archive.file_names().take(4096).flatten().map(|n| n.replace('\\', "/").to_ascii_lowercase()).collect();
    let any = |test: &dyn Fn(&str) -> bool| names.iter().any(|n| test(n.trim_start_matches('/')));
    if any(&|n| n == "xl/workbook.bin") {
        Kind::Xlsb
    } else if any(&|n| n.starts_with("xl/")) {
        Kind::Xlsx
    } else if any(&|n| n.starts_with("word/")) {
        Kind::Other(say::WORD)
    } else if any(&|n| n.starts_with("ppt/")) {
        Kind::Other(say::SLIDES)
    } else if any(&|n| n == "ofd.xml") {
        Kind::Other(say::OFD)
    } else if any(&|n| n == "content.xml") && any(&|n| n == "mimetype") {
        sniff_open_document(bytes)
    } else if any(&|n| n == "workbook.xml" || n.ends_with("/workbook.xml")) {
        Kind::Xlsx
    } else {
        Kind::Other(say::ARCHIVE)
    }
}

fn sniff_open_document(bytes: &[u8]) -> Kind {
    // the mimetype is the first entry and is stored, so it stands near the beginning as it is
    let head = &bytes[..bytes.len().min(200)];
    let says = |what: &[u8]| head.windows(what.len()).any(|w| w == what);
    if says(b"opendocument.text") {
        Kind::Other(say::WORD)
    } else if says(b"opendocument.presentation") {
        Kind::Other(say::SLIDES)
    } else {
        Kind::Ods
    }
}

fn sniff_compound(bytes: &[u8]) -> Kind {
    let names_entry = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide)
    };
    if names_entry("EncryptedPackage") {
        Kind::Encrypted
    } else if names_entry("Workbook") || names_entry("Book") {
        Kind::Xls
    } else if names_entry("WordDocument") {
        Kind::Other(say::WORD)
    } else if names_entry("PowerPoint Document") {
        Kind::Other(say::SLIDES)
    } else {
        Kind::Other(say::BINARY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        let cases: [(&[u8], &str); 12] = [
            (b"", "Empty"),
            (b"\xEF\xBB\xBF \r\n", "Empty"),
            (b"unit,field,value\n", "Text"),
            (b"\xFF\xFEu\0", "Text"),
            (b"\xB5\xD8\xD6\xDD\xCA\xD0,1\n", "Text"),
            (b"%PDF-1.7", "a-pdf"),
            (b"  <HTML><table>", "a-web-page"),
            (b"<!DOCTYPE html>", "a-web-page"),
            (b"\x89PNG\r\n", "an-image"),
            (b"a,b\0c", "a-binary"),
            (b"<?xml version='1.0'?><Workbook/>", "an-xml-file"),
            (b"PK\x03\x04 but nothing more", "BrokenZip"),
        ];
        for (bytes, expected) in cases {
            let found = format!("{:?}", sniff(bytes));
            assert!(found.contains(expected), "{found} for {expected}");
        }
    }
}
