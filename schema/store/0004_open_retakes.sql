-- SPDX-License-Identifier: Apache-2.0
-- Open requests by clip and by key: a request for each clip of a long campaign asks for both.

DROP INDEX retakes_open;
CREATE INDEX retakes_open_clips ON retakes (campaign, clip) WHERE open = 1;
CREATE INDEX retakes_open_keys ON retakes (campaign, clip_key) WHERE open = 1;
