-- SPDX-License-Identifier: Apache-2.0
-- How a take's money was settled: by a figure or by an estimate, and what a person said where nobody knew.

-- What the clip was called when the take was asked for; '': not known. For people: takes are found by their keys.
ALTER TABLE takes ADD COLUMN clip TEXT NOT NULL DEFAULT '';

-- No figure was reported: its settle entry, or that there is none, is what the catalog says.
ALTER TABLE takes ADD COLUMN estimated INTEGER NOT NULL DEFAULT 0 CHECK (estimated IN (0, 1));

-- What a person last said of it while it was in doubt; NULL: nobody had to.
ALTER TABLE takes ADD COLUMN answer TEXT CHECK (answer IN ('billed', 'not_billed', 'adopted'));
