-- Everything of an erased workspace is gone from the stores.
ALTER TABLE backup_workspaces ADD COLUMN cleared_at timestamptz;
CREATE INDEX backup_verifications_of ON backup_verifications (instance_id, created_at DESC);
CREATE INDEX backup_downloads_expiry ON backup_downloads (expires_at);
