-- SPDX-License-Identifier: Apache-2.0
-- A retake is its clip's pin from the moment that it is here, so that no crash hides it; where it turns out to fall
-- short, what it displaced is the pin again.
ALTER TABLE pins ADD COLUMN by_retake INTEGER NOT NULL DEFAULT 0 CHECK (by_retake IN (0, 1));
ALTER TABLE pins ADD COLUMN before_take TEXT REFERENCES takes (uuid);
ALTER TABLE pins ADD COLUMN before_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE pins ADD COLUMN before_accepted INTEGER NOT NULL DEFAULT 0 CHECK (before_accepted IN (0, 1));

UPDATE pins SET by_retake = 1 WHERE accepted = 0 AND EXISTS
  (SELECT 1 FROM retakes WHERE retakes.campaign = pins.campaign AND retakes.take_uuid = pins.take_uuid);
