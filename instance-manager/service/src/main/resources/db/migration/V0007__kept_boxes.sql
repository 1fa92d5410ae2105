-- A lost box that may hold the only copy of something is kept for a while.
ALTER TABLE reclaims ADD COLUMN kill_after timestamptz;
ALTER TABLE failovers ADD COLUMN kept_until timestamptz;
