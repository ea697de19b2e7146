//! The tables of the archive, and how an archive of an earlier schema becomes one of this.

use rusqlite::{Connection, OptionalExtension};

use super::trouble::Trouble;

/// Marks an SQLite file as an archive of runs: "zhhs".
const APPLICATION: i32 = 0x7A68_6873;

/// What leads from each schema to the next; the first makes schema 1 from nothing. A step that was released never changes.
const STEPS: &[&str] = &[include_str!("schema-1.sql")];

/// The schema that this program writes.
pub(super) fn current() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// What an SQLite file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// Nothing yet.
    Empty,
    /// An archive of this schema.
    Archive(i64),
}

/// Looks at an SQLite file; one of another program is refused, and so is an archive of a later schema.
pub(super) fn look(db: &Connection) -> Result<Is, Trouble> {
    let number = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == i64::from(APPLICATION) {
        return if version > current() { Err(Trouble::Newer(version)) } else { Ok(Is::Archive(version)) };
    }
    let any: Option<i64> = db.query_row("SELECT 1 FROM sqlite_master LIMIT 1", [], |row| row.get(0)).optional()?;
    if application == 0 && version == 0 && any.is_none() { Ok(Is::Empty) } else { Err(Trouble::Foreign) }
}

/// Brings an archive to the schema of this program; to be called within a transaction that may write.
pub(super) fn migrate(db: &Connection) -> Result<(), Trouble> {
    let from = match look(db)? {
        Is::Empty => 0,
        Is::Archive(version) => version,
    };
    let done = usize::try_from(from).unwrap_or(0);
    for (at, step) in STEPS.iter().enumerate().skip(done) {
        db.execute_batch(step)?;
        db.execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {}", at + 1))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]
    use super::*;

    #[test]
    fn from_nothing_every_step_is_taken_once() {
        let db = Connection::open_in_memory().unwrap();
        assert_eq!(look(&db).unwrap(), Is::Empty);
        migrate(&db).unwrap();
        assert_eq!(look(&db).unwrap(), Is::Archive(current()));
        migrate(&db).unwrap();
        let tables: i64 = db
            .query_row(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                [],
                |r| r.get(0),
            )
            .unwrap();
        assert_eq!(tables, 6);
    }

    #[test]
    fn what_another_program_or_a_later_one_wrote_is_refused() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE notes(text)").unwrap();
        assert!(matches!(look(&db), Err(Trouble::Foreign)));
        assert!(matches!(migrate(&db), Err(Trouble::Foreign)));
        let db = Connection::open_in_memory().unwrap();
        migrate(&db).unwrap();
        db.execute_batch(&format!("PRAGMA user_version = {}", current() + 1)).unwrap();
        assert!(matches!(migrate(&db), Err(Trouble::Newer(_))));
    }
}
