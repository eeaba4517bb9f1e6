CREATE TABLE completeness (
    run INTEGER NOT NULL REFERENCES run,
    item TEXT NOT NULL,
    distributor TEXT NOT NULL,
    supplier TEXT NOT NULL,
    valid INTEGER NOT NULL,
    invalid INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    exempt INTEGER NOT NULL,
    out_of_scope INTEGER NOT NULL,
    PRIMARY KEY (run, item, distributor, supplier)
) STRICT, WITHOUT ROWID;

CREATE TABLE exception (
    number INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    subject TEXT NOT NULL,
    rule TEXT NOT NULL,
    item TEXT NOT NULL,
    first_seen TEXT NOT NULL
) STRICT;

CREATE TABLE moment (
    moment INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('run', 'pack', 'step')),
    note TEXT NOT NULL
) STRICT;

CREATE TABLE run (
    run INTEGER PRIMARY KEY,
    moment INTEGER NOT NULL REFERENCES moment,
    as_at TEXT NOT NULL,
    rule_set TEXT NOT NULL,
    settings TEXT NOT NULL,
    points INTEGER NOT NULL,
    population INTEGER NOT NULL
) STRICT;

CREATE TABLE run_register (
    run INTEGER NOT NULL REFERENCES run,
    position INTEGER NOT NULL,
    register TEXT NOT NULL,
    rows INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    digest TEXT NOT NULL,
    as_at TEXT NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_rule (
    run INTEGER NOT NULL REFERENCES run,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    off TEXT NOT NULL,
    raised INTEGER NOT NULL,
    silenced INTEGER NOT NULL,
    PRIMARY KEY (run, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE spell (
    exception INTEGER NOT NULL REFERENCES exception,
    from_moment INTEGER NOT NULL,
    to_moment INTEGER,
    state TEXT NOT NULL,
    reopened INTEGER NOT NULL,
    in_a_row INTEGER NOT NULL,
    severity TEXT NOT NULL,
    owner TEXT NOT NULL,
    observed TEXT NOT NULL,
    expected TEXT NOT NULL,
    register TEXT NOT NULL,
    file TEXT NOT NULL,
    line INTEGER,
    suggestion TEXT NOT NULL,
    -- Null while each run raises it: then it was last seen by the latest run that asked its rule.
    last_seen TEXT,
    PRIMARY KEY (exception, from_moment)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    moment INTEGER NOT NULL REFERENCES moment,
    rule TEXT NOT NULL,
    item TEXT NOT NULL,
    severity TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    distributor INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (moment, rule, item, severity, state, owner, distributor)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX exception_by_identity ON exception (kind, subject, rule, item);

CREATE INDEX exception_by_rule ON exception (rule, kind, subject, item);

CREATE INDEX spell_by_moment ON spell (from_moment);

CREATE INDEX spell_now_by_owner ON spell (owner, exception) WHERE to_moment IS NULL;
