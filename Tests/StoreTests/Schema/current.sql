CREATE TRIGGER paper_is_not_deleted BEFORE DELETE ON paper
    BEGIN SELECT RAISE(ABORT, 'papers are append-only'); END;

CREATE TRIGGER paper_is_not_updated BEFORE UPDATE ON paper
    BEGIN SELECT RAISE(ABORT, 'papers are append-only'); END;

CREATE TRIGGER paper_text_is_not_deleted BEFORE DELETE ON paper_text
    BEGIN SELECT RAISE(ABORT, 'papers are append-only'); END;

CREATE TRIGGER paper_text_is_not_updated BEFORE UPDATE ON paper_text
    BEGIN SELECT RAISE(ABORT, 'papers are append-only'); END;

CREATE TRIGGER statement_is_not_deleted BEFORE DELETE ON statement
    BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END;

CREATE TRIGGER statement_is_not_updated BEFORE UPDATE ON statement
    BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END;

CREATE TABLE chain (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE VIRTUAL TABLE line_index USING fts5 (text, content='', tokenize='unicode61');

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

CREATE TABLE paper_state (
    paper INTEGER PRIMARY KEY REFERENCES paper (id),
    shown TEXT NOT NULL UNIQUE,
    known_from TEXT NOT NULL,
    known_to TEXT,
    supersedes INTEGER REFERENCES paper (id),
    superseded_by INTEGER REFERENCES paper (id)
) STRICT;

CREATE TABLE paper_text (
    paper INTEGER PRIMARY KEY REFERENCES paper (id),
    bytes BLOB NOT NULL,
    claims BLOB NOT NULL
) STRICT;

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

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

CREATE TABLE view_actions (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "reference" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "owners" TEXT NOT NULL,
    "raised" TEXT NOT NULL,
    "due" TEXT NOT NULL,
    "due_printed" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "update" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    "cites" TEXT NOT NULL,
    "raised_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_reference" BLOB NOT NULL,
    "_sort_meeting" BLOB NOT NULL
) STRICT;

CREATE TABLE view_agenda (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "theme" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "objective" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "lead" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "end" TEXT NOT NULL,
    "minutes" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "start_printed" TEXT NOT NULL,
    "end_printed" TEXT NOT NULL,
    "minutes_printed" TEXT NOT NULL,
    "page_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_meeting" BLOB NOT NULL,
    "_sort_number" BLOB NOT NULL,
    "_sort_minutes" BLOB NOT NULL,
    "_sort_page" BLOB NOT NULL
) STRICT;

CREATE TABLE view_appendices (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "label" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_number" BLOB NOT NULL,
    "_sort_document_id" BLOB NOT NULL,
    "_sort_meeting" BLOB NOT NULL
) STRICT;

CREATE TABLE view_assurance (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "cohort" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_reference" BLOB NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_attendees (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "section" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "initials" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "on_behalf_of" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_meeting" BLOB NOT NULL
) STRICT;

CREATE TABLE view_change_requests (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "condition" TEXT NOT NULL,
    "date_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_id" BLOB NOT NULL
) STRICT;

CREATE TABLE view_choreography (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "milestone_id" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "governed_by" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "date_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_milestone_id" BLOB NOT NULL
) STRICT;

CREATE TABLE view_cleanse_timeline (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "item" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_contradictions (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "number" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "place_a" TEXT NOT NULL,
    "value_a" TEXT NOT NULL,
    "place_b" TEXT NOT NULL,
    "value_b" TEXT NOT NULL,
    "probable" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "resolved_by" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_number" BLOB NOT NULL
) STRICT;

CREATE TABLE view_coverage (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "paper" TEXT NOT NULL,
    "lines" TEXT NOT NULL,
    "claimed" TEXT NOT NULL,
    "unclaimed" TEXT NOT NULL,
    "doubt_count" TEXT NOT NULL,
    "records" TEXT NOT NULL,
    "narrative" TEXT NOT NULL,
    "headings" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_lines" BLOB NOT NULL,
    "_sort_claimed" BLOB NOT NULL,
    "_sort_unclaimed" BLOB NOT NULL,
    "_sort_doubt_count" BLOB NOT NULL,
    "_sort_records" BLOB NOT NULL,
    "_sort_narrative" BLOB NOT NULL,
    "_sort_headings" BLOB NOT NULL
) STRICT;

CREATE TABLE view_decisions (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "reference" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "conditions" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_reference" BLOB NOT NULL,
    "_sort_meeting" BLOB NOT NULL
) STRICT;

CREATE TABLE view_decisions_reported (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "date_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL
) STRICT;

CREATE TABLE view_decisions_sought (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "agenda_item" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "lead" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_meeting" BLOB NOT NULL,
    "_sort_agenda_item" BLOB NOT NULL,
    "_sort_version" BLOB NOT NULL
) STRICT;

CREATE TABLE view_discussion (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "cites" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_meeting" BLOB NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_document_dependencies (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "document" TEXT NOT NULL,
    "block" TEXT NOT NULL,
    "dependency" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_block" BLOB NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_documents (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "document" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "count" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "count_unit" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "date_printed" TEXT NOT NULL,
    "count_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_version" BLOB NOT NULL,
    "_sort_count" BLOB NOT NULL,
    "_sort_meeting" BLOB NOT NULL
) STRICT;

CREATE TABLE view_entry_criteria (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "heading" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "level_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_level" BLOB NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_events (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "event" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "end" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "time" TEXT NOT NULL,
    "start_printed" TEXT NOT NULL,
    "end_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL
) STRICT;

CREATE TABLE view_gate_criteria (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "gate" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "depends_on" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_gate" BLOB NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_group_updates (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "group_name" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "heading" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "reported_in" TEXT NOT NULL,
    "date_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL
) STRICT;

CREATE TABLE view_identifiers (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "canonical" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_canonical" BLOB NOT NULL
) STRICT;

CREATE TABLE view_meetings (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "end" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "classification" TEXT NOT NULL,
    "chair" TEXT NOT NULL,
    "next_meeting" TEXT NOT NULL,
    "next_meeting_part" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "group_name" TEXT NOT NULL,
    "programme" TEXT NOT NULL,
    "date_printed" TEXT NOT NULL,
    "start_printed" TEXT NOT NULL,
    "end_printed" TEXT NOT NULL,
    "next_meeting_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_number" BLOB NOT NULL
) STRICT;

CREATE TABLE view_milestone_changes (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "plan_section" TEXT NOT NULL,
    "baseline" TEXT NOT NULL,
    "forecast" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "rag_last" TEXT NOT NULL,
    "rag_current" TEXT NOT NULL,
    "rag_next" TEXT NOT NULL,
    "update" TEXT NOT NULL,
    "baseline_printed" TEXT NOT NULL,
    "forecast_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_id" BLOB NOT NULL,
    "_sort_meeting" BLOB NOT NULL
) STRICT;

CREATE TABLE view_milestones (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "level1" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "plan_section" TEXT NOT NULL,
    "register_section" TEXT NOT NULL,
    "baseline" TEXT NOT NULL,
    "forecast" TEXT NOT NULL,
    "rag_last" TEXT NOT NULL,
    "rag_current" TEXT NOT NULL,
    "rag_next" TEXT NOT NULL,
    "update" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "variance_days" TEXT NOT NULL,
    "tracker_finish" TEXT NOT NULL,
    "choreography_date" TEXT NOT NULL,
    "titles" TEXT NOT NULL,
    "baseline_printed" TEXT NOT NULL,
    "forecast_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_id" BLOB NOT NULL,
    "_sort_level1" BLOB NOT NULL,
    "_sort_variance_days" BLOB NOT NULL
) STRICT;

CREATE TABLE view_minute_sections (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "subheads" TEXT NOT NULL,
    "paragraphs" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_meeting" BLOB NOT NULL,
    "_sort_number" BLOB NOT NULL
) STRICT;

CREATE TABLE view_onboarding_weeks (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "interval" TEXT NOT NULL,
    "participants" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "week" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "row_printed" TEXT NOT NULL,
    "week_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_interval" BLOB NOT NULL,
    "_sort_row" BLOB NOT NULL
) STRICT;

CREATE TABLE view_onboarding_windows (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "interval" TEXT NOT NULL,
    "activity" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "end" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "no_later_than" TEXT NOT NULL,
    "start_printed" TEXT NOT NULL,
    "end_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_interval" BLOB NOT NULL
) STRICT;

CREATE TABLE view_papers (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "paper" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "issue_date" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "meeting_date" TEXT NOT NULL,
    "known_from" TEXT NOT NULL,
    "supersedes" TEXT NOT NULL,
    "superseded_by" TEXT NOT NULL,
    "issue_date_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_meeting" BLOB NOT NULL,
    "_sort_document_id" BLOB NOT NULL,
    "_sort_version" BLOB NOT NULL
) STRICT;

CREATE TABLE view_pit_dates (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "activity" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "date_printed" TEXT NOT NULL,
    "no_later_than" TEXT NOT NULL,
    "expected" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "agrees" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "expected_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_interval" BLOB NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_plan_activities (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "activity" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "end" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "start_printed" TEXT NOT NULL,
    "end_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL
) STRICT;

CREATE TABLE view_qualification (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "figure" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "of" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "value_printed" TEXT NOT NULL,
    "of_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_value" BLOB NOT NULL,
    "_sort_of" BLOB NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_raid (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "area" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "impact" TEXT NOT NULL,
    "rag" TEXT NOT NULL,
    "mitigations" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "meeting" TEXT NOT NULL,
    "citation_only" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_reference" BLOB NOT NULL,
    "_sort_meeting" BLOB NOT NULL
) STRICT;

CREATE TABLE view_readiness_tasks (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "stage" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "finish" TEXT NOT NULL,
    "rag" TEXT NOT NULL,
    "commentary" TEXT NOT NULL,
    "forecast" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "milestone_id" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "phase_note" TEXT NOT NULL,
    "start_printed" TEXT NOT NULL,
    "finish_printed" TEXT NOT NULL,
    "forecast_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_interval" BLOB NOT NULL,
    "_sort_milestone_id" BLOB NOT NULL
) STRICT;

CREATE TABLE view_roadmap (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "meeting_date" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "items" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "meeting_date_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL
) STRICT;

CREATE TABLE view_tranches (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "tranche" TEXT NOT NULL,
    "mpids" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "order" TEXT NOT NULL,
    "mpids_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_mpids" BLOB NOT NULL,
    "_sort_order" BLOB NOT NULL
) STRICT;

CREATE TABLE view_unclaimed (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "paper" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "doubts" TEXT NOT NULL,
    "_sort_line" BLOB NOT NULL
) STRICT;

CREATE TABLE view_working_groups (
    "_id" INTEGER PRIMARY KEY,
    "_key" TEXT NOT NULL,
    "_from" TEXT NOT NULL,
    "_to" TEXT,
    "_form" INTEGER NOT NULL,
    "_place" BLOB NOT NULL,
    "group" TEXT NOT NULL,
    "upcoming" TEXT NOT NULL,
    "next_meeting" TEXT NOT NULL,
    "next_agenda" TEXT NOT NULL,
    "last_meeting" TEXT NOT NULL,
    "last_agenda" TEXT NOT NULL,
    "escalations" TEXT NOT NULL,
    "sources" TEXT NOT NULL,
    "group_name" TEXT NOT NULL,
    "reported_in" TEXT NOT NULL,
    "next_meeting_printed" TEXT NOT NULL,
    "last_meeting_printed" TEXT NOT NULL,
    "doubts" TEXT NOT NULL
) STRICT;

CREATE INDEX paper_by_name ON paper (name);

CREATE INDEX paper_by_series ON paper (series);

CREATE INDEX statement_by_key ON statement (kind, key);

CREATE INDEX view_actions_by_due ON view_actions ("due", "_place", "_to", "_from", "_form");

CREATE INDEX view_actions_by_group ON view_actions ("group", "_place", "_to", "_from", "_form");

CREATE INDEX view_actions_by_key ON view_actions ("_key");

CREATE INDEX view_actions_by_meeting ON view_actions ("_sort_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_actions_by_place ON view_actions ("_place", "_to", "_from", "_form");

CREATE INDEX view_actions_by_raised ON view_actions ("raised", "_place", "_to", "_from", "_form");

CREATE INDEX view_actions_by_reference ON view_actions ("_sort_reference", "_place", "_to", "_from", "_form");

CREATE INDEX view_actions_by_status ON view_actions ("status", "_place", "_to", "_from", "_form");

CREATE INDEX view_agenda_by_key ON view_agenda ("_key");

CREATE INDEX view_agenda_by_meeting ON view_agenda ("_sort_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_agenda_by_number ON view_agenda ("_sort_number", "_place", "_to", "_from", "_form");

CREATE INDEX view_agenda_by_place ON view_agenda ("_place", "_to", "_from", "_form");

CREATE INDEX view_appendices_by_key ON view_appendices ("_key");

CREATE INDEX view_appendices_by_number ON view_appendices ("_sort_number", "_place", "_to", "_from", "_form");

CREATE INDEX view_appendices_by_place ON view_appendices ("_place", "_to", "_from", "_form");

CREATE INDEX view_assurance_by_key ON view_assurance ("_key");

CREATE INDEX view_assurance_by_place ON view_assurance ("_place", "_to", "_from", "_form");

CREATE INDEX view_assurance_by_reference ON view_assurance ("_sort_reference", "_place", "_to", "_from", "_form");

CREATE INDEX view_attendees_by_key ON view_attendees ("_key");

CREATE INDEX view_attendees_by_meeting ON view_attendees ("_sort_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_attendees_by_place ON view_attendees ("_place", "_to", "_from", "_form");

CREATE INDEX view_change_requests_by_date ON view_change_requests ("date", "_place", "_to", "_from", "_form");

CREATE INDEX view_change_requests_by_id ON view_change_requests ("_sort_id", "_place", "_to", "_from", "_form");

CREATE INDEX view_change_requests_by_key ON view_change_requests ("_key");

CREATE INDEX view_change_requests_by_place ON view_change_requests ("_place", "_to", "_from", "_form");

CREATE INDEX view_choreography_by_date ON view_choreography ("date", "_place", "_to", "_from", "_form");

CREATE INDEX view_choreography_by_key ON view_choreography ("_key");

CREATE INDEX view_choreography_by_milestone_id ON view_choreography ("_sort_milestone_id", "_place", "_to", "_from", "_form");

CREATE INDEX view_choreography_by_place ON view_choreography ("_place", "_to", "_from", "_form");

CREATE INDEX view_choreography_by_tier ON view_choreography ("tier", "_place", "_to", "_from", "_form");

CREATE INDEX view_cleanse_timeline_by_key ON view_cleanse_timeline ("_key");

CREATE INDEX view_cleanse_timeline_by_place ON view_cleanse_timeline ("_place", "_to", "_from", "_form");

CREATE INDEX view_contradictions_by_key ON view_contradictions ("_key");

CREATE INDEX view_contradictions_by_place ON view_contradictions ("_place", "_to", "_from", "_form");

CREATE INDEX view_coverage_by_key ON view_coverage ("_key");

CREATE INDEX view_coverage_by_place ON view_coverage ("_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_by_key ON view_decisions ("_key");

CREATE INDEX view_decisions_by_meeting ON view_decisions ("_sort_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_by_place ON view_decisions ("_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_by_reference ON view_decisions ("_sort_reference", "_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_reported_by_date ON view_decisions_reported ("date", "_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_reported_by_key ON view_decisions_reported ("_key");

CREATE INDEX view_decisions_reported_by_place ON view_decisions_reported ("_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_sought_by_agenda_item ON view_decisions_sought ("_sort_agenda_item", "_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_sought_by_key ON view_decisions_sought ("_key");

CREATE INDEX view_decisions_sought_by_meeting ON view_decisions_sought ("_sort_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_sought_by_place ON view_decisions_sought ("_place", "_to", "_from", "_form");

CREATE INDEX view_decisions_sought_by_version ON view_decisions_sought ("_sort_version", "_place", "_to", "_from", "_form");

CREATE INDEX view_discussion_by_key ON view_discussion ("_key");

CREATE INDEX view_discussion_by_meeting ON view_discussion ("_sort_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_discussion_by_place ON view_discussion ("_place", "_to", "_from", "_form");

CREATE INDEX view_document_dependencies_by_block ON view_document_dependencies ("_sort_block", "_place", "_to", "_from", "_form");

CREATE INDEX view_document_dependencies_by_key ON view_document_dependencies ("_key");

CREATE INDEX view_document_dependencies_by_place ON view_document_dependencies ("_place", "_to", "_from", "_form");

CREATE INDEX view_documents_by_date ON view_documents ("date", "_place", "_to", "_from", "_form");

CREATE INDEX view_documents_by_key ON view_documents ("_key");

CREATE INDEX view_documents_by_place ON view_documents ("_place", "_to", "_from", "_form");

CREATE INDEX view_documents_by_version ON view_documents ("_sort_version", "_place", "_to", "_from", "_form");

CREATE INDEX view_entry_criteria_by_key ON view_entry_criteria ("_key");

CREATE INDEX view_entry_criteria_by_place ON view_entry_criteria ("_place", "_to", "_from", "_form");

CREATE INDEX view_events_by_key ON view_events ("_key");

CREATE INDEX view_events_by_place ON view_events ("_place", "_to", "_from", "_form");

CREATE INDEX view_gate_criteria_by_gate ON view_gate_criteria ("_sort_gate", "_place", "_to", "_from", "_form");

CREATE INDEX view_gate_criteria_by_key ON view_gate_criteria ("_key");

CREATE INDEX view_gate_criteria_by_place ON view_gate_criteria ("_place", "_to", "_from", "_form");

CREATE INDEX view_group_updates_by_date ON view_group_updates ("date", "_place", "_to", "_from", "_form");

CREATE INDEX view_group_updates_by_key ON view_group_updates ("_key");

CREATE INDEX view_group_updates_by_place ON view_group_updates ("_place", "_to", "_from", "_form");

CREATE INDEX view_identifiers_by_canonical ON view_identifiers ("_sort_canonical", "_place", "_to", "_from", "_form");

CREATE INDEX view_identifiers_by_key ON view_identifiers ("_key");

CREATE INDEX view_identifiers_by_place ON view_identifiers ("_place", "_to", "_from", "_form");

CREATE INDEX view_meetings_by_date ON view_meetings ("date", "_place", "_to", "_from", "_form");

CREATE INDEX view_meetings_by_key ON view_meetings ("_key");

CREATE INDEX view_meetings_by_next_meeting ON view_meetings ("next_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_meetings_by_number ON view_meetings ("_sort_number", "_place", "_to", "_from", "_form");

CREATE INDEX view_meetings_by_place ON view_meetings ("_place", "_to", "_from", "_form");

CREATE INDEX view_milestone_changes_by_baseline ON view_milestone_changes ("baseline", "_place", "_to", "_from", "_form");

CREATE INDEX view_milestone_changes_by_forecast ON view_milestone_changes ("forecast", "_place", "_to", "_from", "_form");

CREATE INDEX view_milestone_changes_by_id ON view_milestone_changes ("_sort_id", "_place", "_to", "_from", "_form");

CREATE INDEX view_milestone_changes_by_key ON view_milestone_changes ("_key");

CREATE INDEX view_milestone_changes_by_place ON view_milestone_changes ("_place", "_to", "_from", "_form");

CREATE INDEX view_milestone_changes_by_tier ON view_milestone_changes ("tier", "_place", "_to", "_from", "_form");

CREATE INDEX view_milestones_by_baseline ON view_milestones ("baseline", "_place", "_to", "_from", "_form");

CREATE INDEX view_milestones_by_forecast ON view_milestones ("forecast", "_place", "_to", "_from", "_form");

CREATE INDEX view_milestones_by_id ON view_milestones ("_sort_id", "_place", "_to", "_from", "_form");

CREATE INDEX view_milestones_by_key ON view_milestones ("_key");

CREATE INDEX view_milestones_by_place ON view_milestones ("_place", "_to", "_from", "_form");

CREATE INDEX view_milestones_by_state ON view_milestones ("state", "_place", "_to", "_from", "_form");

CREATE INDEX view_milestones_by_tier ON view_milestones ("tier", "_place", "_to", "_from", "_form");

CREATE INDEX view_minute_sections_by_key ON view_minute_sections ("_key");

CREATE INDEX view_minute_sections_by_meeting ON view_minute_sections ("_sort_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_minute_sections_by_number ON view_minute_sections ("_sort_number", "_place", "_to", "_from", "_form");

CREATE INDEX view_minute_sections_by_place ON view_minute_sections ("_place", "_to", "_from", "_form");

CREATE INDEX view_onboarding_weeks_by_interval ON view_onboarding_weeks ("_sort_interval", "_place", "_to", "_from", "_form");

CREATE INDEX view_onboarding_weeks_by_key ON view_onboarding_weeks ("_key");

CREATE INDEX view_onboarding_weeks_by_place ON view_onboarding_weeks ("_place", "_to", "_from", "_form");

CREATE INDEX view_onboarding_weeks_by_week ON view_onboarding_weeks ("week", "_place", "_to", "_from", "_form");

CREATE INDEX view_onboarding_windows_by_end ON view_onboarding_windows ("end", "_place", "_to", "_from", "_form");

CREATE INDEX view_onboarding_windows_by_interval ON view_onboarding_windows ("_sort_interval", "_place", "_to", "_from", "_form");

CREATE INDEX view_onboarding_windows_by_key ON view_onboarding_windows ("_key");

CREATE INDEX view_onboarding_windows_by_place ON view_onboarding_windows ("_place", "_to", "_from", "_form");

CREATE INDEX view_onboarding_windows_by_start ON view_onboarding_windows ("start", "_place", "_to", "_from", "_form");

CREATE INDEX view_papers_by_document_id ON view_papers ("_sort_document_id", "_place", "_to", "_from", "_form");

CREATE INDEX view_papers_by_issue_date ON view_papers ("issue_date", "_place", "_to", "_from", "_form");

CREATE INDEX view_papers_by_key ON view_papers ("_key");

CREATE INDEX view_papers_by_meeting ON view_papers ("_sort_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_papers_by_place ON view_papers ("_place", "_to", "_from", "_form");

CREATE INDEX view_papers_by_version ON view_papers ("_sort_version", "_place", "_to", "_from", "_form");

CREATE INDEX view_pit_dates_by_date ON view_pit_dates ("date", "_place", "_to", "_from", "_form");

CREATE INDEX view_pit_dates_by_expected ON view_pit_dates ("expected", "_place", "_to", "_from", "_form");

CREATE INDEX view_pit_dates_by_interval ON view_pit_dates ("_sort_interval", "_place", "_to", "_from", "_form");

CREATE INDEX view_pit_dates_by_key ON view_pit_dates ("_key");

CREATE INDEX view_pit_dates_by_place ON view_pit_dates ("_place", "_to", "_from", "_form");

CREATE INDEX view_plan_activities_by_end ON view_plan_activities ("end", "_place", "_to", "_from", "_form");

CREATE INDEX view_plan_activities_by_key ON view_plan_activities ("_key");

CREATE INDEX view_plan_activities_by_place ON view_plan_activities ("_place", "_to", "_from", "_form");

CREATE INDEX view_plan_activities_by_start ON view_plan_activities ("start", "_place", "_to", "_from", "_form");

CREATE INDEX view_qualification_by_key ON view_qualification ("_key");

CREATE INDEX view_qualification_by_place ON view_qualification ("_place", "_to", "_from", "_form");

CREATE INDEX view_raid_by_key ON view_raid ("_key");

CREATE INDEX view_raid_by_place ON view_raid ("_place", "_to", "_from", "_form");

CREATE INDEX view_raid_by_reference ON view_raid ("_sort_reference", "_place", "_to", "_from", "_form");

CREATE INDEX view_readiness_tasks_by_finish ON view_readiness_tasks ("finish", "_place", "_to", "_from", "_form");

CREATE INDEX view_readiness_tasks_by_forecast ON view_readiness_tasks ("forecast", "_place", "_to", "_from", "_form");

CREATE INDEX view_readiness_tasks_by_interval ON view_readiness_tasks ("_sort_interval", "_place", "_to", "_from", "_form");

CREATE INDEX view_readiness_tasks_by_key ON view_readiness_tasks ("_key");

CREATE INDEX view_readiness_tasks_by_milestone_id ON view_readiness_tasks ("_sort_milestone_id", "_place", "_to", "_from", "_form");

CREATE INDEX view_readiness_tasks_by_place ON view_readiness_tasks ("_place", "_to", "_from", "_form");

CREATE INDEX view_readiness_tasks_by_start ON view_readiness_tasks ("start", "_place", "_to", "_from", "_form");

CREATE INDEX view_readiness_tasks_by_tier ON view_readiness_tasks ("tier", "_place", "_to", "_from", "_form");

CREATE INDEX view_roadmap_by_key ON view_roadmap ("_key");

CREATE INDEX view_roadmap_by_meeting_date ON view_roadmap ("meeting_date", "_place", "_to", "_from", "_form");

CREATE INDEX view_roadmap_by_place ON view_roadmap ("_place", "_to", "_from", "_form");

CREATE INDEX view_tranches_by_key ON view_tranches ("_key");

CREATE INDEX view_tranches_by_place ON view_tranches ("_place", "_to", "_from", "_form");

CREATE INDEX view_unclaimed_by_key ON view_unclaimed ("_key");

CREATE INDEX view_unclaimed_by_place ON view_unclaimed ("_place", "_to", "_from", "_form");

CREATE INDEX view_working_groups_by_key ON view_working_groups ("_key");

CREATE INDEX view_working_groups_by_last_meeting ON view_working_groups ("last_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_working_groups_by_next_meeting ON view_working_groups ("next_meeting", "_place", "_to", "_from", "_form");

CREATE INDEX view_working_groups_by_place ON view_working_groups ("_place", "_to", "_from", "_form");
