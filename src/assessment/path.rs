//! Paths of the assessment folder, and text files with their hash.

use std::path::{Component, Path, PathBuf};

use crate::finding::{Code, Finding, Place};

/// A path of the settings, made absolute; refused where it leaves the folder, by `..` or by a link.
pub(super) fn inside(dir: &Path, path: &str) -> Result<PathBuf, Finding> {
    let outside = || Finding::new(Code::PathOutside).found(path);
    let mut depth = 0_usize;
    for component in Path::new(path).components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => depth = depth.checked_sub(1).ok_or_else(outside)?,
            Component::RootDir | Component::Prefix(_) => return Err(outside()),
        }
    }
    let joined = dir.join(path);
    match (joined.canonicalize(), dir.canonicalize()) {
        (Ok(real), Ok(base)) if !real.starts_with(&base) => Err(outside()),
        (Ok(_), _) => Ok(joined),
        (Err(_), _) => Err(Finding::new(Code::FileMissing).found(path)),
    }
}

/// The text of a file and the BLAKE3 of its bytes. UTF-8, with or without a mark, and GB18030 are understood; `label` names
/// the file in findings.
pub fn read_text(path: &Path, label: &str) -> Result<(String, String), Finding> {
    read_bytes(path, label).map(|(_, hash, text)| (text, hash))
}

/// [`read_text`], with the bytes of the file in front: bytes, hash, text.
pub(super) fn read_bytes(path: &Path, label: &str) -> Result<(Vec<u8>, String, String), Finding> {
    let place = || Place::file(label);
    let bytes = std::fs::read(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            Finding::new(Code::FileMissing).at(place()).found(path.display().to_string())
        } else {
            Finding::new(Code::FileUnreadable).at(place()).found(error.to_string())
        }
    })?;
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let text = decoded(&bytes, label)?;
    Ok((bytes, hash, text))
}

/// What the bytes of a text file say.
pub(super) fn decoded(bytes: &[u8], label: &str) -> Result<String, Finding> {
    let unreadable = || Finding::new(Code::FileUnreadable).at(Place::file(label)).found("UTF-8, GB18030?");
    crate::ingest::decode(bytes).map(|decoded| decoded.text).ok_or_else(unreadable)
}
