-- SPDX-License-Identifier: Apache-2.0
-- Who is seen and heard in takes: what was measured, how it compares, what it is worth.

-- Blobs that hold embeddings of people: what was measured in a take, and what characters look and sound like.
CREATE TABLE biometrics (
  key          BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  kind         TEXT    NOT NULL CHECK (kind IN ('measurement', 'likeness')),
  blob         BLOB    NOT NULL CHECK (length(blob) = 32),
  bytes        INTEGER NOT NULL CHECK (bytes >= 0)
) STRICT, WITHOUT ROWID;

-- A take held against the characters of a campaign. They are small and read by the thousand, so they lie here.
CREATE TABLE comparisons (
  id           INTEGER PRIMARY KEY,
  key          BLOB    NOT NULL UNIQUE CHECK (length(key) = 32),
  take_blob    BLOB    NOT NULL CHECK (length(take_blob) = 32),
  body         BLOB    NOT NULL
) STRICT;

-- What a policy made of a comparison, for people: a verdict is worked out anew whenever it is needed.
CREATE TABLE verdicts (
  id           INTEGER PRIMARY KEY,
  campaign     TEXT    NOT NULL,
  clip         TEXT    NOT NULL,
  take_blob    BLOB    NOT NULL CHECK (length(take_blob) = 32),
  comparison   BLOB    NOT NULL CHECK (length(comparison) = 32),
  policy       BLOB    NOT NULL CHECK (length(policy) = 32),
  verdict      TEXT    NOT NULL CHECK (verdict IN ('pass', 'unsure', 'fail', 'na')),
  reason       TEXT    NOT NULL,
  at_ns        INTEGER NOT NULL,
  UNIQUE (campaign, clip, take_blob, comparison, policy)
) STRICT;

-- How the clips of a campaign stood after each build or check that changed it.
CREATE TABLE verdict_counts (
  id           INTEGER PRIMARY KEY,
  campaign     TEXT    NOT NULL,
  at_ns        INTEGER NOT NULL,
  passed       INTEGER NOT NULL,
  unsure       INTEGER NOT NULL,
  failed       INTEGER NOT NULL,
  na           INTEGER NOT NULL
) STRICT;

CREATE INDEX verdict_counts_by_campaign ON verdict_counts (campaign, id);

-- The person who chose this take gave a reason: it ships whatever its verdict.
ALTER TABLE pins ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted IN (0, 1));
