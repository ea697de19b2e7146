//! What a file is, by its content: returned files are often named for what they are not.

use std::io::Cursor;

use zip::ZipArchive;

use super::container::Compound;
use super::text;
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
    /// The same as one XML document.
    FlatOds,
    /// Excel 97–2003, and WPS .et.
    Xls,
    /// The XML spreadsheet of Excel 2003.
    SpreadsheetXml,
    /// A web page, whose tables may be what was saved as .xls.
    Html,
    /// CSV and the like.
    Text,
    /// A workbook under a password.
    Encrypted,
    /// Nothing in it.
    Empty,
    /// Something that holds no table.
    Other(&'static str),
    /// A zip or a compound file that does not open: most often one that was cut off on its way.
    Broken,
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
    let magics: [(&[u8], &'static str); 16] = [
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
        // what Excel wrote before it packed its streams into a compound file
        (b"\x09\x00\x04\x00", say::OLD_BOOK),
        (b"\x09\x02\x06\x00", say::OLD_BOOK),
        (b"\x09\x04\x06\x00", say::OLD_BOOK),
        (b"\x09\x08\x10\x00", say::OLD_BOOK),
    ];
    if let Some((_, what)) =
        magics.iter().find(|(magic, _)| bytes.starts_with(magic) && (*magic != b"BM" || bytes.contains(&0)))
    {
        return Kind::Other(what);
    }
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let wide = marked || text::unmarked_utf16(bytes).is_some();
    if !wide && memchr::memchr(0, bytes).is_some() {
        return Kind::Other(say::BINARY);
    }
    let head = &bytes[..bytes.len().min(65_536)];
    let head = if wide { text::view(&head[..head.len() & !1]) } else { None }
        .map_or_else(|| String::from_utf8_lossy(head).into_owned(), |(text, _)| text.into_owned());
    sniff_text(&head.to_ascii_lowercase())
}

/// Says what text is, by its beginning in lower case.
fn sniff_text(head: &str) -> Kind {
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    if head.starts_with("mime-version:") || head.contains("content-type: multipart/related") {
        return Kind::Other(say::MAIL_PAGE);
    }
    if !head.starts_with('<') {
        return Kind::Text;
    }
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && head.contains("workbook") {
        return Kind::SpreadsheetXml;
    }
    if head.contains("<office:document") {
        let table = head.contains("opendocument.spreadsheet") || head.contains("<office:spreadsheet");
        return if table { Kind::FlatOds } else { Kind::Other(say::WORD) };
    }
    if head.contains("office/word/2003") {
        return Kind::Other(say::WORD);
    }
    let tags = ["<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<div", "<style", "<center", "<font"];
    if tags.iter().any(|tag| head.starts_with(tag)) || head.contains("<html") || head.contains("<table") {
        return Kind::Html;
    }
    if head.starts_with("<?xml") || head.starts_with("<!--") || head.starts_with("<workbook") {
        return Kind::Other(say::XML);
    }
    Kind::Text
}

fn sniff_zip(bytes: &[u8]) -> Kind {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return Kind::Broken };
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
    } else if any(&|n| n == "index/document.iwa") {
        Kind::Other(say::NUMBERS)
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

/// Says what a compound file is, by the streams at its root: a Word file may hold a workbook further in.
fn sniff_compound(bytes: &[u8]) -> Kind {
    let file = Compound::open(bytes);
    let names: Vec<&str> = file.iter().flat_map(Compound::names).collect();
    let names_entry = |name: &str| {
        if !names.is_empty() {
            return names.iter().any(|known| known.eq_ignore_ascii_case(name));
        }
        // a damaged file may still be one that its reader can open
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    let kinds: [(&str, Kind); 6] = [
        ("EncryptedPackage", Kind::Encrypted),
        ("WordDocument", Kind::Other(say::WORD)),
        ("PowerPoint Document", Kind::Other(say::SLIDES)),
        ("Workbook", Kind::Xls),
        ("Book", Kind::Xls),
        ("__properties_version1.0", Kind::Other(say::MAIL)),
    ];
    let known = kinds.into_iter().find(|(name, _)| names_entry(name));
    let unknown = if names.is_empty() { Kind::Broken } else { Kind::Other(say::BINARY) };
    known.map_or(unknown, |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        let cases: [(&[u8], &str); 18] = [
            (b"", "Empty"),
            (b"\xEF\xBB\xBF \r\n", "Empty"),
            (b"unit,field,value\n", "Text"),
            (b"\xFF\xFEu\0", "Text"),
            (b"\xB5\xD8\xD6\xDD\xCA\xD0,1\n", "Text"),
            (b"%PDF-1.7", "a-pdf"),
            (b"  <HTML><table>", "Html"),
            (b"<!DOCTYPE html>", "Html"),
            (b"<!-- made by a system -->\n<TABLE>", "Html"),
            (b"\xFF\xFE<\0t\0a\0b\0l\0e\0>\0,\0", "Html"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a-web-archive"),
            (b"a\0,\0b\0\n\0", "Text"),
            (b"<5,6\n", "Text"),
            (b"\x09\x04\x06\x00\0\0", "an-old-workbook"),
            (b"\x89PNG\r\n", "an-image"),
            (b"a,b\0c", "a-binary"),
            (b"<?xml version='1.0'?><Workbook/>", "an-xml-file"),
            (b"PK\x03\x04 but nothing more", "Broken"),
        ];
        for (bytes, expected) in cases {
            let found = format!("{:?}", sniff(bytes));
            assert!(found.contains(expected), "{found} for {expected}");
        }
    }
}
