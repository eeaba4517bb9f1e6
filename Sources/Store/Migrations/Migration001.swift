extension Migration {
    /// The chain: papers, statements, its head, and what papers' texts and lines need.
    ///
    /// Statements of a paper follow it in the chain without a gap, so that `paper.sequence` and `paper.statements` find
    /// them. A statement without a paper is a person's resolution. `paper_state` is derived.
    static let firstTables = Migration(
        number: 1,
        sql: """
            CREATE TABLE paper (
                id INTEGER PRIMARY KEY,
                sequence INTEGER NOT NULL UNIQUE,
                name TEXT NOT NULL,
                kind TEXT NOT NULL,
                "group" TEXT NOT NULL,
                meeting TEXT NOT NULL,
                title TEXT NOT NULL,
                document_id TEXT NOT NULL,
                version TEXT NOT NULL,
                issue_date TEXT,
                issue_date_printed TEXT NOT NULL,
                meeting_date TEXT,
                series TEXT NOT NULL,
                digest TEXT NOT NULL UNIQUE,
                lines BLOB NOT NULL,
                doubts BLOB NOT NULL,
                statements INTEGER NOT NULL,
                imported_at TEXT NOT NULL,
                hash BLOB NOT NULL
            ) STRICT;
            CREATE INDEX paper_by_name ON paper (name);
            CREATE INDEX paper_by_series ON paper (series);

            CREATE TABLE paper_text (
                paper INTEGER PRIMARY KEY REFERENCES paper (id),
                bytes BLOB NOT NULL,
                claims BLOB NOT NULL
            ) STRICT;

            CREATE TABLE statement (
                sequence INTEGER PRIMARY KEY,
                paper INTEGER REFERENCES paper (id),
                kind TEXT NOT NULL,
                key TEXT NOT NULL,
                weight INTEGER NOT NULL,
                rule TEXT NOT NULL,
                holds TEXT,
                lines BLOB NOT NULL,
                fields BLOB NOT NULL,
                hash BLOB NOT NULL
            ) STRICT;
            CREATE INDEX statement_by_key ON statement (kind, key);

            CREATE TABLE chain (
                one INTEGER PRIMARY KEY CHECK (one = 1),
                sequence INTEGER NOT NULL,
                hash BLOB NOT NULL
            ) STRICT;
            INSERT INTO chain VALUES (1, 0, zeroblob(32));

            CREATE TABLE paper_state (
                paper INTEGER PRIMARY KEY REFERENCES paper (id),
                shown TEXT NOT NULL UNIQUE,
                known_from TEXT NOT NULL,
                known_to TEXT,
                supersedes INTEGER REFERENCES paper (id),
                superseded_by INTEGER REFERENCES paper (id)
            ) STRICT;

            CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

            CREATE VIRTUAL TABLE line_index USING fts5 (text, content='', tokenize='unicode61');

            CREATE TRIGGER paper_is_not_updated BEFORE UPDATE ON paper
                BEGIN SELECT RAISE(ABORT, 'papers are append-only'); END;
            CREATE TRIGGER paper_is_not_deleted BEFORE DELETE ON paper
                BEGIN SELECT RAISE(ABORT, 'papers are append-only'); END;
            CREATE TRIGGER paper_text_is_not_updated BEFORE UPDATE ON paper_text
                BEGIN SELECT RAISE(ABORT, 'papers are append-only'); END;
            CREATE TRIGGER paper_text_is_not_deleted BEFORE DELETE ON paper_text
                BEGIN SELECT RAISE(ABORT, 'papers are append-only'); END;
            CREATE TRIGGER statement_is_not_updated BEFORE UPDATE ON statement
                BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END;
            CREATE TRIGGER statement_is_not_deleted BEFORE DELETE ON statement
                BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END;
            """)
}
