//! What files held: each content once over all runs, in pieces so that memory stays flat and no value grows too large.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use rusqlite::{Connection, OptionalExtension, params};

use super::trouble::Trouble;

/// Bytes of a piece before it is packed.
const PIECE: usize = 4 << 20;
const PLAIN: &str = "plain";
const DEFLATE: &str = "deflate";

/// A file to be kept.
pub(super) struct Holding<'a> {
    /// BLAKE3 of its bytes, in hex.
    pub hash: &'a str,
    /// Bytes.
    pub size: u64,
    /// Whether it is packed already, as workbooks are.
    pub packed: bool,
}

/// The id of a content of which only hash and size are known.
pub(super) fn known(db: &Connection, hash: &str, size: Option<u64>) -> Result<i64, Trouble> {
    if let Some((id, _)) = find(db, hash)? {
        return Ok(id);
    }
    let size = size.and_then(|size| i64::try_from(size).ok());
    db.prepare("INSERT INTO content(hash, size) VALUES (?1, ?2)")?.insert(params![hash, size]).map_err(Trouble::from)
}

/// Keeps a content unless it is kept already; gives its id. What is read must be what the hash says, or nothing of it is kept.
pub(super) fn keep(db: &Connection, holding: &Holding<'_>, from: &mut dyn Read) -> Result<i64, Trouble> {
    let id = match find(db, holding.hash)? {
        Some((id, true)) => return Ok(id),
        Some((id, false)) => id,
        None => known(db, holding.hash, Some(holding.size))?,
    };
    let packing = if holding.packed { PLAIN } else { DEFLATE };
    db.execute("UPDATE content SET packing = ?2 WHERE id = ?1", params![id, packing])?;
    let mut insert = db.prepare("INSERT INTO piece(content, no, bytes) VALUES (?1, ?2, ?3)")?;
    let mut hasher = blake3::Hasher::new();
    let mut piece = Vec::new();
    for no in 0_i64.. {
        piece.clear();
        let mut limited = from.take(PIECE as u64);
        limited.read_to_end(&mut piece)?;
        if piece.is_empty() && no > 0 {
            break;
        }
        hasher.update(&piece);
        if holding.packed {
            insert.execute(params![id, no, piece])?;
        } else {
            let mut packed = Vec::new();
            DeflateEncoder::new(piece.as_slice(), Compression::default()).read_to_end(&mut packed)?;
            insert.execute(params![id, no, packed])?;
        }
        if piece.len() < PIECE {
            break;
        }
    }
    if hasher.finalize().to_hex().as_str() == holding.hash {
        Ok(id)
    } else {
        Err(Trouble::Other(format!("BLAKE3 ≠ {}", holding.hash)))
    }
}

/// The id of a content, and whether its bytes are kept.
fn find(db: &Connection, hash: &str) -> Result<Option<(i64, bool)>, Trouble> {
    let mut query = db.prepare("SELECT id, packing IS NOT NULL FROM content WHERE hash = ?1")?;
    Ok(query.query_row([hash], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Writes a content out and holds it against its hash; `false` where nothing is kept under it.
pub(super) fn write(db: &Connection, hash: &str, out: &mut dyn Write) -> Result<bool, Trouble> {
    let mut query = db.prepare("SELECT id, packing FROM content WHERE hash = ?1 AND packing IS NOT NULL")?;
    let found: Option<(i64, String)> = query.query_row([hash], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((id, packing)) = found else { return Ok(false) };
    let mut pieces = db.prepare("SELECT bytes FROM piece WHERE content = ?1 ORDER BY no")?;
    let mut rows = pieces.query([id])?;
    let mut hasher = blake3::Hasher::new();
    let mut unpacked = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_blob().map_err(|_| Trouble::Damaged)?;
        let piece = if packing == DEFLATE {
            unpacked.clear();
            // a damaged piece must not unpack to more than any piece held
            let mut limited = DeflateDecoder::new(bytes).take(PIECE as u64 + 1);
            limited.read_to_end(&mut unpacked).map_err(|_| Trouble::Damaged)?;
            unpacked.as_slice()
        } else {
            bytes
        };
        hasher.update(piece);
        out.write_all(piece)?;
    }
    if hasher.finalize().to_hex().as_str() == hash { Ok(true) } else { Err(Trouble::Damaged) }
}

/// Hashes of kept contents whose bytes are not what they were.
pub(super) fn damaged(db: &Connection) -> Result<Vec<String>, Trouble> {
    let mut query = db.prepare("SELECT hash FROM content WHERE packing IS NOT NULL ORDER BY id")?;
    let hashes: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut damaged = Vec::new();
    for hash in hashes {
        match write(db, &hash, &mut io::sink()) {
            Ok(true) => {}
            Ok(false) | Err(Trouble::Damaged) => damaged.push(hash),
            Err(other) => return Err(other),
        }
    }
    Ok(damaged)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]
    use super::super::schema;
    use super::*;

    fn keep_bytes(db: &Connection, bytes: &[u8], packed: bool) -> i64 {
        let hash = blake3::hash(bytes).to_hex().to_string();
        keep(db, &Holding { hash: &hash, size: bytes.len() as u64, packed }, &mut &*bytes).unwrap()
    }

    #[test]
    fn contents_of_any_size_come_back_and_the_same_is_kept_once() {
        let db = Connection::open_in_memory().unwrap();
        schema::migrate(&db).unwrap();
        let long: Vec<u8> = (0..PIECE * 2 + 17).map(|n| u8::try_from(n % 251).unwrap()).collect();
        for packed in [false, true] {
            for bytes in [&b""[..], b"one", &long, &long[..PIECE], &long[1..=PIECE * 2]] {
                let id = keep_bytes(&db, bytes, packed);
                assert_eq!(keep_bytes(&db, bytes, !packed), id);
                let mut out = Vec::new();
                assert!(write(&db, blake3::hash(bytes).to_hex().as_str(), &mut out).unwrap());
                assert!(out == bytes);
            }
        }
        assert!(!write(&db, "ab", &mut io::sink()).unwrap());
        let known = known(&db, blake3::hash(b"return").to_hex().as_str(), Some(6)).unwrap();
        assert_eq!(keep_bytes(&db, b"return", false), known, "what was only known is kept under its id");
        assert_eq!(damaged(&db).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_flipped_bit_is_found() {
        let db = Connection::open_in_memory().unwrap();
        schema::migrate(&db).unwrap();
        for (at, packed) in [true, false].into_iter().enumerate() {
            let bytes = format!("content {at}").into_bytes();
            let id = keep_bytes(&db, &bytes, packed);
            db.execute("UPDATE piece SET bytes = CAST(X'01' || substr(bytes, 2) AS BLOB) WHERE content = ?1", [id])
                .unwrap();
            let hash = blake3::hash(&bytes).to_hex().to_string();
            assert!(matches!(write(&db, &hash, &mut io::sink()), Err(Trouble::Damaged)));
            assert_eq!(damaged(&db).unwrap().last(), Some(&hash));
        }
    }

    #[test]
    fn what_is_not_what_its_hash_says_is_not_kept() {
        let db = Connection::open_in_memory().unwrap();
        schema::migrate(&db).unwrap();
        let hash = blake3::hash(b"before").to_hex().to_string();
        let holding = Holding { hash: &hash, size: 6, packed: false };
        assert!(keep(&db, &holding, &mut &b"after"[..]).is_err());
    }
}
