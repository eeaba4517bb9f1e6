CREATE TABLE appointment (
    mpan INTEGER NOT NULL,
    role INTEGER NOT NULL REFERENCES word (id),
    starts INTEGER NOT NULL,
    dip_id INTEGER NOT NULL REFERENCES word (id),
    ends INTEGER,
    PRIMARY KEY (mpan, role, starts, dip_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
    dip_id TEXT PRIMARY KEY,
    mpid TEXT NOT NULL,
    role TEXT NOT NULL,
    api_key_digest TEXT NOT NULL,
    certificate_digest TEXT NOT NULL,
    certificate_expires INTEGER NOT NULL,
    connection_provider TEXT
, enrolled_at INTEGER) STRICT, WITHOUT ROWID;

CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL,
    appointments INTEGER NOT NULL
) STRICT;

CREATE TABLE switch (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
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
