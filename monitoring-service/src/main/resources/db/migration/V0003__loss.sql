-- From suspicion to loss. What decided a loss stays with its row; told_at and outcome say what instance-manager made of it.
ALTER TABLE health DROP CONSTRAINT health_phase_check;
ALTER TABLE health ADD CONSTRAINT health_phase_check CHECK (phase IN ('healthy', 'suspect', 'held', 'lost'));
ALTER TABLE health
    ADD COLUMN suspected_at  timestamptz,
    ADD COLUMN suspicions    jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN held_why      text,
    ADD COLUMN held_detail   text,
    ADD COLUMN cause         text,
    ADD COLUMN guard         text,
    ADD COLUMN told_at       timestamptz,
    ADD COLUMN tell_again_at timestamptz,
    ADD COLUMN outcome       text,
    ADD COLUMN region        text,
    ADD COLUMN host          text,
    ADD COLUMN standby       text NOT NULL DEFAULT 'off';
UPDATE health SET suspected_at = since WHERE phase = 'suspect';
CREATE INDEX health_unheard ON health (phase) WHERE expected AND phase <> 'healthy';

-- Which replica does what only one should do at a time, and until when the others leave it alone.
CREATE TABLE leases (
    name  text PRIMARY KEY,
    owner text        NOT NULL,
    until timestamptz NOT NULL
);
