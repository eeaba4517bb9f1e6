CREATE TABLE element (
    sequence INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    at INTEGER NOT NULL,
    about INTEGER,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    indexed INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    delivered INTEGER NOT NULL,
    undelivered INTEGER NOT NULL
) STRICT;

CREATE TABLE key (
    kind INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (kind, hash, sequence)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE zone (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    present BLOB NOT NULL
) STRICT;
