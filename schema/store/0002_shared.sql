-- SPDX-License-Identifier: Apache-2.0
-- Takes that another ledger made and shared, what remotes have, and finished videos per workspace.

-- What another ledger paid for a take before it was adopted here: no entry of `money` tells it.
ALTER TABLE takes ADD COLUMN cost_elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (cost_elsewhere >= 0);

-- What this ledger has sent to a remote, or has seen there.
CREATE TABLE pushed (
  remote       TEXT    NOT NULL,
  blob         BLOB    NOT NULL CHECK (length(blob) = 32),
  PRIMARY KEY (remote, blob)
) STRICT, WITHOUT ROWID;

-- Workspaces may share a store, and the old rows do not say whose file they mean: they go. The next build puts each
-- finished video out once more.
DROP TABLE published;

CREATE TABLE published (
  workspace    TEXT    NOT NULL,  -- an absolute path
  path         TEXT    NOT NULL,  -- relative to the workspace
  blob         BLOB    NOT NULL CHECK (length(blob) = 32),
  dev          INTEGER NOT NULL,
  inode        INTEGER NOT NULL,
  size         INTEGER NOT NULL,
  mtime_ns     INTEGER NOT NULL,
  ctime_ns     INTEGER NOT NULL,
  PRIMARY KEY (workspace, path)
) STRICT, WITHOUT ROWID;
