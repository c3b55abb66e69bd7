-- SPDX-License-Identifier: Apache-2.0
-- Jobs at providers: what was sent for a take, under which id the provider has it, and inputs that lie there already.

CREATE TABLE jobs (
  take_id      INTEGER NOT NULL PRIMARY KEY REFERENCES takes (id),
  provider     TEXT    NOT NULL,
  base_url     TEXT    NOT NULL,             -- where it was sent; an account is found by it again
  model        TEXT    NOT NULL,             -- the provider's own id
  request      TEXT    NOT NULL,             -- the body that was sent: without keys
  sent_ns      INTEGER NOT NULL,             -- just before it was sent
  job          TEXT    NOT NULL DEFAULT '',  -- the provider's id; empty: no answer has told it
  expires_ns   INTEGER                       -- of the result, where that is known
) STRICT;

-- A job is the take of one ledger only.
CREATE UNIQUE INDEX jobs_by_id ON jobs (provider, base_url, job) WHERE job <> '';

CREATE TRIGGER jobs_are_never_deleted BEFORE DELETE ON jobs
BEGIN SELECT RAISE(ABORT, 'jobs are receipts'); END;

CREATE TABLE uploads (
  provider     TEXT    NOT NULL,
  base_url     TEXT    NOT NULL,
  model        TEXT    NOT NULL,
  content      BLOB    NOT NULL CHECK (length(content) = 32),  -- the content digest of the input  
  place        TEXT    NOT NULL,                               -- how a request names it
  expires_ns   INTEGER,
  is_public    INTEGER NOT NULL CHECK (is_public IN (0, 1)),
  PRIMARY KEY (provider, base_url, model, content)
) STRICT, WITHOUT ROWID;
