-- A run (一次运行): one that is here is finished.
CREATE TABLE run (
    no      INTEGER PRIMARY KEY AUTOINCREMENT,
    token   TEXT NOT NULL UNIQUE,   -- known to the journal of its outputs
    began   TEXT NOT NULL,          -- 2026-01-31T17:30:00+08:00, the clock and zone of the machine
    ended   TEXT NOT NULL,
    who     TEXT NOT NULL,          -- as said with --by, else the name of the system's user
    host    TEXT NOT NULL,
    program TEXT NOT NULL,          -- version
    title   TEXT NOT NULL,
    lang    TEXT NOT NULL           -- asked for with --lang; empty: the rubrics' own
);

-- One [[scoring]] of a run, from 0.
CREATE TABLE scoring (
    run          INTEGER NOT NULL REFERENCES run(no) ON DELETE CASCADE,
    seq          INTEGER NOT NULL,
    rubric       TEXT NOT NULL,     -- id
    title        TEXT NOT NULL,
    version      TEXT NOT NULL,
    period       TEXT NOT NULL,
    lang         TEXT NOT NULL,
    units        INTEGER NOT NULL,
    observations INTEGER NOT NULL,
    used         INTEGER NOT NULL,
    adjustments  INTEGER NOT NULL,
    errors       INTEGER NOT NULL,
    warnings     INTEGER NOT NULL,
    notes        INTEGER NOT NULL,
    PRIMARY KEY (run, seq)
) WITHOUT ROWID;

-- Where a unit stood: decimals as exact text, empty where it has none.
CREATE TABLE standing (
    run     INTEGER NOT NULL REFERENCES run(no) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    place   INTEGER NOT NULL,       -- in the order of the ranking, from 1
    unit    TEXT NOT NULL,          -- code
    name    TEXT NOT NULL,
    total   TEXT NOT NULL,
    rank    TEXT NOT NULL,
    grade   TEXT NOT NULL,
    remarks TEXT NOT NULL,
    PRIMARY KEY (run, seq, place)
) WITHOUT ROWID;

-- What files held, each content once over all runs. Of returns only hash and size are known.
CREATE TABLE content (
    id      INTEGER PRIMARY KEY,
    hash    TEXT NOT NULL UNIQUE,   -- BLAKE3 in hex
    size    INTEGER,                -- bytes; NULL where it could not be told
    packing TEXT                    -- how its pieces are packed: plain | deflate; NULL where it is not kept
);
CREATE TABLE piece (
    content INTEGER NOT NULL REFERENCES content(id) ON DELETE CASCADE,
    no      INTEGER NOT NULL,       -- from 0; every piece is packed on its own
    bytes   BLOB NOT NULL,
    PRIMARY KEY (content, no)
);

-- A file of a run.
CREATE TABLE file (
    run     INTEGER NOT NULL REFERENCES run(no) ON DELETE CASCADE,
    role    TEXT NOT NULL,          -- settings rubric extended register responsibilities adjustments received baseline
                                    -- return observations set-aside output
    seq     INTEGER NOT NULL,       -- the scoring; -1: all
    path    TEXT NOT NULL,          -- in the assessment folder; outputs: in out/; zhiheng:… is shipped with the program
    content INTEGER NOT NULL REFERENCES content(id),
    PRIMARY KEY (run, role, seq, path)
) WITHOUT ROWID;

-- For browsers.
CREATE VIEW files AS
    SELECT file.run, file.role, file.seq, file.path, content.hash, content.size, content.packing
    FROM file JOIN content ON content.id = file.content;
