-- SPDX-License-Identifier: Apache-2.0
-- The first ledger. Digests are blobs of 32 bytes, times nanoseconds since 1970 (UTC), money millionths of a US dollar.

CREATE TABLE takes (
  id           INTEGER PRIMARY KEY,
  uuid         TEXT    NOT NULL UNIQUE,
  clip_key     BLOB    NOT NULL CHECK (length(clip_key) = 32),
  number       INTEGER NOT NULL CHECK (number >= 1),
  model        TEXT    NOT NULL,
  seed         INTEGER NOT NULL CHECK (seed BETWEEN 0 AND 4294967295),
  state        TEXT    NOT NULL CHECK (state IN ('reserved', 'intent', 'submitted', 'succeeded', 'fetched',
                                                 'in_doubt', 'refused', 'failed', 'lost')),
  campaign     TEXT    NOT NULL,
  blob         BLOB    CHECK (length(blob) = 32),
  bytes        INTEGER NOT NULL DEFAULT 0 CHECK (bytes >= 0),
  frames       INTEGER NOT NULL DEFAULT 0 CHECK (frames >= 0),
  has_sound    INTEGER NOT NULL DEFAULT 0 CHECK (has_sound IN (0, 1)),
  collected    INTEGER NOT NULL DEFAULT 0 CHECK (collected IN (0, 1)),  -- its bytes were dropped on purpose
  rejected     INTEGER NOT NULL DEFAULT 0 CHECK (rejected IN (0, 1)),
  note         TEXT    NOT NULL DEFAULT '',
  created_ns   INTEGER NOT NULL,
  UNIQUE (clip_key, number),
  CHECK (state <> 'fetched' OR blob IS NOT NULL)
) STRICT;

CREATE INDEX takes_by_blob ON takes (blob) WHERE blob IS NOT NULL;
CREATE INDEX takes_in_doubt ON takes (campaign) WHERE state = 'in_doubt';

-- Receipts: only ever appended to. What a take holds back is reserve - release, what it cost is settle.
CREATE TABLE money (
  id           INTEGER PRIMARY KEY,
  take_id      INTEGER NOT NULL REFERENCES takes (id),
  campaign     TEXT    NOT NULL,  -- the one that is charged
  entry        TEXT    NOT NULL CHECK (entry IN ('reserve', 'release', 'settle')),
  micros       INTEGER NOT NULL CHECK (micros > 0),
  at_ns        INTEGER NOT NULL
) STRICT;

CREATE INDEX money_by_take ON money (take_id, entry, micros);
CREATE INDEX money_by_campaign ON money (campaign, entry, micros);

CREATE TRIGGER money_is_never_changed BEFORE UPDATE ON money
BEGIN SELECT RAISE(ABORT, 'money entries are receipts'); END;
CREATE TRIGGER money_is_never_deleted BEFORE DELETE ON money
BEGIN SELECT RAISE(ABORT, 'money entries are receipts'); END;
CREATE TRIGGER takes_are_never_deleted BEFORE DELETE ON takes
BEGIN SELECT RAISE(ABORT, 'takes are receipts'); END;

CREATE TABLE artifacts (
  key          BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  blob         BLOB    NOT NULL CHECK (length(blob) = 32),
  bytes        INTEGER NOT NULL CHECK (bytes >= 0),
  frames       INTEGER NOT NULL CHECK (frames >= 0),
  has_sound    INTEGER NOT NULL CHECK (has_sound IN (0, 1))
) STRICT, WITHOUT ROWID;

-- What the last build used, one row a clip.
CREATE TABLE selections (
  campaign     TEXT    NOT NULL,
  clip         TEXT    NOT NULL,
  clip_key     BLOB    NOT NULL CHECK (length(clip_key) = 32),
  take_uuid    TEXT    NOT NULL REFERENCES takes (uuid),
  at_ns        INTEGER NOT NULL,
  PRIMARY KEY (campaign, clip)
) STRICT, WITHOUT ROWID;

-- What people chose, one row a clip and key: an edit that is taken back finds its choice again.
CREATE TABLE pins (
  campaign     TEXT    NOT NULL,
  clip         TEXT    NOT NULL,
  clip_key     BLOB    NOT NULL CHECK (length(clip_key) = 32),
  take_uuid    TEXT    NOT NULL REFERENCES takes (uuid),
  reason       TEXT    NOT NULL,
  at_ns        INTEGER NOT NULL,
  PRIMARY KEY (campaign, clip, clip_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE retakes (
  id           INTEGER PRIMARY KEY,
  campaign     TEXT    NOT NULL,
  clip         TEXT    NOT NULL,
  clip_key     BLOB    NOT NULL CHECK (length(clip_key) = 32),
  reason       TEXT    NOT NULL,
  asked_ns     INTEGER NOT NULL,
  open         INTEGER NOT NULL DEFAULT 1 CHECK (open IN (0, 1)),
  take_uuid    TEXT    REFERENCES takes (uuid)  -- the take that answered it; NULL: none did
) STRICT;

CREATE INDEX retakes_open ON retakes (campaign) WHERE open = 1;

-- What the last successful build saw. The texts are long and seldom read: they lie apart from the keys.
CREATE TABLE step_keys (
  campaign     TEXT    NOT NULL,
  step         TEXT    NOT NULL,
  key          BLOB    NOT NULL CHECK (length(key) = 32),
  PRIMARY KEY (campaign, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_texts (
  campaign     TEXT    NOT NULL,
  step         TEXT    NOT NULL,
  text         TEXT    NOT NULL,
  PRIMARY KEY (campaign, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE published (
  path         TEXT    NOT NULL PRIMARY KEY,
  blob         BLOB    NOT NULL CHECK (length(blob) = 32),
  dev          INTEGER NOT NULL,
  inode        INTEGER NOT NULL,
  size         INTEGER NOT NULL,
  mtime_ns     INTEGER NOT NULL,
  ctime_ns     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE builds (
  id           INTEGER PRIMARY KEY,
  campaign     TEXT    NOT NULL,
  draft        INTEGER NOT NULL CHECK (draft IN (0, 1)),
  started_ns   INTEGER NOT NULL,
  ended_ns     INTEGER,
  outcome      TEXT    NOT NULL DEFAULT '' CHECK (outcome IN ('', 'done', 'failed', 'interrupted')),
  CHECK ((ended_ns IS NULL) = (outcome = ''))
) STRICT;

CREATE INDEX builds_by_campaign ON builds (campaign, draft, id);
