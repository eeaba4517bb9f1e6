/// The forms of the two databases of the stand-in for the DIP. Steps are forward only; a released one is never edited.
enum DIPForms {
    /// `dip.sqlite`: a log of entries, from which everything else follows.
    ///
    /// `entry` is the log: one row an accepted message, status message, try at a delivery, request and note, in one
    /// growing sequence. `element` holds a message's bytes. `key` finds entries by hash and `zone` says which parties,
    /// interfaces and codes occur in a range of entries; both, and the places in `queue`, reach as far as
    /// `head.indexed` and are followed from the log after it.
    static let journal: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE entry (
                    sequence INTEGER PRIMARY KEY,
                    event INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    about INTEGER,
                    data BLOB NOT NULL
                ) STRICT;

                CREATE TABLE element (
                    sequence INTEGER PRIMARY KEY,
                    bytes BLOB NOT NULL
                ) STRICT;

                CREATE TABLE key (
                    kind INTEGER NOT NULL,
                    hash INTEGER NOT NULL,
                    sequence INTEGER NOT NULL,
                    PRIMARY KEY (kind, hash, sequence)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE zone (
                    first INTEGER PRIMARY KEY,
                    last INTEGER NOT NULL,
                    earliest INTEGER NOT NULL,
                    latest INTEGER NOT NULL,
                    present BLOB NOT NULL
                ) STRICT;

                CREATE TABLE queue (
                    number INTEGER PRIMARY KEY,
                    recipient TEXT NOT NULL,
                    lane INTEGER NOT NULL,
                    settled_through INTEGER NOT NULL,
                    settled BLOB NOT NULL,
                    attempts BLOB NOT NULL,
                    waiting INTEGER NOT NULL,
                    UNIQUE (recipient, lane)
                ) STRICT;

                CREATE TABLE head (
                    one INTEGER PRIMARY KEY CHECK (one = 1),
                    indexed INTEGER NOT NULL,
                    messages INTEGER NOT NULL,
                    refused INTEGER NOT NULL,
                    delivered INTEGER NOT NULL,
                    undelivered INTEGER NOT NULL
                ) STRICT;
                INSERT INTO head VALUES (1, 0, 0, 0, 0, 0);
                """)
    ]

    /// `dip-register.sqlite`: who takes part, where their webhooks are, who is appointed to what.
    static let register: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE participant (
                    dip_id TEXT PRIMARY KEY,
                    mpid TEXT NOT NULL,
                    role TEXT NOT NULL,
                    api_key_digest TEXT NOT NULL,
                    certificate_digest TEXT NOT NULL,
                    certificate_expires INTEGER NOT NULL,
                    connection_provider TEXT
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE webhook (
                    dip_id TEXT NOT NULL,
                    channel TEXT NOT NULL,
                    url TEXT NOT NULL,
                    max_message_count INTEGER,
                    max_payload_size INTEGER,
                    PRIMARY KEY (dip_id, channel)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE word (
                    id INTEGER PRIMARY KEY,
                    text TEXT NOT NULL UNIQUE
                ) STRICT;

                CREATE TABLE appointment (
                    mpan INTEGER NOT NULL,
                    role INTEGER NOT NULL REFERENCES word (id),
                    starts INTEGER NOT NULL,
                    dip_id INTEGER NOT NULL REFERENCES word (id),
                    ends INTEGER,
                    PRIMARY KEY (mpan, role, starts, dip_id)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE switch (
                    name TEXT PRIMARY KEY,
                    value TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE state (
                    one INTEGER PRIMARY KEY CHECK (one = 1),
                    version INTEGER NOT NULL,
                    appointments INTEGER NOT NULL
                ) STRICT;
                INSERT INTO state VALUES (1, 0, 0);
                """),
        Migration(
            number: 2,
            sql: """
                ALTER TABLE participant ADD COLUMN enrolled_at INTEGER;
                """),
    ]
}
